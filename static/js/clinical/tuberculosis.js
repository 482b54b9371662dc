// Tuberculosis screening of every visit (TBC-01; visits/rules/tuberculosis.py).
import { NO, YES, reaches, readQuestionnaire, score as scoreOf } from "./questionnaire.js";

const SYMPTOMS = "gejala";
const CONTACT = "kontak";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} TuberculosisScreening a flag is null while an answer is missing that could still raise it
 * @property {number} count
 * @property {boolean} complete
 * @property {boolean|null} cardRefers the card's own rule, and the recap's
 * @property {boolean|null} suspected
 * @property {boolean|null} contact
 * @property {boolean|null} refer the proposal: the card's rule or a close contact
 * @property {string|null} advice
 */

/**
 * The four answers, any age; null when none was given.
 * @param {import("./questionnaire.js").Answers} answers
 * @param {Rules} rules
 * @returns {TuberculosisScreening|null}
 */
export function screenTuberculosis(answers, rules) {
  const rows = rules.rows("tuberculosis");
  const form = readQuestionnaire("tuberculosis", rules);
  const score = scoreOf(form, answers);
  if (!score.answered) {
    return null;
  }
  const contactItem = form.items.find(({ group }) => group === CONTACT).code;
  const onlyContactMissing = score.missing.every((code) => code === contactItem);
  const cardRefers = reaches(score.total, rows.refer_from, score.complete);
  const suspected = reaches(score.byGroup[SYMPTOMS], rows.suspected_from, onlyContactMissing);
  const contact = (answers[contactItem] ?? null) === null ? null : answers[contactItem] === YES;
  const byContact = rows.contact_refers === YES ? contact : false;
  const refer = either(cardRefers, byContact);
  const said = adviceName({ cardRefers, byContact, suspected, refer });
  const advice = said === null ? null : rows.advice[said];
  return { count: score.total, complete: score.complete, cardRefers, suspected, contact, refer, advice };
}

/**
 * The four columns of a card as answers.
 * @param {{cough: boolean|null, fever: boolean|null, weight: boolean|null, contact: boolean|null}} columns
 * @param {Rules} rules
 * @returns {import("./questionnaire.js").Answers}
 */
export function tuberculosisAnswers({ cough, fever, weight, contact }, rules) {
  const values = [cough, fever, weight, contact];
  const { items } = readQuestionnaire("tuberculosis", rules);
  return Object.fromEntries(items.map(({ code }, place) => [code, word(values[place])]));
}

/** @param {boolean|null} flag */
function word(flag) {
  if (flag === null) {
    return null;
  }
  return flag ? YES : NO;
}

/** @param {boolean|null} one @param {boolean|null} other @returns {boolean|null} */
function either(one, other) {
  if (one || other) {
    return true;
  }
  return one === null || other === null ? null : false;
}

/** @param {{cardRefers: boolean|null, byContact: boolean|null, suspected: boolean|null, refer: boolean|null}} found */
function adviceName({ cardRefers, byContact, suspected, refer }) {
  if (cardRefers) {
    return "refer";
  }
  if (byContact) {
    return "contact";
  }
  if (suspected) {
    return "suspected";
  }
  return refer === null ? null : "none";
}
