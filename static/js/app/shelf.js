// All that lies on this phone in one place: who is in its packages, the columns they name, and what was entered.
import { listKept } from "../offline/queue.js";
import { status } from "../offline/status.js";
import * as store from "../offline/store.js";
import { useEffect, useState } from "./html.js";
import { bornOn } from "./newcomers.js";

/** @typedef {import("../offline/queue.js").Item} Item */

export const UNKNOWN = "Orang yang tidak ada di HP ini";

/** What the packages say about people and questions, whatever day they are of. */
export class Shelf {
  constructor() {
    /** @type {Map<string, {name: string, stage: string, labels: Object<string, string>, day: string}>} */
    this.people = new Map();
    /** @type {Map<string, {date: string, place: string}>} */
    this.days = new Map();
    this.columns = {};
    this.labels = {};
    this.topics = {};
    this.forms = {};
    this.choices = {};
    this.steps = {};
    /** Who is asked what, for people whom no package knows yet. @type {Map<string, any>} */
    this.asked = new Map();
  }

  /** @param {any} pack a newer one after an older one */
  put(pack) {
    const { columns, topics, forms, choices, steps, profiles, people = [], session } = pack;
    Object.assign(this.columns, columns);
    Object.assign(this.topics, topics);
    Object.assign(this.forms, forms);
    Object.assign(this.choices, choices);
    Object.assign(this.steps, steps);
    profiles.forEach(({ labels }) => Object.assign(this.labels, labels));
    this.asked.set(session.id, { date: session.date, defaults: pack.defaults ?? [], profiles });
    this.days.set(session.id, { date: session.date, place: session.posyandu_name });
    for (const { id, name, stage, profile } of people) {
      this.people.set(id, { name, stage, labels: profiles[profile]?.labels ?? {}, day: session.id });
    }
  }

  /** People who were registered here and are in no package yet. @param {Item[]} items */
  meet(items) {
    for (const { kind, person, body } of items) {
      const about = kind === "discard" && body?.kind === "newcomer" ? body.content : body;
      if (about?.name && !this.people.has(person)) {
        const day = about.session ?? "";
        this.people.set(person, { name: about.name, stage: "", labels: this.labelsFor(about, day), day });
      }
    }
  }

  /** The labels on the card of a newcomer, as in overlay.js. */
  labelsFor(about, day) {
    const { date, defaults, profiles } = this.asked.get(day) ?? { date: "", defaults: [], profiles: [] };
    const born = bornOf(about, date);
    const isLike = ({ sex, born_from: from, born_to: to }) => sex === about.sex && (!from || from <= born) && born <= to;
    return profiles[defaults.find(isLike)?.profile]?.labels ?? {};
  }

  /** @param {string|undefined} person @returns {string} */
  nameOf(person) {
    return this.people.get(person ?? "")?.name ?? UNKNOWN;
  }

  /** A column with the label that fits the person. @param {string} name @param {string} [person] */
  column(name, person = "") {
    const known = this.columns[name] ?? { kind: "text" };
    const label = this.people.get(person)?.labels[name] ?? known.label ?? this.labels[name] ?? name;
    return { ...known, name, label };
  }

  /** A questionnaire, of whatever age its sheet is. @param {string} code */
  form(code) {
    const key = Object.keys(this.forms).find((each) => each.split(":")[0] === code);
    return key ? this.forms[key] : null;
  }
}

/** What was typed may be no day at all; the server says so. */
function bornOf(about, date) {
  try {
    return bornOn(about, date);
  } catch {
    return "";
  }
}

/** @returns {Promise<{shelf: Shelf, items: Item[]}>} items: in the order they were entered, sent ones too */
async function readAll() {
  const shelf = new Shelf();
  const heads = (await store.packs()).sort((one, other) => Date.parse(one.made_at) - Date.parse(other.made_at));
  for (const { id } of heads) {
    const found = await store.pack(id).catch(() => null);
    if (found) {
      shelf.put(found.content);
    }
  }
  const items = await listKept();
  shelf.meet(items);
  return { shelf, items };
}

/** @returns {{state: "memuat"|"siap"|"gagal", shelf: Shelf|null, items: Item[]}} drawn again after every change */
export function useShelf() {
  const [found, setFound] = useState({ state: "memuat", shelf: null, items: [] });
  useEffect(() => {
    let isHere = true;
    let turn = 0;
    const look = async () => {
      const mine = ++turn;
      const next = await readAll().then(
        (all) => ({ state: "siap", ...all }),
        () => ({ state: "gagal", shelf: null, items: [] }),
      );
      if (isHere && mine === turn) {
        setFound(next);
      }
    };
    const events = ["added", "settled", "told", "packed"];
    look();
    events.forEach((event) => status.addEventListener(event, look));
    return () => {
      isHere = false;
      events.forEach((event) => status.removeEventListener(event, look));
    };
  }, []);
  return found;
}

/** What the sender last told, drawn again when that changes. @returns {import("../offline/status.js").Shown} */
export function useStatus() {
  const [shown, setShown] = useState(status.shown);
  useEffect(() => {
    const look = () => setShown(status.shown);
    look();
    status.addEventListener("change", look);
    return () => status.removeEventListener("change", look);
  }, []);
  return shown;
}
