// Tablets, capsules and food given to mothers and girls (HML-06, TTDREM-01, NIFAS-02; visits/rules/supplements.py).
import { halfUp } from "./ratios.js";

const PERMILLE = 1000;

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {{tablets: number, meetsIndicator: boolean, meetsTarget: boolean}} PregnancyTablets
 */

/**
 * Judge the iron tablets received in one pregnancy so far (HML-06).
 * @param {number|null} tablets
 * @param {Rules} rules
 * @returns {PregnancyTablets|null}
 */
export function pregnancyTablets(tablets, rules) {
  const { indicator, target } = rules.rows("supplements").pregnancy_tablets;
  return tablets === null ? null : { tablets, meetsIndicator: tablets >= indicator, meetsTarget: tablets >= target };
}

/**
 * Tablets of a year against one a week, in percent to 1 decimal, half up (TTDREM-01).
 * @param {number|null} tablets
 * @param {Rules} rules
 * @returns {number|null}
 */
export function girlTabletsPercent(tablets, rules) {
  return tablets === null ? null : halfUp(tablets * PERMILLE, rules.rows("supplements").girl_tablets.a_year) / 10;
}

/**
 * The mother's two capsules, in hours after delivery (NIFAS-02): a day apart, both within 42 days.
 * @param {number|null} firstHours
 * @param {number|null} secondHours
 * @param {Rules} rules
 * @returns {"lengkap"|"tidak sesuai"|"kurang"|"belum"}
 */
export function motherVitaminA(firstHours, secondHours, rules) {
  if (firstHours === null || secondHours === null) {
    return firstHours === secondHours ? "belum" : "kurang";
  }
  const { apart_hours: apart, last_hour: last } = rules.rows("supplements").mother_vitamin_a;
  const inTime = firstHours >= 0 && secondHours <= last;
  return inTime && secondHours - firstHours >= apart ? "lengkap" : "tidak sesuai";
}

/**
 * Days of food supplementation (MT bumil KEK) still to be given (LILA-02).
 * @param {number|null} daysGiven
 * @param {Rules} rules
 * @returns {number|null}
 */
export function pregnancyFoodDaysLeft(daysGiven, rules) {
  return daysGiven === null ? null : Math.max(0, rules.rows("supplements").pregnancy_food.days - daysGiven);
}
