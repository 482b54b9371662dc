// The camera that reads a printed card; it works without a signal, since the card holds an id and nothing else.
import { CardReader } from "../ui/card-reader.js";
import { html, useEffect, useRef } from "./html.js";
import { icon } from "./parts.js";

const NOT_HERE = "Browser ini belum bisa memindai kartu. Ketik namanya saja.";

/**
 * A button, and the dialog with what the camera sees.
 * @param {{onFound: (card: string) => void, typeInto: string}} props onFound gets the id on the card; typeInto: id of
 *   the field in which the name is typed instead
 */
export function ScanCard({ onFound, typeInto }) {
  const dialog = useRef(null);
  const view = useRef(null);
  const video = useRef(null);
  const say = useRef(null);
  const reader = useRef(null);
  const found = useRef(onFound);
  found.current = onFound;
  useEffect(() => {
    const parts = { dialog: dialog.current, view: view.current, video: video.current, say: say.current };
    reader.current = new CardReader(parts, NOT_HERE, (card) => found.current(card));
    return () => reader.current.stop();
  }, []);
  const typing = () => {
    dialog.current.close();
    document.getElementById(typeInto)?.focus();
  };
  return html`<button type="button" class="btn btn-outline-primary" data-scan onClick=${() => reader.current.scan()}>
      ${icon("qr-code-scan")} Pindai kartu
    </button>
    <dialog class="scan-dialog" ref=${dialog} aria-labelledby="pindai-judul">
      <div class="stack">
        <h2 class="panel-title" id="pindai-judul">Pindai kartu</h2>
        <div class="scan-view" ref=${view} hidden><video ref=${video} playsinline muted></video></div>
        <p ref=${say} role="status"></p>
        <div class="actions">
          <button type="button" class="btn btn-primary" onClick=${typing}>${icon("search")} Ketik saja</button>
          <button type="button" class="btn btn-quiet" onClick=${() => dialog.current.close()}>Tutup</button>
        </div>
      </div>
    </dialog>`;
}
