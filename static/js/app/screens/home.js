// The days this phone is ready for, said in words, and made ready or newer by themselves.
import { offset } from "../../offline/clock.js";
import { status } from "../../offline/status.js";
import * as store from "../../offline/store.js";
import { openUser } from "../../offline/vault.js";
import { freshness, refresh } from "../fresh.js";
import { html, useEffect, useState } from "../html.js";
import { Alert, Empty, Screen, Status, icon, longDate } from "../parts.js";
import { listDays, loginAddress, whoIsIn } from "../server.js";
import { useShared } from "../shared.js";
import { weekdayDate } from "../status-bar.js";
import { agoText, sizeText } from "../words.js";

/** More than these are made ready only when somebody asks: a midwife may have twenty Posyandu in a day. */
const MOST_BY_ITSELF = 3;
const DAY_MS = 86_400_000;
const WHY = {
  sinyal: "Belum ada sinyal untuk memeriksa yang baru.",
  login: "Masuk dulu untuk mengambil yang baru.",
  lain: "Yang masuk sekarang akun lain.",
  "tidak ada": "Hari buka ini tidak ada lagi di wilayah Anda.",
  penuh: "Penyimpanan HP penuh; yang lama tetap ada.",
  rusak: "Server belum bisa menyiapkannya. Coba lagi nanti.",
};

/**
 * @typedef {{id: string, date: string, posyandu_name: string, place: string, closed: boolean}} Listed
 * @typedef {Listed & {head: store.PackHead|null}} Row head: of what is on this phone
 */

/** @returns {Promise<Map<string, {head: store.PackHead, session: any}>>} what lies on this phone */
async function kept() {
  const found = new Map();
  for (const { id } of await store.packs()) {
    const pack = await store.pack(id);
    if (pack) {
      const { content, ...head } = pack;
      found.set(id, { head, session: content.session });
    }
  }
  return found;
}

/** @returns {Map<string, {head: store.PackHead, session: any}>|null} again after each new package */
function useKept() {
  const [packs, setPacks] = useState(null);
  useEffect(() => {
    const look = () => kept().then(setPacks).catch(() => null);
    look();
    status.addEventListener("packed", look);
    return () => status.removeEventListener("packed", look);
  }, []);
  return packs;
}

/**
 * The days as the server lists them, asked for once when the screen opens and when somebody wants it again.
 * @returns {[{state: "menanya"|"ada"|"sinyal"|"login"|"lain"|"izin", days: Listed[]}, () => void]}
 */
function useListed() {
  const [listed, setListed] = useState({ state: "menanya", days: [] });
  const ask = async () => {
    setListed((before) => ({ ...before, state: "menanya" }));
    const found = await askedDays();
    setListed((before) => ({ days: before.days, ...found }));
  };
  useEffect(() => {
    ask();
  }, []);
  return [listed, ask];
}

async function askedDays() {
  const who = await whoIsIn();
  if (who.state !== "masuk") {
    return { state: { keluar: "login", izin: "izin" }[who.state] ?? "sinyal" };
  }
  if (who.user.id !== openUser()) {
    return { state: "lain", days: [] };
  }
  const answer = await listDays();
  return answer?.status === 200 && Array.isArray(answer.json)
    ? { state: "ada", days: answer.json }
    : { state: "sinyal" };
}

/** @returns {Row[]} the newest day first */
function rowsOf(days, packs) {
  const rows = new Map(days.map((day) => [day.id, { ...day, head: null }]));
  for (const [id, { head, session }] of packs) {
    rows.set(id, { place: "", closed: false, ...session, ...rows.get(id), head });
  }
  const order = (one, other) => other.date.localeCompare(one.date) || one.posyandu_name.localeCompare(other.posyandu_name);
  return [...rows.values()].sort(order);
}

/** What is fetched without being asked for: what lies here already, and today's day where there are few. */
function byItself(rows, today) {
  const todays = rows.filter(({ date, closed }) => date === today && !closed);
  return rows.filter((row) => row.head || (todays.length <= MOST_BY_ITSELF && todays.includes(row)));
}

function serverNow() {
  return Date.now() + (offset() ?? 0);
}

