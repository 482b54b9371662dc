// A child's measurements on WHO's lines: one chart of growth, drawn and told (visits/charts/growth.py, lines.py).
import { dayNumber, ageOn } from "../../clinical/dates.js";
import { growthAge } from "../../clinical/growth-age.js";
import { assessGrowth, valueAt } from "../../clinical/growth.js";
import * as nutrition from "../../clinical/nutrition.js";
import { tablesFor } from "../../clinical/who.js";
import { measured } from "../fields.js";
import { ageText, longDate } from "../parts.js";
import { signed } from "../results.js";
import { Plane, acrossAxis, atEnd, join, monthNumber, multiples, roundedRange, stepNotes, valueAxis } from "./drawing.js";
import { LAST_MONTH, STEP_MONTH, sdWords, withLines } from "./kinds.js";

const DASH = "–";
const IMPLAUSIBLE = "Nilai tidak wajar";
const SDS = [-3, -2, -1, 0, 1, 2, 3];
const EDGE_SD = 3;
const SMALLEST_WINDOW_CM = 25;
const WINDOW_STEP_CM = 5;
const HALF_CENTIMETRE = 5;
const CHILD_MONTHS = 72;
const LEVEL_OF_NONE = "info";

/**
 * @typedef {import("./kinds.js").GrowthKind} GrowthKind
 * @typedef {{title: string, about: string, description: string, note: string, drawing: import("./drawing.js").Drawing,
 *   columns: string[], rows: {day: string, cells: string[]}[], status?: string, level?: string, newest?: string}} Chart
 * @typedef {{day: string, ageDays: number, isChildCard: boolean, kg: string|null, cm: string|null, head: string|null,
 *   corrected: number|null, z: Object<string, number|null>, implausible: string[], classes: Object<string, string|null>}}
 *   Card one measuring of a child with what follows from it
 */

/**
 * @param {{sex: string, birth_date: string, gestation_days?: number|null}} person
 * @param {any[]} row day, kg, cm, position, head; as in the package
 * @param {{oedema?: boolean, pregnant?: boolean}} more
 * @param {any} rules
 * @returns {Card}
 */
export function cardOf(person, row, { oedema = false, pregnant = false }, rules) {
  const [day, kg = null, cm = null, position = null, head = null] = row;
  const { birth_date: birth, gestation_days: gestation = null, sex } = person;
  const isChildCard = ageOn(birth, day).months < CHILD_MONTHS;
  const { tableDay } = growthAge(birth, day, gestation, rules);
  const ageDays = tableDay ?? 0;
  const values = isChildCard ? { position, headCm: head, oedema } : {};
  const weightKg = pregnant ? null : kg;
  const growth = assessGrowth({ sex: tableDay === null ? null : sex, ageDays, weightKg, heightCm: cm, ...values }, rules);
  const z = {
    weight_for_age: growth.weightForAgeZ,
    height_for_age: growth.heightForAgeZ,
    weight_for_height: growth.weightForHeightZ,
    bmi_for_age: growth.bmiForAgeZ,
    head_for_age: growth.headForAgeZ,
  };
  const wasted = nutrition.classifyWeightForHeight(growth.weightForHeightZ, rules);
  const classes = {
    weight_for_age: nutrition.classifyWeightForAge(growth.weightForAgeZ, rules),
    height_for_age: nutrition.classifyHeightForAge(growth.heightForAgeZ, rules),
    weight_for_height: nutrition.nutritionStatus(wasted, oedema, rules),
    bmi_for_age: nutrition.classifyBmiForAge(growth.bmiForAgeZ, ageDays, rules),
    head_for_age: nutrition.classifyHead(growth.headForAgeZ, rules),
  };
  const lived = dayNumber(day) - dayNumber(birth);
  // The card of school age keeps no mark for height, and is not corrected for how it was measured.
  const implausible = growth.implausible.filter((name) => isChildCard || name !== "height_for_age");
  const corrected = isChildCard ? growth.correctedHeightCm : cm === null ? null : Number(cm);
  return { day, ageDays: lived, isChildCard, kg, cm, head, corrected, z, implausible, classes };
}

