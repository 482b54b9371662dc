// Takes the visit of today out of the counts, with a reason; what was entered can still be read.
import { StorageFull } from "../../offline/store.js";
import { useDraft } from "../drafts.js";
import { html, useRef, useState } from "../html.js";
import { Back, Empty, Screen, TextField, icon, longDate } from "../parts.js";
import { go, toPerson } from "../router.js";
import { cancelVisit } from "../saving.js";

const LONGEST = 200;

/** @param {{day: import("../day.js").Day, person: import("../overlay.js").Person}} props */
export function CancelScreen({ day, person }) {
  const { session } = day;
  const here = toPerson(session.id, person);
  const draft = useDraft(`batal ${session.id} ${person.id}`);
  const [latest, setLatest] = useState(null);
  const [errors, setErrors] = useState([]);
  const isSaving = useRef(false);
  const reason = latest ?? draft.found ?? "";
  const type = (text) => {
    setLatest(text);
    draft.keep(text);
  };
  const save = async (event) => {
    event.preventDefault();
    const wrong = problemOf(reason.trim());
    setErrors(wrong ? [wrong] : []);
    if (wrong || isSaving.current) {
      document.getElementById("id_reason")?.focus();
      return;
    }
    isSaving.current = true;
    try {
      await cancelVisit(day, person, reason.trim());
      await draft.drop();
      go(here, { replace: true });
    } catch (error) {
      isSaving.current = false;
      setErrors([
        error instanceof StorageFull
          ? "Penyimpanan HP penuh. Kosongkan ruang, lalu coba lagi."
          : "Belum tersimpan. Coba sekali lagi.",
      ]);
    }
  };
  const back = html`<${Back} href=${here} label=${person.name} />`;
  if (!person.visit) {
    return html`<${Screen} title="Tidak ada kunjungan" back=${back}>
      <${Empty}
        icon="calendar2-x"
        title="Belum ada kunjungan hari ini yang bisa dibatalkan."
        href=${here}
        action="Kembali"
      />
    <//>`;
  }
  const bottom = html`<button class="btn btn-primary btn-lg" form="batal">
      ${icon("x-circle")} Batalkan kunjungan
    </button>
    <a class="btn btn-quiet" href=${here}>Tidak jadi</a>`;
  return html`<${Screen} title=${`Batalkan kunjungan ${person.name}?`} back=${back} bottom=${bottom}>
    <form class="card-panel stack" id="batal" novalidate onSubmit=${save}>
      <p>
        Kunjungan ${longDate(session.date)} tidak lagi dihitung di laporan. Isinya tetap tersimpan dan bisa dilihat.
      </p>
      <${TextField}
        name="reason"
        label="Alasan membatalkan"
        value=${reason}
        onInput=${type}
        errors=${errors}
        maxLength=${LONGEST}
        help="Misalnya salah orang, atau tercatat dua kali."
      />
    </form>
  <//>`;
}

function problemOf(reason) {
  return reason ? "" : "Tulis alasannya, supaya bidan tahu.";
}
