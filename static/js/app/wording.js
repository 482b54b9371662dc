// An item of the queue in words: what it is, and what was entered, with labels and units as on the cards.
import { numberText } from "../clinical/numbers.js";
import { longDate } from "./parts.js";

/**
 * @typedef {import("../offline/queue.js").Item} Item
 * @typedef {import("./shelf.js").Shelf} Shelf
 */

/** As on the pages of the server (visits/device_list.py). */
const KINDS = {
  visit: "Kunjungan",
  newcomer: "Warga baru",
  screening: "Skrining",
  service: "Pelayanan",
  immunisation: "Imunisasi",
  referral: "Rujukan",
  decline: "Usul rujukan tidak diikuti",
  cancel: "Pembatalan kunjungan",
  discard: "Membuang isian",
};
const SEXES = { L: "Laki-laki", P: "Perempuan" };
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
/** What is asked of a newcomer, in the order of the form. */
export const OF_NEWCOMER = {
  name: "Nama",
  sex: "Jenis kelamin",
  birth_date: "Tanggal lahir",
  birth_year: "Tahun lahir",
  age_years: "Umur (tahun)",
  age_months: "Umur (bulan)",
  mother_name: "Nama ibu",
  father_name: "Nama ayah",
  birth_place: "Tempat lahir",
  birth_weight_kg: "Berat lahir (kg)",
  birth_length_cm: "Panjang lahir (cm)",
  gestation_weeks: "Umur kehamilan saat lahir (minggu)",
  birth_order: "Anak ke",
  since: "Tinggal di sini sejak",
  dusun: "Dusun",
  rt: "RT",
  rw: "RW",
};

/** @param {any} value */
export function isEmpty(value) {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** What kind of entry it is. @param {Item} item @param {Shelf} shelf */
export function titleOf({ kind, body, unreadable }, shelf) {
  if (unreadable) {
    return "Isian yang rusak";
  }
  const title = KINDS[kind] ?? "Isian";
  if (kind === "visit" && body.step) {
    return `${title}, langkah ${body.step}: ${shelf.steps[body.step] ?? ""}`.replace(/: $/, "");
  }
  if (kind === "screening") {
    return `${title}: ${shelf.form(body.form)?.title ?? body.form}`;
  }
  if (kind === "service") {
    return shelf.choices.services?.[body.kind]?.label ?? title;
  }
  return kind === "discard" ? `${title}: ${(KINDS[body.kind] ?? "isian").toLowerCase()}` : title;
}

/**
 * A value of a column for people.
 * @param {any} value as it was typed or stored
 * @param {{kind: string, unit?: string, choices?: string[][], yes?: string, no?: string}} column
 * @param {Object<string, string>} [topics]
 */
export function valueText(value, { kind, unit = "", choices = [], yes = "Ya", no = "Tidak" }, topics = {}) {
  if (isEmpty(value)) {
    return "dikosongkan";
  }
  if (kind === "answer" || kind === "tick") {
    return value === true ? yes : no;
  }
  if (kind === "topics") {
    return value.map((code) => topics[code] ?? code).join(", ");
  }
  if (kind === "choice") {
    return choices.find(([code]) => code === value)?.[1] ?? String(value);
  }
  return kind === "text" ? String(value) : `${figure(value)}${unit && ` ${unit}`}`;
}

/** What is no number is shown as it was typed. */
function figure(value) {
  try {
    return numberText(value);
  } catch {
    return String(value);
  }
}

/** A day in words where it is one. @param {any} value */
export function dayText(value) {
  return ISO_DAY.test(String(value)) ? longDate(value) : String(value);
}

const LINES = {
  visit({ body, person }, shelf) {
    return Object.entries(body.measures ?? {}).map(([name, value]) => {
      const column = shelf.column(name, person);
      return [column.label, valueText(value, column, shelf.topics)];
    });
  },
  newcomer({ body }, shelf) {
    const mother = body.mother ? [["Ibu", shelf.nameOf(body.mother)]] : [];
    const told = Object.entries(OF_NEWCOMER).filter(([name]) => !isEmpty(body[name]));
    const kind = body.as_guest ? [["", "Tamu dari tempat lain"]] : [];
    return [...told.map(([name, label]) => [label, SEXES[body[name]] ?? dayText(body[name])]), ...mother, ...kind];
  },
  screening({ body }) {
    // Anybody may look over a shoulder: what was answered is not repeated here.
    const count = Object.values(body.answers ?? {}).filter((each) => !isEmpty(each)).length;
    return body.postponed_because ? [["Ditunda", body.postponed_because]] : [["Terjawab", `${count} pertanyaan`]];
  },
  service({ body }, shelf) {
    const { unit = "", detail } = shelf.choices.services?.[body.kind] ?? {};
    const choice = detail?.choices?.find(([code]) => code === body.detail)?.[1] ?? body.detail;
    const place = shelf.choices.service_places?.find(([code]) => code === body.place)?.[1];
    return [
      ["Tanggal", dayText(body.given_on)],
      ["Jumlah", body.quantity && `${body.quantity} ${unit}`.trim()],
      [detail?.label ?? "Keterangan", choice],
      ["Tempat", body.place_name || place],
    ];
  },
  immunisation({ body }) {
    return (body.doses ?? []).map((dose) => [dose.code, doseText(dose, body.date)]);
  },
  referral({ body }, shelf) {
    const word = (list, value) => (list ?? []).find(([code]) => code === value)?.[1] ?? value;
    return [
      ["Tujuan", [word(shelf.choices.destinations, body.destination), body.destination_name].filter(Boolean).join(", ")],
      ["Kapan", word(shelf.choices.urgencies, body.urgency)],
      ["Alasan", body.own_reason],
      ["Usul yang diikuti", body.codes?.length && String(body.codes.length)],
      ["Catatan", body.note],
    ];
  },
  decline: ({ body }) => [["Alasan", body.reason]],
  cancel: ({ body }) => [["Alasan", body.reason]],
  discard: ({ body }) => [["Alasan", body.reason]],
};

/** @param {{given_on?: string, unknown?: boolean, here?: boolean}} dose @param {string} day of the session */
export function doseText({ given_on: on, unknown, here }, day) {
  if (unknown) {
    return "tanggal tidak tahu";
  }
  return `${dayText(on ?? day)}${here ? ", diberikan di sini" : ""}`;
}

/**
 * What was entered, line by line; nothing that is empty.
 * @param {Item} item
 * @param {Shelf} shelf
 * @returns {string[][]} label and value
 */
export function linesOf(item, shelf) {
  if (item.unreadable) {
    return [];
  }
  const lines = LINES[item.kind]?.(item, shelf) ?? [];
  return lines.filter(([, value]) => !isEmpty(value) && value !== 0);
}

/** The words beside a field that the server names; "" for the whole item. @param {Item} item @param {string} field */
export function fieldLabel({ kind, person }, field, shelf) {
  if (!field || field === "measures") {
    return "";
  }
  if (kind === "visit" && shelf.columns[field]) {
    return shelf.column(field, person).label;
  }
  return kind === "newcomer" ? (OF_NEWCOMER[field] ?? "") : "";
}

/** What the server said of an item, each sentence once. @param {Item} item @param {Shelf} shelf @returns {string[]} */
export function reasonsOf(item, shelf) {
  const told = (item.answer?.errors ?? []).map(({ field, message }) => {
    const label = fieldLabel(item, field, shelf);
    return label ? `${label}: ${message}` : message;
  });
  return [...new Set(told.filter(Boolean))];
}
