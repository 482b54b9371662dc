// What a person's values of the day mean, all cards together: what visits/results.py and visits/proposals.py say of a
// stored visit, judged on the phone. What the private questionnaires say is not here, and not on the phone.
import { LEVELS, besideQuestions } from "../clinical/advice.js";
import { classifyHaemoglobin } from "../clinical/anaemia.js";
import { URGENCIES } from "../clinical/danger-signs.js";
import { ageOn } from "../clinical/dates.js";
import { judgeChecklist } from "../clinical/development.js";
import { ASK, REFUSE } from "../clinical/doubts-card.js";
import { assessAks } from "../clinical/independence.js";
import { assessPuma } from "../clinical/lung.js";
import { allows, rangesOf } from "../clinical/plausibility.js";
import { YES } from "../clinical/questionnaire.js";
import { proposeAdult, proposeChild, proposeMother, proposeSchoolAge } from "../clinical/referral.js";
import { assessSkilas } from "../clinical/skilas.js";
import { screenTuberculosis } from "../clinical/tuberculosis.js";
import { judgeVisit } from "../clinical/visit.js";
import { answeredFindings, signsOf } from "./answered.js";

const PREGNANT = "hamil";
/** What the mothers' card judges by its own limits, so that the card of her age is silent about it. */
const SAID_BY_MOTHER = [
  ...["TD", "TD sangat tinggi", "TD anak", "TBC", "kontak TBC"],
  ...["kurva BB", "kurva TD", "LiLA merah", "TD merah", "TD merah segera", "tanda bahaya"],
];
/** Reasons that a questionnaire which the server has may have given; its answers do not come to the phone. */
const OF_QUESTIONNAIRES = { PUMA: "puma", AKS: "aks", SKILAS: "skilas" };

/**
 * @typedef {import("./day.js").Day} Day
 * @typedef {import("./overlay.js").Person} Person
 * @typedef {import("../clinical/referral-list.js").Proposal} Proposal
 * @typedef {import("../clinical/visit.js").Judgement} Judgement
 */

/**
 * What judgeVisit is given about somebody of the day.
 * @param {Day} day
 * @param {Person} person
 * @param {Object<string, any>} values as in the package; null = not measured
 * @param {string[]} kept unlikely values that were measured again
 */
export function givenOf(day, person, values, kept = []) {
  const { card, mother } = day.profile(person);
  const before = person.previous;
  const weighings = (person.growth ?? []).filter((row) => card === "child" && (row[1] ?? null) !== null);
  return {
    card,
    person: {
      sex: person.sex,
      birth_date: person.birth_date,
      gestation_days: person.gestation_days ?? null,
      pregnant: mother === PREGNANT,
    },
    day: day.session.date,
    measures: values,
    previous: before?.compare ? (before.values ?? {}) : null,
    previous_day: before?.day ?? null,
    weighings: weighings.map(([on, kg]) => ({ day: on, kg })),
    kept,
  };
}

/**
 * Questions, findings, scores, small print and proposals of these values, the loudest first.
 * @param {Day} day
 * @param {Person} person
 * @param {Object<string, any>} [values] those of the visit of the day where none are given
 * @param {{kept?: string[]}} [how] kept: fields that were measured again and are true; null = all of them
 * @returns {Judgement}
 */
export function judge(day, person, values = person.visit?.values ?? {}, { kept = null } = {}) {
  const rules = day.rules(person);
  const given = givenOf(day, person, values, kept ?? Object.keys(values));
  const judged = judgeVisit(given, rules);
  const card = cardOf(given, accepted(given, judged.questions, rules), person, day.profile(person).mother);
  const asked = judged.questions.filter(({ severity }) => severity === ASK).map(({ field }) => field);
  const answered = besideQuestions(answeredFindings(card, rules), asked, rules);
  const findings = [...judged.findings, ...answered];
  findings.sort((one, other) => LEVELS.indexOf(other.level) - LEVELS.indexOf(one.level));
  return { ...judged, findings, proposals: proposalsOf(card, judged.proposals, day, person, rules) };
}

/**
 * Whom to send on and why, of the visit as it is known here, without what was declined with a reason.
 * @param {Day} day
 * @param {Person} person
 * @returns {Proposal[]}
 */
export function openProposals(day, person) {
  const declined = (person.visit?.declined ?? []).map(([code]) => code);
  return judge(day, person).proposals.filter(({ code }) => !declined.includes(code));
}

/** The values without those that nobody can have. */
function accepted({ card, measures }, questions, rules) {
  const refused = questions.filter(({ severity }) => severity === REFUSE).map(({ field }) => field);
  const possible = rangesOf(card, rules);
  const stays = ([name, value]) =>
    !isNone(value) && !refused.includes(name) && (!(name in possible) || allows(card, name, value, rules));
  return Object.fromEntries(Object.entries(measures).filter(stays));
}

function isNone(value) {
  return value === null || value === undefined || value === "";
}

