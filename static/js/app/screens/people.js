// The people of the day: who is expected, who came, where each of them is, and what waits for them.
import { needsOf } from "../due.js";
import { html, useState } from "../html.js";
import { Alert, Avatar, Back, Empty, Screen, ageText, icon, longDate, whole } from "../parts.js";
import { ItemState } from "../queue-parts.js";
import { FILTERS, GROUPS, hasCome, isSent, rosterOf, stepsOf, waitsFor } from "../roster.js";
import { go, toPerson } from "../router.js";
import { ScanCard } from "../scan-card.js";

/** Which step is served on this phone; of nobody, so it may be read without the PIN. */
const STEP_KEPT = "posyandu:langkah";
const WEEKDAYS = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
const SETTINGS = { rumah: "di rumah", sekolah: "di sekolah/PAUD", pustu: "di Pustu/Puskesmas", lain: "di tempat lain" };
const HIDDEN = "tidak ditampilkan. Ketik namanya di atas, atau pilih kelompoknya.";
/** What was chosen stays while people are opened and left again. @type {Map<string, {group: string, only: string}>} */
const chosen = new Map();

/** @param {{day: import("../day.js").Day}} props */
export function PeopleScreen({ day }) {
  const { session, pack } = day;
  const [text, setText] = useState("");
  const [wish, setWish] = useState(() => chosen.get(session.id) ?? { group: "", only: "" });
  const [step, setStep] = useState(() => Number(localStorage.getItem(STEP_KEPT)) || 0);
  const [missing, setMissing] = useState(false);
  const choose = (change) => {
    const next = { ...wish, ...change };
    chosen.set(session.id, next);
    setWish(next);
  };
  const serve = (number) => {
    localStorage.setItem(STEP_KEPT, String(number));
    setStep(number);
  };
  const mayWrite = !session.closed || session.may_correct;
  const at = mayWrite ? step : 0;
  const roster = rosterOf(day.people, { text, step: at, ...wish });
  const pathOf = (person) => toPerson(session.id, person, at ? `langkah/${at}` : "");
  const open = (card) => {
    const person = day.person(card);
    setMissing(!person);
    if (person) {
      go(pathOf(person));
    }
  };
  const shown = { roster, wish, text, choose, mayWrite, session };
  return html`<${Screen}
    title=${session.posyandu_name}
    lead=${leadOf(session)}
    back=${html`<${Back} href="#/" label="Hari buka di HP ini" />`}
    bottom=${mayWrite && html`<${NewcomerLink} session=${session} />`}
  >
    <div class="session">
      <div class="session-bar">
        ${mayWrite && html`<${StepChoice} steps=${pack.steps} step=${step} onChoose=${serve} />`}
        <${Narrowing} only=${wish.only} onChoose=${(only) => choose({ only })} />
      </div>
      <div class="session-find" role="search">
        <div class="search-box">
          ${icon("search")}
          <input
            class="form-control"
            id="cari"
            type="search"
            value=${text}
            placeholder="Cari nama"
            aria-label="Cari nama orang atau ibunya"
            autocomplete="off"
            enterkeyhint="search"
            onInput=${(event) => setText(event.target.value)}
          />
        </div>
        <${ScanCard} onFound=${open} typeInto="cari" />
      </div>
      ${
        missing &&
        html`<div role="alert">
          <${Alert} level="perhatian"
            ><p>
              Orang di kartu ini tidak ada di daftar hari ini. Bila tinggal di tempat lain, daftarkan sebagai tamu.
            </p><//
          >
        </div>`
      }
      ${session.closed && html`<${Closed} mayWrite=${mayWrite} />`}
      <${Rows} ...${shown} day=${day} step=${at} pathOf=${pathOf} />
    </div>
  <//>`;
}

function Closed({ mayWrite }) {
  const how = mayWrite ? "Perbaikan memakai alasan." : "Perbaikan hanya oleh bidan atau Puskesmas.";
  return html`<${Alert}><p>Hari buka ini sudah ditutup. ${how}</p><//>`;
}

function leadOf({ date, place }) {
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()];
  return [`${weekday}, ${longDate(date)}`, place].filter(Boolean).join(" · ");
}

