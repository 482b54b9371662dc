// What the measures mean, in one short sentence each (visits/rules/advice.py); the sentences are the table "advice".
import { classifyAdultPressure } from "./blood-pressure.js";
import { classifyAsiaPacific } from "./body-mass.js";
import { maternalPressure } from "./maternal-risk.js";
import { numberText } from "./numbers.js";
import { aboveOrangeLine, belowRedLine } from "./nutrition.js";
import { filled } from "./texts.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {"baik"|"perhatian"|"rujuk"} Level how loud a finding is: quiet, asking, acting
 * @typedef {{field: string, level: Level, text: string}} Finding one sentence about one field
 */

/** Quietest first. @type {Level[]} */
export const LEVELS = ["baik", "perhatian", "rujuk"];

/**
 * Findings of a child's check, in the order of the card. An implausible value keeps its referral (ANT-08).
 * @param {object} said
 * @param {import("./weight-gain.js").WeightGain|null} [said.gain]
 * @param {number} [said.notGainedRun] consecutive T up to and including this visit
 * @param {string|null} [said.weightForAge]
 * @param {Measure|null} [said.weightForAgeZ] beyond the red or the orange line, the line speaks instead of the class
 * @param {string|null} [said.heightForAge]
 * @param {string|null} [said.weightForHeight]
 * @param {string|null} [said.bmiForAge] where weight for height has no value by age
 * @param {string|null} [said.head]
 * @param {string|null} [said.muac]
 * @param {boolean} [said.oedema]
 * @param {string[]} [said.implausible]
 * @param {Rules} rules
 * @returns {Finding[]}
 */
export function sayChild({ gain = null, notGainedRun = 0, oedema = false, implausible = [], ...classes }, rules) {
  const rows = rules.rows("advice");
  const found = sayAgain(rows, implausible);
  if (gain && gain.status !== null) {
    found.push(...sayGain(rows, gain, notGainedRun, rules));
  }
  if (oedema) {
    // Oedema speaks instead of weight for height.
    found.push(finding("oedema", rows.oedema));
  }
  const line = classes.weightForAge ? weightLine(classes.weightForAgeZ ?? null, rules) : null;
  if (line !== null) {
    found.push(finding("weight_for_age", rows.weight_lines[line], { label: classes.weightForAge }));
  }
  const labels = {
    weight_for_age: line === null ? classes.weightForAge : null,
    height_for_age: classes.heightForAge,
    weight_for_height: oedema ? null : classes.weightForHeight,
    bmi_for_age: oedema ? null : classes.bmiForAge,
    head_cm: classes.head,
    muac_cm: classes.muac,
  };
  for (const [field, label] of Object.entries(labels)) {
    if (label) {
      found.push(finding(field, rows[field][label]));
    }
  }
  return found;
}

/**
 * Findings of a check from school age on, in the order of the card.
 * @param {object} said
 * @param {Measure|null} [said.bmi]
 * @param {string|null} [said.bmiClass]
 * @param {boolean|null} [said.centralObesity]
 * @param {number|null} [said.systolic]
 * @param {number|null} [said.diastolic]
 * @param {string|null} [said.pressureCode]
 * @param {boolean} [said.childExceeds] of blood-pressure.js, 7 to 12 years
 * @param {boolean} [said.adolescentElevated] isElevated of blood-pressure.js, 13 to 17 years
 * @param {Measure|null} [said.glucoseMgDl]
 * @param {string|null} [said.glucoseClass]
 * @param {boolean} [said.pregnant] a high pressure is then told in the words for mothers (TD-05)
 * @param {Rules} rules
 * @returns {Finding[]}
 */
export function sayAdult(said, rules) {
  const { bmi = null, bmiClass = null, centralObesity = null, glucoseMgDl = null, glucoseClass = null } = said;
  const rows = rules.rows("advice");
  const found = [];
  if (bmiClass !== null) {
    found.push(finding("bmi", rows.bmi[bmiClass], { value: bmi === null ? "" : ` ${numberText(bmi)}` }));
  }
  if (centralObesity !== null) {
    found.push(finding("waist_cm", rows.waist_cm[centralObesity ? "large" : "normal"]));
  }
  found.push(...sayPressure(rows, said, rules));
  if (glucoseClass !== null && glucoseMgDl !== null) {
    found.push(finding("glucose_mg_dl", rows.glucose_mg_dl[glucoseClass], { value: numberText(glucoseMgDl) }));
  }
  return found;
}