/**
 * @typedef {object} Card everything that is known of one visit, as the rules ask for it
 * @property {"child"|"school_age"|"adult"} card
 * @property {string} mother state, "" where she is none
 * @property {boolean} pregnant
 * @property {string} sex
 * @property {import("../clinical/dates.js").Age} age
 * @property {Object<string, any>} values
 */

/** @returns {Card} */
function cardOf({ card, person, day }, values, { birth_date: birth }, mother) {
  return { card, mother, pregnant: person.pregnant, sex: person.sex, age: ageOn(birth, day), values };
}

/** @param {Card} card @param {Proposal[]} measured @returns {Proposal[]} */
function proposalsOf(card, measured, day, person, rules) {
  const ofCard = byLoudness([...measured, ...furtherProposals(card, day, person, rules)]);
  if (!card.mother) {
    return withQuestionnaires(ofCard, person);
  }
  const rest = withQuestionnaires(ofCard, person).filter(({ code }) => !SAID_BY_MOTHER.includes(code));
  return byLoudness([...motherProposals(card, rules), ...rest]);
}

function byLoudness(proposals) {
  return [...proposals].sort((one, other) => URGENCIES.indexOf(other.urgency) - URGENCIES.indexOf(one.urgency));
}

/** What the card sends on for beside its measures, in the order of the card. @param {Card} card */
function furtherProposals(card, day, person, rules) {
  const tuberculosis = tuberculosisOf(card.values, rules);
  if (card.card === "child") {
    return proposeChild({ developmentComplete: developmentOf(card, day, person), tuberculosis }, rules);
  }
  const further = { sex: card.sex, ageYears: card.age.years, tuberculosis, senses: sensesOf(card.values) };
  if (card.card === "school_age") {
    const haemoglobinGDl = card.values.haemoglobin_g_dl ?? null;
    const { sex, age, pregnant } = card;
    const found = classifyHaemoglobin({ sex, months: age.months, pregnant, gDl: haemoglobinGDl }, rules);
    return proposeSchoolAge({ ...further, anaemia: found?.category ?? null, haemoglobinGDl }, rules);
  }
  return proposeAdult({ ...further, ...askedOf(card, person, rules) }, rules);
}

/** @param {Card} card */
function motherProposals({ card, values }, rules) {
  const { weight_on_curve: followsCurve = null, pressure_on_curve: pressureFollowsCurve = null } = values;
  const hasBody = card !== "child";
  const body = hasBody ? values : {};
  const check = {
    followsCurve,
    pressureFollowsCurve,
    muacCm: body.muac_cm ?? null,
    systolic: body.systolic ?? null,
    diastolic: body.diastolic ?? null,
    tuberculosis: hasBody ? tuberculosisOf(values, rules) : null,
  };
  return proposeMother(check, rules);
}

/** How many of the four questions were answered Ya, and whether contact was one of them. */
function tuberculosisOf(values, rules) {
  const screened = screenTuberculosis(signsOf(values, rules), rules);
  return { count: screened?.count ?? null, closeContact: values.tb_contact ?? null };
}

function sensesOf({ eye_right: rightEye, eye_left: leftEye, ear_right: rightEar, ear_left: leftEar }) {
  return { rightEye, leftEye, rightEar, leftEar };
}

/** The checklist as it was filled here says what stands on the card, as on the server. @param {Card} card */
function developmentOf({ values }, day, person) {
  const answers = person.answers?.development;
  const key = Object.keys(person.forms ?? {}).find((each) => each.startsWith("development"));
  const items = (answers && day.pack.forms?.[key]?.items) || [];
  const given = items.map(({ code }) => (isNone(answers[code]) ? null : answers[code] === YES));
  const result = judgeChecklist(given);
  return result === null ? (values.development_complete ?? null) : result === "Lengkap";
}

/** What the open questionnaires of an adult that were filled here send on for. @param {Card} card */
function askedOf({ sex, age }, { answers = {} }, rules) {
  const puma = answers.puma ? assessPuma({ sex, ageYears: age.years, answers: answers.puma }, rules) : null;
  const aks = answers.aks ? assessAks(answers.aks, rules) : null;
  const skilas = answers.skilas ? assessSkilas(answers.skilas, rules) : null;
  const { domains = {} } = skilas ?? {};
  return {
    pumaScore: puma && puma.refer !== null ? puma.score : null,
    elderly: {
      aksScore: aks?.score ?? null,
      aksLabel: aks?.label ?? "",
      skilasProblems: Object.keys(domains).filter((name) => domains[name]),
    },
  };
}

/** What the server concluded from a questionnaire whose answers are not here. */
function withQuestionnaires(proposals, { visit, answers = {} }) {
  const theirs = (visit?.proposals ?? []).filter(
    ([code]) => OF_QUESTIONNAIRES[code] && !answers[OF_QUESTIONNAIRES[code]],
  );
  const stays = theirs.map(([code, reason, urgency, destination]) => {
    return { code, reason, urgency, destination, ruleId: "", isPrivate: false };
  });
  return stays.length ? byLoudness([...proposals, ...stays]) : proposals;
}