/** The value that is drawn and the words for it; null where it was not measured. @type {Object<string, Function>} */
const TAKE = {
  weight: ({ kg }) => (kg === null ? null : [Number(kg), measured(kg, "kg")]),
  height: ({ corrected, cm }) => (corrected === null ? null : [corrected, measured(cm, "cm")]),
  weightWithHeight: (card) => (card.cm === null ? null : TAKE.weight(card)),
  bmi({ kg, corrected }) {
    if (kg === null || !corrected) {
      return null;
    }
    const value = Number(kg) / (corrected / 100) ** 2;
    return [value, value.toFixed(1).replace(".", ",")];
  },
  head: ({ head, isChildCard }) => (head === null || !isChildCard ? null : [Number(head), measured(head, "cm")]),
};

function isOfKind({ days }, { ageDays }, rules) {
  const { first_standing_day: standing, last_day_2006: last } = rules.rows("growth");
  const spans = { all: [0, 6999], 2006: [0, last], 2007: [last + 1, 6999], lying: [0, standing - 1], standing: [standing, last] };
  const [from, to] = spans[days];
  return from <= ageDays && ageDays <= to;
}

/**
 * The measurements on WHO's lines; null where nothing was measured within the curves. The last value of a month is
 * drawn, the table has them all.
 * @param {GrowthKind} given
 * @param {{sex: string, birth_date: string}} person
 * @param {Card[]} cards oldest first
 * @param {any} rules
 * @returns {Chart|null}
 */
export function growthChart(given, person, cards, rules) {
  const kind = withLines(given, rules);
  const taken = cards.filter((card) => isOfKind(kind, card, rules) && TAKE[kind.take](card));
  const last = new Map(taken.map((card) => [monthNumber(card.day), readingOf(kind, card, rules)]));
  const readings = [...last.values()];
  const curve = sdLine(kind, person.sex, 0, rules);
  const [lowest, highest] = [curve[0][0], curve[curve.length - 1][0]];
  const drawn = readings.filter(({ x }) => lowest <= x && x <= highest);
  if (!drawn.length) {
    return null;
  }
  const window = windowOf(kind, drawn, [lowest, highest]);
  const rows = [...taken].reverse().map((card) => rowOf(kind, person, card, rules));
  const newest = drawn[drawn.length - 1];
  const card = taken.findLast(({ day }) => day === newest.day);
  const [status, level] = statusOf(kind, card, rules);
  const description = descriptionOf(kind, person, newest, rows);
  const child = person.sex === "P" ? "perempuan" : "laki-laki";
  return {
    title: kind.title,
    about: `Anak ${child}, ${window.words}`,
    description,
    note: noteOf(kind, drawn, readings),
    drawing: draw({ kind, sex: person.sex, window, readings: drawn, description }, rules),
    columns: [kind.column, "Hasil", "Umur", "SD"],
    rows,
    status,
    level,
    newest: `${told(kind, card)}, ${longDate(newest.day)}`,
  };
}

function readingOf(kind, card, rules) {
  const [value, words] = TAKE[kind.take](card);
  const x = kind.axis.windows ? card.ageDays / rules.rows("growth").days_per_month : (card.corrected ?? 0);
  return { day: card.day, x, value, words, hollow: card.implausible.includes(kind.name) };
}

