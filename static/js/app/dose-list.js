// The doses of one person as they are shown: by age, with their state in words (visits/immunisations.py).
import { addDays, addMonths, ageOn } from "../clinical/dates.js";
import { basicCoverage, boosterCoverage } from "../clinical/immunisation-coverage.js";
import {
  DoseStatus,
  DoseWarning,
  checkDose,
  doseCodes,
  missingForAge,
  nextAllowed,
  plannedDoses,
  warningText,
} from "../clinical/immunisation.js";
import { tetanusStatus } from "../clinical/tetanus.js";
import { longDate, shortDate } from "./parts.js";

/** Level and word of a state; the words are those of the schedule on the wall of a Posyandu. */
const STATES = {
  [DoseStatus.DUE]: ["info", "Sekarang"],
  [DoseStatus.OVERDUE]: ["perhatian", "Terlambat"],
  [DoseStatus.LATER]: ["kosong", "Belum waktunya"],
  [DoseStatus.AFTER_PREVIOUS]: ["kosong", "Belum waktunya"],
  [DoseStatus.TOO_OLD]: ["kosong", "Lewat umur"],
};
const WAITING = [DoseStatus.LATER, DoseStatus.AFTER_PREVIOUS, DoseStatus.TOO_OLD];
const LEVELS = ["perhatian", "info", "kosong"];
const TOGETHER_DAYS = 14;
const SCHEDULE_YEARS = 6;
const TETANUS_CODES = ["Td1", "Td2", "Td3", "Td4", "Td5"];
/** Women who may become mothers, in completed years. */
const [FIRST_YEARS, LAST_YEARS] = [15, 49];
/** From the second valid dose on a mother's child is protected. */
const PROTECTING = ["T2", "T3", "T4", "T5"];

/**
 * @typedef {Object<string, string|null>} Given codes and days; null = nobody knows the day
 * @typedef {{birth: string, sex: string, day: string, given: Given, rules: any}} Child
 * @typedef {{code: string, label: string, month: number, level: string, word: string, when: string, isGiven: boolean,
 *   isWaiting: boolean, warnings: string[]}} Row
 * @typedef {{title: string, rows: Row[], level: string, words: string, isOpen: boolean}} Group
 */

/** @param {Child} child @returns {Group[]} the schedule; of older people what was given, of women their Td doses */
export function groupsOf(child) {
  const { birth, sex, day, given } = child;
  const isGrown = ageOn(birth, day).years >= SCHEDULE_YEARS;
  const rows = rowsOf(child).filter(({ isGiven }) => isGiven || !isGrown);
  const groups = [...new Set(rows.map(({ month }) => month))].map((month) => {
    const title = month ? `Umur ${month} bulan` : "Saat lahir";
    return summed(
      title,
      rows.filter((row) => row.month === month),
    );
  });
  const hasTd = Object.keys(given).some((code) => code.startsWith("Td"));
  return needsTetanus(birth, sex, day) || hasTd ? [tetanusGroup(child), ...groups] : groups;
}

function summed(title, rows) {
  const given = rows.filter(({ isGiven }) => isGiven).length;
  const open = rows.filter(({ isGiven }) => !isGiven);
  const level = open.length ? (LEVELS.find((each) => open.some((row) => row.level === each)) ?? "kosong") : "baik";
  const part = given === rows.length ? "Sudah" : `${given} dari ${rows.length} sudah`;
  const words = given ? part : (open.find((row) => row.level === level)?.word ?? "");
  return { title, rows, level, words, isOpen: open.some(({ isWaiting }) => !isWaiting) };
}

