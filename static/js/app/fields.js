// What stands in a field and what it means: the form fields of the cards (visits/forms/answers.py), as plain values.
import { decimalsOf, numberText, readNumber, within } from "../clinical/numbers.js";

const YES = "ya";
const NO = "tidak";
/** No measure of any card comes near, and arithmetic with what is larger would only fail. */
const TOO_LARGE = "9999999";
const MOST_RADIOS = 4;

/**
 * @typedef {{name: string, label: string, kind: "decimal"|"whole"|"answer"|"tick"|"choice"|"text"|"topics", step: number,
 *   unit?: string, places?: number, choices?: [string, string][], most?: number, help?: string, before?: string,
 *   group?: string, yes?: string, no?: string, [name: string]: any}} Column as the package declares it
 * @typedef {string|boolean|string[]} Raw what stands in the field: text, the code of a choice, a tick, codes of topics
 */

/** What stands in the field for a stored value. @param {Column} column @param {any} value @returns {Raw} */
export function shownIn(column, value) {
  const isEmpty = value === null || value === undefined;
  switch (column.kind) {
    case "tick":
      return value === true;
    case "topics":
      return isEmpty ? [] : value;
    case "answer":
      return isEmpty ? "" : value ? YES : NO;
    case "decimal":
      return isEmpty ? "" : String(value).replace(".", ",");
    default:
      return isEmpty ? "" : String(value);
  }
}

/**
 * The value of a field; null where nobody filled it. A whole number with a fraction is given back: it may be another
 * unit, which the card knows.
 * @param {Column} column
 * @param {Raw} raw
 * @returns {{value: any, error: string}} error: "" where it can be read
 */
export function readField(column, raw) {
  switch (column.kind) {
    case "tick":
      return found(raw === true ? true : null);
    case "topics":
      return found(Array.isArray(raw) && raw.length ? raw : null);
    case "answer":
      return found(raw === YES ? true : raw === NO ? false : null);
    case "choice":
      return found(raw || null);
    case "text":
      return text(String(raw).trim(), column);
    default:
      return number(String(raw).trim(), column);
  }
}

const found = (value) => ({ value, error: "" });
const wrong = (error) => ({ value: null, error });

function text(given, { most = 0 }) {
  return most && [...given].length > most ? wrong(`Paling panjang ${most} huruf.`) : found(given || null);
}

function number(given, column) {
  if (!given) {
    return found(null);
  }
  let figure;
  try {
    figure = plain(readNumber(given));
  } catch {
    return wrong("Tulis dengan angka, misalnya 9,4.");
  }
  if (!within(figure, `-${TOO_LARGE}`, TOO_LARGE)) {
    return wrong("Angka ini terlalu besar. Periksa komanya.");
  }
  return column.kind === "whole" ? whole(figure, column) : decimal(figure, readNumber(given), column);
}

function decimal(figure, typed, { places = 0 }) {
  return decimalsOf(typed) > places ? wrong(`Tulis paling banyak ${places} angka di belakang koma.`) : found(figure);
}

/** Counts have a most; measures are judged with the card. */
function whole(figure, { most = 0, unit = "" }) {
  const value = Number(figure);
  if (!most) {
    return found(value);
  }
  if (!Number.isInteger(value)) {
    return wrong("Tulis angka bulat, tanpa koma.");
  }
  return value < 0 || value > most ? wrong(`Isi 0 sampai ${most} ${unit}.`) : found(value);
}

/** As the server stores and names it: no needless zeros. @param {string} figure */
function plain(figure) {
  const [whole_, fraction = ""] = figure.replace("-", "").split(".");
  const kept = fraction.replace(/0+$/, "");
  const size = whole_.replace(/^0+(?=\d)/, "") + (kept && `.${kept}`);
  return figure.startsWith("-") && size !== "0" ? `-${size}` : size;
}

/** "9.4" as it is written in Indonesian. @param {string} typed */
export function toReader(typed) {
  return /^-?\d+\.\d+$/.test(typed.trim()) ? typed.trim().replace(".", ",") : typed;
}

/** Few answers are buttons, many a list. @param {Column} column */
export function isList(column) {
  return column.kind === "choice" && (column.choices ?? []).length > MOST_RADIOS;
}

/** The answers of a column that are shown as buttons. @param {Column} column @returns {[string, string][]} */
export function answersOf(column) {
  return column.kind === "answer"
    ? [
        [YES, column.yes ?? "Ya"],
        [NO, column.no ?? "Tidak"],
      ]
    : (column.choices ?? []);
}

/**
 * A value as people read it: "9,4 kg", "Tidak setiap hari"; "" for none.
 * @param {Column} column
 * @param {any} value
 * @param {Object<string, string>} topics
 */
export function inWords(column, value, topics = {}) {
  if (value === null || value === undefined || value === "" || (column.kind === "tick" && !value)) {
    return "";
  }
  switch (column.kind) {
    case "answer":
      return value ? (column.yes ?? "Ya") : (column.no ?? "Tidak");
    case "tick":
      return "ya";
    case "choice":
      return Object.fromEntries(column.choices ?? [])[value] ?? value;
    case "topics":
      return value.map((code) => topics[code] ?? code).join("; ");
    case "whole":
      return `${value} ${column.unit ?? ""}`.trim();
    case "decimal":
      return measured(value, column.unit ?? "");
    default:
      return String(value);
  }
}

/** With one decimal at least: "9,0 kg", "9,45 kg". @param {string} value @param {string} unit */
export function measured(value, unit) {
  const words = numberText(value);
  return `${words.includes(",") ? words : `${words},0`} ${unit}`.trim();
}
