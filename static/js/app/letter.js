// What a decision about proposals says: which reasons stand on the letter, where it goes, and what is sent of it.
const ORDINARY = "biasa";
export const REFER = "rujuk";
export const DECLINE = "tidak";
export const NEEDS_REASON = "Tulis alasannya, supaya bidan tahu.";
const DECIDE = "Pilih Rujuk atau Tidak dirujuk, paling sedikit untuk satu usul.";
const NOTHING = "Tulis alasannya sendiri.";
const PUSKESMAS = "Puskesmas";
/** Of a letter that nobody has answered. */
export const SENT = "dirujuk";

/**
 * @typedef {import("./proposals.js").Proposed} Proposed
 * @typedef {{choice: string, usual: string, words: string}} Decided why: `usual`, `words`, or both
 * @typedef {{rows: Object<string, Decided>, own_reason: string, destination: string, destination_name: string,
 *   urgency: string, note: string}} Typed
 */

/** @param {any} letter of the visit, null = none @returns {string[]} codes of the reasons that stand on it */
export function codesOn(letter) {
  return [...(letter?.reasons ?? []).map(([code]) => code), ...(letter?.codes ?? [])];
}

/**
 * Where the letter goes and how soon, unless told otherwise: as it says already, else as the reasons ask.
 * @param {any} letter
 * @param {Proposed[]} proposals that are still to be decided
 * @param {any} choices of the package
 */
export function usualOf(letter, proposals, choices) {
  const farther = choices.destinations
    .map(([code]) => code)
    .filter((code) => proposals.some((each) => each.destination === code));
  const louder = choices.urgencies
    .map(([code]) => code)
    .filter((code) => proposals.some((each) => each.urgency === code));
  return {
    destination: letter?.destination ?? farther.at(-1) ?? PUSKESMAS,
    destination_name: letter?.place ?? letter?.destination_name ?? "",
    urgency: letter?.urgency ?? louder.at(-1) ?? ORDINARY,
    note: "",
  };
}

/** @param {Decided|undefined} row @returns {string} "Salah ukur, sudah diulang: tensi rusak" */
export function reasonOf(row) {
  return [row?.usual, row?.words.trim()].filter(Boolean).join(": ");
}

/** "Puskesmas, segera". @param {{destination: string, destination_name?: string, urgency: string}} to @param {any} choices */
export function headingOf({ destination, destination_name: name = "", urgency }, choices) {
  const words = name.trim() || (choices.destinations.find(([code]) => code === destination)?.[1] ?? destination);
  return urgency === ORDINARY ? words : `${words}, ${urgency}`;
}

/**
 * @param {Typed} typed
 * @param {Proposed[]} open proposals that can be decided
 * @returns {Object<string, string>} by code, "" for the whole
 */
export function wrongOf(typed, open) {
  const found = {};
  for (const { code } of open) {
    if (typed.rows[code]?.choice === DECLINE && !reasonOf(typed.rows[code])) {
      found[code] = NEEDS_REASON;
    }
  }
  if (!open.some(({ code }) => typed.rows[code]?.choice) && !typed.own_reason.trim()) {
    found[""] = open.length ? DECIDE : NOTHING;
  }
  return found;
}

/**
 * What is told to the server about the letter; what is not told stays as it has it. null where nobody is sent on.
 * @param {Typed} typed
 * @param {Proposed[]} open
 * @param {any} letter as it stands
 * @param {ReturnType<typeof usualOf>} usual
 */
export function sentOf(typed, open, letter, usual) {
  const codes = open.map(({ code }) => code).filter((code) => typed.rows[code]?.choice === REFER);
  const own = typed.own_reason.trim();
  if (!codes.length && !own) {
    return null;
  }
  const told = Object.fromEntries(
    ["destination", "destination_name", "urgency", "note"]
      .map((name) => [name, typed[name].trim()])
      .filter(([name, value]) => (letter ? value !== usual[name] : value !== "")),
  );
  const reasons = { ...(codes.length ? { codes } : {}), ...(own ? { own_reason: own } : {}) };
  return { ...reasons, ...told, ...(letter?.seen ? { seen: letter.seen } : {}) };
}
