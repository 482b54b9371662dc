// Pieces of the page on which one entry is mended: its fields, both sides of a conflict, giving it up.
import { html, useState } from "./html.js";
import { CheckField, ChoiceField, dateAndTime, icon, TextField } from "./parts.js";

const NEEDS_REASON = "Tulis alasannya, supaya Puskesmas tahu.";

/**
 * One field by the kind of its column, with what the server said beside it.
 * @param {{field: import("./mending.js").Field, value: any, onChange: (value: any) => void, errors: string[],
 *   topics: Object<string, string>}} props
 */
export function MendField({ field, value, onChange, errors, topics }) {
  const { name, label, kind, unit = "", choices = [], help = "", most, yes = "Ya", no = "Tidak" } = field;
  if (kind === "answer") {
    const words = [
      ["ya", yes],
      ["tidak", no],
    ];
    const told = value === true ? "ya" : value === false ? "tidak" : "";
    const pick = (code) => onChange(code === "" ? null : code === "ya");
    return html`<${ChoiceField} name=${name} label=${label} choices=${words} value=${told} onChange=${pick}
      help=${help} errors=${errors} optional />`;
  }
  if (kind === "choice") {
    return html`<${ChoiceField} name=${name} label=${label} choices=${choices} value=${value ?? ""}
      onChange=${onChange} help=${help} errors=${errors} optional />`;
  }
  if (kind === "tick") {
    return html`<${CheckField} name=${name} label=${label} checked=${value === true} onChange=${onChange}
      errors=${errors} />`;
  }
  if (kind === "topics") {
    return html`<${TopicsField} name=${name} label=${label} value=${value ?? []} onChange=${onChange} errors=${errors}
      topics=${topics} />`;
  }
  const isNumber = kind === "decimal" || kind === "whole";
  const text = isNumber ? String(value ?? "").replace(".", ",") : String(value ?? "");
  return html`<${TextField} name=${name} label=${label} value=${text} onInput=${onChange} unit=${unit} help=${help}
    errors=${errors} type=${kind === "date" ? "date" : "text"} inputMode=${isNumber ? "decimal" : undefined}
    maxLength=${kind === "text" ? most || undefined : undefined} />`;
}

function TopicsField({ name, label, value, onChange, errors, topics }) {
  const toggle = (code) => (isOn) => onChange(isOn ? [...value, code] : value.filter((each) => each !== code));
  const codes = [...new Set([...value, ...Object.keys(topics)])];
  return html`<fieldset class="field">
    <legend class="field-label">${label}</legend>
    ${codes.map(
      (code, place) =>
        html`<${CheckField} key=${code} name=${`${name}_${code}`} label=${topics[code] ?? code}
          checked=${value.includes(code)} onChange=${toggle(code)} errors=${place === 0 ? errors : []} />`,
    )}
  </fieldset>`;
}

/** Both values side by side, with who and when. @param {{conflict: import("./mending.js").Conflict, at: number}} props */
export function Sides({ conflict, at }) {
  const { label, mine, stored, by, at: storedAt } = conflict;
  return html`<h2 class="panel-title">${label}</h2>
    <div class="queue-sides">
      <div class="queue-side">
        <span class="quiet">Isian saya</span>
        <strong>${mine}</strong>
        <span class="quiet small-text">di HP ini, ${dateAndTime(at)}</span>
      </div>
      <div class="queue-side">
        <span class="quiet">Yang tersimpan</span>
        <strong>${stored}</strong>
        <span class="quiet small-text">${by || "orang lain"}${storedAt ? `, ${dateAndTime(storedAt)}` : ""}</span>
      </div>
    </div>`;
}

/**
 * Asks why, and says that the server keeps it; nothing is thrown away without both.
 * @param {{label: string, start?: string, isBusy: boolean, onDiscard: (reason: string) => void}} props
 */
export function Discard({ label, start = "", isBusy, onDiscard }) {
  const [reason, setReason] = useState(start);
  const [errors, setErrors] = useState([]);
  const submit = (event) => {
    event.preventDefault();
    const told = reason.trim();
    setErrors(told ? [] : [NEEDS_REASON]);
    if (told) {
      onDiscard(told);
    }
  };
  return html`<form class="card-panel stack" onSubmit=${submit} novalidate>
    <h2 class="panel-title">${label}</h2>
    <p>Server mencatat siapa yang membuang dan mengapa. Isinya disimpan tersegel di sana, tidak di catatan orangnya.</p>
    <${TextField} name="alasan_membuang" label="Alasan membuang" value=${reason} onInput=${setReason} errors=${errors}
      maxLength=${200} />
    <div class="actions">
      <button class="btn btn-danger" disabled=${isBusy}>${icon("trash3")} Buang isian ini</button>
    </div>
  </form>`;
}
