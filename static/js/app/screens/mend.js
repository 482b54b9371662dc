// One entry that was refused or in conflict: what the server said beside the field, mended and sent again, or given up.
import { again, CONFLICT, discard, mend, REFUSED, SENT } from "../../offline/queue.js";
import { html, useState } from "../html.js";
import { Discard, MendField, Sides } from "../mend-parts.js";
import { chosenBody, CODE, conflictsOf, differingAnswers, errorsOf, fieldsOf, mendedBody } from "../mending.js";
import { Alert, Back, CheckField, ChoiceField, dateAndTime, Empty, icon, Screen } from "../parts.js";
import { ItemLines, ItemState } from "../queue-parts.js";
import { go } from "../router.js";
import { useShelf } from "../shelf.js";
import { titleOf } from "../wording.js";

const LIST = "#/kiriman";
const TAKEN_THEIRS = "Yang tersimpan yang dipakai";
const PROBLEMS = {
  NotOpen: "Isian ini sudah diurus di halaman lain. Lihat keadaannya di daftar.",
  StorageFull: "Tempat di HP ini penuh, jadi belum tersimpan. Hapus foto atau video, lalu simpan lagi.",
  Locked: "HP ini terkunci. Buka dengan PIN, lalu simpan lagi.",
};

export function MendScreen({ route }) {
  const { shelf, items } = useShelf();
  const back = html`<${Back} href=${LIST} label="Belum terkirim" />`;
  if (!shelf) {
    return html`<${Screen} title="Perbaiki isian" back=${back}><p class="quiet" role="status">Membuka…</p><//>`;
  }
  const item = items.find(({ id }) => id === route.item);
  if (!item || item.unreadable || ![REFUSED, CONFLICT].includes(item.state)) {
    return html`<${Settled} item=${item} back=${back} />`;
  }
  const isConflict = item.state === CONFLICT && conflictsOf(item, shelf).length > 0;
  return html`<${Screen} title=${shelf.nameOf(item.person)} lead=${titleOf(item, shelf)} back=${back}>
    <div class="stack" key=${item.id}>
      <div class="queue-head">
        <${ItemState} state=${item.state} />
        <span class="quiet">Diisi ${dateAndTime(enteredAt(item))}</span>
      </div>
      ${isConflict ? html`<${Choosing} item=${item} shelf=${shelf} />` : html`<${Mending} item=${item} shelf=${shelf} />`}
    </div>
  <//>`;
}

function enteredAt({ entered_at: at, offset }) {
  return at + (offset ?? 0);
}

/** Another tab was quicker, it was sent meanwhile, or it cannot be opened. */
function Settled({ item, back }) {
  const [title, text] = !item
    ? ["Isian ini sudah diurus", "Mungkin di halaman lain, atau sudah diterima server."]
    : item.unreadable
      ? ["Isian ini rusak dan tidak bisa dibuka", "Simpan ke berkas, bawa ke Puskesmas, dan catat lagi dari kertas."]
      : item.state === SENT
        ? ["Isian ini sudah terkirim", "Tidak ada yang perlu diperbaiki."]
        : ["Isian ini menunggu dikirim", "Isian dikirim sendiri begitu server menjawab."];
  return html`<${Screen} title="Perbaiki isian" back=${back}>
    <${Empty} icon="check-circle" title=${title} text=${text} href=${LIST} action="Kembali ke daftar" />
  <//>`;
}

/** One change at a time; back to the list once it is on the disk. */
function useChange() {
  const [state, setState] = useState({ isBusy: false, problem: "" });
  const change = async (work) => {
    if (state.isBusy) {
      return;
    }
    setState({ isBusy: true, problem: "" });
    try {
      await work();
      go(LIST, { replace: true });
    } catch (error) {
      const problem = PROBLEMS[error?.name] ?? `Belum tersimpan (${String(error)}). Coba lagi.`;
      setState({ isBusy: false, problem });
    }
  };
  return { ...state, change };
}

function Problem({ text }) {
  return html`<div role="alert">${text && html`<${Alert} level="rujuk"><p>${text}</p><//>`}</div>`;
}

/** What the server said of the whole entry, or of something that is not on this page. */
function Reasons({ errors, note }) {
  const told = [...new Set(errors.map(({ message }) => message).filter(Boolean))];
  const given = (note?.errors ?? []).map(({ message }) => `Belum bisa dibuang: ${message}`);
  return [...told, ...given].map((text) => html`<${Alert} level="perhatian"><p>${text}</p><//>`);
}

