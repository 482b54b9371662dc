// Finger counting and whispering: each try is one tap, and the rule chooses the answer on the card (static/js/visits/senses.js).
import { fingerCounting, whisperTest } from "../clinical/senses.js";
import { html, useState } from "./html.js";
import { icon } from "./parts.js";

const FINGERS = "Berdiri 6 meter dari orangnya. Tutup satu mata, tunjukkan jari, lalu tekan Benar atau Salah.";
const WHISPER =
  "Berdiri di belakang orangnya. Tutup satu telinga, bisikkan lima kata, lalu tekan Benar atau Salah untuk tiap kata.";

/** @param {{form: import("./entry-fields.js").Form}} props */
export function SenseHelp({ form }) {
  const test = (name, title, kind) => html`<${Test} form=${form} name=${name} title=${title} kind=${kind} />`;
  return html`<section class="senses stack" aria-label="Bantu tes mata dan telinga">
    <details class="card-panel">
      <summary>${icon("eye")} Bantu tes hitung jari</summary>
      <p class="quiet">${FINGERS}</p>
      ${test("eye_right", "Mata kanan", "fingers")} ${test("eye_left", "Mata kiri", "fingers")}
    </details>
    <details class="card-panel">
      <summary>${icon("person-check")} Bantu tes berbisik</summary>
      <p class="quiet">${WHISPER}</p>
      ${test("ear_right", "Telinga kanan", "whisper")} ${test("ear_left", "Telinga kiri", "whisper")}
    </details>
  </section>`;
}

/** @param {{form: import("./entry-fields.js").Form, name: string, title: string, kind: "fingers"|"whisper"}} props */
function Test({ form, name, title, kind }) {
  const [tries, setTries] = useState(/** @type {boolean[]} */ ([]));
  const rules = form.day.rules(form.person);
  const result = decided(kind, tries, rules);
  const note = (isRight) => () => {
    const now = [...tries, isRight];
    const found = decided(kind, now, rules);
    setTries(now);
    if (found !== null) {
      form.change({ [name]: found });
    }
  };
  const words = tries.map((isRight) => (isRight ? "benar" : "salah")).join(", ") || "Belum mulai";
  const isOver = result !== null;
  return html`<div class="sense-test" role="group" aria-label=${title}>
    <h3 class="sense-title">${title}</h3>
    <p class="sense-tries" aria-live="polite">${[words, result].filter(Boolean).join(" → ")}</p>
    <div class="sense-buttons">
      <button type="button" class="btn btn-outline-primary" disabled=${isOver} onClick=${note(true)}>
        ${icon("check-lg")} Benar
      </button>
      <button type="button" class="btn btn-outline-primary" disabled=${isOver} onClick=${note(false)}>
        ${icon("x-lg")} Salah
      </button>
      <button type="button" class="btn btn-quiet" onClick=${() => setTries([])}>
        ${icon("arrow-counterclockwise")} Ulangi
      </button>
    </div>
  </div>`;
}

function decided(kind, tries, rules) {
  if (kind === "fingers") {
    return fingerCounting(tries, rules);
  }
  const { of } = rules.rows("senses").whisper;
  return tries.length < of ? null : whisperTest(tries.filter(Boolean).length, tries.length, rules);
}
