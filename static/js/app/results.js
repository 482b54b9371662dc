// What values mean, in colour, words and icon: the parts of templates/visits/result.html and preview.html.
import { byHeading } from "../clinical/referral.js";
import { html } from "./html.js";
import { Finding, icon } from "./parts.js";

const DASH = "–";
const MINUS = "−";

/** @param {{judged: import("../clinical/visit.js").Judgement}} props */
export function Findings({ judged: { findings, notes, scores } }) {
  return html`${findings.map(({ level, text, field }) => html`<${Finding} level=${level} key=${`${field} ${text}`}>${text}<//>`)}
  ${notes.map((note) => html`<p class="small-text quiet" key=${note}>${note}</p>`)}
  ${scores.length > 0 && html`<${Scores} scores=${scores} />`}`;
}

/** @param {{scores: import("../clinical/visit.js").Score[]}} props */
function Scores({ scores }) {
  return html`<details class="card-panel">
    <summary>Angka z-score</summary>
    <div class="table-wrap" tabindex="0" role="region" aria-label="Angka z-score">
      <table class="data keep">
        <thead>
          <tr>
            <th scope="col">Indeks</th>
            <th scope="col" class="num">z</th>
            <th scope="col">Kategori</th>
          </tr>
        </thead>
        <tbody>
          ${scores.map(
            ({ label, z, category, implausible }) =>
              html`<tr key=${label}>
                <th scope="row">${label}</th>
                <td class="num">${signed(z, 2)}</td>
                <td>${category || DASH}${implausible && " (tidak wajar, ukur ulang)"}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** Where to and how soon, with the reasons. @param {{proposals: import("../clinical/referral-list.js").Proposal[]}} props */
export function ProposalLines({ proposals }) {
  return byHeading(proposals).map(
    ([heading, reasons]) =>
      html`<div class="finding is-rujuk" key=${heading}>
        ${icon("exclamation-octagon-fill")}
        <div>
          <strong class="finding-title">Usul rujukan: ${heading}</strong>
          <ul class="plain-list">
            ${reasons.map((reason) => html`<li key=${reason}>${reason}</li>`)}
          </ul>
        </div>
      </div>`,
  );
}

/** +1,2 or −0,3; no sign on what rounds to zero. @param {number|null} value @param {number} places */
export function signed(value, places) {
  if (value === null || value === undefined) {
    return DASH;
  }
  const words = Math.abs(value).toFixed(places).replace(".", ",");
  const isZero = Number(Math.abs(value).toFixed(places)) === 0;
  return isZero ? words : `${value < 0 ? MINUS : "+"}${words}`;
}
