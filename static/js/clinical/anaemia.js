// Anaemia by haemoglobin, in the groups of WHO 2011 (HB-01; visits/rules/anaemia.py). Values in g/dL.
import { atLeast, fromUnits, units } from "./numbers.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 */

/**
 * Class of a haemoglobin, compared on 0.1 g/dL (half up), for completed months; null without a value and under 6 months.
 * @param {{sex: string, months: number, pregnant: boolean, gDl: Measure|null}} given
 * @param {Rules} rules
 * @returns {{group: string, category: string}|null}
 */
export function classifyHaemoglobin({ sex, months, pregnant, gDl }, rules) {
  const row = rules.rows("anaemia").groups.find((/** @type {any} */ each) => belongs(each, sex, months, pregnant));
  return row === undefined || gDl === null ? null : { group: row.group, category: category(row, fromUnits(units(gDl, 1), 1)) };
}

/** @param {any} row @param {string} sex @param {number} months @param {boolean} pregnant */
function belongs(row, sex, months, pregnant) {
  if ((row.sex ?? sex) !== sex || (row.pregnant && !pregnant)) {
    return false;
  }
  return row.from_month <= months && months <= (row.to_month ?? months);
}

/** @param {any} row @param {Measure} gDl */
function category(row, gDl) {
  if (atLeast(gDl, row.normal)) {
    return "Tidak anemia";
  }
  if (atLeast(gDl, row.mild)) {
    return "Anemia ringan";
  }
  return atLeast(gDl, row.moderate) ? "Anemia sedang" : "Anemia berat";
}
