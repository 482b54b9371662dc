// How far a pregnancy is, when it ends, and which contacts it has had (HML-01 to HML-03; visits/rules/pregnancy.py).
import { addDays, daysBetween } from "./dates.js";

const WEEK = 7;

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {{trimester: number, byDoctor: boolean}} Contact
 * @typedef {{days: number, weeks: number, daysPart: number, trimester: number}} Gestation
 */

/**
 * The expected day of birth (HML-01); null without a last period.
 * @param {string|null} lastPeriod first day of the last period (HPHT)
 * @param {Rules} rules
 * @returns {string|null}
 */
export function dueDate(lastPeriod, rules) {
  return lastPeriod ? addDays(lastPeriod, rules.rows("pregnancy").dating.pregnancy_days) : null;
}

/**
 * Age of the pregnancy on a day (HML-02); a due date corrected by USG counts before the last period.
 * @param {string|null} day
 * @param {{lastPeriod?: string|null, correctedDueDate?: string|null}} known
 * @param {Rules} rules
 * @returns {Gestation|null} null without a date to count from
 * @throws {RangeError} in words for the screen, before the pregnancy began or after 44 weeks
 */
export function gestation(day, { lastPeriod = null, correctedDueDate = null }, rules) {
  const { dating, trimesters } = rules.rows("pregnancy");
  const start = correctedDueDate ? addDays(correctedDueDate, -dating.pregnancy_days) : lastPeriod;
  if (!day || !start) {
    return null;
  }
  const days = daysBetween(start, day);
  if (days < 0) {
    throw new RangeError(dating.errors.before);
  }
  if (days > dating.last_day) {
    throw new RangeError(dating.errors.after);
  }
  const { trimester } = trimesters.find((/** @type {any} */ row) => days <= row.last_day);
  return { days, weeks: Math.floor(days / WEEK), daysPart: days % WEEK, trimester };
}

/**
 * Which of K1, K1_murni, K4 and K6 the contacts of one pregnancy have reached, in any order (HML-03).
 * @param {Contact[]} contacts
 * @param {Rules} rules
 * @returns {string[]}
 */
export function goalsReached(contacts, rules) {
  const held = counts(contacts);
  const byDoctor = counts(contacts.filter((contact) => contact.byDoctor));
  const enough = (/** @type {number[]} */ had, /** @type {number[]} */ wanted) => wanted.every((count, place) => had[place] >= count);
  return rules
    .rows("pregnancy")
    .contacts.filter(
      (/** @type {any} */ goal) =>
        contacts.length >= goal.contacts && enough(held, goal.by_trimester) && enough(byDoctor, goal.by_doctor),
    )
    .map((/** @type {any} */ { goal }) => goal);
}

/**
 * How many contacts of the trimesters that are over did not take place (HML-03); null without a trimester.
 * @param {Contact[]} contacts
 * @param {number|null} trimester
 * @param {Rules} rules
 * @returns {number|null}
 */
export function contactsMissed(contacts, trimester, rules) {
  if (trimester === null) {
    return null;
  }
  const held = counts(contacts);
  const expected = rules.rows("pregnancy").contacts_expected.slice(0, trimester - 1);
  return expected.reduce((/** @type {number} */ sum, /** @type {number} */ wanted, /** @type {number} */ place) => sum + Math.max(0, wanted - held[place]), 0);
}

/**
 * Whether the class for mothers was followed often enough and with the husband (HML-03); null when not asked.
 * @param {number|null} meetings
 * @param {number|null} withHusband
 * @param {Rules} rules
 * @returns {boolean|null}
 */
export function classIsComplete(meetings, withHusband, rules) {
  const wanted = rules.rows("pregnancy").class;
  return meetings === null ? null : meetings >= wanted.meetings && (withHusband ?? 0) >= wanted.with_husband;
}

/** Contacts of the first, second and third trimester. @param {Contact[]} contacts */
function counts(contacts) {
  return [1, 2, 3].map((trimester) => contacts.filter((contact) => contact.trimester === trimester).length);
}
