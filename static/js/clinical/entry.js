// The entry page judges on the phone what is typed; until the rules have arrived, and without them, the server does.
import { loadBook } from "./book.js";
import { readNumber } from "./numbers.js";
import { byHeading } from "./referral.js";
import { judgeVisit } from "./visit.js";

const TYPING_MS = 250;
const WHOLE = ["systolic", "diastolic", "glucose_mg_dl", "cholesterol_mg_dl"];
const form = document.querySelector("form[data-judge]");
const place = document.querySelector(form?.dataset.judge ?? "#");
const DASH = "–";
const MINUS = "−";

/** The values that can be read; what cannot, the server will ask about. @returns {Object<string, any>} */
function typed() {
  const values = {};
  for (const [name, text] of new FormData(form)) {
    if (typeof text === "string" && text.trim()) {
      values[name] = measure(name, text);
    }
  }
  return values;
}

/** @param {string} name @param {string} text */
function measure(name, text) {
  if (!form.elements[name].inputMode) {
    return text;
  }
  try {
    const number = readNumber(text);
    // A fraction where none belongs may be another unit (5,6 mmol/L, 12,5 cmHg): the card asks about it.
    return WHOLE.includes(name) ? Number(number) : number;
  } catch {
    return null;
  }
}

/** @param {string} id @returns {any} */
function copyOf(id) {
  return /** @type {HTMLTemplateElement} */ (document.getElementById(id)).content.cloneNode(true);
}

/** @param {string} id @param {string} text */
function sentence(id, text) {
  const copy = copyOf(id);
  copy.querySelector(".finding > div").append(text);
  return copy;
}

/** @param {string} text */
function small(text) {
  const copy = copyOf("catatan");
  copy.querySelector("p").append(text);
  return copy;
}

/** @param {string} heading @param {string[]} reasons */
function proposalLine(heading, reasons) {
  const copy = copyOf("usul");
  copy.querySelector(".finding-title").append(heading);
  for (const reason of reasons) {
    const item = document.createElement("li");
    item.textContent = reason;
    copy.querySelector("ul").append(item);
  }
  return copy;
}

/** @param {number|null} z */
function signed(z) {
  if (z === null) {
    return DASH;
  }
  const sign = z < 0 ? MINUS : "+";
  return (z === 0 ? "" : sign) + Math.abs(z).toFixed(2).replace(".", ",");
}

/** @param {import("./visit.js").Score[]} scores */
function table(scores) {
  const copy = copyOf("angka");
  const body = copy.querySelector("tbody");
  for (const { label, z, category, implausible } of scores) {
    const row = copyOf("angka-baris");
    const [head, figure, words] = row.querySelectorAll("th, td");
    head.textContent = label;
    figure.textContent = signed(z);
    words.textContent = (category || DASH) + (implausible ? words.dataset.implausible : "");
    body.append(row);
  }
  copy.querySelector("details").open = place.querySelector("details")?.open ?? false;
  return copy;
}

/** @param {import("./visit.js").Judgement} judged */
function show({ questions, proposals, findings, scores, notes }) {
  place.replaceChildren(
    ...questions.map(({ text }) => sentence("temuan-tanya", text)),
    ...findings.map(({ level, text }) => sentence(`temuan-${level}`, text)),
    ...notes.map(small),
    ...(scores.length ? [table(scores)] : []),
    ...byHeading(proposals).map(([heading, reasons]) => proposalLine(heading, reasons)),
  );
}

/** Hands back to the server: an event makes the page ask it about what stands in the form now. */
function giveUp(listening) {
  listening.abort();
  delete form.dataset.judged;
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

async function start() {
  const given = JSON.parse(document.getElementById("kunjungan").textContent);
  const rules = (await loadBook(given.bundle)).on(given.day);
  const listening = new AbortController();
  let [shown, waiting] = ["", 0];
  const judge = () => {
    try {
      const judged = judgeVisit({ ...given, measures: typed() }, rules);
      const now = JSON.stringify(judged);
      // What has not changed is not read out again.
      if (now !== shown) {
        shown = now;
        show(judged);
      }
    } catch (error) {
      console.warn(error);
      giveUp(listening);
    }
  };
  const soon = (/** @type {number} */ delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(judge, delay);
  };
  const until = { signal: listening.signal };
  form.addEventListener("input", () => soon(TYPING_MS), until);
  form.addEventListener("change", () => soon(0), until);
  // From here on the server need not be asked, and what it still answers comes too late.
  for (const moment of ["htmx:beforeRequest", "htmx:beforeSwap"]) {
    form.addEventListener(moment, (event) => event.preventDefault(), until);
  }
  form.dataset.judged = "phone";
  if (place.childElementCount || Object.keys(typed()).some((name) => form.elements[name].inputMode)) {
    judge();
  }
}

if (form && place) {
  // Without the rules, for want of a network or in an old browser, the server keeps answering.
  start().catch((error) => console.info(String(error)));
}
