// The people of a day as this phone knows them: what the server packed, and over it what was entered here since.
import { CONFLICT, REFUSED, SENT, WAITING } from "../offline/queue.js";
import { stillDue } from "./due.js";
import { newcomer, packed, visitHere } from "./newcomers.js";

/** The worst comes first: it is what a person has to know. */
const WORST = [CONFLICT, REFUSED, WAITING, SENT];
const SERVING = 4;
/** Facts of a person, whatever day they were told on. */
const OF_NO_DAY = ["immunisation", "service"];

/**
 * @typedef {import("../offline/queue.js").Item} Item
 * @typedef {{id: string|null, steps: number[], values: Object<string, any>, base: Object<string, any>,
 *   revision: number, remeasured: string[], saved_at: string, proposals: any[][], declined: string[][], letter: any,
 *   isHere: boolean, [name: string]: any}} VisitHere
 *   id: null where the server began it for a dose and has not told. base: values that the server has or will have,
 *   which is what was "seen"; what it refused stands in `values` alone. isHere: something in it was entered on this
 *   phone and is not in the package yet.
 * @typedef {{id: string, name: string, sex: "L"|"P", birth_date: string, stage: string, group: string, profile: number,
 *   visit: VisitHere|null, forms: Object<string, string>, answers: Object<string, Object<string, string>>,
 *   doses: Object<string, string|null>, services: any[], due: string[][],
 *   cancelled: {id: string, reason: string, values?: any, steps?: number[]}[],
 *   growth: any[][], pressure: any[][], items: Item[], unsent: number, sending: string, isNew: boolean,
 *   [name: string]: any}} Person
 *   sending: the worst state of the items about the person, "" where there are none. answers: of questionnaires filled
 *   here, by code; never of a private one. The rest as in the package.
 */

/**
 * @param {any} pack as the server sent it
 * @param {Item[]} items of the queue, in the order they were entered
 * @param {(person: any) => import("../clinical/book.js").Rules} rulesOf
 * @returns {Map<string, Person>} by id, in the order of the package and newcomers after it
 */
export function peopleOf(pack, items, rulesOf) {
  const raw = new Map((pack.people ?? []).map((each) => [each.id, each]));
  const people = new Map([...raw].map(([id, each]) => [id, packed(each)]));
  const legible = items.filter((item) => !item.unreadable);
  // First of all: a newcomer's item that was mended is younger than what was measured.
  for (const item of legible) {
    if (item.kind === "newcomer" && !raw.has(item.person) && item.body.session === pack.session.id) {
      people.set(item.person, newcomer(pack, item, people, rulesOf({})));
    }
  }
  for (const item of legible) {
    const person = people.get(item.person);
    if (person) {
      layOver(person, item, pack, raw.get(item.person));
    }
  }
  for (const person of people.values()) {
    if (person.isNew || person.items.length > 0) {
      person.due = stillDue(person, pack, rulesOf(person));
    }
  }
  return people;
}

function layOver(person, item, pack, raw) {
  person.items.push(item);
  person.unsent += item.state === SENT ? 0 : 1;
  const states = [person.sending, item.state].filter(Boolean);
  person.sending = WORST.find((state) => states.includes(state)) ?? "";
  if (isOfTheDay(item, pack) && !isInPack(item, raw) && !isDead(person, item)) {
    LAYERS[item.kind]?.(person, item.body, item, pack);
  }
}

function isOfTheDay({ kind, body }, { session }) {
  const isHere = (body.session ?? session.id) === session.id && (body.date ?? session.date) === session.date;
  return isHere || OF_NO_DAY.includes(kind);
}

/** Whether the package was made after the save: over it the old value would hide what others entered since. */
function isInPack(item, raw) {
  const { visit, revision } = item.answer?.result ?? {};
  return item.state === SENT && Boolean(visit) && raw?.visit?.id === visit && raw.visit.revision >= revision;
}

/** Whether the visit was cancelled, here or by somebody else: what belongs to it is not shown as done today. */
function isDead(person, item) {
  const id = item.answer?.result?.visit ?? item.body.visit;
  return Boolean(id) && person.cancelled.some((each) => each.id === id);
}

const isRefused = ({ state }) => state === REFUSED || state === CONFLICT;

