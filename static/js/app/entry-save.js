// What happens on saving an entry form: what stands in the way, what is stored, and where the button leads.
import { StorageFull } from "../offline/store.js";
import { WHOLE_CARD } from "./entry-check.js";
import { toPerson } from "./router.js";
import { saveVisit } from "./saving.js";

export const FULL =
  "Penyimpanan HP penuh, jadi isian ini belum tersimpan. Biarkan layar ini terbuka, hapus foto atau video, " +
  "lalu tekan Simpan lagi.";
const AGAIN = "Bila sudah benar, tekan Simpan sekali lagi.";
const MEASURE = "Ukur ulang, lalu perbaiki atau beri tanda di bawahnya.";

/**
 * @typedef {import("./day.js").Day} Day
 * @typedef {import("./overlay.js").Person} Person
 * @typedef {{typed: Object<string, import("./fields.js").Raw>, seen: Object<string, any>, sure: Object<string, string>,
 *   reason: string, at?: number}} Entry
 *   what was typed by field, what the server had in it when that began, and which questions were answered with a tick
 * @typedef {{kind: ""|"salah"|"tanya"|"ulang"|"penuh", problems: {name: string, text: string}[]}} Told
 *   what stands in the way: something wrong, a question beside a field, a question that a second Simpan answers, no room
 */

/** @param {any} error @returns {string} */
export function failure(error) {
  return error instanceof StorageFull ? FULL : `Belum tersimpan (${String(error)}). Isian Anda tetap ada; tekan Simpan lagi.`;
}

/** Whatever was typed is told as wrong at once; what nobody touched, once somebody tried to save. */
export function shownErrors(errors, typed, kind) {
  return Object.fromEntries(Object.entries(errors).filter(([name]) => kind === "salah" || name in typed));
}

/**
 * What stands in the way of saving.
 * @param {import("./entry-check.js").Checked} found
 * @param {{columns: any[], entry: Entry, session: any, again: boolean}} about again: the question was read, and Simpan
 *   pressed once more
 * @returns {Told}
 */
export function problemsOf({ errors, asked }, { columns, entry, session, again }) {
  const wrong = Object.entries(errors).flatMap(([name, texts]) => texts.map((text) => ({ name, text })));
  if (session.closed && !entry.reason.trim()) {
    wrong.push({ name: "reason", text: "Tulis alasan memperbaiki." });
  }
  if (wrong.length) {
    return { kind: "salah", problems: wrong };
  }
  const hasField = (name) => columns.some((column) => column.name === name);
  const open = Object.entries(asked).filter(([name, text]) => (hasField(name) ? entry.sure[name] !== text : !again));
  const ask = (name, text) => `${text} ${hasField(name) ? MEASURE : AGAIN}`;
  const kind = open.some(([name]) => hasField(name)) ? "tanya" : "ulang";
  return { kind, problems: open.map(([name, text]) => ({ name: hasField(name) ? name : "", text: ask(name, text) })) };
}

/**
 * Only what was typed goes.
 * @param {{day: Day, person: Person, step: number, entry: Entry, found: import("./entry-check.js").Checked}} what
 */
export function store({ day, person, step, entry, found }) {
  const { visit } = person;
  // Compared with what stood there when it was typed, not with what came since.
  const asSeen = visit ? { ...person, visit: { ...visit, base: { ...visit.base, ...entry.seen } } } : person;
  const confirmed = [...Object.keys(found.asked), ...(found.onlyCame ? [WHOLE_CARD] : [])];
  const reason = day.session.closed ? entry.reason.trim() : "";
  return saveVisit(day, asSeen, { step, values: found.values, confirmed: [...new Set(confirmed)], reason });
}

/** Where the button that was pressed leads: the next step, the checklist, the list, or what the measures mean. */
export function pathAfter(target, { day, person, step }) {
  const { id } = day.session;
  if (target === "lanjut") {
    return toPerson(id, person, `langkah/${step + 1}`);
  }
  if (target === "checklist") {
    return toPerson(id, person, `skrining/${encodeURIComponent(checklistOf(person))}`);
  }
  return [0, 2, 3].includes(step) ? toPerson(id, person, "hasil?baru=1") : `#/hari/${id}`;
}

/** The sheet of the checklist that is asked of the child; "" without one. @param {Person} person */
export function checklistOf(person) {
  return Object.keys(person.forms).find((key) => key.startsWith("development")) ?? "";
}

