// Emptying this phone: nobody can undo it, so what is not sent yet is named first.
import { deviceOf, oweWiped, payWiped } from "../../offline/contact.js";
import { counts } from "../../offline/queue.js";
import * as sender from "../../offline/sender.js";
import { wipe } from "../../offline/vault.js";
import { html, useEffect, useState } from "../html.js";
import { forget } from "../marks.js";
import { Alert, TextField } from "../parts.js";

const WORD = "HAPUS";

/** Takes everything of a user away from this phone and tells the server. @param {string} user */
async function emptyPhone(user) {
  sender.stop();
  const device = await deviceOf(user).catch(() => null);
  if (device) {
    oweWiped(user, device.id);
  }
  await wipe(user);
  forget(user);
  await payWiped(user);
}

/** @param {{user: string, onDone: () => void}} props */
export function WipeForm({ user, onDone }) {
  const [unsent, setUnsent] = useState(/** @type {number|null} */ (null));
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState("");
  useEffect(() => {
    // Where nobody can count, there may be something.
    counts(user).then((found) => setUnsent(found.unsent), () => setUnsent(Infinity));
  }, [user]);
  const submit = async (event) => {
    event.preventDefault();
    if (unsent !== 0 && typed.trim().toUpperCase() !== WORD) {
      setWrong(`Ketik ${WORD} bila Anda yakin.`);
      return;
    }
    await emptyPhone(user);
    onDone();
  };
  return html`<form class="stack" onSubmit=${submit} novalidate>
    ${unsent !== 0 &&
    html`<${Alert} level="rujuk"
        ><p>
          ${unsent === Infinity || unsent === null ? "Isian" : `${unsent} isian`} yang belum terkirim ikut hilang dan harus
          dicatat lagi.
        </p><//
      >
      <${TextField} name="hapus" label=${`Ketik ${WORD} untuk setuju`} value=${typed} onInput=${setTyped} errors=${wrong ? [wrong] : []} />`}
    <button class="btn btn-danger btn-lg">Kosongkan HP ini</button>
  </form>`;
}
