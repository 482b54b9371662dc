// One person of the day: what waits for them, what was done today, what is not sent yet, and the ways on.
import { SENT } from "../../offline/queue.js";
import { ageOn } from "../../clinical/dates.js";
import { doneToday } from "../done-today.js";
import { needsTetanus } from "../dose-list.js";
import { html } from "../html.js";
import { Alert, Avatar, Back, Finding, Screen, ageText, icon } from "../parts.js";
import { ItemState } from "../queue-parts.js";
import { GROUPS, isDone, nextStep, stepsOf } from "../roster.js";
import { toPerson } from "../router.js";
import { titleOf } from "../wording.js";

const SEXES = { L: "Laki-laki", P: "Perempuan" };
const BIRTH_KNOWN = { perkiraan: "umur perkiraan", tahun: "hanya tahun lahir yang diketahui" };
const FORM_STATES = {
  due: ["perhatian", "Belum diisi"],
  unfinished: ["perhatian", "Belum lengkap"],
  postponed: ["info", "Ditunda"],
  done: ["baik", "Sudah diisi"],
};
const MOTHERS_YEARS = [12, 55];

/** @param {{day: import("../day.js").Day, person: import("../overlay.js").Person}} props */
export function PersonScreen({ day, person }) {
  const { session } = day;
  const mayWrite = !session.closed || session.may_correct;
  const to = (rest) => toPerson(session.id, person, rest);
  const back = html`<${Back} href=${`#/hari/${session.id}`} label=${session.posyandu_name} />`;
  const bottom = mayWrite && html`<${NextStep} day=${day} person=${person} to=${to} />`;
  return html`<${Screen} title=${person.name} back=${back} bottom=${bottom}>
    <${Head} person=${person} date=${session.date} />
    ${
      mayWrite
        ? html`<${StepBar} steps=${day.pack.steps} person=${person} to=${to} />`
        : html`<${Alert}><p>Hari buka ini sudah ditutup. Perbaikan hanya oleh bidan atau Puskesmas.</p><//>`
    }
    <div class="stack-lg">
      <${Unsent} day=${day} person=${person} />
      <${Waiting} person=${person} />
      <${Today} day=${day} person=${person} to=${to} />
      ${mayWrite && html`<${Forms} forms=${day.pack.forms} person=${person} to=${to} />`}
      ${mayWrite && html`<${Ways} day=${day} person=${person} to=${to} />`}
    </div>
  <//>`;
}

function Head({ person, date }) {
  const about = [
    person.mother_name && `Anak Ibu ${person.mother_name}`,
    person.rt && `RT ${person.rt}`,
    BIRTH_KNOWN[person.birth_date_known],
    person.guest && "Tamu dari Posyandu lain",
    person.isNew && "Baru didaftarkan di HP ini",
  ].filter(Boolean);
  const mark = person.mark && html` · <strong>${person.mark}</strong>`;
  return html`<div class="person-head">
    <${Avatar} stage=${person.group} size="lg" />
    <div class="person-head-words">
      <span class="person-head-age"> ${`${ageText(person.birth_date, date)} · ${SEXES[person.sex]}`}${mark} </span>
      <span class="quiet">${GROUPS[person.group]}</span>
      ${about.map((words) => html`<span class="quiet" key=${words}>${words}</span>`)}
    </div>
  </div>`;
}

function StepBar({ steps, person, to }) {
  const passed = stepsOf(person);
  return html`<nav class="step-bar" aria-label="Lima langkah">
    <ol>
      ${Object.entries(steps).map(([number, title]) => {
        const isPassed = passed.includes(Number(number));
        return html`<li key=${number}>
          <a href=${to(`langkah/${number}`)} class=${`step-link${isPassed ? " is-done" : ""}`}>
            <span aria-hidden="true">${isPassed ? icon("check-lg") : number}</span>
            <span class="visually-hidden">Langkah ${number} ${title}${isPassed ? ", selesai" : ""}</span>
          </a>
        </li>`;
      })}
      <li><a href=${to("langkah/0")} class="step-link is-all">Semua</a></li>
    </ol>
  </nav>`;
}

