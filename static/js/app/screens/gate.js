// Before the PIN: who may open this phone, and how.
import { payWiped } from "../../offline/contact.js";
import * as sender from "../../offline/sender.js";
import { status } from "../../offline/status.js";
import * as vault from "../../offline/vault.js";
import { html, useEffect, useState } from "../html.js";
import { knownUsers, lastUser, noteLast, noteLeft, noteName, readRevoked, toLeave, wasRevoked } from "../marks.js";
import { Alert, Screen, icon } from "../parts.js";
import { giveRecovery, logOut, loginAddress, whoIsIn } from "../server.js";
import { waitText } from "../words.js";
import { ForgottenPin } from "./forgotten.js";
import { NewPin, SecretField, wrongPin } from "./pin-fields.js";

const WIPED = "posyandu:kosong:";

/** Sends what opens the phone when the PIN is forgotten; where that fails, the next PIN that is typed makes another. */
async function keepRecovery(user, recovery) {
  if (recovery && (await giveRecovery(user, recovery))) {
    await vault.noteSpare(user);
  }
}

/** @returns {import("../marks.js").Known[]|null} null until it was looked up; again after an emptying */
function useKnown() {
  const [known, setKnown] = useState(/** @type {import("../marks.js").Known[]|null} */ (null));
  const look = () => knownUsers().then(setKnown);
  useEffect(() => {
    look();
    const again = () => status.shown.sending === "dicabut" && look();
    status.addEventListener("change", again);
    return () => status.removeEventListener("change", again);
  }, []);
  return [known, look];
}

/** @returns {[import("../server.js").Who|null, () => void]} null until somebody answered or nobody did */
function useWho() {
  const [who, setWho] = useState(/** @type {import("../server.js").Who|null} */ (null));
  const look = () => {
    setWho(null);
    whoIsIn().then(setWho);
  };
  useEffect(() => {
    look();
    // A phone that was emptied while nobody listened.
    const owed = Object.keys(localStorage).filter((key) => key.startsWith(WIPED));
    owed.forEach((key) => payWiped(key.slice(WIPED.length)));
    if (toLeave()) {
      logOut(toLeave()).then((isOut) => isOut && noteLeft());
    }
  }, []);
  return [who, look];
}

/** What is shown while no PIN is typed in this tab. */
export function Gate() {
  const [known, lookAgain] = useKnown();
  const [who, askAgain] = useWho();
  const [chosen, choose] = useState("");
  const [isForgotten, setForgotten] = useState(false);
  const [isTold, setTold] = useState(wasRevoked);
  if (isTold || status.shown.sending === "dicabut") {
    const onRead = () => {
      readRevoked();
      status.set({ sending: "terkunci" });
      setTold(false);
      askAgain();
      lookAgain();
    };
    return html`<${Revoked} onRead=${onRead} />`;
  }
  if (!known) {
    return html`<${Screen} title="Posyandu di HP ini"><p class="quiet" role="status">Membuka…</p><//>`;
  }
  const user = chosen || likely(known, who);
  const here = known.find((each) => each.user === user);
  const onOther = () => choose("?");
  const others = known.length > 1 || (who?.user && !known.some((each) => each.user === who.user.id)) || who?.state === "keluar";
  if (!here) {
    return user === "?" || (!user && known.length > 1)
      ? html`<${Choose} known=${known} who=${who} onChoose=${choose} />`
      : html`<${First} who=${who} onRetry=${askAgain} />`;
  }
  if (here.condition === "evicted") {
    return html`<${Evicted} user=${user} who=${who} onRetry=${askAgain} />`;
  }
  if (isForgotten) {
    const onBack = () => setForgotten(false);
    const onWiped = () => {
      onBack();
      choose("");
      lookAgain();
    };
    return html`<${ForgottenPin} user=${user} who=${who} onBack=${onBack} onWiped=${onWiped} />`;
  }
  return html`<${EnterPin}
    key=${user}
    here=${here}
    who=${who}
    onForgotten=${() => setForgotten(true)}
    onOther=${others ? onOther : null}
  />`;
}

