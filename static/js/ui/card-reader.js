// Reads the QR of a person's card with the camera, where the browser can.
const CARD = /^\/k\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\/$/;
const PAUSE_MS = 200;
const AIM = "Arahkan kamera ke kode di kartu.";
const NO_CARD = "Kode ini bukan kartu Posyandu. Coba kartu yang lain, atau ketik namanya.";
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

/** One camera and the dialog that shows what it sees. */
export class CardReader {
  /**
   * @param {object} parts
   * @param {HTMLDialogElement} parts.dialog
   * @param {HTMLElement} parts.view hidden while the camera is off
   * @param {HTMLVideoElement} parts.video
   * @param {HTMLElement} parts.say where it tells how it goes
   * @param {string} notHere said where the browser reads no codes
   * @param {(card: string) => void} found gets the id of the person
   */
  constructor({ dialog, view, video, say }, notHere, found) {
    Object.assign(this, { dialog, view, video, say, notHere, found });
    /** @type {MediaStream|null} */
    this.stream = null;
    dialog.addEventListener("close", () => this.stop());
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) {
      track.stop();
    }
    this.stream = null;
    this.view.hidden = true;
  }

  async look(detector) {
    while (this.stream) {
      const codes = await detector.detect(this.video).catch(() => []);
      const card = codes.map((code) => cardOf(code.rawValue)).find(Boolean);
      if (card && this.stream) {
        this.dialog.close();
        this.found(card);
        return;
      }
      this.say.textContent = codes.length ? NO_CARD : this.say.textContent || AIM;
      await new Promise((later) => setTimeout(later, PAUSE_MS));
    }
  }

  /** Opens the dialog and looks until a card is seen or the dialog is closed. */
  async scan() {
    this.say.textContent = "";
    this.dialog.showModal();
    const detector = await reader().catch(() => null);
    if (!detector) {
      this.say.textContent = this.notHere;
      return;
    }
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (!this.dialog.open) {
        this.stop();
        return;
      }
      this.video.srcObject = this.stream;
      this.view.hidden = false;
      await this.video.play();
      this.say.textContent = AIM;
    } catch {
      this.stop();
      this.say.textContent = NO_CAMERA;
      return;
    }
    await this.look(detector);
  }
}
