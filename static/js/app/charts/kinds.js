// Which growth charts there are, and what differs between them (visits/charts/kinds.py; KMS-04, Permenkes 2/2020).
import { signed } from "../results.js";

export const STEP_MONTH = 24;
export const LAST_MONTH = 60;
const UNDER_FIVE = {
  across: "Umur (bulan)",
  windows: [
    [0, STEP_MONTH, 3, 1],
    [STEP_MONTH, LAST_MONTH, 6, 2],
    [0, LAST_MONTH, 6, 3],
  ],
  unit: "bulan",
  monthsAUnit: 1,
  longestGap: 2,
};
const SCHOOL_AGE = {
  across: "Umur (tahun)",
  windows: [
    [61, 120, 12, 6],
    [120, 228, 12, 12],
    [61, 228, 24, 12],
  ],
  unit: "tahun",
  monthsAUnit: 12,
  longestGap: 12,
};
const sizes = (across) => ({ across, windows: null, unit: "cm", monthsAUnit: 1, longestGap: 2 });
const WASTING = {
  bands: ["yellow", "light", "green", "green", "pale", "yellow"],
  lineNames: { "-3": "red", "-2": "short", 1: "orange" },
  note: "Di bawah garis −2: gizi kurang. Di bawah garis merah (−3): gizi buruk. Di atas garis oranye (+1): berisiko gizi lebih.",
};
const STUNTING = {
  bands: ["yellow", "light", "green", "green", "light", "light"],
  lineNames: { "-3": "red", "-2": "short" },
};

/**
 * @typedef {object} GrowthKind one chart; bands go from below -2 SD up to +3 SD
 * @property {string} key
 * @property {string} table WHO's short name
 * @property {string} title
 * @property {string} unit
 * @property {any} axis
 * @property {"weight"|"height"|"weightWithHeight"|"bmi"|"head"} take which value of a card is drawn
 * @property {string} name the index as the rules name its score
 * @property {string} said where the advice has the level of a class
 * @property {string} what
 * @property {string} column
 * @property {string[]} bands
 * @property {Object<string, string>} lineNames by SD
 * @property {string} note
 * @property {"all"|"2006"|"2007"|"lying"|"standing"} days of which ages
 * @property {boolean} [steps] whether length gives way to height at 24 months
 */

