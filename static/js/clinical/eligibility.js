// Who gets which screening, and which are due (ELIG-01; visits/rules/eligibility.py). Ages in completed years.
import { addMonths } from "./dates.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} Person
 * @property {number} ageYears
 * @property {boolean} [atRisk] obese, central obesity or high blood pressure
 * @property {boolean} [tuberculosis] under treatment for it
 */

/**
 * The screenings of this age, in the order of the card.
 * @param {Person} person
 * @param {Rules} rules
 * @returns {string[]}
 */
export function screeningsFor(person, rules) {
  return wanted(person, rules).map(({ code }) => code);
}

/**
 * The screenings of this age never done, or last done so many months ago as its interval.
 * @param {Person} person
 * @param {Object<string, string>} lastDone ISO days by screening
 * @param {string} isoDay
 * @param {Rules} rules
 * @returns {string[]}
 */
export function dueScreenings(person, lastDone, isoDay, rules) {
  return wanted(person, rules)
    .filter(({ code, every_months: months }) => !lastDone[code] || addMonths(lastDone[code], months) <= isoDay)
    .map(({ code }) => code);
}

/**
 * Words for screens.
 * @param {string} screening
 * @param {Rules} rules
 * @returns {string}
 */
export function screeningLabel(screening, rules) {
  return rules.rows("eligibility").screenings.find(({ code }) => code === screening).label;
}

/** @param {Person} person @param {Rules} rules @returns {any[]} */
function wanted({ ageYears, atRisk = false, tuberculosis = false }, rules) {
  return rules.rows("eligibility").screenings.filter(
    (/** @type {any} */ row) =>
      ageYears >= row.from ||
      (atRisk && ageYears >= (row.from_with_risk ?? row.from)) ||
      (tuberculosis && row.with_tuberculosis === true),
  );
}
