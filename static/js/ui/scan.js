// The QR of a card opens its person: read here where the browser can, else by the phone's own camera app.
const CARD = /^\/k\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\/$/;
const PAUSE_MS = 200;
const AIM = "Arahkan kamera ke kode di kartu.";
const NO_CARD = "Kode ini bukan kartu Posyandu. Coba kartu yang lain, atau ketik namanya.";
const NOT_HERE =
  "Browser ini belum bisa memindai. Buka aplikasi kamera HP, arahkan ke kartu, lalu ketuk alamat yang muncul. Atau ketik saja.";
const NO_CAMERA =
  "Kamera tidak bisa dibuka. Izinkan kamera untuk halaman ini, atau pakai aplikasi kamera HP. Atau ketik saja.";

/** The id on a card of this server; empty for every other code, which is never followed. */
export function cardOf(text, here = location) {
  try {
    const address = new URL(text);
    return (address.host === here.host && CARD.exec(address.pathname)?.[1]) || "";
  } catch {
    return "";
  }
}

async function reader() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.()) ?? [];
  return formats.includes("qr_code") && navigator.mediaDevices?.getUserMedia
    ? new BarcodeDetector({ formats: ["qr_code"] })
    : null;
}

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
  const [view, video, say] = [part("view"), part("video"), part("say")];
  let stream = null;

  function stop() {
    for (const track of stream?.getTracks() ?? []) {
      track.stop();
    }
    stream = null;
    view.hidden = true;
  }

  async function look(detector) {
    while (stream) {
      const codes = await detector.detect(video).catch(() => []);
      const card = codes.map((code) => cardOf(code.rawValue)).find(Boolean);
      if (card && stream) {
        dialog.close();
        open(card, dialog);
        return;
      }
      say.textContent = codes.length ? NO_CARD : say.textContent || AIM;
      await new Promise((later) => setTimeout(later, PAUSE_MS));
    }
  }

  async function scan() {
    say.textContent = "";
    dialog.showModal();
    const detector = await reader().catch(() => null);
    if (!detector) {
      say.textContent = NOT_HERE;
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (!dialog.open) {
        stop();
        return;
      }
      video.srcObject = stream;
      view.hidden = false;
      await video.play();
      say.textContent = AIM;
    } catch {
      stop();
      say.textContent = NO_CAMERA;
      return;
    }
    await look(detector);
  }

  button.hidden = false;
  button.addEventListener("click", scan);
  dialog.addEventListener("close", stop);
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
