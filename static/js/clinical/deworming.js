// Deworming tablets of children from one year (CACING-01; visits/rules/deworming.py).
import { completedMonths } from "./dates.js";

/** @typedef {{rows: (table: string) => any}} Rules */

/**
 * Dose in mg for completed months 12 to 59; null for others.
 * @param {number} months
 * @param {Rules} rules
 * @returns {number|null}
 */
export function albendazoleMg(months, rules) {
  const { doses } = rules.rows("deworming");
  const row = doses.find((/** @type {any} */ each) => each.from_month <= months && months <= each.to_month);
  return row?.albendazole_mg ?? null;
}

/**
 * Dose in mg still to be given in a deworming month; null when nothing is due. A dose given earlier in the year, after
 * the deworming month before, counts for this one.
 * @param {string} birth
 * @param {string} day
 * @param {string[]} givenOn
 * @param {Rules} rules
 * @returns {number|null}
 */
export function dewormingDue(birth, day, givenOn, rules) {
  const { months, times_a_year: times } = rules.rows("deworming");
  const month = Number(day.slice(5, 7));
  if (!months[times].includes(month)) {
    return null;
  }
  const previous = Math.max(0, ...months[times].filter((/** @type {number} */ each) => each < month));
  const since = `${day.slice(0, 5)}${String(previous + 1).padStart(2, "0")}-01`;
  if (givenOn.some((given) => since <= given && given <= day)) {
    return null;
  }
  return albendazoleMg(completedMonths(birth, day), rules);
}