export function HomeScreen() {
  const packs = useKept();
  const [{ state, days }, ask] = useListed();
  const states = useShared(freshness);
  const rows = packs ? rowsOf(days, packs) : [];
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Jakarta" }).format(serverNow());
  const wanted = byItself(rows, today).map(({ id }) => id).join(" ");
  useEffect(() => {
    if (state === "ada" && wanted) {
      wanted.split(" ").forEach(refresh);
    }
  }, [state, wanted]);
  return html`<${Screen} title="Hari buka di HP ini" lead="Yang siap dapat dipakai penuh tanpa sinyal.">
    <${Reached} state=${state} onRetry=${ask} />
    ${rows.map((row) => html`<${DayCard} key=${row.id} row=${row} now=${states[row.id]} isToday=${row.date === today} />`)}
    ${packs && rows.length === 0 && state !== "menanya" && html`<${Nothing} state=${state} />`}
  <//>`;
}

/** Why the list may be short. */
function Reached({ state, onRetry }) {
  if (state === "menanya") {
    return html`<p class="quiet" role="status">Memeriksa hari buka di server…</p>`;
  }
  const login = html` <a href=${loginAddress()}>Masuk</a>`;
  const words = {
    sinyal: html`Server belum terjangkau. Yang sudah siap di bawah ini tetap dapat dipakai.`,
    login: html`Anda belum masuk, jadi hari buka yang baru belum dapat diambil.${login}`,
    lain: html`Yang masuk sekarang akun lain. Isian Anda belum dikirim.${login}`,
    izin: html`Akun Anda tidak boleh mencatat lagi. Hubungi petugas Puskesmas.`,
  }[state];
  return (
    words &&
    html`<${Alert} level=${state === "sinyal" ? "info" : "perhatian"}>
      <p>${words}</p>
      <button class="btn btn-quiet" onClick=${onRetry}>${icon("arrow-clockwise")} Coba lagi</button>
    <//>`
  );
}

function Nothing({ state }) {
  return state === "ada"
    ? html`<${Empty}
        icon="calendar-event"
        title="Belum ada hari buka."
        text="Buka hari Posyandu dulu di halaman Hari Ini; sesudah itu muncul di sini."
        href="/hari-ini/"
        action="Ke Hari Ini"
      />`
    : html`<${Empty}
        icon="cloud-download"
        title="HP ini belum siap untuk hari apa pun."
        text="Cari sinyal, masuk, lalu buka halaman ini sekali."
      />`;
}

/** One day: whether this phone is ready for it, how much that takes, and how old it is. */
function DayCard({ row, now = { state: "", why: "" }, isToday }) {
  const { id, head } = row;
  const isBusy = now.state === "mengambil";
  const about = [weekdayDate(row.date), row.place, row.closed && "sudah ditutup"].filter(Boolean).join(" · ");
  return html`<section class="card-panel stack day-card">
    <div class="day-head">
      <h2 class="panel-title">${row.posyandu_name}</h2>
      <${Status} level=${head ? "baik" : isBusy ? "info" : "kosong"} word=${head ? "Siap" : isBusy ? "Menyiapkan…" : "Belum siap"} />
    </div>
    <p>${isToday ? html`<strong>Hari ini</strong> · ` : ""}${about}</p>
    <p class="quiet" role="status">${head ? readyText(head, now) : notReadyText(now)}</p>
    ${now.state === "gagal" && html`<p class="day-why">${icon("exclamation-triangle-fill")} ${WHY[now.why]}</p>`}
    <div class="actions">
      ${head && html`<a class="btn btn-primary btn-lg" href=${`#/hari/${id}`}>${icon("clipboard2-check")} Buka hari ini</a>`}
      <button class=${head ? "btn btn-quiet" : "btn btn-primary btn-lg"} disabled=${isBusy} onClick=${() => refresh(id)}>
        ${icon(head ? "arrow-clockwise" : "cloud-download")} ${head ? "Perbarui" : "Siapkan HP"}
      </button>
    </div>
  </section>`;
}

function readyText(head, { state }) {
  const age = agoText(Math.max(0, serverNow() - Date.parse(head.made_at)));
  const until = longDate(new Date(Date.parse(head.made_at) + head.keep_days * DAY_MS).toISOString().slice(0, 10));
  const newest = { mengambil: "memeriksa yang baru…", terbaru: "sudah yang terbaru" }[state];
  return ["Siap tanpa sinyal", sizeText(head.size), `diambil ${age}`, newest, `disimpan sampai ${until}`]
    .filter(Boolean)
    .join(" · ");
}

function notReadyText({ state }) {
  return state === "mengambil" ? "Mengambil warga, riwayat, dan aturan…" : "Belum ada di HP ini.";
}
