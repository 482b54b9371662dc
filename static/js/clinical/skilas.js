// SKILAS, the simple screening of the elderly (SKILAS-01), arm limit (LILA-03), chair test (visits/rules/skilas.py).
// Every answer is kept as a problem: Ya = there is one, also for the tests whose paper form ticks Tidak.
import { above, below } from "./numbers.js";
import { NO, YES, reaches, readQuestionnaire, score as scoreOf } from "./questionnaire.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {import("./numbers.js").Measure} Measure
 *
 * @typedef {object} Skilas a domain or `refer` is null while an answer could still change it
 * @property {string[]} problems
 * @property {Object<string, boolean|null>} domains
 * @property {boolean} complete
 * @property {boolean|null} refer
 * @property {string|null} advice
 */

/**
 * Upper arm under 21.0 cm, from 60 years; null when not measured.
 * @param {Measure|null} armCm
 * @param {Rules} rules
 * @returns {boolean|null}
 */
export function armIsThin(armCm, rules) {
  return armCm === null ? null : below(armCm, rules.rows("skilas").arm_below_cm);
}

/**
 * Five chair stands took longer than 14.0 seconds; null when not timed.
 * @param {Measure|null} seconds
 * @param {Rules} rules
 * @returns {boolean|null}
 */
export function chairStandFails(seconds, rules) {
  return seconds === null ? null : above(seconds, rules.rows("skilas").chair_stand_seconds);
}

/**
 * Whether this many items with a problem call for a referral: one is enough.
 * @param {number} problems
 * @param {Rules} rules
 * @returns {boolean}
 */
export function needsFollowUp(problems, rules) {
  return problems >= rules.rows("skilas").refer_from;
}

/**
 * The answer that a measured test gives its item; null when it was not done.
 * @param {boolean|null} fails
 * @returns {string|null}
 */
export function measuredAnswer(fails) {
  if (fails === null) {
    return null;
  }
  return fails ? YES : NO;
}

/**
 * SKILAS from its answers; null when nothing was answered.
 * @param {import("./questionnaire.js").Answers} answers
 * @param {Rules} rules
 * @returns {Skilas|null}
 */
export function assessSkilas(answers, rules) {
  const form = readQuestionnaire("skilas", rules);
  const score = scoreOf(form, answers);
  if (!score.answered) {
    return null;
  }
  const problems = form.items.filter(({ code }) => answers[code] === YES).map(({ code }) => code);
  const rows = rules.rows("skilas");
  const refer = reaches(problems.length, rows.refer_from, score.complete);
  const advice = refer === null ? null : rows.advice[refer ? "refer" : "none"];
  return { problems, domains: domainsOf(form, score), complete: score.complete, refer, advice };
}

/**
 * The domains with a problem in words, for the referral.
 * @param {Skilas} result
 * @param {Rules} rules
 * @returns {string[]}
 */
export function problemLabels({ domains }, rules) {
  const labels = rules.rows("skilas").group_labels;
  return Object.keys(domains)
    .filter((domain) => domains[domain])
    .map((domain) => labels[domain]);
}

/** A domain is a problem with any Ya, none when all its necessary items were answered. */
function domainsOf(form, score) {
  const waiting = new Set(form.items.filter(({ code }) => score.missing.includes(code)).map(({ group }) => group));
  return Object.fromEntries(
    Object.entries(score.byGroup).map(([group, count]) => [group, count > 0 || (waiting.has(group) ? null : false)]),
  );
}
