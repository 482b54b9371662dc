import { html, useState } from "../html.js";
import { ChoiceField, TextField, icon } from "../parts.js";

const LONGEST = 200;

/**
 * Puts a form off, with a reason.
 * @param {{day: import("../day.js").Day, declared: any, isSaving: boolean, onSave: (because: string) => void}} props
 */
export function Postpone({ day, declared, isSaving, onSave }) {
  const [{ because, other, error }, setState] = useState({ because: "", other: "", error: "" });
  const tell = (part) => setState((before) => ({ ...before, error: "", ...part }));
  const sent = (event) => {
    event.preventDefault();
    const why = other.trim() || because;
    if (why) {
      onSave(why);
    } else {
      tell({ error: "Pilih atau tulis alasannya." });
    }
  };
  return html`<details class="card-panel postpone">
    <summary>${icon("clock")} Tunda lembar ini</summary>
    ${declared.postpone_when && html`<p class="quiet">${declared.postpone_when}</p>`}
    <form class="stack" novalidate onSubmit=${sent}>
      <${ChoiceField}
        name="because"
        label="Mengapa ditunda?"
        choices=${day.pack.choices.postponed.map((words) => [words, words])}
        value=${because}
        errors=${error ? [error] : []}
        onChange=${(value) => tell({ because: value })}
      />
      <${TextField}
        name="other"
        label="Alasan lain"
        optional
        maxLength=${LONGEST}
        value=${other}
        onInput=${(text) => tell({ other: text })}
      />
      <button class="btn btn-outline-primary" disabled=${isSaving}>${icon("clock")} Tunda</button>
    </form>
  </details>`;
}
