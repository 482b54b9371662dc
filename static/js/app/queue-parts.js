// What the list of unsent entries and the page of one have in common.
import { CONFLICT, REFUSED, SENT, WAITING } from "../offline/queue.js";
import { html } from "./html.js";
import { icon } from "./parts.js";
import { linesOf } from "./wording.js";

/** Icon and word first; the colour only repeats them. */
const STATES = {
  [WAITING]: ["info", "clock", "Menunggu"],
  [SENT]: ["baik", "check-circle-fill", "Terkirim"],
  [REFUSED]: ["perhatian", "exclamation-triangle-fill", "Perlu diperbaiki"],
  [CONFLICT]: ["perhatian", "arrow-left-right", "Bentrok"],
};

/** @param {{state: string}} props */
export function ItemState({ state }) {
  const [level, name, word] = STATES[state] ?? STATES[WAITING];
  return html`<span class=${`status is-${level}`}>${icon(name)}${word}</span>`;
}

/** What was entered, with labels and units. @param {{item: any, shelf: any}} props */
export function ItemLines({ item, shelf }) {
  const lines = linesOf(item, shelf);
  return (
    lines.length > 0 &&
    html`<dl class="queue-values">
      ${lines.map(
        ([label, value]) =>
          html`<div>
            <dt>${label || "Keterangan"}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`
  );
}
