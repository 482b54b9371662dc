// What is sent in the place of an entry that was refused or in conflict. Bodies are copied: an item never changes.
import { readNumber } from "../clinical/numbers.js";
import { doseText, isEmpty, OF_NEWCOMER, valueText } from "./wording.js";

/**
 * @typedef {import("../offline/queue.js").Item} Item
 * @typedef {import("./shelf.js").Shelf} Shelf
 * @typedef {{name: string, label: string, kind: string, value: any, unit?: string, choices?: string[][], help?: string,
 *   most?: number, yes?: string, no?: string, step?: number, service?: string}} Field
 * @typedef {{field: string, label: string, mine: string, stored: string, by: string, at: string|null}} Conflict
 */

/** Numbers of refusals, as in visits/sync/codes.py. */
export const CODE = { INVALID: 201, NEEDS_CONFIRMATION: 203, OTHER_CONTENT: 208, CHANGED: 301 };
const SEXES = [
  ["L", "Laki-laki"],
  ["P", "Perempuan"],
];
const OF_SERVICE = { given_on: "Tanggal", quantity: "Jumlah", detail: "Keterangan", place_name: "Nama tempat" };
const DATES = ["birth_date", "since", "given_on"];
const REASON = "Alasan";

/** @param {Item} item @returns {any[]} what the server said, by field */
export function errorsOf(item) {
  return item.answer?.errors ?? [];
}

/**
 * What can be changed about an entry: all that was entered, and whatever else the server named.
 * @param {Item} item
 * @param {Shelf} shelf
 * @returns {Field[]}
 */
export function fieldsOf(item, shelf) {
  const named = errorsOf(item).map(({ field }) => field);
  const found = FIELDS[item.kind]?.(item, shelf, named) ?? [];
  if (named.includes("reason") && !found.some(({ name }) => name === "reason")) {
    found.push({ name: "reason", label: REASON, kind: "text", value: item.body.reason ?? "", most: 200 });
  }
  return found;
}

const FIELDS = {
  visit({ body, person }, shelf, named) {
    const measures = body.measures ?? {};
    const names = [...new Set([...Object.keys(measures), ...named.filter((name) => shelf.columns[name])])];
    return names.map((name) => ({ ...shelf.column(name, person), value: measures[name] ?? null }));
  },
  newcomer({ body }, shelf, named) {
    const names = Object.keys(OF_NEWCOMER).filter((name) => !isEmpty(body[name]) || named.includes(name));
    return names.map((name) => ({
      name,
      label: OF_NEWCOMER[name],
      kind: name === "sex" ? "choice" : DATES.includes(name) ? "date" : "text",
      choices: name === "sex" ? SEXES : undefined,
      value: body[name] ?? "",
    }));
  },
  service({ body }, shelf, named) {
    const { detail, unit } = shelf.choices.services?.[body.kind] ?? {};
    const names = Object.keys(OF_SERVICE).filter((name) => !isEmpty(body[name]) || named.includes(name));
    return names.map((name) => {
      const isChosen = name === "detail" && detail?.choices;
      const kind = { given_on: "date", quantity: "whole" }[name] ?? (isChosen ? "choice" : "text");
      const label = name === "detail" ? (detail?.label ?? OF_SERVICE.detail) : OF_SERVICE[name];
      return {
        name,
        label,
        kind,
        unit: name === "quantity" ? unit : undefined,
        choices: isChosen ? detail.choices : undefined,
        value: body[name] ?? "",
      };
    });
  },
  immunisation({ body }) {
    const dated = (body.doses ?? []).filter(({ unknown }) => !unknown);
    return dated.map(({ code, given_on: on }) => {
      return { name: code, label: `Tanggal ${code}`, kind: "date", value: on ?? body.date };
    });
  },
  referral({ body }, shelf, named) {
    const { destinations = [], urgencies = [] } = shelf.choices;
    const all = [
      { name: "destination", label: "Tujuan", kind: "choice", choices: destinations },
      { name: "destination_name", label: "Nama tempat tujuan", kind: "text", most: 120 },
      { name: "urgency", label: "Kapan", kind: "choice", choices: urgencies },
      { name: "own_reason", label: "Alasan dengan kata sendiri", kind: "text", most: 200 },
      { name: "note", label: "Catatan", kind: "text", most: 300 },
    ];
    const wanted = all.filter(({ name }) => !isEmpty(body[name]) || named.includes(name));
    return wanted.map((field) => ({ ...field, value: body[field.name] ?? "" }));
  },
  screening({ body }) {
    const why = body.postponed_because;
    return why ? [{ name: "postponed_because", label: "Alasan menunda", kind: "text", value: why, most: 200 }] : [];
  },
  decline: ({ body }) => [{ name: "reason", label: REASON, kind: "text", value: body.reason ?? "", most: 200 }],
  cancel: ({ body }) => [{ name: "reason", label: REASON, kind: "text", value: body.reason ?? "", most: 200 }],
};

/**
 * The body with what a person changed and confirmed.
 * @param {Item} item
 * @param {Object<string, any>} changes by name of the field, as typed
 * @param {string[]} confirmed what was measured or asked again
 * @param {Field[]} fields
 */
export function mendedBody({ kind, body }, changes, confirmed, fields) {
  const kinds = new Map(fields.map((field) => [field.name, field.kind]));
  const read = (name, value) => readValue(value, kinds.get(name));
  const given = Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, read(name, value)]));
  const again = confirmed.length ? { confirmed: [...new Set([...(body.confirmed ?? []), ...confirmed])] } : {};
  if (kind === "immunisation") {
    const doses = body.doses.map((dose) => (dose.code in given ? { ...dose, given_on: given[dose.code] } : dose));
    return { ...body, doses, ...again };
  }
  if (kind !== "visit") {
    return without({ ...body, ...given, ...again });
  }
  const { reason, ...values } = given;
  const because = reason === undefined ? {} : { reason: reason ?? "" };
  return { ...body, ...because, ...again, ...measured(body, values) };
}

