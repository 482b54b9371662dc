// Whom to send on: the proposals of the visit are confirmed, or declined with a reason; or for a reason in own words.
import { isShut, useDraft, useSave } from "../drafts.js";
import { html, useState } from "../html.js";
import { DECLINE, REFER, SENT, codesOn, headingOf, reasonOf, sentOf, usualOf, wrongOf } from "../letter.js";
import { Letter } from "../letter-shown.js";
import { Alert, Back, ChoiceField, Empty, FieldFoot, Screen, TextField, ageText, icon, weekdayDate } from "../parts.js";
import { proposalsFor } from "../proposals.js";
import { toPerson } from "../router.js";
import { declineProposal, saveLetter } from "../saving.js";
import { SelectField } from "../select.js";

const CHOICES = [
  [REFER, "Rujuk"],
  [DECLINE, "Tidak dirujuk"],
];
const GUEST = "Tamu: suratnya dibuat Puskesmas atau Posyandu tempat tinggalnya. Antar bila gawat, dan beri tahu bidan.";
const ANSWERED = "Surat ini sudah dijawab, jadi tidak bisa diubah dari HP ini.";
const UNDECIDED = { choice: "", usual: "", words: "" };

/** @param {{day: import("../day.js").Day, person: import("../day.js").Person}} props */
export function ReferScreen({ day, person }) {
  const to = (rest) => toPerson(day.session.id, person, rest);
  const back = html`<${Back} href=${to("hasil")} label="Hasil kunjungan" />`;
  const lead = `${ageText(person.birth_date, day.session.date)} · ${weekdayDate(day.session.date)}`;
  const [done, setDone] = useState("");
  const letter = person.visit?.letter ?? null;
  const on = codesOn(letter);
  const proposals = proposalsFor(day, person);
  const open = proposals.filter(({ code }) => !on.includes(code));
  const isAnswered = Boolean(letter?.status && letter.status !== SENT);
  const mayDecide = Boolean(person.visit) && !person.guest && !isAnswered;
  const saved = (words) => {
    setDone(words);
    scrollTo(0, 0);
  };
  return html`<${Screen} title=${`Rujuk ${person.name}`} lead=${lead} back=${back}>
    <div class="stack">
      <div role="status">${done && html`<${Alert} level="baik"><p>${done}</p><//>`}</div>
      ${letter && html`<${Letter} letter=${letter} proposals=${proposals} choices=${day.pack.choices} />`}
      <${Declined} proposals=${open} person=${person} />
      ${person.guest && html`<${Alert} level="perhatian"><p>${GUEST}</p><//>`}
      ${isAnswered && html`<${Alert}><p>${ANSWERED}</p><//>`}
      ${
        !person.visit &&
        html`<${Empty}
          icon="clipboard2-pulse"
          title="Belum ada kunjungan hari ini."
          text="Catat dulu apa yang ditemukan, lalu rujuk dari sini."
          href=${to("langkah/2")}
          action="Isi langkah 2"
        />`
      }
      ${mayDecide && html`<${Decide} key=${`${on.length}`} ...${{ day, person, letter, open }} onSaved=${saved} />`}
    </div>
  <//>`;
}

/** What was decided against, and why. */
function Declined({ proposals, person }) {
  const rows = (person.visit?.declined ?? [])
    .map(([code, reason]) => ({ reason, proposal: proposals.find((each) => each.code === code) }))
    .filter(({ proposal }) => proposal);
  return (
    rows.length > 0 &&
    html`<section class="card-panel stack" aria-labelledby="tidak-dirujuk">
      <h2 class="panel-title" id="tidak-dirujuk">Tidak dirujuk</h2>
      <ul class="plain-list">
        ${rows.map(
          ({ proposal, reason }) =>
            html`<li key=${proposal.code}>
              <div class="decided">
                <div>${proposal.reason}</div>
                <div class="quiet small-text">${reason}</div>
              </div>
            </li>`,
        )}
      </ul>
    </section>`
  );
}

