// Everything that is not on the server yet, by person: what it is, how it stands, and what to do about it.
import { saveQueueFile } from "../../offline/export.js";
import { CONFLICT, REFUSED, SENT, WAITING } from "../../offline/queue.js";
import { wake } from "../../offline/sender.js";
import { html, useState } from "../html.js";
import { Alert, Back, dateAndTime, Empty, icon, Screen } from "../parts.js";
import { ItemLines, ItemState } from "../queue-parts.js";
import { useShelf, useStatus } from "../shelf.js";
import { reasonsOf, titleOf } from "../wording.js";

const FOR_A_PERSON = [REFUSED, CONFLICT];
const DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Jakarta" });

/** How the sender stands, in words: level, sentence. @type {Object<string, [string, string]>} */
const SENDING = {
  tenang: ["baik", "Tidak ada yang menunggu dikirim."],
  mengirim: ["info", "Sedang mengirim…"],
  menunggu: ["info", "Belum ada jawaban dari server. Isian aman di HP ini dan dikirim lagi sendiri."],
  login: ["perhatian", "Masuk lagi dengan kata sandi supaya isian terkirim. Isian tetap aman di HP ini."],
  izin: ["perhatian", "Akun ini sekarang tidak boleh mencatat. Hubungi petugas Puskesmas; isian tetap di HP ini."],
  perbarui: ["perhatian", "Aplikasi di HP ini terlalu lama. Sambungkan ke internet, lalu buka lagi. Isian tetap aman."],
  dicabut: ["rujuk", "HP ini dicabut oleh Puskesmas."],
  terkunci: ["info", "Buka dengan PIN supaya isian terkirim."],
};

export function SendingScreen() {
  const { state, shelf, items } = useShelf();
  const shown = useStatus();
  const back = html`<${Back} href="#/" label="Hari buka di HP ini" />`;
  if (!shelf) {
    return html`<${Screen} title="Belum terkirim" back=${back}>
      <p class="quiet" role="status">
        ${state === "gagal" ? "Isian tidak terbaca. Tutup halaman ini, lalu buka lagi." : "Membuka…"}
      </p>
    <//>`;
  }
  const unsent = items.filter((item) => item.state !== SENT);
  const today = DAY.format(Date.now());
  const sent = items.filter((item) => item.state === SENT && DAY.format(item.sent_at) === today);
  return html`<${Screen} title="Belum terkirim" lead=${leadOf(unsent)} back=${back}>
    <div class="stack">
      <${Progress} shown=${shown} unsent=${unsent} />
      <${Unreadable} count=${unsent.filter(({ unreadable }) => unreadable).length} />
      ${unsent.length
        ? groupsOf(unsent, shelf).map(
            (group) => html`<${Group} key=${group.key} group=${group} items=${items} shelf=${shelf} />`,
          )
        : html`<${Empty} icon="check-circle" title="Semua isian sudah terkirim." />`}
      ${sent.length > 0 && html`<${SentToday} items=${sent} shelf=${shelf} />`}
      <${AsFile} user=${shown.user} count=${unsent.length} />
    </div>
  <//>`;
}

function leadOf(unsent) {
  const open = unsent.filter(({ state }) => FOR_A_PERSON.includes(state)).length;
  const waiting = unsent.length - open;
  const told = [waiting && `${waiting} menunggu dikirim`, open && `${open} perlu Ibu urus`].filter(Boolean);
  return told.length ? told.join(" · ") : "";
}

