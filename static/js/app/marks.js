// What the app remembers outside the sealed database: who may type a PIN here, by initials alone.
import { condition } from "../offline/vault.js";
import { initialsOf } from "./words.js";

const READY = "posyandu:siap:";
const INITIALS = "posyandu:inisial:";
const LAST = "posyandu:terakhir";
const REVOKED = "posyandu:dicabut";

/** @typedef {{user: string, initials: string, condition: "ready"|"evicted"}} Known */

/** @returns {Promise<Known[]>} who has a PIN on this phone, or had one until the browser threw it away */
export async function knownUsers() {
  const marked = Object.keys(localStorage).filter((key) => key.startsWith(READY)).map((key) => key.slice(READY.length));
  // The marks can be lost while the database is not.
  const there = (await indexedDB.databases?.().catch(() => [])) ?? [];
  const stored = there.map(({ name }) => name?.match(/^posyandu-(\d+)$/)?.[1]).filter(Boolean);
  const users = [...new Set([...marked, ...stored])].sort();
  const known = users.map(async (user) => ({ user, initials: initials(user), condition: await condition(user) }));
  return /** @type {Known[]} */ ((await Promise.all(known)).filter((each) => each.condition !== "absent"));
}

function initials(user) {
  return localStorage.getItem(INITIALS + user) ?? "?";
}

/** @param {string} user @param {string} name */
export function noteName(user, name) {
  localStorage.setItem(INITIALS + user, initialsOf(name));
}

/** @param {string} user whose PIN was typed */
export function noteLast(user) {
  localStorage.setItem(LAST, user);
}

/** @returns {string} who opened this phone last; "" = nobody */
export function lastUser() {
  return localStorage.getItem(LAST) ?? "";
}

/** @param {string} user who has nothing on this phone any more */
export function forget(user) {
  localStorage.removeItem(INITIALS + user);
  if (lastUser() === user) {
    localStorage.removeItem(LAST);
  }
}

/** Said until somebody has read it. @param {string} user who is to leave the account too */
export function noteRevoked(user) {
  localStorage.setItem(REVOKED, user);
}

/** @returns {boolean} */
export function wasRevoked() {
  return localStorage.getItem(REVOKED) !== null;
}

/** @returns {string} who is still to leave the account; "" = nobody */
export function toLeave() {
  return localStorage.getItem(REVOKED) ?? "";
}

/** The server has heard that they left. */
export function noteLeft() {
  if (wasRevoked()) {
    localStorage.setItem(REVOKED, "");
  }
}

/** Somebody has read it. */
export function readRevoked() {
  localStorage.removeItem(REVOKED);
}
