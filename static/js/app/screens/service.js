// Services outside the visit: at home, at school, at the Pustu. What is given on the day itself stands in step 4.
import { useDraft, useSave } from "../drafts.js";
import { html, useState } from "../html.js";
import { Alert, Back, CheckField, Empty, Finding, Screen, TextField, ageText, icon, longDate } from "../parts.js";
import { toPerson } from "../router.js";
import { saveService } from "../saving.js";
import { SelectField } from "../select.js";
import { isCounted, kindsFor, sentOf, serviceWords, unitOf, warningsOf, wrongOf } from "../service-check.js";
import { lastDay } from "../today.js";

const NONE = "Untuk umur ini tidak ada pelayanan yang dicatat di sini.";
const GUEST = "Tamu: pelayanannya dicatat oleh Posyandu tempat tinggalnya.";

/** @param {{day: import("../day.js").Day, person: import("../day.js").Person}} props */
export function ServiceScreen({ day, person }) {
  const [code, setCode] = useState("");
  const [done, setDone] = useState("");
  const kinds = kindsFor(day, person);
  const back = html`<${Back} href=${toPerson(day.session.id, person)} label=${person.name} />`;
  const lead = `${ageText(person.birth_date, day.session.date)} · ${day.session.posyandu_name}`;
  const saved = (words) => {
    setCode("");
    setDone(words);
    scrollTo(0, 0);
  };
  const choose = (kind) => {
    setDone("");
    setCode(kind);
  };
  return html`<${Screen} title=${`Pelayanan ${person.name}`} lead=${lead} back=${back}>
    <div class="stack">
      <div role="status">${done && html`<${Alert} level="baik"><p>${done} tersimpan di HP ini.</p><//>`}</div>
      ${person.guest && html`<${Alert}><p>${GUEST}</p><//>`}
      ${!person.guest && kinds.length > 0 && html`<${Kinds} kinds=${kinds} chosen=${code} onChoose=${choose} />`}
      ${code && html`<${ServiceForm} key=${code} day=${day} person=${person} code=${code} onSaved=${saved} />`}
      <${Noted} day=${day} person=${person} />
      ${kinds.length === 0 && html`<${Empty} icon="capsule" title=${NONE} />`}
    </div>
  <//>`;
}

function Kinds({ kinds, chosen, onChoose }) {
  return html`<section class="card-panel stack">
    <h2 class="panel-title">Catat pelayanan di tempat lain</h2>
    <p class="quiet">
      Di PAUD, di sekolah, di Pustu, atau di rumah. Yang diberikan pada hari buka dicatat di langkah 4.
    </p>
    <ul class="chips service-kinds">
      ${kinds.map(
        ([code, { label }]) =>
          html`<li key=${code}>
            <button type="button" class="chip" aria-pressed=${String(code === chosen)} onClick=${() => onChoose(code)}>
              ${icon("plus-lg")} ${label}
            </button>
          </li>`,
      )}
    </ul>
  </section>`;
}

/** What was noted here today and is on its way. */
function Noted({ day, person }) {
  const { choices } = day.pack;
  const placeOf = ({ place, place_name: name }) =>
    name || choices.service_places.find(([value, , own]) => value === place && !own)?.[1] || "";
  return (
    person.services.length > 0 &&
    html`<section class="stack" aria-labelledby="dicatat">
      <h2 class="panel-title" id="dicatat">Dicatat di HP ini</h2>
      <ul class="list-panel">
        ${person.services.map(
          (each) =>
            html`<li class="service" key=${each.service}>
              <div class="service-words">
                <span class="service-what">${serviceWords(each, choices)}</span>
                <span class="quiet">${[longDate(each.given_on), placeOf(each)].filter(Boolean).join(" · ")}</span>
              </div>
            </li>`,
        )}
      </ul>
    </section>`
  );
}

