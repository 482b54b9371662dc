// The PIN opens what one user left on this phone. Keys are in memory only; what is stored is useless without the PIN.
import { databaseName, deleteDatabase, read, write } from "./database.js";
import { newId } from "./ids.js";
import * as crypt from "./seal.js";
import { status, tellTabs } from "./status.js";

export const PIN_LENGTH = 6;
export const FREE_TRIES = 5;
/** Recovery secrets that the server may have heard of without the phone knowing. */
const KEPT_SPARES = 3;
const MINUTE = 60_000;
/** How long to wait after the fifth wrong PIN, the sixth and so on. */
const WAITS_MS = [MINUTE / 2, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE];

/** Nobody has typed the PIN in this tab. */
export class Locked extends Error {
  name = "Locked";
}

/** There is a key on this phone already; it is never written over, because a queue may be sealed with it. */
export class AlreadyPrepared extends Error {
  name = "AlreadyPrepared";
}

/** The browser threw away what was on this phone. */
export class Evicted extends Error {
  name = "Evicted";
}

/**
 * @typedef {{open: boolean, triesLeft: number, waitMs: number}} Try
 *   triesLeft: before the next wait. waitMs: above 0 the PIN was not even looked at, or is not until then.
 * @typedef {{user: string, keys: crypt.Keys, home: any}} Open
 */

/** @type {Open|null} */
let opened = null;

/** The mark outside the database which tells that there was one. */
const traceOf = (user) => `posyandu:siap:${user}`;

/** @param {string} user @returns {Promise<any>} */
function homeOf(user) {
  return read(user, ["meta"], (tx) => tx.objectStore("meta").get("vault"));
}

/**
 * Whether this phone holds the user's key, never did, or lost it with all that was sealed.
 * @param {string} user
 * @returns {Promise<"absent"|"ready"|"evicted">}
 */
export async function condition(user) {
  if (await homeOf(user)) {
    localStorage.setItem(traceOf(user), "1");
    return "ready";
  }
  return localStorage.getItem(traceOf(user)) ? "evicted" : "absent";
}

/** @param {string} user @returns {Promise<boolean>} */
export async function isPrepared(user) {
  return (await condition(user)) === "ready";
}

/**
 * What is wrong with a PIN that somebody chooses; empty where nothing is.
 * @param {string} pin
 * @returns {""|"pendek"|"mudah"}
 */
export function pinProblem(pin) {
  if (pin.length < PIN_LENGTH) {
    return "pendek";
  }
  const steps = new Set([...pin].slice(1).map((letter, place) => letter.charCodeAt(0) - pin.charCodeAt(place)));
  return steps.size === 1 && Math.abs([...steps][0]) <= 1 ? "mudah" : "";
}

/** @returns {Promise<object>} the secret wrapped by the PIN, with all that is needed to try a PIN on it */
async function wrapped(user, pin, secret) {
  const salt = crypt.newSalt();
  const iterations = crypt.PIN_ITERATIONS;
  const key = await crypt.keyOfPin(pin, salt, iterations);
  return { salt, iterations, ...(await crypt.sealBytes(key, `pin ${user}`, secret)), wrong: 0, triedAt: 0 };
}

/**
 * Makes this phone ready for a user and opens it. Until `noteSpare` says that the server has the recovery secret, each
 * `unlock` may make another one.
 * @param {string} user
 * @param {string} pin
 * @returns {Promise<{recovery: string}>} what opens it when the PIN is forgotten: for the server, never kept here
 * @throws {AlreadyPrepared}
 * @throws {RangeError} for a PIN with a `pinProblem`
 */
export async function setPin(user, pin) {
  refuseWeak(pin);
  const secret = crypt.newSecret();
  const { recovery, spare } = await newSpare(user, secret);
  const home = { ...(await wrapped(user, pin, secret)), spare };
  const keys = await crypt.keysOf(secret);
  secret.fill(0);
  await write(user, ["meta"], async (tx) => {
    const meta = tx.objectStore("meta");
    if (await meta.get("vault")) {
      throw new AlreadyPrepared(user);
    }
    await meta.put(home, "vault");
    await meta.put({ id: newId(), registered: false }, "device");
  });
  localStorage.setItem(traceOf(user), "1");
  navigator.storage?.persist?.().catch(() => false);
  enter(user, keys, home);
  return { recovery };
}

