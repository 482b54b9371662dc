// A person's immunisations: the schedule with what was given, filled in from the Buku KIA or given here today.
import { groupsOf, needsTetanus, statusOf, tetanusOf } from "../dose-list.js";
import { UNTOUCHED, askedOf, fieldsOf, sentOf, wrongOf } from "../dose-entry.js";
import { DoseFields } from "../dose-fields.js";
import { isShut, useDraft, useSave } from "../drafts.js";
import { html, useState } from "../html.js";
import { Alert, Back, Empty, Finding, Screen, Status, TextField, ageText, icon, longDate } from "../parts.js";
import { toPerson } from "../router.js";
import { saveDoses } from "../saving.js";
import { SelectField } from "../select.js";
import { lastDay } from "../today.js";

const NONE = "Belum ada imunisasi yang tercatat.";
const NONE_TEXT = "Jadwal anak berlaku sampai umur 5 tahun.";
const GUEST = "Tamu: imunisasinya dicatat oleh Posyandu tempat tinggalnya. Tulis di Buku KIA.";
const SHUT = "Hari buka ini sudah ditutup. Yang diberikan di sini pada hari itu dicatat bidan atau Puskesmas.";

/** What is typed, what is wrong with it, and what is asked about before it is saved. */
function useDoses(day, person) {
  const rules = day.rules(person);
  const { value: typed, isReady, change, drop } = useDraft(`imunisasi ${day.session.id} ${person.id}`, UNTOUCHED);
  const { save, problem, isSaving } = useSave();
  const [{ errors, asked, done }, tell] = useState({ errors: {}, asked: {}, done: 0 });
  const onEdit = (next) => {
    tell({ errors: {}, asked, done: 0 });
    change(next);
  };
  const store = async (event) => {
    event.preventDefault();
    const sent = sentOf(typed, person, day.session.date);
    const wrong = sent.length ? wrongOf(sent, person, rules, lastDay(day)) : { "": "Belum ada yang diisi." };
    const possible = sent.filter(({ code }) => !wrong[code]);
    const questions = askedOf(possible, person, rules);
    // A day that was changed after it was asked about is asked about again.
    const open = Object.keys(questions).filter((code) => typed.doses[code].sure !== questions[code]);
    if (Object.keys(wrong).length || open.length) {
      return tell({ errors: wrong, asked: questions, done: 0 });
    }
    if (await save(() => saveDoses(day, person, sent, Object.keys(questions)))) {
      change(UNTOUCHED);
      await drop();
      tell({ errors: {}, asked: {}, done: sent.length });
      scrollTo(0, 0);
    }
  };
  return { typed, isReady, problem, isSaving, errors, asked, done, onEdit, store };
}

/** @param {{day: import("../day.js").Day, person: import("../day.js").Person}} props */
export function DosesScreen({ day, person }) {
  const { isReady, isSaving, store, ...entry } = useDoses(day, person);
  if (!isReady) {
    return html`<p class="quiet" role="status">Membuka…</p>`;
  }
  const { birth_date: birth, sex, doses: given } = person;
  const child = { birth, sex, day: day.session.date, given, rules: day.rules(person) };
  const groups = groupsOf(child);
  const mayWrite = !person.guest && groups.length > 0;
  const back = html`<${Back} href=${toPerson(day.session.id, person)} label=${person.name} />`;
  const lead = `${ageText(birth, day.session.date)} · lahir ${longDate(birth)}`;
  const bottom =
    mayWrite &&
    html`<button type="submit" form="imunisasi" class="btn btn-primary btn-lg" disabled=${isSaving}>
      ${icon("check-lg")} Simpan imunisasi
    </button>`;
  const shown = { day, person, mayWrite, ...entry };
  return html`<${Screen} title=${`Imunisasi ${person.name}`} lead=${lead} back=${back} bottom=${bottom}>
    <div class="stack">
      <${Messages} ...${shown} />
      <${Standing} child=${child} />
      <form id="imunisasi" class="stack" novalidate onSubmit=${store}>
        ${mayWrite && html`<${ForAll} ...${shown} />`}
        ${groups.map((group) => html`<${Group} key=${group.title} group=${group} ...${shown} />`)}
      </form>
      ${groups.length === 0 && html`<${Empty} icon="bandaid" title=${NONE} text=${NONE_TEXT} />`}
    </div>
  <//>`;
}

