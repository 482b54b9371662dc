// Arm, blood pressure and risks of pregnant and postpartum women (LILA-02, TD-05, TD-06, RISTI-01;
// visits/rules/maternal_risk.py). LiLA in cm, blood pressure in mmHg, body mass index in kg/m2.
import { above, atLeast, below } from "./numbers.js";
import { isLow } from "./blood-pressure.js";
import { halfUp } from "./ratios.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} RiskAnswers
 * @property {string[]} [answers] codes of the list that were answered yes
 * @property {number|null} [ageYears]
 * @property {number|null} [spacingMonths]
 * @property {Measure|null} [bmiBefore]
 * @property {boolean} [isFirstPregnancy]
 */

/**
 * "merah" under 23.5 cm (KEK, refer), "hijau" from there; pregnant and postpartum (LILA-02).
 * @param {Measure|null} muacCm
 * @param {Rules} rules
 * @returns {string|null}
 */
export function armColour(muacCm, rules) {
  if (muacCm === null) {
    return null;
  }
  const arm = rules.rows("maternal_risk").arm;
  return below(muacCm, arm.limit_cm) ? arm.below : arm.from;
}

/**
 * Whether extra food is due: KEK, or a low body mass index in the first trimester (LILA-02); null without both.
 * @param {Measure|null} muacCm
 * @param {Measure|null} firstTrimesterBmi
 * @param {Rules} rules
 * @returns {boolean|null}
 */
export function needsFood(muacCm, firstTrimesterBmi, rules) {
  if (muacCm === null && firstTrimesterBmi === null) {
    return null;
  }
  const { arm, first_trimester_bmi_limit: limit } = rules.rows("maternal_risk");
  return armColour(muacCm, rules) === arm.below || (firstTrimesterBmi !== null && below(firstTrimesterBmi, limit));
}

/**
 * Colour of a blood pressure: "hijau", "merah", "merah_segera" (TD-05).
 * @param {number|null} systolic
 * @param {number|null} diastolic
 * @param {Rules} rules
 * @returns {string|null}
 */
export function maternalPressure(systolic, diastolic, rules) {
  if (systolic === null || diastolic === null) {
    return null;
  }
  const { pressure, pressure_otherwise: otherwise } = rules.rows("maternal_risk");
  const reached = (/** @type {any} */ row) => systolic >= row.systolic || diastolic >= row.diastolic;
  return pressure.find(reached)?.code ?? otherwise;
}

/**
 * R, N or T of the card: T is red (TD-05), R as of any adult (TD-02); null when a value is missing.
 * @param {number|null} systolic
 * @param {number|null} diastolic
 * @param {Rules} rules
 * @returns {"R"|"N"|"T"|null}
 */
export function maternalPressureCode(systolic, diastolic, rules) {
  const colour = maternalPressure(systolic, diastolic, rules);
  if (colour === null) {
    return null;
  }
  if (colour !== rules.rows("maternal_risk").pressure_otherwise) {
    return "T";
  }
  return isLow(systolic, diastolic, rules) ? "R" : "N";
}

/**
 * What to tell the hospital (TD-05); gestation null means after delivery.
 * @param {string|null} pressure answer of maternalPressure
 * @param {number|null} gestationDays
 * @param {number|null} proteinuriaPlus
 * @param {boolean} convulsion
 * @param {Rules} rules
 * @returns {string|null}
 */
export function suspectedPreeclampsia(pressure, gestationDays, proteinuriaPlus, convulsion, rules) {
  const { preeclampsia: rows, pressure: codes, pressure_otherwise: green } = rules.rows("maternal_risk");
  if (convulsion) {
    return rows.convulsion;
  }
  const late = gestationDays === null || gestationDays > rows.after_days;
  if (!late || pressure === null || pressure === green) {
    return null;
  }
  const plus = proteinuriaPlus ?? 0;
  if (pressure === codes[0].code || plus >= rows.severe_proteinuria_plus) {
    return rows.severe;
  }
  return plus >= rows.proteinuria_plus ? rows.suspected : null;
}

