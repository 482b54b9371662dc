// Finger counting and whispering: each try is one tap, and the rule chooses the answer on the card (MATA-01, TELINGA-01).
import { fingerCounting, senseAdvice, whisperTest } from "../../clinical/senses.js";
import { isShut, useSave } from "../drafts.js";
import { html, useState } from "../html.js";
import { Alert, Empty, Finding, Screen, TextField, ageText, icon } from "../parts.js";
import { go, toPerson } from "../router.js";
import { saveVisit } from "../saving.js";
import { sensesOf } from "./asked.js";

const STEP = 4;
const SHUT = "Hari ini sudah ditutup. Bidan atau Puskesmas dapat memperbaiki.";
const TESTS = {
  fingers: [
    "eye",
    "Tes hitung jari",
    "Berdiri 6 meter dari orangnya. Tutup satu mata, tunjukkan jari, lalu tekan Benar atau Salah.",
  ],
  whisper: [
    "person-check",
    "Tes berbisik",
    "Berdiri di belakang orangnya. Tutup satu telinga, bisikkan lima kata, lalu tekan Benar atau Salah untuk tiap kata.",
  ],
};

/** @param {"fingers"|"whisper"} test @param {boolean[]} tries @param {any} rules @returns {string|null} */
export function decided(test, tries, rules) {
  if (test === "fingers") {
    return fingerCounting(tries, rules);
  }
  const { of: words } = rules.rows("senses").whisper;
  return tries.length < words ? null : whisperTest(tries.filter(Boolean).length, tries.length, rules);
}

/** @param {{day: import("../day.js").Day, person: import("../day.js").Person, back: any}} props */
export function SensesScreen({ day, person, back }) {
  const [tries, setTries] = useState(/** @type {Object<string, boolean[]>} */ ({}));
  const [reason, setReason] = useState("");
  const { save, problem, isSaving } = useSave();
  const rules = day.rules(person);
  const senses = sensesOf(day, person);
  const found = {};
  for (const { name, test } of senses) {
    const result = decided(test, tries[name] ?? [], rules);
    if (result) {
      found[name] = result;
    }
  }
  const isClosed = Boolean(day.session.closed);
  const done = async () => {
    if (await save(() => saveVisit(day, person, { step: STEP, values: found, reason }))) {
      go(toPerson(day.session.id, person, `langkah/${STEP}`));
    }
  };
  const canSave = Object.keys(found).length > 0 && (!isClosed || reason.trim() !== "");
  const bottom =
    !isShut(day) &&
    senses.length > 0 &&
    html`<button type="button" class="btn btn-primary btn-lg" disabled=${isSaving || !canSave} onClick=${done}>
      ${icon("check-lg")} Simpan hasil tes
    </button>`;
  const lead = `${person.name} · ${ageText(person.birth_date, day.session.date)}`;
  const tried = { senses, tries, found, rules, person, onTries: (name, now) => setTries({ ...tries, [name]: now }) };
  return html`<${Screen} title="Tes mata dan telinga" lead=${lead} back=${back} bottom=${bottom}>
    <div class="stack">
      ${isShut(day) && html`<${Alert}><p>${SHUT}</p><//>`}
      ${senses.length === 0 && html`<${Empty} icon="eye" title="Untuk umur ini mata dan telinga tidak dites." />`}
      ${
        senses.length > 0 &&
        !isShut(day) &&
        Object.keys(TESTS).map((test) => html`<${Tests} key=${test} test=${test} ...${tried} />`)
      }
      ${
        isClosed &&
        !isShut(day) &&
        html`<${TextField}
          name="reason"
          label="Alasan memperbaiki"
          maxLength=${200}
          value=${reason}
          onInput=${setReason}
        />`
      }
      ${
        problem &&
        html`<div role="alert">
          <${Alert} level="rujuk"><p>${problem}</p><//>
        </div>`
      }
    </div>
  <//>`;
}

function Tests({ test, senses, tries, found, rules, person, onTries }) {
  const [name, title, how] = TESTS[test];
  const own = senses.filter((each) => each.test === test);
  return (
    own.length > 0 &&
    html`<section class="card-panel" aria-label=${title}>
      <h2 class="panel-title">${icon(name)} ${title}</h2>
      <p class="quiet">${how}</p>
      ${own.map(
        (sense) =>
          html`<${Test}
            key=${sense.name}
            sense=${sense}
            tries=${tries[sense.name] ?? []}
            result=${found[sense.name] ?? null}
            stored=${person.visit?.values[sense.name] ?? ""}
            rules=${rules}
            onTries=${(now) => onTries(sense.name, now)}
          />`,
      )}
    </section>`
  );
}

function Test({ sense: { label, test }, tries, result, stored, rules, onTries }) {
  const words = tries.map((isRight) => (isRight ? "benar" : "salah")).join(", ");
  const before = stored ? `Tercatat: ${stored}` : "Belum mulai";
  const isBad = result === rules.rows("senses").disturbed;
  return html`<div class="sense-test" role="group" aria-label=${label}>
    <h3 class="sense-title">${label}</h3>
    <p class="sense-tries" aria-live="polite">${[words || before, result].filter(Boolean).join(" → ")}</p>
    ${result && html`<${Finding} level=${isBad ? "rujuk" : "baik"}>${senseAdvice(test, result, rules)}<//>`}
    <div class="sense-buttons">
      <button
        type="button"
        class="btn btn-outline-primary"
        disabled=${result !== null}
        onClick=${() => onTries([...tries, true])}
      >
        ${icon("check-lg")} Benar
      </button>
      <button
        type="button"
        class="btn btn-outline-primary"
        disabled=${result !== null}
        onClick=${() => onTries([...tries, false])}
      >
        ${icon("x-lg")} Salah
      </button>
      <button type="button" class="btn btn-quiet" onClick=${() => onTries([])}>
        ${icon("arrow-counterclockwise")} Ulangi
      </button>
    </div>
  </div>`;
}
