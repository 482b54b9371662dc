// A line chart as inline SVG: numbers in, pixels of a small drawing out (visits/charts/drawing.py). Looks are in charts.css.
import { shortDate } from "../parts.js";

// The drawing is as wide as the paper of a phone; the page scales it up.
const WIDTH = 320;
const HEIGHT = 348;
const LEFT = 36;
const TOP = 30;
const RIGHT = WIDTH - 34;
const BOTTOM = HEIGHT - 40;
export const SIZE = {
  width: WIDTH,
  height: HEIGHT,
  left: LEFT,
  top: TOP,
  right: RIGHT,
  bottom: BOTTOM,
  plotWidth: RIGHT - LEFT,
  plotHeight: BOTTOM - TOP,
  middle: Math.floor((LEFT + RIGHT) / 2),
  foot: HEIGHT - 6,
};
const MOST_LABELS = 9;
const VALUE_LETTER = 9;
const VALUE_SPACE = 12;
/** Distance of the labels from the first to the last, and of the grid's lines, from fine to coarse. */
const STEPS = [
  [1, 1],
  [2, 1],
  [5, 1],
  [10, 5],
  [20, 10],
  [50, 10],
];
/** With more points than this, smaller ones keep the line visible. */
const MOST_LARGE_POINTS = 26;

/**
 * @typedef {[number, number]} Point
 * @typedef {{words: string, x: string, y: string, anchor: string}} Text words at a pixel, and which end stands there
 * @typedef {{day: string, x: number, value: number, words: string, hollow?: boolean}} Reading a measured value
 * @typedef {{grid: string, labels: Text[]}} Axis
 * @typedef {{name: string, points: string, label?: Text|null}} Curve `name` is its CSS class after "chart-"
 *
 * @typedef {object} Drawing everything that is drawn, from the back to the front
 * @property {string} key
 * @property {string} title
 * @property {string} description
 * @property {string} unit
 * @property {string} across
 * @property {Axis} x
 * @property {Axis} y
 * @property {Curve[]} curves
 * @property {any[]} series
 * @property {Curve[]} [areas]
 * @property {Text[]} [notes]
 * @property {string} [frame]
 * @property {string} [divide]
 */

const text = (words, x, y, anchor = "middle") => ({ words, x: x.toFixed(1), y: y.toFixed(1), anchor });

/** The plot: the values at its edges, and where a value lies in the drawing. */
export class Plane {
  /** @param {[number, number]} x @param {[number, number]} y */
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }

  /** Pixel of a value; what lies above or below the plot is moved to its edge. @returns {Point} */
  place(x, y) {
    const across = (x - this.x[0]) / (this.x[1] - this.x[0]);
    const down = (this.y[1] - y) / (this.y[1] - this.y[0]);
    return [LEFT + across * (RIGHT - LEFT), TOP + Math.min(Math.max(down, 0), 1) * (BOTTOM - TOP)];
  }

  /** @param {Point[]} points */
  points(points) {
    return points.map(([x, y]) => this.place(x, y).map((pixel) => pixel.toFixed(1)).join(",")).join(" ");
  }
}

/**
 * The range widened to whole grid lines, the distance of labels and that of grid lines.
 * @param {number} low
 * @param {number} high
 * @returns {[[number, number], number, number]}
 */
export function roundedRange(low, high) {
  const [label, grid] = STEPS.find(([step]) => (high - low) / step <= MOST_LABELS) ?? STEPS[STEPS.length - 1];
  return [[Math.floor(low / grid) * grid, Math.ceil(high / grid) * grid], label, grid];
}

/** Multiples of `step` within the limits, both included. @param {[number, number]} limits @param {number} step */
export function multiples([low, high], step) {
  const found = [];
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) {
    found.push(value);
  }
  return found;
}

