// Adolescents: the HEEADSSS interview (REMAJA-01) and the SDQ (SDQ-01; visits/rules/adolescent.py).
// What is kept of HEEADSSS is the problem of each domain: the printed questions are prompts, not every Ya is a problem.
import { AnswersRefused, alarmed, check, levelAt, optionOf, reaches, readQuestionnaire, score as scoreOf } from "./questionnaire.js";
import { filled } from "./texts.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {import("./questionnaire.js").Answers} Answers
 * @typedef {Object<string, boolean|null>} Problems by domain
 * @typedef {"anak"|"pengasuh"} SdqForm who answers: the young person, or a parent or teacher
 *
 * @typedef {object} Heeadsss
 * @property {string[]} problems
 * @property {boolean} complete
 * @property {boolean|null} refer
 * @property {import("./questionnaire.js").Alert[]} alerts
 * @property {boolean} urgent the wish to die
 * @property {boolean} private
 * @property {string|null} advice
 */

/**
 * What the answers to the prompts suggest, by domain; null where nobody answered. The interviewer decides.
 * @param {Answers} answers
 * @param {Rules} rules
 * @returns {Problems}
 */
export function proposedProblems(answers, rules) {
  const form = readQuestionnaire("heeadsss", rules);
  check(form, answers);
  return Object.fromEntries(
    form.items.map((item) => {
      const option = optionOf(item, answers[item.code] ?? null);
      return [item.code, option === null ? null : option.score > 0];
    }),
  );
}

/**
 * The eight domains, true where there is a problem; null when no domain was judged.
 * @param {Problems} problems
 * @param {Rules} rules
 * @returns {Heeadsss|null}
 */
export function assessHeeadsss(problems, rules) {
  const rows = rules.rows("heeadsss");
  const form = readQuestionnaire("heeadsss", rules);
  check(form, Object.fromEntries(Object.keys(problems).map((domain) => [domain, null])));
  const judged = form.items.filter(({ code }) => (problems[code] ?? null) !== null);
  if (!judged.length) {
    return null;
  }
  const found = judged.filter(({ code }) => problems[code]);
  const complete = judged.length === form.items.length;
  const alerts = found.map(({ alert }) => alert).filter((alert) => alert !== null);
  const refer = alerts.length > 0 || reaches(found.length, rows.refer_from, complete);
  const said = alerts.length ? "urgent" : refer ? "refer" : "none";
  return {
    problems: found.map(({ code }) => code),
    complete,
    refer,
    ...alarmed(alerts),
    advice: refer === null ? null : rows.advice[said],
  };
}

/**
 * Domain of a printed prompt and whether this answer suggests a problem.
 * @param {string} text
 * @param {string} answer
 * @param {Rules} rules
 * @returns {{domain: string, isProblem: boolean}}
 * @throws {AnswersRefused} for a prompt or an answer that the card does not have
 */
export function promptProblem(text, answer, rules) {
  const { items, title, wording } = readQuestionnaire("heeadsss", rules);
  const item = items.find((each) => each.text === text);
  if (!item) {
    throw new AnswersRefused([filled(wording.refusals.unknown_item, { item: text, form: title })]);
  }
  return { domain: item.code, isProblem: proposedProblems({ [item.code]: answer }, rules)[item.code] === true };
}

/**
 * Who fills the SDQ in at this age in completed years; null outside 4 to 18 years.
 * @param {number} ageYears
 * @param {Rules} rules
 * @returns {SdqForm|null}
 */
export function sdqForm(ageYears, rules) {
  const ages = rules.rows("sdq").forms;
  if (ageYears < ages.first_year || ageYears > ages.last_year) {
    return null;
  }
  return ageYears >= ages.self_from ? "anak" : "pengasuh";
}

/**
 * Class of the total difficulties 0 to 40; null when not asked.
 * @param {number|null} total
 * @param {SdqForm} form
 * @param {Rules} rules
 * @returns {string|null}
 */
export function classifySdq(total, form, rules) {
  return total === null ? null : levelAt(rules.rows("sdq").levels[form], total).category;
}

/**
 * SDQ over six months from its 25 answers 0, 1, 2; null until all are given.
 * @param {Answers} answers
 * @param {SdqForm} form
 * @param {Rules} rules
 */
export function assessSdq(answers, form, rules) {
  const rows = rules.rows("sdq");
  const { byGroup, complete } = scoreOf(readQuestionnaire("sdq", rules, form), answers);
  if (!complete) {
    return null;
  }
  const total = rows.difficulties.reduce((/** @type {number} */ sum, /** @type {string} */ scale) => sum + byGroup[scale], 0);
  const category = classifySdq(total, form, rules);
  return { scales: byGroup, total, category, advice: rows.advice[category] };
}
