// Makes this phone ready for a day: its package and the rules it names, kept sealed, and fetched anew when newer.
import { prune } from "../offline/queue.js";
import { status } from "../offline/status.js";
import * as store from "../offline/store.js";

/** The rules of a kabupaten hold no person; named so that emptying the phone takes them along. @param {string} user */
const rulesCache = (user) => `posyandu-${user}-aturan`;

/** The server said no: logged out, another role, or no such day. */
export class Refused extends Error {
  name = "Refused";

  /** @param {number} status of HTTP */
  constructor(status) {
    super(String(status));
    this.status = status;
  }
}

/** Somebody else is logged in: the day is not kept under another one's PIN. */
export class OtherUser extends Error {
  name = "OtherUser";
}

/**
 * Fetches the package of a session unless the phone has the newest.
 * @param {string} user
 * @param {string} session
 * @returns {Promise<{isNew: boolean, head: store.PackHead}>}
 * @throws {Refused}
 * @throws {OtherUser}
 * @throws {store.StorageFull} and the package of before is still there
 * @throws {TypeError} where nobody answered
 */
export async function fetchDay(user, session) {
  const known = (await store.packs()).find(({ id }) => id === session);
  const headers = { Accept: "application/json", ...(known ? { "If-None-Match": known.etag } : {}) };
  const answer = await fetch(`/api/v1/sessions/${session}/pack/`, { headers, cache: "no-store", redirect: "error" });
  if (answer.status === 304 && known) {
    // As good as a package of this moment: what was sent a minute ago need not be shown over it any more.
    const forgotten = await prune({ session, made_at: answer.headers.get("Date") ?? known.made_at });
    if (forgotten) {
      status.dispatchEvent(new Event("packed"));
    }
    return { isNew: false, head: known };
  }
  if (!answer.ok) {
    throw new Refused(answer.status);
  }
  const text = await answer.text();
  const content = readPack(text);
  if (String(content.user?.id) !== user) {
    throw new OtherUser();
  }
  await keepRules(user, content);
  const etag = answer.headers.get("ETag") ?? "";
  const head = { id: session, made_at: content.made_at, keep_days: content.keep_days, etag, size: text.length };
  await store.keepPack(head, content);
  await prune({ session, made_at: content.made_at });
  status.dispatchEvent(new Event("packed"));
  return { isNew: true, head };
}

/** What a hotspot says instead is no package. */
function readPack(text) {
  try {
    const content = JSON.parse(text);
    if (content.protocol === 1 && content.session?.id && Array.isArray(content.profiles)) {
      return content;
    }
  } catch {
    // Said below.
  }
  throw new TypeError("Bukan paket hari buka.");
}

/** Every book the package names, for the days without a signal. */
async function keepRules(user, { rules, people = [] }) {
  const cache = await caches.open(rulesCache(user));
  const addresses = new Set([rules, ...people.map((person) => person.rules).filter(Boolean)]);
  const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  await cache.addAll([...addresses].filter((address) => !there.has(address)));
}

/**
 * The rules as they were kept, or from the server.
 * @param {string} user
 * @param {string} address
 * @returns {Promise<any>}
 */
export async function rulesAt(user, address) {
  const kept = await (await caches.open(rulesCache(user))).match(address);
  const answer = kept ?? (await fetch(address, { credentials: "same-origin" }));
  if (!answer.ok) {
    throw new Refused(answer.status);
  }
  return answer.json();
}