/** Every dose of the schedule, given or not, in its order. @param {Child} child @returns {Row[]} */
function rowsOf({ birth, day, given, rules }) {
  const declared = rules.rows("immunisation").doses;
  const order = declared.map(({ code }) => code);
  const place = ({ code }) => (order.includes(code) ? order.indexOf(code) : order.length);
  const known = Object.keys(given).filter((code) => !TETANUS_CODES.includes(code));
  const done = known.map((code) => ({
    code,
    label: labelOf(code, rules),
    month: declared.find((row) => row.code === code)?.month ?? 0,
    level: "baik",
    word: "Sudah",
    when: given[code] ? longDate(given[code]) : "tanggal tidak diketahui",
    isGiven: true,
    isWaiting: false,
    warnings: warningsOf(code, given, birth, rules),
  }));
  const planned = plannedDoses(birth, day, given, rules).filter(({ code }) => !Object.hasOwn(given, code));
  const open = planned.map((dose) => plannedRow(dose, declared));
  return [...done, ...open].sort((one, other) => one.month - other.month || place(one) - place(other));
}

function plannedRow(dose, declared) {
  const [level, word] = STATES[dose.status];
  const { month } = declared.find(({ code }) => code === dose.code);
  const isWaiting = WAITING.includes(dose.status);
  return {
    code: dose.code,
    label: dose.label,
    month,
    level,
    word,
    when: whenOf(dose),
    isGiven: false,
    isWaiting,
    warnings: [],
  };
}

function whenOf({ status, earliest, scheduled }) {
  if (status === DoseStatus.LATER) {
    return `mulai ${shortDate(earliest ?? scheduled)}`;
  }
  return status === DoseStatus.AFTER_PREVIOUS ? "sesudah dosis sebelumnya" : `jadwal ${shortDate(scheduled)}`;
}

/** @param {string} code @param {any} rules */
export function labelOf(code, rules) {
  return rules.rows("immunisation").doses.find((row) => row.code === code)?.label ?? code;
}

/**
 * What is unusual about a dose that was given, in sentences; nothing where its day is not known.
 * @param {string} code
 * @param {Given} given with this dose
 * @param {string} birth
 * @param {any} rules
 * @returns {string[]}
 */
export function warningsOf(code, given, birth, rules) {
  const day = given[code];
  if (!day || !doseCodes(rules).includes(code)) {
    return [];
  }
  const found = checkDose(code, day, { birth, given }, rules);
  // Whoever copies the newest page of the Buku KIA first is not told so of every older dose.
  const said = found.filter((warning) => warning !== DoseWarning.NO_PREVIOUS);
  const words = said.map((warning) => warningText(code, warning, rules));
  const first = countsFrom(code, given, birth, rules);
  if (first && (said.includes(DoseWarning.TOO_SOON) || said.includes(DoseWarning.TOO_YOUNG))) {
    words.push(`Dosis ini baru dihitung bila diberikan mulai ${longDate(first)}.`);
  }
  return words;
}

/** The first day on which a dose counts: old enough, and after the interval to the dose before. */
function countsFrom(code, given, birth, rules) {
  const row = rules.rows("immunisation").doses.find((each) => each.code === code);
  const before = row.after ? given[row.after] : null;
  const days = [row.from_month && addMonths(birth, row.from_month), before && nextAllowed(code, before, rules)];
  return days.filter(Boolean).sort().at(-1) ?? null;
}

/** @param {string} birth @param {string} sex @param {string} day */
export function needsTetanus(birth, sex, day) {
  const { years } = ageOn(birth, day);
  return sex === "P" && years >= FIRST_YEARS && years <= LAST_YEARS;
}

/**
 * A woman's status in words; the doses of an unknown day do not count (HML-07).
 * @param {Child} child
 * @returns {{level: string, title: string, text: string, isDue: boolean, nextFrom: string|null}}
 */
export function tetanusOf({ day, given, rules }) {
  const doses = TETANUS_CODES.filter((code) => Object.hasOwn(given, code));
  const days = doses.map((code) => given[code]).filter((on) => on && on <= day);
  const { status, protectedUntil, nextFrom } = tetanusStatus(/** @type {string[]} */ (days), rules);
  const isProtected = PROTECTING.includes(status) && protectedUntil !== null && day <= protectedUntil;
  const isNone = status === rules.rows("tetanus").none;
  const words = [isProtected ? `Terlindungi sampai ${longDate(protectedUntil)}.` : "Belum terlindungi."];
  if (isNone) {
    words.push("Dosis pertama bisa diberikan sekarang.");
  } else if (nextFrom) {
    words.push(`Dosis berikutnya dihitung mulai ${longDate(nextFrom)}.`);
  }
  if (doses.some((code) => given[code] === null)) {
    words.push("Dosis yang tanggalnya tidak diketahui tidak dihitung.");
  }
  const isDue = isNone || (nextFrom !== null && nextFrom <= day);
  const title = `Status tetanus ${status}`;
  return { level: isProtected ? "baik" : "perhatian", title, text: words.join(" "), isDue, nextFrom };
}

