// Danger signs of mothers and children: one is enough for a referral (HML-08; visits/rules/danger_signs.py).
import { filled } from "./texts.js";

/** How soon the person must be seen, least first. */
export const URGENCIES = ["biasa", "segera", "gawat"];

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {{code: string, text: string, urgency: string}} DangerSign
 */

/**
 * All signs of a list, as they are asked.
 * @param {string} name e.g. "hamil_1", "nifas", "kunjungan_bayi"
 * @param {Rules} rules
 * @returns {DangerSign[]}
 */
export function signsOf(name, rules) {
  return rules.rows("danger_signs").lists[name].signs;
}

/**
 * Heading of a list for the screen.
 * @param {string} name
 * @param {Rules} rules
 * @returns {string}
 */
export function titleOf(name, rules) {
  return rules.rows("danger_signs").lists[name].title;
}

/**
 * The book's list for a trimester, 1 to 3.
 * @param {number|null} trimester
 * @param {Rules} rules
 * @returns {string|null}
 */
export function listForTrimester(trimester, rules) {
  return rules.rows("danger_signs").by_trimester[String(trimester)] ?? null;
}

/**
 * The book's list for a child: newborn, then under 60 completed months; null beyond.
 * @param {number|null} ageDays
 * @param {number|null} ageMonths
 * @param {Rules} rules
 * @returns {string|null}
 */
export function listForChild(ageDays, ageMonths, rules) {
  const rows = rules.rows("danger_signs");
  if (ageDays === null || ageMonths === null) {
    return null;
  }
  if (ageDays <= rows.newborn_last_day) {
    return "bayi_28_hari";
  }
  return ageMonths < rows.child_below_months ? "anak" : null;
}

/**
 * The signs noted, in the order of the list; words that the list does not have follow as they were written.
 * @param {string|null} name
 * @param {string[]} codes
 * @param {Rules} rules
 * @returns {DangerSign[]}
 */
export function notedSigns(name, codes, rules) {
  const signs = name === null ? [] : signsOf(name, rules);
  const urgency = rules.rows("danger_signs").unknown_urgency;
  const others = [...new Set(codes)].filter((code) => !signs.some((sign) => sign.code === code));
  return [...signs.filter((sign) => codes.includes(sign.code)), ...others.map((code) => ({ code, text: code, urgency }))];
}

/**
 * The loudest urgency; null without a sign, otherwise the person is referred (HML-08).
 * @param {DangerSign[]} signs
 * @returns {string|null}
 */
export function worstUrgency(signs) {
  return URGENCIES.findLast((urgency) => signs.some((sign) => sign.urgency === urgency)) ?? null;
}

/**
 * One sentence for the kader, with the signs in it; null without a sign.
 * @param {DangerSign[]} signs
 * @param {Rules} rules
 * @returns {string|null}
 */
export function dangerAdvice(signs, rules) {
  const urgency = worstUrgency(signs);
  const said = signs.map((sign) => sign.text).join("; ");
  return urgency === null ? null : filled(rules.rows("danger_signs").advice[urgency], { signs: said });
}
