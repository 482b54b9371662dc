// The age that a child's measures are compared at: exact days or full months, corrected or not (ANT-13, ANT-15;
// visits/rules/growth_age.py).
import { addDays, completedMonths, daysBetween } from "./dates.js";
import { times, units } from "./numbers.js";

/** Which age enters WHO's tables. */
export const AgeMethod = { DAYS: "harian", FULL_MONTHS: "bulan_penuh" };

/**
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} GrowthAge
 * @property {number|null} tableDay where WHO's tables are opened; null while the corrected age is negative
 * @property {number} days
 * @property {number} correctedDays
 * @property {string} method
 */

/**
 * Age for z-scores by the settings of the kabupaten; gestation at birth in days, if known.
 * @param {string} birth
 * @param {string} day
 * @param {number|null} gestationDays
 * @param {Rules} rules
 * @returns {GrowthAge}
 * @throws {RangeError} when `day` is before birth
 */
export function growthAge(birth, day, gestationDays, rules) {
  const days = daysBetween(birth, day);
  if (days < 0) {
    throw new RangeError("Tanggal ini sebelum tanggal lahir.");
  }
  const { method, correct_preterm: corrects } = rules.rows("growth_age");
  const correctedDays = correctedAgeDays(days, corrects === "ya" ? gestationDays : null, rules);
  if (correctedDays < 0) {
    return { tableDay: null, days, correctedDays, method };
  }
  if (method === AgeMethod.DAYS) {
    return { tableDay: correctedDays, days, correctedDays, method };
  }
  // The birth date moves with the correction, so that its months are counted by the calendar too.
  const months = completedMonths(addDays(birth, days - correctedDays), day);
  return { tableDay: dayOfFullMonths(months, rules), days, correctedDays, method };
}

/** The day of WHO's tables for completed months, half up. @param {number} months @param {Rules} rules */
export function dayOfFullMonths(months, rules) {
  return units(times(months, rules.rows("growth_age").days_per_month), 0);
}

/**
 * Days since the date of term for a child born before 37 weeks, to day 730; negative before term.
 * @param {number} ageDays
 * @param {number|null} gestationDays days at birth
 * @param {Rules} rules
 */
export function correctedAgeDays(ageDays, gestationDays, rules) {
  const rows = rules.rows("growth_age");
  if (gestationDays === null || ageDays > rows.corrected_to_day || gestationDays >= rows.preterm_before_days) {
    return ageDays;
  }
  return ageDays - (rows.term_days - gestationDays);
}
