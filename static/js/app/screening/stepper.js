// A questionnaire as one question a screen: one tap answers and goes on.
import { html, useEffect, useRef, useState } from "../html.js";
import { ChoiceField, icon } from "../parts.js";
import { isNeeded } from "./asked.js";
import { PROBLEM } from "./judging.js";
import { SmokingHelp } from "./smoking.js";

const SEEN_MS = 180;
const OWN_WORDS = [
  ["ya", "Ada masalah"],
  ["tidak", "Tidak ada masalah"],
];

/**
 * @typedef {import("./asked.js").Question} Question
 * @typedef {import("../../clinical/questionnaire.js").Rules} Rules
 */

/**
 * @param {{questions: Question[], answers: Object<string, string>, rules: Rules, save: string, isSaving: boolean,
 *   onAnswer: (code: string, answer: string) => void, onSave: () => void, onPlace?: (place: number) => void,
 *   end?: any}} props
 *   save: words of the last button. end: what stands above it, after the last question
 */
export function Stepper({ questions, answers, rules, save, isSaving, onAnswer, onSave, onPlace, end }) {
  const { postponed } = rules.rows("questionnaires");
  const { area, place, go, tapped, neighbour } = useSteps(questions, answers, postponed, onPlace);
  const question = questions[place];
  const open = questions.filter((each) => isNeeded(each.item, answers, postponed) && !answers[each.item.code]);
  const pressed = (event) => {
    if (event.key === "Enter" && event.target.matches("input[type=radio]") && question) {
      event.preventDefault();
      go(neighbour(1));
    }
  };
  const sent = (event) => {
    event.preventDefault();
    if (!question) {
      onSave();
    }
  };
  const steps = { place, go, neighbour, question, answers, save, isSaving };
  return html`<form
    class="screening is-stepper"
    ref=${area}
    novalidate
    autocomplete="off"
    onKeyDown=${pressed}
    onSubmit=${sent}
  >
    ${
      question
        ? html`<${Head} place=${place} count=${questions.length} />
            <${One}
              key=${question.item.code}
              question=${question}
              answers=${answers}
              rules=${rules}
              onAnswer=${onAnswer}
              onTap=${tapped}
            />`
        : html`<p class="stepper-end" data-here tabindex="-1">${endWords(open)}</p>
            ${end}`
    }
    <${Buttons} ...${steps} />
  </form>`;
}

/** Where in the form one is: what stands before and after, leaving out what is not needed. */
function useSteps(questions, answers, postponed, onPlace) {
  const [place, setPlace] = useState(0);
  const area = useRef(/** @type {HTMLElement|null} */ (null));
  const leaving = useRef(0);
  const moved = useRef(false);
  const neighbour = (step, given = answers) => {
    let next = place + step;
    while (questions[next] && !isNeeded(questions[next].item, given, postponed)) {
      next += step;
    }
    return Math.max(0, Math.min(next, questions.length));
  };
  const go = (to) => {
    clearTimeout(leaving.current);
    moved.current = true;
    setPlace(to);
  };
  /** A tap answers and goes on, also on the answer that is chosen already; arrow keys only choose. */
  const tapped = (event, code) => {
    const { item, isJudged, problems } = questions[place];
    clearTimeout(leaving.current);
    if (event.detail && !(isJudged && problems.includes(code))) {
      const next = neighbour(1, { ...answers, [item.code]: code });
      leaving.current = setTimeout(() => go(next), SEEN_MS);
    }
  };
  useEffect(() => () => clearTimeout(leaving.current), []);
  useEffect(() => {
    onPlace?.(place);
    if (moved.current) {
      area.current?.querySelector("[data-here]")?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }, [place]);
  return { area, place, go, tapped, neighbour };
}

function Buttons({ place, go, neighbour, question, answers, save, isSaving }) {
  const back = html`<button type="button" class="btn btn-quiet btn-lg" onClick=${() => go(neighbour(-1))}>
    ${icon("arrow-left")} Kembali
  </button>`;
  const on = question
    ? html`<button type="button" class="btn btn-outline-primary btn-lg" onClick=${() => go(neighbour(1))}>
        ${answers[question.item.code] ? "Lanjut" : question.skip}
      </button>`
    : html`<button class="btn btn-primary btn-lg" disabled=${isSaving}>${icon("check-lg")} ${save}</button>`;
  return html`<div class="stepper-buttons">${place > 0 && back} ${on}</div>`;
}

function endWords(open) {
  const numbers = open.map(({ item }) => item.number).join(", ");
  return open.length
    ? `Belum dijawab: nomor ${numbers}. Boleh kembali, atau simpan dulu.`
    : "Semua pertanyaan sudah dijawab.";
}

function Head({ place, count }) {
  return html`<div class="stepper-head">
    <p class="stepper-count" aria-live="polite">${place + 1} dari ${count}</p>
    <progress max=${count} value=${place} aria-label="Pertanyaan yang sudah dilewati"></progress>
  </div>`;
}

function One({ question, answers, rules, onAnswer, onTap }) {
  const { item, options, isList, hint, isJudged, problems } = question;
  const chosen = answers[item.code] ?? "";
  return html`<fieldset class="question" data-here tabindex="-1" data-question=${item.code}>
    <legend class="question-text"><span class="question-number">${item.number}.</span> ${item.text}</legend>
    ${item.note && html`<p class="question-note">${item.note}</p>`}
    ${hint && html`<p class="question-note is-hint">${icon("rulers")} ${hint}</p>`}
    <div class=${`question-options${isList ? " is-list" : ""}`}>
      ${options.map(
        ([code, words]) =>
          html`<label class="choice-option question-option" key=${code} onClick=${(event) => onTap(event, code)}
            ><input
              type="radio"
              name=${item.code}
              value=${code}
              autocomplete="off"
              checked=${chosen === code}
              onChange=${() => onAnswer(item.code, code)}
            />
            <span>${words}</span></label
          >`,
      )}
    </div>
    ${
      item.code === "merokok" &&
      html`<${SmokingHelp} rules=${rules} options=${options} onAnswer=${(code) => onAnswer(item.code, code)} />`
    }
    ${
      isJudged &&
      problems.includes(chosen) &&
      html`<div class="judgement">
        <${ChoiceField}
          name=${PROBLEM + item.code}
          label="Menurut Ibu/Bapak"
          choices=${OWN_WORDS}
          optional
          value=${answers[PROBLEM + item.code] ?? ""}
          onChange=${(code) => onAnswer(PROBLEM + item.code, code)}
        />
        <p class="question-note">Bila tidak dipilih, jawaban di atas yang menentukan.</p>
      </div>`
    }
  </fieldset>`;
}