/** Lines across the plot every `grid` units, labels left of it. @param {Plane} plane @returns {Axis} */
export function valueAxis(plane, label, grid) {
  const heightOf = (value) => plane.place(plane.x[0], value)[1];
  return {
    grid: multiples(plane.y, grid).map((value) => `M${LEFT} ${heightOf(value).toFixed(1)}H${RIGHT}`).join(""),
    labels: multiples(plane.y, label).map((value) => text(String(value), LEFT - 6, heightOf(value) + 4.5, "end")),
  };
}

/** Lines down the plot, and labels under it. @param {Plane} plane @param {number[]} grid @param {[number, string][]} labels */
export function acrossAxis(plane, grid, labels) {
  const at = (x) => plane.place(x, 0)[0];
  return {
    grid: grid.map((x) => `M${at(x).toFixed(1)} ${TOP}V${BOTTOM}`).join(""),
    labels: labels.map(([x, words]) => text(words, at(x), BOTTOM + 17)),
  };
}

/** A value right of its point where there is room; else left of it, clear of the `others`. @param {Point} pixel */
function beside([x, y], words, others = []) {
  const width = words.length * VALUE_LETTER + VALUE_SPACE;
  if (x + width <= RIGHT) {
    return text(words, x + 9, Math.max(y, TOP + 8) + 6, "start");
  }
  const heights = [y, ...others.filter(([other]) => x - width <= other && other <= x).map(([, height]) => height)];
  let baseline = Math.min(...heights) - 10;
  if (baseline < TOP + 14) {
    baseline = Math.max(...heights) + 22;
  }
  return text(words, x + 3, baseline, "end");
}

/** What is measured, in small letters under the value right of its point. @param {Point} pixel @param {string} words */
export function under([x, y], words) {
  return text(words, x + 9, y + 20, "start");
}

/** The name of a line, right of where it ends. @param {Plane} plane @param {number} value @param {string} words */
export function atEnd(plane, value, words) {
  return text(words, RIGHT + 5, plane.place(plane.x[1], value)[1] + 4.5, "start");
}

/** Where length gives way to height. @param {Plane} plane @param {number} at */
export function stepNotes(plane, at) {
  const [x] = plane.place(at, 0);
  return [text("panjang", x - 6, BOTTOM - 8, "end"), text("tinggi", x + 6, BOTTOM - 8, "start")];
}

/** Calendar months since year 0. @param {string} isoDay */
export function monthNumber(isoDay) {
  return Number(isoDay.slice(0, 4)) * 12 + Number(isoDay.slice(5, 7));
}

/**
 * Readings, oldest first; those more than `longestGap` calendar months apart are not joined.
 * @param {string} name
 * @param {Plane} plane
 * @param {Reading[]} readings
 * @param {number} longestGap
 */
export function join(name, plane, readings, longestGap) {
  const newest = readings[readings.length - 1];
  const pixels = readings.map(({ x, value }) => plane.place(x, value));
  const solid = readings.filter(({ hollow }) => !hollow);
  return {
    name,
    paths: runs(solid, longestGap).map((run) => plane.points(run.map(({ x, value }) => [x, value]))),
    markers: readings.map((reading, place) => marker(pixels[place], reading, reading === newest)),
    newest: beside(pixels[pixels.length - 1], newest.words, pixels),
    dense: readings.length > MOST_LARGE_POINTS,
  };
}

function marker([x, y], { day, words, hollow = false }, isNewest) {
  const label = hollow && !isNewest ? beside([x, y], words) : null;
  return { x: x.toFixed(1), y: y.toFixed(1), words: `${shortDate(day)}: ${words}`, hollow, label };
}

/** @param {Reading[]} readings @returns {Reading[][]} */
function runs(readings, longestGap) {
  const found = [];
  for (const [place, reading] of readings.entries()) {
    const before = readings[place - 1];
    if (!before || monthNumber(reading.day) - monthNumber(before.day) > longestGap) {
      found.push([]);
    }
    found[found.length - 1].push(reading);
  }
  return found.filter((run) => run.length > 1);
}