/** The secret sealed once more, with another secret that opens it when the PIN is forgotten. */
async function newSpare(user, secret) {
  const recovery = crypt.newSecret();
  const spare = await crypt.sealBytes(await crypt.keyOfSecret(recovery), `recovery ${user}`, secret);
  return { recovery: crypt.base64(recovery), spare };
}

/**
 * @param {string} user
 * @param {string} pin
 * @param {{renew?: boolean}} [how] renew: make another recovery secret where the server is not known to have one
 * @returns {Promise<Try & {recovery?: string}>} open: false for a wrong PIN, which deletes nothing however often it is
 *   tried. recovery: a new one, for the server
 * @throws {Evicted} where there is no key
 */
export async function unlock(user, pin, { renew = false } = {}) {
  const { result, secret, home } = await tried(user, pin);
  if (!secret) {
    return result;
  }
  const recovery = renew && !home.isSpareKept ? await renewed(user, secret, home) : undefined;
  enter(user, await crypt.keysOf(secret), home);
  secret.fill(0);
  return { ...result, recovery };
}

/** The server may have heard of an earlier one whose answer was lost, so that one opens too until it is certain. */
async function renewed(user, secret, home) {
  const { recovery, spare } = await newSpare(user, secret);
  const spares = [home.spare, ...(home.spares ?? [])].slice(0, KEPT_SPARES);
  Object.assign(home, { spare, spares });
  await write(user, ["meta"], (tx) => tx.objectStore("meta").put(home, "vault"));
  return recovery;
}

/**
 * Notes that the server has the newest recovery secret, so that the earlier ones open nothing any more.
 * @param {string} user
 */
export async function noteSpare(user) {
  const noted = { spares: [], isSpareKept: true };
  await write(user, ["meta"], async (tx) => {
    const meta = tx.objectStore("meta");
    const home = await meta.get("vault");
    await (home && meta.put({ ...home, ...noted }, "vault"));
  });
  if (opened?.user === user) {
    Object.assign(opened.home, noted);
  }
}

/**
 * How long no PIN is looked at, without trying one.
 * @param {string} user
 * @returns {Promise<number>} milliseconds; 0 = none has to be waited for
 */
export async function waitLeft(user) {
  const home = await homeOf(user);
  return home ? Math.max(0, Math.min(home.triedAt, Date.now()) + waitAfter(home.wrong) - Date.now()) : 0;
}

/**
 * Wraps the same secret with another PIN: all that is sealed stays as it is.
 * @param {string} user
 * @param {string} pin
 * @param {string} next
 * @returns {Promise<Try>} open: whether the old PIN was right, and the new one holds now
 */
export async function changePin(user, pin, next) {
  refuseWeak(next);
  const { result, secret, home } = await tried(user, pin);
  if (secret) {
    await rewrap(user, next, secret, home);
  }
  return result;
}

/**
 * A new PIN where the old one is forgotten.
 * @param {string} user
 * @param {string} recovery as `setPin` gave it
 * @param {string} next
 * @returns {Promise<boolean>} whether it was the right recovery, and the phone is open
 */
export async function resetPin(user, recovery, next) {
  refuseWeak(next);
  const home = await homeOf(user);
  if (!home) {
    throw new Evicted(user);
  }
  const secret = await openedBy(user, recovery, [home.spare, ...(home.spares ?? [])]);
  if (!secret) {
    return false;
  }
  const keys = await crypt.keysOf(secret);
  enter(user, keys, await rewrap(user, next, secret, home));
  return true;
}

/** @returns {Promise<Uint8Array|null>} the secret, where one of the spares opens */
async function openedBy(user, recovery, spares) {
  for (const spare of spares) {
    try {
      return await crypt.openBytes(await crypt.keyOfSecret(crypt.fromBase64(recovery)), `recovery ${user}`, spare);
    } catch {
      // Perhaps the next one.
    }
  }
  return null;
}

