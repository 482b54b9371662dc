// Amounts and spans of time as people say them.
import { numberText } from "../clinical/numbers.js";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KB = 1_000;
const MB = 1_000_000;

/** 38 kB, 1,4 MB. @param {number} bytes @returns {string} */
export function sizeText(bytes) {
  if (bytes < MB) {
    return `${Math.max(1, Math.round(bytes / KB))} kB`;
  }
  return bytes < 1_000 * MB ? `${numberText((bytes / MB).toFixed(1))} MB` : `${numberText((bytes / MB / 1_000).toFixed(1))} GB`;
}

/** 5 menit; the largest unit alone. @param {number} ms @returns {string} */
export function spanText(ms) {
  const [unit, word] = [
    [DAY, "hari"],
    [HOUR, "jam"],
    [MINUTE, "menit"],
    [SECOND, "detik"],
  ].find(([length]) => ms >= Number(length)) ?? [SECOND, "detik"];
  return `${Math.max(1, Math.floor(ms / Number(unit)))} ${word}`;
}

/** baru saja, 5 menit lalu. @param {number} ms @returns {string} */
export function agoText(ms) {
  return ms < MINUTE ? "baru saja" : `${spanText(ms)} lalu`;
}

/** 4.59, or 59 detik: what is left of a wait. @param {number} ms @returns {string} */
export function waitText(ms) {
  const seconds = Math.ceil(ms / SECOND);
  const rest = String(seconds % 60).padStart(2, "0");
  return seconds < 60 ? `${seconds} detik` : `${Math.floor(seconds / 60)} menit ${rest} detik`;
}

/** The first letters of two words: enough to find oneself, too little for a thief. @param {string} name @returns {string} */
export function initialsOf(name) {
  const words = name.split(/[^\p{L}]+/u).filter(Boolean);
  return words.slice(0, 2).map((word) => word[0].toUpperCase()).join("") || "?";
}
