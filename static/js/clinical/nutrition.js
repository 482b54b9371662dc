// Nutrition classes of children from z-scores rounded to 2 decimals (visits/rules/nutrition.py). No score, no class.
import { classify } from "./cutoffs.js";
import { above, below } from "./numbers.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 */

/** BB/U class (ANT-04). @param {Measure|null} z @param {Rules} rules */
export function classifyWeightForAge(z, rules) {
  return classify(rules.rows("nutrition").weight_for_age, z);
}

/** PB/U or TB/U class (ANT-05). @param {Measure|null} z @param {Rules} rules */
export function classifyHeightForAge(z, rules) {
  return classify(rules.rows("nutrition").height_for_age, z);
}

/** BB/PB or BB/TB class (ANT-06). @param {Measure|null} z @param {Rules} rules */
export function classifyWeightForHeight(z, rules) {
  return classify(rules.rows("nutrition").weight_for_height, z);
}

/**
 * IMT/U class: ANT-06 to day 1856, ANT-07 after it.
 * @param {Measure|null} z
 * @param {number} ageDays
 * @param {Rules} rules
 */
export function classifyBmiForAge(z, ageDays, rules) {
  const rows = rules.rows("nutrition");
  return classify(ageDays <= rows.last_day_under_five ? rows.bmi_under_five : rows.bmi_school_age, z);
}

/**
 * Whether IMT/U tells the nutrition status, as BB/TB has no value at this age: from day 1857 (ANT-07).
 * @param {number} ageDays
 * @param {Rules} rules
 */
export function bmiTellsNutrition(ageDays, rules) {
  return ageDays > rules.rows("nutrition").last_day_under_five;
}

/** Head circumference class (LK-01). @param {Measure|null} z @param {Rules} rules */
export function classifyHead(z, rules) {
  return classify(rules.rows("nutrition").head, z);
}

/**
 * Arm circumference class from cm and completed months (LILA-01); null from 60 months.
 * @param {Measure|null} muacCm
 * @param {number} ageMonths
 * @param {Rules} rules
 */
export function classifyMuac(muacCm, ageMonths, rules) {
  const band = rules.rows("nutrition").muac.find((each) => each.first_month <= ageMonths && ageMonths < each.end_month);
  return band ? classify(band, muacCm) : null;
}

/**
 * Whether a height-for-age class lies below the middle one (stunting), or a weight-for-height class (wasting).
 * @param {"weight_for_age"|"height_for_age"|"weight_for_height"} index
 * @param {string|null} category
 * @param {Rules} rules
 */
export function isBelowNormal(index, category, rules) {
  return rules.rows("nutrition")[index].below.some(({ label }) => label === category);
}

/**
 * The child's nutrition status: oedema on both feet is "Gizi buruk" whatever the weight (ANT-14).
 * @param {string|null} weightForHeight
 * @param {boolean} oedema
 * @param {Rules} rules
 */
export function nutritionStatus(weightForHeight, oedema, rules) {
  return oedema ? rules.rows("nutrition").oedema_status : weightForHeight;
}

/**
 * BGM: weight for age strictly under the red line, or oedema (KMS-04).
 * @param {Measure|null} weightForAgeZ
 * @param {boolean} oedema
 * @param {Rules} rules
 */
export function belowRedLine(weightForAgeZ, oedema, rules) {
  return oedema || (weightForAgeZ !== null && below(weightForAgeZ, rules.rows("nutrition").red_line_z));
}

/** Weight for age strictly over the orange line (KMS-04). @param {Measure|null} weightForAgeZ @param {Rules} rules */
export function aboveOrangeLine(weightForAgeZ, rules) {
  return weightForAgeZ !== null && above(weightForAgeZ, rules.rows("nutrition").orange_line_z);
}
