// Is a typed value possible, and does it fit the child and last month? (RANGE-01; visits/rules/plausibility.py)
import { assessGrowth } from "./growth.js";
import { above, below, minus, numberText, times, within } from "./numbers.js";
import { dayAndMonth, filled } from "./texts.js";
import { gramsBetween, minimumGainG } from "./weight-gain.js";

const GRAMS = 1000;
const MONTHS_A_YEAR = 12;

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {import("./dates.js").Age} Age
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {"child"|"school_age"|"adult"} Card
 * @typedef {{low: Measure, high: Measure, unit: string, name: string}} Range both ends allowed
 * @typedef {{text: string, isRefused: boolean}} Question a refused value cannot be kept by confirming it
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
 * What to ask about a child's weight: wrong for the age, swapped with height, or unlike the one before. Null when there
 * is nothing to ask. `previousKg` is the weight before, `earlier` the words for when that was, last month without them.
 * @param {object} given
 * @param {string} given.sex
 * @param {Age} given.age
 * @param {Measure} given.weightKg
 * @param {Measure|null} [given.heightCm]
 * @param {Measure|null} [given.previousKg]
 * @param {string} [given.earlier]
 * @param {Rules} rules
 * @returns {Question|null}
 */
export function weightWarning({ sex, age, weightKg, heightCm = null, previousKg = null, earlier }, rules) {
  const { texts, ordinary_z: ordinary } = rules.rows("plausibility");
  if (!above(weightKg, 0)) {
    return notPositive("weight_kg", rules);
  }
  const fits = (/** @type {Measure} */ kg, /** @type {number} */ z = null) => weightFits(kg, sex, age, rules, z);
  if (fits(weightKg)) {
    return previousKg === null ? null : weightChange({ sex, age, previousKg, weightKg, earlier }, rules);
  }
  const possible = allows("child", "weight_kg", weightKg, rules);
  const { weightForAgeZ } = assessGrowth({ sex, ageDays: age.days, weightKg }, rules);
  const isSlip = !possible || isImpossible("weight_for_age", weightForAgeZ, rules);
  if (heightCm !== null && areSwapped(weightKg, heightCm, sex, age, rules)) {
    const text = filled(texts.swapped, { weight: numberText(heightCm), height: numberText(weightKg) });
    return { text, isRefused: isSlip };
  }
  const asked = {
    measure: filled(texts.weight, { value: numberText(weightKg) }),
    meant: meant(weightKg, rules, (kg) => fits(kg, ordinary)),
    again: texts.weigh_again,
    possible,
    isSlip,
  };
  return question(asked, age, rules);
}

/**
 * What to ask about a child's length or height; null when there is nothing to ask. `previousCm` is the one before,
 * `earlier` the words for when that was, last month without them.
 * @param {{sex: string, age: Age, heightCm: Measure, previousCm?: Measure|null, earlier?: string}} given
 * @param {Rules} rules
 * @returns {Question|null}
 */
export function heightWarning({ sex, age, heightCm, previousCm = null, earlier }, rules) {
  const { texts, length_loss_cm: loss } = rules.rows("plausibility");
  if (!above(heightCm, 0)) {
    return notPositive("height_cm", rules);
  }
  const lying = age.days < rules.rows("growth").first_standing_day;
  const measure = filled(lying ? texts.length : texts.height, { value: numberText(heightCm) });
  if (!heightFits(heightCm, sex, age, rules)) {
    return unlikeAge({ sex, age, heightCm, measure }, rules);
  }
  if (previousCm !== null && above(minus(previousCm, heightCm), loss)) {
    const before = numberText(previousCm);
    const text = filled(texts.shorter, { measure, before, earlier: earlier ?? texts.last_month });
    return { text, isRefused: false };
  }
  return null;
}

/**
 * When the value before was taken: "bulan lalu", or "12 November" where that is not the calendar month before.
 * @param {string} day
 * @param {string|null} previousDay
 * @param {Rules} rules
 * @returns {string}
 */
export function earlierText(day, previousDay, rules) {
  const month = (/** @type {string} */ iso) => Number(iso.slice(0, 4)) * MONTHS_A_YEAR + Number(iso.slice(5, 7));
  if (previousDay === null || month(previousDay) + 1 === month(day)) {
    return rules.rows("plausibility").texts.last_month;
  }
  return dayAndMonth(previousDay, rules);
}

