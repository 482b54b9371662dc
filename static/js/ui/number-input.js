// Number boxes take a comma or a point. A comma is shown, a point is sent.

/** "9,4", "9.4" and "1.234,5" as a machine reads them; anything else is left for the server to judge. */
export function toMachine(text) {
  const figures = text.trim().replaceAll(" ", "").replace("−", "-");
  return figures.includes(",") ? figures.replaceAll(".", "").replace(",", ".") : figures;
}

/** "9.4" as it is written in Indonesian. */
export function toReader(text) {
  return /^-?\d+\.\d+$/.test(text.trim()) ? text.trim().replace(".", ",") : text;
}

function isDecimal(element) {
  return element instanceof HTMLInputElement && element.dataset.number === "decimal";
}

function showComma(scope) {
  for (const input of scope.querySelectorAll('input[data-number="decimal"]')) {
    input.value = toReader(input.value);
  }
}

document.addEventListener("formdata", (event) => {
  for (const input of event.target.elements) {
    if (isDecimal(input) && input.name && event.formData.has(input.name)) {
      event.formData.set(input.name, toMachine(input.value));
    }
  }
});

document.addEventListener("focusout", (event) => {
  if (isDecimal(event.target)) {
    event.target.value = toReader(event.target.value);
  }
});

document.addEventListener("htmx:load", (event) => showComma(event.target));
showComma(document);
