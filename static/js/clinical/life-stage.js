// The stage that decides which card a person is checked with (AGE-02; registry/rules/life_stage.py).
import { ageOn } from "./dates.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 */

/**
 * Stage, and the two services that follow from the exact age.
 * @param {string} birthDate
 * @param {string} day
 * @param {Rules} rules
 * @returns {{stage: string, label: string, isNeonate: boolean, isAdolescent: boolean}}
 * @throws {RangeError} when `day` is before birth
 */
export function lifeStageOn(birthDate, day, rules) {
  const age = ageOn(birthDate, day);
  const rows = rules.rows("life_stage");
  const { stage, label } = rows.stages.findLast(({ first_month: first }) => age.months >= first);
  const [from, until] = rows.adolescent_years;
  return {
    stage,
    label,
    isNeonate: age.days <= rows.neonate_max_days,
    isAdolescent: from <= age.years && age.years < until,
  };
}
