// Which questionnaires belong to a person, and what is known before the first question is asked.
import { NO, YES } from "../../clinical/questionnaire.js";
import { armIsThin, measuredAnswer } from "../../clinical/skilas.js";
import { PROBLEM, formOf } from "./judging.js";

/** Letters of an answer that fits beside another one. */
const SIDE_BY_SIDE = 10;
const OF_SENSES = { eye_right: "fingers", eye_left: "fingers", ear_right: "whisper", ear_left: "whisper" };

/**
 * @typedef {{code: string, number: number, text: string, options: [string, string, number][], group?: string,
 *   note?: string, postponable?: boolean, needed_if?: [string, string|null], alert?: string}} Item
 * @typedef {{item: Item, options: [string, string][], isList: boolean, skip: string, hint: string,
 *   isJudged: boolean, problems: string[]}} Question
 *   isJudged: the interviewer may say whether it is a problem; problems: the answers that suggest one
 */

/**
 * The keys of the forms of this age, in the order they are asked; one that was asked this year too.
 * @param {import("../day.js").Day} day
 * @param {import("../day.js").Person} person
 * @returns {string[]}
 */
export function keysOf(day, person) {
  const { sex, birth_date: born } = person;
  const rows = day.pack.defaults.filter((row) => row.sex === sex && (!row.born_from || row.born_from <= born));
  const ofAge = rows.find((row) => born <= row.born_to)?.forms ?? [];
  return [...new Set([...ofAge, ...Object.keys(person.forms)])].filter((key) => day.pack.forms[key]);
}

/**
 * @param {import("../day.js").Day} day
 * @param {import("../day.js").Person} person
 * @param {string} key
 * @param {boolean} isAlone nobody is there who could judge the answers
 * @returns {Question[]}
 */
export function questionsOf(day, person, key, isAlone) {
  const { items } = day.pack.forms[key];
  const form = formOf(key);
  const { postponed, postponed_label: later } = day.rules(person).rows("questionnaires");
  const waited = items.filter(({ needed_if: hangs }) => hangs && hangs[1] === null).map((item) => item.needed_if[0]);
  const { hints } = measured(day, person, key);
  return items.map((item) => {
    const words = ([code, label, score]) => [code, form === "aks" ? `${label} (${score})` : label];
    const more = form === "skilas" && item.postponable ? [[postponed, later]] : [];
    return {
      item,
      options: [...item.options.map(words), ...more],
      isList: item.options.some(([, label]) => label.length > SIDE_BY_SIDE),
      skip: waited.includes(item.code) ? "Tidak dapat dilakukan" : "Lewati",
      hint: hints[item.code] ?? "",
      isJudged: form === "heeadsss" && !item.alert && !isAlone,
      problems: item.options.filter(([, , score]) => score > 0).map(([code]) => code),
    };
  });
}

/**
 * Until the question it hangs on is answered nobody knows, so it is asked.
 * @param {Item} item
 * @param {Object<string, string>} answers
 * @param {string} postponed the answer that means: later
 */
export function isNeeded({ needed_if: hangs }, answers, postponed) {
  const answer = hangs ? (answers[hangs[0]] ?? "") : "";
  return answer === "" || answer === postponed || answer === hangs[1];
}

/**
 * Answers as they are stored: of questions that are not needed any more none, and no judgement without its answer.
 * @param {Question[]} questions
 * @param {Object<string, string>} answers
 * @param {string} postponed
 */
export function keptAnswers(questions, answers, postponed) {
  const kept = {};
  for (const { item, isJudged } of questions) {
    const answer = answers[item.code];
    if (answer && isNeeded(item, answers, postponed)) {
      kept[item.code] = answer;
      const own = answers[PROBLEM + item.code];
      if (isJudged && own) {
        kept[PROBLEM + item.code] = own;
      }
    }
  }
  return kept;
}

/**
 * Answers that today's measures give; whoever asks may still choose another.
 * @param {import("../day.js").Day} day
 * @param {import("../day.js").Person} person
 * @param {string} key
 * @returns {{answers: Object<string, string>, hints: Object<string, string>}}
 */
export function measured(day, person, key) {
  const found = { answers: {}, hints: {} };
  const values = person.visit?.values ?? {};
  if (formOf(key) !== "skilas") {
    return found;
  }
  const rules = day.rules(person);
  if (values.muac_cm !== undefined) {
    found.answers.malnutrisi_3 = measuredAnswer(armIsThin(values.muac_cm, rules));
    found.hints.malnutrisi_3 = `Dari pengukuran hari ini: LiLA ${Number(values.muac_cm).toFixed(1).replace(".", ",")} cm.`;
  }
  const tests = {
    penglihatan_2: ["Tes hitung jari", values.eye_right, values.eye_left],
    pendengaran_1: ["Tes berbisik", values.ear_right, values.ear_left],
  };
  for (const [code, [words, right, left]] of Object.entries(tests)) {
    if (right && left) {
      found.answers[code] = [right, left].includes(rules.rows("senses").disturbed) ? YES : NO;
      found.hints[code] = `${words} hari ini: kanan ${right.toLowerCase()}, kiri ${left.toLowerCase()}.`;
    }
  }
  return found;
}

/**
 * The eyes and ears that are asked of this person, with the test of each.
 * @param {import("../day.js").Day} day
 * @param {import("../day.js").Person} person
 * @returns {{name: string, label: string, test: "fingers"|"whisper"}[]}
 */
export function sensesOf(day, person) {
  const columns = day.sections(person).flatMap(({ asked, folded }) => [...asked, ...folded]);
  return columns
    .filter(({ name }) => OF_SENSES[name])
    .map(({ name, label }) => ({ name, label, test: OF_SENSES[name] }));
}
