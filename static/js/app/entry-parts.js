// The parts of an entry form around its fields: steps, buttons, what stands in the way of saving.
import { checklistOf } from "./entry-save.js";
import { Rows } from "./entry-fields.js";
import { html, useEffect, useRef, useState } from "./html.js";
import { Alert, dateAndTime, icon } from "./parts.js";
import { toPerson } from "./router.js";
import { SenseHelp } from "./sense-help.js";

const LAST_STEP = 5;

/** How a step is left. @param {{step: number}} props */
export function Buttons({ step }) {
  const saved = step === LAST_STEP ? "orang berikutnya" : "berikutnya";
  const words = [0, 2, 3].includes(step) ? "lihat hasil" : saved;
  return html`<button form="ukur" class="btn btn-primary btn-lg">Simpan & ${words}</button>
    ${step > 0 &&
    step < LAST_STEP &&
    html`<button
      form="ukur"
      name="lanjut"
      value="1"
      class="btn btn-outline-primary btn-lg is-beside"
      aria-label=${`Simpan lalu langkah ${step + 1}`}
    >
      Langkah ${step + 1} ${icon("arrow-right")}
    </button>`}`;
}

/** The five steps of one person, and the way to each. @param {{day: any, person: any, step: number}} props */
export function StepBar({ day, person, step }) {
  const done = person.visit?.steps ?? [];
  const path = (number) => toPerson(day.session.id, person, `langkah/${number}`);
  const current = (number) => (number === step ? "step" : undefined);
  return html`<nav class="step-bar no-print" aria-label="Lima langkah">
    <ol>
      ${Object.entries(day.pack.steps).map(([text, title]) => {
        const number = Number(text);
        const isDone = done.includes(number);
        return html`<li key=${number}>
          <a href=${path(number)} class=${`step-link${isDone ? " is-done" : ""}`} aria-current=${current(number)}
            ><span aria-hidden="true">${isDone ? icon("check-lg") : number}</span>
            <span class="visually-hidden">Langkah ${number} ${title}${isDone && ", selesai"}</span></a
          >
        </li>`;
      })}
      <li><a href=${path(0)} class="step-link is-all" aria-current=${current(0)}>Semua</a></li>
    </ol>
  </nav>`;
}

/** A step that asks this person nothing. @param {{person: any, step: number}} props */
export function NoQuestions({ person, step }) {
  return html`<section class="card-panel stack">
    <h2 class="panel-title">${step === 1 ? "Langkah 1 · Pendaftaran" : "Langkah 3 · Pencatatan"}</h2>
    ${step === 1
      ? html`<p>Simpan untuk mencatat bahwa ${person.name} datang hari ini.</p>`
      : html`<p>Salin hasil di bawah ke Buku KIA atau kartunya, lalu simpan.</p>`}
  </section>`;
}

/**
 * The columns of one step; those asked of few are folded away.
 * @param {{form: import("./entry-fields.js").Form, section: any, save: (target: string) => void}} props
 */
export function Section({ form, section: { step, asked, folded }, save }) {
  const { day, person } = form;
  const [wasTyped] = useState(() => folded.some(({ name }) => name in form.typed));
  // What was typed in a folded field before, or is wrong there, must be in sight.
  const isOpen = wasTyped || folded.some(({ name }) => form.errors[name]);
  const hasChecklist = step === 1 && asked.some(({ name }) => name === "development_complete") && checklistOf(person);
  return html`<section class="card-panel stack" aria-labelledby=${`langkah-${step}`}>
    <h2 class="panel-title" id=${`langkah-${step}`}>Langkah ${step} · ${day.pack.steps[step]}</h2>
    <${Rows} form=${form} columns=${asked} />
    ${hasChecklist &&
    html`<button type="button" class="btn btn-outline-primary" onClick=${() => save("checklist")}>
      ${icon("clipboard2-check")} Isi pertanyaan checklist
    </button>`}
    ${step === 4 && html`<${Sheets} form=${form} />`}
    ${folded.length > 0 &&
    html`<details class="definitions" open=${isOpen || undefined}>
      <summary>Kolom lain, bila ada</summary>
      <${Rows} form=${form} columns=${folded} />
    </details>`}
  </section>`;
}

/** What is filled beside the card at step 4; what was typed here waits as it is. */
function Sheets({ form }) {
  const { day, person } = form;
  return html`${"eye_right" in form.raw && html`<${SenseHelp} form=${form} />`}
    <div class="actions">
      ${day.profile(person).card === "child" &&
      html`<a class="btn btn-outline-primary" href=${toPerson(day.session.id, person, "imunisasi")}>
        ${icon("bandaid")} Lembar imunisasi
      </a>`}
      ${Object.keys(person.forms).length > 0 &&
      html`<a class="btn btn-outline-primary" href=${toPerson(day.session.id, person, "skrining")}>
        ${icon("clipboard2-check")} Lembar skrining
      </a>`}
    </div>`;
}

/** Why a closed day is corrected. @param {{value: string, onInput: (text: string) => void}} props */
export function Reason({ value, onInput }) {
  return html`<section class="card-panel stack">
    <div class="field">
      <label class="field-label" for="id_reason">Alasan memperbaiki (hari buka sudah ditutup)</label>
      <input
        type="text"
        class="form-control"
        id="id_reason"
        maxlength="200"
        value=${value}
        onInput=${(event) => onInput(event.target.value)}
      />
    </div>
  </section>`;
}

/** What was typed before a lock, a reload or an update. @param {{at: number, drop: () => void}} props */
export function Restored({ at, drop }) {
  return html`<div role="status">
    <${Alert}>
      <p>Isian yang belum disimpan dikembalikan (diketik ${dateAndTime(at)}). Periksa, lalu simpan.</p>
      <button type="button" class="btn btn-quiet" onClick=${drop}>Buang isian ini</button>
    <//>
  </div>`;
}

/**
 * Everything that stands in the way, read out at once; a tap leads to the field.
 * @param {{told: import("./entry-save.js").Told, columns: any[]}} props
 */
export function Summary({ told, columns }) {
  const box = useRef(null);
  useEffect(() => {
    if (told.problems.length) {
      box.current?.focus();
      box.current?.scrollIntoView({ block: "nearest" });
    }
  }, [told]);
  if (!told.problems.length) {
    return null;
  }
  const labels = Object.fromEntries([...columns.map(({ name, label }) => [name, label]), ["reason", "Alasan"]]);
  const lead = (name) => (event) => {
    event.preventDefault();
    const place = document.getElementById(`id_${name}`);
    place?.closest("details")?.setAttribute("open", "");
    (place?.matches("fieldset") ? place.querySelector("input") : place)?.focus();
  };
  return html`<div class="form-errors" role="alert" tabindex="-1" ref=${box}>
    ${icon("exclamation-octagon-fill")}
    <div>
      <h2>Belum tersimpan. ${["salah", "penuh"].includes(told.kind) ? "Perbaiki yang berikut:" : "Periksa dulu:"}</h2>
      <ul>
        ${told.problems.map(
          ({ name, text }) =>
            html`<li key=${`${name} ${text}`}>
              ${labels[name] ? html`<a href=${location.hash} onClick=${lead(name)}>${labels[name]}</a>: ` : ""}${text}
            </li>`,
        )}
      </ul>
    </div>
  </div>`;
}
