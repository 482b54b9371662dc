// Questionnaires declared as data: items, answers, scores, what may wait, what is an alarm (visits/rules/questionnaire.py).
import { filled } from "./texts.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {{code: string, label: string, score: number}} Option
 * @typedef {{item: string, answer: string, urgency: string, private: boolean}} Alert
 * @typedef {object} Item
 * @property {string} code
 * @property {number} number
 * @property {string} text
 * @property {Option[]} options
 * @property {string|null} group
 * @property {string|null} label
 * @property {string|null} note
 * @property {boolean} postponable
 * @property {{item: string, answer: string|null}|null} neededIf a null answer: while the other has none
 * @property {Alert|null} alert
 *
 * @typedef {object} Questionnaire
 * @property {string} code
 * @property {string} version
 * @property {string} title
 * @property {string} instruction
 * @property {string|null} postponeWhen
 * @property {Item[]} items
 * @property {any} wording
 *
 * @typedef {Object<string, string|null|undefined>} Answers item code -> code of the answer
 *
 * @typedef {object} Score
 * @property {number} total
 * @property {number} answered
 * @property {string[]} missing
 * @property {boolean} complete
 * @property {string[]} postponed
 * @property {Object<string, number>} byGroup
 */

export const YES = "ya";
export const NO = "tidak";

/** Answers that the declaration does not know; `problems` says of which item and why, in Indonesian. */
export class AnswersRefused extends RangeError {
  /** @param {string[]} problems */
  constructor(problems) {
    super(problems.join("; "));
    this.problems = problems;
  }
}

/** Questionnaires already put together, by the frozen rows they were made of. */
const made = new WeakMap();

/**
 * The questionnaire of a table; `form` chooses among wordings (SDQ: anak, pengasuh).
 * @param {string} table
 * @param {Rules} rules
 * @param {string|null} [form]
 * @returns {Questionnaire}
 */
export function readQuestionnaire(table, rules, form = null) {
  const declared = rules.rows(table).questionnaire;
  const forms = made.get(declared) ?? new Map();
  made.set(declared, forms);
  if (!forms.has(form)) {
    forms.set(form, make(declared, form, rules.rows("questionnaires")));
  }
  return forms.get(form);
}

/**
 * What the declaration does not allow in these answers, one sentence each; empty when all is well.
 * @param {Questionnaire} questionnaire
 * @param {Answers} answers
 * @returns {string[]}
 */
export function problemsOf(questionnaire, answers) {
  const known = new Set(questionnaire.items.map(({ code }) => code));
  const { refusals } = questionnaire.wording;
  const unknown = Object.keys(answers)
    .filter((code) => !known.has(code))
    .map((code) => filled(refusals.unknown_item, { item: code, form: questionnaire.title }));
  const wrong = questionnaire.items.map((item) => refusal(questionnaire, item, answers[item.code] ?? null));
  return [...unknown, ...wrong.filter((sentence) => sentence !== null)];
}

/**
 * @param {Questionnaire} questionnaire
 * @param {Answers} answers
 * @throws {AnswersRefused} when an item or an answer is not declared
 */
export function check(questionnaire, answers) {
  const problems = problemsOf(questionnaire, answers);
  if (problems.length) {
    throw new AnswersRefused(problems);
  }
}

/**
 * The sum so far and what it lacks.
 * @param {Questionnaire} questionnaire
 * @param {Answers} answers
 * @returns {Score}
 * @throws {AnswersRefused}
 */
export function score(questionnaire, answers) {
  check(questionnaire, answers);
  const { items, wording } = questionnaire;
  const chosen = items.map((item) => ({ item, option: optionOf(item, answers[item.code] ?? null) }));
  const missing = chosen
    .filter(({ item, option }) => option === null && isNeeded(item, answers, wording))
    .map(({ item }) => item.code);
  const given = chosen.filter(({ option }) => option !== null);
  /** @type {Object<string, number>} */
  const byGroup = {};
  for (const { item, option } of chosen) {
    if (item.group) {
      byGroup[item.group] = (byGroup[item.group] ?? 0) + (option?.score ?? 0);
    }
  }
  return {
    total: given.reduce((sum, { option }) => sum + option.score, 0),
    answered: given.length,
    missing,
    complete: missing.length === 0,
    postponed: items.filter(({ code }) => answers[code] === wording.postponed).map(({ code }) => code),
    byGroup,
  };
}

