// What today's values mean for one person: what templates/visits/visit_detail.html is on the server.
import { CONFLICT, REFUSED, WAITING } from "../../offline/queue.js";
import { Charts, chartsOf } from "../chart.js";
import { inWords } from "../fields.js";
import { html, useMemo } from "../html.js";
import { judge } from "../judging.js";
import { Alert, Back, Empty, Screen, Status, ageText, dateAndTime, icon, longDate, weekdayDate } from "../parts.js";
import { Findings, ProposalLines } from "../results.js";
import { toPerson } from "../router.js";

const STEPS = [1, 2, 3, 4, 5];
const COMPARED = ["decimal", "whole"];
const SETTINGS = { rumah: "Di rumah", sekolah: "Di sekolah/PAUD", pustu: "Di Pustu/Puskesmas", lain: "Di tempat lain" };

/**
 * @typedef {import("../day.js").Day} Day
 * @typedef {import("../overlay.js").Person} Person
 */

/** @param {{day: Day, person: Person, route: import("../router.js").Route}} props */
export function ResultScreen({ day, person, route }) {
  const { session } = day;
  const head = {
    title: person.name,
    lead: `${ageText(person.birth_date, session.date)} · ${weekdayDate(session.date)} · ${session.posyandu_name}`,
    back: html`<${Back} href=${`#/hari/${session.id}`} label=${session.posyandu_name} />`,
  };
  const mayWrite = !session.closed || session.may_correct;
  if (!person.visit) {
    const first = toPerson(session.id, person, "langkah/1");
    return html`<${Screen} ...${head}>
      <${Empty} title="Belum ada yang dicatat hari ini." href=${mayWrite ? first : ""} action="Mulai dari langkah 1" />
    <//>`;
  }
  const bottom = html`<${Onward} session=${session} person=${person} mayWrite=${mayWrite} />`;
  return html`<${Screen} ...${head} bottom=${bottom}>
    <${Results} day=${day} person=${person} isNew=${route.query.has("baru")} mayWrite=${mayWrite} />
  <//>`;
}

function Results({ day, person, isNew, mayWrite }) {
  const judged = useMemo(() => judge(day, person), [day, person]);
  const charts = useMemo(() => chartsOf(day, person), [day, person]);
  const isEmpty = !judged.findings.length && !judged.proposals.length;
  return html`<div class="stack-lg">
    <section class="stack" aria-label="Hasil">
      <${Saved} person=${person} isNew=${isNew} />
      <${Findings} judged=${judged} />
      ${isEmpty && html`<p class="quiet">Belum ada hasil ukur yang dinilai.</p>`}
    </section>
    <${Referral} day=${day} person=${person} proposals=${judged.proposals} mayWrite=${mayWrite} />
    <${Charts} ...${charts} />
    <${Written} day=${day} person=${person} />
    ${mayWrite && html`<${Actions} day=${day} person=${person} />`}
  </div>`;
}

/** Where the save is: on this phone, or at the server. @param {{person: Person, isNew: boolean}} props */
function Saved({ person: { sending }, isNew }) {
  if (sending === REFUSED || sending === CONFLICT) {
    return html`<${Alert} level="perhatian">
      <p>Tersimpan di HP ini, tetapi belum diterima. <a href="#/kiriman">Lihat yang perlu diperbaiki</a></p>
    <//>`;
  }
  if (sending === WAITING) {
    return html`<p class="saved-line">${icon("check-circle-fill")} Tersimpan di HP ini, dikirim begitu ada sinyal.</p>`;
  }
  return isNew && html`<p class="saved-line">${icon("check-circle-fill")} Tersimpan.</p>`;
}

/** What is proposed, and what was decided. @param {{day: Day, person: Person, proposals: any[], mayWrite: boolean}} props */
function Referral({ day, person, proposals, mayWrite }) {
  const { letter, declined } = person.visit;
  const reasons = Object.fromEntries(declined);
  const referred = [...(letter?.codes ?? []), ...(letter?.reasons ?? []).map(([code]) => code)];
  const isOpen = ({ code }) => !(code in reasons) && !referred.includes(code);
  const open = proposals.filter(isOpen);
  const path = toPerson(day.session.id, person, "rujuk");
  if (!proposals.length && !letter) {
    return (
      mayWrite &&
      html`<div class="actions"><a class="btn btn-quiet" href=${path}>${icon("send")} Rujuk dengan alasan lain</a></div>`
    );
  }
  return html`<section class="card-panel stack" aria-labelledby="usul-rujukan">
    <h2 class="panel-title" id="usul-rujukan">${proposals.length ? "Usul rujukan" : "Rujukan"}</h2>
    ${letter && html`<p class="letter-line"><${LetterStatus} letter=${letter} /></p>`}
    ${proposals
      .filter((each) => !isOpen(each))
      .map(
        ({ code, reason }) =>
          html`<div class="decided" key=${code}>
            ${code in reasons && !referred.includes(code)
              ? html`<${Status} level="kosong" word="Tidak dirujuk" />`
              : html`<${Status} level="baik" word="Dirujuk" />`}
            <div>${reason}</div>
            ${code in reasons && html`<div class="quiet small-text">${reasons[code]}</div>`}
          </div>`,
      )}
    <${ProposalLines} proposals=${open} />
    ${mayWrite &&
    html`<div class="actions">
      <a class=${`btn ${open.length ? "btn-primary" : "btn-quiet"}`} href=${path}>
        ${icon(open.length ? "send" : "pencil")} ${open.length ? "Putuskan rujukan" : "Ubah atau tambah alasan"}
      </a>
    </div>`}
    ${proposals.length > 0 && html`<p class="quiet">Ini usul dari hasil ukur. Bidan atau petugas yang memutuskan.</p>`}
  </section>`;
}

