// The room that is left on this phone, known before somebody types what cannot be kept.
import { status } from "../offline/status.js";
import { capacity } from "../offline/store.js";
import { openUser } from "../offline/vault.js";
import { Shared } from "./shared.js";

const EVERY_MS = 300_000;

/** null until it was tried. @type {Shared<{room: "ok"|"low"|"full", freeBytes: number|null, persisted: boolean}|null>} */
export const room = new Shared(null);

/** Tries now. @returns {Promise<void>} */
export async function lookAtRoom() {
  if (openUser()) {
    const found = await capacity().catch(() => null);
    room.set(found ?? room.value);
  }
}

/** Looks from now on, as long as the PIN holds. @returns {() => void} ends it */
export function watchRoom() {
  const look = () => {
    if (!document.hidden) {
      lookAtRoom();
    }
  };
  const timer = setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  status.addEventListener("packed", look);
  look();
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
    status.removeEventListener("packed", look);
  };
}
