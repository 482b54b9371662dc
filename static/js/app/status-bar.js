// The bar on every screen: where one is, what is not sent yet, and what stands in its way.
import { openUser } from "../offline/vault.js";
import { html, useEffect, useState } from "./html.js";
import { icon, longDate } from "./parts.js";
import { room } from "./room.js";
import { loginAddress, whoIsIn } from "./server.js";
import { useShared, useStatus } from "./shared.js";
import { askForNewer, newVersion, takeNewVersion } from "./update.js";
import { spanText } from "./words.js";

const DAYS = "Minggu Senin Selasa Rabu Kamis Jumat Sabtu".split(" ");

/** Senin, 12 Oktober 2026. @param {string} isoDay */
export function weekdayDate(isoDay) {
  return `${DAYS[new Date(`${isoDay}T12:00:00Z`).getUTCDay()]}, ${longDate(isoDay)}`;
}

/** Senin, 12 Okt: what fits into the bar. @param {string} isoDay */
function shortDate(isoDay) {
  const [weekday, day, month] = weekdayDate(isoDay).split(" ");
  return `${weekday} ${day} ${month.slice(0, 3)}`;
}

/** The day by the calendar of the phone; only shown. */
function todayHere() {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Jakarta" }).format(new Date());
}

/** @param {{day?: import("./day.js").Day|null}} props day: the one that is open */
export function StatusBar({ day = null }) {
  const shown = useStatus();
  return html`<header class="topbar">
      <a href="#/" aria-label="Halaman awal di HP ini">${icon("house-door")}</a>
      <div class="topbar-words">
        <span class="topbar-unit">${day?.session.posyandu_name ?? "Posyandu"}</span>
        <span class="topbar-date">${shortDate(day?.session.date ?? todayHere())}</span>
      </div>
      <${Unsent} counts=${shown.counts} isLocked=${!openUser()} />
      ${openUser() && html`<a href="#/hp" aria-label="HP ini: PIN, kunci, keluar">${icon("phone")}</a>`}
    </header>
    <${Strips} shown=${shown} />`;
}

/** The count that is always there; without the PIN it leads nowhere. */
function Unsent({ counts, isLocked }) {
  if (!counts) {
    return null;
  }
  const hasTrouble = counts["perlu diperbaiki"] + counts.bentrok > 0;
  const [level, name, words] = hasTrouble
    ? ["rujuk", "exclamation-octagon-fill", `${counts.unsent} belum terkirim`]
    : counts.unsent
      ? ["info", "cloud-upload", `${counts.unsent} belum terkirim`]
      : ["baik", "cloud-check", "Semua terkirim"];
  const pill = html`<span class=${`status is-${level}`}>${icon(name)}<span>${words}</span></span>`;
  return isLocked ? pill : html`<a class="unsent" href="#/kiriman">${pill}</a>`;
}

/** What has to be known now, each in one sentence with its way on. */
function Strips({ shown }) {
  const hasNewer = useShared(newVersion);
  const space = useShared(room);
  const who = useWhoWhen(shown.sending === "login");
  return html`<div class="strips" role="status">
    ${troubleStrip(shown.counts)} ${sendingStrip(shown, who)} ${roomStrip(space)} ${clockStrip(shown.clockOffMs)}
    ${hasNewer &&
    html`<${Strip} level="info" name="arrow-clockwise">
      Versi baru siap. Isian dan ketikan Anda tetap ada; PIN diminta lagi.
      <button class="btn btn-quiet" onClick=${takeNewVersion}>Pakai sekarang</button>
    <//>`}
  </div>`;
}

/** @param {{level: string, name: string, children?: any}} props */
function Strip({ level, name, children }) {
  return html`<div class=${`strip is-${level}`}>${icon(name)}<p>${children}</p></div>`;
}

function troubleStrip(counts) {
  const found = [
    [counts?.["perlu diperbaiki"], "perlu diperbaiki"],
    [counts?.bentrok, "bentrok"],
  ].filter(([count]) => count > 0);
  const waiting = counts?.menunggu ? `, ${counts.menunggu} menunggu` : "";
  return (
    found.length > 0 &&
    html`<${Strip} level="rujuk" name="exclamation-octagon-fill">
      ${found.map(([count, word]) => `${count} ${word}`).join(", ")}${waiting}.
      ${openUser() ? html` <a href="#/kiriman">Periksa kiriman</a>` : " Buka dengan PIN untuk memperbaikinya."}
    <//>`
  );
}

