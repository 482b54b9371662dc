// A questionnaire as one question a screen: one tap answers and goes on. Without this script all stand in one list.
import { packYears, smokingAnswer } from "../clinical/lung.js";
import { readNumber } from "../clinical/numbers.js";

const SEEN_MS = 180;
const WAITS = "ditunda";
const form = document.querySelector("form[data-screening]");
const questions = [...form.querySelectorAll("[data-question]")];
const part = (name) => form.querySelector(`[data-${name}]`);
const [intro, head, count, end] = ["intro", "stepper-head", "stepper-count", "stepper-end"].map(part);
const [back, forward, save, start] = ["back", "forward", "save", "start"].map(part);
const FIRST = intro ? -1 : 0;
let place = FIRST;
let leaving = 0;

/** @param {HTMLElement} question */
function answerOf(question) {
  const own = question.dataset.question;
  return [...question.querySelectorAll("input[type=radio]")].find((each) => each.name === own && each.checked)?.value ?? "";
}

/** Until the question it hangs on is answered nobody knows, so it is asked. @param {HTMLElement} question */
function isNeeded(question) {
  const other = questions.find((each) => each.dataset.question === question.dataset.needs);
  const answer = other ? answerOf(other) : "";
  return !other || answer === "" || answer === WAITS || answer === question.dataset.needsAnswer;
}

function clearUnneeded() {
  for (const question of questions.filter((each) => !isNeeded(each))) {
    for (const radio of question.querySelectorAll("input[type=radio]")) {
      radio.checked = false;
    }
  }
}

/** @param {number} step 1 or -1 */
function neighbour(step) {
  let next = place + step;
  while (questions[next] && !isNeeded(questions[next])) {
    next += step;
  }
  return Math.max(FIRST, Math.min(next, questions.length));
}

function sayEnd() {
  const open = questions.filter((each) => isNeeded(each) && !answerOf(each));
  const numbers = open.map((each) => each.querySelector(".question-number").textContent.replace(".", "")).join(", ");
  end.textContent = open.length ? `Belum dijawab: nomor ${numbers}. Boleh kembali, atau simpan dulu.` : "Semua pertanyaan sudah dijawab.";
}

function label() {
  const question = questions[place];
  forward.textContent = question && !answerOf(question) ? question.dataset.skip : "Lanjut";
}

function draw() {
  const isIntro = place < 0;
  const isEnd = place >= questions.length;
  questions.forEach((question, position) => question.toggleAttribute("hidden", position !== place));
  intro?.toggleAttribute("hidden", !isIntro);
  // What introduces the form makes room for its questions.
  document.querySelectorAll("[data-first-only]").forEach((each) => each.toggleAttribute("hidden", place > 0));
  head.hidden = isIntro || isEnd;
  count.textContent = `${place + 1} dari ${questions.length}`;
  head.querySelector("progress").value = place;
  back.hidden = place <= 0;
  forward.hidden = isIntro || isEnd;
  save.hidden = end.hidden = !isEnd;
  label();
  if (isEnd) {
    sayEnd();
  }
}

/** @param {number} to */
function go(to) {
  clearTimeout(leaving);
  leaving = 0;
  place = to;
  draw();
  (questions[place] ?? (place < 0 ? start : end)).focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Whether the interviewer has still to judge this answer. @param {HTMLElement} question */
function isToJudge(question) {
  return (question.dataset.problem ?? "").split(" ").includes(answerOf(question));
}

/** A tap answers and goes on; arrow keys only choose. @param {MouseEvent} event */
function tapped(event) {
  const option = event.target.closest(".question-option");
  const question = questions[place];
  if (!event.detail || !option || !question?.contains(option)) {
    return;
  }
  clearTimeout(leaving);
  leaving = setTimeout(() => answerOf(question) && !isToJudge(question) && go(neighbour(1)), SEEN_MS);
}

/** Enter on an answer goes on instead of sending a half-filled form. @param {KeyboardEvent} event */
function pressed(event) {
  if (event.key === "Enter" && event.target.matches("input") && questions[place]) {
    event.preventDefault();
    go(neighbour(1));
  }
}

function number(name) {
  const text = form.elements[name].value.trim();
  try {
    return text ? readNumber(text) : null;
  } catch {
    return null;
  }
}

/** Years and cigarettes choose the answer of the smoking question. */
function calculate() {
  const rules = JSON.parse(document.getElementById("aturan-rokok").textContent);
  const [years, perDay] = [number("tahun_merokok"), number("batang_per_hari")];
  const says = part("smoking-says");
  says.textContent = "";
  try {
    const smoked = packYears(years, perDay, { rows: (table) => rules[table] });
    const answer = smokingAnswer(smoked, perDay, { rows: (table) => rules[table] });
    const chosen = [...form.querySelectorAll("[name=merokok]")].find((each) => each.value === answer);
    if (chosen) {
      chosen.checked = true;
      says.textContent = `${smoked.toLocaleString("id-ID", { maximumFractionDigits: 1 })} bungkus/tahun: ${chosen.nextElementSibling?.textContent ?? ""}`;
    }
  } catch {
    // The server says what is wrong with the figures.
  }
}

function begin() {
  if (form.matches("[data-alone]")) {
    // Nothing that was answered may come back with the page.
    if (!form.querySelector("[data-form-errors]")) {
      form.reset();
    }
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }
  form.classList.add("is-stepper");
  const wrong = questions.findIndex((each) => each.querySelector(".field-error"));
  const refused = form.querySelector("[data-form-errors]") !== null;
  place = wrong >= 0 ? wrong : refused ? questions.length : FIRST;
  start?.toggleAttribute("hidden", false);
  draw();
}

form.addEventListener("click", tapped);
form.addEventListener("keydown", pressed);
form.addEventListener("change", () => {
  clearUnneeded();
  label();
});
part("smoking")?.addEventListener("input", () => {
  calculate();
  label();
});
back.addEventListener("click", () => go(neighbour(-1)));
forward.addEventListener("click", () => go(neighbour(1)));
start?.addEventListener("click", () => go(0));
begin();
