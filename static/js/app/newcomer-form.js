// What is asked of a newcomer, and what is wrong with it, as the form of the desk says (registry/forms/residents.py).
import { ageOn, daysBetween } from "../clinical/dates.js";
import { numberText, readNumber } from "../clinical/numbers.js";
import { bornOn } from "./newcomers.js";
import { searchKey } from "./roster.js";

const LONGEST_NAME = 120;
const OLDEST_YEARS = 120;
const MOTHERS_FROM = 12;
const NEAR_DAYS = 31;
/** Titles say nothing about who somebody is (registry/rules/names.py). */
const TITLES = new Set("H HJ HAJI HAJJAH KH IBU BU BAPAK PAK MBAH NY NN TN AN BY BAYI".split(" "));
const NO_NAME = "Tulis nama dengan huruf.";
const MEASURES = {
  birth_weight_kg: { low: 0.4, high: 7, places: 2, refusal: "Berat lahir antara 0,4 dan 7 kg." },
  birth_length_cm: { low: 25, high: 65, places: 1, refusal: "Panjang lahir antara 25 dan 65 cm." },
};
const COUNTS = {
  gestation_weeks: [20, 45, "Usia kehamilan antara 20 dan 45 minggu."],
  birth_order: [1, 20, "Anak ke-1 sampai ke-20."],
};
const AGES = {
  age_years: [0, OLDEST_YEARS, "Umur antara 0 dan 120 tahun."],
  age_months: [0, 11, "Bulan antara 0 dan 11."],
};
const YEARS = [1900, 2200, "Tulis tahunnya dengan empat angka."];
/** Of a guest nothing more is asked. */
const OF_GUESTS = [
  "name",
  "sex",
  "birth_date_known",
  "birth_date",
  "age_years",
  "age_months",
  "birth_year",
  "mother_name",
];

/**
 * @typedef {{as_guest: boolean, name: string, sex: string, birth_date_known: string, birth_date: string,
 *   age_years: string, age_months: string, birth_year: string, rt: string, mother: string, mother_name: string,
 *   father_name: string, birth_weight_kg: string, birth_length_cm: string, gestation_weeks: string,
 *   birth_order: string}} Typed
 */

/** @type {Typed} */
export const EMPTY = {
  as_guest: false,
  name: "",
  sex: "",
  birth_date_known: "pasti",
  birth_date: "",
  age_years: "",
  age_months: "",
  birth_year: "",
  rt: "",
  mother: "",
  mother_name: "",
  father_name: "",
  birth_weight_kg: "",
  birth_length_cm: "",
  gestation_weeks: "",
  birth_order: "",
};

const joined = (text) => text.trim().split(/\s+/).join(" ");

/**
 * @param {Typed} typed
 * @param {string} day of the session
 * @returns {{errors: Object<string, string[]>, body: Object<string, any>}} body as in docs/sync.md, without session
 */
export function checked(typed, day) {
  const errors = {};
  const refuse = (name, text) => text && (errors[name] ??= []).push(text);
  refuse("name", nameProblem(joined(typed.name), typed.as_guest));
  refuse("sex", typed.sex ? "" : "Pilih jenis kelaminnya.");
  const [beside, problem] = birthProblem(typed, day);
  refuse(beside, problem);
  for (const name of ["mother_name", "father_name"]) {
    refuse(name, typed[name].length > LONGEST_NAME ? `Terlalu panjang: paling banyak ${LONGEST_NAME} huruf.` : "");
  }
  if (!typed.as_guest) {
    refuse("rt", !typed.rt || /^\d{1,4}[A-Za-z]?$/.test(typed.rt.trim()) ? "" : "Tulis RT dengan angka, misalnya 02.");
    Object.entries(MEASURES).forEach(([name, rule]) => refuse(name, measureProblem(typed[name], rule)));
    Object.entries(COUNTS).forEach(([name, rule]) => refuse(name, countProblem(typed[name], rule)));
  }
  return { errors, body: bodyOf(typed) };
}

function nameProblem(name, isGuest) {
  if (!name) {
    return "Tulis namanya.";
  }
  if (name.length > LONGEST_NAME) {
    return `Terlalu panjang: paling banyak ${LONGEST_NAME} huruf.`;
  }
  return !/\p{L}/u.test(name) || (isGuest && /\d/.test(name)) ? NO_NAME : "";
}

/** @returns {[string, string]} the field, and what is wrong with it */
function birthProblem(typed, day) {
  const { birth_date_known: known } = typed;
  if (known === "tahun") {
    return ["birth_year", countProblem(typed.birth_year, YEARS) || dayProblem(yearBorn(typed, day), day)];
  }
  if (known === "perkiraan") {
    const months = countProblem(typed.age_months, AGES.age_months);
    const wrong = countProblem(typed.age_years, AGES.age_years);
    const isTold = typed.age_years.trim() || typed.age_months.trim();
    return months && !wrong
      ? ["age_months", months]
      : ["age_years", wrong || dayProblem(isTold && told(typed, day), day)];
  }
  return ["birth_date", dayProblem(typed.birth_date, day)];
}

