// The immunisation schedule of children, its intervals, and what is due (IMU-01, IMU-02; visits/rules/immunisation.py).
// Doses given are an object of code and ISO day; null stands for a dose on a day nobody knows.
import { addDays, addMonths } from "./dates.js";
import { filled } from "./texts.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {Object<string, string|null>} Given
 *
 * @typedef {object} PlannedDose a dose not yet given
 * @property {string} code
 * @property {string} label
 * @property {string} status
 * @property {string} scheduled its day by the schedule
 * @property {string|null} earliest the first day after the dose before; null while that is missing
 * @property {boolean} canBeGiven today
 */

/** What a dose not yet given is waiting for. */
export const DoseStatus = {
  DUE: "sekarang",
  OVERDUE: "terlambat",
  LATER: "belum waktunya",
  AFTER_PREVIOUS: "menunggu dosis sebelumnya",
  TOO_OLD: "lewat umur",
};

/** Why a dose should be looked at by a midwife; it is stored all the same. */
export const DoseWarning = {
  BEFORE_BIRTH: "sebelum lahir",
  TOO_YOUNG: "terlalu muda",
  TOO_OLD: "terlalu tua",
  NO_PREVIOUS: "dosis sebelumnya belum ada",
  TOO_SOON: "terlalu dekat",
};

/** Codes of the doses of this area's schedule, in its order. @param {Rules} rules @returns {string[]} */
export function doseCodes(rules) {
  return scheduleRows(rules).map((row) => row.code);
}

/**
 * The day each dose falls due: birth plus its months, clamped to the month's end.
 * @param {string} birth
 * @param {Rules} rules
 * @returns {Object<string, string>}
 */
export function schedule(birth, rules) {
  return Object.fromEntries(scheduleRows(rules).map((row) => [row.code, addMonths(birth, row.month)]));
}

/**
 * The first day a dose may follow the dose before it.
 * @param {string} code
 * @param {string} previous
 * @param {Rules} rules
 * @throws {RangeError} for an unknown code
 */
export function nextAllowed(code, previous, rules) {
  return afterInterval(dose(code, rules), previous);
}

/**
 * Whether a dose on `day` keeps the minimum interval.
 * @type {(code: string, previous: string, day: string, rules: Rules) => boolean}
 */
export const isIntervalValid = (code, previous, day, rules) => day >= nextAllowed(code, previous, rules);

/**
 * What is unusual about giving a dose on `day`, worst first; empty when nothing is.
 * @param {string} code
 * @param {string} day
 * @param {{birth: string, given: Given}} child
 * @param {Rules} rules
 * @returns {string[]}
 * @throws {RangeError} for an unknown code
 */
export function checkDose(code, day, { birth, given }, rules) {
  const row = dose(code, rules);
  if (day < birth) {
    return [DoseWarning.BEFORE_BIRTH];
  }
  const previous = row.after;
  const previousDay = previous ? (given[previous] ?? null) : null;
  /** @type {[string, boolean][]} */
  const signs = [
    [DoseWarning.TOO_YOUNG, day < addMonths(birth, row.from_month ?? 0)],
    [DoseWarning.TOO_OLD, day > lastDay(row, birth)],
    [DoseWarning.NO_PREVIOUS, Boolean(previous) && !Object.hasOwn(given, previous)],
    [DoseWarning.TOO_SOON, previousDay !== null && day < afterInterval(row, previousDay)],
  ];
  return signs.filter(([, applies]) => applies).map(([warning]) => warning);
}

/** The warning as a sentence for the kader. @param {string} code @param {string} warning @param {Rules} rules */
export function warningText(code, warning, rules) {
  const row = dose(code, rules);
  const previous = row.after ? dose(row.after, rules).label : "";
  return filled(rules.rows("immunisation").warnings[warning], { dose: row.label, previous });
}

/**
 * Every dose not yet given on `day`, in the order of the schedule, with what it waits for.
 * @param {string} birth
 * @param {string} day
 * @param {Given} given
 * @param {Rules} rules
 * @returns {PlannedDose[]}
 */
