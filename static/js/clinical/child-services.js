// Who is due for what: immunisation, vitamin A and deworming of a child on a day (visits/rules/child_services.py).
import { dewormingDue } from "./deworming.js";
import { dosesDue } from "./immunisation.js";
import { capsuleDue } from "./vitamin-a.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} Child
 * @property {string} birth
 * @property {string} day
 * @property {import("./immunisation.js").Given} doses
 * @property {string[]} [vitaminAOn]
 * @property {string[]} [dewormedOn]
 *
 * @typedef {object} ChildServices
 * @property {import("./immunisation.js").PlannedDose[]} immunisations
 * @property {string|null} vitaminA
 * @property {number|null} dewormingMg
 * @property {boolean} anything whether the child should be called for one of them
 */

/**
 * What is due on `day` after what was given before.
 * @param {Child} child
 * @param {Rules} rules
 * @returns {ChildServices}
 * @throws {RangeError} when `day` is before birth
 */
export function childServices({ birth, day, doses, vitaminAOn = [], dewormedOn = [] }, rules) {
  if (day < birth) {
    throw new RangeError("Tanggal ini sebelum tanggal lahir.");
  }
  const immunisations = dosesDue(birth, day, doses, rules);
  const vitaminA = capsuleDue(birth, day, vitaminAOn, rules);
  const dewormingMg = dewormingDue(birth, day, dewormedOn, rules);
  return { immunisations, vitaminA, dewormingMg, anything: immunisations.length > 0 || Boolean(vitaminA || dewormingMg) };
}
