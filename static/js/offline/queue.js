// What was entered and is not on the server yet. An item is on the disk before anybody is told that it is saved, never
// changes, and goes only when the server has it. Mending makes another item.
import { read, write } from "./database.js";
import { newId } from "./ids.js";
import * as clock from "./clock.js";
import { markOf, seal, unseal } from "./seal.js";
import { status, tellTabs } from "./status.js";
import { keepKey, need, openUser } from "./vault.js";

export const WAITING = "menunggu";
export const SENT = "terkirim";
export const REFUSED = "perlu diperbaiki";
export const CONFLICT = "bentrok";
/** Another item stands in its place; kept until the server has that one. */
export const REPLACED = "diganti";
const FOR_A_PERSON = [REFUSED, CONFLICT];

/** A pack shows what was stored before it was made; their clocks are the same, but a save may have been on its way. */
const SHOWN_AFTER_MS = 60_000;
const KEEP_SENT_MS = 14 * 86_400_000;

/** The item is not there to be mended any more: another tab was quicker, or it was sent. */
export class NotOpen extends Error {
  name = "NotOpen";
}

/** The id stands for something else already; what is there stays, and the new content needs an id of its own. */
export class OtherContent extends Error {
  name = "OtherContent";
}

/**
 * @typedef {{id: string, kind: string, person: string, entered_at: number, after: string|null,
 *   replaces: string|null, body: any, seq: number, state: string, offset: number|null, answer: any, note: any,
 *   sent_at?: number, unreadable?: boolean}} Item
 *   entered_at: by the phone's clock; offset: what was to be added to it, as far as known; sent_at: when the server had
 *   it, by the server's clock. answer: what the server said, with `errors` by field and `result`. note: why
 *   discarding it was refused.
 */

/**
 * Writes an item and resolves when it is on the disk.
 * @param {object} item
 * @param {string} item.kind
 * @param {string} item.person the id by which the phone knows the person
 * @param {any} item.body of JSON
 * @param {string} [item.id] a UUID of what was saved: the same saved twice is one item
 * @param {string} [item.follows] another person whose items come first, as the mother of a newborn
 * @returns {Promise<string>} its id
 * @throws {import("./vault.js").Locked}
 * @throws {import("./database.js").StorageFull} and nothing was changed
 * @throws {OtherContent}
 */
export async function add({ kind, person, body, id = newId(), follows }) {
  const { user, keys } = need();
  const record = await sealedRecord(keys, id, { kind, person, body });
  const first = follows && (await markOf(keys, follows));
  await write(user, ["meta", "items"], async (tx) => {
    await keepKey(tx);
    await append(tx.objectStore("items"), record, first);
  });
  await announce(user);
  return id;
}

/**
 * Sends something else in the place of an item that was refused or in conflict.
 * @param {string} id
 * @param {any} body
 * @returns {Promise<string>} the id of the new item
 * @throws {NotOpen}
 */
export async function mend(id, body) {
  return replace(await one(id), (before) => ({ kind: before.kind, body }));
}

/**
 * Gives an item up, which the server notes. It stays here until the server has noted it.
 * @param {string} id
 * @param {string} reason
 * @returns {Promise<string>} the id of the item that says so
 * @throws {NotOpen}
 */
export async function discard(id, reason) {
  return replace(await one(id), ({ kind, body: content, entered_at: at, replaces }) => {
    const entered_at = new Date(at).toISOString();
    return { kind: "discard", body: { item: id, reason, kind, content, replaces, entered_at } };
  });
}

/**
 * Sends a refused item once more as it is: what stood in its way may be gone.
 * @param {string} id
 * @throws {NotOpen}
 */
export async function again(id) {
  const { user } = need();
  await write(user, ["items"], async (tx) => {
    const items = tx.objectStore("items");
    await items.put({ ...(await openRecord(items, id)), state: WAITING, answer: null });
  });
  await announce(user);
}

/** @returns {Promise<Item[]>} what is not on the server, in the order it was entered */
export async function listOpen() {
  const found = await records(undefined, (record) => [WAITING, ...FOR_A_PERSON].includes(record.state));
  return Promise.all(found.map(opened));
}

/**
 * @param {string} person
 * @returns {Promise<Item[]>} what the phone holds about one person, also what is sent and not in the pack yet
 */
export async function listOf(person) {
  const mark = await markOf(need().keys, person);
  const found = await records(mark, (record) => record.state !== REPLACED);
  return Promise.all(found.map(opened));
}

/** @returns {Promise<Item[]>} all that the phone holds, also what is sent, in the order it was entered */
export async function listKept() {
  const found = await records(undefined, (record) => record.state !== REPLACED);
  return Promise.all(found.map(opened));
}

/**
 * Readable without the PIN.
 * @param {string} user
 * @returns {Promise<import("./status.js").Counts>} unsent: "belum terkirim", all that is not on the server
 */
export async function counts(user) {
  const states = [WAITING, SENT, REFUSED, CONFLICT];
  const found = await read(user, ["items"], (tx) => {
    const index = tx.objectStore("items").index("state");
    return Promise.all(states.map((state) => index.count(inState(state))));
  });
  const byState = Object.fromEntries(states.map((state, place) => [state, found[place]]));
  return /** @type {import("./status.js").Counts} */ ({ ...byState, unsent: found[0] + found[2] + found[3] });
}

