// The fields that note one dose.
import { html } from "./html.js";
import { CheckField, Finding, TextField, icon } from "./parts.js";
import { SelectField } from "./select.js";

/**
 * @param {{row: import("./dose-list.js").Row, fields: import("./dose-entry.js").Fields, choices: any, error: string,
 *   question: string, mayGiveHere: boolean, onChange: (part: object) => void}} props
 *   question: what is unusual about the day, to be confirmed
 */
export function DoseFields({ row, fields, choices, error, question, mayGiveHere, onChange }) {
  const { code, label, isGiven, isWaiting } = row;
  const isOpen = Boolean(error || question) || (!isGiven && !isWaiting) || (!isGiven && Boolean(fields.on));
  const [name, words] = isGiven
    ? ["pencil", "Perbaiki"]
    : isWaiting
      ? ["plus-lg", "Sudah diberikan"]
      : ["pencil", "Isi"];
  return html`<details class="dose-fields" open=${isOpen}>
    <summary>${icon(name)} ${words}<span class="visually-hidden"> ${label}</span></summary>
    <div class="dose-inputs">
      ${
        !isGiven &&
        mayGiveHere &&
        html`<div class="dose-here">
          <${CheckField}
            name=${`here_${code}`}
            label="Diberikan di sini hari ini"
            checked=${fields.here}
            onChange=${(isOn) => onChange(isOn ? { here: true, unknown: false } : { here: false })}
          />
        </div>`
      }
      <${TextField}
        name=${`on_${code}`}
        label="Tanggal diberikan"
        type="date"
        value=${fields.on}
        errors=${error ? [error] : []}
        onInput=${(on) => onChange({ on, unknown: false, sure: "" })}
      />
      <${CheckField}
        name=${`unknown_${code}`}
        label="Sudah, tanggal tidak tahu"
        checked=${fields.unknown}
        onChange=${(isOn) => onChange(isOn ? { unknown: true, on: "", here: false } : { unknown: false })}
      />
      ${question && html`<${Question} ...${{ code, fields, question, onChange }} />`}
      <${More} code=${code} label=${label} fields=${fields} choices=${choices} onChange=${onChange} />
    </div>
  </details>`;
}

/** What is rarely known. */
function More({ code, label, fields, choices, onChange }) {
  const set = (field) => (value) => onChange({ [field]: value });
  return html`<details class="dose-more">
    <summary>Batch, tempat, dan pemberi<span class="visually-hidden"> ${label}</span></summary>
    <div class="dose-inputs">
      <${TextField}
        name=${`batch_${code}`}
        label="Nomor batch"
        maxLength=${30}
        value=${fields.batch}
        onInput=${set("batch")}
      />
      <${SelectField}
        name=${`site_${code}`}
        label="Tempat suntikan"
        choices=${[["", "–"], ...choices.dose_sites]}
        value=${fields.site}
        onChange=${set("site")}
      />
      <${TextField}
        name=${`given_by_${code}`}
        label="Diberikan oleh"
        maxLength=${120}
        value=${fields.given_by}
        onInput=${set("given_by")}
      />
      <${SelectField}
        name=${`place_${code}`}
        label="Tempat"
        choices=${[["", "–"], ...choices.dose_places]}
        value=${fields.place}
        onChange=${set("place")}
      />
      <${TextField}
        name=${`place_name_${code}`}
        label="Nama tempat"
        maxLength=${120}
        value=${fields.place_name}
        onInput=${set("place_name")}
      />
    </div>
  </details>`;
}

/** What is unusual about the day, and that it is true. */
function Question({ code, fields, question, onChange }) {
  return html`<div class="dose-question">
    <${Finding} level="perhatian">${question}<//>
    <${CheckField}
      name=${`sure_${code}`}
      label="Benar, catat saja"
      checked=${fields.sure === question}
      onChange=${(isOn) => onChange({ sure: isOn ? question : "" })}
    />
  </div>`;
}
