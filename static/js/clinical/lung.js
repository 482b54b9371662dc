// Smoking and the lungs: pack-years (ROKOK-01) and the PUMA score for COPD (PUMA-01; visits/rules/lung.py).
import { above, below, times } from "./numbers.js";
import { reaches, readQuestionnaire, score as scoreOf } from "./questionnaire.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{score: number, complete: boolean, refer: boolean|null, advice: string|null}} Puma
 */

/**
 * Whether the person smokes now, daily or sometimes; null when not asked.
 * @param {string|null} status
 * @param {Rules} rules
 * @returns {boolean|null}
 */
export function isActiveSmoker(status, rules) {
  return status === null ? null : statusRow(status, rules).active;
}

/**
 * What to tell the family about smoking; null when not asked.
 * @param {string|null} status
 * @param {Rules} rules
 * @returns {string|null}
 */
export function smokingAdvice(status, rules) {
  const active = isActiveSmoker(status, rules);
  return active === null ? null : rules.rows("smoking").advice[active ? "active" : "not_active"];
}

/**
 * Years smoked x cigarettes a day / 20; null when one is missing.
 * @param {Measure|null} years
 * @param {Measure|null} cigarettesPerDay
 * @param {Rules} rules
 * @returns {number|null}
 * @throws {RangeError} below zero
 */
export function packYears(years, cigarettesPerDay, rules) {
  if (years === null || cigarettesPerDay === null) {
    return null;
  }
  if (below(years, 0) || below(cigarettesPerDay, 0)) {
    throw new RangeError("Smoking years and cigarettes a day are not negative");
  }
  return Number(times(years, cigarettesPerDay)) / rules.rows("smoking").cigarettes_per_pack;
}

/**
 * The PUMA answer for a number of pack-years; null when unknown.
 * @param {Measure|null} smoked
 * @param {Measure|null} cigarettesPerDay
 * @param {Rules} rules
 * @returns {string|null}
 */
export function smokingAnswer(smoked, cigarettesPerDay, rules) {
  if (smoked === null) {
    return null;
  }
  const limits = rules.rows("puma").smoking;
  const { days_per_year: days, never_below: never } = rules.rows("smoking");
  const tooFewADay = cigarettesPerDay !== null && below(cigarettesPerDay, never.cigarettes_per_day);
  if (below(times(smoked, days), never.packs_in_life) || tooFewADay) {
    return limits.never;
  }
  if (below(smoked, limits.some_below)) {
    return limits.some;
  }
  return above(smoked, limits.much_over) ? limits.much : limits.middle;
}

/**
 * PUMA from 40 completed years; null under 40. `smoked` (pack-years) replaces an answer to "merokok".
 * @param {{sex: "L"|"P", ageYears: number, answers: import("./questionnaire.js").Answers, smoked?: Measure|null}} given
 * @param {Rules} rules
 * @returns {Puma|null}
 */
export function assessPuma({ sex, ageYears, answers, smoked = null }, rules) {
  const rows = rules.rows("puma");
  const age = rows.ages.find(({ from }) => ageYears >= from);
  if (!age) {
    return null;
  }
  const merokok = smokingAnswer(smoked, null, rules) ?? answers.merokok ?? null;
  const asked = { ...answers, jenis_kelamin: sex, usia: age.answer, merokok };
  const { total, complete } = scoreOf(readQuestionnaire("puma", rules), asked);
  const refer = reaches(total, rows.refer_from, complete);
  return { score: total, complete, refer, advice: refer === null ? null : rows.advice[refer ? "refer" : "low"] };
}

/** @param {string} status @param {Rules} rules */
function statusRow(status, rules) {
  const row = rules.rows("smoking").statuses.find(({ code }) => code === status);
  if (!row) {
    throw new RangeError(`No smoking status ${status}`);
  }
  return row;
}
