// The columns of a card as fields: what templates/visits/entry_rows.html and components/field.html draw.
import { minus, numberText } from "../clinical/numbers.js";
import { rangesOf } from "../clinical/plausibility.js";
import { answersOf, isList, toReader } from "./fields.js";
import { html } from "./html.js";
import { CheckField, ChoiceField, FieldFoot, Finding, TextField, describedBy, shortDate } from "./parts.js";

const WIDE = ["tick", "text", "topics"];
const TUBERCULOSIS = "Skrining gejala TBC";
const SIGNS = ["tb_cough", "tb_fever", "tb_weight", "tb_contact"];
const NO = "tidak";
const GRAMS = 1000;

/**
 * @typedef {import("./fields.js").Column} Column
 * @typedef {import("./fields.js").Raw} Raw
 *
 * @typedef {object} Form what the fields are drawn from, and whom they tell
 * @property {import("./day.js").Day} day
 * @property {import("./overlay.js").Person} person
 * @property {Object<string, Raw>} typed what somebody typed
 * @property {Object<string, Raw>} raw what stands in each field
 * @property {Object<string, any>} read what it means, by field
 * @property {Object<string, string[]>} errors
 * @property {Object<string, string>} asked what is unlikely, by field
 * @property {Object<string, string>} sure the questions that were answered with a tick, by field
 * @property {(changes: Object<string, Raw>) => void} change
 * @property {(name: string, text: string) => void} confirm "" takes it back
 */

/** @param {{form: Form, columns: Column[]}} props */
export function Rows({ form, columns }) {
  return html`<div class="form-grid">
    ${columns.map((column, place) => {
      const starts = column.group && columns[place - 1]?.group !== column.group;
      const field = html`<${Field} form=${form} column=${column} />`;
      return html`${starts && html`<${GroupHead} form=${form} column=${column} key=${`group ${column.group}`} />`}
      ${WIDE.includes(column.kind) ? html`<div class="span-all" key=${column.name}>${field}</div>` : field}`;
    })}
  </div>`;
}

/** @param {{form: Form, column: Column}} props */
function GroupHead({ form, column: { group, kind } }) {
  const open = SIGNS.filter((name) => form.raw[name] === "");
  const answerAll = () => form.change(Object.fromEntries(open.map((name) => [name, NO])));
  return html`<div class="span-all group-head">
    <h3 class="group-title">${group}</h3>
    ${group === TUBERCULOSIS &&
    kind === "answer" &&
    html`<button type="button" class="btn btn-quiet" onClick=${answerAll}>Semua Tidak</button>`}
  </div>`;
}

/** @param {{form: Form, column: Column}} props */
function Field({ form, column }) {
  const { name, label, help = "" } = column;
  const value = form.raw[name];
  const question = form.asked[name];
  const foot = question ? html`<${Question} form=${form} name=${name} text=${question} />` : null;
  const common = { name, label, help, value, foot, errors: form.errors[name] ?? [] };
  const onChange = (/** @type {Raw} */ now) => form.change({ [name]: now });
  switch (column.kind) {
    case "tick":
      return html`<${CheckField} ...${common} checked=${value === true} onChange=${onChange} />`;
    case "topics":
      return html`<${Topics} ...${common} form=${form} onChange=${onChange} />`;
    case "answer":
    case "choice":
      return isList(column)
        ? html`<${List} ...${common} choices=${column.choices} onChange=${onChange} />`
        : html`<${ChoiceField}
            ...${common}
            choices=${answersOf(column)}
            takesBack=${name !== "position"}
            onChange=${onChange}
          />`;
    default:
      return html`<${Typed} ...${common} form=${form} column=${column} onChange=${onChange} />`;
  }
}

/** A number or some words, with the value of last time and what changed since. */
function Typed({ form, column, onChange, ...common }) {
  const { name, kind, unit = "" } = column;
  const isNumber = kind !== "text";
  return html`<${TextField}
    ...${common}
    unit=${unit}
    ghost=${ghostOf(form, column)}
    live=${changeOf(form, column)}
    inputMode=${isNumber ? (kind === "decimal" ? "decimal" : "numeric") : undefined}
    onInput=${onChange}
    onLeave=${kind === "decimal" ? (text) => text !== toReader(text) && onChange(toReader(text)) : undefined}
  />`;
}

