// What the values of one card mean, all rules together: the phone's copy of the server's preview.
import { LEVELS, besideQuestions, noteBody, sayAdult, sayChild } from "./advice.js";
import { bloodPressureCode, childExceeds, isElevated } from "./blood-pressure.js";
import { classifyRandomGlucose } from "./blood-sugar.js";
import { bmi, bmiWord, centralObesity, classifyAdultBmi, schoolAgeCode } from "./body-mass.js";
import { ageOn } from "./dates.js";
import { doubtBody } from "./doubts-body.js";
import { REFUSE, isMissing } from "./doubts-card.js";
import { doubtChild } from "./doubts-child.js";
import { growthAge } from "./growth-age.js";
import { assessGrowth } from "./growth.js";
import { maternalPressureCode } from "./maternal-risk.js";
import { within } from "./numbers.js";
import * as nutrition from "./nutrition.js";
import { rangesOf } from "./plausibility.js";
import { proposeAdult, proposeChild, proposeSchoolAge, shownTo } from "./referral.js";
import { gainAndRun } from "./weight-gain.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {import("./advice.js").Finding} Finding
 * @typedef {import("./doubts-card.js").Doubt} Doubt
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {Object<string, any>} Values measures by the names of the form's fields; null = not measured
 *
 * @typedef {object} Given
 * @property {"child"|"school_age"|"adult"} card
 * @property {{sex: string, birth_date: string, gestation_days?: number|null, pregnant?: boolean}} person
 * @property {string} day
 * @property {Values} measures
 * @property {Values|null} previous the visit before, of a child last month's
 * @property {string|null} previous_day
 * @property {{day: string, kg: Measure}[]} weighings a child's, before the day
 * @property {string[]} [kept] fields that were measured again: not asked about any more
 *
 * @typedef {{label: string, z: number|null, category: string, implausible: boolean}} Score
 * @typedef {import("./referral.js").Proposal} Proposal
 * @typedef {{questions: Doubt[], findings: Finding[], proposals: Proposal[], scores: Score[], notes: string[]}} Judgement
 */

const FIELDS = {
  weight_kg: "weightKg",
  height_cm: "heightCm",
  head_cm: "headCm",
  muac_cm: "muacCm",
  waist_cm: "waistCm",
  position: "position",
  systolic: "systolic",
  diastolic: "diastolic",
  glucose_mg_dl: "glucoseMgDl",
  haemoglobin_g_dl: "haemoglobinGDl",
  cholesterol_mg_dl: "cholesterolMgDl",
};

/**
 * Questions about the values, what they mean and whom to send on, without private reasons; a value that cannot be is
 * asked about and not judged.
 * @param {Given} given
 * @param {Rules} rules
 * @returns {Judgement}
 */
export function judgeVisit(given, rules) {
  const person = { sex: given.person.sex, birthDate: given.person.birth_date, day: given.day };
  const [now, previous] = [named(given.measures), given.previous && named(given.previous)];
  const doubts = given.card === "child" ? doubtChild : doubtBody;
  const doubted = doubts({ ...person, now, previous, previousDay: given.previous_day }, rules);
  const questions = doubted.filter(({ field, severity }) => severity === REFUSE || !given.kept?.includes(field));
  const refused = questions.filter(({ severity }) => severity === REFUSE).map(({ field }) => field);
  for (const field of [...refused, ...outside(now, given.card, rules)]) {
    delete now[FIELDS[field]];
  }
  const judged =
    given.card === "child"
      ? judgeChild({ ...person, ...childOf(given), now }, rules)
      : judgeBody({ ...person, now, ...bodyOf(given) }, rules);
  const asked = questions.filter(({ severity }) => severity !== REFUSE).map(({ field }) => field);
  judged.findings = besideQuestions(judged.findings, asked, rules);
  judged.findings.sort((one, other) => LEVELS.indexOf(other.level) - LEVELS.indexOf(one.level));
  // Anybody may look at the phone while it is typed on.
  return { questions, ...judged, proposals: shownTo(judged.proposals, false) };
}

/** @param {Given} given */
function bodyOf({ card, person }) {
  return { isAdultCard: card === "adult", pregnant: Boolean(person.pregnant) };
}

/** @param {Given} given */
function childOf({ person, measures, weighings }) {
  return { gestationDays: person.gestation_days ?? null, oedema: Boolean(measures.oedema), weighings };
}