/** What is typed of one service, what is wrong with it, and what is asked about before it is saved. */
function useService(day, person, code, onSaved) {
  const { choices, session } = day.pack;
  const kind = choices.services[code];
  const {
    value: typed,
    isReady,
    change,
    drop,
  } = useDraft(`pelayanan ${session.id} ${person.id} ${code}`, {
    ...{ given_on: session.date, quantity: String(kind.usual), detail: kind.detail?.choices?.[0][0] ?? "" },
    ...{ place: "", place_name: "", batch: "", here: false },
  });
  const { save, problem, isSaving } = useSave();
  const [{ errors, asked, sure }, tell] = useState({ errors: {}, asked: "", sure: false });
  const set = (name) => (value) => {
    tell({ errors: {}, asked: "", sure: false });
    change({ ...typed, [name]: value });
  };
  const send = async (event) => {
    event.preventDefault();
    const wrong = wrongOf(kind, typed, person, { most: choices.most, last: lastDay(day) });
    const questions = warningsOf(code, typed, person, day.rules(person)).join(" ");
    if (Object.keys(wrong).length || (questions && !sure)) {
      return tell({ errors: wrong, asked: questions, sure });
    }
    const sent = sentOf(code, kind, typed, day);
    if (await save(() => saveService(person, sent))) {
      await drop();
      onSaved(serviceWords(sent, choices));
    }
  };
  const confirm = (isOn) => tell({ errors, asked, sure: isOn });
  const errorsOf = (name) => (errors[name] ? [errors[name]] : []);
  return { kind, typed, isReady, problem, isSaving, asked, sure, set, send, confirm, errorsOf };
}

function ServiceForm({ day, person, code, onSaved }) {
  const { isReady, isSaving, problem, asked, sure, send, confirm, ...fields } = useService(day, person, code, onSaved);
  if (!isReady) {
    return html`<p class="quiet" role="status">Membuka…</p>`;
  }
  const { kind, typed, set, errorsOf } = fields;
  return html`<form class="stack" novalidate onSubmit=${send} aria-labelledby="jenis">
    <section class="card-panel stack">
      <h2 class="panel-title" id="jenis">${kind.label}</h2>
      <${TextField}
        name="given_on"
        label="Tanggal diberikan"
        type="date"
        value=${typed.given_on}
        errors=${errorsOf("given_on")}
        onInput=${set("given_on")}
      />
      <${Amount} ...${fields} />
      <${Where} day=${day} ...${fields} />
      ${
        asked &&
        html`<${Finding} level="perhatian">${asked}<//>
          <${CheckField} name="sure" label="Benar, catat saja" checked=${sure} onChange=${confirm} />`
      }
      <div role="alert">${problem && html`<${Alert} level="rujuk"><p>${problem}</p><//>`}</div>
      <button class="btn btn-primary btn-lg" disabled=${isSaving}>${icon("check-lg")} Simpan</button>
    </section>
  </form>`;
}

function Amount({ kind, typed, errorsOf, set }) {
  const { detail } = kind;
  return html`${
    detail?.choices &&
    html`<${SelectField}
      name="detail"
      label=${detail.label}
      choices=${detail.choices}
      value=${typed.detail}
      errors=${errorsOf("detail")}
      onChange=${set("detail")}
    />`
  }
  ${
    detail &&
    !detail.choices &&
    html`<${TextField}
      name="detail"
      label=${detail.label}
      optional
      maxLength=${200}
      value=${typed.detail}
      onInput=${set("detail")}
    />`
  }
  ${
    isCounted(kind) &&
    html`<${TextField}
      name="quantity"
      label="Jumlah"
      inputMode="numeric"
      unit=${unitOf(kind, typed.detail)}
      value=${typed.quantity}
      errors=${errorsOf("quantity")}
      onInput=${set("quantity")}
    />`
  }`;
}

function Where({ day, kind, typed, errorsOf, set }) {
  const places = day.pack.choices.service_places.map(([, words], row) => [String(row), words]);
  return html`<${SelectField}
      name="place"
      label="Di mana"
      choices=${[["", "–"], ...places]}
      value=${typed.place}
      errors=${errorsOf("place")}
      onChange=${set("place")}
    />
    <${TextField}
      name="place_name"
      label="Nama tempat"
      help="Misalnya PAUD Mekar."
      optional
      maxLength=${120}
      value=${typed.place_name}
      onInput=${set("place_name")}
    />
    ${
      kind.stock &&
      html`<${CheckField}
        name="here"
        label=${`Diambil dari persediaan ${day.session.posyandu_name}`}
        checked=${typed.here}
        onChange=${set("here")}
      />`
    }
    <${TextField}
      name="batch"
      label="Nomor batch"
      optional
      maxLength=${30}
      value=${typed.batch}
      onInput=${set("batch")}
    />`;
}
