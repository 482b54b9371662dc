// From a measurement to z-scores, as WHO's own macros give them (visits/rules/growth/scores.py): lengths are whole
// thousandths of a centimetre inside and scores whole hundredths, so that neither 103.1 - 0.7 nor -0.00 goes wrong.
import { roundHalfEven } from "./numbers.js";
import { between, tablesFor } from "./who.js";

/**
 * @typedef {import("./who.js").Row} Row
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} Measurement
 * @property {string} sex "L" or "P"
 * @property {number} ageDays whole days
 * @property {Measure|null} [weightKg]
 * @property {Measure|null} [heightCm]
 * @property {string|null} [position] "telentang" or "berdiri"; without it, the one for the age
 * @property {Measure|null} [headCm]
 * @property {Measure|null} [muacCm]
 * @property {boolean} [oedema] of both feet
 *
 * @typedef {object} Scores hundredths of z; null where WHO gives no value
 * @property {number|null} weightForAge
 * @property {number|null} heightForAge
 * @property {number|null} weightForHeight
 * @property {number|null} bmiForAge
 * @property {number|null} headForAge
 * @property {number|null} muacForAge
 */

/** Names of the indices in the tables and in the database, in the order of Scores. */
const INDICES = {
  weight_for_age: "weightForAge",
  height_for_age: "heightForAge",
  weight_for_height: "weightForHeight",
  bmi_for_age: "bmiForAge",
  head_for_age: "headForAge",
  muac_for_age: "muacForAge",
};

const UNKNOWN = {
  weightForAge: null,
  heightForAge: null,
  weightForHeight: null,
  bmiForAge: null,
  headForAge: null,
  muacForAge: null,
};

/**
 * Score one measurement: z to 2 decimals (null = no value) and the names of the implausible indices. A missing or
 * non-positive measure has no score. The corrected height is for people, to 1 decimal.
 * @param {Measurement} measurement
 * @param {Rules} rules
 * @throws {RangeError} for an age below 0
 */
export function assessGrowth(measurement, rules) {
  const { sex, ageDays, weightKg, heightCm, position = null, headCm, muacCm, oedema = false } = measurement;
  if (ageDays < 0) {
    throw new RangeError("Tanggal ukur sebelum tanggal lahir.");
  }
  const limits = rules.rows("growth");
  const measured = toLength(heightCm);
  const length = correctLength(measured, ageDays, position, rules);
  const values = { weight: positive(weightKg), length, head: positive(headCm), muac: positive(muacCm), oedema };
  // Nobody guesses a sex: without one there is no score.
  const scores = sex ? score(tablesFor(sex, rules), ageDays, ageDays / limits.days_per_month, values, rules) : UNKNOWN;
  const z = (/** @type {number|null} */ hundredths) => (hundredths === null ? null : hundredths / 100);
  return {
    correctedHeightCm: length ? Math.floor((length + 50) / 100) / 10 : null,
    positionNoteIgnored: measured > 0 && standingNoteIgnored(ageDays, position, rules),
    weightForAgeZ: z(scores.weightForAge),
    heightForAgeZ: z(scores.heightForAge),
    weightForHeightZ: z(scores.weightForHeight),
    bmiForAgeZ: z(scores.bmiForAge),
    headForAgeZ: z(scores.headForAge),
    muacForAgeZ: z(scores.muacForAge),
    implausible: implausible(scores, rules),
  };
}

/**
 * Names of the indices whose score lies strictly beyond WHO's limits (ANT-08).
 * @param {Scores} scores
 * @param {Rules} rules
 * @returns {string[]}
 */
export function implausible(scores, rules) {
  const { plausible } = rules.rows("growth");
  return Object.entries(INDICES)
    .filter(([name, key]) => scores[key] !== null && !(plausible[name][0] <= scores[key] && scores[key] <= plausible[name][1]))
    .map(([name]) => name);
}

/**
 * Thousandths of a centimetre; 0 when missing or not positive.
 * @param {Measure|null|undefined} heightCm
 */
export function toLength(heightCm) {
  return Math.max(roundHalfEven(Number(heightCm ?? 0) * 1000), 0);
}

/**
 * Whether "berdiri" is noted for a child too young to stand, which WHO takes as an error (ANT-02).
 * @param {number} ageDays
 * @param {string|null} position
 * @param {Rules} rules
 */
export function standingNoteIgnored(ageDays, position, rules) {
  const limits = rules.rows("growth");
  return position === limits.standing && ageDays < limits.standing_note_ignored_under_months * limits.days_per_month;
}

/**
 * Length lying below 731 days, height standing from there (ANT-02), in thousandths of a centimetre.
 * @param {number} length
 * @param {number} ageDays
 * @param {string|null} position
 * @param {Rules} rules
 */
