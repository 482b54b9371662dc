// The charts of one person with today's measures as their newest point: templates/visits/charts on the phone.
import { ageOn } from "../clinical/dates.js";
import { SIZE } from "./charts/drawing.js";
import { cardOf, growthChart } from "./charts/growth.js";
import { FOR_HEIGHT, FURTHER, MAIN, SCHOOL } from "./charts/kinds.js";
import { pressureChart } from "./charts/pressure.js";
import { html } from "./html.js";
import { Status, icon, shortDate } from "./parts.js";

const PREGNANT = "hamil";
const GROWTH = ["weight_kg", "height_cm", "position", "head_cm"];

/** @typedef {import("./charts/growth.js").Chart} Chart */

/**
 * By the card and the age: no values, no chart (visits/charts/__init__.py).
 * @param {import("./day.js").Day} day
 * @param {import("./overlay.js").Person} person
 * @returns {{shown: Chart[], folded: Chart[]}}
 */
export function chartsOf(day, person) {
  const { card, mother } = day.profile(person);
  const rules = day.rules(person);
  const values = person.visit?.values ?? {};
  const pregnant = mother === PREGNANT;
  const pressure = card === "child" ? null : pressureChart(person, readingsOf(day, person, values), pregnant, rules);
  const ofPressure = pressure ? [pressure] : [];
  if (card === "adult") {
    return { shown: ofPressure, folded: [] };
  }
  const cards = person.growth.map((row) => cardOf(person, row, {}, rules));
  const today = [day.session.date, ...GROWTH.map((name) => values[name] ?? null)];
  if (today[1] !== null || today[2] !== null || today[4] !== null) {
    cards.push(cardOf(person, today, { oedema: Boolean(values.oedema), pregnant }, rules));
  }
  const drawn = (kinds) => kinds.map((kind) => growthChart(kind, person, cards, rules)).filter((chart) => chart !== null);
  const school = drawn(SCHOOL);
  if (card !== "child") {
    return { shown: [...school, ...ofPressure], folded: [] };
  }
  const underFive = drawn(MAIN);
  const further = [...drawn(FOR_HEIGHT).slice(0, 1), ...drawn(FURTHER)];
  const isOlder = ageOn(person.birth_date, day.session.date).days > rules.rows("growth").last_day_2006;
  return school.length && isOlder
    ? { shown: school, folded: [...underFive, ...further] }
    : { shown: underFive, folded: further };
}

/** @returns {[string, number, number][]} */
function readingsOf(day, person, { systolic = null, diastolic = null }) {
  const before = person.pressure ?? [];
  return systolic === null || diastolic === null ? before : [...before, [day.session.date, systolic, diastolic]];
}

/** @param {{shown: Chart[], folded: Chart[]}} props */
export function Charts({ shown, folded }) {
  const card = (chart) => html`<${ChartCard} chart=${chart} key=${chart.drawing.key} />`;
  const list = (charts) => html`<div class="charts">${charts.map(card)}</div>`;
  return html`${shown.length > 0 && list(shown)}
  ${folded.length > 0 &&
  html`<details class="definitions charts-folded">
    <summary>${icon("chevron-right")} Grafik lainnya (${folded.length})</summary>
    ${list(folded)}
  </details>`}`;
}

/** One chart with its result in words and a table of its values. @param {{chart: Chart}} props */
function ChartCard({ chart }) {
  return html`<section class="card-panel chart">
    <h2 class="panel-title">${chart.title}</h2>
    <p class="chart-about">${chart.about}</p>
    ${chart.status &&
    html`<p class="chart-status"><${Status} level=${chart.level ?? "info"} word=${chart.status} /> ${chart.newest}</p>`}
    <div class="chart-drawing"><${Svg} drawing=${chart.drawing} /></div>
    <p class="chart-note">${chart.note}</p>
    <details class="definitions">
      <summary>${icon("chevron-right")} Angka dalam tabel</summary>
      <div class="table-wrap" tabindex="0" role="region" aria-label=${chart.title}>
        <table class="data keep chart-table">
          <caption class="visually-hidden">
            ${chart.title}, terbaru di atas
          </caption>
          <thead>
            <tr>
              <th scope="col">Tanggal</th>
              ${chart.columns.map((column) => html`<th scope="col" key=${column}>${column}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${chart.rows.map(
              ({ day, cells }) =>
                html`<tr key=${day}>
                  <th scope="row">${shortDate(day)}</th>
                  ${cells.map((cell) => html`<td>${cell}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

/** @param {{drawing: import("./charts/drawing.js").Drawing}} props */
function Svg({ drawing }) {
  const { key, x, y, areas = [], curves, series, notes = [], divide, frame } = drawing;
  const names = `chart-${key}-title chart-${key}-desc`;
  return html`<svg class="chart-svg" viewBox=${`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-labelledby=${names}>
    <title id=${`chart-${key}-title`}>${drawing.title}</title>
    <desc id=${`chart-${key}-desc`}>${drawing.description}</desc>
    <g aria-hidden="true">
      ${frame && html`<rect class=${`chart-frame chart-frame-${frame}`} width=${SIZE.width} height=${SIZE.height} rx="8" />`}
      <rect class="chart-plot" x=${SIZE.left} y=${SIZE.top} width=${SIZE.plotWidth} height=${SIZE.plotHeight} />
      ${areas.map(({ name, points }) => html`<polygon class=${`chart-${name}`} points=${points} />`)}
      <path class="chart-grid" d=${x.grid + y.grid} />
      ${divide && html`<path class="chart-divide" d=${`M${divide} ${SIZE.top}V${SIZE.bottom}`} />`}
      ${curves.map(({ name, points, label }) => {
        // The end of a line is named in the colour of the line.
        return html`<polyline class=${`chart-line chart-${name}`} points=${points} />
          ${label && words(label, `chart-text chart-end chart-end-${name}`)}`;
      })}
      <rect class="chart-edge" x=${SIZE.left} y=${SIZE.top} width=${SIZE.plotWidth} height=${SIZE.plotHeight} />
      <text class="chart-text" x="4" y="15">${drawing.unit}</text>
      ${[...y.labels, ...x.labels].map((label) => words(label, "chart-text"))}
      <text class="chart-text" x=${SIZE.middle} y=${SIZE.foot} text-anchor="middle">${drawing.across}</text>
      ${notes.map((note) => words(note, "chart-text chart-halo"))}
      ${series.map((each) => html`<${Series} series=${each} key=${each.name} />`)}
    </g>
  </svg>`;
}

function words(label, className) {
  return html`<text class=${className} x=${label.x} y=${label.y} text-anchor=${label.anchor}>${label.words}</text>`;
}

/** The measurements: joined where they follow each other, the newest with its value. */
function Series({ series: { name, paths, markers, newest, dense } }) {
  const sizeOf = (isLast) => (isLast ? 4.5 : dense ? 2 : 3);
  return html`<g class=${`chart-${name}${dense ? " chart-dense" : ""}`}>
    ${paths.map((points) => html`<polyline class="chart-path" points=${points} />`)}
    ${markers.map((marker, place) => {
      const isLast = place === markers.length - 1;
      const looks = ["chart-point", marker.hollow && "chart-hollow", isLast && "chart-newest"].filter(Boolean).join(" ");
      return html`<circle class=${looks} cx=${marker.x} cy=${marker.y} r=${sizeOf(isLast)}><title>${marker.words}</title></circle>
        ${marker.label && words(marker.label, "chart-text chart-halo")}`;
    })}
    ${words(newest, "chart-value chart-halo")}
  </g>`;
}