/**
 * Mean arterial pressure to 1 decimal and whether it is over the limit (TD-06), asked under 20 weeks.
 * @param {number|null} systolic
 * @param {number|null} diastolic
 * @param {Rules} rules
 * @returns {{value: number, isPositive: boolean}|null}
 */
export function meanPressure(systolic, diastolic, rules) {
  if (systolic === null || diastolic === null) {
    return null;
  }
  const row = rules.rows("maternal_risk").mean_arterial_pressure;
  const parts = row.systolic_weight + row.diastolic_weight;
  const total = systolic * row.systolic_weight + diastolic * row.diastolic_weight;
  return { value: halfUp(total * 10, parts) / 10, isPositive: total > row.limit * parts };
}

/**
 * Risk factors by degree ("sedang", "tinggi"), as words; the health worker decides (TD-06).
 * @param {RiskAnswers} known
 * @param {Rules} rules
 * @returns {Object<string, string[]>}
 */
export function preeclampsiaFactors(known, rules) {
  const { answers = [], ageYears = null, spacingMonths = null, bmiBefore = null, isFirstPregnancy = false } = known;
  const applies = (/** @type {any} */ row) =>
    answers.includes(row.code) ||
    (ageYears !== null && ageYears >= row.age_from) ||
    (spacingMonths !== null && spacingMonths > row.spacing_over_months) ||
    (bmiBefore !== null && "bmi_over" in row && above(bmiBefore, row.bmi_over)) ||
    (isFirstPregnancy && "first_pregnancy" in row);
  const degrees = Object.entries(rules.rows("maternal_risk").preeclampsia_factors);
  return Object.fromEntries(
    degrees.map(([degree, rows]) => [degree, rows.filter(applies).map((/** @type {any} */ { text }) => text)]),
  );
}

/**
 * Which of the 4T apply (RISTI-01); what is not known raises nothing.
 * @param {number|null} ageYears
 * @param {number|null} livingChildren
 * @param {number|null} spacingMonths
 * @param {Rules} rules
 * @returns {string[]}
 */
export function fourT(ageYears, livingChildren, spacingMonths, rules) {
  const limits = rules.rows("maternal_risk").four_t;
  const found = {
    "terlalu muda": ageYears !== null && ageYears < limits.young_under_years,
    "terlalu tua": ageYears !== null && ageYears > limits.old_over_years,
    "terlalu banyak": livingChildren !== null && livingChildren >= limits.many_from_children,
    "terlalu dekat": spacingMonths !== null && spacingMonths < limits.close_under_months,
  };
  return Object.entries(found).flatMap(([risk, holds]) => (holds ? [risk] : []));
}

/**
 * What else speaks against a pregnancy now (RISTI-01).
 * @param {Measure|null} bmi
 * @param {Measure|null} muacCm
 * @param {Rules} rules
 * @returns {string[]}
 */
export function bodyRisks(bmi, muacCm, rules) {
  const { fit_bmi: fit, arm } = rules.rows("maternal_risk");
  const found = {
    "IMT di luar batas": bmi !== null && !(atLeast(bmi, fit.from) && below(bmi, fit.below)),
    "LiLA kurang": armColour(muacCm, rules) === arm.below,
  };
  return Object.entries(found).flatMap(([risk, holds]) => (holds ? [risk] : []));
}

/**
 * "tinggi kurang" under 145 cm: giving birth may be hard; null from there and where it was not measured.
 * @param {Measure|null} heightCm
 * @param {Rules} rules
 * @returns {string|null}
 */
export function heightRisk(heightCm, rules) {
  return heightCm !== null && below(heightCm, rules.rows("maternal_risk").height_limit_cm) ? "tinggi kurang" : null;
}