function Decide({ day, person, letter, open, onSaved }) {
  const { choices } = day.pack;
  const usual = usualOf(letter, open, choices);
  const declined = Object.fromEntries(
    (person.visit.declined ?? []).map(([code, words]) => [code, { ...UNDECIDED, choice: DECLINE, words }]),
  );
  const begin = { rows: {}, own_reason: "", ...usual };
  const { value: typed, isReady, change, drop } = useDraft(`rujuk ${day.session.id} ${person.id}`, begin);
  const { save, problem, isSaving } = useSave();
  const [errors, setErrors] = useState(/** @type {Object<string, string>} */ ({}));
  const set = (part) => {
    setErrors({});
    change({ ...typed, ...part });
  };
  const send = (all) => async (event) => {
    event.preventDefault();
    const rows = all ? referAll(typed.rows, open, declined) : typed.rows;
    const now = { ...typed, rows };
    const wrong = wrongOf(now, open);
    setErrors(wrong);
    if (Object.keys(wrong).length) {
      return;
    }
    const told = sentOf(now, open, letter, usual);
    if (await save(() => store(day, person, now, open, told))) {
      change(begin);
      await drop();
      onSaved(
        told
          ? "Rujukan tersimpan di HP ini. Nomor suratnya terbit sesudah terkirim."
          : "Keputusan tersimpan di HP ini.",
      );
    }
  };
  if (!isReady) {
    return html`<p class="quiet" role="status">Membuka…</p>`;
  }
  const wrong = [errors[""], problem].filter(Boolean);
  return html`<form class="card-panel stack" novalidate onSubmit=${send(false)}>
    <h2 class="panel-title">${open.length ? "Usul rujukan" : "Rujuk dengan alasan sendiri"}</h2>
    <div role="alert">${wrong.length > 0 && html`<${Alert} level="rujuk"><p>${wrong.join(" ")}</p><//>`}</div>
    ${open.map((proposal) => html`<${Row} key=${proposal.code} ...${{ proposal, typed, declined, set, choices, errors }} />`)}
    <${LetterFields} ...${{ typed, set, choices, letter, isOpen: open.length === 0 }} />
    ${isShut(day) && html`<p class="quiet">Hari ini sudah ditutup; rujukan tetap bisa dibuat.</p>`}
    <div class="actions">
      <button class="btn btn-primary btn-lg" disabled=${isSaving}>${icon("check2")} Simpan keputusan</button>
      ${
        open.length > 1 &&
        html`<button type="button" class="btn btn-outline-primary btn-lg" disabled=${isSaving} onClick=${send(true)}>
          ${icon("send")} Rujuk untuk semua alasan
        </button>`
      }
    </div>
    ${open.length > 0 && html`<p class="quiet">Ini usul dari hasil ukur. Bidan atau petugas yang memutuskan.</p>`}
  </form>`;
}

/** What was not chosen is referred. */
function referAll(rows, open, declined) {
  const missing = open.filter(({ code }) => !rows[code]?.choice && !declined[code]);
  return { ...rows, ...Object.fromEntries(missing.map(({ code }) => [code, { ...UNDECIDED, choice: REFER }])) };
}

async function store(day, person, typed, open, told) {
  for (const { code } of open) {
    const row = typed.rows[code];
    if (row?.choice === DECLINE) {
      await declineProposal(day, person, code, reasonOf(row));
    }
  }
  if (told) {
    await saveLetter(day, person, told);
  }
}

function Row({ proposal, typed, declined, set, choices, errors }) {
  const { code, reason } = proposal;
  const error = errors[code] ?? "";
  const row = typed.rows[code] ?? declined[code] ?? UNDECIDED;
  const change = (part) => set({ rows: { ...typed.rows, [code]: { ...row, ...part } } });
  const id = `usul_${code.replaceAll(/[^\p{L}\d]+/gu, "-")}`;
  return html`<div class="decide">
    <fieldset class="field choice" id=${id}>
      <legend class="decide-title">
        ${icon("exclamation-octagon-fill")}
        <span><strong>${headingOf(proposal, choices)}</strong> ${reason}</span>
      </legend>
      <div class="choice-options">
        ${CHOICES.map(
          ([value, words]) =>
            html`<label class="choice-option" key=${value}
              ><input
                type="radio"
                class="form-check-input"
                name=${id}
                value=${value}
                checked=${row.choice === value}
                onChange=${() => change({ choice: value })}
              />
              <span>${words}</span></label
            >`,
        )}
      </div>
    </fieldset>
    ${
      row.choice === DECLINE &&
      html`<div class="decide-why">
        <${SelectField}
          name=${`${id}-mengapa`}
          label="Mengapa tidak dirujuk"
          choices=${[["", "Pilih alasannya"], ...choices.declined.map((words) => [words, words])]}
          value=${row.usual}
          onChange=${(usual) => change({ usual })}
        />
        <${TextField}
          name=${`${id}-kata`}
          label="Atau dengan kata sendiri"
          optional
          maxLength=${160}
          value=${row.words}
          onInput=${(words) => change({ words })}
        />
        <${FieldFoot} id=${id} errors=${error ? [error] : []} />
      </div>`
    }
  </div>`;
}

function LetterFields({ typed, set, choices, letter, isOpen }) {
  const text = (name) => (value) => set({ [name]: value });
  return html`<details class="decide-letter" open=${isOpen}>
    <summary>
      ${icon("chevron-right")}
      <span
        ><strong>Surat rujukan</strong>
        <span class="quiet">ke ${headingOf(typed, choices)}. Ketuk untuk mengubah.</span></span
      >
    </summary>
    <div class="stack">
      ${letter && html`<p class="quiet">Alasan ditambahkan ke surat yang sudah ada.</p>`}
      <${TextField}
        name="own_reason"
        label="Alasan lain"
        help="Alasan Ibu sendiri, bila tidak ada di usul. Misalnya ibu tampak sangat pucat."
        optional=${!isOpen}
        maxLength=${200}
        value=${typed.own_reason}
        onInput=${text("own_reason")}
      />
      <${ChoiceField}
        name="destination"
        label="Dirujuk ke"
        choices=${choices.destinations}
        value=${typed.destination}
        onChange=${text("destination")}
      />
      <${TextField}
        name="destination_name"
        label="Nama tempatnya"
        optional
        maxLength=${120}
        value=${typed.destination_name}
        onInput=${text("destination_name")}
      />
      <${ChoiceField}
        name="urgency"
        label="Seberapa cepat"
        choices=${choices.urgencies}
        value=${typed.urgency}
        onChange=${text("urgency")}
      />
      <${TextField}
        name="note"
        label="Keterangan"
        help=${`Tercetak di surat, jadi jangan tulis hal yang rahasia.${letter ? " Menggantikan keterangan yang ada." : ""}`}
        optional
        maxLength=${300}
        value=${typed.note}
        onInput=${text("note")}
      />
    </div>
  </details>`;
}
