// One day on this phone, drawn again after every save and every answer of the server.
import { Book } from "../clinical/book.js";
import { listKept } from "../offline/queue.js";
import { status } from "../offline/status.js";
import * as store from "../offline/store.js";
import { need } from "../offline/vault.js";
import { useEffect, useState } from "./html.js";
import { peopleOf } from "./overlay.js";
import { rulesAt } from "./ready.js";

/** @typedef {import("./overlay.js").Person} Person */

/** Books by address: their content never changes. @type {Map<string, Promise<import("../clinical/book.js").Book>>} */
const books = new Map();

const BY_NAME = new Intl.Collator("id");

/** What one package says, with what was entered here over it. Never changes; after a save another one is made. */
export class Day {
  constructor({ content, ...head }, items, shelf) {
    this.head = head;
    this.pack = content;
    this.session = content.session;
    this.shelf = shelf;
    this.byId = peopleOf(content, items, (person) => this.rules(person));
    /** @type {Person[]} by name, as somebody looks for them */
    this.people = [...this.byId.values()].sort((one, other) => BY_NAME.compare(one.name, other.name));
  }

  /** @param {string} id @returns {Person|null} */
  person(id) {
    return this.byId.get(id) ?? null;
  }

  /** Which questions the person is asked. @param {Person} person */
  profile(person) {
    return this.pack.profiles[person.profile];
  }

  /** @param {string} name */
  column(name) {
    return this.pack.columns[name];
  }

  /**
   * The columns of a step for one person, in the order of the card, with the label that fits the person. A folded one
   * stands among the others as soon as it is filled.
   * @param {Person} person
   * @param {number} step 0 = of all steps
   * @returns {{step: number, asked: any[], folded: any[]}[]} a column has its `name` too
   */
  sections(person, step = 0) {
    const { sections, labels = {} } = this.profile(person);
    const values = person.visit?.values ?? {};
    const told = (name) => ({ name, ...this.column(name), label: labels[name] ?? this.column(name).label });
    const chosen = sections.filter((each) => !step || each.step === step);
    return chosen.map(({ step: number, columns, folded = [] }) => {
      const isFolded = (name) => folded.includes(name) && !isFilled(values[name]);
      const asked = columns.filter((name) => !isFolded(name)).map(told);
      return { step: number, asked, folded: columns.filter(isFolded).map(told) };
    });
  }

  /** The rules that hold for the person on the day. @param {any} person */
  rules(person) {
    return this.shelf.get(person?.rules ?? this.pack.rules).on(this.session.date);
  }
}

function isFilled(value) {
  return value !== undefined && value !== null && value !== 0 && value !== "" && value?.length !== 0;
}

/**
 * @param {string} session
 * @returns {Promise<Day|null>} null where this phone is not ready for the session
 * @throws {import("../offline/vault.js").Locked}
 */
export async function openDay(session) {
  const found = await packOf(session);
  if (!found) {
    return null;
  }
  const addresses = [found.content.rules, ...found.content.people.map(({ rules }) => rules).filter(Boolean)];
  const shelf = new Map();
  for (const address of new Set(addresses)) {
    shelf.set(address, await bookAt(address));
  }
  return new Day(found, await listKept(), shelf);
}

/** The package opened last, until the phone is locked: by the keys. @type {WeakMap<object, any>} */
const unsealed = new WeakMap();

/** Opened again only where another one was kept: it is long, and the same after each save. */
async function packOf(session) {
  const { keys } = need();
  const head = (await store.packs()).find(({ id }) => id === session);
  const known = unsealed.get(keys);
  if (head && known?.id === session && known.etag === head.etag && known.made_at === head.made_at) {
    return known;
  }
  const found = await store.pack(session);
  unsealed.set(keys, found);
  return found;
}

/** A book that could not be fetched is asked for again the next time. */
function bookAt(address) {
  if (!books.has(address)) {
    const asked = rulesAt(need().user, address).then((bundle) => new Book(bundle));
    asked.catch(() => books.delete(address));
    books.set(address, asked);
  }
  return books.get(address);
}

/**
 * @param {string} session "" = none
 * @returns {{state: "memuat"|"tidak ada"|"siap"|"gagal", day: Day|null, error: unknown}}
 */
export function useDay(session) {
  const [found, setFound] = useState({ session: "", state: "memuat", day: null, error: null });
  useEffect(() => {
    let isCurrent = true;
    let turn = 0;
    const look = async () => {
      const mine = ++turn;
      const next = await openDay(session).then(
        (day) => ({ session, state: day ? "siap" : "tidak ada", day, error: null }),
        (error) => ({ session, state: "gagal", day: null, error }),
      );
      // An older look that ends late shows nothing that a newer one has replaced.
      if (isCurrent && mine === turn) {
        setFound(next);
      }
    };
    const again = () => session && look();
    again();
    const events = ["added", "settled", "told", "packed"];
    events.forEach((event) => status.addEventListener(event, again));
    return () => {
      isCurrent = false;
      events.forEach((event) => status.removeEventListener(event, again));
    };
  }, [session]);
  // Until the effect has run, the day before the change of address would be shown.
  return found.session === session ? found : { session, state: "memuat", day: null, error: null };
}
