// Total cholesterol and uric acid (KOL-01, AU-01; visits/rules/laboratory.py). Values in mg/dL.
import { above, atLeast } from "./numbers.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 */

/** Class of total cholesterol; a limit belongs to the higher class. @param {Measure|null} mgDl @param {Rules} rules */
export function classifyCholesterol(mgDl, rules) {
  if (mgDl === null) {
    return null;
  }
  return rules.rows("laboratory").cholesterol.find((/** @type {any} */ row) => atLeast(mgDl, row.from)).class;
}

/**
 * Class of uric acid; high is strictly over the limit of the sex.
 * @param {string} sex "L" or "P"
 * @param {Measure|null} mgDl
 * @param {Rules} rules
 */
export function classifyUricAcid(sex, mgDl, rules) {
  if (mgDl === null) {
    return null;
  }
  return above(mgDl, rules.rows("laboratory").uric_acid_normal_to[sex]) ? "Tinggi" : "Normal";
}