export function plannedDoses(birth, day, given, rules) {
  const before = Object.fromEntries(Object.entries(given).filter(([, when]) => when === null || when <= day));
  return scheduleRows(rules)
    .filter((row) => !Object.hasOwn(before, row.code))
    .map((row) => planned(row, birth, day, before));
}

/**
 * The doses that may be given on `day`, late ones too.
 * @type {(birth: string, day: string, given: Given, rules: Rules) => PlannedDose[]}
 */
export const dosesDue = (birth, day, given, rules) =>
  plannedDoses(birth, day, given, rules).filter((each) => each.canBeGiven);

/**
 * The doses whose day has come and that were not given; empty means "lengkap sesuai umur".
 * @type {(birth: string, day: string, given: Given, rules: Rules) => PlannedDose[]}
 */
export const missingForAge = (birth, day, given, rules) =>
  plannedDoses(birth, day, given, rules).filter((each) => each.scheduled <= day && each.status !== DoseStatus.LATER);

/**
 * Doses of the school immunisation month for a grade of primary school; `month` is the calendar month.
 * @param {string} sex "L" or "P"
 * @param {number} grade
 * @param {Rules} rules
 * @returns {{code: string, label: string, month: number}[]}
 */
export function schoolDoses(sex, grade, rules) {
  return rules
    .rows("immunisation")
    .school.filter((/** @type {any} */ row) => row.grade === grade && row.sexes.includes(sex))
    .map((/** @type {any} */ row) => ({ code: row.dose, label: row.label, month: row.month }));
}

/** @param {Rules} rules @returns {any[]} */
function scheduleRows(rules) {
  const rows = rules.rows("immunisation");
  return rows.doses.filter((/** @type {any} */ row) => rows.je_area === "ya" || !row.je_area);
}

/** @param {string} code @param {Rules} rules */
function dose(code, rules) {
  const row = rules.rows("immunisation").doses.find((/** @type {any} */ each) => each.code === code);
  if (!row) {
    throw new RangeError(`Dosis tidak dikenal: ${code}`);
  }
  return row;
}

/** @param {any} row @param {string} previous */
function afterInterval(row, previous) {
  return row.interval_months === undefined
    ? addDays(previous, row.interval_days ?? 0)
    : addMonths(previous, row.interval_months);
}

/** @param {any} row @param {string} birth */
function lastDay(row, birth) {
  return row.until_day === undefined ? addDays(addMonths(birth, row.until_month), -1) : addDays(birth, row.until_day);
}

/** The first day on which a dose is late. @param {any} row @param {string} birth */
function windowEnd(row, birth) {
  return row.window_days === undefined
    ? addMonths(birth, row.month + row.window_months)
    : addDays(addMonths(birth, row.month), row.window_days);
}

/** @param {any} row @param {string} birth @param {string} day @param {Given} given @returns {PlannedDose} */
function planned(row, birth, day, given) {
  const scheduled = addMonths(birth, row.month);
  const earliest = earliestDay(row, scheduled, given);
  const status = statusOf(row, birth, day, earliest);
  const canBeGiven = status === DoseStatus.DUE || status === DoseStatus.OVERDUE;
  return { code: row.code, label: row.label, status, scheduled, earliest, canBeGiven };
}

/** @param {any} row @param {string} scheduled @param {Given} given */
function earliestDay(row, scheduled, given) {
  if (!row.after) {
    return scheduled;
  }
  if (!Object.hasOwn(given, row.after)) {
    return null;
  }
  const previous = given[row.after];
  const allowed = previous === null ? scheduled : afterInterval(row, previous);
  return allowed > scheduled ? allowed : scheduled;
}

/** @param {any} row @param {string} birth @param {string} day @param {string|null} earliest */
function statusOf(row, birth, day, earliest) {
  if (day > lastDay(row, birth)) {
    return DoseStatus.TOO_OLD;
  }
  if (earliest === null) {
    return DoseStatus.AFTER_PREVIOUS;
  }
  if (day < earliest) {
    return DoseStatus.LATER;
  }
  return day >= windowEnd(row, birth) ? DoseStatus.OVERDUE : DoseStatus.DUE;
}