function Messages({ person, day, done, problem, errors, asked, typed }) {
  const wrong = [...Object.values(errors), problem].filter(Boolean);
  const open = Object.keys(asked).filter((code) => typed.doses[code] && typed.doses[code].sure !== asked[code]);
  return html`${person.guest && html`<${Alert}><p>${GUEST}</p><//>`}
    ${isShut(day) && !person.guest && html`<${Alert}><p>${SHUT}</p><//>`}
    <div role="status">
      ${
        done > 0 &&
        html`<${Alert} level="baik"><p>${done === 1 ? "Imunisasi" : `${done} imunisasi`} tersimpan di HP ini.</p><//>`
      }
    </div>
    <div role="alert">
      ${
        wrong.length > 0 &&
        html`<${Alert} level="rujuk"
          ><p>Belum tersimpan.</p>
          <ul class="plain-list">
            ${wrong.map((text) => html`<li>${text}</li>`)}
          </ul><//
        >`
      }
      ${
        wrong.length === 0 &&
        open.length > 0 &&
        html`<${Alert} level="perhatian"
          ><p>Belum tersimpan. Periksa yang ditandai: bila memang benar, centang, lalu simpan lagi.</p><//
        >`
      }
    </div>`;
}

/** Whether everything of the age is there, and how to catch up. */
function Standing({ child }) {
  const status = statusOf(child);
  const tetanus = needsTetanus(child.birth, child.sex, child.day) ? tetanusOf(child) : null;
  return html`${tetanus && html`<${Finding} level=${tetanus.level} title=${tetanus.title}>${tetanus.text}<//>`}
  ${
    status &&
    html`<${Finding} level=${status.level} title=${status.title}>${status.text}<//>
      <ul class="sets">
        <li><strong>Imunisasi dasar lengkap (IDL)</strong> <${SetState} found=${status.basic} /></li>
        <li><strong>Imunisasi lanjutan (IBL)</strong> <${SetState} found=${status.booster} /></li>
      </ul>`
  }
  ${
    status?.plan.length > 0 &&
    html`<details class="card-panel">
      <summary class="panel-title">Rencana mengejar: ${status.plan.length} kali datang</summary>
      <ol class="plan">
        ${status.plan.map(
          ({ on, labels }, place) =>
            html`<li key=${on}>
              <strong>${place ? `Mulai ${longDate(on)}` : "Sekarang"}</strong> ${labels.join(", ")}
            </li>`,
        )}
      </ol>
      <p class="quiet">Dihitung bila tiap dosis diberikan pada hari itu. Bidan yang memutuskan.</p>
    </details>`
  }`;
}

function SetState({ found }) {
  return found.isComplete
    ? html`<${Status} level="baik" word="Lengkap" />`
    : html`<span class="quiet">kurang ${found.missing.length} dosis</span>`;
}

function ForAll({ day, typed, onEdit }) {
  const change = (name) => (text) => onEdit({ ...typed, all: { ...typed.all, [name]: text } });
  const { place, place_name: placeName, given_by: by } = typed.all;
  return html`<details class="card-panel">
    <summary class="panel-title">Tempat dan pemberi untuk yang diisi sekarang</summary>
    <div class="form-grid">
      <${SelectField}
        name="place"
        label="Diberikan di"
        optional
        choices=${[["", "–"], ...day.pack.choices.dose_places]}
        value=${place}
        onChange=${change("place")}
      />
      <${TextField}
        name="place_name"
        label="Nama tempat"
        optional
        maxLength=${120}
        value=${placeName}
        onInput=${change("place_name")}
      />
      <${TextField}
        name="given_by"
        label="Diberikan oleh"
        help="Nama bidan atau perawat."
        optional
        maxLength=${120}
        value=${by}
        onInput=${change("given_by")}
      />
    </div>
  </details>`;
}

function Group({ group, ...shown }) {
  const hasWrong = group.rows.some(({ code }) => shown.errors[code] || shown.asked[code]);
  return html`<details class="card-panel dose-group" open=${group.isOpen || hasWrong}>
    <summary>
      <h2 class="panel-title">${group.title}</h2>
      <${Status} level=${group.level} word=${group.words} />
    </summary>
    <ul class="doses">
      ${group.rows.map((row) => html`<${Dose} key=${row.code} row=${row} ...${shown} />`)}
    </ul>
  </details>`;
}

function Dose({ row, day, person, typed, errors, asked, mayWrite, onEdit }) {
  const fields = fieldsOf(typed, row.code, person);
  const change = (part) => onEdit({ ...typed, doses: { ...typed.doses, [row.code]: { ...fields, ...part } } });
  const wrong = errors[row.code] ?? "";
  return html`<li class=${`dose${wrong ? " is-wrong" : ""}`}>
    <div class="dose-words">
      <span class="dose-name">${row.label}</span>
      <span class="quiet">${row.when}</span>
      ${row.warnings.map(
        (warning) => html`<span class="dose-warning">${icon("exclamation-triangle-fill")} ${warning}</span>`,
      )}
    </div>
    <${Status} level=${row.level} word=${row.word} />
    ${
      mayWrite &&
      html`<${DoseFields}
        row=${row}
        fields=${fields}
        choices=${day.pack.choices}
        error=${wrong}
        question=${typed.doses[row.code] ? (asked[row.code] ?? "") : ""}
        mayGiveHere=${!isShut(day)}
        onChange=${change}
      />`
    }
  </li>`;
}
