// Blood pressure over time, with the limits from which the card calls it high (visits/charts/pressure.py).
import { bloodPressureCode, cardHighFrom, childExceeds, childLimits } from "../../clinical/blood-pressure.js";
import { addMonths, ageOn, dayNumber } from "../../clinical/dates.js";
import { maternalPressureCode } from "../../clinical/maternal-risk.js";
import { longDate, shortDate } from "../parts.js";
import { Plane, acrossAxis, atEnd, join, monthNumber, roundedRange, under, valueAxis } from "./drawing.js";

const FEWEST_READINGS = 2;
const LONGEST_GAP_MONTHS = 12;
const MOST_MONTH_LABELS = 3;
const WIDEST_STEP = 60;
/** Empty right of the newest reading, as a share of the time shown: its values and names stand there. */
const SPACE_FOR_NAMES = 0.3;
const DASH = "–";

/** The limits drawn for an age: from 7 to 12 years the child's own (TD-04), otherwise those of the card. */
function limitsAt(sex, years, rules) {
  const isChild = years < rules.rows("blood_pressure").adolescent_from_years;
  const own = isChild ? childLimits(sex, years, rules) : null;
  if (own) {
    const { systolic, diastolic } = own;
    const note = `Garis putus-putus: mulai ${systolic}/${diastolic} perlu evaluasi pada umur ${years} tahun.`;
    return { pair: [systolic, diastolic], note };
  }
  const { systolic, diastolic } = cardHighFrom(years, rules);
  return { pair: [systolic, diastolic], note: `Garis putus-putus: mulai ${systolic}/${diastolic} termasuk tinggi.` };
}

/**
 * Systolic and diastolic in mmHg over the months; null with fewer than two readings.
 * @param {{sex: string, birth_date: string}} person
 * @param {[string, number, number][]} taken day, systolic, diastolic; the oldest first
 * @param {boolean} pregnant on the newest day
 * @param {any} rules
 * @returns {import("./growth.js").Chart|null}
 */
export function pressureChart(person, taken, pregnant, rules) {
  if (taken.length < FEWEST_READINGS) {
    return null;
  }
  const [newestDay, ...newest] = taken[taken.length - 1];
  const limits = limitsAt(person.sex, ageOn(person.birth_date, newestDay).years, rules);
  const since = `${taken.length} kali ukur sejak ${longDate(taken[0][0])}`;
  const description = `Tekanan darah dari ${since}; terakhir ${newest.join("/")} mmHg pada ${longDate(newestDay)}.`;
  const rows = [...taken].reverse().map(([day, ...reading], place) => {
    return { day, cells: [`${reading.join("/")} mmHg`, codeOf(person, day, reading, pregnant && place === 0, rules)] };
  });
  return {
    title: "Tekanan darah",
    about: "Angka atas (sistole) dan angka bawah (diastole)",
    description,
    note: limits.note,
    drawing: draw(taken, limits.pair, description),
    columns: ["Tekanan darah", "Kode kartu"],
    rows,
  };
}

/** The card's letter; a child of 7 to 12 years above its own limits is told so beside it. */
function codeOf({ sex, birth_date: birth }, day, [systolic, diastolic], pregnant, rules) {
  const { years } = ageOn(birth, day);
  const code = pregnant ? maternalPressureCode(systolic, diastolic, rules) : bloodPressureCode(systolic, diastolic, years, rules);
  const exceeds = childExceeds(sex, years, systolic, diastolic, rules);
  return code !== "T" && exceeds ? `${code ?? DASH}, perlu evaluasi` : (code ?? DASH);
}

/** @returns {import("./drawing.js").Drawing} */
function draw(taken, limits, description) {
  const values = taken.flatMap(([, systolic, diastolic]) => [systolic, diastolic]);
  const [y, label, grid] = roundedRange(Math.min(60, ...values), Math.max(160, ...values) + 5);
  const first = startOfMonth(taken[0][0]);
  const last = addMonths(startOfMonth(taken[taken.length - 1][0]), 1);
  const [from, to] = [dayNumber(first), dayNumber(last)];
  const plane = new Plane([from, to + (to - from) * SPACE_FOR_NAMES], y);
  const [systolic, diastolic] = [1, 2].map((which) =>
    taken.map((row) => ({ day: row[0], x: dayNumber(row[0]), value: row[which], words: String(row[which]) })),
  );
  const named = (readings, word) => {
    const { x, value } = readings[readings.length - 1];
    return under(plane.place(x, value), word);
  };
  return {
    key: "td",
    title: "Tekanan darah",
    description,
    unit: "mmHg",
    across: "Bulan",
    x: calendarAxis(plane, first, last),
    y: valueAxis(plane, label, grid),
    curves: limits.map((limit) => ({
      name: "limit",
      points: plane.points([[plane.x[0], limit], [plane.x[1], limit]]),
      label: atEnd(plane, limit, String(limit)),
    })),
    series: [join("systolic", plane, systolic, LONGEST_GAP_MONTHS), join("diastolic", plane, diastolic, LONGEST_GAP_MONTHS)],
    notes: [named(systolic, "sistole"), named(diastolic, "diastole")],
  };
}

function startOfMonth(isoDay) {
  return `${isoDay.slice(0, 7)}-01`;
}

/** A line for each labelled month; as many labels as there is room for. */
function calendarAxis(plane, first, last) {
  const span = monthNumber(last) - monthNumber(first);
  const step = [1, 2, 3, 6, 12, 24].find((months) => span / months <= MOST_MONTH_LABELS) ?? WIDEST_STEP;
  const months = [];
  for (let offset = 0; offset <= span; offset += step) {
    months.push(addMonths(first, offset));
  }
  const words = (month) => shortDate(month).replace(/^\d+ /, "");
  return acrossAxis(plane, months.map(dayNumber), months.map((month) => [dayNumber(month), words(month)]));
}