/**
 * Small print beside the findings: from 18 years the pressure's class and the Asia-Pacific one of the body mass (TD-01,
 * IMT-02); for a pregnant woman, that her body is not judged as another's (IMT-01, TD-05).
 * @param {{ageYears: number, bmi?: Measure|null, waistCm?: Measure|null, systolic?: number|null,
 *   diastolic?: number|null, pregnant?: boolean}} said
 * @param {Rules} rules
 * @returns {string[]}
 */
export function noteBody({ ageYears, bmi = null, waistCm = null, systolic = null, diastolic = null, pregnant }, rules) {
  const texts = rules.rows("advice").notes;
  if (pregnant) {
    return bmi !== null || waistCm !== null || systolic !== null ? [texts.pregnant] : [];
  }
  if (ageYears < rules.rows("blood_pressure").adult_from_years) {
    return [];
  }
  const notes = [];
  const reading = classifyAdultPressure(systolic, diastolic, rules);
  if (reading) {
    const isolated = reading.isolatedSystolic ? texts.isolated_systolic : "";
    const label = reading.category.toLowerCase();
    notes.push(filled(texts.pressure_class, { systolic, diastolic, label, isolated }));
  }
  if (bmi !== null) {
    notes.push(filled(texts.asia_pacific, { value: numberText(bmi), label: classifyAsiaPacific(bmi, rules) }));
  }
  return notes;
}

/**
 * The row of "weight_lines" for a z-score beyond the red or the orange line; null between them (KMS-04).
 * @param {Measure|null} weightForAgeZ
 * @param {Rules} rules
 */
function weightLine(weightForAgeZ, rules) {
  if (belowRedLine(weightForAgeZ, false, rules)) {
    return "below_red";
  }
  return aboveOrangeLine(weightForAgeZ, rules) ? "above_orange" : null;
}

/**
 * Findings to show while these fields are asked about: nothing good is said about a doubted value (RANGE-01).
 * @param {Finding[]} findings
 * @param {string[]} asked
 * @param {Rules} rules
 */
export function besideQuestions(findings, asked, rules) {
  const about = rules.rows("plausibility").findings_about;
  const doubted = asked.flatMap((name) => about[name] ?? [name]);
  return findings.filter(({ field, level }) => level !== "baik" || !doubted.includes(field));
}

/**
 * The loudest level; null without findings.
 * @param {Finding[]} findings
 * @returns {Level|null}
 */
export function worstLevel(findings) {
  return LEVELS.findLast((level) => findings.some((one) => one.level === level)) ?? null;
}

function finding(field, { level, text }, values = {}) {
  return { field, level, text: filled(text, values) };
}

function sayAgain(rows, implausible) {
  return Object.entries(rows.measure_again)
    .filter(([index]) => implausible.includes(index))
    .map(([, { field, text }]) => ({ field, level: rows.measure_again_level, text }));
}

function sayPressure(rows, { systolic = null, diastolic = null, pressureCode = null, ...limits }, rules) {
  if (pressureCode === null || systolic === null || diastolic === null) {
    return [];
  }
  const colour = limits.pregnant ? maternalPressure(systolic, diastolic, rules) : null;
  if (colour !== null && colour !== rules.rows("maternal_risk").pressure_otherwise) {
    const said = rules.rows("maternal_advice").findings.blood_pressure[colour];
    return [finding("blood_pressure", said, { value: `${systolic}/${diastolic}` })];
  }
  const { urgent } = rules.rows("blood_pressure");
  let kind = pressureCode;
  if (systolic >= urgent.systolic || diastolic >= urgent.diastolic) {
    kind = "urgent";
  } else if (pressureCode !== "T" && !limits.pregnant && (limits.childExceeds || limits.adolescentElevated)) {
    kind = limits.childExceeds ? "child" : "elevated";
  }
  return [finding("blood_pressure", rows.blood_pressure[kind], { systolic, diastolic })];
}

function sayGain(rows, gain, run, rules) {
  const limits = rules.rows("weight_gain");
  const found = [];
  if (gain.status === "T") {
    const months = run >= limits.run_that_refers ? filled(rows.not_gained.run, { run }) : "";
    found.push(finding("weight_kg", rows.gain.T, { what: notGained(rows.not_gained, gain), months }));
  } else {
    found.push(finding("weight_kg", rows.gain[gain.status], { grams: gain.gainG }));
  }
  if (gain.closeWarning) {
    found.push(finding("weight_kg", rows.close_weighings, { days: limits.close_days }));
  }
  return found;
}

function notGained(texts, { gainG, minimumGainG }) {
  const grams = gainG ?? 0;
  let text = texts.same;
  if (grams !== 0) {
    text = grams > 0 ? texts.too_little : texts.lost;
  }
  return filled(text, { grams: Math.abs(grams), minimum: minimumGainG });
}
