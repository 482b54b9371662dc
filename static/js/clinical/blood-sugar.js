// Blood glucose classes and the card's code (GD-01, GD-02; visits/rules/blood_sugar.py). Values in mg/dL.
import { classifyFrom } from "./cutoffs.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 */

/** Class of gula darah sewaktu; null in, null out. @param {Measure|null} mgDl @param {Rules} rules */
export function classifyRandomGlucose(mgDl, rules) {
  return classifyFrom(rules.rows("blood_sugar").random, mgDl);
}

/** Class of gula darah puasa; null in, null out. @param {Measure|null} mgDl @param {Rules} rules */
export function classifyFastingGlucose(mgDl, rules) {
  return classifyFrom(rules.rows("blood_sugar").fasting, mgDl);
}

/** R, N or T of the card: prediabetes is N. @param {string|null} glucoseClass @param {Rules} rules */
export function glucoseCode(glucoseClass, rules) {
  return glucoseClass === null ? null : rules.rows("blood_sugar").codes[glucoseClass];
}
