// The QR of a card opens its person: read here where the browser can, else by the phone's own camera app.
import { CardReader, cardOf } from "./card-reader.js";

export { cardOf };

const NOT_HERE =
  "Browser ini belum bisa memindai. Buka aplikasi kamera HP, arahkan ke kartu, lalu ketuk alamat yang muncul. Atau ketik saja.";

function open(card, dialog) {
  const form = document.getElementById(dialog.dataset.scanInto ?? "");
  if (!form) {
    location.assign(`/k/${card}/`);
    return;
  }
  // The card says who it is; what was typed before does not matter.
  for (const input of form.querySelectorAll("input:not([type=hidden])")) {
    input.value = "";
  }
  form.elements.namedItem("card").value = card;
  form.requestSubmit();
}

function start(button, dialog) {
  const part = (name) => dialog.querySelector(`[data-scan-${name}]`);
  const parts = { dialog, view: part("view"), video: part("video"), say: part("say") };
  const cards = new CardReader(parts, NOT_HERE, (card) => open(card, dialog));
  button.hidden = false;
  button.addEventListener("click", () => cards.scan());
  part("close").addEventListener("click", () => dialog.close());
  part("typing").addEventListener("click", () => {
    dialog.close();
    const typed = dialog.dataset.scanType;
    (typed ? document.getElementById(typed) : document.querySelector("input[type=search]"))?.focus();
  });
}

const dialog = document.querySelector("[data-scan-dialog]");
if (dialog) {
  start(document.querySelector("[data-scan]"), dialog);
}