function Mending({ item, shelf }) {
  const fields = fieldsOf(item, shelf);
  const [changes, setChanges] = useState({});
  const [confirmed, setConfirmed] = useState([]);
  const [isDiscarding, setDiscarding] = useState(false);
  const { isBusy, problem, change } = useChange();
  const isDrawn = ({ field }) => fields.some(({ name }) => name === field);
  const submit = (event) => {
    event.preventDefault();
    change(() => mend(item.id, mendedBody(item, changes, confirmed, fields)));
  };
  const confirm = (name) => (isOn) =>
    setConfirmed((before) => [...before.filter((each) => each !== name), ...(isOn ? [name] : [])]);
  const put = (name) => (value) => setChanges((before) => ({ ...before, [name]: value }));
  return html`<${Problem} text=${problem} />
    <${Reasons} errors=${errorsOf(item).filter((error) => !isDrawn(error))} note=${item.note} />
    <form class="card-panel stack" onSubmit=${submit} novalidate>
      ${fields.length === 0 && html`<${ItemLines} item=${item} shelf=${shelf} />`}
      <${Fields} item=${item} shelf=${shelf} fields=${fields} changes=${changes} put=${put} />
      <${Questions} item=${item} shelf=${shelf} confirmed=${confirmed} confirm=${confirm} />
      <${FillAgain} item=${item} shelf=${shelf} />
      <div class="actions">
        ${(fields.length > 0 || askedOf(item).length > 0 || item.answer?.code === CODE.OTHER_CONTENT) &&
        html`<button class="btn btn-primary" disabled=${isBusy}>${icon("send")} Simpan dan kirim lagi</button>`}
        <button class="btn btn-quiet" type="button" disabled=${isBusy} onClick=${() => change(() => again(item.id))}>
          ${icon("arrow-clockwise")} Kirim lagi tanpa diubah
        </button>
        ${!isDiscarding &&
        html`<button class="btn btn-quiet" type="button" onClick=${() => setDiscarding(true)}>
          ${icon("trash3")} Buang
        </button>`}
      </div>
    </form>
    ${isDiscarding &&
    html`<${Discard} label="Buang isian ini?" isBusy=${isBusy}
      onDiscard=${(reason) => change(() => discard(item.id, reason))} />`}`;
}

/** What was entered, each with what the server said beside it. */
function Fields({ item, shelf, fields, changes, put }) {
  const of = (name) => errorsOf(item).filter(({ field }) => field === name);
  return fields.map(
    (field) =>
      html`<${MendField} key=${field.name} field=${field} topics=${shelf.topics}
        errors=${of(field.name).map(({ message }) => message)}
        value=${field.name in changes ? changes[field.name] : field.value} onChange=${put(field.name)} />`,
  );
}

function askedOf(item) {
  return errorsOf(item)
    .filter(({ code }) => code === CODE.NEEDS_CONFIRMATION)
    .map(({ field }) => field);
}

/** What the server asks about before it believes it. */
function Questions({ item, shelf, confirmed, confirm }) {
  return askedOf(item).map(
    (name) =>
      html`<${CheckField} key=${name} name=${`sudah_${name || "semua"}`} label=${confirmWords(item, shelf, name)}
        checked=${confirmed.includes(name)} onChange=${confirm(name)} />`,
  );
}

function confirmWords({ kind, person }, shelf, name) {
  if (kind === "immunisation") {
    return `${name}: tanggalnya sudah diperiksa lagi dan memang begitu`;
  }
  if (name === "measures" || !name) {
    return "Orangnya memang hanya hadir, tidak diukur";
  }
  return `${shelf.column(name, person).label}: sudah diukur ulang dan memang begitu`;
}

/** A sheet is answered again where its questions are; what was answered there is offered. */
function FillAgain({ item, shelf }) {
  const day = item.body.session ?? shelf.people.get(item.person)?.day;
  if (item.kind !== "screening" || item.body.postponed_because || !day) {
    return null;
  }
  const key = Object.keys(shelf.forms).find((each) => each.split(":")[0] === item.body.form) ?? item.body.form;
  const address = `#/hari/${day}/${item.person}/skrining/${encodeURIComponent(key)}`;
  return html`<p><a href=${address}>Isi ulang lembarnya</a>, lalu buang isian ini.</p>`;
}

