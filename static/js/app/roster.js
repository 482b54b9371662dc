// Who is expected today, who has come and where each of them is: figures and order of the list (visits/roster.py).
import { SENT } from "../offline/queue.js";
import { DEWORMING, SCREENING, VACCINE, VITAMIN_A } from "./due.js";

/** @typedef {import("./overlay.js").Person} Person */

/** Groups in the order of the registers (registry/rules/target_groups.py). */
export const GROUPS = {
  ibu_hamil: "Ibu hamil",
  ibu_nifas: "Ibu nifas",
  ibu_menyusui: "Ibu menyusui",
  bayi: "Bayi",
  balita: "Balita",
  apras: "Apras",
  usia_sekolah: "Usia sekolah",
  remaja: "Remaja",
  dewasa: "Dewasa",
  lansia: "Lansia",
};
export const UNSENT = "belum_terkirim";
export const FILTERS = {
  "": "Semua",
  belum: "Belum datang",
  dilayani: "Sedang dilayani",
  selesai: "Selesai",
  [VACCINE]: "Perlu imunisasi",
  [VITAMIN_A]: "Perlu vitamin A",
  [DEWORMING]: "Perlu obat cacing",
  [SCREENING]: "Skrining tahunan",
  [UNSENT]: "Belum terkirim",
};
const STEPS = [1, 2, 3, 4, 5];
/** More rows than this nobody reads on a phone; the search finds the rest. */
export const MOST_ROWS = 150;

/** @param {Person} person @returns {number[]} */
export function stepsOf({ visit }) {
  return visit?.steps ?? [];
}

/** Whether they came: what was done for them at home or at school is not that. @param {Person} person */
export function hasCome({ visit }) {
  return Boolean(visit) && !visit.setting;
}

/** @param {Person} person */
export function isDone(person) {
  return hasCome(person) && stepsOf(person).length === STEPS.length;
}

/** The first step that is still open; the last one where none is. @param {Person} person */
export function nextStep(person) {
  return STEPS.find((step) => !stepsOf(person).includes(step)) ?? STEPS.length;
}

/** Whether they passed the steps before this one, and not this one. @param {Person} person @param {number} step */
export function waitsFor(person, step) {
  const passed = stepsOf(person);
  return hasCome(person) && !passed.includes(step) && STEPS.slice(0, step - 1).every((each) => passed.includes(each));
}

/** What search compares: plain upper-case words (registry.rules.names.search_key). @param {string} text */
export function searchKey(text) {
  const bare = text
    .replace(/['’‘`ʼʻ]/g, "")
    .normalize("NFKD")
    .toUpperCase();
  return bare
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Z0-9]+/g, " ")
    .trim();
}

/** @type {WeakMap<Person, string>} */
const keys = new WeakMap();

function keyOf(person) {
  if (!keys.has(person)) {
    keys.set(person, ` ${searchKey(`${person.name} ${person.mother_name ?? ""}`)}`);
  }
  return /** @type {string} */ (keys.get(person));
}

/**
 * Whether each word begins a word of the name or of the mother's, in any order.
 * @param {Person} person
 * @param {string} text
 */
export function isNamed(person, text) {
  const key = keyOf(person);
  return searchKey(text)
    .split(" ")
    .every((word) => key.includes(` ${word}`));
}

function isWanted(person, only) {
  const where = {
    "": true,
    belum: !hasCome(person),
    dilayani: hasCome(person) && !isDone(person),
    selesai: isDone(person),
    [UNSENT]: person.unsent > 0,
  };
  return where[only] ?? person.due.some(([kind]) => kind === only);
}

/**
 * The rows to show, and the figures over everybody.
 * @param {Person[]} people by name
 * @param {{text?: string, group?: string, only?: string, step?: number}} wish
 * @returns {{rows: Person[], hidden: number, groups: {group: string, came: number, expected: number}[], came: number,
 *   expected: number, guests: number, inService: number, waiting: number}}
 */
export function rosterOf(people, { text = "", group = "", only = "", step = 0 }) {
  const chosen = people.filter(
    (each) => (!group || each.group === group) && isWanted(each, only) && isNamed(each, text),
  );
  chosen.sort(orderAt(step));
  const sasaran = people.filter((each) => !each.guest);
  const count = (among, is) => among.reduce((sum, each) => sum + Number(is(each)), 0);
  const groups = Object.keys(GROUPS).map((name) => {
    const members = sasaran.filter((each) => each.group === name);
    return { group: name, came: count(members, hasCome), expected: members.length };
  });
  return {
    rows: chosen.slice(0, MOST_ROWS),
    hidden: Math.max(0, chosen.length - MOST_ROWS),
    groups: groups.filter(({ expected }) => expected > 0),
    came: count(sasaran, hasCome),
    expected: sasaran.length,
    guests: count(people, (each) => Boolean(each.guest && each.visit)),
    inService: count(people, (each) => hasCome(each) && !isDone(each)),
    waiting: step ? count(people, (each) => waitsFor(each, step)) : 0,
  };
}

/** At a step: who waits for it, then who is on the way, in the order they came; else who came last first. */
function orderAt(step) {
  const since = (person) => (hasCome(person) ? Date.parse(person.visit.saved_at) || 0 : 0);
  const rank = (person) => {
    if (!step) {
      return !hasCome(person) ? 1 : isDone(person) ? 2 : 0;
    }
    if (stepsOf(person).includes(step)) {
      return 3;
    }
    return waitsFor(person, step) ? 0 : hasCome(person) ? 1 : 2;
  };
  // Whoever is behind the step is looked for as the last one served.
  return (one, other) => {
    const late = since(one) - since(other);
    return rank(one) - rank(other) || (step && rank(one) < 3 ? late : -late);
  };
}

/** Whether all about the person is on the server. @param {Person} person */
export function isSent(person) {
  return person.sending === "" || person.sending === SENT;
}
