import { html } from "../html.js";
import { icon } from "../parts.js";
import { ALARM } from "./judging.js";

const ICONS = { baik: "check-circle-fill", perhatian: "exclamation-triangle-fill", rujuk: "exclamation-octagon-fill" };

/** A result as on the page of the server. @param {{outcome: import("./judging.js").Outcome}} props */
export function Outcome({ outcome: { level, word, figure, text, isAlarm } }) {
  return html`${
      isAlarm &&
      html`<div class="finding is-rujuk is-alarm" role="alert">
        ${icon(ICONS.rujuk)}
        <div><strong class="finding-title">${ALARM}</strong> ${text}</div>
      </div>`
    }
    <div class=${`outcome is-${level}`}>
      ${icon(ICONS[level])}
      <div>
        <p class="outcome-word">${word}</p>
        ${figure && html`<p class="outcome-figure">${figure}</p>`} ${text && !isAlarm && html`<p>${text}</p>`}
      </div>
    </div>`;
}
