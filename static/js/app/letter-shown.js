// The letter of a visit as the phone knows it: with its number where the server has it, else as it waits.
import { html } from "./html.js";
import { SENT, headingOf } from "./letter.js";
import { Finding, Status, icon } from "./parts.js";

const STATUSES = {
  [SENT]: ["perhatian", "Dirujuk"],
  diperiksa: ["info", "Datang diperiksa"],
  tidak_datang: ["rujuk", "Tidak datang"],
  rujuk_balik: ["baik", "Rujuk balik"],
};
const URGENT = { segera: "perhatian", gawat: "rujuk" };

/**
 * @param {{letter: any, proposals: import("./proposals.js").Proposed[], choices: any}} props
 */
export function Letter({ letter, proposals, choices }) {
  const to = usual(letter, proposals);
  const urgency = choices.urgencies.find(([code]) => code === to.urgency)?.[1] ?? "";
  const [level, word] = letter.number
    ? (STATUSES[letter.status ?? SENT] ?? ["info", letter.status])
    : ["info", "Belum terkirim"];
  return html`<section class="card-panel stack" aria-labelledby="surat">
    <h2 class="panel-title" id="surat">Surat rujukan${letter.number ? ` ${letter.number}` : ""}</h2>
    <div class="letter-head">
      <p class="letter-to"><strong>${headingOf({ ...to, urgency: "biasa" }, choices)}</strong></p>
      <${Status} level=${level} word=${word} />
    </div>
    ${URGENT[to.urgency] && html`<${Finding} level=${URGENT[to.urgency]}>${urgency}<//>`}
    <ul class="letter-reasons">
      ${reasonsOf(letter, proposals).map((text) => html`<li key=${text}>${text}</li>`)}
    </ul>
    ${letter.note && html`<p>${letter.note}</p>`}
    <${Paper} letter=${letter} />
  </section>`;
}

/** Where it goes; what was not told follows from its reasons. */
function usual(letter, proposals) {
  const codes = letter.codes ?? [];
  const own = proposals.filter(({ code }) => codes.includes(code));
  return {
    destination: letter.destination ?? own[0]?.destination ?? "Puskesmas",
    destination_name: letter.destination_name ?? letter.place ?? "",
    urgency: letter.urgency ?? own[0]?.urgency ?? "biasa",
  };
}

/** Each reason in words: as the letter has it, as it was proposed, or as somebody wrote it. */
function reasonsOf(letter, proposals) {
  const stored = letter.reasons ?? [];
  const known = stored.map(([code]) => code);
  const here = (letter.codes ?? []).filter((code) => !known.includes(code));
  const words = here.map((code) => proposals.find((each) => each.code === code)?.reason ?? code);
  return [...new Set([...stored.map(([, text]) => text), ...words, ...(letter.own_reasons ?? [])])];
}

/** The paper needs the server, which numbers it. */
function Paper({ letter }) {
  if (!letter.number) {
    return html`<p class="quiet">
      ${icon("clock")} Nomornya terbit sesudah terkirim. Suratnya bisa dicetak sesudah itu.
    </p>`;
  }
  return html`<div class="actions">
      <a class="btn btn-outline-primary" href=${`/rujukan/${letter.id}/surat.pdf`} target="_blank" rel="noopener">
        ${icon("printer")} Cetak surat<span class="visually-hidden"> (tab baru)</span>
      </a>
      <a class="btn btn-quiet" href=${`/rujukan/${letter.id}/`} target="_blank" rel="noopener">
        Lihat di server<span class="visually-hidden"> (tab baru)</span>
      </a>
    </div>
    <p class="quiet">Mencetak perlu sinyal.</p>`;
}
