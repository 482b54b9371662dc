// Services outside a visit: which there are for a person, what is wrong with one, and what is asked about first.
import { readMethod } from "../clinical/contraception.js";
import { ageOn, completedMonths } from "../clinical/dates.js";
import { albendazoleMg } from "../clinical/deworming.js";
import { longDate } from "./parts.js";

const VITAMIN_A = "vitamin_a";
const DEWORMING = "obat_cacing";
const SCHOOL_MONTHS = 12 * 18;

/**
 * @typedef {import("./day.js").Person} Person
 * @typedef {{given_on: string, quantity: string, detail: string, place: string, place_name: string, batch: string,
 *   here: boolean}} Typed  place: which row of the places, "" = none
 */

/**
 * The kinds that make sense for somebody of this age and sex.
 * @param {import("./day.js").Day} day
 * @param {Person} person
 * @returns {[string, any][]} code and what the package says of it
 */
export function kindsFor(day, person) {
  const { years } = ageOn(person.birth_date, day.session.date);
  return Object.entries(day.pack.choices.services).filter(
    ([
      ,
      {
        years: [first, last],
        women,
      },
    ]) => first <= years && years <= last && (person.sex === "P" || !women),
  );
}

/** What the quantity counts; "" where there is nothing to count. @param {any} kind @param {string} detail */
export function unitOf(kind, detail) {
  return kind.unit ?? kind.units?.[detail] ?? "";
}

/** Whether a quantity is asked. @param {any} kind */
export function isCounted(kind) {
  return Boolean(kind.unit || kind.units);
}

/**
 * Why it cannot be noted, by field.
 * @param {any} kind
 * @param {Typed} typed
 * @param {Person} person
 * @param {{most: number, last: string}} limits last: the last day that has come
 * @returns {Object<string, string>}
 */
export function wrongOf(kind, typed, person, { most, last }) {
  const found = {};
  if (!typed.given_on) {
    found.given_on = "Isi tanggalnya.";
  } else if (typed.given_on < person.birth_date) {
    found.given_on = "Tanggalnya sebelum lahir.";
  } else if (typed.given_on > last) {
    found.given_on = "Tanggalnya belum tiba.";
  }
  if (isCounted(kind)) {
    const text = typed.quantity.trim();
    const number = Number(text);
    if (!/^\d+$/.test(text)) {
      found.quantity = text ? "Tulis angka bulat." : "Isi jumlahnya.";
    } else if (number < 1 || number > most) {
      found.quantity = `Jumlahnya 1 sampai ${most}.`;
    }
  }
  if (kind.detail?.choices && !kind.detail.choices.some(([code]) => code === typed.detail)) {
    found.detail = "Pilih caranya.";
  }
  if (!(typed.place || typed.place_name.trim() || typed.here)) {
    found.place = "Pilih tempatnya, atau tulis namanya.";
  }
  return found;
}

/**
 * What to look at again before it is noted, in sentences.
 * @param {string} code
 * @param {Typed} typed
 * @param {Person} person
 * @param {any} rules
 * @returns {string[]}
 */
export function warningsOf(code, typed, person, rules) {
  if (!typed.given_on || typed.given_on < person.birth_date) {
    return [];
  }
  const months = completedMonths(person.birth_date, typed.given_on);
  if (code === VITAMIN_A) {
    return ofCapsule(typed, months, person, rules);
  }
  if (code === DEWORMING && albendazoleMg(months, rules) === null) {
    const first = Math.min(...rules.rows("deworming").doses.map((row) => row.from_month));
    const young = months < first ? [`Obat cacing mulai umur ${first} bulan.`] : [];
    return months > SCHOOL_MONTHS ? ["Obat cacing biasanya untuk balita dan anak sekolah."] : young;
  }
  const method = code === "kb" ? readMethod(typed.detail, rules) : null;
  return method && typed.here && !method.givenAtPosyandu
    ? ["Metode ini diberikan oleh bidan, bukan dari persediaan Posyandu."]
    : [];
}

function ofCapsule({ given_on: on, detail }, months, person, rules) {
  const { months: usual, capsules } = rules.rows("vitamin_a");
  const words = [];
  if (!usual.includes(Number(on.slice(5, 7)))) {
    const names = usual.map((month) => longDate(`2000-${String(month).padStart(2, "0")}-01`).split(" ")[1]);
    words.push(`Vitamin A diberikan bulan ${names.join(" dan ")}. Periksa tanggalnya.`);
  }
  const wanted = capsules.find((row) => row.from_month <= months && months <= row.to_month)?.capsule;
  if (!wanted) {
    const [first, last] = [
      Math.min(...capsules.map((row) => row.from_month)),
      Math.max(...capsules.map((row) => row.to_month)),
    ];
    words.push(`Kapsul vitamin A untuk umur ${first} sampai ${last} bulan.`);
  } else if (detail && detail !== wanted) {
    words.push(`Menurut umurnya kapsul ${wanted}, bukan ${detail}.`);
  }
  const same = person.services.find((each) => each.kind === VITAMIN_A && each.given_on.slice(0, 7) === on.slice(0, 7));
  return same ? [...words, `Bulan itu sudah tercatat mendapat kapsul, ${longDate(same.given_on)}.`] : words;
}

/**
 * The service as it is sent; what is left open the server fills in by the age.
 * @param {string} code
 * @param {any} kind
 * @param {Typed} typed
 * @param {import("./day.js").Day} day
 */
export function sentOf(code, kind, typed, day) {
  const [place = "", , name = ""] = typed.place ? day.pack.choices.service_places[Number(typed.place)] : [];
  const told = {
    place,
    place_name: typed.place_name.trim() || name,
    batch: typed.batch.trim(),
    detail: typed.detail.trim(),
    posyandu: typed.here ? day.session.posyandu : "",
  };
  const filled = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== ""));
  const counted = isCounted(kind) ? { quantity: Number(typed.quantity) } : {};
  return { kind: code, given_on: typed.given_on, ...counted, ...filled };
}

/** "Tablet tambah darah, 30 tablet". @param {any} service as it was sent @param {any} choices of the package */
export function serviceWords({ kind: code, quantity, detail }, choices) {
  const kind = choices.services[code];
  if (!kind) {
    return code;
  }
  const unit = unitOf(kind, detail ?? "");
  const words = kind.detail?.choices?.find(([value]) => value && value === detail)?.[1].toLowerCase() ?? detail;
  return [words ? `${kind.label} (${words})` : kind.label, unit && quantity ? `${quantity} ${unit}` : ""]
    .filter(Boolean)
    .join(", ");
}
