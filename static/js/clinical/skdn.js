// What a month's weighing comes to (KMS-06; visits/rules/skdn.py).
import { fromUnits } from "./numbers.js";

const PERCENT = 100;

/**
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} Counts children of one area and month
 * @property {number} registered
 * @property {number} withCard
 * @property {number} gained
 * @property {number} notGained
 * @property {number} absentLastMonth
 * @property {number} first
 */

/** D = N + T + O + B. @param {Counts} counts */
export function weighed(counts) {
  return judged(counts) + counts.absentLastMonth + counts.first;
}

/** D' = N + T: those whose gain could be judged. @param {Counts} counts */
export function judged(counts) {
  return counts.gained + counts.notGained;
}

/** S - D; negative when more were weighed than are registered. @param {Counts} counts */
export function absent(counts) {
  return counts.registered - weighed(counts);
}

/**
 * Per cent by indicator, 1 decimal half up; null where the whole is 0.
 * @param {Counts} counts
 * @param {Rules} rules
 * @returns {Object<string, number|null>}
 * @throws {RangeError} for a negative count
 */
export function shares(counts, rules) {
  const figures = figuresOf(counts);
  if (Math.min(...Object.values(figures)) < 0) {
    throw new RangeError("Jumlah anak tidak boleh kurang dari nol.");
  }
  const { indicators, percent_decimals: decimals } = rules.rows("skdn");
  return Object.fromEntries(
    indicators.map((/** @type {any} */ row) => [row.code, percent(figures[row.part], figures[row.whole], decimals)]),
  );
}

/**
 * Label of the F1 age group for completed months; null from 61 months.
 * @param {number} months
 * @param {Rules} rules
 * @returns {string|null}
 */
export function ageGroup(months, rules) {
  const groups = rules.rows("skdn").age_groups;
  return groups.find((/** @type {any} */ row) => row.from_month <= months && months <= row.to_month)?.label ?? null;
}

/** @param {Counts} counts @returns {Object<string, number>} */
function figuresOf(counts) {
  return {
    S: counts.registered,
    K: counts.withCard,
    D: weighed(counts),
    "D'": judged(counts),
    N: counts.gained,
    T: counts.notGained,
    O: counts.absentLastMonth,
    B: counts.first,
  };
}

/** @param {number} part @param {number} whole @param {number} decimals */
function percent(part, whole, decimals) {
  if (!whole) {
    return null;
  }
  // Whole numbers only, so that a half is a half.
  const scaled = part * PERCENT * 10 ** decimals;
  return Number(fromUnits(Math.floor((2 * scaled + whole) / (2 * whole)), decimals));
}
