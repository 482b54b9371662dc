// Weight and term at birth (BBL-01; visits/rules/birth.py).
import { below } from "./numbers.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 */

/**
 * Class of a birth weight in grams: BBLASR, BBLSR, BBLR, BBLC, BBLB.
 * @param {Measure|null} weightG
 * @param {Rules} rules
 * @returns {string|null}
 */
export function classifyBirthWeight(weightG, rules) {
  if (weightG === null) {
    return null;
  }
  const rows = rules.rows("birth").weight_g;
  return rows.find((/** @type {any} */ row) => row.below === null || below(weightG, row.below)).class;
}

/**
 * The class in words for screens.
 * @param {string|null} category
 * @param {Rules} rules
 * @returns {string|null}
 */
export function birthWeightText(category, rules) {
  return rules.rows("birth").weight_g.find((/** @type {any} */ row) => row.class === category)?.text ?? null;
}

/**
 * Whether a birth weight in grams counts as BBLR in recaps.
 * @param {Measure|null} weightG
 * @param {Rules} rules
 * @returns {boolean|null}
 */
export function isLowBirthWeight(weightG, rules) {
  return weightG === null ? null : below(weightG, rules.rows("birth").low_below_g);
}

/**
 * Born before 37 completed weeks of pregnancy.
 * @param {number|null} weeks
 * @param {Rules} rules
 * @returns {boolean|null}
 */
export function isPreterm(weeks, rules) {
  return weeks === null ? null : weeks < rules.rows("birth").preterm_below_weeks;
}
