// Finger counting and whispering: each try is one tap, and the rule chooses the answer on the card (MATA-01, TELINGA-01).
import { fingerCounting, whisperTest } from "../clinical/senses.js";

const area = document.querySelector("[data-senses]");
const table = JSON.parse(document.getElementById("aturan-indra").textContent);
const rules = { rows: () => table };

/** @param {string} test @param {boolean[]} tries */
function decided(test, tries) {
  if (test === "fingers") {
    return fingerCounting(tries, rules);
  }
  return tries.length < table.whisper.of ? null : whisperTest(tries.filter(Boolean).length, tries.length, rules);
}

/** Choose an answer as if somebody had tapped it. @param {string} name @param {string} value */
function choose(name, value) {
  const controls = [...area.closest("form").querySelectorAll(`[name="${name}"]`)];
  const radio = controls.find((each) => each.type === "radio" && each.value === value);
  if (radio) {
    radio.checked = true;
  } else if (controls.length) {
    controls[0].value = value;
  }
  (radio ?? controls[0])?.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {HTMLElement} block */
function watch(block) {
  const { sense, test } = block.dataset;
  const [right, wrong, again] = ["right", "wrong", "again"].map((name) => block.querySelector(`[data-${name}]`));
  const says = block.querySelector("[data-tries]");
  /** @type {boolean[]} */
  let tries = [];
  const draw = () => {
    const result = decided(test, tries);
    const words = tries.map((isRight) => (isRight ? "benar" : "salah")).join(", ");
    says.textContent = [words || "Belum mulai", result].filter(Boolean).join(" → ");
    right.disabled = wrong.disabled = result !== null;
    return result;
  };
  const note = (isRight) => {
    tries = [...tries, isRight];
    const result = draw();
    if (result !== null) {
      choose(sense, result);
    }
  };
  right.addEventListener("click", () => note(true));
  wrong.addEventListener("click", () => note(false));
  again.addEventListener("click", () => {
    tries = [];
    draw();
  });
}

area.hidden = false;
area.querySelectorAll("[data-sense]").forEach(watch);
