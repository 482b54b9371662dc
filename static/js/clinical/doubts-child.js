// Questions about a child's card, beside last month's (RANGE-01; visits/rules/doubts/child.py).
import { ageOn } from "./dates.js";
import { ASK, CardLimits, REFUSE, doubt, doubtBirthDate, isMissing } from "./doubts-card.js";
import { assessGrowth } from "./growth.js";
import { above, fromUnits, minus, numberText, within } from "./numbers.js";
import { areSwapped, childText, earlierText, heightWarning, weightWarning } from "./plausibility.js";
import { longDate } from "./texts.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {import("./doubts-card.js").Doubt} Doubt
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} ChildMeasures kg and cm; null = not measured
 * @property {Measure|null} [weightKg]
 * @property {Measure|null} [heightCm]
 * @property {string|null} [position]
 * @property {Measure|null} [headCm]
 * @property {Measure|null} [muacCm]
 */

// Lengths are corrected in thousandths of a centimetre.
const LENGTH_DECIMALS = 3;

/**
 * Everything to ask about a child's card; `previous` is last month's, null when that is missing, `previousDay` when
 * that was measured: the words name the day where it was not in the month before. A birth date after `day` is the only
 * answer then, because nothing can be compared with it.
 * @param {object} given
 * @param {string} given.sex
 * @param {string} given.birthDate
 * @param {string} given.day
 * @param {ChildMeasures} given.now
 * @param {ChildMeasures|null} [given.previous]
 * @param {string|null} [given.previousDay]
 * @param {Rules} rules
 * @returns {Doubt[]}
 */
export function doubtChild({ sex, birthDate, day, now, previous = null, previousDay = null }, rules) {
  const birth = doubtBirthDate(birthDate, day, rules);
  if (birth?.severity === REFUSE) {
    return [birth];
  }
  const age = ageOn(birthDate, day);
  const card = {
    sex,
    birthDate,
    age,
    now,
    rules,
    before: previous ?? {},
    earlier: earlierText(day, previousDay, rules),
    ageBefore: previousDay !== null && previousDay >= birthDate ? ageOn(birthDate, previousDay) : age,
    limits: new CardLimits("child", rules),
    growth: assessGrowth({ sex, ageDays: age.days, ...now }, rules),
  };
  const found = isOtherAge(card) ? [askBirthDate(card)] : [...weightDoubts(card), ...heightDoubts(card)];
  return [...(birth ? [birth] : []), ...found, ...positionDoubts(card), ...headAndArm(card)];
}

/** Weight and height fit each other but not the age: the birth date is wrong rather than both. */
function isOtherAge({ growth, limits }) {
  const beyond = ["weight_for_age", "height_for_age"].every((index) => growth.implausible.includes(index));
  const z = growth.weightForHeightZ;
  return beyond && z !== null && within(z, -limits.rows.ordinary_z, limits.rows.ordinary_z);
}

function askBirthDate({ limits, age, birthDate, rules }) {
  const values = { person: childText(age, rules), born: longDate(birthDate, rules) };
  return limits.ask("birth_date", "both_unlike_age", values);
}

function weightDoubts({ sex, age, now, before, earlier, rules }) {
  if (isMissing(now.weightKg)) {
    return [];
  }
  const given = { sex, age, weightKg: now.weightKg, heightCm: now.heightCm, previousKg: before.weightKg, earlier };
  const question = weightWarning(given, rules);
  return question ? [asked("weight_kg", question)] : [];
}

function heightDoubts(card) {
  const { sex, age, now, earlier, limits, rules } = card;
  if (isMissing(now.heightCm) || isSwapped(card)) {
    return [];
  }
  const before = heightBefore(card);
  const question = heightWarning({ sex, age, heightCm: now.heightCm, previousCm: before, earlier }, rules);
  if (question) {
    return [asked("height_cm", question)];
  }
  const change = before === null ? null : minus(now.heightCm, before);
  if (change === null || !above(change, mostGrowth(card))) {
    return [];
  }
  const measure = limits.ranges.height_cm.name;
  const values = { measure, change: numberText(change), before: numberText(before), earlier };
  return [limits.ask("height_cm", "grew_too_fast", values)];
}

function asked(field, { text, isRefused }) {
  return doubt(field, isRefused ? REFUSE : ASK, text);
}

function isSwapped({ sex, age, now, rules }) {
  return !isMissing(now.weightKg) && areSwapped(now.weightKg, now.heightCm, sex, age, rules);
}

/** Last month's length as it would have been measured today's way. */
function heightBefore({ age, ageBefore, now, before, rules }) {
  if (isMissing(before.heightCm)) {
    return null;
  }
  const limits = rules.rows("growth");
  // Unknown, the position is the one of the age on that day (ANT-02).
  const stands = (/** @type {string|null|undefined} */ position, /** @type {{days: number}} */ then) =>
    position ? position === limits.standing : then.days >= limits.first_standing_day;
  const turned = Number(stands(now.position, age)) - Number(stands(before.position, ageBefore));
  return minus(before.heightCm, fromUnits(limits.position_correction * turned, LENGTH_DECIMALS));
}

function mostGrowth({ age, limits }) {
  const steps = limits.rows.length_gain_cm;
  return (steps.find((row) => age.months < row.until_months) ?? steps[steps.length - 1]).cm;
}

function positionDoubts({ age, now, growth, limits, rules }) {
  if (isMissing(now.heightCm) || !now.position) {
    return [];
  }
  const { lying, standing } = rules.rows("growth");
  const young = age.months < limits.rows.lying_under_months;
  const values = { person: childText(age, rules) };
  if (growth.positionNoteIgnored) {
    return [limits.ask("position", "too_young_to_stand", values)];
  }
  if (young && now.position === standing) {
    return [limits.ask("position", "usually_lying", values)];
  }
  return !young && now.position === lying ? [limits.ask("position", "usually_standing", values)] : [];
}

function headAndArm(card) {
  const { now, before, earlier, growth, limits, age, rules } = card;
  const found = [];
  for (const [field, value, index] of [
    ["head_cm", now.headCm, "head_for_age"],
    ["muac_cm", now.muacCm, "muac_for_age"],
  ]) {
    if (isMissing(value)) {
      continue;
    }
    const refusal = limits.refusal(field, value);
    const measure = limits.measure(field, value);
    if (refusal) {
      found.push(refusal);
    } else if (growth.implausible.includes(index)) {
      const values = { measure, person: childText(age, rules), again: limits.say("measure_again") };
      found.push(doubt(field, ASK, limits.say("rare", values)));
    } else if (field === "head_cm" && !isMissing(before.headCm) && above(minus(before.headCm, value), limits.rows.head_loss_cm)) {
      found.push(limits.ask("head_cm", "head_smaller", { measure, before: numberText(before.headCm), earlier }));
    }
  }
  return found;
}
