// Development: the KPSP of nakes and the checklist of the Buku KIA (KPSP-01, KPSP-02, KEMBANG-01;
// visits/rules/development.py).
import { addDays, ageOn } from "./dates.js";
import { correctedAgeDays } from "./growth-age.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {{roundedMonths: number, form: number|null}} KpspForm
 * @typedef {{code: string, label: string, items: string[]}} Sheet `items` is empty where the sheet is only in the book
 */

/** The card's word for a filled checklist. */
export const ChecklistResult = { COMPLETE: "Lengkap", INCOMPLETE: "Tidak Lengkap" };

/**
 * The KPSP form on `day`: 16 days make a month, then the form of that age or the next younger one. The age of a child
 * born before 37 weeks (gestation in days) is corrected to 24 months.
 * @param {string} birth
 * @param {string} day
 * @param {number|null} gestationDays
 * @param {Rules} rules
 * @returns {KpspForm}
 * @throws {RangeError} when `day` is before birth
 */
export function kpspForm(birth, day, gestationDays, rules) {
  const lived = ageOn(birth, day).days;
  const corrected = correctedAgeDays(lived, gestationDays, rules);
  if (corrected < 0) {
    return { roundedMonths: 0, form: null };
  }
  const age = ageOn(addDays(birth, lived - corrected), day);
  const rows = rules.rows("development").kpsp;
  const roundedMonths = age.months + (age.daysPart >= rows.round_up_from_days ? 1 : 0);
  const fitting = rows.forms.filter((/** @type {number} */ form) => form <= roundedMonths && age.months <= rows.to_month);
  return { roundedMonths, form: fitting.at(-1) ?? null };
}

/**
 * Result for the number of "Ya" of 10; null in, null out.
 * @param {number|null} yes
 * @param {Rules} rules
 * @returns {string|null}
 * @throws {RangeError} outside 0 to 10
 */
export function judgeKpsp(yes, rules) {
  if (yes === null) {
    return null;
  }
  const rows = rules.rows("development").kpsp;
  if (yes < 0 || yes > rows.questions) {
    throw new RangeError(`Jumlah jawaban Ya harus 0 sampai ${rows.questions}.`);
  }
  return rows.results.find((/** @type {any} */ row) => yes >= row.from).result;
}

/** Whether a KPSP result is a referral at once. @param {string|null} result @param {Rules} rules @returns {boolean} */
export function kpspRefers(result, rules) {
  const { results } = rules.rows("development").kpsp;
  return results.some((/** @type {any} */ row) => row.result === result && row.refer);
}

/**
 * The sheet of the Buku KIA for the age on `day`; null under 29 days and from 72 completed months.
 * @param {string} birth
 * @param {string} day
 * @param {Rules} rules
 * @returns {Sheet|null}
 * @throws {RangeError} when `day` is before birth
 */
export function checklistSheet(birth, day, rules) {
  const { days, months } = ageOn(birth, day);
  const row = rules.rows("development").sheets.find(
    (/** @type {any} */ each) =>
      days >= (each.from_day ?? 0) && (each.from_month ?? 0) <= months && months <= each.to_month,
  );
  return row ? { code: row.sheet, label: row.label, items: row.items } : null;
}

/**
 * One "Tidak" makes the sheet Tidak Lengkap, all "Ya" make it Lengkap; null while questions are open or there are none.
 * @param {(boolean|null)[]} answers
 * @returns {string|null}
 */
export function judgeChecklist(answers) {
  if (answers.includes(false)) {
    return ChecklistResult.INCOMPLETE;
  }
  return answers.length && !answers.includes(null) ? ChecklistResult.COMPLETE : null;
}
