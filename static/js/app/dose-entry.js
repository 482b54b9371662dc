// What the fields of the doses say: what is sent, what is wrong, and what is asked about first.
import { labelOf, warningsOf } from "./dose-list.js";

/** Where a dose of the stock was given unless told otherwise. */
const HERE = "posyandu";
const DETAILS = ["place", "place_name", "batch", "site", "given_by"];
const NOTHING = {
  on: "",
  unknown: false,
  here: false,
  batch: "",
  site: "",
  place: "",
  place_name: "",
  given_by: "",
  sure: "",
};

/**
 * @typedef {typeof NOTHING} Fields
 * @typedef {{doses: Object<string, Fields>, all: {place: string, place_name: string, given_by: string}}} Typed
 *   all: holds for the doses that are filled in now and say nothing themselves
 * @typedef {{code: string, given_on?: string, unknown?: boolean, here?: boolean, place?: string, place_name?: string,
 *   batch?: string, site?: string, given_by?: string}} Sent
 */

/** @type {Typed} */
export const UNTOUCHED = { doses: {}, all: { place: "", place_name: "", given_by: "" } };

/** @param {Typed} typed @param {string} code @param {import("./day.js").Person} person @returns {Fields} */
export function fieldsOf(typed, code, person) {
  const isStored = Object.hasOwn(person.doses, code);
  const stored = isStored ? { on: person.doses[code] ?? "", unknown: person.doses[code] === null } : {};
  return typed.doses[code] ?? { ...NOTHING, ...stored };
}

/**
 * The doses that are new or differ, as they are sent.
 * @param {Typed} typed
 * @param {import("./day.js").Person} person
 * @param {string} day of the session
 * @returns {Sent[]}
 */
export function sentOf(typed, person, day) {
  return Object.keys(typed.doses)
    .map((code) => oneSent(code, typed, person, day))
    .filter((dose) => dose !== null);
}

function oneSent(code, { doses, all }, person, day) {
  const { on, unknown, here, ...details } = doses[code];
  const isNew = !Object.hasOwn(person.doses, code);
  const own = Object.fromEntries(
    DETAILS.filter((name) => details[name].trim()).map((name) => [name, details[name].trim()]),
  );
  const given = unknown ? { unknown: true } : { given_on: on || (here ? day : "") };
  if (!isNew) {
    const isSame = (person.doses[code] ?? "") === (unknown ? "" : on);
    return isSame && !Object.keys(own).length && !here ? null : { code, ...given, ...(here ? { here } : {}), ...own };
  }
  if (!(on || unknown || here)) {
    return null;
  }
  return { code, ...given, ...(here ? { here } : {}), ...ofAll(own, all, here), ...own };
}

/** What was said for all that are filled in now, where the dose itself says nothing. */
function ofAll(own, all, here) {
  const by = all.given_by.trim() ? { given_by: all.given_by.trim() } : {};
  if (here) {
    return { ...by, place: HERE };
  }
  if (own.place || own.place_name) {
    return by;
  }
  const place = all.place ? { place: all.place } : {};
  return { ...by, ...place, ...(all.place_name.trim() ? { place_name: all.place_name.trim() } : {}) };
}

/**
 * Why a dose cannot be noted, in a sentence, by code.
 * @param {Sent[]} sent
 * @param {import("./day.js").Person} person
 * @param {any} rules
 * @param {string} last the last day that has come
 * @returns {Object<string, string>}
 */
export function wrongOf(sent, person, rules, last) {
  const found = {};
  for (const { code, given_on: on, unknown } of sent) {
    const label = labelOf(code, rules);
    if (on && on < person.birth_date) {
      found[code] = `${label}: tanggalnya sebelum ${code.startsWith("Td") ? "" : "anak "}lahir.`;
    } else if (on && on > last) {
      found[code] = `${label}: tanggalnya belum tiba.`;
    } else if (!on && !unknown) {
      found[code] = `${label}: isi tanggalnya, atau pilih tanggal tidak tahu.`;
    }
  }
  return found;
}

/**
 * What is unusual about the days that are new, by code; asked about before they are stored.
 * @param {Sent[]} sent
 * @param {import("./day.js").Person} person
 * @param {any} rules
 * @returns {Object<string, string>}
 */
export function askedOf(sent, person, rules) {
  const given = { ...person.doses };
  for (const { code, given_on: on, unknown } of sent) {
    given[code] = unknown ? null : (on ?? null);
  }
  const changed = sent.filter(({ code }) => !Object.hasOwn(person.doses, code) || person.doses[code] !== given[code]);
  const asked = changed.map(({ code }) => [code, warningsOf(code, given, person.birth_date, rules).join(" ")]);
  return Object.fromEntries(asked.filter(([, words]) => words));
}
