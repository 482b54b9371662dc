// Every save of the app: written to the phone's queue, and sent from there. Resolves when it is on the disk.
import { newId } from "../offline/ids.js";
import { CONFLICT, NotOpen, REFUSED, add, mend } from "../offline/queue.js";

/**
 * @typedef {import("./day.js").Day} Day
 * @typedef {import("./overlay.js").Person} Person
 */

/** Stands for the whole card: somebody came, and nothing is measured. */
const ONLY_CAME = "measures";

/** The visit of the day: the one that is there, or one that begins with this save. */
function ofVisit(day, person) {
  return { visit: person.visit?.id ?? newId(), date: day.session.date };
}

/** As `ofVisit`, for what the server takes only of a visit that it has: the first one says that somebody came. */
async function inVisit(day, person, reason = "") {
  const of = ofVisit(day, person);
  if (!person.visit) {
    const why = reason ? { reason } : {};
    const body = { ...of, session: day.session.id, step: 1, ...why, measures: {}, seen: {}, confirmed: [ONLY_CAME] };
    await add({ kind: "visit", person: person.id, body });
  }
  return of;
}

/**
 * Only what was changed goes: two phones that fill different fields never stand in each other's way. What the server
 * refused or found in conflict is mended by entering the field once more.
 * @param {Day} day
 * @param {Person} person
 * @param {object} what
 * @param {number} what.step 1 to 5, 0 = the whole card
 * @param {Object<string, any>} what.values by column, as the package has them; null = emptied
 * @param {string[]} [what.confirmed] fields that were measured again and are true; "measures": came, nothing to measure
 * @param {string} [what.reason] why a closed day is corrected
 * @returns {Promise<string>} id of the item
 */
export async function saveVisit(day, person, { step, values, confirmed = [], reason = "" }) {
  const shown = person.visit?.values ?? {};
  const stored = person.visit?.base ?? {};
  const measures = {};
  const seen = {};
  for (const [name, value] of Object.entries(values)) {
    if (!isSame(day.column(name), shown[name], value)) {
      measures[name] = value;
      seen[name] = stored[name] ?? null;
    }
  }
  // What belongs to no column, as that nothing was measured, or an age above 120 years, is told too.
  const kept = confirmed.filter((name) => name in values || !day.column(name));
  const told = { ...(step ? { step } : {}), ...(reason ? { reason } : {}) };
  const body = { ...ofVisit(day, person), session: day.session.id, ...told, measures, seen, confirmed: kept };
  return (await mended(person, body)) ?? add({ kind: "visit", person: person.id, body });
}

/** In the place of the item that holds the same field and was not stored; null where there is none. */
async function mended(person, body) {
  // Saying that a value is true mends it too.
  const names = [...Object.keys(body.measures), ...body.confirmed];
  const before = person.items.findLast(
    ({ kind, state, body: { measures = {} } }) =>
      kind === "visit" && [REFUSED, CONFLICT].includes(state) && names.some((name) => name in measures),
  );
  if (!before) {
    return null;
  }
  const { measures, seen = {}, confirmed = [] } = before.body;
  const left = confirmed.filter((name) => !(name in body.measures));
  const joined = {
    ...before.body,
    ...body,
    measures: { ...measures, ...body.measures },
    // What was seen before either of them; the other's value was never chosen against.
    seen: { ...body.seen, ...seen },
    confirmed: [...new Set([...left, ...body.confirmed])],
  };
  return mend(before.id, joined).catch((error) => {
    if (error instanceof NotOpen) {
      return null;
    }
    throw error;
  });
}

/** Whether the two stand for one value: "9.40" and "9.4" do, and topics in another order. */
function isSame(column, one, other) {
  return JSON.stringify(plain(column, one)) === JSON.stringify(plain(column, other));
}

function plain(column, value) {
  if (value === undefined || value === null || value === "" || value.length === 0) {
    return null;
  }
  if (column?.kind === "tick" && value === false) {
    return null;
  }
  if (column?.kind === "decimal" || column?.kind === "whole") {
    return Number(value);
  }
  return Array.isArray(value) ? [...value].sort() : value;
}

/**
 * @param {Day} day
 * @param {Object<string, any>} about as in docs/sync.md, without session; `mother` = id of the mother, if registered
 * @returns {Promise<string>} id of the new person
 */
export async function saveNewcomer(day, about) {
  const person = newId();
  const follows = about.mother ?? undefined;
  await add({ kind: "newcomer", person, body: { session: day.session.id, ...about }, follows });
  return person;
}

/**
 * @param {Day} day
 * @param {Person} person
 * @param {{form: string, answers: Object<string, string>, by_self?: boolean, postponed_because?: string,
 *   reason?: string}} given
 */
export async function saveScreening(day, person, given) {
  const of = await inVisit(day, person, given.reason);
  return add({ kind: "screening", person: person.id, body: { ...of, ...given } });
}

/**
 * @param {Day} day
 * @param {Person} person
 * @param {{code: string, given_on?: string, unknown?: boolean, here?: boolean, place?: string, place_name?: string,
 *   batch?: string, site?: string, given_by?: string}[]} doses
 * @param {string[]} [confirmed] codes of doses that are true though too early or doubtful
 */
export function saveDoses(day, person, doses, confirmed = []) {
  const sent = doses.map((dose) => ({
    ...dose,
    ...(person.doses[dose.code] ? { seen: person.doses[dose.code] } : {}),
  }));
  const body = { date: day.session.date, doses: sent, ...(confirmed.length ? { confirmed } : {}) };
  return add({ kind: "immunisation", person: person.id, body });
}

/**
 * A service outside the visit: at home, at school, at the Pustu.
 * @param {Person} person
 * @param {{kind: string, given_on: string, quantity?: number, detail?: string, place?: string, place_name?: string,
 *   batch?: string}} given
 */
export function saveService(person, given) {
  return add({ kind: "service", person: person.id, body: { service: newId(), ...given } });
}

/**
 * @param {Day} day
 * @param {Person} person
 * @param {{codes?: string[], own_reason?: string, destination?: string, destination_name?: string, urgency?: string,
 *   note?: string}} letter
 */
export async function saveLetter(day, person, letter) {
  const of = await inVisit(day, person);
  return add({ kind: "referral", person: person.id, body: { ...of, ...letter } });
}

/** @param {Day} day @param {Person} person @param {string} code @param {string} reason */
export async function declineProposal(day, person, code, reason) {
  const of = await inVisit(day, person);
  return add({ kind: "decline", person: person.id, body: { ...of, code, reason } });
}

/** @param {Day} day @param {Person} person whose visit there is @param {string} reason @returns {Promise<string>} */
export function cancelVisit(day, person, reason) {
  return add({ kind: "cancel", person: person.id, body: { ...ofVisit(day, person), reason } });
}