/** Whose PIN is asked when nobody was chosen: the one who is logged in, who opened last, or the only one. */
function likely(known, who) {
  const has = (user) => known.some((each) => each.user === user);
  if (known.length === 1) {
    return known[0].user;
  }
  return [who?.user?.id ?? "", lastUser()].find(has) ?? "";
}

/** Several people, by initials: a phone tells nobody who works with it. */
function Choose({ known, who, onChoose }) {
  const isNew = who?.user && !known.some((each) => each.user === who.user.id);
  return html`<${Screen} title="Siapa yang mengisi?" lead="Setiap orang punya PIN dan isian sendiri di HP ini.">
    <div class="stack">
      ${known.map(
        (each) =>
          html`<button key=${each.user} class="btn btn-quiet btn-lg initials" onClick=${() => onChoose(each.user)}>
            ${icon("person-circle")} ${each.initials}
          </button>`,
      )}
      ${isNew
        ? html`<button class="btn btn-primary btn-lg" onClick=${() => onChoose(who.user.id)}>
            Siapkan HP ini untuk ${who.user.name}
          </button>`
        : html`<a class="btn btn-quiet btn-lg" href=${loginAddress()}>Orang lain: masuk dulu</a>`}
    </div>
  <//>`;
}

/** Nobody has a PIN here yet, or somebody new wants one. */
function First({ who, onRetry }) {
  if (who?.state === "masuk") {
    return html`<${Screen}
      title="Pilih PIN untuk HP ini"
      lead=${`${who.user.name}, PIN ini membuka isian Anda di HP ini, juga tanpa sinyal.`}
    >
      <${FirstPin} who=${who} />
    <//>`;
  }
  return html`<${Screen} title="Siapkan HP ini"><${NotReachable} who=${who} onRetry=${onRetry} /><//>`;
}

/** Why one cannot begin now, and what helps. */
function NotReachable({ who, onRetry }) {
  if (!who) {
    return html`<p class="quiet" role="status">Menghubungi server…</p>`;
  }
  const [level, text] = {
    keluar: ["info", "Belum ada yang masuk di HP ini. Masuk sekali selagi ada sinyal; sesudah itu cukup PIN."],
    izin: ["perhatian", "Akun yang masuk tidak mencatat kunjungan. Masuk dengan akun kader atau bidan."],
  }[who.state] ?? ["perhatian", "Server belum terjangkau. HP ini perlu sinyal sekali untuk disiapkan."];
  return html`<${Alert} level=${level}><p>${text}</p><//>
    <div class="actions">
      <a class="btn btn-primary btn-lg" href=${loginAddress()}>Masuk</a>
      <button class="btn btn-quiet btn-lg" onClick=${onRetry}>Coba lagi</button>
    </div>`;
}

function FirstPin({ who }) {
  const onChosen = async (pin) => {
    const { id, name } = who.user;
    try {
      noteName(id, name);
      const { recovery } = await vault.setPin(id, pin);
      noteLast(id);
      keepRecovery(id, recovery);
      return "";
    } catch (error) {
      return error instanceof vault.AlreadyPrepared
        ? "HP ini baru saja disiapkan di tab lain. Muat ulang halaman ini."
        : "PIN belum tersimpan. Periksa penyimpanan HP, lalu coba lagi.";
    }
  };
  return html`<div class="card-panel"><${NewPin} action="Simpan PIN" onChosen=${onChosen} /></div>`;
}