function LetterStatus({ letter }) {
  const to = letter.destination ? ` ke ${letter.destination}` : "";
  return letter.number
    ? html`<${Status} level="perhatian" word="Dirujuk" /> Surat ${letter.number}${to}`
    : html`<${Status} level="info" word="Belum terkirim" /> Nomor suratnya terbit sesudah terkirim.`;
}

/** Everything that was written, in the order of the day, with the measures of the visit before. */
function Written({ day, person }) {
  const { visit, previous } = person;
  const lines = linesOf(day, person);
  const hasBefore = lines.some(({ before }) => before);
  return html`<section class="card-panel stack">
    <h2 class="panel-title">Yang dicatat</h2>
    ${lines.length
      ? html`<dl class="facts">
          ${lines.map(
            ({ name, label, value, before }) =>
              html`<div key=${name}>
                <dt>${label}</dt>
                <dd>${value}${before && html` <span class="quiet">(${before})</span>`}</dd>
              </div>`,
          )}
        </dl>`
      : html`<p class="quiet">Hadir, belum ada yang diukur atau ditanyakan.</p>`}
    ${hasBefore && html`<p class="quiet">Abu-abu: kunjungan ${longDate(previous.day)}.</p>`}
    ${visit.remeasured.length > 0 && html`<p class="quiet">Ada angka yang tidak biasa; sudah ditanyakan dan tetap begitu.</p>`}
    ${visit.setting && html`<p class="quiet">${SETTINGS[visit.setting] ?? visit.setting}.</p>`}
    ${visit.saved_at && html`<p class="quiet">Dicatat ${visit.saved_by || "sistem"}, ${dateAndTime(visit.saved_at)}.</p>`}
  </section>`;
}

/** @param {Day} day @param {Person} person */
function linesOf(day, { visit, previous, ...person }) {
  const columns = day.sections({ ...person, visit }).flatMap(({ asked, folded }) => [...asked, ...folded]);
  const known = columns.map(({ name }) => name);
  // What the card no longer has stands at its end.
  const rest = Object.keys(visit.values).filter((name) => !known.includes(name) && day.column(name));
  const all = [...columns, ...rest.map((name) => ({ name, ...day.column(name) }))].sort((one, other) => one.step - other.step);
  return all
    .map((column) => {
      const value = inWords(column, visit.values[column.name], day.pack.topics);
      const before = COMPARED.includes(column.kind) ? inWords(column, previous?.values?.[column.name]) : "";
      return { name: column.name, label: column.label, value, before };
    })
    .filter(({ value }) => value);
}

function Actions({ day, person }) {
  const path = (rest) => toPerson(day.session.id, person, rest);
  return html`<div class="actions">
    <a class="btn btn-outline-primary" href=${path("langkah/0")}>${icon("pencil")} Perbaiki</a>
    ${Object.keys(person.forms).length > 0 &&
    html`<a class="btn btn-outline-primary" href=${path("skrining")}>${icon("clipboard2-check")} Lembar skrining</a>`}
    <a class="btn btn-quiet" href=${path("batal")}>${icon("x-circle")} Batalkan kunjungan</a>
  </div>`;
}

function Onward({ session, person, mayWrite }) {
  const next = STEPS.find((step) => !person.visit.steps.includes(step));
  return html`${mayWrite &&
    next &&
    html`<a class="btn btn-outline-primary btn-lg" href=${toPerson(session.id, person, `langkah/${next}`)}>
      Langkah ${next} ${icon("arrow-right")}
    </a>`}
    <a class="btn btn-primary btn-lg" href=${`#/hari/${session.id}`}>Orang berikutnya ${icon("arrow-right")}</a>`;
}
