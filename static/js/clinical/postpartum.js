// The visits that mother and newborn should get after birth (NIFAS-01, NEO-01; visits/rules/postpartum.py).

/**
 * @typedef {{rows: (table: string) => any}} Rules
 */

/**
 * The window (KF1 to KF4) of a visit so many days after delivery; null outside 0 to 42 days.
 * @param {number|null} days
 * @param {Rules} rules
 * @param {number|null} [hours] after delivery, where known: before 6 hours there is no window
 * @returns {string|null}
 */
export function motherVisit(days, rules, hours = null) {
  return windowOf("mother", days, hours, rules);
}

/**
 * The window (KN1 to KN3) of a visit at so many days of age; null outside 0 to 28 days or before 6 hours.
 * @param {number|null} days
 * @param {Rules} rules
 * @param {number|null} [hours] of age, where known
 * @returns {string|null}
 */
export function newbornVisit(days, rules, hours = null) {
  return windowOf("newborn", days, hours, rules);
}

/**
 * Windows of the mother without a visit, in order; with `upToDay` only those that are over on that day.
 * @param {number[]} visitDays days since delivery
 * @param {Rules} rules
 * @param {number|null} [upToDay]
 * @returns {string[]}
 */
export function motherVisitsMissing(visitDays, rules, upToDay = null) {
  return missing("mother", visitDays, upToDay, rules);
}

/**
 * Windows of the newborn without a visit, in order; with `upToDay` only those that are over on that day of age.
 * @param {number[]} visitDays
 * @param {Rules} rules
 * @param {number|null} [upToDay]
 * @returns {string[]}
 */
export function newbornVisitsMissing(visitDays, rules, upToDay = null) {
  return missing("newborn", visitDays, upToDay, rules);
}

/**
 * Whether this day after delivery is still nifas (NIFAS-01).
 * @param {number|null} days
 * @param {Rules} rules
 * @returns {boolean|null}
 */
export function isPostpartum(days, rules) {
  return days === null ? null : days >= 0 && days <= rules.rows("postpartum").last_day;
}

/**
 * Whether so many hours after birth are the time for SHK.
 * @param {number|null} hours
 * @param {Rules} rules
 * @returns {boolean|null}
 */
export function isThyroidScreeningTime(hours, rules) {
  const { first, last } = rules.rows("postpartum").thyroid_screening_hours;
  return hours === null ? null : hours >= first && hours <= last;
}

/** @param {string} whose @param {number|null} days @param {number|null} hours @param {Rules} rules */
function windowOf(whose, days, hours, rules) {
  const rows = rules.rows("postpartum");
  if (days === null || (hours !== null && hours < rows.first_hours)) {
    return null;
  }
  return rows[whose].find((/** @type {any} */ row) => row.first_day <= days && days <= row.last_day)?.visit ?? null;
}

/** @param {string} whose @param {number[]} visitDays @param {number|null} upToDay @param {Rules} rules */
function missing(whose, visitDays, upToDay, rules) {
  const held = visitDays.map((day) => windowOf(whose, day, null, rules));
  return rules
    .rows("postpartum")
    [whose].filter((/** @type {any} */ row) => (upToDay === null || row.last_day < upToDay) && !held.includes(row.visit))
    .map((/** @type {any} */ { visit }) => visit);
}
