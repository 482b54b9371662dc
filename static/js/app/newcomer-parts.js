// Parts of the form for newcomers: when they were born, how, whose child they are, and whom they may be already.
import { html } from "./html.js";
import { mothersNamed } from "./newcomer-form.js";
import { Avatar, TextField, ageText, icon } from "./parts.js";
import { toPerson } from "./router.js";

/** Women offered under what was typed. */
const MOST_FOUND = 5;
const MOST_ALIKE = 4;

/** The day, the age or the year, as it is known. @param {{form: any}} props */
export function BirthField({ form: { typed, errors, set } }) {
  const whole = { inputMode: "numeric", maxLength: 4 };
  if (typed.birth_date_known === "perkiraan") {
    return html`<div class="app-age">
      <${TextField}
        name="age_years"
        label="Umur"
        unit="tahun"
        value=${typed.age_years}
        onInput=${set("age_years")}
        errors=${errors.age_years}
        ...${whole}
      />
      <${TextField}
        name="age_months"
        label="Lebih"
        unit="bulan"
        value=${typed.age_months}
        onInput=${set("age_months")}
        errors=${errors.age_months}
        ...${whole}
      />
    </div>`;
  }
  if (typed.birth_date_known === "tahun") {
    return html`<${TextField}
      name="birth_year"
      label="Tahun lahir"
      value=${typed.birth_year}
      onInput=${set("birth_year")}
      errors=${errors.birth_year}
      ...${whole}
    />`;
  }
  return html`<${TextField}
    name="birth_date"
    label="Tanggal lahir"
    type="date"
    value=${typed.birth_date}
    onInput=${set("birth_date")}
    errors=${errors.birth_date}
  />`;
}

/** How a young child was born. @param {{form: any, isOpen: boolean}} props */
export function Birth({ form: { typed, errors, set }, isOpen }) {
  const field = (name, label, unit, inputMode = "decimal") =>
    html`<${TextField}
      name=${name}
      label=${label}
      unit=${unit}
      inputMode=${inputMode}
      value=${typed[name]}
      onInput=${set(name)}
      errors=${errors[name]}
    />`;
  const isWrong = ["birth_weight_kg", "birth_length_cm", "gestation_weeks", "birth_order"].some((name) => errors[name]);
  return html`<details class="card-panel" open=${isOpen || isWrong}>
    <summary class="panel-title">Kelahiran <small>(boleh menyusul)</small></summary>
    <div class="form-grid">
      ${field("birth_weight_kg", "Berat lahir", "kg")} ${field("birth_length_cm", "Panjang lahir", "cm")}
      ${field("gestation_weeks", "Usia kehamilan saat lahir", "minggu", "numeric")}
      ${field("birth_order", "Anak ke", "", "numeric")}
    </div>
  </details>`;
}

/** A name, or one of the women of the day behind it. @param {{form: any, day: any}} props */
export function MotherField({ form, day }) {
  const { typed, errors, put } = form;
  const linked = typed.mother ? day.person(typed.mother) : null;
  if (linked) {
    return html`<p class="picker-linked">
      ${icon("check-circle-fill")} Ibu: ${linked.name}
      <button type="button" class="btn btn-quiet" onClick=${() => put({ ...typed, mother: "", mother_name: "" })}>
        Ganti
      </button>
    </p>`;
  }
  const type = (text) => put({ ...typed, mother: "", mother_name: text });
  const found = typed.mother_name.trim().length > 1 ? mothersNamed(typed.mother_name, day).slice(0, MOST_FOUND) : [];
  const pick = (person) => () =>
    put({ ...typed, mother: person.id, mother_name: person.name, rt: typed.rt || person.rt || "" });
  return html`<div class="picker">
    <${TextField}
      name="mother_name"
      label="Nama ibu"
      value=${typed.mother_name}
      onInput=${type}
      errors=${errors.mother_name}
      optional=${true}
      help="Bila ibunya warga sini, pilih dari daftar yang muncul."
    />
    <p class="visually-hidden" role="status">${found.length ? `${found.length} ibu cocok` : ""}</p>
    ${
      found.length > 0 &&
      html`<ul class="list-panel picker-found" aria-label="Ibu yang cocok">
        ${found.map(
          (person) =>
            html`<li key=${person.id}>
              <button type="button" class="picker-option" onClick=${pick(person)}>
                <strong>${person.name}</strong>
                <span class="quiet"
                  >${ageText(person.birth_date, day.session.date)}${person.rt ? ` · RT ${person.rt}` : ""}</span
                >
              </button>
            </li>`,
        )}
      </ul>`
    }
  </div>`;
}

/** Told before saving; whoever knows better goes on. @param {{people: any[], day: any}} props */
export function Lookalikes({ people, day }) {
  return html`<div aria-live="polite">
    ${
      people.length > 0 &&
      html`<section class="card-panel stack lookalikes">
        <h2 class="panel-title">${icon("exclamation-triangle-fill")} Mungkin sudah terdaftar</h2>
        <p>Bila orangnya sama, buka catatannya. Bila orang lain, simpan saja.</p>
        <ul class="list-panel">
          ${people.slice(0, MOST_ALIKE).map(
            (person) =>
              html`<li class="person" key=${person.id}>
                <${Avatar} stage=${person.group} />
                <div class="person-words">
                  <a class="person-name" href=${toPerson(day.session.id, person)}>${person.name}</a>
                  <div class="person-about">
                    ${ageText(person.birth_date, day.session.date)}${motherOf(person)}
                  </div>
                </div>
                <span class="person-go">${icon("chevron-right")}</span>
              </li>`,
          )}
        </ul>
      </section>`
    }
  </div>`;
}

function motherOf({ mother_name: name }) {
  return name ? ` · anak Ibu ${name}` : "";
}
