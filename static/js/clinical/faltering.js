// Weight faltering, for nakes and not for kader (KMS-07; visits/rules/faltering.py).
import { below } from "./numbers.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} Faltering
 * @property {boolean|null} isFaltering null when neither the gain nor the score could be judged
 * @property {boolean|null} gainedTooLittle
 * @property {boolean|null} weighsTooLittle
 * @property {number|null} percentile5G
 */

/**
 * Judge a month's gain (grams) by WHO's 5th percentile and BB/U by -2 SD; both strict. `startMonth` is the age in
 * completed months at the earlier weighing. With `gapDays`, a gain over a time that is not about a month is not judged.
 * @param {{sex: string, startMonth: number, gainG: number|null, weightForAgeZ: Measure|null, gapDays?: number|null}} given
 * @param {Rules} rules
 * @returns {Faltering}
 */
export function weightFaltering({ sex, startMonth, gainG, weightForAgeZ, gapDays = null }, rules) {
  const rows = rules.rows("faltering");
  const percentile = percentile5G(sex, startMonth, rules);
  const fits = gapDays === null || (rows.interval_days.from <= gapDays && gapDays <= rows.interval_days.to);
  const slow = gainG !== null && percentile !== null && fits ? gainG < percentile : null;
  const low = weightForAgeZ === null ? null : below(weightForAgeZ, rows.weight_for_age_below);
  const known = [slow, low].filter((sign) => sign !== null);
  return {
    isFaltering: known.length ? known.includes(true) : null,
    gainedTooLittle: slow,
    weighsTooLittle: low,
    percentile5G: percentile,
  };
}

/**
 * WHO's 5th percentile in grams of the gain from this completed month to the next; null after month 11.
 * @param {string} sex "L" or "P"
 * @param {number} startMonth
 * @param {Rules} rules
 * @returns {number|null}
 */
export function percentile5G(sex, startMonth, rules) {
  return rules.rows("faltering").percentile_5_g[sex][startMonth] ?? null;
}

/** Days until a child with weight faltering is seen again. @param {Rules} rules @returns {number} */
export function followUpDays(rules) {
  return rules.rows("faltering").follow_up_days;
}

/**
 * Days of local food for recovery for "T", "Berat badan kurang" or "Gizi kurang".
 * @param {string} reason
 * @param {Rules} rules
 * @returns {number}
 */
export function foodDays(reason, rules) {
  return rules.rows("faltering").food_days[reason];
}
