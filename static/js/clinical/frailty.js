// Frailty of the elderly: RAPUH and the limit of SARC-CalF (RAPUH-01; visits/rules/frailty.py).
import { above, minus, times } from "./numbers.js";
import { NO, YES, levelAt, readQuestionnaire, score as scoreOf } from "./questionnaire.js";

const PERCENT = 100;

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{score: number, category: string, advice: string}} Frailty
 */

/**
 * Class of a RAPUH score 0 to 5; null when not asked.
 * @param {number|null} score
 * @param {Rules} rules
 * @returns {Frailty|null}
 * @throws {RangeError} outside 0 to 5
 */
export function classifyFrailty(score, rules) {
  if (score === null) {
    return null;
  }
  const rows = rules.rows("frailty");
  if (score < 0 || score > rows.questionnaire.items.length) {
    throw new RangeError(`RAPUH has no score ${score}`);
  }
  const { category, advice } = levelAt(rows.levels, score);
  return { score, category, advice };
}

/**
 * RAPUH from its five answers; null until all are given.
 * @param {import("./questionnaire.js").Answers} answers
 * @param {Rules} rules
 * @returns {Frailty|null}
 */
export function assessFrailty(answers, rules) {
  const { complete, total } = scoreOf(readQuestionnaire("frailty", rules), answers);
  return complete ? classifyFrailty(total, rules) : null;
}

/**
 * Answer to the weight item: ya when more than 5% was lost in a year; null when a weight (kg) is missing.
 * @param {Measure|null} yearAgoKg
 * @param {Measure|null} nowKg
 * @param {Rules} rules
 * @returns {string|null}
 */
export function weightLossAnswer(yearAgoKg, nowKg, rules) {
  if (!Number(yearAgoKg) || !Number(nowKg)) {
    return null;
  }
  const lost = times(minus(yearAgoKg, nowKg), PERCENT);
  return above(lost, times(yearAgoKg, rules.rows("frailty").weight_loss_over_percent)) ? YES : NO;
}

/**
 * SARC-CalF of 11 or more; null when not asked.
 * @param {number|null} score
 * @param {Rules} rules
 * @returns {boolean|null}
 * @throws {RangeError} outside 0 to 20
 */
export function sarcCalfPositive(score, rules) {
  if (score === null) {
    return null;
  }
  const rows = rules.rows("frailty");
  if (score < 0 || score > rows.sarc_calf_highest) {
    throw new RangeError(`SARC-CalF has no score ${score}`);
  }
  return score >= rows.sarc_calf_positive_from;
}
