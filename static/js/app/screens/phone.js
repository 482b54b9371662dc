// This phone: its PIN, locking and leaving, what lies on it, and taking it all away.
import * as store from "../../offline/store.js";
import { changePin, lock, openUser } from "../../offline/vault.js";
import { IDLE_MINUTES } from "../autolock.js";
import { html, useEffect, useState } from "../html.js";
import { install, isInstalled, offer } from "../install.js";
import { Alert, Back, Screen, Status, icon } from "../parts.js";
import { lookAtRoom, room } from "../room.js";
import { go } from "../router.js";
import { logOut } from "../server.js";
import { useShared, useStatus } from "../shared.js";
import { keptVersion } from "../update.js";
import { sizeText, waitText } from "../words.js";
import { NewPin, SecretField, wrongPin } from "./pin-fields.js";
import { WipeForm } from "./wipe.js";

const ROOM = { ok: ["baik", "Cukup"], low: ["perhatian", "Hampir penuh"], full: ["rujuk", "Penuh"] };

export function PhoneScreen() {
  const back = html`<${Back} href="#/" label="Hari buka di HP ini" />`;
  return html`<${Screen} title="HP ini" lead="PIN, kunci, dan apa yang tersimpan di sini." back=${back}>
    <${Leaving} />
    <${Storage} />
    <${Installing} />
    <${Pin} />
    <${Emptying} />
  <//>`;
}

/** Locking and logging out: neither loses anything. */
function Leaving() {
  const { counts } = useStatus();
  const [isUnheard, setUnheard] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const unsent = counts?.unsent ?? 0;
  const leave = async () => {
    setBusy(true);
    if (await logOut()) {
      lock();
    } else {
      setBusy(false);
      setUnheard(true);
    }
  };
  return html`<section class="card-panel stack">
    <h2 class="panel-title">Kunci dan keluar</h2>
    ${unsent > 0 &&
    html`<${Alert} level="info"
      ><p>
        ${unsent} isian belum terkirim. Bila Anda keluar, isian itu tetap tersegel di HP ini dengan PIN Anda, dan dikirim
        setelah Anda masuk dan membuka PIN lagi.
      </p><//
    >`}
    ${isUnheard &&
    html`<${Alert} level="perhatian"
      ><p>Server belum terjangkau, jadi akun Anda belum keluar. Kunci saja HP ini; keluar lagi bila ada sinyal.</p><//
    >`}
    <div class="actions">
      <button class="btn btn-primary" onClick=${lock}>${icon("lock")} Kunci sekarang</button>
      <button class="btn btn-quiet" disabled=${isBusy} onClick=${leave}>${icon("box-arrow-right")} Keluar dari akun</button>
    </div>
    <p class="quiet">Terkunci sendiri setelah ${IDLE_MINUTES} menit tidak disentuh. Ketikan yang belum selesai tetap ada.</p>
  </section>`;
}

/** What lies here, and whether there is room for more. */
function Storage() {
  const space = useShared(room);
  const { counts } = useStatus();
  const [packs, setPacks] = useState(/** @type {store.PackHead[]} */ ([]));
  const [version, setVersion] = useState("");
  useEffect(() => {
    lookAtRoom();
    store.packs().then(setPacks).catch(() => null);
    keptVersion().then(setVersion);
  }, []);
  const [level, word] = ROOM[space?.room ?? ""] ?? ["kosong", "Memeriksa…"];
  const size = packs.reduce((sum, each) => sum + each.size, 0);
  return html`<section class="card-panel stack">
    <div class="day-head">
      <h2 class="panel-title">Penyimpanan</h2>
      <${Status} level=${level} word=${word} />
    </div>
    <dl class="facts phone-facts">
      <div><dt>Hari buka</dt><dd>${packs.length ? `${packs.length} siap, ${sizeText(size)}` : "Belum ada"}</dd></div>
      <div><dt>Belum terkirim</dt><dd>${counts?.unsent ? `${counts.unsent} isian` : "Tidak ada"}</dd></div>
      <div>
        <dt>Sisa tempat</dt>
        <dd>${space?.freeBytes == null ? "Tidak disebut peramban" : `kira-kira ${sizeText(space.freeBytes)}`}</dd>
      </div>
      <div>
        <dt>Perlindungan</dt>
        <dd>
          ${space?.persisted
            ? "Peramban berjanji tidak membuang isi HP ini"
            : "Peramban boleh membuang isi HP ini bila penuh. Pasang sebagai aplikasi agar lebih aman."}
        </dd>
      </div>
      <div><dt>Versi aplikasi</dt><dd>${version ? version.slice(0, 8) : "Belum tersimpan di HP ini"}</dd></div>
    </dl>
  </section>`;
}

function Installing() {
  const offered = useShared(offer);
  if (isInstalled()) {
    return null;
  }
  return html`<section class="card-panel stack">
    <h2 class="panel-title">Pasang di layar depan</h2>
    ${offered
      ? html`<p>Terbuka seperti aplikasi lain, juga tanpa sinyal.</p>
          <button class="btn btn-primary" onClick=${install}>${icon("plus-lg")} Pasang</button>`
      : html`<p>
          Di Chrome: buka menu titik tiga, lalu “Tambahkan ke layar utama”. Di iPhone: tombol bagikan, lalu “Tambahkan ke Layar
          Utama”.
        </p>`}
  </section>`;
}

function Pin() {
  const [old, setOld] = useState("");
  const [wrong, setWrong] = useState("");
  const [isDone, setDone] = useState(false);
  const onChosen = async (next) => {
    const tried = await changePin(openUser() ?? "", old, next).catch(() => null);
    const refused = tried?.waitMs ? `Terlalu sering salah. Coba lagi dalam ${waitText(tried.waitMs)}.` : wrongPin(tried ?? { triesLeft: 0 });
    setWrong(tried?.open ? "" : refused);
    setDone(Boolean(tried?.open));
    setOld("");
    return "";
  };
  return html`<details class="card-panel">
    <summary>Ganti PIN</summary>
    ${isDone && html`<${Alert} level="baik"><p>PIN baru sudah berlaku.</p><//>`}
    <${NewPin} action="Ganti PIN" onChosen=${onChosen}>
      <${SecretField} name="pin_lama" label="PIN lama" value=${old} onInput=${setOld} errors=${wrong ? [wrong] : []} />
    <//>
  </details>`;
}

function Emptying() {
  const user = openUser();
  return (
    user &&
    html`<details class="card-panel">
      <summary>Kosongkan HP ini</summary>
      <div class="stack">
        <p>
          Menghapus hari buka, isian, dan PIN Anda dari HP ini. Yang sudah terkirim tetap ada di server. Lakukan ini sebelum HP
          dijual atau diberikan.
        </p>
        <${WipeForm} user=${user} onDone=${() => go("#/")} />
      </div>
    </details>`
  );
}
