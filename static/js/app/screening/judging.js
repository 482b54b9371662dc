// What the answers of a questionnaire mean, on the phone as on the server (visits/screenings/judging.py, reading.py).
import { assessHeeadsss, proposedProblems } from "../../clinical/adolescent.js";
import { ageOn } from "../../clinical/dates.js";
import { ChecklistResult, judgeChecklist } from "../../clinical/development.js";
import { assessAks } from "../../clinical/independence.js";
import { assessPuma } from "../../clinical/lung.js";
import { assessSrq20 } from "../../clinical/mental-health.js";
import { YES, readQuestionnaire } from "../../clinical/questionnaire.js";
import { assessSkilas } from "../../clinical/skilas.js";

/**
 * @typedef {import("../../clinical/questionnaire.js").Rules} Rules
 * @typedef {Object<string, string>} Answers by item; of HEEADSSS also "masalah:…", the interviewer's own judgement
 * @typedef {{complete: boolean, score: number|null, level: string, parts: Object<string, any>, refers: boolean|null,
 *   alarm: boolean}} Judgement of an unfinished form only what no further answer can change
 * @typedef {{level: string, word: string, figure: string, text: string, isAlarm: boolean}} Outcome
 * @typedef {{key: string, answers: Answers, person: {sex: string, birth_date: string}, day: string}} Asked
 *   key: of the form in the package, "development:9-12bl"; day: of the visit
 */

/** Before the answer that the interviewer's judgement is about. */
export const PROBLEM = "masalah:";
/** What is called out to whoever asked and may know. */
export const ALARM = "Panggil petugas kesehatan sekarang";
const UNFINISHED = "Belum semua pertanyaan dijawab. Lanjutkan bila orangnya bersedia.";
const NOTHING = { complete: false, score: null, level: "", parts: {}, refers: null, alarm: false };

/** @param {string} key as in the package @returns {string} what the server calls the form */
export function formOf(key) {
  return key.split(":")[0];
}

/**
 * @param {Asked} asked
 * @param {Rules} rules of the day
 * @returns {Judgement}
 * @throws {import("../../clinical/questionnaire.js").AnswersRefused}
 */
export function judged(asked, rules) {
  return { ...NOTHING, ...JUDGES[formOf(asked.key)](asked, rules) };
}

const JUDGES = {
  srq20({ answers }, rules) {
    const found = assessSrq20(answers, rules);
    if (!found) {
      return NOTHING;
    }
    const { score, complete, outcome, urgent } = found;
    const refers = outcome === null ? null : outcome === rules.rows("srq20").abnormal;
    return { complete, score: outcome === null ? null : score, level: outcome ?? "", refers, alarm: urgent };
  },
  puma({ answers, person, day }, rules) {
    const ageYears = ageOn(person.birth_date, day).years;
    const found = assessPuma({ sex: person.sex, ageYears, answers }, rules);
    return found ? counted(found, found.score) : NOTHING;
  },
  heeadsss({ answers }, rules) {
    const found = assessHeeadsss(problemsOf(answers, rules), rules);
    return found ? { ...counted(found, found.problems.length), alarm: found.urgent } : NOTHING;
  },
  aks({ answers }, rules) {
    const found = assessAks(answers, rules);
    if (!found) {
      return NOTHING;
    }
    const { score, level, category, label, refer: refers } = found;
    return { complete: true, score, level, parts: { category, label }, refers };
  },
  skilas({ answers }, rules) {
    const found = assessSkilas(answers, rules);
    return found ? { ...counted(found, found.problems.length), parts: found.domains } : NOTHING;
  },
  development({ key, answers }, rules) {
    const given = sheetItems(key, rules).map((code) => answers[code] ?? null);
    const result = judgeChecklist(given.map((answer) => (answer === null ? null : answer === YES)));
    const refers = result === null ? null : result === ChecklistResult.INCOMPLETE;
    const complete = given.length > 0 && !given.includes(null);
    return { complete, level: result ?? "", parts: { sheet: key.split(":")[1] }, refers };
  },
};

/** A score counts once no further answer can change what it means. */
function counted({ complete, refer }, score) {
  return { complete, score: refer === null ? null : score, refers: refer };
}

/** Whoever spoke with the young person knows better than the prompt; only a wish to die is never judged away. */
function problemsOf(answers, rules) {
  const entries = Object.entries(answers);
  const plain = Object.fromEntries(entries.filter(([code]) => !code.startsWith(PROBLEM)));
  const problems = proposedProblems(plain, rules);
  const alarming = readQuestionnaire("heeadsss", rules)
    .items.filter(({ alert }) => alert)
    .map(({ code }) => code);
  for (const [name, answer] of entries.filter(([code, value]) => code.startsWith(PROBLEM) && value)) {
    const code = name.slice(PROBLEM.length);
    if (!alarming.includes(code)) {
      problems[code] = answer === YES;
    }
  }
  return problems;
}

/** The codes of a checklist's questions; one for the whole sheet where its questions are only in the book. */
function sheetItems(key, rules) {
  const code = key.split(":")[1];
  const sheet = rules.rows("development").sheets.find((each) => each.sheet === code);
  const names = sheet?.items.length ? sheet.items.map((_, place) => place + 1) : ["lengkap"];
  return sheet ? names.map((name) => `${code}.${name}`) : [];
}

/**
 * The result in words, in full, for whoever asked the questions.
 * @param {string} key
 * @param {Judgement} found
 * @param {Rules} rules
 * @param {boolean} isPrivate
 * @returns {Outcome}
 */
export function outcomeOf(key, found, rules, isPrivate = false) {
  if (found.refers === null) {
    return { level: "perhatian", word: "Belum lengkap", figure: "", text: UNFINISHED, isAlarm: false };
  }
  const kept = isPrivate ? "Normal" : "Baik";
  const more = found.complete ? "" : ` ${UNFINISHED}`;
  return {
    level: found.refers ? "rujuk" : "baik",
    word: found.refers ? "Perlu dirujuk" : kept,
    figure: FIGURES[formOf(key)](found, rules),
    text: adviceOf(formOf(key), found, rules) + more,
    isAlarm: found.alarm,
  };
}

const FIGURES = {
  srq20: ({ score }) => `Skor ${score} dari 20`,
  puma: ({ score }) => `Skor ${score} dari 9`,
  heeadsss: ({ score }) => `${score} masalah dari 8`,
  aks: ({ score, level, parts }) =>
    `Skor ${score} dari 20, ${parts.label.toLowerCase()} (${level}), kategori ${parts.category}`,
  skilas({ parts }, rules) {
    const labels = rules.rows("skilas").group_labels;
    const names = Object.keys(labels)
      .filter((name) => parts[name])
      .map((name) => labels[name].toLowerCase());
    const text = names.join(", ") || "tidak ada masalah";
    return text[0].toUpperCase() + text.slice(1);
  },
  development: ({ level }) => level,
};

function adviceOf(form, { level, alarm, refers }, rules) {
  if (form === "aks") {
    return rules.rows("aks").levels.find((row) => row.level === level)?.advice ?? "";
  }
  const { advice } = rules.rows(form);
  if (form === "development") {
    return advice[level].text;
  }
  if (alarm) {
    return advice.urgent;
  }
  if (form === "srq20") {
    return advice[level];
  }
  const kept = form === "puma" ? "low" : "none";
  return advice[refers ? "refer" : kept];
}
