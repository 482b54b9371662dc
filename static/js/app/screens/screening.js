// The questionnaires of a person: which there are, one filled in, what it says. Of private ones nothing is shown again.
import { html, useState } from "../html.js";
import { isShut, useDraft, useSave } from "../drafts.js";
import { Alert, Back, CheckField, Empty, Screen, Status, TextField, ageText, icon } from "../parts.js";
import { toPerson } from "../router.js";
import { saveScreening } from "../saving.js";
import { Alone } from "../screening/alone.js";
import { keptAnswers, keysOf, measured, questionsOf, sensesOf } from "../screening/asked.js";
import { formOf, judged, outcomeOf } from "../screening/judging.js";
import { Outcome } from "../screening/outcome.js";
import { Postpone } from "../screening/postpone.js";
import { SensesScreen } from "../screening/senses.js";
import { Stepper } from "../screening/stepper.js";

export const SENSES = "indera";
const SHUT = "Hari ini sudah ditutup. Bidan atau Puskesmas dapat memperbaiki.";
const STATES = {
  due: ["perhatian", "Perlu ditanyakan"],
  unfinished: ["perhatian", "Belum lengkap"],
  postponed: ["kosong", "Ditunda"],
  done: ["baik", "Sudah diisi"],
};
const NOT_YET = ["kosong", "Belum waktunya lagi"];

/** @param {{day: import("../day.js").Day, person: import("../day.js").Person, route: import("../router.js").Route}} props */
export function ScreeningScreen({ day, person, route }) {
  const key = route.part;
  if (!key) {
    return html`<${List} day=${day} person=${person} />`;
  }
  if (key === SENSES) {
    return html`<${SensesScreen} day=${day} person=${person} back=${backToList(day, person)} />`;
  }
  if (!keysOf(day, person).includes(key)) {
    const back = toPerson(day.session.id, person, "skrining");
    return html`<${Screen} title="Skrining" lead=${person.name} back=${backToList(day, person)}>
      <${Empty}
        icon="clipboard-check"
        title="Lembar ini bukan untuk umur orang ini."
        href=${back}
        action="Semua skrining"
      />
    <//>`;
  }
  return html`<${Form} day=${day} person=${person} form=${key} />`;
}

function backToList(day, person) {
  return html`<${Back} href=${toPerson(day.session.id, person, "skrining")} label="Semua skrining" />`;
}

function leadOf(day, person) {
  const sex = person.sex === "L" ? "Laki-laki" : "Perempuan";
  return `${person.name} · ${sex} · ${ageText(person.birth_date, day.session.date)}`;
}

/** What belongs to this age, what is due first. */
function List({ day, person }) {
  const keys = keysOf(day, person);
  const to = (rest) => toPerson(day.session.id, person, rest);
  const rows = keys.map((key) => ({
    key,
    title: day.pack.forms[key].title,
    state: STATES[person.forms[key]] ?? NOT_YET,
  }));
  const hasSenses = sensesOf(day, person).length > 0;
  const back = html`<${Back} href=${to("")} label=${person.name} />`;
  return html`<${Screen} title="Skrining" lead=${leadOf(day, person)} back=${back}>
    ${isShut(day) && html`<${Alert}><p>${SHUT}</p><//>`}
    ${
      rows.length + Number(hasSenses) === 0
        ? html`<${Empty}
            icon="clipboard-check"
            title="Tidak ada lembar skrining"
            text="Untuk umur ini tidak ada lembar yang perlu ditanyakan."
          />`
        : html`<ul class="list-panel screening-list">
            ${rows.map(
              ({ key, title, state: [level, word] }) =>
                html`<li class="row-link screening-row" key=${key}>
                  <a class="row-main" href=${to(`skrining/${encodeURIComponent(key)}`)}>${title}</a>
                  <span class="screening-state"><${Status} level=${level} word=${word} /></span>
                </li>`,
            )}
            ${
              hasSenses &&
              html`<li class="row-link screening-row">
                <a class="row-main" href=${to(`skrining/${SENSES}`)}>Tes mata dan telinga</a>
                <span class="screening-state quiet">hitung jari dan tes berbisik</span>
              </li>`
            }
          </ul>`
    }
  <//>`;
}

