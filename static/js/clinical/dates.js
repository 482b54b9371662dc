// Calendar arithmetic on ISO days ("2026-10-12"), always in UTC; the same as registry/rules/life_stage.py.

const DAY_MS = 86_400_000;
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTHS_A_YEAR = 12;

/**
 * @typedef {object} Age an age in exact days and in completed months; the parts are what is left over
 * @property {number} days
 * @property {number} months
 * @property {number} years
 * @property {number} monthsPart
 * @property {number} daysPart
 */

/**
 * Days since 1970-01-01.
 * @param {string} isoDay
 * @returns {number}
 * @throws {RangeError} when there is no such day
 */
export function dayNumber(isoDay) {
  const match = ISO_DAY.exec(isoDay);
  const number = match ? Date.parse(`${isoDay}T00:00:00Z`) / DAY_MS : NaN;
  if (!Number.isInteger(number) || fromDayNumber(number) !== isoDay) {
    throw new RangeError(`Bukan tanggal: ${isoDay}`);
  }
  return number;
}

/**
 * @param {number} number days since 1970-01-01
 * @returns {string}
 */
export function fromDayNumber(number) {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/**
 * `to` minus `from` in days; negative when `to` is earlier.
 * @param {string} from
 * @param {string} to
 * @returns {number}
 */
export function daysBetween(from, to) {
  return dayNumber(to) - dayNumber(from);
}

/**
 * @param {string} isoDay
 * @param {number} days may be negative
 * @returns {string}
 */
export function addDays(isoDay, days) {
  return fromDayNumber(dayNumber(isoDay) + days);
}

/**
 * Months since year 0: the number of a calendar month.
 * @param {string} isoDay
 * @returns {number}
 */
export function monthNumber(isoDay) {
  const [year, month] = parts(isoDay);
  return year * MONTHS_A_YEAR + month - 1;
}

/**
 * Moved by whole months (negative too), clamped to the last day of the month reached.
 * @param {string} isoDay
 * @param {number} months
 * @returns {string}
 */
export function addMonths(isoDay, months) {
  const target = monthNumber(isoDay) + months;
  const year = Math.floor(target / MONTHS_A_YEAR);
  const month = target - year * MONTHS_A_YEAR + 1;
  const day = Math.min(parts(isoDay)[2], daysInMonth(year, month));
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/**
 * Whole months lived on `day`; negative before birth. A day that the month lacks is reached on its last day.
 * @param {string} birth
 * @param {string} day
 * @returns {number}
 */
export function completedMonths(birth, day) {
  const months = monthNumber(day) - monthNumber(birth);
  const [year, month, dayOfMonth] = parts(day);
  return dayOfMonth >= parts(birth)[2] || dayOfMonth === daysInMonth(year, month) ? months : months - 1;
}

/**
 * Age on `day`.
 * @param {string} birth
 * @param {string} day
 * @returns {Age}
 * @throws {RangeError} when `day` is before birth
 */
export function ageOn(birth, day) {
  const days = daysBetween(birth, day);
  if (days < 0) {
    throw new RangeError("Tanggal ini sebelum tanggal lahir.");
  }
  const months = completedMonths(birth, day);
  return {
    days,
    months,
    years: Math.floor(months / MONTHS_A_YEAR),
    monthsPart: months % MONTHS_A_YEAR,
    daysPart: daysBetween(addMonths(birth, months), day),
  };
}

/**
 * @param {number} year
 * @param {number} month 1 to 12
 * @returns {number}
 */
export function daysInMonth(year, month) {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** @param {string} isoDay @returns {number[]} year, month, day */
function parts(isoDay) {
  dayNumber(isoDay);
  return isoDay.split("-").map(Number);
}
