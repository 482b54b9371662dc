// Blood pressure classes and the card's code (TD-01 to TD-04, TD-07; visits/rules/blood_pressure.py). Values in mmHg.
import { within } from "./numbers.js";
import { filled } from "./texts.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {{systolic: number, diastolic: number, label: string}} Limit
 */

const ELEVATED = "Meningkat";

/**
 * The higher class of the two values, from 18 years (TD-01); isolated systolic hypertension is a flag beside it. Null
 * when a value is missing.
 * @param {number|null} systolic
 * @param {number|null} diastolic
 * @param {Rules} rules
 * @returns {{category: string, isolatedSystolic: boolean}|null}
 */
export function classifyAdultPressure(systolic, diastolic, rules) {
  if (systolic === null || diastolic === null) {
    return null;
  }
  const { adult, isolated_systolic: isolated } = rules.rows("blood_pressure");
  return {
    category: worst(adult, systolic, diastolic),
    isolatedSystolic: systolic >= isolated.systolic_from && diastolic < isolated.diastolic_under,
  };
}

/**
 * The higher class of the two values, 13 to 17 years (TD-03).
 * @param {number} systolic
 * @param {number} diastolic
 * @param {Rules} rules
 * @returns {string}
 */
export function classifyAdolescentPressure(systolic, diastolic, rules) {
  return worst(rules.rows("blood_pressure").adolescent, systolic, diastolic);
}

/**
 * From which values a further look is needed (TD-04); null under 7 and from 18 years.
 * @param {string} sex "L" or "P"
 * @param {number} ageYears
 * @param {Rules} rules
 * @returns {{systolic: number, diastolic: number}|null}
 */
export function childLimits(sex, ageYears, rules) {
  const rows = rules.rows("blood_pressure");
  if (rows.adolescent_from_years <= ageYears && ageYears < rows.adult_from_years) {
    return rows.adolescent_screening;
  }
  return rows.screening[sex].find(({ years }) => years === ageYears) ?? null;
}

/**
 * Whether a child's reading is at or above either screening limit of its age (TD-04).
 * @param {string} sex
 * @param {number} ageYears
 * @param {number} systolic
 * @param {number} diastolic
 * @param {Rules} rules
 */
export function needsEvaluation(sex, ageYears, systolic, diastolic, rules) {
  const limits = childLimits(sex, ageYears, rules);
  return limits !== null && reaches(limits, systolic, diastolic);
}

/**
 * Whether a reading of a child of 7 to 12 years is at or above a limit of its own age (TD-04).
 * @param {string} sex
 * @param {number} ageYears
 * @param {number} systolic
 * @param {number} diastolic
 * @param {Rules} rules
 */
export function childExceeds(sex, ageYears, systolic, diastolic, rules) {
  const isChild = ageYears < rules.rows("blood_pressure").adolescent_from_years;
  return isChild && needsEvaluation(sex, ageYears, systolic, diastolic, rules);
}

/**
 * Whether a reading at 13 to 17 years is "meningkat": told, not referred (TD-03).
 * @param {number} ageYears
 * @param {number} systolic
 * @param {number} diastolic
 * @param {Rules} rules
 */
export function isElevated(ageYears, systolic, diastolic, rules) {
  const { adolescent_from_years: first, adult_from_years: grown } = rules.rows("blood_pressure");
  const isAdolescent = first <= ageYears && ageYears < grown;
  return isAdolescent && classifyAdolescentPressure(systolic, diastolic, rules) === ELEVATED;
}

/**
 * Systolic and diastolic from which the card says T: 140/90 from 18 years (TD-02), 130/80 below (TD-03).
 * @param {number} ageYears
 * @param {Rules} rules
 * @returns {{systolic: number, diastolic: number}}
 */
export function cardHighFrom(ageYears, rules) {
  const { high } = rules.rows("blood_pressure").card;
  return high.find((/** @type {{from_years: number}} */ limit) => ageYears >= limit.from_years);
}

/**
 * R, N or T of the card: adult limits from 18 years (TD-02), 130/80 below (TD-03). T wins over R.
 * @param {number|null} systolic
 * @param {number|null} diastolic
 * @param {number} ageYears
 * @param {Rules} rules
 * @returns {"R"|"N"|"T"|null}
 */
export function bloodPressureCode(systolic, diastolic, ageYears, rules) {
  if (systolic === null || diastolic === null) {
    return null;
  }
  if (reaches(cardHighFrom(ageYears, rules), systolic, diastolic)) {
    return "T";
  }
  return isLow(systolic, diastolic, rules) ? "R" : "N";
}

/**
 * Whether either value is under the card's R, at every age (TD-02).
 * @param {number} systolic
 * @param {number} diastolic
 * @param {Rules} rules
 */
export function isLow(systolic, diastolic, rules) {
  const { low } = rules.rows("blood_pressure").card;
  return systolic < low.systolic || diastolic < low.diastolic;
}

/**
 * Whether a reading can be accepted at all (TD-07).
 * @param {number} systolic
 * @param {number} diastolic
 * @param {Rules} rules
 */
export function isPossible(systolic, diastolic, rules) {
  return inside(rules.rows("plausibility").body, systolic, diastolic) && systolic > diastolic;
}

/**
 * What to ask about an impossible or unusual reading; null when there is nothing to ask.
 * @param {number} systolic
 * @param {number} diastolic
 * @param {Rules} rules
 * @returns {string|null}
 */
export function bloodPressureQuestion(systolic, diastolic, rules) {
  const { texts, usual } = rules.rows("plausibility");
  if (systolic <= diastolic) {
    const kind = systolic === diastolic ? "pressure_equal" : "pressure_swapped";
    return filled(texts[kind], { systolic, diastolic });
  }
  if (!isPossible(systolic, diastolic, rules)) {
    return filled(texts.pressure_impossible, { systolic, diastolic });
  }
  return inside(usual, systolic, diastolic) ? null : filled(texts.pressure_rare, { systolic, diastolic });
}

function worst({ classes, otherwise }, systolic, diastolic) {
  const found = classes.find((/** @type {Limit} */ limit) => reaches(limit, systolic, diastolic));
  return found ? found.label : otherwise;
}

function reaches(limits, systolic, diastolic) {
  return systolic >= limits.systolic || diastolic >= limits.diastolic;
}

function inside(ranges, systolic, diastolic) {
  return (
    within(systolic, ranges.systolic.low, ranges.systolic.high) &&
    within(diastolic, ranges.diastolic.low, ranges.diastolic.high)
  );
}
