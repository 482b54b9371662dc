// How a table of cut-offs is read: a value on a boundary belongs to the milder class (visits/rules/cutoffs.py).
import { above, atLeast, below } from "./numbers.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 *
 * @typedef {object} Cutoffs classes on both sides of a middle one, outermost first on each side
 * @property {{under: Measure, label: string}[]} below
 * @property {string} middle
 * @property {{over: Measure, label: string}[]} above
 *
 * @typedef {object} Steps lower limits, highest first
 * @property {{from: Measure, label: string}[]} classes
 * @property {string} otherwise
 */

/**
 * The class of one value; null when there is none.
 * @param {Cutoffs} cutoffs
 * @param {Measure|null|undefined} value
 * @returns {string|null}
 */
export function classify(cutoffs, value) {
  if (value === null || value === undefined) {
    return null;
  }
  const found =
    cutoffs.below.find(({ under }) => below(value, under)) ?? cutoffs.above.find(({ over }) => above(value, over));
  return found ? found.label : cutoffs.middle;
}

/**
 * The class of the highest limit that the value reaches; null when there is no value.
 * @param {Steps} steps
 * @param {Measure|null|undefined} value
 * @returns {string|null}
 */
export function classifyFrom(steps, value) {
  if (value === null || value === undefined) {
    return null;
  }
  return (steps.classes.find(({ from }) => atLeast(value, from)) ?? { label: steps.otherwise }).label;
}