function judgeChild({ sex, birthDate, gestationDays, day, now, oedema, weighings }, rules) {
  const age = ageOn(birthDate, day);
  // The settings of the kabupaten say which day of WHO's tables an age means; before a corrected birth none, and so no
  // score.
  const { tableDay: knownDay } = growthAge(birthDate, day, gestationDays, rules);
  const tableDay = knownDay ?? 0;
  const growth = assessGrowth({ sex: knownDay === null ? null : sex, ageDays: tableDay, ...now, oedema }, rules);
  const weightForHeight = nutrition.classifyWeightForHeight(growth.weightForHeightZ, rules);
  const classes = {
    weightForAge: nutrition.classifyWeightForAge(growth.weightForAgeZ, rules),
    heightForAge: nutrition.classifyHeightForAge(growth.heightForAgeZ, rules),
    weightForHeight: nutrition.nutritionStatus(weightForHeight, oedema, rules),
    head: nutrition.classifyHead(growth.headForAgeZ, rules),
    muac: nutrition.classifyMuac(now.muacCm ?? null, age.months, rules),
  };
  const weighed = now.weightKg !== undefined && now.weightKg !== null;
  const { gain = null, run = 0 } = weighed
    ? gainAndRun({ sex, birthDate, history: weighings, day, weightKg: now.weightKg }, rules)
    : {};
  const bmiClass = nutrition.classifyBmiForAge(growth.bmiForAgeZ, tableDay, rules);
  const bmiForAge = nutrition.bmiTellsNutrition(tableDay, rules) ? bmiClass : null;
  const said = { gain, notGainedRun: run, ...classes, bmiForAge, oedema };
  return {
    findings: sayChild({ ...growth, ...said }, rules),
    proposals: proposeChild({ ...growth, ...said, headCm: now.headCm, muacCm: now.muacCm }, rules),
    scores: childScores(growth, { ...classes, bmiClass }, age, rules),
    notes: [],
  };
}

/** @returns {Score[]} */
function childScores(growth, classes, age, rules) {
  const limits = rules.rows("growth");
  const lying = age.days < limits.first_standing_day;
  const rows = [
    ["weight_for_age", "BB/U", growth.weightForAgeZ, classes.weightForAge],
    ["height_for_age", lying ? "PB/U" : "TB/U", growth.heightForAgeZ, classes.heightForAge],
    ["weight_for_height", lying ? "BB/PB" : "BB/TB", growth.weightForHeightZ, classes.weightForHeight],
    ["bmi_for_age", "IMT/U", growth.bmiForAgeZ, classes.bmiClass],
    ["head_for_age", "LK/U", growth.headForAgeZ, classes.head],
    ["muac_for_age", "LiLA/U", growth.muacForAgeZ, classes.muac],
  ];
  const after2006 = ["weight_for_age", "height_for_age", "bmi_for_age"];
  return rows
    .filter(([index]) => age.days <= limits.last_day_2006 || after2006.includes(index))
    .filter(([, , z]) => z !== null)
    .map(([index, label, z, category]) => score(label, z, category, growth.implausible.includes(index)));
}

function judgeBody({ sex, birthDate, day, now, isAdultCard, pregnant }, rules) {
  const age = ageOn(birthDate, day);
  const { weightKg = null, heightCm = null, waistCm = null, glucoseMgDl = null } = now;
  const { systolic = null, diastolic = null } = now;
  const grown = age.years >= rules.rows("blood_pressure").adult_from_years;
  const { tableDay } = growthAge(birthDate, day, null, rules);
  // The weight of a pregnant girl is not hers alone.
  const ofHer = { weightKg: pregnant ? null : weightKg, heightCm };
  const growth = isAdultCard ? null : assessGrowth({ sex, ageDays: tableDay, ...ofHer }, rules);
  const value = bmi(weightKg, heightCm, rules);
  const ofAge = growth && nutrition.classifyBmiForAge(growth.bmiForAgeZ, tableDay, rules);
  const others = isAdultCard || grown ? classifyAdultBmi(value, rules) : schoolAgeCode(ofAge, rules);
  const bmiClass = pregnant ? null : others;
  const said = {
    bmi: value,
    bmiClass,
    centralObesity: pregnant ? null : centralObesity(sex, waistCm, rules),
    systolic,
    diastolic,
    pressureCode: pregnant
      ? maternalPressureCode(systolic, diastolic, rules)
      : bloodPressureCode(systolic, diastolic, age.years, rules),
    pregnant,
    childExceeds: childExceeds(sex, age.years, systolic, diastolic, rules),
    adolescentElevated: isElevated(age.years, systolic, diastolic, rules),
    glucoseMgDl,
    glucoseClass: classifyRandomGlucose(glucoseMgDl, rules),
  };
  const word = bmiClass ? bmiWord(bmiClass, rules) : "";
  const rows = growth ? [["bmi_for_age", "IMT/U", growth.bmiForAgeZ, word], ["", "TB/U", growth.heightForAgeZ, ""]] : [];
  const scores = rows
    .filter(([, , z]) => z !== null)
    .map(([index, label, z, category]) => score(label, z, category, growth.implausible.includes(index)));
  const propose = isAdultCard ? proposeAdult : proposeSchoolAge;
  const reading = { ageYears: age.years, systolic, diastolic, pregnant };
  const proposals = propose({ ...reading, sex, glucoseMgDl }, rules);
  const notes = noteBody({ ...reading, bmi: value, waistCm }, rules);
  return { findings: sayAdult(said, rules), proposals, scores, notes };
}

/** Fields whose value nobody can have: swapped with another, one of the two is asked about and neither is judged. */
function outside(now, card, rules) {
  const ranges = Object.entries(rangesOf(card, rules));
  const typed = ranges.filter(([field]) => !isMissing(now[FIELDS[field]]));
  return typed.filter(([field, { low, high }]) => !within(now[FIELDS[field]], low, high)).map(([field]) => field);
}

/** @returns {Score} */
function score(label, z, category, implausible) {
  return { label, z, category: category ?? "", implausible };
}

/** @param {Values} values */
function named(values) {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name in FIELDS)
      .map(([name, value]) => [FIELDS[name], value === "" ? null : value]),
  );
}