/** The browser threw away what was here: said as it is. */
function Evicted({ user, who, onRetry }) {
  return html`<${Screen} title="Isi HP ini hilang">
    <${Alert} level="rujuk"
      ><p>
        Peramban membuang data yang disimpan di HP ini, biasanya karena penyimpanan penuh atau data peramban dihapus. Isian
        yang belum terkirim dari HP ini tidak ada lagi dan perlu dicatat ulang. Yang sudah terkirim aman di server.
      </p><//
    >
    ${who?.user?.id === user
      ? html`<p>Mulai lagi dengan PIN, lalu siapkan hari bukanya.</p>
          <${FirstPin} who=${who} />`
      : html`<p>Untuk mulai lagi, masuk dengan akun Anda selagi ada sinyal.</p>
          <${NotReachable} who=${who?.user ? { state: "keluar", user: null } : who} onRetry=${onRetry} />`}
  <//>`;
}

function Revoked({ onRead }) {
  return html`<${Screen} title="HP ini dicabut">
    <${Alert} level="rujuk"
      ><p>
        Puskesmas mencabut HP ini, jadi semua isinya sudah dihapus, juga isian yang belum terkirim. Yang sudah terkirim aman
        di server. Bila ini keliru, hubungi petugas Puskesmas; HP ini dapat disiapkan lagi sebagai HP baru.
      </p><//
    >
    <button class="btn btn-primary btn-lg" onClick=${onRead}>Saya mengerti</button>
  <//>`;
}

/** @returns {[number, (ms: number) => void]} what is left of a wait, counted down */
function useWait(user) {
  const [until, setUntil] = useState(0);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    vault.waitLeft(user).then((ms) => ms && setUntil(Date.now() + ms));
  }, [user]);
  useEffect(() => {
    const timer = until > Date.now() ? setInterval(() => setNow(Date.now()), 500) : 0;
    return () => clearInterval(timer);
  }, [until]);
  const start = (ms) => {
    setNow(Date.now());
    setUntil(Date.now() + ms);
  };
  return [Math.max(0, until - now), start];
}

function EnterPin({ here, who, onForgotten, onOther }) {
  const { user, initials } = here;
  const [pin, setPin] = useState("");
  const [wrong, setWrong] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [waitMs, startWait] = useWait(user);
  useEffect(() => {
    // Without the PIN nothing is sent, but a phone that was revoked hears of it.
    sender.start(user);
  }, [user]);
  const submit = async (event) => {
    event.preventDefault();
    if (!pin || isBusy || waitMs) {
      return;
    }
    setBusy(true);
    const tried = await vault.unlock(user, pin, { renew: who?.user?.id === user }).catch(() => null);
    setBusy(false);
    setPin("");
    if (tried?.open) {
      noteLast(user);
      keepRecovery(user, tried.recovery);
    } else if (tried) {
      setWrong(tried.waitMs ? "" : wrongPin(tried));
      startWait(tried.waitMs);
    } else {
      setWrong("Belum bisa dibuka. Muat ulang halaman ini, lalu coba lagi.");
    }
  };
  return html`<${Screen} title="Masukkan PIN" lead=${`Untuk membuka isian ${initials} di HP ini. Tidak perlu sinyal.`}>
    ${who?.user &&
    who.user.id !== user &&
    html`<${Alert} level="perhatian"
      ><p>Yang masuk sekarang ${who.user.name}. Isian ${initials} baru dikirim setelah ${initials} sendiri masuk.</p><//
    >`}
    <form class="card-panel stack" onSubmit=${submit} novalidate>
      <${SecretField} name="pin" label="PIN" value=${pin} onInput=${setPin} errors=${wrong ? [wrong] : []} />
      ${waitMs > 0 &&
      html`<${Alert} level="perhatian"
        ><p role="timer">Terlalu sering salah. Coba lagi dalam ${waitText(waitMs)}. Tidak ada yang dihapus.</p><//
      >`}
      <button class="btn btn-primary btn-lg" disabled=${isBusy || waitMs > 0}>${isBusy ? "Membuka…" : "Buka"}</button>
      <div class="actions">
        <button type="button" class="btn btn-quiet" onClick=${onForgotten}>Lupa PIN</button>
        ${onOther && html`<button type="button" class="btn btn-quiet" onClick=${onOther}>Orang lain</button>`}
      </div>
    </form>
  <//>`;
}