function told(typed, day) {
  return bornOn(typed, day);
}

/** A year that has not come is said to be wrong, not taken for today. */
function yearBorn(typed, day) {
  const year = typed.birth_year.trim();
  return year && (year > day.slice(0, 4) ? `${year}-01-01` : told({ ...typed, birth_year: year }, day));
}

function dayProblem(born, day) {
  if (!born) {
    return "Isi tanggal lahir, umur, atau tahunnya.";
  }
  if (born > day) {
    return "Tanggal lahir belum terjadi. Periksa lagi tahunnya.";
  }
  return Number(day.slice(0, 4)) - Number(born.slice(0, 4)) > OLDEST_YEARS
    ? "Umur lebih dari 120 tahun. Periksa lagi tahunnya."
    : "";
}

function countProblem(text, [low, high, refusal]) {
  if (!text.trim()) {
    return "";
  }
  if (!/^\d+$/.test(text.trim())) {
    return "Tulis dengan angka.";
  }
  return Number(text) < low || Number(text) > high ? refusal : "";
}

function measureProblem(text, { low, high, places, refusal }) {
  if (!text.trim()) {
    return "";
  }
  const number = numberOf(text);
  if (number === null) {
    return "Tulis dengan angka, misalnya 3,2.";
  }
  if ((number.split(".")[1] ?? "").length > places) {
    return `Tulis paling banyak ${places} angka di belakang koma.`;
  }
  return Number(number) < low || Number(number) > high ? refusal : "";
}

/** What is left empty is left out; a decimal goes with its comma, as the form of the desk reads it. */
function bodyOf(typed) {
  const { as_guest: isGuest, mother, ...rest } = typed;
  const asked = new Set(
    { tahun: ["birth_year"], perkiraan: ["age_years", "age_months"] }[rest.birth_date_known] ?? ["birth_date"],
  );
  const left = (name) =>
    ["birth_date", "age_years", "age_months", "birth_year"].includes(name) ? !asked.has(name) : false;
  const names = Object.keys(rest).filter((name) => !left(name) && (!isGuest || OF_GUESTS.includes(name)));
  const found = names.map((name) => [name, name in MEASURES ? withComma(rest[name]) : joined(rest[name])]);
  const body = Object.fromEntries(found.filter(([, value]) => value !== ""));
  if (isGuest) {
    return { as_guest: true, ...body };
  }
  if (!mother) {
    return body;
  }
  const { mother_name: _hers, ...linked } = body;
  return { ...linked, mother };
}

function withComma(text) {
  const number = numberOf(text);
  return number === null ? text.trim() : numberText(number);
}

/** With a point; null where it is none. */
function numberOf(text) {
  try {
    return readNumber(text);
  } catch {
    return null;
  }
}

/** Completed years of whoever is told of, null while nobody knows. @param {Typed} typed @param {string} day */
export function yearsOf(typed, day) {
  const [, problem] = birthProblem(typed, day);
  return problem ? null : ageOn(bornOn(typed, day), day).years;
}

/**
 * Whom of the day's people it may be already. Never stops anybody.
 * @param {Typed} typed
 * @param {import("./day.js").Day} day
 * @param {string[]} [except] ids, as of a twin
 * @returns {import("./overlay.js").Person[]}
 */
export function alike(typed, day, except = []) {
  const words = wordsOf(typed.name);
  if (words.length === 0) {
    return [];
  }
  const [, problem] = birthProblem(typed, day.session.date);
  const born = problem ? "" : bornOn(typed, day.session.date);
  const isNear = (other) => born && Math.abs(daysBetween(born, other)) <= NEAR_DAYS;
  return day.people.filter((person) => {
    const isOther = except.includes(person.id) || (typed.sex && person.sex !== typed.sex);
    const theirs = wordsOf(person.name);
    return !isOther && (isSameName(words, theirs) || (isNear(person.birth_date) && haveWord(words, theirs)));
  });
}

function wordsOf(name) {
  const words = searchKey(name).split(" ").filter(Boolean);
  return words.length > 1 ? words.filter((word) => !TITLES.has(word)) : words;
}

/** All words of the shorter name stand in the longer one; a single short word says too little for that. */
function isSameName(one, other) {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const isWhole = short.length === long.length || short.join("").length > 3;
  return short.length > 0 && isWhole && short.every((word) => long.includes(word));
}

function haveWord(one, other) {
  return one.some((word) => word.length > 2 && other.includes(word));
}

/**
 * Women of the day who may be a mother, by what was typed of her name.
 * @param {string} text
 * @param {import("./day.js").Day} day
 */
export function mothersNamed(text, day) {
  const words = searchKey(text).split(" ").filter(Boolean);
  const fits = (person) => words.every((word) => ` ${searchKey(person.name)}`.includes(` ${word}`));
  const isGrown = (person) => ageOn(person.birth_date, day.session.date).years >= MOTHERS_FROM;
  return words.length === 0
    ? []
    : day.people.filter((each) => each.sex === "P" && !each.guest && isGrown(each) && fits(each));
}
