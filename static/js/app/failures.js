// Whatever goes wrong in a screen is said, with a way on: never an empty page.
import { html, useErrorBoundary } from "./html.js";
import { Alert, Screen } from "./parts.js";
import { Shared, useShared } from "./shared.js";

/** Said by the gate already, or by nobody because somebody went on meanwhile. */
const SILENT = ["Locked", "AbortError"];

/** What failed behind a button. @type {Shared<unknown>} */
const failure = new Shared(null);

/** Draws its children, or what failed in them. @param {{isQuiet?: boolean, children?: any}} props isQuiet: no page */
export function Guarded({ isQuiet = false, children }) {
  const [error, again] = useErrorBoundary();
  if (!error) {
    return children;
  }
  if (isQuiet) {
    return null;
  }
  return html`<${Screen} title="Halaman ini terhenti">
    <${Alert} level="perhatian"
      ><p>Ada yang salah di aplikasi ini (${nameOf(error)}). Yang sudah tersimpan tetap aman di HP ini.</p><//
    >
    <div class="actions">
      <button class="btn btn-primary btn-lg" onClick=${again}>Coba lagi</button>
      <a class="btn btn-quiet btn-lg" href="#/">Ke halaman awal</a>
    </div>
  <//>`;
}

/** The name alone: what an error says may hold what somebody typed. */
function nameOf(error) {
  return error?.name ?? "kesalahan";
}

/** What a button began and could not end. */
export function FailureNote() {
  const error = useShared(failure);
  if (!error) {
    return null;
  }
  const words =
    nameOf(error) === "StorageFull"
      ? "Penyimpanan HP penuh, jadi yang terakhir belum tersimpan. Hapus foto atau video, lalu simpan lagi."
      : `Yang terakhir belum berhasil (${nameOf(error)}). Coba sekali lagi; ketikan Anda masih di layar.`;
  return html`<div role="alert">
    <${Alert} level="rujuk">
      <p>${words}</p>
      <button class="btn btn-quiet" onClick=${() => failure.set(null)}>Tutup</button>
    <//>
  </div>`;
}

addEventListener("unhandledrejection", ({ reason }) => {
  if (!SILENT.includes(nameOf(reason))) {
    failure.set(reason);
  }
});
