// One step of one person, or the whole card: what templates/visits/entry.html is on the server.
import { useDraft } from "../drafts.js";
import { check, standing } from "../entry-check.js";
import { focusFirst, hintOf, onEnter } from "../entry-keys.js";
import { Buttons, NoQuestions, Reason, Restored, Section, StepBar, Summary } from "../entry-parts.js";
import { FULL, failure, pathAfter, problemsOf, shownErrors, store } from "../entry-save.js";
import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { Alert, Back, Screen, ageText } from "../parts.js";
import { Findings, ProposalLines } from "../results.js";
import { go, toPerson } from "../router.js";

const TYPING_MS = 300;
const LAST_STEP = 5;
const SEXES = { L: "Laki-laki", P: "Perempuan" };
const MOTHERS = { hamil: "Ibu hamil", nifas: "Ibu nifas", menyusui: "Ibu menyusui" };
const NONE = { typed: {}, seen: {}, sure: {}, reason: "" };
/** @type {import("../entry-save.js").Told} */
const NOTHING = { kind: "", problems: [] };

/**
 * @typedef {import("../day.js").Day} Day
 * @typedef {import("../overlay.js").Person} Person
 * @typedef {import("../entry-save.js").Entry} Entry
 */

/** @param {{day: Day, person: Person, route: import("../router.js").Route}} props */
export function EntryScreen({ day, person, route }) {
  const step = Number(route.part || 0);
  const { session } = day;
  const back = html`<${Back} href=${`#/hari/${session.id}`} label=${session.posyandu_name} />`;
  const head = { title: person.name, lead: leadOf(day, person), back };
  const draft = useDraft(`langkah ${session.id} ${person.id} ${step}`);
  if (!(step >= 0 && step <= LAST_STEP)) {
    return html`<${Screen} ...${head}><p>Langkah ini tidak ada.</p><//>`;
  }
  if (session.closed && !session.may_correct) {
    return html`<${Screen} ...${head}><${Closed} day=${day} person=${person} /><//>`;
  }
  if (!draft.isReady) {
    return html`<${Screen} ...${head}><p class="quiet" role="status">Membuka…</p><//>`;
  }
  return html`<${Filling} day=${day} person=${person} step=${step} head=${head} draft=${draft} />`;
}

function Closed({ day, person }) {
  return html`<div class="stack">
    <${Alert} level="perhatian">
      <p>Hari buka ini sudah ditutup. Mintalah bidan atau Puskesmas untuk memperbaikinya.</p>
    <//>
    ${person.visit &&
    html`<a class="btn btn-outline-primary" href=${toPerson(day.session.id, person, "hasil")}>Lihat hasilnya</a>`}
  </div>`;
}

/** @param {Day} day @param {Person} person */
function leadOf(day, person) {
  const mother = MOTHERS[day.profile(person).mother];
  const parts = [SEXES[person.sex], ageText(person.birth_date, day.session.date), mother];
  return [...parts, person.mother_name && `anak Ibu ${person.mother_name}`].filter(Boolean).join(" · ");
}

/** The latest value that has stood still for a moment. */
function useStill(value) {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return still;
}

/** What is typed, and how it is changed; every change is kept on the phone. */
function useEntry(person, draft) {
  const [entry, setEntry] = useState(/** @type {Entry} */ (draft.found ?? NONE));
  const [restored, setRestored] = useState(draft.found?.at ?? 0);
  const put = (changes) => {
    const now = { ...entry, ...changes, at: Date.now() };
    setEntry(now);
    draft.keep(now);
  };
  const change = (typed) => {
    const base = person.visit?.base ?? {};
    const seen = Object.fromEntries(Object.keys(typed).map((name) => [name, base[name] ?? null]));
    put({ typed: { ...entry.typed, ...typed }, seen: { ...seen, ...entry.seen } });
  };
  const confirm = (name, text) => put({ sure: { ...entry.sure, [name]: text } });
  const drop = async () => {
    setEntry(NONE);
    setRestored(0);
    await draft.drop();
  };
  return { entry, restored, put, change, confirm, drop };
}

/** What the fields say once the typing rests, and what they hold now. */
function useChecked({ day, person, step, columns }, typed) {
  const raw = useMemo(() => standing(day, person, columns, typed), [day, person, columns, typed]);
  const still = useStill(raw);
  // A column that has just come is not yet among what stands still.
  const checked = useMemo(() => check(day, person, step, columns, { ...raw, ...still }), [day, person, step, columns, still]);
  return { raw, checked };
}

function Filling({ day, person, step, head, draft }) {
  const sections = useMemo(() => day.sections(person, step), [day, person, step]);
  const columns = useMemo(() => sections.flatMap(({ asked, folded }) => [...asked, ...folded]), [sections]);
  const about = { day, person, step, columns };
  const { entry, restored, put, change, confirm, drop } = useEntry(person, draft);
  const { raw, checked } = useChecked(about, entry.typed);
  const [told, setTold] = useState(NOTHING);
  const form = useRef(null);
  useEffect(() => void setTimeout(() => form.current && !restored && focusFirst(form.current)), []);
  // What Simpan once more would have answered is another question by now.
  useEffect(() => setTold((before) => (before.kind === "ulang" ? NOTHING : before)), [entry]);

  const save = async (target) => {
    const found = check(day, person, step, columns, raw);
    const problems = problemsOf(found, { columns, entry, session: day.session, again: told.kind === "ulang" });
    if (problems.problems.length) {
      setTold(problems);
      return;
    }
    try {
      await store({ day, person, step, entry, found });
    } catch (error) {
      setTold({ kind: "penuh", problems: [{ name: "", text: failure(error) }] });
      return;
    }
    await draft.drop();
    go(pathAfter(target, { day, person, step }));
  };
  const submit = (event) => {
    event.preventDefault();
    save(event.submitter?.name || "simpan");
  };
  const errors = shownErrors(checked.errors, entry.typed, told.kind);
  const { typed, sure } = entry;
  const drawn = { day, person, typed, raw, read: checked.values, errors, asked: checked.asked, sure, change, confirm };
  return html`<${Screen} ...${head} bottom=${html`<${Buttons} step=${step} />`}>
    <${StepBar} day=${day} person=${person} step=${step} />
    <form id="ukur" class="stack-lg" novalidate ref=${form} onSubmit=${submit} onKeyDown=${onEnter} onFocusIn=${hintOf}>
      <${Summary} told=${told} columns=${columns} />
      ${restored > 0 && html`<${Restored} at=${restored} drop=${drop} />`}
      ${draft.isFull && html`<${Alert} level="rujuk"><p>${FULL}</p><//>`}
      ${sections.length === 0 && html`<${NoQuestions} person=${person} step=${step} />`}
      ${sections.map((section) => html`<${Section} form=${drawn} section=${section} save=${save} key=${section.step} />`)}
      ${day.session.closed && html`<${Reason} value=${entry.reason} onInput=${(reason) => put({ reason })} />`}
      <section id="hasil" class="stack" aria-live="polite">
        ${mayTell(person, step, entry) &&
        html`<${Findings} judged=${checked.judged} /><${ProposalLines} proposals=${checked.judged.proposals} />`}
      </section>
    </form>
  <//>`;
}

/** Nothing is said while nothing is known. */
function mayTell(person, step, { typed }) {
  return Object.keys(typed).length > 0 || (Boolean(person.visit) && [0, 2, 3].includes(step));
}
