// Leaving a page keeps what was typed: forms with data-guard are drafted in this tab until they are sent.
const PREFIX = "draft:";
const SENT = "draft-sent";
const key = PREFIX + location.pathname;
const form = document.querySelector("form[data-guard]");
const refused = document.querySelector("[data-form-errors]") !== null;

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A full or closed storage must never stop anyone from typing.
  }
}

function fields() {
  const secret = new Set(["hidden", "password", "file", "submit", "button"]);
  return [...form.elements].filter((field) => field.name && !secret.has(field.type));
}

function isTicked(field) {
  return field.type === "checkbox" || field.type === "radio";
}

/** Whether somebody changed the field; what the page itself brought may be older than what others save meanwhile. */
function isTyped(field) {
  if (isTicked(field)) {
    return field.checked !== field.defaultChecked;
  }
  if (field instanceof HTMLSelectElement) {
    return [...field.options].some((option) => option.selected !== option.defaultSelected);
  }
  return field.value !== field.defaultValue;
}

function state() {
  return fields().filter(isTyped).map((field) => [field.name, isTicked(field) ? field.value : null, isTicked(field) ? field.checked : field.value]);
}

function fill(saved) {
  for (const field of fields()) {
    const option = isTicked(field) ? field.value : null;
    const found = saved.find(([name, value]) => name === field.name && value === option);
    if (found && isTicked(field)) {
      field.checked = found[2];
    } else if (found) {
      field.value = found[2];
    }
  }
}

/** Whoever listens to the form, such as the live result, judges what was filled in as if it had been typed. */
function announce() {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function note(untouched) {
  const line = document.createElement("p");
  line.className = "draft-note";
  line.setAttribute("role", "status");
  line.textContent = "Isian yang belum disimpan dikembalikan.";
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-quiet btn-sm";
  drop.textContent = "Buang isian";
  drop.addEventListener("click", () => {
    fill(untouched);
    announce();
    sessionStorage.removeItem(key);
    line.remove();
  });
  line.append(drop);
  form.prepend(line);
}

/** After sending, the draft is done with unless the server refused it or never answered. */
function settle() {
  const sent = read(SENT);
  if (!sent) {
    return;
  }
  const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (arrived && !refused) {
    sessionStorage.removeItem(sent);
  }
  sessionStorage.removeItem(SENT);
}

function guard() {
  const untouched = state();
  const saved = read(key);
  if (saved && !refused && JSON.stringify(saved) !== JSON.stringify(untouched)) {
    fill(saved);
    note(untouched);
    // Other scripts of the page begin to listen only after this one has run.
    addEventListener("load", announce, { once: true });
  }
  form.addEventListener("input", () => write(key, state()));
  form.addEventListener("change", () => write(key, state()));
  form.addEventListener("submit", () => write(SENT, key));
}

settle();
if (form) {
  guard();
}
if (refused) {
  document.querySelector("[data-form-errors]").focus();
}

// The next person at this phone must not see the last one's draft.
for (const leaving of document.querySelectorAll("form[data-forget]")) {
  leaving.addEventListener("submit", () => sessionStorage.clear());
}
