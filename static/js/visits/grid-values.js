// What is typed into a box of the grid, what is sent of it, and how a stored value is written again.
import { numberText, readNumber } from "../clinical/numbers.js";

const YES = new Set(["y", "ya", "1", "v", "✓", "x", "true"]);
const NO = new Set(["t", "tidak", "0", "-", "–", "false"]);

/** Text that stands for nothing the box knows. */
export class Unreadable extends Error {}

/** The answers that a box knows, by the words for them: {"Berdiri": "berdiri"}. */
function choicesOf(input) {
  const list = input.form.querySelector(`[data-choices="${input.dataset.field}"]`);
  return [...(list?.children ?? [])].map((each) => [each.dataset.value, each.textContent]);
}

function answer(text, isTick) {
  const word = text.toLowerCase();
  if (YES.has(word)) {
    return true;
  }
  if (NO.has(word)) {
    return false;
  }
  throw new Unreadable(isTick ? "ketik y, atau kosongkan" : "ketik y atau t");
}

function choice(text, choices) {
  const word = text.toLowerCase();
  const found = choices.filter(([value, label]) => value.toLowerCase() === word || label.toLowerCase().startsWith(word));
  if (found.length !== 1) {
    throw new Unreadable(`ketik ${choices.map(([, label]) => label).join(" atau ")}`);
  }
  return found[0][0];
}

/** What is sent of a box; a number stays text, so that the server says what is wrong with it. Throws Unreadable. */
export function valueOf(input) {
  const text = input.value.trim();
  const { kind } = input.dataset;
  if (text === "") {
    return kind === "tick" ? false : null;
  }
  if (kind === "answer" || kind === "tick") {
    return answer(text, kind === "tick");
  }
  if (kind === "choice") {
    return choice(text, choicesOf(input));
  }
  try {
    return readNumber(text);
  } catch {
    return text;
  }
}

/** A stored value as it is read in the box. */
export function textOf(input, value) {
  const { kind } = input.dataset;
  if (value === null || value === undefined || value === "" || (kind === "tick" && value === false)) {
    return "";
  }
  if (kind === "decimal" || kind === "whole") {
    return numberText(String(value));
  }
  return choicesOf(input).find(([code]) => code === String(value))?.[1] ?? String(value);
}

/** Whether two values are the same, however they are written: 9.40 and 9.4. */
export function same(one, other) {
  const empty = (value) => value === null || value === undefined || value === "" || value === false;
  if (empty(one) && empty(other)) {
    // Tidak is an answer; nothing is none.
    return (one === false) === (other === false);
  }
  const isNumber = (value) => value !== true && value !== null && value !== "" && Number.isFinite(Number(value));
  return isNumber(one) && isNumber(other) ? Number(one) === Number(other) : String(one) === String(other);
}