/** @type {GrowthKind} */
const WEIGHT_FOR_AGE = {
  key: "bbu",
  table: "wfa",
  title: "Berat menurut umur, 0 sampai 5 tahun (BB/U)",
  unit: "kg",
  axis: UNDER_FIVE,
  take: "weight",
  name: "weight_for_age",
  said: "weight_for_age",
  what: "Berat anak",
  column: "Berat",
  bands: WASTING.bands,
  lineNames: {},
  note: "",
  days: "all",
};
/** @type {GrowthKind} */
const HEIGHT_FOR_AGE = {
  key: "tbu",
  table: "lhfa",
  title: "Panjang/tinggi menurut umur, 0 sampai 5 tahun (PB/U, TB/U)",
  unit: "cm",
  axis: UNDER_FIVE,
  take: "height",
  name: "height_for_age",
  said: "height_for_age",
  what: "Panjang atau tinggi anak",
  column: "Panjang/tinggi",
  ...STUNTING,
  note: "Di bawah garis −2: pendek. Di bawah garis merah (−3): sangat pendek.",
  days: "2006",
  steps: true,
};
const forHeight = {
  unit: "kg",
  take: /** @type {const} */ ("weightWithHeight"),
  name: "weight_for_height",
  said: "weight_for_height",
};
/** @type {GrowthKind} */
const WEIGHT_FOR_LENGTH = {
  key: "bbpb",
  table: "wfl",
  title: "Berat menurut panjang badan (BB/PB)",
  axis: sizes("Panjang badan (cm)"),
  ...forHeight,
  what: "Berat menurut panjang badan anak",
  column: "Berat dan panjang",
  ...WASTING,
  days: "lying",
};
/** @type {GrowthKind} */
const WEIGHT_FOR_HEIGHT = {
  key: "bbtb",
  table: "wfh",
  title: "Berat menurut tinggi badan (BB/TB)",
  axis: sizes("Tinggi badan (cm)"),
  ...forHeight,
  what: "Berat menurut tinggi badan anak",
  column: "Berat dan tinggi",
  ...WASTING,
  days: "standing",
};
/** @type {GrowthKind} */
const BMI_FOR_AGE = {
  key: "imtu",
  table: "bfa",
  title: "IMT menurut umur, 0 sampai 5 tahun (IMT/U)",
  unit: "kg/m²",
  axis: UNDER_FIVE,
  take: "bmi",
  name: "bmi_for_age",
  said: "weight_for_height",
  what: "IMT anak",
  column: "IMT",
  ...WASTING,
  days: "2006",
  steps: true,
};
/** @type {GrowthKind} */
const HEAD_FOR_AGE = {
  key: "lku",
  table: "hcfa",
  title: "Lingkar kepala menurut umur, 0 sampai 5 tahun (LK/U)",
  unit: "cm",
  axis: UNDER_FIVE,
  take: "head",
  name: "head_for_age",
  said: "head_cm",
  what: "Lingkar kepala anak",
  column: "Lingkar kepala",
  bands: ["yellow", "light", "green", "green", "light", "yellow"],
  lineNames: { "-2": "red", 2: "red" },
  note: "Rujuk bila di bawah garis merah bawah (−2) atau di atas garis merah atas (+2).",
  days: "2006",
};
/** @type {GrowthKind} */
const SCHOOL_BMI = {
  key: "imtu-sekolah",
  table: "bfa07",
  title: "IMT menurut umur, 5 sampai 19 tahun (IMT/U)",
  unit: "kg/m²",
  axis: SCHOOL_AGE,
  take: "bmi",
  name: "bmi_for_age",
  said: "bmi",
  what: "IMT anak",
  column: "IMT",
  ...WASTING,
  note:
    "Di bawah garis −2: gizi kurang. Di bawah garis merah (−3): gizi buruk. Di atas garis oranye (+1): gizi lebih. " +
    "Di atas +2: obesitas.",
  days: "2007",
};
/** @type {GrowthKind} */
const SCHOOL_HEIGHT = {
  key: "tbu-sekolah",
  table: "hfa07",
  title: "Tinggi menurut umur, 5 sampai 19 tahun (TB/U)",
  unit: "cm",
  axis: SCHOOL_AGE,
  take: "height",
  name: "height_for_age",
  said: "",
  what: "Tinggi anak",
  column: "Tinggi",
  ...STUNTING,
  note: "Di bawah garis −2: lebih pendek dari anak seumurnya. Beri tahu bidan.",
  days: "2007",
};

export const MAIN = [WEIGHT_FOR_AGE, HEIGHT_FOR_AGE];
export const FOR_HEIGHT = [WEIGHT_FOR_HEIGHT, WEIGHT_FOR_LENGTH];
export const FURTHER = [BMI_FOR_AGE, HEAD_FOR_AGE];
export const SCHOOL = [SCHOOL_BMI, SCHOOL_HEIGHT];

/** The chart with the red and the orange line where the rules have them. @param {GrowthKind} kind @param {any} rules */
export function withLines(kind, rules) {
  if (kind.key !== "bbu") {
    return kind;
  }
  const { red_line_z: red, orange_line_z: orange } = rules.rows("nutrition");
  const note = `Rujuk bila di bawah garis merah (${sdWords(red)}) atau di atas garis oranye (${sdWords(orange)}).`;
  return { ...kind, lineNames: { [Number(red)]: "red", [Number(orange)]: "orange" }, note };
}

/** −3, +1 or −2,5. @param {number|string} k */
export function sdWords(k) {
  const fraction = String(Number(k)).split(".")[1] ?? "";
  return signed(Number(k), fraction.length);
}