/**
 * Whether kg and cm stand in each other's place: the "height" is a weight of this age, and the "weight" a height of it, or
 * at least one that a child can have where the "height" is none.
 * @param {Measure} weightKg
 * @param {Measure} heightCm
 * @param {string} sex
 * @param {Age} age
 * @param {Rules} rules
 */
export function areSwapped(weightKg, heightCm, sex, age, rules) {
  if (weightFits(weightKg, sex, age, rules) || !weightFits(heightCm, sex, age, rules)) {
    return false;
  }
  const allowed = (/** @type {Measure} */ cm) => allows("child", "height_cm", cm, rules);
  return (allowed(weightKg) && !allowed(heightCm)) || heightFits(weightKg, sex, age, rules);
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

/** Whether no child of that age has this z-score; beyond all arithmetic there is none. */
function isImpossible(index, z, rules) {
  const { low, high } = rules.rows("plausibility").impossible_z[index];
  return z === null || !within(z, low, high);
}

/** @returns {Question} */
function notPositive(field, rules) {
  const { name } = rangesOf("child", rules)[field];
  return { text: filled(rules.rows("plausibility").texts.not_positive, { name }), isRefused: true };
}

/** @returns {Question} */
function unlikeAge({ sex, age, heightCm, measure }, rules) {
  const { texts, ordinary_z: ordinary, unit_slips: unitSlips } = rules.rows("plausibility");
  const possible = allows("child", "height_cm", heightCm, rules);
  const { heightForAgeZ } = assessGrowth({ sex, ageDays: age.days, heightCm }, rules);
  const intended = meant(heightCm, rules, (cm) => heightFits(cm, sex, age, rules, ordinary));
  if (intended === null && !possible) {
    const slip = unitSlips.height_cm.find((each) => heightFits(times(heightCm, each.times), sex, age, rules));
    if (slip) {
      const { unit: right } = rangesOf("child", rules).height_cm;
      const words = { measure, unit: slip.unit, meant: numberText(times(heightCm, slip.times)), right_unit: right };
      return { text: filled(texts.unit_meant, words), isRefused: true };
    }
  }
  const isSlip = !possible || isImpossible("height_for_age", heightForAgeZ, rules);
  return question({ measure, meant: intended, again: texts.measure_again, possible, isSlip }, age, rules);
}

/** @returns {Question|null} */
function weightChange({ sex, age, previousKg, weightKg, earlier }, rules) {
  const rows = rules.rows("plausibility");
  const gain = gramsBetween(previousKg, weightKg);
  const minimum = minimumGainG(sex, age.months, rules);
  const usual = times(times(rows.weight_change_share, previousKg), GRAMS);
  // WHO's median baby gains more than that in its first two months; there only the minimum gain tells much from more.
  const fastGrowing = gain > 0 && age.months < rows.fast_growth_months;
  const tooMuch = minimum !== null && gain > rows.gain_times_minimum * minimum;
  if (!tooMuch && (!above(Math.abs(gain), usual) || fastGrowing)) {
    return null;
  }
  const text = filled(rows.texts.weight_change, {
    direction: gain > 0 ? rows.texts.gained : rows.texts.lost,
    change: numberText(minus(weightKg, previousKg)).replace("-", ""),
    before: numberText(previousKg),
    earlier: earlier ?? rows.texts.last_month,
  });
  return { text, isRefused: false };
}

/** What was meant when a slip moved the decimal point or wrote grams: an ordinary value; null when none is. */
function meant(value, rules, fits) {
  return rules.rows("plausibility").slips.map((slip) => times(value, slip)).find(fits) ?? null;
}

/** A slip is a value that nobody of that age has: refused once it is known what was meant. @returns {Question} */
function question({ measure, meant: intended, again, possible, isSlip }, age, rules) {
  const { texts } = rules.rows("plausibility");
  const values = { measure, person: childText(age, rules), again };
  if (intended !== null) {
    const text = filled(isSlip ? texts.meant : texts.rare_meant, { ...values, meant: numberText(intended) });
    return { text, isRefused: isSlip };
  }
  return { text: filled(possible ? texts.rare : texts.impossible, values), isRefused: !possible };
}

function fitsCurve(isImplausible, z, withinZ) {
  if (withinZ === null || z === null) {
    return !isImplausible;
  }
  return !below(z, -withinZ) && !above(z, withinZ);
}
