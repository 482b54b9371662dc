// One IndexedDB database for each user of the browser. A change is written whole, onto the disk, or not at all.
import { deleteDB, openDB } from "../../vendor/idb/index.js";

const VERSION = 1;
const BLOCKED_MS = 5_000;
const STORES = ["meta", "packs", "items", "drafts"];

/** The browser has no room left; what was there before is still there, and the new thing is not. */
export class StorageFull extends Error {
  name = "StorageFull";
}

/** @type {Map<string, Promise<import("../../vendor/idb/index.js").IDBPDatabase>>} */
const open = new Map();

/** @param {string} user @returns {string} */
export function databaseName(user) {
  return `posyandu-${user}`;
}

function upgrade(db) {
  db.createObjectStore("meta");
  db.createObjectStore("packs", { keyPath: "id" });
  db.createObjectStore("drafts", { keyPath: "id" });
  const items = db.createObjectStore("items", { keyPath: "id" });
  items.createIndex("seq", "seq", { unique: true });
  items.createIndex("state", ["state", "seq"]);
  items.createIndex("person", ["person", "seq"]);
}

/** @param {string} user */
function database(user) {
  if (!open.has(user)) {
    const forget = () => open.delete(user);
    const opened = openDB(databaseName(user), VERSION, {
      upgrade,
      // Another tab wants to delete it, or to open a newer version.
      blocking: () => closeDatabase(user),
      terminated: forget,
    });
    open.set(user, opened);
    opened.catch(forget);
  }
  return open.get(user);
}

/** @param {string} user */
export async function closeDatabase(user) {
  const closing = open.get(user);
  open.delete(user);
  (await closing?.catch(() => null))?.close();
}

/**
 * @template T
 * @param {string} user
 * @param {string[]} stores
 * @param {(tx: any) => Promise<T>} work waits for nothing but the transaction
 * @returns {Promise<T>}
 */
export async function read(user, stores, work) {
  return work((await database(user)).transaction(stores, "readonly"));
}

/**
 * @template T
 * @param {string} user
 * @param {string[]} stores
 * @param {(tx: any) => Promise<T>} work waits for nothing but the transaction; what it throws undoes everything
 * @returns {Promise<T>} when it is on the disk
 * @throws {StorageFull}
 */
export async function write(user, stores, work) {
  const tx = (await database(user)).transaction(stores, "readwrite", { durability: "strict" });
  const done = tx.done.then(
    () => null,
    (error) => error,
  );
  let result;
  try {
    result = await work(tx);
  } catch (error) {
    abort(tx);
    throw named(tx.error ?? error, error, await done);
  }
  const error = await done;
  if (error) {
    throw named(tx.error ?? error, error);
  }
  return result;
}

function abort(tx) {
  try {
    tx.abort();
  } catch {
    // The browser was quicker.
  }
}

function named(...errors) {
  const full = errors.find((error) => error?.name === "QuotaExceededError");
  return full ? new StorageFull("Penyimpanan HP penuh.", { cause: full }) : (errors[1] ?? errors[0]);
}

/**
 * Empties the database at once and deletes it as soon as no other tab holds it.
 * @param {string} user
 */
export async function deleteDatabase(user) {
  await write(user, STORES, (tx) => Promise.all(STORES.map((store) => tx.objectStore(store).clear())));
  await closeDatabase(user);
  const patience = new Promise((done) => setTimeout(done, BLOCKED_MS));
  await Promise.race([deleteDB(databaseName(user)), patience]);
}
