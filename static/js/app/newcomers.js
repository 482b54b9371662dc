// Whoever was registered on this phone, before the server's package knows them.
import { addMonths, ageOn } from "../clinical/dates.js";
import { lifeStageOn } from "../clinical/life-stage.js";

const MIDDLE_OF_YEAR = "07-01";
const NOBODY = { profile: 0, forms: [] };
const ADULT_YEARS = 18;
const DAYS_A_WEEK = 7;

/** @typedef {import("./overlay.js").Person} Person */

/** Somebody of the package, with room for what was entered here. @param {any} each @returns {Person} */
export function packed(each) {
  const lists = { due: [], growth: [], pressure: [], cancelled: [] };
  const kept = { ...lists, ...each, forms: { ...each.forms }, doses: { ...each.doses } };
  const visit = each.visit ? visitHere(each.visit) : null;
  const here = { answers: {}, services: [], items: [], unsent: 0, sending: "", isNew: false };
  return { ...kept, ...here, cancelled: [...kept.cancelled], visit };
}

/** @param {any} of @returns {import("./overlay.js").VisitHere} */
export function visitHere(of) {
  const empty = { revision: 0, proposals: [], letter: null, isHere: false };
  const values = { values: { ...of.values }, base: { ...of.values }, remeasured: [...(of.remeasured ?? [])] };
  const copied = { steps: [...(of.steps ?? [])], ...values, declined: [...(of.declined ?? [])] };
  return { ...empty, ...of, ...copied };
}

/**
 * Somebody who was registered here and is not in the package yet.
 * @param {any} pack
 * @param {import("../offline/queue.js").Item} item
 * @param {Map<string, any>} people among whom the mother is
 * @param {import("../clinical/book.js").Rules} rules
 * @returns {Person}
 */
export function newcomer(pack, { person: id, body }, people, rules) {
  const { date } = pack.session;
  const told = bornOn(body, date);
  // A day that is typed wrong must not keep the others from being shown.
  const born = told > date ? date : told;
  const rows = pack.defaults.filter((row) => row.sex === body.sex && (!row.born_from || row.born_from <= born));
  const like = rows.find((row) => born <= row.born_to) ?? NOBODY;
  const { stage } = lifeStageOn(born, date, rules);
  const mother = people.get(body.mother);
  const isChild = ageOn(born, date).years < ADULT_YEARS;
  const person = { id, name: body.name, sex: body.sex, birth_date: born, stage, group: stage };
  const weeks = Number(body.gestation_weeks);
  const about = {
    profile: like.profile,
    forms: Object.fromEntries(like.forms.map((key) => [key, "due"])),
    birth_date_known: (body.birth_date_known ?? "pasti") === "pasti" ? undefined : body.birth_date_known,
    mother_name: isChild ? firstName(mother?.name ?? body.mother_name ?? "") || undefined : undefined,
    mother_id: isChild ? body.mother : undefined,
    rt: body.rt || mother?.rt,
    gestation_days: weeks ? weeks * DAYS_A_WEEK : undefined,
    guest: Boolean(body.as_guest),
  };
  return { ...packed({ ...person, ...about }), isNew: true };
}

/** By which a child is told from a namesake; titles are no name. @param {string} name */
function firstName(name) {
  return name.split(/\s+/).find((word) => word.length > 2 && !word.endsWith(".")) ?? name;
}

/**
 * The birth date that the server will make of what was told (registry/rules/birth_date.py).
 * @param {{birth_date?: string, birth_date_known?: string, age_years?: number|string, age_months?: number|string,
 *   birth_year?: number|string}} told
 * @param {string} day
 * @returns {string}
 */
export function bornOn(told, day) {
  if (told.birth_date_known === "tahun") {
    const middle = `${told.birth_year}-${MIDDLE_OF_YEAR}`;
    return middle < day ? middle : day;
  }
  if (told.birth_date_known === "perkiraan" && (isTold(told.age_years) || isTold(told.age_months))) {
    return addMonths(day, -(12 * Number(told.age_years ?? 0) + Number(told.age_months ?? 0)));
  }
  return told.birth_date || day;
}

function isTold(value) {
  return value !== undefined && value !== null && value !== "";
}
