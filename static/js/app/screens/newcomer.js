// Registers somebody who is not on the list: a newcomer, a newborn under its mother, or a guest of one day.
import { StorageFull } from "../../offline/store.js";
import { useDraft } from "../drafts.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { EMPTY, alike, checked, yearsOf } from "../newcomer-form.js";
import { Birth, BirthField, Lookalikes, MotherField } from "../newcomer-parts.js";
import { Alert, Back, CheckField, ChoiceField, Screen, TextField, icon } from "../parts.js";
import { go, toPerson } from "../router.js";
import { saveNewcomer } from "../saving.js";

const SEXES = [
  ["L", "Laki-laki"],
  ["P", "Perempuan"],
];
const KNOWN = [
  ["pasti", "Tanggal lahir"],
  ["perkiraan", "Umur"],
  ["tahun", "Tahun lahir"],
];
const BIRTH_ASKED_UNDER = 5;
const FULL = "Penyimpanan HP penuh. Isian masih di layar ini. Kosongkan ruang di HP, lalu simpan lagi.";
const FAILED = "Belum tersimpan. Isian masih di layar ini; coba sekali lagi.";

/** @param {{day: import("../day.js").Day, route: import("../router.js").Route}} props */
export function NewcomerScreen({ day, route }) {
  const { session } = day;
  const mother = day.person(route.query.get("ibu") ?? "");
  const form = useNewcomer(day, mother);
  const back = mother
    ? html`<${Back} href=${toPerson(session.id, mother)} label=${mother.name} />`
    : html`<${Back} href=${`#/hari/${session.id}`} label=${session.posyandu_name} />`;
  const title = mother ? `Anak Ibu ${mother.name}` : "Daftarkan warga baru";
  const lead = "Cukup nama, jenis kelamin, dan tanggal lahir. Yang lain bisa menyusul.";
  const bottom = html`<button
      type="button"
      class="btn btn-primary btn-lg"
      disabled=${form.isBusy}
      onClick=${() => form.save(false)}
    >
      Simpan
    </button>
    ${
      mother &&
      html`<button
        type="button"
        class="btn btn-outline-primary"
        disabled=${form.isBusy}
        onClick=${() => form.save(true)}
      >
        ${icon("plus-lg")} Simpan & tambah kembar
      </button>`
    }`;
  const submit = (event) => {
    event.preventDefault();
    form.save(false);
  };
  return html`<${Screen} title=${title} lead=${lead} back=${back} bottom=${bottom}>
    <form class="stack" id="warga" novalidate onSubmit=${submit}>
      <${Notes} form=${form} />
      <${Basics} form=${form} mother=${mother} session=${session} />
      ${!form.typed.as_guest && html`<${More} form=${form} mother=${mother} day=${day} />`}
      <${Alert}><p>NIK, nomor KK, nomor HP, dan alamat tidak disimpan di HP. Lengkapi nanti di meja pendaftaran.</p><//>
      <${Lookalikes} people=${form.lookalikes} day=${day} />
      <button class="visually-hidden" tabindex="-1" aria-hidden="true">Simpan</button>
    </form>
  <//>`;
}

/** What is typed, what is wrong with it, and saving it. */
function useNewcomer(day, mother) {
  const { session } = day;
  const first = firstOf(session, mother);
  const draft = useDraft(`baru ${session.id} ${mother?.id ?? ""}`);
  const [latest, setLatest] = useState(null);
  const [state, setState] = useState({ errors: {}, problem: "", isBusy: false, born: [], goingTo: "" });
  const change = (more) => setState((now) => ({ ...now, ...more }));
  const typed = latest ?? { ...first, ...draft.found };
  const put = (next) => {
    setLatest(next);
    draft.keep(next);
  };
  const clear = async (next) => {
    setLatest(next);
    await draft.drop();
  };
  // The list is read anew after the save; before that the person has no page.
  useEffect(() => {
    if (state.goingTo && day.person(state.goingTo)) {
      go(toPerson(session.id, { id: state.goingTo }), { replace: true });
    }
  }, [day, state.goingTo]);
  const stored = async (id, isTwin) => {
    await clear(isTwin ? twinOf(typed) : first);
    change({ isBusy: !isTwin, born: [...state.born, id], goingTo: isTwin ? "" : id });
    if (isTwin) {
      document.getElementById("id_name")?.focus();
    }
  };
  const save = useSave({ day, typed, change, stored });
  const lookalikes = alike(typed, day, [...state.born, state.goingTo, ...(mother ? [mother.id] : [])]);
  const saved = state.goingTo ? [] : state.born.map((id) => day.person(id)).filter(Boolean);
  const set = (name) => (value) => put({ ...typed, [name]: value });
  const isBack = Boolean(draft.found) && latest === null;
  return { ...state, typed, isBack, set, put, save, restart: () => clear(first), saved, lookalikes };
}

