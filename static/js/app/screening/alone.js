// A private form for the person alone: nothing leads elsewhere, and nothing that was answered comes back.
import { useSave } from "../drafts.js";
import { html, useEffect, useState } from "../html.js";
import { Alert, icon } from "../parts.js";
import { saveScreening } from "../saving.js";
import { keptAnswers, questionsOf } from "./asked.js";
import { formOf } from "./judging.js";
import { Stepper } from "./stepper.js";

const NOT_WILLING = "Tidak bersedia menjawab sendiri";
const CLOSED_WHY = "Dijawab sendiri";
/** The same for everybody, so that it tells nothing. */
const FOR_ALL = "Bila ada yang berat, bicarakan dengan petugas kesehatan di sini sebelum pulang.";

/**
 * @param {{day: import("../day.js").Day, person: import("../day.js").Person, form: string, onDone: () => void}} props
 */
export function Alone({ day, person, form: key, onDone }) {
  const [view, setView] = useState("serahkan");
  const [answers, setAnswers] = useState(/** @type {Object<string, string>} */ ({}));
  const [error, setError] = useState("");
  const { save, problem, isSaving } = useSave();
  useEffect(() => {
    document.body.classList.add("page-alone");
    return () => document.body.classList.remove("page-alone");
  }, []);
  useEffect(() => document.querySelector(".alone h1")?.focus({ preventScroll: true }), [view]);
  const rules = day.rules(person);
  const questions = questionsOf(day, person, key, true);
  const send = async (given) => {
    const why = day.session.closed ? { reason: CLOSED_WHY } : {};
    const told = { form: formOf(key), ...given, by_self: true, ...why };
    if (await save(() => saveScreening(day, person, told))) {
      setAnswers({});
      setView("selesai");
    }
  };
  const finish = () => {
    const kept = keptAnswers(questions, answers, rules.rows("questionnaires").postponed);
    if (!Object.keys(kept).length) {
      return setError("Belum ada yang dijawab.");
    }
    setError("");
    return send({ answers: kept });
  };
  const wrong = error || problem;
  const said =
    wrong &&
    html`<div role="alert">
      <${Alert} level="rujuk"><p>${wrong}</p><//>
    </div>`;
  const begin = { person, form: key, count: questions.length, said, isSaving };
  return html`<div class="alone">
    ${
      view === "serahkan" &&
      html`<${HandOver}
        ...${begin}
        onStart=${() => setView("isi")}
        onRefuse=${() => send({ answers: {}, postponed_because: NOT_WILLING })}
      />`
    }
    ${
      view === "isi" &&
      html`<h1 class="visually-hidden" tabindex="-1">Pertanyaan kesehatan</h1>
        <${Stepper}
          ...${{ questions, answers, rules, isSaving }}
          save="Kirim jawaban"
          onAnswer=${(code, value) => setAnswers((before) => ({ ...before, [code]: value }))}
          onSave=${finish}
          end=${html`<p>${FOR_ALL}</p>
            ${said}`}
        />`
    }
    ${view === "selesai" && html`<${Thanks} onDone=${onDone} />`}
  </div>`;
}

function HandOver({ person, form, count, said, isSaving, onStart, onRefuse }) {
  const about = form === "srq20" ? "keadaan 30 hari terakhir" : "keadaanmu";
  return html`<section class="hand-over stack">
    ${icon("person-lock")}
    <h1 tabindex="-1">Berikan HP ini kepada ${person.name}</h1>
    <p>Jawab sendiri, di tempat yang tenang. Jawabannya rahasia: kader tidak melihatnya.</p>
    <p class="quiet">${count} pertanyaan tentang ${about}. Tidak ada jawaban yang salah.</p>
    ${said}
    <button type="button" class="btn btn-primary btn-lg" onClick=${onStart}>Mulai ${icon("arrow-right")}</button>
    <${TextSize} />
    <button type="button" class="btn btn-quiet" disabled=${isSaving} onClick=${onRefuse}>
      Saya tidak mau menjawab
    </button>
  </section>`;
}

/** Large text, as the button of the other pages sets it. */
function TextSize() {
  const [isLarge, setIsLarge] = useState(() => document.documentElement.dataset.text === "besar");
  const toggle = () => {
    const root = document.documentElement;
    if (isLarge) {
      delete root.dataset.text;
    } else {
      root.dataset.text = "besar";
    }
    try {
      localStorage.setItem("text-size", root.dataset.text ?? "");
    } catch {
      // Without storage the choice lasts for this page.
    }
    setIsLarge(!isLarge);
  };
  return html`<button type="button" class="btn btn-quiet" aria-pressed=${String(isLarge)} onClick=${toggle}>
    ${icon("fonts")} Tulisan besar: ${isLarge ? "nyala" : "mati"}
  </button>`;
}

function Thanks({ onDone }) {
  return html`<section class="hand-over stack">
    ${icon("check-circle-fill")}
    <h1 tabindex="-1">Terima kasih</h1>
    <p>Kembalikan HP ini.</p>
    <p class="thanks-on">
      <button type="button" class="btn btn-quiet" onClick=${onDone}>Untuk kader: lanjutkan</button>
    </p>
  </section>`;
}
