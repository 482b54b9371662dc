// What the questions about every card share: refusals, units that were mistaken, birth dates (visits/rules/doubts).
import { ageOn } from "./dates.js";
import { above, fromUnits, numberText, times, units, within } from "./numbers.js";
import { rangeMessage, rangesOf } from "./plausibility.js";
import { filled, longDate } from "./texts.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} Doubt one question about one field
 * @property {string} field
 * @property {"tanya"|"tolak"} severity whether the value may stay when it is confirmed
 * @property {string} text
 * @property {string|null} meant what was probably meant, in the field's unit
 */

export const ASK = "tanya";
export const REFUSE = "tolak";

/**
 * @param {string} field
 * @param {"tanya"|"tolak"} severity
 * @param {string} text
 * @param {string|null} [meant]
 * @returns {Doubt}
 */
export function doubt(field, severity, text, meant = null) {
  return { field, severity, text, meant };
}

/** Whether a value was not measured. @param {any} value @returns {value is null|undefined} */
export function isMissing(value) {
  return value === null || value === undefined;
}

/**
 * Whether nobody born then can be measured on `day`: refused after it, asked above 120 years (RANGE-01).
 * @param {string} birthDate
 * @param {string} day
 * @param {Rules} rules
 * @returns {Doubt|null}
 */
export function doubtBirthDate(birthDate, day, rules) {
  const rows = rules.rows("plausibility");
  const born = longDate(birthDate, rules);
  if (birthDate > day) {
    return doubt("birth_date", REFUSE, filled(rows.texts.born_after, { born }));
  }
  const { years } = ageOn(birthDate, day);
  return years > rows.oldest_years ? doubt("birth_date", ASK, filled(rows.texts.too_old, { born, years })) : null;
}

/** Limits and sentences of one card. */
export class CardLimits {
  /** @param {import("./plausibility.js").Card} card @param {Rules} rules */
  constructor(card, rules) {
    this.card = card;
    this.rules = rules;
    this.rows = rules.rows("plausibility");
    this.ranges = rangesOf(card, rules);
  }

  /** @param {string} kind @param {Object<string, any>} [values] */
  say(kind, values = {}) {
    return filled(this.rows.texts[kind], values);
  }

  /** @param {string} field @param {string} kind @param {Object<string, any>} values */
  ask(field, kind, values) {
    return doubt(field, ASK, this.say(kind, values));
  }

  /** @param {string} field @param {Measure} value */
  measure(field, value) {
    const { name, unit } = this.ranges[field];
    return this.say("measured_value", { name, unit, value: numberText(value) });
  }

  /** @param {string} field @param {Measure} value */
  severity(field, value) {
    const { low, high } = this.ranges[field];
    return within(value, low, high) ? ASK : REFUSE;
  }

  /**
   * A value that nobody can have: with the unit or the digit that was probably meant.
   * @param {string} field
   * @param {Measure} value
   * @param {{low: Measure, high: Measure}} [usual]
   * @returns {Doubt|null}
   */
  refusal(field, value, usual = this.ranges[field]) {
    if (this.severity(field, value) === ASK) {
      return null;
    }
    if (!above(value, 0)) {
      return doubt(field, REFUSE, this.say("not_positive", { name: this.ranges[field].name }));
    }
    // Rather another unit with an unusual value than no explanation.
    return (
      this.unitMeant(field, value, usual) ??
      this.digitMeant(field, value, usual) ??
      this.unitMeant(field, value, this.ranges[field]) ??
      doubt(field, REFUSE, rangeMessage(this.card, field, this.rules))
    );
  }

  /** @param {string} field @param {Measure} value @param {{low: Measure, high: Measure}} inside */
  unitMeant(field, value, inside) {
    const slips = this.rows.unit_slips[field] ?? [];
    const slip = slips.find((each) => within(times(value, each.times), inside.low, inside.high));
    if (!slip) {
      return null;
    }
    const exact = times(value, slip.times);
    const meant = "decimals" in slip ? fromUnits(units(exact, slip.decimals), slip.decimals) : exact;
    const words = { unit: slip.unit, meant: numberText(meant), right_unit: this.ranges[field].unit };
    return doubt(field, REFUSE, this.say("unit_meant", { measure: this.measure(field, value), ...words }), meant);
  }

  /** @param {string} field @param {Measure} value @param {{low: Measure, high: Measure}} inside */
  digitMeant(field, value, inside) {
    const slip = this.rows.slips.find((each) => within(times(value, each), inside.low, inside.high));
    if (!slip) {
      return null;
    }
    const meant = times(value, slip);
    const words = { measure: this.measure(field, value), meant: numberText(meant) };
    return doubt(field, REFUSE, this.say("digit_meant", words), meant);
  }
}