export function correctLength(length, ageDays, position, rules) {
  const limits = rules.rows("growth");
  if (!length) {
    return 0;
  }
  if (ageDays < limits.first_standing_day) {
    const corrected = position === limits.standing && !standingNoteIgnored(ageDays, position, rules);
    return corrected ? length + limits.position_correction : length;
  }
  return position === limits.lying ? Math.max(length - limits.position_correction, 0) : length;
}

/**
 * All scores of one child; the months count from day 1857 only, where WHO's reference is by month.
 * @param {import("./who.js").Tables} tables
 * @param {number} ageDays
 * @param {number} ageMonths
 * @param {{weight: number, length: number, head: number, muac: number, oedema: boolean}} values
 * @param {Rules} rules
 * @returns {Scores}
 */
export function score(tables, ageDays, ageMonths, values, rules) {
  const limits = rules.rows("growth");
  return ageDays > limits.last_day_2006
    ? scoreByMonth(tables, ageMonths, values, limits.edge_sd)
    : scoreByDay(tables, ageDays, values, limits);
}

function scoreByDay(tables, day, { weight, length, head, muac, oedema }, limits) {
  const heightCm = length / 1000;
  const heavy = weight > 0 && !oedema;
  const lengthTable = day < limits.first_standing_day ? tables.wfl : tables.wfh;
  const sized = heavy && length > 0;
  const lengthRow = sized ? between(lengthTable, Math.floor(length / 100), (length % 100) / 100) : null;
  return {
    weightForAge: heavy ? edgedZ(tables.wfa.rows[day], weight, limits.edge_sd) : null,
    heightForAge: length ? plainZ(tables.lhfa.rows[day], heightCm) : null,
    weightForHeight: edgedZ(lengthRow, weight, limits.edge_sd),
    bmiForAge: sized ? edgedZ(tables.bfa.rows[day], bodyMass(weight, heightCm), limits.edge_sd) : null,
    headForAge: head > 0 ? plainZ(tables.hcfa.rows[day], head) : null,
    muacForAge: muac > 0 ? edgedZ(between(tables.acfa, day, 0), muac, limits.edge_sd) : null,
  };
}

function scoreByMonth(tables, months, { weight, length, oedema }, edgeSd) {
  const heightCm = length / 1000;
  const heavy = weight > 0 && !oedema;
  const whole = Math.floor(months);
  const row = (/** @type {any} */ table) => between(table, whole, months - whole);
  return {
    weightForAge: heavy ? edgedZ(row(tables.wfa07), weight, edgeSd) : null,
    heightForAge: length ? plainZ(row(tables.hfa07), heightCm) : null,
    weightForHeight: null,
    bmiForAge: heavy && length ? edgedZ(row(tables.bfa07), bodyMass(weight, heightCm), edgeSd) : null,
    headForAge: null,
    muacForAge: null,
  };
}

/**
 * The measure that has this z-score: an SD line.
 * @param {Row} row
 * @param {number} z
 */
export function valueAt({ power, median, variation }, z) {
  return power ? median * (1 + power * variation * z) ** (1 / power) : median * Math.exp(variation * z);
}

/**
 * Hundredths of z for length, height and head circumference: never adjusted at the edges.
 * @param {Row|null} row
 * @param {number} value
 */
export function plainZ(row, value) {
  return row ? hundredths(rawZ(row, value)) : null;
}

/**
 * Hundredths of z for indices with weight or arm: past 3 SD in steps of the outermost SD (ANT-03).
 * @param {Row|null} row
 * @param {number} value
 * @param {number} edgeSd 3
 */
export function edgedZ(row, value, edgeSd) {
  if (!row) {
    return null;
  }
  const z = rawZ(row, value);
  if (z > edgeSd) {
    const edge = valueAt(row, edgeSd);
    return hundredths(edgeSd + (value - edge) / (edge - valueAt(row, edgeSd - 1)));
  }
  if (z < -edgeSd) {
    const edge = valueAt(row, -edgeSd);
    return hundredths(-edgeSd + (value - edge) / (valueAt(row, 1 - edgeSd) - edge));
  }
  return hundredths(z);
}

function rawZ({ power, median, variation }, value) {
  return power ? ((value / median) ** power - 1) / (power * variation) : Math.log(value / median) / variation;
}

function hundredths(z) {
  // "+ 0" turns a negative zero into zero.
  return Number.isFinite(z) ? roundHalfEven(z * 100) + 0 : null;
}

function bodyMass(weightKg, heightCm) {
  return weightKg / (heightCm / 100) ** 2;
}

function positive(value) {
  return Math.max(Number(value ?? 0), 0);
}