/** Checks and saves; a thumb that is quicker than the screen saves once. */
function useSave({ day, typed, change, stored }) {
  const isSaving = useRef(false);
  return async (isTwin) => {
    const { errors, body } = checked(typed, day.session.date);
    const wrong = Object.keys(errors);
    change({ errors, problem: wrong.length ? "Belum disimpan. Perbaiki yang ditandai." : "" });
    if (wrong.length || isSaving.current) {
      focusOn(wrong);
      return;
    }
    isSaving.current = true;
    change({ isBusy: true });
    try {
      await stored(await saveNewcomer(day, body), isTwin);
    } catch (error) {
      change({ isBusy: false, problem: error instanceof StorageFull ? FULL : FAILED });
    }
    isSaving.current = false;
  };
}

function firstOf(session, mother) {
  if (!mother) {
    return EMPTY;
  }
  const told = { ...EMPTY, birth_date: session.date, mother_name: mother.name };
  return mother.guest ? { ...told, as_guest: true } : { ...told, mother: mother.id, rt: mother.rt ?? "" };
}

/** The next one of the same birth: all but what differs. */
function twinOf(typed) {
  const order = Number(typed.birth_order);
  const differing = { name: "", sex: "", birth_weight_kg: "", birth_length_cm: "" };
  return { ...typed, ...differing, birth_order: order ? String(order + 1) : "" };
}

function focusOn(names) {
  const field = names.map((name) => document.getElementById(`id_${name}`)).find(Boolean);
  const input = field?.matches("fieldset") ? field.querySelector("input") : field;
  const fold = input?.closest("details");
  if (fold) {
    fold.open = true;
  }
  input?.focus();
}

function Notes({ form }) {
  return html`${
    form.problem &&
    html`<div role="alert">
      <${Alert} level="perhatian"><p>${form.problem}</p><//>
    </div>`
  }
  ${form.saved.map(
    (person) =>
      html`<p class="saved-line" role="status" key=${person.id}>
        ${icon("check-circle-fill")} ${person.name} tersimpan. Sekarang kembarannya.
      </p>`,
  )}
  ${
    form.isBack &&
    html`<div class="draft-note" role="status">
      <span>Isian yang belum disimpan dikembalikan.</span>
      <button type="button" class="btn btn-quiet" onClick=${form.restart}>Mulai kosong</button>
    </div>`
  }`;
}

function Basics({ form, mother, session }) {
  const { typed, errors, set } = form;
  const help = mother ? "Belum diberi nama? Tulis nama ibunya, misalnya Bayi Ny. Siti." : "";
  return html`<section class="card-panel stack person-basics">
    <${TextField}
      name="name"
      label="Nama lengkap"
      value=${typed.name}
      onInput=${set("name")}
      errors=${errors.name}
      help=${help}
    />
    <${ChoiceField}
      name="sex"
      label="Jenis kelamin"
      choices=${SEXES}
      value=${typed.sex}
      onChange=${set("sex")}
      errors=${errors.sex}
    />
    <div class="birth stack">
      <${ChoiceField}
        name="birth_date_known"
        label="Yang diketahui"
        choices=${KNOWN}
        value=${typed.birth_date_known}
        onChange=${set("birth_date_known")}
      />
      <${BirthField} form=${form} />
    </div>
    ${!mother && !session.closed && html`<${GuestField} form=${form} />`}
    ${typed.as_guest && html`<${PlainField} form=${form} name="mother_name" label="Nama ibu" />`}
  </section>`;
}

function GuestField({ form: { typed, set } }) {
  const label = "Bukan warga sini: tamu, hanya hari ini";
  return html`<${CheckField} name="as_guest" label=${label} checked=${typed.as_guest} onChange=${set("as_guest")} />`;
}

/** A text that may stay empty. */
function PlainField({ form: { typed, errors, set }, name, label, ...more }) {
  const field = { name, label, value: typed[name], onInput: set(name), errors: errors[name], optional: true, ...more };
  return html`<${TextField} ...${field} />`;
}

/** Where they live, whose child they are, and how they were born. */
function More({ form, mother, day }) {
  const { typed, errors, set } = form;
  const years = yearsOf(typed, day.session.date);
  return html`<section class="card-panel stack">
      ${
        mother
          ? html`<p class="picker-linked">${icon("check-circle-fill")} Ibu: ${mother.name}</p>`
          : html`<${MotherField} form=${form} day=${day} />`
      }
      <${TextField}
        name="father_name"
        label="Nama ayah"
        value=${typed.father_name}
        onInput=${set("father_name")}
        errors=${errors.father_name}
        optional=${true}
      />
      ${!mother && html`<${PlainField} form=${form} name="rt" label="RT" inputMode="numeric" maxLength=${5} />`}
    </section>
    ${years !== null && years < BIRTH_ASKED_UNDER && html`<${Birth} form=${form} isOpen=${Boolean(mother)} />`}`;
}
