// Questions about a card from school age on, beside the visit before (RANGE-01; visits/rules/doubts/body.py).
import { bloodPressureQuestion, isPossible } from "./blood-pressure.js";
import { bmi } from "./body-mass.js";
import { ageOn } from "./dates.js";
import { ASK, CardLimits, REFUSE, doubt, doubtBirthDate, isMissing } from "./doubts-card.js";
import { above, minus, numberText, times, within } from "./numbers.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {import("./doubts-card.js").Doubt} Doubt
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} BodyMeasures kg, cm, mmHg, mg/dL, g/dL; null = not measured
 * @property {Measure|null} [weightKg]
 * @property {Measure|null} [heightCm]
 * @property {Measure|null} [waistCm]
 * @property {Measure|null} [muacCm]
 * @property {number|null} [systolic]
 * @property {number|null} [diastolic]
 * @property {Measure|null} [glucoseMgDl]
 * @property {Measure|null} [cholesterolMgDl]
 * @property {Measure|null} [uricAcidMgDl]
 * @property {Measure|null} [haemoglobinGDl]
 */

/**
 * Everything to ask about a card from school age on; `previous` is the visit before, null without. A birth date after
 * `day` is the only answer then.
 * @param {{birthDate: string, day: string, now: BodyMeasures, previous?: BodyMeasures|null}} given
 * @param {Rules} rules
 * @returns {Doubt[]}
 */
export function doubtBody({ birthDate, day, now, previous = null }, rules) {
  const birth = doubtBirthDate(birthDate, day, rules);
  if (birth?.severity === REFUSE) {
    return [birth];
  }
  const rows = rules.rows("plausibility");
  const isAdult = ageOn(birthDate, day).years >= rows.adult_from_years;
  const limits = new CardLimits(isAdult ? "adult" : "school_age", rules);
  const usual = { ...rows.usual, ...(isAdult ? rows.usual_adult : {}) };
  const card = { isAdult, limits, usual, now, before: previous ?? {}, rules };
  return [
    ...(birth ? [birth] : []),
    ...(swapped(card) ?? weightAndHeight(card)),
    ...single(card, "waist_cm", now.waistCm),
    ...single(card, "muac_cm", now.muacCm),
    ...pressure(card),
    ...single(card, "glucose_mg_dl", now.glucoseMgDl),
    ...single(card, "cholesterol_mg_dl", now.cholesterolMgDl),
    ...single(card, "uric_acid_mg_dl", now.uricAcidMgDl),
    ...single(card, "haemoglobin_g_dl", now.haemoglobinGDl),
  ];
}

/** @returns {Doubt[]|null} */
function swapped(card) {
  const { limits, now } = card;
  const { weightKg: weight, heightCm: height } = now;
  if (isMissing(weight) || isMissing(height) || fit(card, weight, height) || !fit(card, height, weight)) {
    return null;
  }
  const possible = limits.severity("weight_kg", weight) === ASK && limits.severity("height_cm", height) === ASK;
  const text = limits.say("swapped", { weight: numberText(height), height: numberText(weight) });
  return [doubt("weight_kg", possible ? ASK : REFUSE, text)];
}

/** @returns {Doubt[]} */
function single({ limits, usual }, field, value) {
  if (isMissing(value)) {
    return [];
  }
  const refusal = limits.refusal(field, value, usual[field]);
  if (refusal) {
    return [refusal];
  }
  const common = usual[field];
  return !common || within(value, common.low, common.high)
    ? []
    : [limits.ask(field, "unusual", { measure: limits.measure(field, value) })];
}

function weightAndHeight(card) {
  const { limits, now } = card;
  const { weightKg: weight, heightCm: height } = now;
  const found = [...single(card, "weight_kg", weight), ...single(card, "height_cm", height)];
  if (!found.length && !isMissing(weight) && !isMissing(height) && !fit(card, weight, height)) {
    const values = { weight: numberText(weight), height: numberText(height) };
    found.push(limits.ask("weight_kg", "unlike_each_other", values));
  }
  return found.length ? found : [...weightChange(card), ...heightChange(card)];
}

function weightChange({ limits, now, before }) {
  if (isMissing(now.weightKg) || !(Number(before.weightKg ?? 0) > 0)) {
    return [];
  }
  const change = minus(now.weightKg, before.weightKg);
  const size = change.replace("-", "");
  if (!above(size, times(limits.rows.body_weight_change_share, before.weightKg))) {
    return [];
  }
  const direction = limits.say(above(change, 0) ? "gained" : "lost");
  const values = { direction, change: numberText(size), before: numberText(before.weightKg) };
  return [limits.ask("weight_kg", "body_weight_change", values)];
}

/** A child grows; only a loss is odd. An adult stays. */
function heightChange({ isAdult, limits, now, before }) {
  if (isMissing(now.heightCm) || isMissing(before.heightCm)) {
    return [];
  }
  const loss = minus(before.heightCm, now.heightCm);
  const change = isAdult ? loss.replace("-", "") : loss;
  const most = isAdult ? limits.rows.adult_height_change_cm : limits.rows.length_loss_cm;
  const values = { change: numberText(change), before: numberText(before.heightCm) };
  return above(change, most) ? [limits.ask("height_cm", "adult_height_change", values)] : [];
}

function fit({ limits, rules }, weight, height) {
  const possible = limits.severity("weight_kg", weight) === ASK && limits.severity("height_cm", height) === ASK;
  const { low, high } = limits.rows.usual_bmi;
  const value = bmi(weight, height, rules);
  return possible && value !== null && within(value, low, high);
}

/** @returns {Doubt[]} */
function pressure({ limits, now, rules }) {
  const { systolic = null, diastolic = null } = now;
  if (systolic === null && diastolic === null) {
    return [];
  }
  if (systolic === null || diastolic === null) {
    return [doubt(systolic === null ? "systolic" : "diastolic", REFUSE, limits.say("one_pressure_missing"))];
  }
  const slips = [limits.refusal("systolic", systolic), limits.refusal("diastolic", diastolic)];
  const meant = slips.filter((slip) => slip !== null && slip.meant !== null);
  const [upper, lower] = slips.map((slip, place) => slip?.meant ?? [systolic, diastolic][place]);
  // Explained, they must be in their places: 13,5 over 80 was 135 over 80.
  if (meant.length && above(upper, lower)) {
    return meant;
  }
  const text = bloodPressureQuestion(systolic, diastolic, rules);
  return text ? [doubt("systolic", isPossible(systolic, diastolic, rules) ? ASK : REFUSE, text)] : [];
}
