// What was done for somebody today, in words: measures and answers, doses, services, the letter, questionnaires.
import { inWords } from "./fields.js";
import { longDate } from "./parts.js";

/**
 * @param {import("./day.js").Day} day
 * @param {import("./overlay.js").Person} person
 * @returns {[string, string][]} label and value, in the order of the day
 */
export function doneToday(day, person) {
  return [
    ...stepLine(day, person),
    ...valueLines(day, person),
    ...doseLines(day, person),
    ...person.services.map((each) => serviceLine(day, each)),
    ...letterLine(person, day.pack.choices ?? {}),
    ...declinedLines(person),
  ];
}

function stepLine({ pack }, { visit }) {
  const steps = (visit?.steps ?? []).map((number) => `${number} ${pack.steps[number]}`);
  return steps.length ? [["Langkah selesai", steps.join("; ")]] : [];
}

function valueLines(day, person) {
  const { labels = {} } = day.profile(person);
  const values = person.visit?.values ?? {};
  return Object.entries(day.pack.columns)
    .map(([name, column]) => [labels[name] ?? column.label ?? name, inWords(column, values[name], day.pack.topics)])
    .filter(([, words]) => words);
}

function doseLines(day, { doses, items }) {
  const here = new Set(
    items.filter(({ kind }) => kind === "immunisation").flatMap(({ body }) => body.doses.map(({ code }) => code)),
  );
  const rows = day.rules(null).rows("immunisation").doses;
  const labelOf = (code) => rows.find((row) => row.code === code)?.label ?? code;
  return Object.entries(doses)
    .filter(([code, on]) => on === day.session.date || here.has(code))
    .map(([code, on]) => [`Imunisasi ${labelOf(code)}`, on ? longDate(on) : "tanggal tidak diketahui"]);
}

function serviceLine({ pack }, { kind, given_on: on, quantity, detail }) {
  const about = pack.choices?.services?.[kind];
  const amount = quantity && quantity > 1 ? `${quantity} ${about?.unit ?? ""}`.trim() : "";
  const words = about?.detail?.choices?.find(([code]) => code === detail)?.[1] ?? detail;
  return [about?.label ?? "Pelayanan", [amount, words, on && longDate(on)].filter(Boolean).join(", ")];
}

function letterLine({ visit }, choices) {
  const letter = visit?.letter;
  if (!letter) {
    return [];
  }
  const word = (list, code) => (list ?? []).find(([each]) => each === code)?.[1] ?? code;
  const where = [word(choices.destinations, letter.destination), letter.destination_name || letter.place].filter(
    Boolean,
  );
  const proposed = (letter.codes ?? []).map((code) => visit.proposals?.find(([each]) => each === code)?.[1]);
  const known = (letter.reasons ?? []).map(([, text]) => text);
  const why = [...new Set([...known, ...proposed, ...(letter.own_reasons ?? [])])].filter(Boolean);
  const to = where.length ? `ke ${where.join(", ")}` : "";
  return [
    ["Surat rujukan", [letter.number, to, word(choices.urgencies, letter.urgency), ...why].filter(Boolean).join("; ")],
  ];
}

function declinedLines({ visit }) {
  const reasons = (visit?.declined ?? []).map(([, reason]) => reason).filter(Boolean);
  return reasons.length ? [["Usul rujukan tidak diikuti", reasons.join("; ")]] : [];
}
