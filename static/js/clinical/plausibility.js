// Is a typed value possible, and does it fit the child and last month? (RANGE-01; visits/rules/plausibility.py)
import { assessGrowth } from "./growth.js";
import { above, below, minus, numberText, times, within } from "./numbers.js";
import { filled } from "./texts.js";
import { gramsBetween, minimumGainG } from "./weight-gain.js";

const GRAMS = 1000;

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {import("./dates.js").Age} Age
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {"child"|"school_age"|"adult"} Card
 * @typedef {{low: Measure, high: Measure, unit: string, name: string}} Range both ends allowed
 */

/**
 * Possible values of a card by field; from school age on, the cards share what is not weight or height.
 * @param {Card} card
 * @param {Rules} rules
 * @returns {Object<string, Range>}
 */
export function rangesOf(card, rules) {
  const rows = rules.rows("plausibility");
  return card === "child" ? rows.child : { ...rows.body, ...rows[card] };
}

/**
 * Whether the value is possible at all.
 * @param {Card} card
 * @param {string} field
 * @param {Measure} value
 * @param {Rules} rules
 */
export function allows(card, field, value, rules) {
  const { low, high } = rangesOf(card, rules)[field];
  return within(value, low, high);
}

/**
 * What to say about a value outside.
 * @param {Card} card
 * @param {string} field
 * @param {Rules} rules
 */
export function rangeMessage(card, field, rules) {
  const { low, high, ...words } = rangesOf(card, rules)[field];
  const text = rules.rows("plausibility").texts.range;
  return filled(text, { ...words, low: numberText(low), high: numberText(high) });
}

/**
 * What to ask about a child's weight: wrong for the age, swapped with height, or unlike last month's. Null when there
 * is nothing to ask. `previousKg` is last month's weight.
 * @param {{sex: string, age: Age, weightKg: Measure, heightCm?: Measure|null, previousKg?: Measure|null}} given
 * @param {Rules} rules
 * @returns {string|null}
 */
export function weightWarning({ sex, age, weightKg, heightCm = null, previousKg = null }, rules) {
  const { texts, ordinary_z: ordinary } = rules.rows("plausibility");
  const fits = (/** @type {Measure} */ kg, /** @type {number} */ z = null) => weightFits(kg, sex, age, rules, z);
  if (fits(weightKg)) {
    return previousKg === null ? null : weightChange({ sex, age, previousKg, weightKg }, rules);
  }
  if (heightCm !== null && fits(heightCm) && heightFits(weightKg, sex, age, rules)) {
    return filled(texts.swapped, { weight: numberText(heightCm), height: numberText(weightKg) });
  }
  const asked = {
    measure: filled(texts.weight, { value: numberText(weightKg) }),
    meant: meant(weightKg, rules, (kg) => fits(kg, ordinary)),
    again: texts.weigh_again,
    possible: allows("child", "weight_kg", weightKg, rules),
  };
  return question(asked, age, rules);
}

/**
 * What to ask about a child's length or height; null when there is nothing to ask.
 * @param {{sex: string, age: Age, heightCm: Measure, previousCm?: Measure|null}} given
 * @param {Rules} rules
 * @returns {string|null}
 */
export function heightWarning({ sex, age, heightCm, previousCm = null }, rules) {
  const { texts, ordinary_z: ordinary, length_loss_cm: loss } = rules.rows("plausibility");
  const lying = age.days < rules.rows("growth").first_standing_day;
  const measure = filled(lying ? texts.length : texts.height, { value: numberText(heightCm) });
  if (!heightFits(heightCm, sex, age, rules)) {
    const asked = {
      measure,
      meant: meant(heightCm, rules, (cm) => heightFits(cm, sex, age, rules, ordinary)),
      again: texts.measure_again,
      possible: allows("child", "height_cm", heightCm, rules),
    };
    return question(asked, age, rules);
  }
  if (previousCm !== null && above(minus(previousCm, heightCm), loss)) {
    return filled(texts.shorter, { measure, before: numberText(previousCm) });
  }
  return null;
}

/**
 * Whether WHO takes a weight for this age as plausible, or as within so many SD (ANT-08).
 * @param {Measure} weightKg
 * @param {string} sex
 * @param {Age} age
 * @param {Rules} rules
 * @param {number|null} [withinZ]
 */
export function weightFits(weightKg, sex, age, rules, withinZ = null) {
  const growth = assessGrowth({ sex, ageDays: age.days, weightKg }, rules);
  return fitsCurve(growth.implausible.includes("weight_for_age"), growth.weightForAgeZ, withinZ);
}

/**
 * Whether WHO takes a length for this age as plausible, or as within so many SD (ANT-08).
 * @param {Measure} heightCm
 * @param {string} sex
 * @param {Age} age
 * @param {Rules} rules
 * @param {number|null} [withinZ]
 */
export function heightFits(heightCm, sex, age, rules, withinZ = null) {
  const growth = assessGrowth({ sex, ageDays: age.days, heightCm }, rules);
  return fitsCurve(growth.implausible.includes("height_for_age"), growth.heightForAgeZ, withinZ);
}

/**
 * What to call a child of this age: bayi 12 hari, bayi 3 bulan, anak 1 tahun.
 * @param {Age} age
 * @param {Rules} rules
 */
export function childText(age, rules) {
  const { texts } = rules.rows("plausibility");
  const baby = age.months ? texts.baby_months : texts.baby_days;
  return filled(age.years ? texts.child_years : baby, age);
}

function weightChange({ sex, age, previousKg, weightKg }, rules) {
  const rows = rules.rows("plausibility");
  const gain = gramsBetween(previousKg, weightKg);
  const minimum = minimumGainG(sex, age.months, rules);
  const usual = times(times(rows.weight_change_share, previousKg), GRAMS);
  // A healthy baby gains more than that in each of its first months; only the minimum gain tells much from more.
  const fastGrowing = gain > 0 && age.months < rows.fast_growth_months;
  const tooMuch = minimum !== null && gain > rows.gain_times_minimum * minimum;
  if (!tooMuch && (!above(Math.abs(gain), usual) || fastGrowing)) {
    return null;
  }
  return filled(rows.texts.weight_change, {
    direction: gain > 0 ? rows.texts.gained : rows.texts.lost,
    change: numberText(minus(weightKg, previousKg)).replace("-", ""),
    before: numberText(previousKg),
  });
}

/** What was meant when a slip moved the decimal point or wrote grams: an ordinary value; null when none is. */
function meant(value, rules, fits) {
  return rules.rows("plausibility").slips.map((slip) => times(value, slip)).find(fits) ?? null;
}

function question({ measure, meant: intended, again, possible }, age, rules) {
  const { texts } = rules.rows("plausibility");
  const values = { measure, person: childText(age, rules), again };
  if (intended !== null) {
    return filled(texts.meant, { ...values, meant: numberText(intended) });
  }
  return filled(possible ? texts.rare : texts.impossible, values);
}

function fitsCurve(isImplausible, z, withinZ) {
  if (withinZ === null || z === null) {
    return !isImplausible;
  }
  return !below(z, -withinZ) && !above(z, withinZ);
}
