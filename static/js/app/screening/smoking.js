// Years and cigarettes choose the answer of PUMA's smoking question (ROKOK-01).
import { packYears, smokingAnswer } from "../../clinical/lung.js";
import { readNumber } from "../../clinical/numbers.js";
import { html, useState } from "../html.js";
import { TextField } from "../parts.js";

/** Above anybody's life and any day's cigarettes; whatever is beyond is a slip. */
const MOST = 100;

/**
 * @param {{rules: any, options: [string, string][], onAnswer: (code: string) => void}} props
 */
export function SmokingHelp({ rules, options, onAnswer }) {
  const [typed, setTyped] = useState({ years: "", perDay: "" });
  const change = (name) => (text) => {
    const next = { ...typed, [name]: text };
    setTyped(next);
    const { answer } = calculated(next, rules);
    if (answer) {
      onAnswer(answer);
    }
  };
  const { smoked, answer } = calculated(typed, rules);
  const words = options.find(([code]) => code === answer)?.[1] ?? "";
  return html`<div class="smoking">
    <p class="question-note">Bantu hitung:</p>
    <div class="form-grid">
      <${TextField}
        name="tahun_merokok"
        label="Lama merokok"
        unit="tahun"
        inputMode="decimal"
        value=${typed.years}
        errors=${problemOf(typed.years)}
        onInput=${change("years")}
      />
      <${TextField}
        name="batang_per_hari"
        label="Rata-rata sehari"
        unit="batang"
        inputMode="decimal"
        value=${typed.perDay}
        errors=${problemOf(typed.perDay)}
        onInput=${change("perDay")}
      />
    </div>
    <p class="question-note" aria-live="polite">
      ${answer && `${smoked.toLocaleString("id-ID", { maximumFractionDigits: 1 })} bungkus/tahun: ${words}`}
    </p>
  </div>`;
}

function calculated({ years, perDay }, rules) {
  if (problemOf(years).length || problemOf(perDay).length) {
    return { smoked: null, answer: null };
  }
  const [long, many] = [numberIn(years), numberIn(perDay)];
  const smoked = packYears(long, many, rules);
  return { smoked, answer: smokingAnswer(smoked, many, rules) };
}

/** @returns {string|null} null where nothing was typed */
function numberIn(text) {
  return text.trim() ? readNumber(text) : null;
}

/** @returns {string[]} */
function problemOf(text) {
  try {
    const number = Number(numberIn(text) ?? 0);
    return number >= 0 && number <= MOST ? [] : [`Tulis 0 sampai ${MOST}.`];
  } catch {
    return ["Tulis dengan angka, misalnya 12."];
  }
}