/** The part of the axis that the readings need: the first window of ages that holds them, or their heights. */
function windowOf({ axis }, drawn, ends) {
  const xs = drawn.map(({ x }) => x);
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  if (axis.windows) {
    const [first, last, label, line] = axis.windows.find(([from, to]) => from <= low && high <= to);
    const words = `${Math.floor(first / axis.monthsAUnit)} sampai ${Math.floor(last / axis.monthsAUnit)} ${axis.unit}`;
    return { first, last, label, line, labelUnit: axis.monthsAUnit, words };
  }
  let first = Math.floor((low - WINDOW_STEP_CM) / WINDOW_STEP_CM) * WINDOW_STEP_CM;
  let last = Math.max(Math.ceil((high + WINDOW_STEP_CM) / WINDOW_STEP_CM) * WINDOW_STEP_CM, first + SMALLEST_WINDOW_CM);
  const [from, to] = ends.map(Math.floor);
  [first, last] = [Math.max(first, from), Math.min(last, to)];
  first = Math.max(Math.min(first, last - SMALLEST_WINDOW_CM), from);
  return { first, last, label: WINDOW_STEP_CM, line: WINDOW_STEP_CM, labelUnit: 1, words: `${first} sampai ${last} cm` };
}

/** The value in words, with the length or height where it lies on the other axis. */
function told(kind, card) {
  const words = TAKE[kind.take](card)?.[1] ?? DASH;
  return kind.axis.windows ? words : `${words}, ${measured(card.cm, "cm")}`;
}

function rowOf(kind, { birth_date: birth }, card, rules) {
  const result = statusOf(kind, card, rules)[0] || DASH;
  return { day: card.day, cells: [told(kind, card), result, ageText(birth, card.day), signed(card.z[kind.name], 2)] };
}

/** The result of one measurement in words, and how loud it is. @returns {[string, string]} */
function statusOf(kind, card, rules) {
  if (card.implausible.includes(kind.name)) {
    return [IMPLAUSIBLE, "perhatian"];
  }
  const z = card.z[kind.name];
  if (!kind.said) {
    return [betweenLines(z), LEVEL_OF_NONE];
  }
  const result = card.classes[kind.name] ?? "";
  const advice = rules.rows("advice");
  if (result && kind.key === "bbu" && z !== null) {
    const above = nutrition.aboveOrangeLine(z, rules) ? "above_orange" : "";
    const line = nutrition.belowRedLine(z, false, rules) ? "below_red" : above;
    if (line) {
      return [result, advice.weight_lines[line].level];
    }
  }
  const code = kind.said === "bmi" ? rules.rows("body_mass").school_age_codes[result] : result;
  return [result, advice[kind.said][code]?.level ?? LEVEL_OF_NONE];
}

/** Where a score lies among the lines drawn; for ages that have no class of their own. */
function betweenLines(z) {
  if (z === null) {
    return "";
  }
  if (z < -3 || z > 3) {
    return z < 0 ? `Di bawah garis ${sdWords(-3)}` : `Di atas garis ${sdWords(3)}`;
  }
  const low = Math.min(Math.floor(z), 2);
  return `Di antara garis ${sdWords(low)} dan ${sdWords(low + 1)}`;
}

function descriptionOf({ what }, { birth_date: birth }, newest, rows) {
  const result = rows.find(({ day }) => day === newest.day)?.cells[1] ?? DASH;
  const when = `umur ${ageText(birth, newest.day)} (${longDate(newest.day)})`;
  return `${what} dari ${rows.length} kali ukur dibanding kurva WHO; terakhir ${newest.words} pada ${when}: ${result}.`;
}

function noteOf(kind, drawn, readings) {
  const notes = [kind.note];
  if (drawn.some(({ hollow }) => hollow)) {
    notes.push("Titik kosong: nilai tidak wajar, ukur ulang.");
  }
  if (!drawn.includes(readings[readings.length - 1])) {
    const isAges = Boolean(kind.axis.windows);
    notes.push(isAges ? "Kurva sampai 60 bulan; ukuran sesudahnya ada di tabel." : "Ukuran di luar kurva ada di tabel.");
  }
  return notes.join(" ");
}

