// Which day it is, by the clock of the server as far as it is known.
import * as clock from "../offline/clock.js";

const ZONE = "Asia/Jakarta";

/**
 * The last day on which something may have been given: today, or the day of the session where the phone is behind.
 * @param {import("./day.js").Day} day
 * @returns {string}
 */
export function lastDay(day) {
  const now = new Date(Date.now() + (clock.offset() ?? 0));
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(now);
  return today > day.session.date ? today : day.session.date;
}