/** An unlikely value stays where somebody measured again; the tick falls when the value changes. */
function Question({ form, name, text }) {
  const id = `id_${name}_yakin`;
  return html`<${Finding} level="perhatian" title="Apakah benar?">${text}<//>
    <label class="check" for=${id}
      ><input
        type="checkbox"
        class="form-check-input"
        id=${id}
        checked=${form.sure[name] === text}
        onChange=${(event) => form.confirm(name, event.target.checked ? text : "")}
      />
      <span>Sudah diukur ulang, hasilnya tetap</span></label
    >`;
}

function List({ name, label, value, choices, errors, help, onChange }) {
  const id = `id_${name}`;
  return html`<div class="field">
    <div class="field-head"><label class="field-label" for=${id}>${label}</label></div>
    <select
      class="form-select"
      id=${id}
      name=${name}
      value=${value}
      aria-describedby=${describedBy(id, { help, errors })}
      onChange=${(event) => onChange(event.target.value)}
    >
      ${[["", "–"], ...choices].map(([code, words]) => html`<option value=${code} selected=${value === code}>${words}</option>`)}
    </select>
    <${FieldFoot} id=${id} help=${help} errors=${errors} />
  </div>`;
}

function Topics({ form, name, label, value, errors, onChange }) {
  const id = `id_${name}`;
  const { topics = [] } = form.day.profile(form.person);
  // In the order of the list, as the server stores them; what is stored and no longer offered stays.
  const put = (code, isOn) => {
    const chosen = isOn ? [...value, code] : value.filter((each) => each !== code);
    const others = chosen.filter((each) => !topics.includes(each));
    onChange([...topics.filter((each) => chosen.includes(each)), ...others]);
  };
  return html`<fieldset class="field choice" id=${id}>
    <legend class="field-label">${label}</legend>
    <div class="choice-options">
      ${topics.map(
        (code, place) =>
          html`<label class="choice-option" for=${`${id}_${place}`} key=${code}
            ><input
              type="checkbox"
              class="form-check-input"
              id=${`${id}_${place}`}
              name=${name}
              value=${code}
              checked=${value.includes(code)}
              onChange=${(event) => put(code, event.target.checked)}
            />
            <span>${form.day.pack.topics[code]}</span></label
          >`,
      )}
    </div>
    <${FieldFoot} id=${id} errors=${errors} />
  </fieldset>`;
}

/** @param {Form} form @param {Column} column */
function isMeasure({ day, person }, { name }) {
  return name in rangesOf(day.profile(person).card, day.rules(person));
}

/** The value of last time beside the field: "bulan lalu 9,1". @param {Form} form @param {Column} column */
function ghostOf(form, column) {
  const { previous } = form.person;
  const before = previous?.values?.[column.name];
  return before === undefined || !isMeasure(form, column)
    ? ""
    : `${lastTime(previous.day, form.day.session.date)} ${String(before).replace(".", ",")}`;
}

/** When the visit before was: "bulan lalu", or its day. @param {string} before @param {string} day */
export function lastTime(before, day) {
  const month = (iso) => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7));
  return month(before) + 1 === month(day) ? "bulan lalu" : shortDate(before);
}

/** What changed since then, while it is typed. @param {Form} form @param {Column} column */
function changeOf(form, column) {
  const before = form.person.previous?.values?.[column.name];
  const now = form.read[column.name] ?? null;
  const isCompared = form.person.previous?.compare && ["weight_kg", "height_cm"].includes(column.name);
  if (!isCompared || before === undefined || now === null || form.errors[column.name]) {
    return "";
  }
  const change = minus(now, before);
  const size = change.replace("-", "");
  if (Number(size) === 0) {
    return "tetap";
  }
  const isGrams = column.name === "weight_kg" && form.day.profile(form.person).card === "child";
  const words = isGrams ? `${numberText(Math.round(Number(size) * GRAMS))} g` : `${numberText(size)} ${column.unit}`;
  return `${Number(change) > 0 ? "naik" : "turun"} ${words}`;
}
