// Keeps the days on this phone as new as the server has them, by itself, and says how that went.
import { status } from "../offline/status.js";
import * as store from "../offline/store.js";
import { Locked, openUser } from "../offline/vault.js";
import { OtherUser, Refused, fetchDay } from "./ready.js";
import { Shared } from "./shared.js";

const EVERY_MS = 60_000;
/** What another phone sent with the same batch is there by then. */
const AFTER_ANSWER_MS = 1_500;

/**
 * @typedef {"sinyal"|"login"|"lain"|"tidak ada"|"penuh"|"rusak"} Why
 * @typedef {{state: "mengambil"|"terbaru"|"gagal", why: Why|""}} Freshness
 */

/** By session. @type {Shared<Object<string, Freshness>>} */
export const freshness = new Shared({});
/** @type {Map<string, Promise<void>>} */
const running = new Map();

/**
 * Fetches the package of a session unless this phone has the newest; asked twice at once it is fetched once.
 * @param {string} session
 * @returns {Promise<void>} when that is done or has failed; `freshness` says which
 */
export function refresh(session) {
  if (!running.has(session)) {
    running.set(session, fetched(session).finally(() => running.delete(session)));
  }
  return running.get(session);
}

async function fetched(session) {
  const user = openUser();
  if (!user) {
    return;
  }
  note(session, { state: "mengambil", why: "" });
  try {
    await fetchDay(user, session);
    note(session, { state: "terbaru", why: "" });
  } catch (error) {
    note(session, { state: "gagal", why: reason(error) });
  }
}

/** @returns {Why} */
function reason(error) {
  if (error instanceof store.StorageFull || error?.name === "QuotaExceededError") {
    return "penuh";
  }
  if (error instanceof OtherUser) {
    return "lain";
  }
  if (error instanceof Refused) {
    return { 401: "login", 403: "login", 404: "tidak ada" }[error.status] ?? "rusak";
  }
  return error instanceof TypeError || error instanceof Locked ? "sinyal" : "rusak";
}

function note(session, now) {
  freshness.set({ ...freshness.value, [session]: now });
}

/**
 * Refreshes one day from now on: about every minute, when the app is looked at again, and after answers of the server.
 * What is being typed stays: screens keep it themselves.
 * @param {string} session
 * @returns {() => void} ends it
 */
export function keepFresh(session) {
  let soon = 0;
  const look = () => {
    if (!document.hidden) {
      refresh(session);
    }
  };
  const afterAnswer = () => {
    clearTimeout(soon);
    soon = setTimeout(look, AFTER_ANSWER_MS);
  };
  const timer = setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  status.addEventListener("settled", afterAnswer);
  look();
  return () => {
    clearInterval(timer);
    clearTimeout(soon);
    document.removeEventListener("visibilitychange", look);
    status.removeEventListener("settled", afterAnswer);
  };
}
