// What waits for a person, after what was done for them on this phone today.
import { childServices } from "../clinical/child-services.js";
import { DoseStatus, plannedDoses } from "../clinical/immunisation.js";

const FEW = 3;
/** A row is read while somebody stands at the table: longer lists become a word (visits/roster_needs.py). */
const MOST_LETTERS = 28;
export const VACCINE = "imunisasi";
export const VITAMIN_A = "vitamin_a";
export const DEWORMING = "obat_cacing";
export const SCREENING = "skrining";

/**
 * The package's list without what was done since, and a list for whoever is in no package yet (visits/due.py).
 * @param {import("./overlay.js").Person} person
 * @param {any} pack
 * @param {import("../clinical/book.js").Rules} rules
 * @returns {string[][]} kind, title, when, level
 */
export function stillDue(person, pack, rules) {
  if (person.isNew) {
    return person.guest ? [] : dueOfNewcomer(person, pack.session.date, rules);
  }
  const given = givenHere(person, pack);
  const values = person.visit?.values ?? {};
  const isDone = ([kind, title]) =>
    given.has(kind) ||
    (title === "Timbang dan ukur" && Boolean(values.weight_kg)) ||
    (title === "Checklist perkembangan" && formIsDone(person, "development"));
  const left = person.due.filter((each) => !isDone(each));
  if (!person.items.some(({ kind }) => kind === "immunisation")) {
    return left;
  }
  return [...dosesOf(person, pack.session.date, rules), ...left.filter(([kind]) => kind !== VACCINE)].sort(byLoudness);
}

function dueOfNewcomer(person, day, rules) {
  const { birth_date: birth, doses } = person;
  const { vitaminA, dewormingMg: mg } = childServices({ birth, day, doses }, rules);
  const found = dosesOf(person, day, rules);
  if (vitaminA) {
    found.push([VITAMIN_A, `Vitamin A kapsul ${vitaminA}`, "bulan ini", "perhatian"]);
  }
  if (mg) {
    found.push([DEWORMING, `Obat cacing ${mg} mg`, "bulan ini, sesudah vitamin A", "perhatian"]);
  }
  return found.sort(byLoudness);
}

function byLoudness([, , , one], [, , , other]) {
  return Number(other === "perhatian") - Number(one === "perhatian");
}

function dosesOf({ birth_date: birth, doses }, day, rules) {
  const planned = plannedDoses(birth, day, doses, rules);
  const late = planned.filter(({ status }) => status === DoseStatus.OVERDUE);
  const now = planned.filter(({ status }) => status === DoseStatus.DUE);
  const found = [];
  if (late.length > 0) {
    found.push([VACCINE, `Imunisasi ${namesOf(late)}`, "terlambat", "perhatian"]);
  }
  if (now.length > 0) {
    found.push([VACCINE, `Imunisasi ${namesOf(now)}`, "sekarang waktunya", "info"]);
  }
  return found;
}

function namesOf(doses) {
  const names = doses.map(({ label }) => label);
  const isShort = names.length <= FEW;
  return isShort ? names.join(", ") : `${names.slice(0, FEW - 1).join(", ")}, dan ${names.length - FEW + 1} lain`;
}

/** Kinds of what stands in the visit of today or was noted outside it. */
function givenHere(person, { columns }) {
  const filled = Object.keys(person.visit?.values ?? {}).map((name) => columns[name]?.service);
  return new Set([...filled, ...person.services.map(({ kind }) => kind)].filter(Boolean));
}

function formIsDone(person, form) {
  return Object.entries(person.forms).some(([key, state]) => key.split(":")[0] === form && state === "done");
}

/**
 * What waits, in words short enough for a row.
 * @param {import("./overlay.js").Person} person
 * @returns {string[]}
 */
export function needsOf({ due }) {
  const of = (wanted) => due.filter(([kind]) => kind === wanted);
  const doses = of(VACCINE).map(([, title]) => title.replace(/^Imunisasi /, ""));
  const words = `imunisasi ${doses.join(", ")}`;
  const capsules = [...of(VITAMIN_A), ...of(DEWORMING)].map(([, title]) => title[0].toLowerCase() + title.slice(1));
  const yearly = of(SCREENING).map(([, , when]) => (when.includes(",") ? "skrining tahunan" : `${when} tahunan`));
  return [...(doses.length ? [words.length <= MOST_LETTERS ? words : "imunisasi"] : []), ...capsules, ...yearly];
}
