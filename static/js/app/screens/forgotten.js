// A forgotten PIN: the password of the account, then a new PIN. What is sealed stays.
import { resetPin } from "../../offline/vault.js";
import { html, useState } from "../html.js";
import { noteLast } from "../marks.js";
import { Alert, Screen, icon } from "../parts.js";
import { askRecovery, loginAddress } from "../server.js";
import { waitText } from "../words.js";
import { NewPin, SecretField } from "./pin-fields.js";
import { WipeForm } from "./wipe.js";

/** What the server said instead of the recovery secret. @param {import("../server.js").Answer|null} answer */
function refusal(answer) {
  if (!answer) {
    return "Server belum terjangkau. Cari sinyal, lalu coba lagi.";
  }
  const wait = answer.retryAfter ? ` Tunggu ${waitText(answer.retryAfter * 1_000)}.` : "";
  const words = {
    1004: `Terlalu sering mencoba.${wait}`,
    1005: "Masuk dulu dengan akun Anda sendiri, lalu coba lagi.",
    1008: "HP ini belum dikenal server, jadi belum ada kunci cadangannya.",
    1011: "Kata sandi belum cocok. Periksa huruf besar-kecilnya.",
    1012: "Untuk HP ini belum ada kunci cadangan di server.",
  };
  return words[answer.json?.code] ?? "Belum berhasil. Coba lagi sebentar.";
}

/**
 * @param {{user: string, who: import("../server.js").Who|null, onBack: () => void, onWiped: () => void}} props
 */
export function ForgottenPin({ user, who, onBack, onWiped }) {
  const [recovery, setRecovery] = useState("");
  const onChosen = async (pin) => {
    const isOpen = await resetPin(user, recovery, pin);
    if (isOpen) {
      noteLast(user);
    }
    return isOpen ? "" : "Kunci cadangan di server bukan untuk isi HP ini. Ingat-ingat PIN lama, atau kosongkan HP ini.";
  };
  const back = html`<button class="btn btn-quiet" onClick=${onBack}>${icon("arrow-left")} Kembali ke PIN</button>`;
  return html`<${Screen} title="Lupa PIN" lead="Dengan kata sandi akun Anda bisa memilih PIN baru. Isian di HP ini tetap ada.">
    ${recovery
      ? html`<div class="card-panel"><${NewPin} action="Simpan PIN baru" onChosen=${onChosen} /></div>`
      : html`<${Password} user=${user} who=${who} onGiven=${setRecovery} />`}
    ${back}
    <details class="card-panel">
      <summary>PIN dan kata sandi sama-sama lupa?</summary>
      <div class="stack">
        <p>
          Minta kata sandi baru ke petugas Puskesmas, lalu kembali ke sini. Bila itu pun tidak menolong, HP ini hanya bisa
          dikosongkan.
        </p>
        <${WipeForm} user=${user} onDone=${onWiped} />
      </div>
    </details>
  <//>`;
}

function Password({ user, who, onGiven }) {
  const [password, setPassword] = useState("");
  const [wrong, setWrong] = useState("");
  const [isBusy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    if (!password || isBusy) {
      return;
    }
    setBusy(true);
    const answer = await askRecovery(user, password);
    setBusy(false);
    setPassword("");
    if (answer?.status === 200) {
      onGiven(answer.json.recovery);
    } else {
      setWrong(refusal(answer));
    }
  };
  if (who && who.user?.id !== user && who.state !== "tanpa jawaban") {
    return html`<${Alert} level="perhatian"><p>Masuk dulu dengan akun Anda sendiri. <a href=${loginAddress()}>Masuk</a></p><//>`;
  }
  return html`<form class="card-panel stack" onSubmit=${submit} novalidate>
    <${SecretField}
      name="sandi"
      label="Kata sandi akun"
      value=${password}
      onInput=${setPassword}
      isPassword=${true}
      help="Perlu sinyal. Permintaan ini dicatat."
      errors=${wrong ? [wrong] : []}
    />
    <button class="btn btn-primary btn-lg" disabled=${isBusy}>${isBusy ? "Memeriksa…" : "Lanjut"}</button>
  </form>`;
}
