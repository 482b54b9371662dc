// What the form of a step says about what was typed, before it is saved (visits/forms/cards.py).
import { ASK, REFUSE } from "../clinical/doubts-card.js";
import { within } from "../clinical/numbers.js";
import { rangeMessage, rangesOf } from "../clinical/plausibility.js";
import { readField, shownIn } from "./fields.js";
import { judge } from "./judging.js";

const MEASURING = 2;
const LYING = "telentang";
const STANDING = "berdiri";
/** Names what is asked of the whole card: that somebody has come, and nothing was measured. */
export const WHOLE_CARD = "measures";
export const NOTHING_MEASURED = "Belum ada yang diukur, jadi hanya hadir yang dicatat.";

/**
 * @typedef {import("./day.js").Day} Day
 * @typedef {import("./overlay.js").Person} Person
 * @typedef {import("./fields.js").Column} Column
 * @typedef {import("./fields.js").Raw} Raw
 *
 * @typedef {object} Checked
 * @property {Object<string, any>} values of the columns that can be read; null = empty
 * @property {Object<string, string[]>} errors by column; under "" what belongs to none
 * @property {Object<string, string>} asked by column what is unlikely, and under WHOLE_CARD that nothing was measured
 * @property {boolean} onlyCame nothing is known of the visit but that somebody came
 * @property {import("../clinical/visit.js").Judgement} judged
 */

/**
 * What stands in the fields: what was typed, else what is stored, else what is usual.
 * @param {Day} day
 * @param {Person} person
 * @param {Column[]} columns
 * @param {Object<string, Raw>} typed
 * @returns {Object<string, Raw>}
 */
export function standing(day, person, columns, typed) {
  const stored = person.visit?.values ?? {};
  const start = startOf(day, person);
  return Object.fromEntries(
    columns.map((column) => [column.name, typed[column.name] ?? shownIn(column, stored[column.name] ?? start[column.name])]),
  );
}

/** What stands in a field before anybody has filled it. @returns {Object<string, any>} */
function startOf(day, person) {
  if (day.profile(person).card !== "child") {
    return person.start ?? {};
  }
  // What is usual at the age: lying to two years, standing from then on.
  const lived = (Date.parse(day.session.date) - Date.parse(person.birth_date)) / 86_400_000;
  const lying = lived < day.rules(person).rows("growth").first_standing_day;
  return { position: lying ? LYING : STANDING, ...person.start };
}

/**
 * @param {Day} day
 * @param {Person} person
 * @param {number} step 0 = the whole card
 * @param {Column[]} columns of the form
 * @param {Object<string, Raw>} raw by column
 * @returns {Checked}
 */
export function check(day, person, step, columns, raw) {
  const stored = person.visit?.values ?? {};
  const values = {};
  const errors = {};
  for (const column of columns) {
    const { value, error } = readField(column, raw[column.name]);
    if (error) {
      errors[column.name] = [error];
    } else {
      values[column.name] = value;
    }
  }
  complete(columns, values, errors);
  const { card } = day.profile(person);
  const rules = day.rules(person);
  const judged = judge(day, person, { ...stored, ...values }, { kept: [] });
  const ranges = rangesOf(card, rules);
  const measured = columns.filter(({ name }) => name in ranges);
  // What is measured at another step is asked about there.
  const isHere = ({ field }) => !(field in ranges) || measured.some(({ name }) => name === field);
  const doubts = measured.length ? judged.questions.filter((each) => isHere(each) && !errors[each.field]) : [];
  refuse({ card, rules, columns, measured, doubts, values, errors });
  const asked = questions(doubts, values, errors, person);
  const onlyCame = !isFilled({ ...stored, ...values });
  if ([0, MEASURING].includes(step) && !Object.keys(errors).length && onlyCame) {
    asked[WHOLE_CARD] = NOTHING_MEASURED;
  }
  return { values, errors, asked, onlyCame, judged };
}

/** An answer to the second half of a question answers the first. */
function complete(columns, values, errors) {
  for (const { name, before } of columns) {
    const first = columns.find((each) => each.name === before);
    if (!first || (values[name] ?? null) === null) {
      continue;
    }
    if ((values[first.name] ?? null) === null) {
      values[first.name] = true;
    } else if (values[first.name] === false) {
      errors[name] = [`Kosongkan, atau pilih Ya pada “${first.label}”.`];
    }
  }
}

/** What nobody can have is not taken, with the unit or the digit that was probably meant. */
function refuse({ card, rules, columns, measured, doubts, values, errors }) {
  for (const { field, severity, text } of doubts) {
    const place = columns.some(({ name }) => name === field) ? field : "";
    if (severity === REFUSE) {
      errors[place] = [...(errors[place] ?? []), text];
    }
  }
  const ranges = rangesOf(card, rules);
  for (const { name, places = 0 } of measured) {
    const value = values[name] ?? null;
    if (value === null || errors[name]) {
      continue;
    }
    if (!places && !Number.isInteger(value)) {
      errors[name] = ["Tulis angka bulat, tanpa koma."];
    } else if (!within(value, ranges[name].low, ranges[name].high) && !Object.keys(errors).length) {
      errors[name] = [rangeMessage(card, name, rules)];
    }
  }
}

/** What is unlikely, and was not measured again already. */
function questions(doubts, values, errors, { visit }) {
  const settled = (visit?.remeasured ?? []).filter((name) => isSame(values[name], visit?.values[name]));
  const asked = {};
  for (const { field, severity, text } of doubts) {
    if (severity === ASK && !errors[field] && !settled.includes(field)) {
      asked[field] ??= text;
    }
  }
  return asked;
}

/** Whether anything is known beside having come; how a child lay says nothing alone. */
function isFilled(values) {
  return Object.entries(values).some(([name, value]) => name !== "position" && (value ?? null) !== null);
}

export function isSame(one, other) {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
