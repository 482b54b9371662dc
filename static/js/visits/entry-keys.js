// Typing on the step pages: Enter goes to the next box, one tap answers all four, a second tap (or space) takes an answer back.
const form = document.querySelector("form[data-enter-next]");
// The radio that was ticked before the finger or the space bar came down on it.
let wasChecked = null;

function boxes() {
  const seen = (box) => box.offsetParent !== null && !box.closest("details:not([open])");
  return [...form.querySelectorAll('input[type="text"]')].filter(seen);
}

function next(box) {
  const all = boxes();
  return all[all.indexOf(box) + 1] ?? null;
}

function changed(target) {
  target.dispatchEvent(new Event("change", { bubbles: true }));
}

/** What the phone's Enter key says: on to the next box, or save. */
function hint(event) {
  if (event.target.type === "text") {
    event.target.enterKeyHint = next(event.target) ? "next" : "go";
  }
}

function onKey(event) {
  if (event.key === " " && event.target.type === "radio") {
    wasChecked = event.target.checked ? event.target : null;
  }
  if (event.key !== "Enter" || event.target.type !== "text") {
    return;
  }
  const box = next(event.target);
  if (box) {
    event.preventDefault();
    box.focus();
    box.select();
  }
}

/** A browser's own space ticks a radio and never takes it back. */
function onSpace(event) {
  if (event.key === " " && event.target === wasChecked) {
    event.preventDefault();
    takeBack(event);
  }
}

/** Ticks one answer in every group that has none yet. */
function answerAll(button) {
  let last = null;
  for (const name of button.dataset.names.split(" ")) {
    const group = [...form.querySelectorAll(`input[type="radio"][name="${name}"]`)];
    if (!group.some((radio) => radio.checked)) {
      last = group.find((radio) => radio.value === button.dataset.answerAll) ?? null;
      if (last) {
        last.checked = true;
      }
    }
  }
  if (last) {
    changed(last);
  }
}

function remember(event) {
  const radio = event.target.closest("label")?.querySelector('input[type="radio"]');
  wasChecked = radio?.checked ? radio : null;
}

function takeBack(event) {
  if (event.target.type !== "radio") {
    return;
  }
  if (event.target === wasChecked && event.target.name !== "position") {
    event.target.checked = false;
    changed(event.target);
  }
  wasChecked = null;
}

function focusFirst() {
  const empty = boxes().find((box) => box.value === "");
  // Nothing scrolls away under a finger: only where the first box is the first thing to do.
  const first = form.querySelector("input:not([type='hidden']), select, textarea");
  if (empty && empty === first && !form.querySelector(".field-error")) {
    empty.focus({ preventScroll: true });
  }
}

if (form) {
  form.addEventListener("keydown", onKey);
  form.addEventListener("keyup", onSpace);
  form.addEventListener("focusin", hint);
  form.addEventListener("pointerdown", remember);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-answer-all]");
    if (button) {
      answerAll(button);
    } else {
      takeBack(event);
    }
  });
  focusFirst();
}
