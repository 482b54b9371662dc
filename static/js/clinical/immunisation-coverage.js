// Complete basic immunisation and complete boosters: IDL and IBL (IMU-03; visits/rules/immunisation_coverage.py).
import { addMonths } from "./dates.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {import("./immunisation.js").Given} Given
 *
 * @typedef {object} Coverage
 * @property {string[]} missing in the order of the set
 * @property {boolean} started at least one dose was given
 * @property {boolean} isComplete at any age
 * @property {boolean|null} inTime null when a day that decides it is not known
 */

/**
 * IDL by the set that the kabupaten counts, in time before 12 months.
 * @param {Given} given
 * @param {string|null} birth
 * @param {Rules} rules
 */
export function basicCoverage(given, birth, rules) {
  const rows = rules.rows("immunisation");
  return coverage(rows.basic_sets[rows.basic_set], given, deadline(birth, rows.basic_before_month));
}

/**
 * IBL: DPT4, MR2 and PCV3, in time before 24 months.
 * @param {Given} given
 * @param {string|null} birth
 * @param {Rules} rules
 */
export function boosterCoverage(given, birth, rules) {
  const rows = rules.rows("immunisation");
  return coverage(rows.booster_set, given, deadline(birth, rows.booster_before_month));
}

/** @param {string|null} birth @param {number} months */
function deadline(birth, months) {
  return birth === null ? null : addMonths(birth, months);
}

/** @param {string[]} wanted @param {Given} given @param {string|null} end @returns {Coverage} */
function coverage(wanted, given, end) {
  const missing = wanted.filter((code) => !Object.hasOwn(given, code));
  return {
    missing,
    started: missing.length < wanted.length,
    isComplete: missing.length === 0,
    inTime: missing.length ? false : allBefore(wanted.map((code) => given[code]), end),
  };
}

/** @param {(string|null)[]} days @param {string|null} end */
function allBefore(days, end) {
  if (end === null) {
    return null;
  }
  if (days.some((day) => day !== null && day >= end)) {
    return false;
  }
  return days.includes(null) ? null : true;
}
