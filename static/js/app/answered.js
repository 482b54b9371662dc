// What the answers and tests of a visit mean in sentences: all that is on the cards beside growth, body and blood pressure
// (visits/answered.py).
import { classifyHaemoglobin } from "../clinical/anaemia.js";
import { classifyCholesterol } from "../clinical/laboratory.js";
import { sayMother } from "../clinical/maternal-referral.js";
import { maternalPressure } from "../clinical/maternal-risk.js";
import { senseAdvice } from "../clinical/senses.js";
import { filled } from "../clinical/texts.js";
import { screenTuberculosis, tuberculosisAnswers } from "../clinical/tuberculosis.js";

const PREGNANT = "hamil";
const OF_CHILD = [
  ...["development_complete", "exclusive_breastfeeding", "feeding_suits_age"],
  ...["immunisation_complete", "local_food_eaten", "sick"],
];
const SENSES = [
  ["fingers", "eye_right", "eye_left"],
  ["whisper", "ear_right", "ear_left"],
];

/**
 * @typedef {import("../clinical/advice.js").Finding} Finding
 * @typedef {import("./judging.js").Card} Card
 * @typedef {{rows: (table: string) => any}} Rules
 */

/** Sentences about the answers, in the order of the day. @param {Card} card @param {Rules} rules @returns {Finding[]} */
export function answeredFindings(card, rules) {
  const ofCard = card.card === "child" ? ofChild(card, rules) : ofBody(card, rules);
  return [...(card.mother ? ofMother(card, rules) : []), ...ofCard, ...tuberculosis(card, rules)];
}

function ofChild({ values }, rules) {
  return OF_CHILD.flatMap((name) => answer(name, values[name], rules));
}

/** @returns {Finding[]} */
function ofBody({ card, values, sex, age, pregnant }, rules) {
  const found = [];
  const gDl = values.haemoglobin_g_dl ?? null;
  const anaemia = classifyHaemoglobin({ sex, months: age.months, pregnant, gDl }, rules);
  if (anaemia) {
    const { level, text } = rules.rows("anaemia").advice[anaemia.category];
    found.push({ field: "haemoglobin_g_dl", level, text });
  }
  const cholesterol = classifyCholesterol(values.cholesterol_mg_dl ?? null, rules);
  if (cholesterol) {
    const { level, text } = rules.rows("laboratory").cholesterol_advice[cholesterol];
    found.push({ field: "cholesterol_mg_dl", level, text });
  }
  found.push(...SENSES.flatMap(([test, ...names]) => sense(test, names, values, rules)));
  return card === "school_age" ? [...found, ...answer("iron_weekly", values.iron_weekly, rules)] : found;
}

function sense(test, names, values, rules) {
  const results = names.map((name) => values[name]).filter(Boolean);
  if (!results.length) {
    return [];
  }
  const { disturbed, normal } = rules.rows("senses");
  const isDisturbed = results.includes(disturbed);
  const text = senseAdvice(test, isDisturbed ? disturbed : normal, rules);
  return [{ field: names[0], level: isDisturbed ? "rujuk" : "baik", text }];
}

/** The four questions of every card. @param {Object<string, any>} values @param {Rules} rules */
export function signsOf(values, rules) {
  const { tb_cough: cough = null, tb_fever: fever = null, tb_weight: weight = null, tb_contact: contact = null } = values;
  return tuberculosisAnswers({ cough, fever, weight, contact }, rules);
}

function tuberculosis({ values }, rules) {
  const screened = screenTuberculosis(signsOf(values, rules), rules);
  if (!screened || screened.advice === null) {
    return [];
  }
  const level = screened.refer ? "rujuk" : screened.suspected ? "perhatian" : "baik";
  return [{ field: "tb_cough", level, text: screened.advice }];
}

/** @returns {Finding[]} */
function ofMother({ card, mother, values }, rules) {
  const body = card === "child" ? {} : values;
  const check = {
    followsCurve: values.weight_on_curve,
    muacCm: body.muac_cm ?? null,
    takesIronDaily: values.iron_daily,
    eatsExtraDaily: values.extra_food_daily,
    attendsClass: values.mother_class,
    breastfeeds: values.breastfeeding,
    // Whether she uses a method is told after a birth only.
    usesContraception: mother === PREGNANT ? null : body.contraception,
  };
  const found = sayMother(check, rules);
  const colour = maternalPressure(body.systolic ?? null, body.diastolic ?? null, rules);
  const isGreen = colour === null || colour === rules.rows("maternal_risk").pressure_otherwise;
  if (values.pressure_on_curve === false && isGreen) {
    found.push(...answer("pressure_on_curve", false, rules));
  }
  found.push(...answer("vitamin_a_taken", values.vitamin_a_taken, rules));
  if ((values.gestation_weeks ?? null) !== null) {
    const { level, text } = rules.rows("advice").answers.gestation_weeks;
    found.push({ field: "gestation_weeks", level, text: filled(text, { weeks: values.gestation_weeks }) });
  }
  return found;
}

/** The sentence of one Ya or Tidak, where there is one for it. @returns {Finding[]} */
function answer(name, value, rules) {
  if (value !== true && value !== false) {
    return [];
  }
  const row = rules.rows("advice").answers[name]?.[value ? "ya" : "tidak"];
  return row ? [{ field: name, level: row.level, text: row.text }] : [];
}