/**
 * Forgets what was sent and is shown by a pack, and what was sent two weeks ago.
 * @param {{session: string, made_at: string}} pack
 * @returns {Promise<number>} how many items were forgotten
 */
export async function prune({ session, made_at }) {
  const { user } = need();
  const made = Date.parse(made_at);
  const sent = await Promise.all((await records(undefined, (record) => record.state === SENT)).map(opened));
  const isShown = ({ sent_at: at, body }) =>
    at + KEEP_SENT_MS < made || ((body?.session ?? session) === session && at + SHOWN_AFTER_MS < made);
  const gone = sent.filter(isShown);
  await write(user, ["items"], (tx) => Promise.all(gone.map(({ id }) => tx.objectStore("items").delete(id))));
  await refresh(user);
  return gone.length;
}

/**
 * Counts again and tells the screen.
 * @param {string} user
 */
export async function refresh(user) {
  status.set({ counts: await counts(user) });
}

/**
 * After a change of the queue: this screen, the other tabs, and the sender.
 * @param {string} user
 */
export async function announce(user) {
  tellTabs(user, "queue");
  status.dispatchEvent(new Event("added"));
  // The item is safe; a number that is late must not say otherwise.
  await refresh(user).catch(() => null);
}

/** @param {string} state @returns {IDBKeyRange} of the index "state" */
export function inState(state, after = 0) {
  return IDBKeyRange.bound([state, after], [state, Infinity], true);
}

/** What was opened already, until the phone is locked: by the keys, then by id. @type {WeakMap<object, Map<string, any>>} */
const legible = new WeakMap();

/** What an item says never changes, so that a list of hundreds is opened once. */
async function contentOf(keys, record) {
  const known = legible.get(keys) ?? new Map();
  legible.set(keys, known);
  if (!known.has(record.id)) {
    known.set(record.id, await unseal(keys, `item ${record.id}`, record));
  }
  return known.get(record.id);
}

/** What the server said of it, which may come again as something else: known by its seal. */
async function answerOf(keys, id, sealed) {
  const known = legible.get(keys);
  const name = `${id} ${sealed.iv}`;
  if (!known.has(name)) {
    known.set(name, await unseal(keys, `answer ${id}`, sealed));
  }
  return known.get(name);
}

/**
 * @param {any} record
 * @returns {Promise<Item>}
 */
export async function opened(record) {
  const { keys } = need();
  const { id, seq, state, after, replaces, sent_at } = record;
  const shown = { id, seq, state, after, replaces, sent_at };
  try {
    const content = await contentOf(keys, record);
    const answer = record.answer && (await answerOf(keys, id, record.answer));
    const note = record.note && (await answerOf(keys, record.note.of, record.note));
    return { ...shown, ...content, answer: answer ?? null, note: note ?? null };
  } catch {
    // Seen and counted, but neither sent nor forgotten.
    return /** @type {Item} */ ({ ...shown, unreadable: true });
  }
}

async function sealedRecord(keys, id, { kind, person, body, replaces = null }) {
  const content = { kind, person, body, entered_at: Date.now(), offset: clock.offset() };
  const sealed = await seal(keys, `item ${id}`, content);
  const same = await markOf(keys, JSON.stringify([kind, person, body]));
  return { id, state: WAITING, person: await markOf(keys, person), replaces, same, answer: null, ...sealed };
}

/** Gives the item its place in the order: after all others, and after the last one of the same person. */
async function append(items, record, follows) {
  const there = await items.get(record.id);
  if (there && there.same !== record.same) {
    throw new OtherContent(record.id);
  }
  if (there) {
    return;
  }
  const before = (await lastOf(items, record.person)) ?? (follows && (await lastOf(items, follows)));
  const newest = await items.index("seq").openCursor(null, "prev");
  await items.add({ ...record, after: before?.id ?? null, seq: (newest?.value.seq ?? 0) + 1 });
}

async function lastOf(items, person) {
  const range = IDBKeyRange.bound([person, 0], [person, Infinity]);
  return (await items.index("person").openCursor(range, "prev"))?.value;
}

async function replace(before, change) {
  const { user, keys } = need();
  const id = newId();
  const record = await sealedRecord(keys, id, { person: before.person, replaces: before.id, ...change(before) });
  await write(user, ["meta", "items"], async (tx) => {
    await keepKey(tx);
    const items = tx.objectStore("items");
    const there = await openRecord(items, before.id);
    await items.put({ ...there, state: REPLACED, was: there.state, note: null });
    await append(items, record);
  });
  await announce(user);
  return id;
}

async function openRecord(items, id) {
  const record = await items.get(id);
  if (!FOR_A_PERSON.includes(record?.state)) {
    throw new NotOpen(id);
  }
  return record;
}

async function one(id) {
  const [record] = await records(undefined, (each) => each.id === id);
  if (!record) {
    throw new NotOpen(id);
  }
  return opened(record);
}

async function records(person, isWanted) {
  const range = person && IDBKeyRange.bound([person, 0], [person, Infinity]);
  const all = await read(need().user, ["items"], (tx) =>
    tx.objectStore("items").index(person ? "person" : "seq").getAll(range),
  );
  return all.filter(isWanted);
}

status.addEventListener("opened", () => refresh(need().user).catch(() => null));
status.addEventListener("told", ({ detail }) => {
  if (detail.news === "queue" && detail.user === openUser()) {
    refresh(detail.user).catch(() => null);
  }
});
