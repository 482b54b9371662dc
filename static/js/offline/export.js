// The queue as a file, the last resort of a phone that cannot send: the records as they lie here, sealed. Made without
// the PIN and without a signal; only the server, which keeps the recovery secret, opens it.
import { read } from "./database.js";
import { APP, PROTOCOL } from "./contact.js";
import { CONFLICT, REFUSED, WAITING } from "./queue.js";
import { base64 } from "./seal.js";

/** Of the file; visits/sync/queue_file.py reads it. */
const FORMAT = 1;
const UNSENT = [WAITING, REFUSED, CONFLICT];

/**
 * What a phone holds that is not on the server, as a file. What the PIN wraps is left out: nobody can try PINs on it.
 * @param {string} user also of a locked phone
 * @returns {Promise<{name: string, text: string, unsent: number}|null>} null where this phone holds nothing of the user
 */
export async function queueFile(user) {
  const { device, vault, noted, records } = await lying(user);
  if (!device || !vault) {
    return null;
  }
  const byId = new Map(records.map((record) => [record.id, record]));
  const open = records.filter(({ state }) => UNSENT.includes(state));
  const now = new Date();
  const told = {
    posyandu_antrean: FORMAT,
    protocol: PROTOCOL,
    app: APP,
    device: device.id,
    user,
    made_at: now.toISOString(),
    ahead_ms: noted?.ahead ?? null,
    counts: Object.fromEntries(UNSENT.map((state) => [state, open.filter((each) => each.state === state).length])),
    spare: asText(vault.spare),
    // The newest may not have reached the server.
    earlier: (vault.spares ?? []).map(asText),
    items: open.map((record) => ({
      id: record.id,
      state: record.state,
      after: heardBefore(byId, record.after),
      replaces: record.replaces,
      ...asText(record),
    })),
  };
  const stamp = now.toISOString().slice(0, 16).replace(/[^0-9]/g, "");
  return { name: `isian-posyandu-${stamp}.json`, text: JSON.stringify(told), unsent: open.length };
}

/**
 * Lets the browser keep the file where it keeps what is downloaded.
 * @param {string} user
 * @returns {Promise<number|null>} how many items are in it; null where there is nothing of the user
 */
export async function saveQueueFile(user) {
  const file = await queueFile(user);
  if (!file) {
    return null;
  }
  const address = URL.createObjectURL(new Blob([file.text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = file.name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return file.unsent;
}

function lying(user) {
  return read(user, ["meta", "items"], async (tx) => {
    const meta = tx.objectStore("meta");
    return {
      device: await meta.get("device"),
      vault: await meta.get("vault"),
      noted: await meta.get("clock"),
      records: await tx.objectStore("items").index("seq").getAll(),
    };
  });
}

/** The item that the server is to wait for, as when it is sent (batch.js). */
function heardBefore(byId, id) {
  const before = byId.get(id);
  if (!before) {
    return null;
  }
  return before.unheard ? heardBefore(byId, before.after) : id;
}

function asText({ iv, data }) {
  return { iv: base64(iv), data: base64(data) };
}
