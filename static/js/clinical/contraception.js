// Contraceptive methods (KB-01; visits/rules/contraception.py).
import { addMonths } from "./dates.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {{method: string, longActing: boolean, modern: boolean, givenAtPosyandu: boolean}} Contraception
 */

/**
 * The method of a name or everyday name, capitals aside; null for one that the table does not know.
 * @param {string|null} name
 * @param {Rules} rules
 * @returns {Contraception|null}
 */
export function readMethod(name, rules) {
  const row = rowOf(name, rules);
  if (!row) {
    return null;
  }
  return { method: row.method, longActing: row.long_acting, modern: row.modern, givenAtPosyandu: row.at_posyandu };
}

/**
 * Whether a modern method was begun 0 to 42 days after delivery; null without method or day.
 * @param {string|null} name
 * @param {number|null} daysAfterDelivery
 * @param {Rules} rules
 * @returns {boolean|null}
 */
export function isPostpartumContraception(name, daysAfterDelivery, rules) {
  const row = rowOf(name, rules);
  if (!row || daysAfterDelivery === null) {
    return null;
  }
  return row.modern && daysAfterDelivery >= 0 && daysAfterDelivery <= rules.rows("contraception").postpartum_last_day;
}

/**
 * The day on which an IUD or implant must be replaced; null for methods without an end.
 * @param {string|null} name
 * @param {string|null} begun
 * @param {Rules} rules
 * @returns {string|null}
 */
export function holdsUntil(name, begun, rules) {
  const months = rowOf(name, rules)?.holds_months ?? null;
  return begun === null || months === null ? null : addMonths(begun, months);
}

/** @param {string|null} name @param {Rules} rules */
function rowOf(name, rules) {
  const wanted = (name ?? "").trim().toLowerCase();
  return rules
    .rows("contraception")
    .methods.find((/** @type {any} */ row) => row.method.toLowerCase() === wanted || row.also.includes(wanted));
}
