// NIK and KK numbers: what they say and what does not fit (NIK-01, NIK-02, KK-01; registry/rules/nik.py).
import { ageOn, dayNumber } from "./dates.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} NikReading with errors, only the parts that could be read are filled
 * @property {{code: string, message: string}[]} errors
 * @property {string} [region]
 * @property {"L"|"P"} [sex]
 * @property {number} [day]
 * @property {number} [month]
 * @property {number} [twoDigitYear]
 * @property {number} [serial]
 * @property {boolean} [provinceKnown]
 */

/**
 * Take a NIK apart: 6 digits region, DDMMYY of birth (day + 40 for women), 4 serial.
 * @param {string} text
 * @param {Rules} rules
 * @returns {NikReading}
 */
export function readNik(text, rules) {
  const rows = rules.rows("nik");
  if (!hasDigits(text, rows)) {
    return { errors: [rows.errors.length] };
  }
  const [written, month, year, serial] = [number(text, 6, 8), number(text, 8, 10), number(text, 10, 12), number(text, 12)];
  const female = written > rows.female_day_offset;
  const day = female ? written - rows.female_day_offset : written;
  return {
    errors: nikErrors(day, month, year, serial).map((kind) => rows.errors[kind]),
    region: region(text),
    sex: female ? "P" : "L",
    day,
    month,
    twoDigitYear: year,
    serial,
    provinceKnown: rows.provinces.includes(text.slice(0, 2)),
  };
}

/**
 * Compare a valid NIK with the person's data on `day`. Living in another region is usual and not reported.
 * @param {string} nik
 * @param {{sex: string, birthDate: string, day: string}} person
 * @param {Rules} rules
 * @returns {{code: string, message: string}[]}
 */
export function nikWarnings(nik, { sex, birthDate, day }, rules) {
  const rows = rules.rows("nik");
  const reading = readNik(nik, rules);
  if (reading.errors.length) {
    return [];
  }
  const born = birthDate.split("-").map(Number);
  const sameDate = reading.day === born[2] && reading.month === born[1] && reading.twoDigitYear === born[0] % 100;
  const found = {
    province: !reading.provinceKnown,
    sex: reading.sex !== sex,
    birth_date: !sameDate,
    age: birthDate <= day && ageOn(birthDate, day).years > rows.max_age_years,
  };
  return Object.entries(found).filter(([, present]) => present).map(([kind]) => rows.warnings[kind]);
}

/**
 * Take a family card number apart: 6 region, 6 issue date (no + 40), 4 serial. An odd date is no error.
 * @param {string} text
 * @param {Rules} rules
 * @returns {{isValid: boolean, region?: string, datePlausible?: boolean, message?: string}}
 */
export function readKk(text, rules) {
  const rows = rules.rows("nik");
  if (!hasDigits(text, rows)) {
    return { isValid: false, message: rows.kk_message };
  }
  const datePlausible = exists(number(text, 6, 8), number(text, 8, 10), number(text, 10, 12));
  return { isValid: true, region: region(text), datePlausible };
}

function hasDigits(text, rows) {
  return text.length === rows.length && /^[0-9]+$/.test(text);
}

/** @param {string} text @param {number} from @param {number} [to] */
function number(text, from, to) {
  return Number(text.slice(from, to));
}

function region(text) {
  return `${text.slice(0, 2)}.${text.slice(2, 4)}.${text.slice(4, 6)}`;
}

/** @returns {string[]} */
function nikErrors(day, month, year, serial) {
  const dayFits = day >= 1 && day <= 31;
  const monthFits = month >= 1 && month <= 12;
  const found = {
    day: !dayFits,
    month: !monthFits,
    date: dayFits && monthFits && !exists(day, month, year),
    serial: serial === 0,
  };
  return Object.entries(found).filter(([, present]) => present).map(([kind]) => kind);
}

/** Whether the date exists in the 20th or the 21st century. */
function exists(day, month, twoDigitYear) {
  const [dd, mm, yy] = [day, month, twoDigitYear].map((part) => String(part).padStart(2, "0"));
  return ["19", "20"].some((century) => isDay(`${century}${yy}-${mm}-${dd}`));
}

function isDay(isoDay) {
  try {
    dayNumber(isoDay);
  } catch {
    return false;
  }
  return true;
}
