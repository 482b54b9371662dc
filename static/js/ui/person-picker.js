// A name typed into a form finds the registered person: choosing one links them, changing the name lets them go.
const PATIENCE_MS = 300;
const LEAST_LETTERS = 3;

async function search(picker, text) {
  const query = new URLSearchParams({ untuk: picker.dataset.pickerRole, q: text });
  const answer = await fetch(`${picker.dataset.picker}?${query}`, { credentials: "same-origin" });
  return answer.ok && !answer.redirected ? answer.text() : "";
}

function start(picker) {
  const input = picker.querySelector("input.form-control");
  const link = picker.querySelector("input[type=hidden]");
  const linked = picker.querySelector("[data-picker-linked]");
  const found = picker.querySelector("[data-picker-found]");
  let waiting = 0;
  let asked = 0;

  async function look(text) {
    asked += 1;
    const turn = asked;
    const page = await search(picker, text).catch(() => "");
    // An older answer must not replace a newer one.
    if (turn === asked) {
      found.innerHTML = page;
    }
  }

  input.autocomplete = "off";
  input.addEventListener("input", (event) => {
    link.value = "";
    linked.hidden = true;
    clearTimeout(waiting);
    asked += 1;
    found.replaceChildren();
    const text = input.value.trim();
    // A draft that is filled in again says nothing about somebody who types.
    if (event.isTrusted && text.length >= LEAST_LETTERS && !/\d/.test(text)) {
      waiting = setTimeout(look, PATIENCE_MS, text);
    }
  });
  found.addEventListener("click", (event) => {
    const option = event.target.closest("[data-pick]");
    if (option) {
      link.value = option.dataset.pick;
      input.value = option.dataset.pickName;
      linked.hidden = false;
      found.replaceChildren();
      input.focus();
    }
  });
}

for (const picker of document.querySelectorAll("[data-picker]")) {
  start(picker);
}