function Choosing({ item, shelf }) {
  const conflicts = conflictsOf(item, shelf);
  const [choices, setChoices] = useState({});
  const [isDiscarding, setDiscarding] = useState(false);
  const { isBusy, problem, change } = useChange();
  const others = errorsOf(item).filter(({ code }) => code !== CODE.CHANGED);
  const save = (chosen) => {
    const body = chosenBody(item, chosen);
    if (body) {
      change(() => mend(item.id, body));
    } else {
      setDiscarding(true);
    }
  };
  const choose = (field) => (side) => setChoices((before) => ({ ...before, [field]: side }));
  return html`<${Problem} text=${problem} />
    <${Reasons} errors=${others} note=${item.note} />
    <${Alert} level="info">
      <p>Dua orang mengisi hal yang sama dengan isi berbeda. Pilih mana yang benar; yang lain tidak hilang diam-diam.</p>
    <//>
    ${conflicts.map(
      (conflict) =>
        html`<section class="card-panel stack" key=${conflict.field}>
          <${Sides} conflict=${conflict} at=${enteredAt(item)} />
          <${Answers} item=${item} shelf=${shelf} field=${conflict.field} />
          ${conflicts.length > 1 &&
          html`<${Choice} conflict=${conflict} value=${choices[conflict.field]} onChange=${choose(conflict.field)} />`}
        </section>`,
    )}
    <${Rest} item=${item} shelf=${shelf} conflicts=${conflicts} />
    ${!isDiscarding &&
    html`<${Decisions} conflicts=${conflicts} choices=${choices} isBusy=${isBusy} save=${save} />`}
    ${isDiscarding &&
    html`<${Discard} label="Pakai yang tersimpan, buang isian saya?" start=${TAKEN_THEIRS} isBusy=${isBusy}
      onDiscard=${(reason) => change(() => discard(item.id, reason))} />`}`;
}

function Choice({ conflict, value = "", onChange }) {
  const { field, label, mine, stored } = conflict;
  const sides = [
    ["mine", `Isian saya: ${mine}`],
    ["theirs", `Yang tersimpan: ${stored}`],
  ];
  return html`<${ChoiceField} name=${`pilih_${field}`} label=${`Yang dipakai untuk ${label}`} choices=${sides}
    value=${value} onChange=${onChange} />`;
}

/** One field is settled with one tap; of several, some may be mine and some theirs. */
function Decisions({ conflicts, choices, isBusy, save }) {
  const isOne = conflicts.length === 1;
  const isChosen = conflicts.every(({ field }) => choices[field]);
  const all = (side) => () => save(Object.fromEntries(conflicts.map(({ field }) => [field, side])));
  return html`<div class="actions">
    ${!isOne &&
    html`<button class="btn btn-primary" type="button" disabled=${isBusy || !isChosen} onClick=${() => save(choices)}>
      Simpan pilihan
    </button>`}
    <button class=${`btn ${isOne ? "btn-primary" : "btn-quiet"}`} type="button" disabled=${isBusy} onClick=${all("mine")}>
      ${isOne ? "Pakai isian saya" : "Pakai semua isian saya"}
    </button>
    <button class="btn btn-quiet" type="button" disabled=${isBusy} onClick=${all("theirs")}>
      ${isOne ? "Pakai yang tersimpan" : "Pakai semua yang tersimpan"}
    </button>
  </div>`;
}

/** Where two sheets differ, as far as it may be read. */
function Answers({ item, shelf, field }) {
  const stored = errorsOf(item).find((error) => error.field === field)?.stored;
  const rows = differingAnswers(item, shelf, stored);
  return (
    rows.length > 0 &&
    html`<dl class="queue-values">
      ${rows.map(
        ([question, mine, theirs]) =>
          html`<div>
            <dt>${question}</dt>
            <dd>saya ${mine}, tersimpan ${theirs}</dd>
          </div>`,
      )}
    </dl>`
  );
}

/** What nobody else touched goes along with either choice. */
function Rest({ item, shelf, conflicts }) {
  const names = conflicts.map(({ field }) => field);
  const measures = Object.entries(item.body.measures ?? {}).filter(([name]) => !names.includes(name));
  if (item.kind !== "visit" || !measures.length) {
    return null;
  }
  const rest = { ...item, body: { ...item.body, measures: Object.fromEntries(measures) } };
  return html`<section class="card-panel stack">
    <h2 class="panel-title">Ikut disimpan</h2>
    <${ItemLines} item=${rest} shelf=${shelf} />
  </section>`;
}
