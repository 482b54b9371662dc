// What a day needs, for as long as it is allowed to lie on the phone, half-filled forms, and the room there is.
import { StorageFull, read, write } from "./database.js";
import * as clock from "./clock.js";
import { markOf, seal, unseal } from "./seal.js";
import { keepKey, need } from "./vault.js";

export { StorageFull };

const DAY_MS = 86_400_000;
const LOW_BYTES = 50_000_000;
/** What a hundred visits take; as random bytes, which cannot be squeezed. */
const PROBE_BYTES = 262_144;
/** As many as the browser gives at once. */
const RANDOM_BYTES = 65_536;

/**
 * @typedef {{id: string, made_at: string, keep_days: number, etag: string, size: number}} PackHead id: of the session
 */

/**
 * @param {PackHead} head size: bytes as they came
 * @param {any} content
 * @throws {StorageFull} and the pack of before is still there
 */
export async function keepPack({ id, made_at, keep_days, etag, size }, content) {
  const { user, keys } = need();
  const sealed = await seal(keys, `pack ${id}`, content);
  await write(user, ["meta", "packs"], async (tx) => {
    await keepKey(tx);
    await tx.objectStore("packs").put({ id, made_at, keep_days, etag, size, ...sealed });
  });
}

/**
 * @param {string} id
 * @returns {Promise<(PackHead & {content: any})|null>} null where there is none, or where it has expired
 */
export async function pack(id) {
  const { user, keys } = need();
  await dropExpired();
  const found = await read(user, ["packs"], (tx) => tx.objectStore("packs").get(id));
  return found ? { ...headOf(found), content: await unseal(keys, `pack ${id}`, found) } : null;
}

/** @returns {Promise<PackHead[]>} what the phone is ready for */
export async function packs() {
  await dropExpired();
  return (await read(need().user, ["packs"], (tx) => tx.objectStore("packs").getAll())).map(headOf);
}

/**
 * Deletes packs that are older than they may get. Items of the queue are never too old.
 * @returns {Promise<number>} how many were deleted
 */
export async function dropExpired() {
  const { user } = need();
  return write(user, ["meta", "packs"], async (tx) => {
    const now = serverNow(await tx.objectStore("meta").get("clock"));
    const packs = tx.objectStore("packs");
    const old = (await packs.getAll()).filter((each) => Date.parse(each.made_at) + each.keep_days * DAY_MS < now);
    await Promise.all(old.map(({ id }) => packs.delete(id)));
    return old.length;
  });
}

/**
 * Keeps what the server's clock said, for the next time the phone is opened without a signal.
 * @param {string} user
 */
export async function noteClock(user) {
  const ahead = clock.offset();
  if (ahead !== null) {
    const noted = { ahead, latest: Date.now() + ahead };
    await write(user, ["meta"], (tx) => tx.objectStore("meta").put(noted, "clock"));
  }
}

/** A clock that is put back does not make a pack young again. */
function serverNow(noted) {
  return Math.max(Date.now() + (clock.offset() ?? noted?.ahead ?? 0), noted?.latest ?? 0);
}

function headOf({ id, made_at, keep_days, etag, size }) {
  return { id, made_at, keep_days, etag, size };
}

/**
 * Keeps a half-filled form.
 * @param {string} key names the form; it is not readable on the phone
 * @param {any} value of JSON
 * @throws {StorageFull}
 */
export async function keepDraft(key, value) {
  const { user, keys } = need();
  const id = await markOf(keys, key);
  const sealed = await seal(keys, `draft ${id}`, value);
  await write(user, ["meta", "drafts"], async (tx) => {
    await keepKey(tx);
    await tx.objectStore("drafts").put({ id, ...sealed });
  });
}

/** @param {string} key @returns {Promise<any>} null where nothing is kept */
export async function draft(key) {
  const { user, keys } = need();
  const id = await markOf(keys, key);
  const found = await read(user, ["drafts"], (tx) => tx.objectStore("drafts").get(id));
  return found ? unseal(keys, `draft ${id}`, found) : null;
}

/** @param {string} key */
export async function dropDraft(key) {
  const { user, keys } = need();
  const id = await markOf(keys, key);
  await write(user, ["drafts"], (tx) => tx.objectStore("drafts").delete(id));
}

/**
 * The room that is left, to be asked before an entry; asks the browser not to throw anything away. It is tried, because
 * browsers tell a round number to all sites.
 * @returns {Promise<{room: "ok"|"low"|"full", freeBytes: number|null, persisted: boolean}>}
 *   freeBytes: as the browser says, null where it does not
 */
export async function capacity() {
  const { storage } = navigator;
  const persisted = (await storage?.persisted?.()) || (await storage?.persist?.().catch(() => false)) || false;
  const { quota, usage } = (await storage?.estimate?.().catch(() => null)) ?? {};
  const freeBytes = quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  if (!(await holds(PROBE_BYTES))) {
    return { room: "full", freeBytes, persisted };
  }
  return { room: freeBytes !== null && freeBytes < LOW_BYTES ? "low" : "ok", freeBytes, persisted };
}

async function holds(bytes) {
  const { user } = need();
  const probe = new Uint8Array(bytes);
  for (let from = 0; from < bytes; from += RANDOM_BYTES) {
    crypto.getRandomValues(probe.subarray(from, from + RANDOM_BYTES));
  }
  try {
    await write(user, ["meta"], (tx) => tx.objectStore("meta").put(probe, "probe"));
  } catch (error) {
    if (error instanceof StorageFull) {
      return false;
    }
    throw error;
  }
  await write(user, ["meta"], (tx) => tx.objectStore("meta").delete("probe"));
  return true;
}
