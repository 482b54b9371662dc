// How much a pregnant woman should gain (HML-04, HML-05; visits/rules/pregnancy_weight.py). Weights in kg.
import { atLeast, decimalsOf, units } from "./numbers.js";
import { halfUp } from "./ratios.js";

const DECIMALS = 2;

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {{minKg: number, maxKg: number}} GainBand
 */

/**
 * Group of the body mass index (kg/m2) before pregnancy (HML-04).
 * @param {Measure|null} bmiBefore
 * @param {Rules} rules
 * @returns {string|null}
 */
export function bmiGroup(bmiBefore, rules) {
  if (bmiBefore === null) {
    return null;
  }
  const { groups } = rules.rows("pregnancy_weight");
  return groups.findLast((/** @type {any} */ { bmi_from: from }) => from === null || atLeast(bmiBefore, from)).group;
}

/**
 * Recommended gain of the whole pregnancy (HML-04).
 * @param {string|null} group
 * @param {Rules} rules
 * @returns {GainBand|null}
 */
export function totalGain(group, rules) {
  if (group === null) {
    return null;
  }
  const [minKg, maxKg] = rowOf(group, rules).total_kg.map(Number);
  return { minKg, maxKg };
}

/**
 * Expected gain after so many weeks, a part of one too, to 0.01 kg, half up (HML-05); null before week 0.
 * @param {string|null} group
 * @param {number|null} weeks
 * @param {Rules} rules
 * @returns {GainBand|null}
 */
export function gainByWeek(group, weeks, rules) {
  if (group === null || weeks === null || weeks < 0) {
    return null;
  }
  const { first_weeks: firstWeeks, first_kg: firstKg } = rules.rows("pregnancy_weight");
  const weekly = rowOf(group, rules).weekly_kg;
  // Weeks in whole units of their last digit, so that a part of one stays exact.
  const part = 10 ** decimalsOf(weeks);
  const lasted = units(weeks, decimalsOf(weeks));
  const early = Math.min(lasted, firstWeeks * part);
  const late = Math.max(lasted - firstWeeks * part, 0);
  const [minKg, maxKg] = firstKg.map(
    (/** @type {string} */ first, /** @type {number} */ place) =>
      halfUp(units(first, DECIMALS) * early + units(weekly[place], DECIMALS) * late * firstWeeks, firstWeeks * part) / 10 ** DECIMALS,
  );
  return { minKg, maxKg };
}

/** @param {string} group @param {Rules} rules */
function rowOf(group, rules) {
  return rules.rows("pregnancy_weight").groups.find((/** @type {any} */ row) => row.group === group);
}
