// Vitamin A capsules of under-fives in February and August (VITA-01; visits/rules/vitamin_a.py).
import { addMonths, completedMonths } from "./dates.js";

/** @typedef {{rows: (table: string) => any}} Rules */

/**
 * The capsule for a child's age on `day` in a vitamin A month; null in other months and ages.
 * @param {string} birth
 * @param {string} day
 * @param {Rules} rules
 * @returns {"biru"|"merah"|null}
 */
export function capsuleOn(birth, day, rules) {
  return rowOn(birth, day, rules)?.capsule ?? null;
}

/**
 * The capsule still to be given on `day`: one in a vitamin A month, blue only once in its age.
 * @param {string} birth
 * @param {string} day
 * @param {string[]} givenOn
 * @param {Rules} rules
 * @returns {"biru"|"merah"|null}
 */
export function capsuleDue(birth, day, givenOn, rules) {
  const row = rowOn(birth, day, rules);
  if (row === null) {
    return null;
  }
  const since = row.once ? addMonths(birth, row.from_month) : `${day.slice(0, -2)}01`;
  return givenOn.some((given) => since <= given && given <= day) ? null : row.capsule;
}

/** International units in a capsule. @param {string} capsule @param {Rules} rules @returns {number} */
export function doseIu(capsule, rules) {
  return rules.rows("vitamin_a").capsules.find((/** @type {any} */ row) => row.capsule === capsule).dose_iu;
}

/** @param {string} birth @param {string} day @param {Rules} rules */
function rowOn(birth, day, rules) {
  const rows = rules.rows("vitamin_a");
  const months = completedMonths(birth, day);
  if (!rows.months.includes(Number(day.slice(5, 7)))) {
    return null;
  }
  return rows.capsules.find((/** @type {any} */ row) => row.from_month <= months && months <= row.to_month) ?? null;
}
