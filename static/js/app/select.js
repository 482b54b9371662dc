import { html } from "./html.js";
import { FieldFoot, describedBy } from "./parts.js";

/**
 * One of many choices, as a list that unfolds.
 * @param {{name: string, label: string, choices: [string, string][], value: string, onChange: (value: string) => void,
 *   help?: string, errors?: string[], optional?: boolean}} props
 */
export function SelectField({ name, label, choices, value, onChange, help = "", errors = [], optional = false }) {
  const id = `id_${name}`;
  return html`<div class="field">
    <div class="field-head">
      <label class="field-label" for=${id}
        >${label}${optional && html` <span class="field-optional">(boleh kosong)</span>`}</label
      >
    </div>
    <div class="field-row">
      <div class="field-box">
        <select
          class=${`form-select${errors.length ? " is-invalid" : ""}`}
          id=${id}
          name=${name}
          value=${value}
          aria-invalid=${errors.length ? "true" : undefined}
          aria-describedby=${describedBy(id, { help, errors })}
          onChange=${(event) => onChange(event.target.value)}
        >
          ${choices.map(([code, words]) => html`<option key=${code} value=${code} selected=${code === value}>${words}</option>`)}
        </select>
      </div>
    </div>
    <${FieldFoot} id=${id} help=${help} errors=${errors} />
  </div>`;
}
