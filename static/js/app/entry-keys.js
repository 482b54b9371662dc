// Typing in the app's forms as on the server's step pages (static/js/visits/entry-keys.js): Enter goes to the next box.

/** @param {HTMLFormElement} form */
function boxes(form) {
  const isSeen = (box) => box.offsetParent !== null && !box.closest("details:not([open])");
  return [...form.querySelectorAll('input[type="text"]')].filter(isSeen);
}

function next(form, box) {
  const all = boxes(form);
  return all[all.indexOf(box) + 1] ?? null;
}

/** What the phone's Enter key says: on to the next box, or save. @param {any} event */
export function hintOf(event) {
  const { target, currentTarget } = event;
  if (target.type === "text") {
    target.enterKeyHint = next(currentTarget, target) ? "next" : "go";
  }
}

/** Enter goes on; in the last box it sends the form. @param {any} event */
export function onEnter(event) {
  const { target, currentTarget, key } = event;
  if (key !== "Enter" || target.type !== "text") {
    return;
  }
  event.preventDefault();
  const box = next(currentTarget, target);
  if (box) {
    box.focus();
    box.select();
  } else {
    currentTarget.requestSubmit();
  }
}

/** Nothing scrolls away under a finger: only where the first box is the first thing to do. @param {HTMLFormElement} form */
export function focusFirst(form) {
  const empty = boxes(form).find((box) => box.value === "");
  const first = form.querySelector("input, select, textarea");
  if (empty && empty === first) {
    empty.focus({ preventScroll: true });
  }
}