/** One form: filled in, put off, given to the person alone, or done. */
function Form({ day, person, form: key }) {
  const declared = day.pack.forms[key];
  const isDone = ["done", "postponed"].includes(person.forms[key]);
  const [view, setView] = useState(isDone ? "hasil" : "isi");
  const back = backToList(day, person);
  if (view === "sendiri") {
    return html`<${Alone} day=${day} person=${person} form=${key} onDone=${() => setView("hasil")} />`;
  }
  const shown = { day, person, form: key, onAgain: () => setView("isi") };
  const filled = { ...shown, onSaved: () => setView("hasil"), onAlone: () => setView("sendiri") };
  return html`<${Screen} title=${declared.title} lead=${leadOf(day, person)} back=${back}>
    <div class="stack">
      ${isShut(day) && html`<${Alert}><p>${SHUT}</p><//>`} ${view === "hasil" && html`<${Done} ...${shown} />`}
      ${view === "isi" && !isShut(day) && html`<${declared.private ? FillPrivate : FillKept} ...${filled} />`}
    </div>
  <//>`;
}

/** What is there already. A private form says no more than that. */
function Done({ day, person, form: key, onAgain }) {
  const declared = day.pack.forms[key];
  const answers = declared.private ? null : person.answers[formOf(key)];
  const isPostponed = person.forms[key] === "postponed";
  const again = isPostponed ? "Isi sekarang" : declared.private ? "Tanyakan ulang" : "Perbaiki";
  const open = keysOf(day, person).find((each) => each !== key && ["due", "unfinished"].includes(person.forms[each]));
  const to = (rest) => toPerson(day.session.id, person, rest);
  return html`<section class="stack" aria-label="Hasil">
      ${
        answers && !isPostponed
          ? html`<${Outcome} outcome=${resultOf(day, person, key, answers)} />`
          : html`<div class=${`outcome is-${isPostponed ? "kosong" : "baik"}`}>
              ${icon(isPostponed ? "clock" : "check-circle-fill")}
              <div>
                <p class="outcome-word">${isPostponed ? "Ditunda" : "Sudah diisi"}</p>
                ${!isPostponed && html`<p>${declared.private ? PRIVATE_DONE : ELSEWHERE}</p>`}
              </div>
            </div>`
      }
    </section>
    <div class="actions">
      ${
        !isShut(day) &&
        html`<button type="button" class="btn btn-quiet" onClick=${onAgain}>${icon("pencil")} ${again}</button>`
      }
      ${
        open
          ? html`<a class="btn btn-primary btn-lg" href=${to(`skrining/${encodeURIComponent(open)}`)}>
              ${day.pack.forms[open].title} ${icon("arrow-right")}</a
            >`
          : html`<a class="btn btn-primary btn-lg" href=${to("")}>${icon("check-lg")} Selesai</a>`
      }
    </div>`;
}

const PRIVATE_DONE =
  "Jawaban dan hasilnya rahasia, jadi tidak terlihat di HP ini. " +
  "Bila orangnya ingin bercerita, temani ke petugas kesehatan.";
const ELSEWHERE = "Hasilnya bisa dilihat di halaman kunjungan, bila ada sinyal.";

function resultOf(day, person, key, answers) {
  const rules = day.rules(person);
  const found = judged({ key, answers, person, day: day.session.date }, rules);
  return outcomeOf(key, found, rules, Boolean(day.pack.forms[key].private));
}

/** Half-filled, it is there when she comes back. */
function FillKept({ day, person, form: key, ...more }) {
  const start = { ...measured(day, person, key).answers, ...person.answers[formOf(key)] };
  const kept = useDraft(`skrining ${day.session.id} ${person.id} ${key}`, start);
  return html`<${Fill} ...${{ day, person, form: key, ...more }} kept=${kept} />`;
}

/** Nothing of a private form may be found on the phone while it waits for its last answer: it is in memory alone. */
function FillPrivate(props) {
  const [value, change] = useState(/** @type {Object<string, string>} */ ({}));
  const kept = { value, change, isReady: true, isKept: false, drop: async () => change({}) };
  return html`<${Fill} ...${props} kept=${kept} />`;
}