/** The five Td doses of a woman; the first one that is missing is the one to give. @param {Child} child */
function tetanusGroup(child) {
  const { given } = child;
  const { isDue, nextFrom } = tetanusOf(child);
  const next = TETANUS_CODES.find((code) => !Object.hasOwn(given, code));
  const rows = TETANUS_CODES.map((code, place) => {
    const row = { code, label: `Td ${place + 1}`, month: 0, warnings: [] };
    if (Object.hasOwn(given, code)) {
      const when = given[code] ? longDate(given[code]) : "tanggal tidak diketahui";
      return { ...row, level: "baik", word: "Sudah", when, isGiven: true, isWaiting: false };
    }
    const isNow = code === next && isDue;
    const later = code === next && nextFrom ? `mulai ${shortDate(nextFrom)}` : "sesudah dosis sebelumnya";
    const [level, word] = STATES[isNow ? DoseStatus.DUE : DoseStatus.LATER];
    return { ...row, level, word, when: isNow ? "bisa diberikan" : later, isGiven: false, isWaiting: !isNow };
  });
  return summed("Tetanus (Td)", rows);
}

/**
 * Whether a child has what belongs to its age, how far the two sets are, and how to catch up; null above the schedule.
 * @param {Child} child
 */
export function statusOf({ birth, day, given, rules }) {
  if (ageOn(birth, day).years >= SCHEDULE_YEARS) {
    return null;
  }
  const missing = missingForAge(birth, day, given, rules);
  const late = missing.filter(({ status }) => status !== DoseStatus.TOO_OLD);
  const isLate = missing.some(({ status }) => status === DoseStatus.OVERDUE);
  return {
    level: missing.length ? "perhatian" : "baik",
    title: missing.length ? `Belum lengkap: ${missing.length} dosis belum tercatat` : "Lengkap sesuai umur",
    text: missing.length ? (late.length ? CATCH_UP : TOO_LATE) : "Datang lagi pada jadwal berikutnya.",
    basic: basicCoverage(given, birth, rules),
    booster: boosterCoverage(given, birth, rules),
    plan: isLate ? catchUp({ birth, day, given, rules }) : [],
  };
}

const TOO_LATE = "Yang belum tercatat sudah lewat umurnya. Tanyakan kepada bidan.";
const CATCH_UP = "Cocokkan dengan Buku KIA. Yang memang belum diberikan masih bisa dikejar; minta bidan memberikannya.";

/** Which doses now and which at later visits, when each is given as soon as its interval allows (IMU-02). */
function catchUp({ birth, day, given, rules }) {
  const found = [];
  const assumed = { ...given };
  for (let on = day; on;) {
    const now = plannedDoses(birth, on, assumed, rules).filter(({ canBeGiven }) => canBeGiven);
    if (now.length) {
      found.push({ on, labels: now.map(({ label }) => label) });
      now.forEach(({ code }) => {
        assumed[code] = on;
      });
    }
    on = nextDay(plannedDoses(birth, on, assumed, rules));
  }
  return found;
}

/** What is due within two weeks waits for the others: a child comes once, not three times. */
function nextDay(planned) {
  const later = planned
    .filter(({ status }) => status === DoseStatus.LATER)
    .map((dose) => dose.earliest ?? dose.scheduled);
  const first = later.sort()[0];
  return first ? later.filter((each) => each <= addDays(first, TOGETHER_DAYS)).at(-1) : "";
}