/** People in the order of their first entry; what cannot be opened belongs to nobody. */
function groupsOf(items, shelf) {
  const groups = new Map();
  for (const item of items) {
    const key = item.unreadable ? "" : item.person;
    const group = groups.get(key) ?? { key, name: key ? shelf.nameOf(key) : "Tidak terbaca", items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** How sending stands, when the server last answered, and the button to try at once. */
function Progress({ shown, unsent }) {
  const isWaiting = unsent.some(({ state }) => state === WAITING);
  const isQuiet = ["menunggu", "tenang"].includes(shown.sending);
  const sending = isQuiet ? (isWaiting ? "menunggu" : "tenang") : shown.sending;
  const [level, sentence] = SENDING[sending] ?? SENDING.menunggu;
  return html`<section class="card-panel stack" aria-label="Pengiriman">
    <div role="status"><${Alert} level=${level}><p>${sentence}</p><//></div>
    ${shown.clockOffMs !== null &&
    html`<${Alert} level="perhatian"><p>Jam HP ini salah. Waktu isian dibetulkan sendiri oleh server.</p><//>`}
    <p class="quiet">
      ${shown.answeredAt
        ? `Server terakhir menjawab ${dateAndTime(shown.answeredAt)}.`
        : "Server belum menjawab sejak halaman ini dibuka."}
      ${shown.triedAt ? ` Terakhir dicoba ${dateAndTime(shown.triedAt)}.` : ""}
    </p>
    <div class="actions">
      ${sending === "login" && html`<a class="btn btn-primary" href="/masuk/?next=/hp/">Masuk lagi</a>`}
      ${isWaiting &&
      html`<button class=${`btn ${sending === "login" ? "btn-quiet" : "btn-primary"}`} type="button" onClick=${wake}>
        ${icon("send")} Kirim sekarang
      </button>`}
    </div>
  </section>`;
}

function Unreadable({ count }) {
  return (
    count > 0 &&
    html`<${Alert} level="rujuk">
      <p>
        ${count} isian tidak bisa dibuka lagi, mungkin karena penyimpanan HP rusak. Isian itu tidak dihapus. Simpan ke
        berkas, bawa ke Puskesmas, dan catat lagi dari kertas.
      </p>
    <//>`
  );
}

function Group({ group, items, shelf }) {
  return html`<section class="card-panel">
    <h2 class="panel-title">${group.name}</h2>
    <ul class="queue-items">
      ${group.items.map(
        (item) => html`<${Entry} key=${item.id} item=${item} shelf=${shelf} why=${whyOf(item, items)} />`,
      )}
    </ul>
  </section>`;
}

/** Why an entry stands where it stands, where another one of the same person has to do with it. */
function whyOf(item, items) {
  const before = items.filter(({ seq, person, state }) => {
    return person === item.person && seq < item.seq && FOR_A_PERSON.includes(state);
  });
  if (!before.length || item.unreadable) {
    return "";
  }
  if (item.kind !== "newcomer" && before.some(({ kind }) => kind === "newcomer")) {
    return "Perbaiki dulu pendaftaran orang ini. Sesudah itu isian ini dikirim lagi sendiri.";
  }
  return item.state === WAITING ? "Isian sebelumnya perlu diperbaiki, tetapi tidak menahan yang ini." : "";
}

function Entry({ item, shelf, why }) {
  const isOpen = FOR_A_PERSON.includes(item.state) && !item.unreadable;
  const reasons = item.state === SENT ? [] : reasonsOf(item, shelf);
  const given = (item.note?.errors ?? []).map(({ message }) => message);
  return html`<li class="queue-item">
    <div class="queue-head">
      <h3 class="queue-title">${titleOf(item, shelf)}</h3>
      <${ItemState} state=${item.state} />
    </div>
    ${!item.unreadable && html`<p class="quiet small-text">Diisi ${dateAndTime(item.entered_at + (item.offset ?? 0))}</p>`}
    <${ItemLines} item=${item} shelf=${shelf} />
    ${reasons.map((text) => html`<p class="queue-reason">${text}</p>`)}
    ${given.map((text) => html`<p class="queue-reason">Belum bisa dibuang: ${text}</p>`)}
    ${why && html`<p class="quiet small-text">${why}</p>`}
    ${isOpen &&
    html`<a class="btn btn-primary" href=${`#/kiriman/${item.id}`}>
      ${item.state === CONFLICT ? "Pilih isian" : "Perbaiki"}<span class="visually-hidden">
        ${` ${titleOf(item, shelf)} ${shelf.nameOf(item.person)}`}</span
      >
    </a>`}
  </li>`;
}

function SentToday({ items, shelf }) {
  return html`<details class="card-panel queue-sent">
    <summary>Terkirim hari ini (${items.length})</summary>
    <ul class="queue-items">
      ${items.map(
        (item) =>
          html`<li class="queue-item" key=${item.id}>
            <div class="queue-head">
              <span><strong>${shelf.nameOf(item.person)}</strong> · ${titleOf(item, shelf)}</span>
              <${ItemState} state=${item.state} />
            </div>
          </li>`,
      )}
    </ul>
  </details>`;
}

/** The last resort: what is on the phone, sealed, to be brought to the Puskesmas. */
function AsFile({ user, count }) {
  const [told, setTold] = useState("");
  const save = async () => {
    const saved = await saveQueueFile(user).catch(() => null);
    setTold(
      saved === null
        ? "Berkas belum tersimpan. Coba lagi."
        : `Berkas berisi ${saved} isian disimpan di unduhan HP. Isian tetap ada di HP ini juga.`,
    );
  };
  return (
    count > 0 &&
    html`<section class="card-panel stack" aria-label="Simpan ke berkas">
      <h2 class="panel-title">HP tidak bisa mengirim?</h2>
      <p>
        Sebagai jalan terakhir, simpan isian ke berkas dan berikan kepada petugas Puskesmas. Berkasnya terkunci; hanya
        server yang bisa membukanya.
      </p>
      <div class="actions">
        <button class="btn btn-quiet" type="button" onClick=${save}>${icon("download")} Simpan ke berkas</button>
      </div>
      <p role="status">${told}</p>
    </section>`
  );
}
