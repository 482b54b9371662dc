// Whether a child gained enough since last month (KMS-01 to KMS-03; visits/rules/weight_gain.py).
import { completedMonths, daysBetween, monthNumber } from "./dates.js";
import { minus, roundHalfEven } from "./numbers.js";

const GRAMS = 1000;

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} WeightGain gain and previous weight are null unless the status is N or T
 * @property {"N"|"T"|"O"|"B"|null} status
 * @property {number|null} gainG
 * @property {number|null} minimumGainG
 * @property {Measure|null} previousKg
 * @property {boolean} closeWarning the two weighings are less than 14 days apart
 */

/** The letters of the KMS and of the monthly form. */
export const GainStatus = { GAINED: "N", NOT_GAINED: "T", ABSENT_LAST_MONTH: "O", FIRST: "B" };

/**
 * KBM in grams for completed months; null in month 0 and after month 60.
 * @param {string} sex "L" or "P"
 * @param {number} months
 * @param {Rules} rules
 * @returns {number|null}
 */
export function minimumGainG(sex, months, rules) {
  const rows = rules.rows("weight_gain");
  if (!(rows.first_month <= months && months <= rows.last_month)) {
    return null;
  }
  const figures = rows.minimum_gain_g[sex];
  return figures[Math.min(months - rows.first_month, figures.length - 1)];
}

/**
 * Judge the weight of `day` by the last weighing of the calendar month before. `history` holds this posyandu's
 * weighings in any order; those of the same calendar month or later do not count.
 * @param {{sex: string, birthDate: string, history: {day: string, kg: Measure}[], day: string, weightKg: Measure}} given
 * @param {Rules} rules
 * @returns {WeightGain}
 */
export function weightGain({ sex, birthDate, history, day, weightKg }, rules) {
  const rows = rules.rows("weight_gain");
  const months = completedMonths(birthDate, day);
  const minimum = minimumGainG(sex, months, rules);
  const alone = (/** @type {WeightGain["status"]} */ status) => ({
    status, gainG: null, minimumGainG: minimum, previousKg: null, closeWarning: false,
  });
  if (months > rows.last_month) {
    return alone(null);
  }
  const earlier = history.filter((weighing) => monthNumber(weighing.day) < monthNumber(day));
  if (!earlier.length || minimum === null) {
    return alone("B");
  }
  const last = earlier.reduce((latest, weighing) => (weighing.day > latest.day ? weighing : latest));
  if (monthNumber(last.day) !== monthNumber(day) - 1) {
    return alone("O");
  }
  const gainG = gramsBetween(last.kg, weightKg);
  return {
    status: gainG >= minimum ? "N" : "T",
    gainG,
    minimumGainG: minimum,
    previousKg: last.kg,
    closeWarning: daysBetween(last.day, day) < rows.close_days,
  };
}

/**
 * The judgement of `day` and how many months in a row have been T with it. A second weighing in a month replaces the
 * first: the run counts months, not weighings.
 * @param {{sex: string, birthDate: string, history: {day: string, kg: Measure}[], day: string, weightKg: Measure}} given
 * @param {Rules} rules
 * @returns {{gain: WeightGain, run: number}}
 */
export function gainAndRun({ sex, birthDate, history, day, weightKg }, rules) {
  const weighings = [...history.filter((weighing) => weighing.day < day), { day, kg: weightKg }];
  weighings.sort((one, other) => one.day.localeCompare(other.day));
  const gains = weighings.map((now, place) =>
    weightGain({ sex, birthDate, history: weighings.slice(0, place), day: now.day, weightKg: now.kg }, rules),
  );
  const months = new Map(weighings.map((now, place) => [monthNumber(now.day), gains[place].status]));
  const gain = gains[gains.length - 1];
  const statuses = [...months.values()].filter((status) => status !== null);
  return { gain, run: gain.status === null ? 0 : notGainedRun(statuses) };
}

/** Gain in whole grams; negative for a loss. @param {Measure} beforeKg @param {Measure} afterKg */
export function gramsBetween(beforeKg, afterKg) {
  return roundHalfEven(Number(minus(afterKg, beforeKg)) * GRAMS) + 0;
}

/**
 * How many T stand at the end of a child's monthly statuses, oldest first; 2 or more is 2T.
 * @param {string[]} statuses
 */
export function notGainedRun(statuses) {
  const gained = statuses.findLastIndex((status) => status !== GainStatus.NOT_GAINED);
  return statuses.length - 1 - gained;
}
