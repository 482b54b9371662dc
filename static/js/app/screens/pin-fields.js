// Typing a PIN, and choosing one.
import { FREE_TRIES, PIN_LENGTH, pinProblem } from "../../offline/vault.js";
import { html, useState } from "../html.js";
import { FieldFoot, describedBy, icon } from "../parts.js";

const PROBLEMS = {
  pendek: `PIN terlalu pendek. Paling sedikit ${PIN_LENGTH} angka.`,
  mudah: "PIN ini mudah ditebak, seperti 123456 atau 111111. Pilih yang lain.",
};

/**
 * One secret line with the number keys of the phone.
 * @param {{name: string, label: string, value: string, onInput: (text: string) => void, help?: string,
 *   errors?: string[], isPassword?: boolean, isDisabled?: boolean}} props isPassword: of the account, with letters
 */
export function SecretField({ name, label, value, onInput, help = "", errors = [], isPassword = false, isDisabled = false }) {
  const [isShown, setShown] = useState(false);
  const id = `id_${name}`;
  return html`<div class="field">
    <div class="field-head"><label class="field-label" for=${id}>${label}</label></div>
    <div class="field-row">
      <div class="field-box has-reveal">
        <input
          class=${`form-control${isPassword ? "" : " pin-input"}${errors.length ? " is-invalid" : ""}`}
          id=${id}
          name=${name}
          type=${isShown ? "text" : "password"}
          inputmode=${isPassword ? undefined : "numeric"}
          autocomplete=${isPassword ? "current-password" : "off"}
          autocapitalize="none"
          spellcheck="false"
          maxlength="64"
          value=${value}
          disabled=${isDisabled}
          aria-invalid=${errors.length ? "true" : undefined}
          aria-describedby=${describedBy(id, { help, errors })}
          onInput=${(event) => onInput(event.target.value)}
        />
        <button
          type="button"
          class="btn reveal"
          aria-pressed=${String(isShown)}
          aria-label=${`Perlihatkan ${label}`}
          onClick=${() => setShown(!isShown)}
        >
          ${icon(isShown ? "eye-slash" : "eye")}
        </button>
      </div>
    </div>
    <${FieldFoot} id=${id} help=${help} errors=${errors} />
  </div>`;
}

/** @param {import("../../offline/vault.js").Try} tried a wrong one @returns {string} */
export function wrongPin({ triesLeft }) {
  return triesLeft > 0 && triesLeft < FREE_TRIES
    ? `PIN salah. Masih ${triesLeft} kali mencoba, lalu harus menunggu.`
    : "PIN salah.";
}

/**
 * A new PIN, typed twice.
 * @param {{action: string, onChosen: (pin: string) => Promise<string>, children?: any}} props onChosen: what went wrong,
 *   in words; "" = nothing. children: fields that come first
 */
export function NewPin({ action, onChosen, children }) {
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [wrong, setWrong] = useState({ pin: "", again: "", other: "" });
  const [isBusy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    const problem = pinProblem(pin);
    const isOther = !problem && pin !== again;
    setWrong({ pin: PROBLEMS[problem] ?? "", again: isOther ? "Kedua PIN belum sama. Ketik ulang." : "", other: "" });
    if (problem || isOther || isBusy) {
      return;
    }
    setBusy(true);
    const other = await onChosen(pin);
    setBusy(false);
    setWrong({ pin: "", again: "", other });
    setPin("");
    setAgain("");
  };
  const errors = (text) => (text ? [text] : []);
  return html`<form class="stack" onSubmit=${submit} novalidate>
    ${children}
    <${SecretField}
      name="pin_baru"
      label="PIN baru"
      value=${pin}
      onInput=${setPin}
      help=${`Paling sedikit ${PIN_LENGTH} angka; lebih panjang lebih aman. Server tidak tahu PIN ini.`}
      errors=${errors(wrong.pin || wrong.other)}
    />
    <${SecretField} name="pin_ulang" label="Ketik PIN sekali lagi" value=${again} onInput=${setAgain} errors=${errors(wrong.again)} />
    <button class="btn btn-primary btn-lg" disabled=${isBusy}>${isBusy ? "Menyimpan PIN…" : action}</button>
  </form>`;
}
