// What time it is by the server's clock, however wrong the phone's is.
import { status } from "./status.js";

const TELL_MS = 120_000;
const JUMP_MS = 5_000;

/** Milliseconds that the server's clock is ahead; null until it was heard, and again after the phone's clock jumped. */
let ahead = null;
let wall = Date.now();
let steady = performance.now();

/** A clock that was set, or a phone that slept: either way the server is to be asked before the time is trusted. */
function look() {
  if (Math.abs(Date.now() - wall - (performance.now() - steady)) > JUMP_MS) {
    ahead = null;
  }
  wall = Date.now();
  steady = performance.now();
}

/** @returns {number|null} milliseconds to add to the phone's clock; null where nobody knows */
export function offset() {
  look();
  return ahead;
}

/** @returns {{wall: number, steady: number}} now, to be handed to `heard` */
export function asked() {
  return { wall: Date.now(), steady: performance.now() };
}

/**
 * @param {string} serverTime ISO
 * @param {{wall: number, steady: number}} before when it was asked, by `asked`
 */
export function heard(serverTime, before) {
  const at = Date.parse(serverTime);
  look();
  const travelled = steady - before.steady;
  // Where somebody set the clock meanwhile, nobody knows which one was asked.
  if (Number.isNaN(at) || Math.abs(wall - before.wall - travelled) > JUMP_MS) {
    return;
  }
  ahead = Math.round(at - before.wall - travelled / 2);
  status.set({ clockOffMs: Math.abs(ahead) > TELL_MS ? ahead : null, answeredAt: at });
}

/**
 * A moment of entry by the phone's clock as it goes now, as the server wants it: it sets all times of a batch right by
 * what the phone says the time is.
 * @param {number} at by the phone's clock as it went then
 * @param {number|null} known the offset as it was known then
 * @returns {string} ISO
 */
export function told(at, known) {
  const now = offset();
  return new Date(known === null || now === null ? at : at + known - now).toISOString();
}
