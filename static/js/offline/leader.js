// One tab sends at a time. Two at once would lose nothing, as the server stores an item once, but would send it twice.
import { write } from "./database.js";
import { newId } from "./ids.js";

/** Above the time that a question to the server may take. */
const LEASE_MS = 90_000;
const RENEW_MS = 20_000;
const tab = newId();

/**
 * Does the work when no other tab does any.
 * @template T
 * @param {string} user
 * @param {() => Promise<T>} work
 * @returns {Promise<T|null>} null where another tab is at it, and only in a browser that cannot queue for its turn
 */
export function alone(user, work) {
  return navigator.locks ? navigator.locks.request(`posyandu-kirim-${user}`, work) : leased(user, work);
}

async function leased(user, work) {
  if (!(await take(user))) {
    return null;
  }
  const renewing = setInterval(() => take(user).catch(() => null), RENEW_MS);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
    await write(user, ["meta"], (tx) => release(tx.objectStore("meta"))).catch(() => null);
  }
}

/** A killed tab holds its lease for a minute and a half; a clock that was put back does not make that longer. */
function take(user) {
  return write(user, ["meta"], async (tx) => {
    const meta = tx.objectStore("meta");
    const lease = await meta.get("lease");
    const left = (lease?.until ?? 0) - Date.now();
    if (lease && lease.tab !== tab && left > 0 && left <= LEASE_MS) {
      return false;
    }
    await meta.put({ tab, until: Date.now() + LEASE_MS }, "lease");
    return true;
  });
}

async function release(meta) {
  if ((await meta.get("lease"))?.tab === tab) {
    await meta.delete("lease");
  }
}
