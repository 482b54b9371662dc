// Items on their way: what goes into a batch, and what an answer makes of each item, all of them in one transaction.
import { read, write } from "./database.js";
import * as clock from "./clock.js";
import * as queue from "./queue.js";
import { seal } from "./seal.js";
import { tellTabs } from "./status.js";
import { need } from "./vault.js";

const MAX_BYTES = 512_000;
export const MAX_ITEMS = 200;
/** By the state that the server answers; any other leaves the item waiting. */
const STATES = { tersimpan: queue.SENT, dibuang: queue.SENT, ditolak: queue.REFUSED, bentrok: queue.CONFLICT };

/**
 * The next waiting items in their order.
 * @param {number} seq only what came after it
 * @param {number} most
 * @returns {Promise<{items: queue.Item[], last: number}>} last: the seq that was reached, where something that cannot be
 *   read is passed over
 */
export async function next(seq, most) {
  const { user } = need();
  const records = await read(user, ["items"], async (tx) => {
    const items = tx.objectStore("items");
    const found = await items.index("state").getAll(queue.inState(queue.WAITING, seq), most);
    return Promise.all(found.map(async (each) => ({ ...each, after: await heardBefore(items, each.after) })));
  });
  const items = [];
  let bytes = 0;
  let last = seq;
  for (const record of records) {
    const item = await queue.opened(record);
    const told = item.unreadable ? null : asTold(item);
    bytes += told ? new TextEncoder().encode(JSON.stringify(told)).length : 0;
    if (bytes > MAX_BYTES && items.length) {
      break;
    }
    last = item.seq;
    if (told) {
      items.push(item);
    }
  }
  return { items, last };
}

/** The item to wait for. What this phone forgot was answered long ago; what the server never heard of never comes. */
async function heardBefore(items, id) {
  const before = id && (await items.get(id));
  if (!before) {
    return null;
  }
  return before.unheard ? heardBefore(items, before.after) : id;
}

/** An item as the server wants it, its time by the clock as it goes now. @param {queue.Item} item */
export function asTold({ id, kind, person, entered_at: at, offset, after, replaces, body }) {
  return { id, kind, person, entered_at: clock.told(at, offset), after, replaces, body };
}

/**
 * Notes what the server answered; an item without an answer goes on waiting.
 * @param {queue.Item[]} items
 * @param {any[]} answers
 * @param {string} serverTime ISO
 * @returns {Promise<number>} how many of the items wait no more
 */
export async function settle(items, answers, serverTime) {
  const byId = new Map(answers.map((answer) => [answer?.id, answer]));
  const settled = items.filter(({ id }) => STATES[byId.get(id)?.state] && Number.isInteger(byId.get(id).code));
  return note(settled, byId, Date.parse(serverTime), false);
}

/**
 * Puts an item aside that no batch can hold or no server reads, so that others pass; a person decides about it.
 * @param {queue.Item} item
 * @param {number} code
 * @param {string} message
 */
export function putAside(item, code, message) {
  const answer = { id: item.id, code, state: "ditolak", errors: [{ code, field: "", message }], result: {} };
  return note([item], new Map([[item.id, answer]]), 0, true);
}

async function note(settled, byId, at, unheard) {
  const { user, keys } = need();
  const sealed = new Map();
  for (const { id } of settled) {
    sealed.set(id, await seal(keys, `answer ${id}`, byId.get(id)));
  }
  const changed = await write(user, ["items"], async (tx) => {
    let count = 0;
    for (const item of settled) {
      count += await noteOne(tx.objectStore("items"), item, byId.get(item.id), sealed.get(item.id), { at, unheard });
    }
    return count;
  });
  if (changed) {
    tellTabs(user, "queue");
    await queue.refresh(user);
  }
  return changed;
}

async function noteOne(items, item, answer, sealed, { at, unheard }) {
  const record = await items.get(item.id);
  if (record?.state !== queue.WAITING) {
    // An older answer, after another tab was quicker.
    return 0;
  }
  const state = STATES[answer.state];
  if (item.kind === "discard" && state !== queue.SENT) {
    await giveBack(items, item, answer, { of: item.id, ...sealed });
    return 1;
  }
  const heard = state === queue.SENT ? { sent_at: at } : {};
  await items.put({ ...record, state, answer: sealed, unheard, ...heard });
  if (state === queue.SENT) {
    await dropReplaced(items, record.replaces);
    await letFollow(items, item, record);
  }
  return 1;
}

/** What was mended or given up is settled on the server too, with all that was mended before it. */
async function dropReplaced(items, id) {
  const before = id && (await items.get(id));
  if (before) {
    await items.delete(id);
    await dropReplaced(items, before.replaces);
  }
}

/** Whoever was unknown is known now: what was refused for that is sent again. */
async function letFollow(items, item, record) {
  if (item.kind !== "newcomer") {
    return;
  }
  const range = IDBKeyRange.bound([record.person, 0], [record.person, Infinity]);
  for (const each of await items.index("person").getAll(range)) {
    if (each.state === queue.REFUSED) {
      await items.put({ ...each, state: queue.WAITING });
    }
  }
}

/** What could not be given up is there again, with the reason; what is stored already is asked for once more. */
async function giveBack(items, discard, answer, note) {
  const before = await items.get(discard.replaces);
  if (before) {
    const isStored = answer.errors?.some?.(({ field }) => field === "item");
    await items.put({ ...before, state: isStored ? queue.WAITING : before.was, note });
  }
  await items.delete(discard.id);
}