/** All that `sending` can say. */
function sendingStrip({ sending, counts, triedAt }, who) {
  const waiting = counts?.menunggu ?? 0;
  const safe = waiting ? `${waiting} isian aman di HP ini` : "Isian Anda aman di HP ini";
  const login = html`<a href=${loginAddress()}>Masuk</a>`;
  switch (sending) {
    case "mengirim":
      return html`<${Strip} level="info" name="cloud-upload">Mengirim ${waiting || ""} isian… Anda boleh terus mengisi.<//>`;
    case "menunggu":
      return (
        triedAt !== null &&
        html`<${Strip} level="info" name="cloud-slash">Belum ada jawaban dari server. ${safe}, dikirim sendiri nanti.<//>`
      );
    case "login":
      return who === "lain"
        ? html`<${Strip} level="perhatian" name="person-x">
            Yang masuk sekarang akun lain, jadi isian Anda belum dikirim. ${safe}. ${login} dengan akun Anda.
          <//>`
        : html`<${Strip} level="perhatian" name="person-lock">
            Waktu masuk habis. ${safe}, dikirim setelah Anda masuk lagi. ${login}
          <//>`;
    case "izin":
      return html`<${Strip} level="perhatian" name="person-x">
        Akun Anda tidak boleh mencatat lagi. ${safe}; hubungi petugas Puskesmas.
      <//>`;
    case "perbarui":
      return html`<${Strip} level="perhatian" name="arrow-clockwise">
        Aplikasi ini terlalu lama untuk mengirim. ${safe}.
        <button class="btn btn-quiet" onClick=${renew}>Perbarui aplikasi</button>
      <//>`;
    case "dicabut":
      return html`<${Strip} level="rujuk" name="exclamation-octagon-fill">HP ini dicabut oleh Puskesmas dan sudah dikosongkan.<//>`;
    case "terkunci":
      return waiting > 0 && html`<${Strip} level="info" name="lock">Terkunci. ${safe}, dikirim setelah PIN dibuka.<//>`;
    default:
      return null;
  }
}

async function renew() {
  await askForNewer();
  takeNewVersion();
}

function roomStrip(space) {
  if (space?.room === "full") {
    return html`<${Strip} level="rujuk" name="exclamation-octagon-fill">
      Penyimpanan HP penuh: isian baru tidak bisa disimpan. Hapus foto atau video dulu, lalu buka lagi.
    <//>`;
  }
  return (
    space?.room === "low" &&
    html`<${Strip} level="perhatian" name="exclamation-triangle-fill">
      Penyimpanan HP hampir penuh. Hapus foto atau video yang tidak perlu sebelum mengisi.
    <//>`
  );
}

/** @param {number|null} off how far the server's clock is ahead, in ms */
function clockStrip(off) {
  return (
    off !== null &&
    html`<${Strip} level="perhatian" name="clock">
      Jam HP ini ${off > 0 ? "lambat" : "cepat"} ${spanText(Math.abs(off))}. Waktu isian dibetulkan sendiri; betulkan
      juga jam HP di Pengaturan.
    <//>`
  );
}

/** Whether the login ran out, or is somebody else's. @returns {"lain"|"keluar"} */
function useWhoWhen(isAsked) {
  const [who, setWho] = useState(/** @type {"lain"|"keluar"} */ ("keluar"));
  useEffect(() => {
    if (isAsked) {
      whoIsIn().then(({ user }) => setWho(user && user.id !== openUser() ? "lain" : "keluar"));
    }
  }, [isAsked]);
  return who;
}