function refuseWeak(pin) {
  if (pinProblem(pin)) {
    throw new RangeError(pinProblem(pin));
  }
}

async function rewrap(user, pin, secret, before) {
  const home = { ...before, ...(await wrapped(user, pin, secret)) };
  secret.fill(0);
  await write(user, ["meta"], (tx) => tx.objectStore("meta").put(home, "vault"));
  if (opened?.user === user) {
    opened.home = home;
  }
  return home;
}

/** Counts the try before it is made, so that a closed tab is no free try. */
async function tried(user, pin) {
  const { home, waitMs } = await write(user, ["meta"], (tx) => counted(tx.objectStore("meta"), user));
  if (waitMs > 0) {
    return { result: { open: false, triesLeft: 0, waitMs }, secret: null, home };
  }
  try {
    const key = await crypt.keyOfPin(pin, home.salt, home.iterations);
    const secret = await crypt.openBytes(key, `pin ${user}`, home);
    Object.assign(home, { wrong: 0, triedAt: 0 });
    await write(user, ["meta"], (tx) => tx.objectStore("meta").put(home, "vault"));
    return { result: { open: true, triesLeft: FREE_TRIES, waitMs: 0 }, secret, home };
  } catch (error) {
    if (error.name !== "OperationError") {
      throw error;
    }
    const triesLeft = Math.max(0, FREE_TRIES - home.wrong);
    return { result: { open: false, triesLeft, waitMs: waitAfter(home.wrong) }, secret: null, home };
  }
}

async function counted(meta, user) {
  const home = await meta.get("vault");
  if (!home) {
    throw new Evicted(user);
  }
  const now = Date.now();
  if (now < home.triedAt) {
    // A clock that was put back neither shortens the wait nor makes it endless.
    home.triedAt = now;
  }
  const waitMs = Math.max(0, home.triedAt + waitAfter(home.wrong) - now);
  if (waitMs === 0) {
    Object.assign(home, { wrong: home.wrong + 1, triedAt: now });
  }
  await meta.put(home, "vault");
  return { home, waitMs };
}

function waitAfter(wrong) {
  return wrong < FREE_TRIES ? 0 : WAITS_MS[Math.min(wrong - FREE_TRIES, WAITS_MS.length - 1)];
}

function enter(user, keys, home) {
  opened = { user, keys, home };
  status.set({ user, sending: "menunggu", counts: null });
  status.dispatchEvent(new Event("opened"));
}

/** Forgets the keys; what is sealed stays. */
export function lock() {
  opened = null;
  status.set({ sending: "terkunci" });
}

/** @returns {Open} @throws {Locked} */
export function need() {
  if (!opened) {
    throw new Locked("Masukkan PIN.");
  }
  return opened;
}

/** @returns {string|null} whose vault is open in this tab */
export function openUser() {
  return opened?.user ?? null;
}

/**
 * In the transaction of every sealed write: where the browser threw the key away meanwhile, it is put back first, so
 * that nothing is ever sealed with a key that is gone tomorrow.
 * @param {any} tx over "meta" too
 */
export async function keepKey(tx) {
  const { home, user } = need();
  const meta = tx.objectStore("meta");
  if (!(await meta.get("vault"))) {
    await meta.put({ ...home, wrong: 0, triedAt: 0 }, "vault");
    await meta.put({ id: newId(), registered: false }, "device");
    localStorage.setItem(traceOf(user), "1");
  }
}

/**
 * Takes the user's data away from this phone, sent or not.
 * @param {string} user
 */
export async function wipe(user) {
  if (opened?.user === user) {
    lock();
  }
  localStorage.removeItem(traceOf(user));
  await deleteDatabase(user);
  const name = databaseName(user);
  for (const each of (await globalThis.caches?.keys()) ?? []) {
    if (each === name || each.startsWith(`${name}-`)) {
      await caches.delete(each);
    }
  }
  tellTabs(user, "wiped");
}

status.addEventListener("told", ({ detail }) => {
  if (detail.news === "wiped" && status.shown.user === detail.user) {
    lock();
    status.set({ sending: "dicabut" });
  }
});