function NewcomerLink({ session }) {
  return html`<a class="btn btn-primary btn-lg" href=${`#/hari/${session.id}/baru`}
    >${icon("person-plus")} Daftarkan warga baru</a
  >`;
}

function StepChoice({ steps, step, onChoose }) {
  const choices = [[0, "Semua langkah"], ...Object.entries(steps).map(([number, name]) => [Number(number), name])];
  const choose = (number) => (event) => {
    const drop = event.currentTarget.closest("details");
    onChoose(number);
    drop.open = false;
    drop.querySelector("summary").focus();
  };
  return html`<details class="session-drop">
    <summary>Langkah${step ? ` ${step}` : ""} ${icon("chevron-down")}</summary>
    <div class="session-panel">
      <p id="saya-di">Saya di langkah${step ? html` ${step} · <strong>${steps[step]}</strong>` : ""}</p>
      <div class="session-steps" role="group" aria-labelledby="saya-di">
        ${choices.map(
          ([number, name]) =>
            html`<button type="button" key=${number} aria-pressed=${String(number === step)} onClick=${choose(number)}>
              ${number > 0 && html`<b>${number}</b> `}${name}
            </button>`,
        )}
      </div>
    </div>
  </details>`;
}

function Narrowing({ only, onChoose }) {
  return html`<select
    class="form-select session-filter"
    aria-label="Saringan"
    value=${only}
    onChange=${(event) => onChoose(event.target.value)}
  >
    ${Object.entries(FILTERS).map(
      ([value, label]) => html`<option key=${value} value=${value} selected=${value === only}>${label}</option>`,
    )}
  </select>`;
}

function Chips({ roster, group, onChoose }) {
  const all = { group: "", came: roster.came, expected: roster.expected };
  return html`<nav aria-label="Kelompok sasaran">
    <ul class="chips">
      ${[all, ...roster.groups].map(
        (each) =>
          html`<li key=${each.group}>
            <button
              type="button"
              class="chip"
              aria-pressed=${String(each.group === group)}
              onClick=${() => onChoose(each.group)}
            >
              ${GROUPS[each.group] ?? "Semua"}${" "}<span class="chip-count">${whole(each.came)}/${whole(each.expected)}</span>
            </button>
          </li>`,
      )}
    </ul>
  </nav>`;
}

function Count({ roster, step }) {
  const guests = roster.guests ? `, dan ${roster.guests} tamu dari Posyandu lain` : "";
  const now = step ? `${roster.waiting} menunggu` : roster.inService ? `${roster.inService} sedang dilayani` : "";
  return html`<div class="session-count figure-text">
    <label for="kehadiran">Datang ${whole(roster.came)} dari ${whole(roster.expected)} sasaran${guests}</label>
    ${now && html`<strong>${now}</strong>`}
    <progress class="progress-line" id="kehadiran" value=${roster.came} max=${roster.expected || 1}></progress>
  </div>`;
}

function Rows({ day, roster, wish, text, choose, mayWrite, session, step, pathOf }) {
  return html`<div class="session-rows">
    ${(roster.expected > 0 || roster.guests > 0) && html`<${Count} roster=${roster} step=${step} />`}
    <${Chips} roster=${roster} group=${wish.group} onChoose=${(group) => choose({ group })} />
    <p class="visually-hidden" role="status">${text ? `${roster.rows.length + roster.hidden} orang cocok` : ""}</p>
    ${
      roster.rows.length > 0
        ? html`<ul class="list-panel session-list">
            ${roster.rows.map(
              (person) =>
                html`<${Row}
                  key=${person.id}
                  person=${person}
                  date=${session.date}
                  step=${step}
                  path=${pathOf(person)}
                />`,
            )}
          </ul>`
        : html`<${Nobody}
            isEmpty=${day.people.length === 0}
            text=${text}
            path=${mayWrite ? `#/hari/${session.id}/baru` : ""}
          />`
    }
    ${roster.hidden > 0 && html`<p class="quiet">${roster.hidden} orang lagi ${HIDDEN}</p>`}
  </div>`;
}

function Nobody({ isEmpty, text, path }) {
  if (text) {
    return html`<${Empty}
      icon="search"
      title="Tidak ada yang cocok."
      text="Coba satu kata saja dari namanya. Bila belum terdaftar, daftarkan dulu."
      href=${path}
      action="Daftarkan warga baru"
    />`;
  }
  return isEmpty
    ? html`<${Empty}
        icon="people"
        title="Belum ada warga di Posyandu ini."
        text="Daftarkan orang pertama yang datang untuk mulai."
        href=${path}
        action="Daftarkan warga baru"
      />`
    : html`<${Empty}
        icon="people"
        title="Tidak ada orang di pilihan ini."
        text="Pilih “Semua” untuk melihat yang lain."
      />`;
}

function Row({ person, date, step, path }) {
  const steps = stepsOf(person);
  const about = [aboutOf(person, step), person.mother_name && `anak Ibu ${person.mother_name}`]
    .filter(Boolean)
    .reverse();
  const mark = person.mark && html` · <strong>${person.mark}</strong>`;
  const needs = needsOf(person);
  const told = steps.length
    ? `langkah ${steps.join(", ")} selesai`
    : hasCome(person)
      ? "belum ada langkah selesai"
      : "belum datang";
  return html`<li class=${`person${isSent(person) ? "" : " has-status"}`}>
    <${Avatar} stage=${person.group} />
    <div class="person-words">
      <a class="person-name" href=${path}>${person.name}</a>
      <div class="person-about">${ageText(person.birth_date, date)}${mark}${about.map((words) => ` · ${words}`)}</div>
      ${
        needs.length > 0 &&
        html`<ul class="person-notes">
          ${needs.map((words) => html`<li key=${words}>${words}</li>`)}
        </ul>`
      }
    </div>
    <div class="person-end">
      ${!isSent(person) && html`<${ItemState} state=${person.sending} />`}
      <span class=${`dots ${steps.map((number) => `d${number}`).join(" ")}`} role="img" aria-label=${told}></span>
    </div>
  </li>`;
}

/** Words that tell where somebody stands besides the dots. */
function aboutOf(person, step) {
  const { visit } = person;
  if (person.guest) {
    return "tamu dari Posyandu lain";
  }
  if (visit?.setting) {
    return `dilayani: ${SETTINGS[visit.setting] ?? visit.setting}`;
  }
  return visit?.at || (step && waitsFor(person, step) ? "menunggu" : "");
}