/**
 * The alarms that these answers raise, whatever the score.
 * @param {Questionnaire} questionnaire
 * @param {Answers} answers
 * @returns {Alert[]}
 */
export function alertsOf(questionnaire, answers) {
  const alerts = questionnaire.items.map(({ alert }) => alert).filter((alert) => alert !== null);
  return alerts.filter(({ item, answer }) => answers[item] === answer);
}

/**
 * What alarms mean beside a result: somebody must act today, and whether the reason may be shown only to some.
 * @param {Alert[]} alerts
 */
export function alarmed(alerts) {
  return { alerts, urgent: alerts.length > 0, private: alerts.some((alert) => alert.private) };
}

/**
 * Answers given as a plain row in the order of the form.
 * @param {Questionnaire} questionnaire
 * @param {(number|string|null)[]} values
 * @returns {Answers}
 * @throws {AnswersRefused} when the row has another length
 */
export function answersOf(questionnaire, values) {
  const { items, title, wording } = questionnaire;
  if (values.length !== items.length) {
    throw new AnswersRefused([filled(wording.refusals.all_needed, { form: title, count: items.length })]);
  }
  return Object.fromEntries(items.map(({ code }, place) => [code, values[place] === null ? null : String(values[place])]));
}

/**
 * The declared answer of this code; null when there is none.
 * @param {Item} item
 * @param {string|null} answer
 * @returns {Option|null}
 */
export function optionOf(item, answer) {
  return item.options.find(({ code }) => code === answer) ?? null;
}

/**
 * The level of a score: levels stand highest first and hold from their number on.
 * @param {{from: number}[]} levels
 * @param {number} total
 * @returns {any}
 * @throws {RangeError} under the lowest level
 */
export function levelAt(levels, total) {
  const level = levels.find(({ from }) => total >= from);
  if (!level) {
    throw new RangeError(`No level for a score of ${total}`);
  }
  return level;
}

/**
 * True when the count reaches the limit, false when it no longer can, null while answers are missing.
 * @param {number} count
 * @param {number} limit
 * @param {boolean} complete
 * @returns {boolean|null}
 */
export function reaches(count, limit, complete) {
  if (count >= limit) {
    return true;
  }
  return complete ? false : null;
}

/** @param {any} declared @param {string|null} form @param {any} wording @returns {Questionnaire} */
function make(declared, form, wording) {
  return {
    code: declared.code,
    version: declared.version,
    title: declared.title,
    instruction: declared.instruction,
    postponeWhen: declared.postpone_when ?? null,
    items: declared.items.map((/** @type {any} */ row) => itemOf(row, declared, form)),
    wording,
  };
}

/** @param {any} row @param {any} declared @param {string|null} form @returns {Item} */
function itemOf(row, declared, form) {
  return {
    code: row.code,
    number: row.number,
    text: typeof row.text === "string" ? row.text : row.text[form ?? ""],
    options: declared.scales[row.scale],
    group: row.group ?? null,
    label: row.label ?? null,
    note: row.note ?? null,
    postponable: row.postponable ?? declared.postponable,
    neededIf: row.needed_if ?? null,
    alert: row.alert ? { item: row.code, ...row.alert } : null,
  };
}

/** Until the item it hangs on is answered nobody knows, so it is still needed. */
function isNeeded(item, answers, wording) {
  if (item.neededIf === null) {
    return true;
  }
  const answer = answers[item.neededIf.item] ?? null;
  return answer === null || answer === wording.postponed || answer === item.neededIf.answer;
}

/** @param {Questionnaire} questionnaire @param {Item} item @param {string|null} answer */
function refusal({ wording }, item, answer) {
  if (answer === null || optionOf(item, answer)) {
    return null;
  }
  const { number } = item;
  if (answer === wording.postponed) {
    return item.postponable ? null : filled(wording.refusals.cannot_wait, { number });
  }
  const codes = item.options.map(({ code }) => code);
  if (codes.every((code) => /^\d+$/.test(code))) {
    return filled(wording.refusals.outside, { number, low: codes[0], high: codes.at(-1) });
  }
  return filled(wording.refusals.unknown_answer, { number, answer });
}
