// Which screen is shown: the part of the address after "#", so that nothing is loaded and the key stays in memory.
import { useEffect, useState } from "./html.js";

/**
 * @typedef {{name: string, day: string, person: string, part: string, item: string, query: URLSearchParams}} Route
 *   part: the number of a step, or the key of a questionnaire
 */

const OF_A_PERSON = ["langkah", "hasil", "skrining", "imunisasi", "pelayanan", "rujuk", "batal"];

/**
 * @param {string} [hash] as in the address
 * @returns {Route} name "tidak ada" where there is no such screen
 */
export function route(hash = location.hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [first = "", day = "", person = "", third = "", part = ""] = path.split("/").map(decodeURIComponent);
  const found = { name: "tidak ada", day, person, part, item: "", query: new URLSearchParams(query) };
  if (first === "hari" && day) {
    return { ...found, name: nameOfDay(person, third), person: person === "baru" ? "" : person };
  }
  if (first === "kiriman") {
    return { ...found, name: day ? "perbaiki" : "kiriman", day: "", item: day };
  }
  return first === "" || first === "hp" ? { ...found, name: first || "awal" } : found;
}

function nameOfDay(person, third) {
  if (!person || person === "baru") {
    return person || "hari";
  }
  if (!third) {
    return "orang";
  }
  return OF_A_PERSON.includes(third) ? third : "tidak ada";
}

/** @param {string} hash such as "#/hari/…" @param {{replace?: boolean}} [how] */
export function go(hash, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, "", hash);
    globalThis.dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = hash;
  }
}

/**
 * @param {{id: string}} person
 * @param {string} day id of the session
 * @param {string} [rest] such as "langkah/2"
 */
export function toPerson(day, person, rest = "") {
  return `#/hari/${day}/${person.id}${rest && `/${rest}`}`;
}

/** @returns {Route} and draws again when it changes */
export function useRoute() {
  const [now, setNow] = useState(() => route());
  useEffect(() => {
    const follow = () => setNow(route());
    globalThis.addEventListener("hashchange", follow);
    return () => globalThis.removeEventListener("hashchange", follow);
  }, []);
  return now;
}