/** The questions, with the way to put the form off. */
function Fill({ day, person, form: key, kept: draft, onSaved, onAlone }) {
  const declared = day.pack.forms[key];
  const { value: answers, isReady, isKept, change, drop } = draft;
  const { save, problem, isSaving } = useSave();
  const [{ place, reason, error, isHere }, setRest] = useState({ place: 0, reason: "", error: "", isHere: false });
  const tell = (part) => setRest((before) => ({ ...before, ...part }));
  const rules = day.rules(person);
  const questions = questionsOf(day, person, key, false);
  const kept = keptAnswers(questions, answers, rules.rows("questionnaires").postponed);
  const send = async (given) => {
    const why = day.session.closed ? { reason } : {};
    const work = () => saveScreening(day, person, { form: formOf(key), ...given, ...why });
    if (await save(work)) {
      await drop();
      onSaved();
    }
  };
  const finish = () => {
    const wrong = problemOf({ kept, day, reason, declared, isHere, outcome: resultOf(day, person, key, kept) });
    tell({ error: wrong });
    return wrong ? undefined : send({ answers: kept, by_self: false });
  };
  const answer = (code, value) => change({ ...answers, [code]: value });
  const end = html`<${End}
    ...${{ day, reason, error, problem, isHere, tell }}
    outcome=${declared.private && Object.keys(kept).length ? resultOf(day, person, key, kept) : null}
  />`;
  if (!isReady) {
    return html`<p class="quiet" role="status">Membuka…</p>`;
  }
  return html`${place === 0 && html`<${Intro} declared=${declared} form=${key} isKept=${isKept} onAlone=${onAlone} />`}
    <${Stepper}
      ...${{ questions, answers, rules, isSaving, end }}
      save=${declared.private ? "Simpan" : "Simpan & lihat hasil"}
      onAnswer=${answer}
      onSave=${finish}
      onPlace=${(now) => tell({ place: now, error: "" })}
    />
    <${Postpone}
      ...${{ day, declared, isSaving }}
      onSave=${(because) => send({ answers: {}, postponed_because: because })}
    />`;
}

/** Why a form cannot be saved yet; "" where it can. */
function problemOf({ kept, day, reason, declared, isHere, outcome }) {
  if (!Object.keys(kept).length) {
    return "Belum ada yang dijawab. Pilih jawaban, atau tunda lembar ini.";
  }
  if (day.session.closed && !reason.trim()) {
    return "Hari ini sudah ditutup; tulis alasan memperbaiki.";
  }
  return declared.private && outcome.isAlarm && !isHere ? "Baca dahulu pesan di atas, lalu centang." : "";
}

function Intro({ declared, form, isKept, onAlone }) {
  const known = form === "puma" ? " Nomor 1 dan 2 (jenis kelamin dan umur) terisi dari data warga." : "";
  return html`${
      declared.private &&
      html`<div class="private-offer">
        <button type="button" class="btn btn-outline-primary" onClick=${onAlone}>
          ${icon("person-lock")} Dijawab sendiri di HP ini
        </button>
        <p class="small-text quiet">Kader hanya melihat bahwa lembar ini sudah diisi.</p>
      </div>`
    }
    ${isKept && html`<${Alert}><p>Melanjutkan isian yang belum selesai.</p><//>`}
    <p class="quiet">${declared.instruction}${known}</p>`;
}

/** Above the last button. Whoever asked a private form reads its result here, once: it is not kept to be shown. */
function End({ day, reason, error, problem, isHere, tell, outcome }) {
  const wrong = error || problem;
  return html`${
    outcome &&
    html`<${Outcome} outcome=${outcome} />
      <p class="quiet">
        ${icon("lock")} Hasil ini hanya terlihat sekarang. Sesudah disimpan, tidak terlihat lagi di HP ini.
      </p>`
  }
  ${
    outcome?.isAlarm &&
    html`<${CheckField}
      name="dibaca"
      label="Sudah dibaca; orang ini tidak ditinggal sendiri"
      checked=${isHere}
      onChange=${(isOn) => tell({ isHere: isOn })}
    />`
  }
  ${
    day.session.closed &&
    html`<${TextField}
      name="reason"
      label="Alasan memperbaiki"
      value=${reason}
      maxLength=${200}
      onInput=${(text) => tell({ reason: text })}
    />`
  }
  ${
    wrong &&
    html`<div role="alert">
      <${Alert} level="rujuk"><p>${wrong}</p><//>
    </div>`
  }`;
}
