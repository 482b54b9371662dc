// The band of the KMS that a child's weight-for-age lies in (KMS-05; visits/rules/growth_band.py).
import { below, compare } from "./numbers.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 */

/**
 * On a negative line a point belongs to the band above, on 0 or a positive line to the band below.
 * @param {Measure|null} weightForAgeZ SD, 2 decimals
 * @param {Rules} rules
 * @returns {string|null} null without a score
 */
export function growthBand(weightForAgeZ, rules) {
  if (weightForAgeZ === null) {
    return null;
  }
  const { bands } = rules.rows("growth_band");
  const holds = (/** @type {any} */ row) =>
    (row.below !== undefined && below(weightForAgeZ, row.below)) ||
    (row.to !== undefined && compare(weightForAgeZ, row.to) <= 0);
  return (bands.find(holds) ?? bands.at(-1)).band;
}