function NextStep({ day, person, to }) {
  if (isDone(person)) {
    return html`<a class="btn btn-primary btn-lg" href=${`#/hari/${day.session.id}`}
      >Orang berikutnya ${icon("arrow-right")}</a
    >`;
  }
  const step = nextStep(person);
  return html`<a class="btn btn-primary btn-lg" href=${to(`langkah/${step}`)}>
    Langkah ${step}: ${day.pack.steps[step]} ${icon("arrow-right")}
  </a>`;
}

/** What the server has not got, or did not take, with the way to mend it. */
function Unsent({ day, person }) {
  const open = person.items.filter(({ state }) => state !== SENT);
  const words = { steps: day.pack.steps, choices: day.pack.choices ?? {}, form: (code) => formOf(day, code) };
  return (
    open.length > 0 &&
    html`<section class="card-panel stack" aria-labelledby="belum-terkirim">
      <h2 class="panel-title" id="belum-terkirim">Belum terkirim</h2>
      <ul class="app-unsent">
        ${open.map(
          (item) =>
            html`<li key=${item.id}>
              <a href=${`#/kiriman/${item.id}`}>${titleOf(item, words)}</a>
              <${ItemState} state=${item.state} />
            </li>`,
        )}
      </ul>
      <p class="quiet">Aman di HP ini, dikirim sendiri bila ada sinyal.</p>
    </section>`
  );
}

function formOf({ pack }, code) {
  return pack.forms[Object.keys(pack.forms).find((key) => key.split(":")[0] === code) ?? ""] ?? null;
}

function Waiting({ person }) {
  return (
    person.due.length > 0 &&
    html`<section class="stack" aria-labelledby="menunggu">
      <h2 class="panel-title" id="menunggu">Yang menunggu</h2>
      ${person.due.map(
        ([, title, when, level]) => html`<${Finding} key=${title} level=${level} title=${title}>${when}<//>`,
      )}
    </section>`
  );
}

function Today({ day, person, to }) {
  const { visit } = person;
  const lines = doneToday(day, person);
  const hasValues = visit && Object.keys(visit.values).length > 0;
  const saved = visit?.saved_by && `Terakhir disimpan oleh ${visit.saved_by}${visit.at ? ` di ${visit.at}` : ""}.`;
  return html`<section class="card-panel stack" aria-labelledby="hari-ini">
      <h2 class="panel-title" id="hari-ini">Hari ini</h2>
      ${!visit && html`<p class="quiet">Belum datang.</p>`}
      ${visit && lines.length === 0 && html`<p class="quiet">Hadir, belum ada yang diukur atau ditanyakan.</p>`}
      <${Facts} lines=${lines} />
      ${saved && html`<p class="quiet">${saved}</p>`}
      ${hasValues && html`<p><a href=${to("hasil")}>${icon("graph-up")} Hasil dan grafik</a></p>`}
    </section>
    ${person.cancelled.map((each) => html`<${Cancelled} key=${each.id} day=${day} person=${person} visit=${each} />`)}`;
}

function Facts({ lines }) {
  return (
    lines.length > 0 &&
    html`<dl class="facts">
      ${lines.map(
        ([label, value]) =>
          html`<div key=${label}>
            <dt>${label}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`
  );
}

function Cancelled({ day, person, visit }) {
  const lines = doneToday(day, { ...person, visit: { declined: [], ...visit }, doses: {}, services: [] });
  return html`<section class="card-panel stack" aria-label="Kunjungan yang dibatalkan">
    <p><span class="status is-kosong">${icon("x-circle")}Dibatalkan</span></p>
    <p>Kunjungan ini tidak dihitung. Alasan: ${visit.reason || "tidak ditulis"}.</p>
    <${Facts} lines=${lines} />
  </section>`;
}

/** The questionnaires of the person; of private ones nothing but whether they were filled. */
function Forms({ forms, person, to }) {
  const known = Object.entries(person.forms).filter(([key]) => forms[key]);
  return (
    known.length > 0 &&
    html`<section class="card-panel stack" aria-labelledby="lembar">
      <h2 class="panel-title" id="lembar">Lembar skrining</h2>
      <ul class="app-unsent">
        ${known.map(([key, state]) => {
          const [level, word] = FORM_STATES[state] ?? FORM_STATES.due;
          const name = { baik: "check-circle-fill", info: "clock" }[level] ?? "clipboard2-check";
          return html`<li key=${key}>
            <a href=${to(`skrining/${encodeURIComponent(key)}`)}>${forms[key].title}</a>
            <span class=${`status is-${level}`}>${icon(name)}${word}</span>
          </li>`;
        })}
      </ul>
    </section>`
  );
}

function Ways({ day, person, to }) {
  const { session } = day;
  const { card } = day.profile(person);
  const years = ageOn(person.birth_date, session.date).years;
  const mayBeMother = person.sex === "P" && MOTHERS_YEARS[0] <= years && years <= MOTHERS_YEARS[1];
  // Of a guest the day is recorded and nothing else.
  const isOurs = !person.guest;
  const isForTetanus = needsTetanus(person.birth_date, person.sex, session.date);
  const hasDoses = card === "child" || isForTetanus || Object.keys(person.doses).length > 0;
  const ways = [
    [isOurs && hasDoses, to("imunisasi"), "bandaid", "Imunisasi"],
    [isOurs, to("pelayanan"), "capsule", "Pelayanan lain"],
    [isOurs && person.visit, to("rujuk"), "send", "Rujukan"],
    [mayBeMother, `#/hari/${session.id}/baru?ibu=${person.id}`, "emoji-smile", "Tambah bayi baru lahir"],
    [person.visit && !person.visit.at, to("batal"), "x-circle", "Batalkan kunjungan"],
  ];
  return html`<nav class="actions" aria-label="Yang lain">
    ${ways
      .filter(([isShown]) => isShown)
      .map(
        ([, href, name, label]) =>
          html`<a class="btn btn-outline-primary" key=${label} href=${href}>${icon(name)} ${label}</a>`,
      )}
  </nav>`;
}