const LAYERS = {
  visit(person, { measures = {}, step, setting, confirmed = [] }, item, { columns, user }) {
    const there = visitOf(person, item);
    const steps = step ? [step] : [];
    for (const [name, value] of Object.entries(measures)) {
      put(there.values, columns[name], name, value);
      if (!isRefused(item)) {
        put(there.base, columns[name], name, value);
      }
      if (name in there.values && columns[name]) {
        steps.push(columns[name].step);
      }
    }
    there.remeasured = [...new Set([...there.remeasured, ...confirmed])].filter((name) => name in there.values);
    there.setting = there.setting || (setting === "posyandu" ? "" : setting) || "";
    there.saved_by ??= user?.name;
    addSteps(there, steps);
  },
  screening(person, { form, answers = {}, postponed_because: why }, item, { forms }) {
    const there = visitOf(person, item);
    const ofForm = (key) => key.split(":")[0] === form;
    const key = Object.keys(person.forms).find(ofForm) ?? (forms[form] ? form : "");
    addSteps(there, forms[key] && !why ? [forms[key].step] : []);
    if (key) {
      person.forms[key] = why ? "postponed" : answeredAs(forms[key], answers);
    }
    if (!why && forms[key] && !forms[key].private) {
      person.answers[form] = answers;
    }
  },
  immunisation(person, { doses, date }, item) {
    for (const { code, given_on: on, unknown, here } of doses) {
      person.doses[code] = unknown ? null : (on ?? (here ? date : null));
    }
    // Whoever was vaccinated here has come; the server notes it on the day of the dose.
    if (!person.guest && doses.some((each) => each.here && !each.unknown && (each.given_on ?? date) === date)) {
      addSteps(visitOf(person, item), [SERVING]);
    }
  },
  service(person, body) {
    person.services.push(body);
  },
  referral(person, { visit: _visit, date: _date, ...letter }, item) {
    const { referral: id, number, seen } = item.answer?.result ?? {};
    const there = visitOf(person, item);
    // Reasons that come later are added to the letter.
    const codes = [...new Set([...(there.letter?.codes ?? []), ...(letter.codes ?? [])])];
    const own = [...(there.letter?.own_reasons ?? []), letter.own_reason].filter(Boolean);
    const stored = number ? { id, number, seen } : {};
    there.letter = { ...there.letter, ...letter, ...stored, codes, own_reasons: own, isHere: true };
  },
  decline(person, { code, reason }, item) {
    const there = visitOf(person, item);
    there.declined = [...there.declined.filter(([each]) => each !== code), [code, reason]];
  },
  cancel(person, { visit, reason }, item) {
    // A visit that may not be cancelled still counts.
    if (isRefused(item)) {
      return;
    }
    const told = item.answer?.result?.visit;
    // What was in it can still be read, as far as this phone knows it.
    const { values = {}, steps = [] } = person.visit ?? {};
    person.cancelled.push({ id: told ?? person.visit?.id ?? visit, reason, values, steps });
    if (!told || told === person.visit?.id) {
      person.visit = null;
    }
  },
};

/** The visit of the day; another phone's where the server has one. */
function visitOf(person, item) {
  const told = item.answer?.result?.visit;
  person.visit ??= visitHere({ id: told ?? item.body.visit ?? null });
  person.visit.id = (isRefused(item) ? null : told) ?? person.visit.id ?? item.body.visit ?? null;
  person.visit.saved_at ??= new Date(item.entered_at + (item.offset ?? 0)).toISOString();
  person.visit.isHere = true;
  return person.visit;
}

/** Whoever is served has come, so the first step is behind them. */
function addSteps(visit, steps) {
  visit.steps = [...new Set([1, ...visit.steps, ...steps])].sort((one, other) => one - other);
}

function put(values, column, name, value) {
  const isUnfilled = [null, undefined, ""].includes(value) || (Array.isArray(value) && value.length === 0);
  // Tidak is an answer, an unticked box is none.
  if (isUnfilled || (value === false && column?.kind === "tick")) {
    delete values[name];
  } else {
    values[name] = value;
  }
}

/** As the server will call it: unfinished while a question that is to be asked has no answer. */
function answeredAs(form, answers) {
  const has = (code) => answers[code] !== undefined && answers[code] !== null;
  const isAsked = ({ needed_if: needed }) =>
    !needed || (needed[1] === null ? !has(needed[0]) : answers[needed[0]] === needed[1]);
  return (form?.items ?? []).every((each) => has(each.code) || !isAsked(each)) ? "done" : "unfinished";
}
