// Sentences of the tables with their blanks filled in.
import { numberText } from "./numbers.js";

/**
 * "Berat {value} kg" with its value; numbers get a decimal comma.
 * @param {string} sentence
 * @param {Object<string, any>} values
 * @returns {string}
 */
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (blank, name) => {
    if (!Object.hasOwn(values, name)) {
      throw new RangeError(`Tidak ada isi untuk ${blank}: ${sentence}`);
    }
    return typeof values[name] === "number" ? numberText(values[name]) : values[name];
  });
}

/**
 * 12 Oktober.
 * @param {string} isoDay
 * @param {{rows: (table: string) => any}} rules
 */
export function dayAndMonth(isoDay, rules) {
  const [, month, day] = isoDay.split("-").map(Number);
  return `${day} ${rules.rows("calendar").months[month - 1]}`;
}

/**
 * 12 Oktober 2026.
 * @param {string} isoDay
 * @param {{rows: (table: string) => any}} rules
 */
export function longDate(isoDay, rules) {
  return `${dayAndMonth(isoDay, rules)} ${Number(isoDay.split("-")[0])}`;
}
