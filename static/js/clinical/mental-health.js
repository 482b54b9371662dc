// Mental health of adults and the elderly: SRQ-20, PHQ-4, GDS-4 (SRQ-01, PHQ4-01, GDS-01; visits/rules/mental_health.py).
// Answers are private: whoever shows them asks first who may see them.
import { NO, YES, alarmed, alertsOf, levelAt, reaches, readQuestionnaire, score as scoreOf } from "./questionnaire.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {import("./questionnaire.js").Answers} Answers
 * @typedef {import("./questionnaire.js").Alert} Alert
 *
 * @typedef {object} Srq20
 * @property {number} score
 * @property {boolean} complete
 * @property {string|null} outcome null while missing answers could change it
 * @property {Alert[]} alerts
 * @property {boolean} urgent thoughts of ending one's life, at any score
 * @property {boolean} private
 * @property {string|null} advice
 */

/**
 * SRQ-20 over the last 30 days, from 18 years; null when nothing was answered.
 * @param {Answers} answers
 * @param {Rules} rules
 * @returns {Srq20|null}
 */
export function assessSrq20(answers, rules) {
  const rows = rules.rows("srq20");
  const form = readQuestionnaire("srq20", rules);
  const { answered, total, complete } = scoreOf(form, answers);
  if (!answered) {
    return null;
  }
  const alerts = alertsOf(form, answers);
  const abnormal = alerts.length > 0 || reaches(total, rows.refer_from, complete);
  const outcome = abnormal === null ? null : rows[abnormal ? "abnormal" : "normal"];
  const said = alerts.length ? "urgent" : outcome;
  return {
    score: total,
    complete,
    outcome,
    ...alarmed(alerts),
    advice: said === null ? null : rows.advice[said],
  };
}

/**
 * All 20 answers from the printed numbers of those that are Ya.
 * @param {number[]} yes
 * @param {Rules} rules
 * @returns {Answers}
 * @throws {RangeError} for a number that is not on the form
 */
export function srq20Answers(yes, rules) {
  const { items } = readQuestionnaire("srq20", rules);
  const unknown = yes.find((wanted) => !items.some(({ number }) => number === wanted));
  if (unknown !== undefined) {
    throw new RangeError(`SRQ-20 has no item ${unknown}`);
  }
  return Object.fromEntries(items.map(({ code, number }) => [code, yes.includes(number) ? YES : NO]));
}

/**
 * PHQ-4 over two weeks; null when nothing was answered, null parts wait for missing answers.
 * @param {Answers} answers
 * @param {Rules} rules
 */
export function assessPhq4(answers, rules) {
  const rows = rules.rows("phq4");
  const form = readQuestionnaire("phq4", rules);
  const score = scoreOf(form, answers);
  if (!score.answered) {
    return null;
  }
  const half = (/** @type {string} */ name) => {
    const asked = !form.items.some(({ code, group }) => group === name && score.missing.includes(code));
    return reaches(score.byGroup[name], rows.positive_from[name], asked);
  };
  const level = score.complete ? levelAt(rows.levels, score.total) : null;
  return {
    score: score.total,
    complete: score.complete,
    category: level?.category ?? null,
    anxious: half("cemas"),
    depressed: half("depresi"),
    advice: level?.advice ?? null,
  };
}

/**
 * Class of a GDS-4 score 0 to 4; null when not asked.
 * @param {number|null} score
 * @param {Rules} rules
 * @throws {RangeError} outside 0 to 4
 */
export function classifyGds4(score, rules) {
  if (score === null) {
    return null;
  }
  const rows = rules.rows("gds4");
  if (score < 0 || score > rows.questionnaire.items.length) {
    throw new RangeError(`GDS-4 has no score ${score}`);
  }
  const { category, advice } = levelAt(rows.levels, score);
  return { score, category, further: score >= rows.further_from, advice };
}

/**
 * GDS-4 from its four answers; null until all are given.
 * @param {Answers} answers
 * @param {Rules} rules
 */
export function assessGds4(answers, rules) {
  const { complete, total } = scoreOf(readQuestionnaire("gds4", rules), answers);
  return complete ? classifyGds4(total, rules) : null;
}