/** @returns {import("./drawing.js").Drawing} */
function draw({ kind, sex, window, readings, description }, rules) {
  const ks = [...new Set([...SDS, ...Object.keys(kind.lineNames).map(Number)])].sort((one, other) => one - other);
  const lines = new Map(ks.map((k) => [k, lineIn(window, kind, sdLine(kind, sex, k, rules))]));
  const kept = readings.filter(({ hollow }) => !hollow).map(({ value }) => value);
  const heights = (k) => lines.get(k).map(([, y]) => y);
  const [y, label, grid] = roundedRange(Math.min(...heights(ks[0]), ...kept), Math.max(...heights(ks[ks.length - 1]), ...kept));
  const plane = new Plane([window.first, window.last], y);
  const ages = (distance) => multiples([window.first, window.last], distance);
  const named = (x) => /** @type {[number, string]} */ ([x, String(Math.floor(x / window.labelUnit))]);
  const hasStep = kind.steps && window.first < STEP_MONTH && STEP_MONTH < window.last;
  return {
    key: kind.key,
    title: kind.title,
    description,
    unit: kind.unit,
    across: kind.axis.across,
    x: acrossAxis(plane, ages(window.line), ages(window.label).map(named)),
    y: valueAxis(plane, label, grid),
    areas: bands(kind, plane, lines),
    curves: ks.map((k) => curveOf(kind, plane, k, lines.get(k))),
    series: [join("child", plane, readings, kind.axis.longestGap)],
    notes: hasStep ? stepNotes(plane, STEP_MONTH) : [],
    frame: sex === "P" ? "girl" : "boy",
    divide: hasStep ? plane.place(STEP_MONTH, 0)[0].toFixed(1) : "",
  };
}

function lineIn({ first, last }, { steps }, line) {
  const points = line.filter(([x]) => first <= x && x <= last);
  // From 24 months on, the first of the two points there is still the length lying down.
  return steps && first === STEP_MONTH ? points.slice(1) : points;
}

/** Areas from each line down to the bottom, painted from the top line on, so that each hides the one above. */
function bands(kind, plane, lines) {
  const low = plane.y[0];
  const names = ["below", ...kind.bands];
  const corners = [[plane.x[1], low], [plane.x[0], low]];
  return SDS.map((k, place) => ({ name: `band-${names[place]}`, points: plane.points([...lines.get(k), ...corners]) })).reverse();
}

function curveOf(kind, plane, k, line) {
  const named = kind.lineNames[k] ? ` chart-${kind.lineNames[k]}` : "";
  const name = `sd-${SDS.includes(k) ? Math.abs(k) : "setting"}${named}`;
  return { name, points: plane.points(line), label: atEnd(plane, line[line.length - 1][1], sdWords(k)) };
}

/** Points of the line at k standard deviations (visits/rules/growth/chart.py). @returns {[number, number][]} */
function sdLine({ table, steps, axis }, sex, k, rules) {
  const { first, rows } = tablesFor(sex, rules)[table];
  const { days_per_month: perMonth, first_standing_day: standing } = rules.rows("growth");
  const at = (x, row) => /** @type {[number, number]} */ ([x, valueOf(row, k)]);
  if (table.endsWith("07")) {
    return rows.map((row, place) => at(first + place, row));
  }
  if (!axis.windows) {
    return rows.flatMap((row, place) => (place % HALF_CENTIMETRE ? [] : [at((first + place) / 10, row)]));
  }
  const months = Array.from({ length: LAST_MONTH + 1 }, (_, month) => month);
  return months.flatMap((month) => [
    ...(steps && month === STEP_MONTH ? [at(month, rows[standing - 1])] : []),
    at(month, rows[Math.floor(month * perMonth + 0.5)]),
  ]);
}

/** Below -3 as weights are scored, in steps of the last SD. */
function valueOf(row, z) {
  if (z >= -EDGE_SD) {
    return valueAt(row, z);
  }
  const lowest = valueAt(row, -EDGE_SD);
  return lowest + (z + EDGE_SD) * (valueAt(row, 1 - EDGE_SD) - lowest);
}