/** A field that was empty before and is emptied again says nothing. */
function measured({ measures = {}, seen = {} }, values) {
  const all = { ...measures, ...values };
  const known = { ...Object.fromEntries(Object.keys(values).map((name) => [name, null])), ...seen };
  const told = Object.keys(all).filter((name) => !(isEmpty(all[name]) && isEmpty(known[name])));
  return { measures: only(all, told), seen: only(known, told) };
}

function only(whole, names) {
  return Object.fromEntries(names.filter((name) => name in whole).map((name) => [name, whole[name]]));
}

function without(body) {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== ""));
}

/** As the package has values: a decimal number is text with a point. What is no number the server refuses in words. */
function readValue(value, kind) {
  if (isEmpty(value) || typeof value !== "string") {
    return isEmpty(value) && !Array.isArray(value) ? null : value;
  }
  if (kind !== "decimal" && kind !== "whole") {
    return value;
  }
  try {
    const number = readNumber(value);
    return kind === "whole" && /^\d+$/.test(number) ? Number(number) : number;
  } catch {
    return value;
  }
}

/**
 * Both values of every field that somebody else changed.
 * @param {Item} item
 * @param {Shelf} shelf
 * @returns {Conflict[]}
 */
export function conflictsOf(item, shelf) {
  const found = errorsOf(item).filter(({ code }) => code === CODE.CHANGED);
  return found.map(({ field, stored, saved_by: by = "", saved_at: at = null }) => {
    return { field, by, at, ...(SIDES[item.kind]?.(item, shelf, field, stored) ?? SIDES.other()) };
  });
}

const SIDES = {
  visit({ body, person }, shelf, field, stored) {
    const column = shelf.column(field, person);
    const text = (value) => (isEmpty(value) ? "kosong" : valueText(value, column, shelf.topics));
    return { label: column.label, mine: text(body.measures?.[field]), stored: text(stored) };
  },
  immunisation({ body }, shelf, field, stored) {
    const dose = body.doses.find(({ code }) => code === field) ?? {};
    const there = doseText({ given_on: stored, unknown: stored === null }, body.date);
    return { label: field, mine: doseText(dose, body.date), stored: there };
  },
  screening({ body }, shelf, field, stored) {
    const form = shelf.form(body.form);
    const count = (answers) => `${Object.values(answers ?? {}).filter((each) => !isEmpty(each)).length} jawaban`;
    const mine = body.postponed_because ? `Ditunda: ${body.postponed_because}` : count(body.answers);
    // Of a private form nobody is told what the other one answered.
    return { label: form?.title ?? body.form, mine, stored: stored ? count(stored) : "Isian orang lain" };
  },
  referral({ body }, shelf, field, stored) {
    const word = (list, value) => (list ?? []).find(([code]) => code === value)?.[1] ?? value;
    const letter = ({ destination, destination_name: name, urgency }) =>
      [word(shelf.choices.destinations, destination), name, word(shelf.choices.urgencies, urgency)]
        .filter(Boolean)
        .join(", ");
    const mine = letter(body) || "Usul yang diikuti";
    return { label: "Surat rujukan", mine, stored: stored ? letter(stored) : "Surat orang lain" };
  },
  other: () => ({ label: "Isian", mine: "Isian saya", stored: "Isian orang lain" }),
};

/** What differs between two sheets, question by question, at most so many. @returns {string[][]} question, mine, stored */
export function differingAnswers({ kind, body }, shelf, stored, most = 12) {
  const form = kind === "screening" && stored && !shelf.form(body.form)?.private ? shelf.form(body.form) : null;
  const rows = (form?.items ?? []).filter(({ code }) => (body.answers?.[code] ?? "") !== (stored[code] ?? ""));
  const word = ({ options = [] }, value) => options.find(([code]) => code === value)?.[1] ?? value ?? "kosong";
  return rows.slice(0, most).map((row) => [row.text, word(row, body.answers?.[row.code]), word(row, stored[row.code])]);
}

/**
 * The body after somebody chose between both values.
 * @param {Item} item
 * @param {Object<string, "mine"|"theirs">} choices by field
 * @returns {any|null} null where nothing of one's own is left: the entry is then to be given up
 */
export function chosenBody(item, choices) {
  const { kind, body, answer } = item;
  const isTheirs = (field) => choices[field] === "theirs";
  const stored = Object.fromEntries(errorsOf(item).map((error) => [error.field, error.stored]));
  const mine = Object.keys(choices).filter((field) => !isTheirs(field));
  if (kind === "visit") {
    const names = Object.keys(body.measures).filter((name) => !isTheirs(name));
    const seen = { ...body.seen, ...only(stored, mine) };
    const confirmed = (body.confirmed ?? []).filter((name) => !isTheirs(name));
    return names.length
      ? { ...body, measures: only(body.measures, names), seen: only(seen, names), confirmed }
      : null;
  }
  if (kind === "immunisation") {
    const doses = body.doses.filter(({ code }) => !isTheirs(code));
    const told = doses.map((dose) => (mine.includes(dose.code) ? { ...dose, seen: stored[dose.code] } : dose));
    return told.length ? { ...body, doses: told } : null;
  }
  if (!mine.length) {
    return null;
  }
  const result = answer?.result ?? {};
  if (kind === "screening") {
    return { ...body, form_revision: result.form_revision };
  }
  return kind === "referral" ? { ...body, seen: result.seen } : { ...body };
}
