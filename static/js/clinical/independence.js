// Independence in daily life: AKS, the modified Barthel index (AKS-01; visits/rules/independence.py).
import { levelAt, readQuestionnaire, score as scoreOf } from "./questionnaire.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} Independence
 * @property {number} score 0 to 20
 * @property {"M"|"R"|"S"|"B"|"T"} level B (berat) is not the category B of the same card
 * @property {string} label
 * @property {"A"|"B"|"C"} category
 * @property {boolean} refer
 * @property {string} advice
 */

/**
 * AKS from its ten answers; null until all ten are given.
 * @param {import("./questionnaire.js").Answers} answers
 * @param {Rules} rules
 * @returns {Independence|null}
 */
export function assessAks(answers, rules) {
  const rows = rules.rows("aks");
  const { complete, total } = scoreOf(readQuestionnaire("aks", rules), answers);
  if (!complete) {
    return null;
  }
  const { level, label, category, advice } = levelAt(rows.levels, total);
  return { score: total, level, label, category, refer: total < rows.refer_below, advice };
}
