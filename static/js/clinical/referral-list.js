// The list that the proposals of one card are collected in (visits/rules/referral).
import { bloodPressureCode, childExceeds } from "./blood-pressure.js";
import { classifyRandomGlucose, glucoseCode } from "./blood-sugar.js";
import { URGENCIES, worstUrgency } from "./danger-signs.js";
import { numberText } from "./numbers.js";
import { filled } from "./texts.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} Proposal one reason to send somebody on
 * @property {string} code as it is stored and counted
 * @property {string} reason
 * @property {string} urgency
 * @property {string} destination
 * @property {string} ruleId
 * @property {boolean} isPrivate shown only to those who may see it
 */

/** Collects the proposals of one card in the order of the card. */
export class Proposals {
  /** @param {Rules} rules */
  constructor(rules) {
    this.rules = rules;
    this.rows = rules.rows("referral");
    /** @type {Proposal[]} */
    this.found = [];
  }

  /** @param {string} code @param {Object<string, any>} [values] @param {{urgency?: string, destination?: string}} [how] */
  add(code, values = {}, how = {}) {
    const row = this.rows.reasons[code];
    const urgency = how.urgency ?? this.rows.urgency_by_label[values.label] ?? row.urgency;
    this.found.push({
      code,
      reason: filled(row.text, values),
      urgency,
      destination: how.destination ?? row.destination,
      ruleId: row.rule,
      isPrivate: row.private ?? false,
    });
  }

  /** @param {any} applies @param {string} code @param {Object<string, any>} [values] */
  addIf(applies, code, values = {}) {
    if (applies) {
      this.add(code, values);
    }
  }

  /** The loudest first, otherwise in the order of the card. */
  sorted() {
    return [...this.found].sort((one, other) => URGENCIES.indexOf(other.urgency) - URGENCIES.indexOf(one.urgency));
  }

  z(index, z) {
    return z === null || z === undefined ? "" : filled(this.rows.z_value, { index, z: numberText(z) });
  }

  value(kind, value) {
    return value === null || value === undefined ? "" : filled(this.rows[kind], { value: numberText(value) });
  }

  danger(signs) {
    const urgency = worstUrgency(signs);
    if (urgency !== null) {
      const destination = this.rows.destination_by_urgency[urgency];
      this.add("tanda bahaya", { signs: signs.map(({ text }) => text).join("; ") }, { urgency, destination });
    }
  }

  gain(gain, run) {
    if (gain?.status !== "T") {
      return;
    }
    let grams = "";
    if (gain.gainG !== null) {
      const text = gain.gainG < 0 ? this.rows.lost_value : this.rows.grams_value;
      grams = filled(text, { grams: Math.abs(gain.gainG), minimum: gain.minimumGainG ?? 0 });
    }
    const isRun = run >= this.rules.rows("weight_gain").run_that_refers;
    this.add(isRun ? "2T" : "T", { run, grams });
  }

  tuberculosis(screened) {
    const limits = this.rules.rows("tuberculosis");
    const { count = null, closeContact = false } = screened ?? {};
    if (count !== null && count >= limits.refer_from) {
      this.add("TBC", { count });
    } else {
      this.addIf(closeContact && limits.contact_refers === "ya", "kontak TBC");
    }
  }

  pressure(systolic, diastolic, ageYears, sex = null) {
    const code = bloodPressureCode(systolic, diastolic, ageYears, this.rules);
    if (code === "T") {
      const { urgent } = this.rules.rows("blood_pressure");
      const crisis = systolic >= urgent.systolic || diastolic >= urgent.diastolic;
      this.add(crisis ? "TD sangat tinggi" : "TD", { systolic, diastolic });
    } else if (code && sex) {
      this.addIf(childExceeds(sex, ageYears, systolic, diastolic, this.rules), "TD anak", { systolic, diastolic });
    }
  }

  /** A mother's own reasons, each to where its urgency says (HML-08). */
  maternal(referrals) {
    for (const { reason: code, text, urgency, rule } of referrals) {
      const destination = this.rows.destination_by_urgency[urgency];
      this.found.push({ code, reason: text, urgency, destination, ruleId: rule, isPrivate: false });
    }
  }

  glucose(mgDl) {
    const high = glucoseCode(classifyRandomGlucose(mgDl, this.rules), this.rules) === "T";
    this.addIf(high, "gula darah", { value: mgDl === null ? "" : numberText(mgDl) });
  }

  senses({ rightEye, leftEye, rightEar, leftEar }) {
    const { disturbed } = this.rules.rows("senses");
    const { right, left } = this.rows.sides;
    for (const [code, onRight, onLeft] of [["mata", rightEye, leftEye], ["telinga", rightEar, leftEar]]) {
      const sides = [...(onRight === disturbed ? [right] : []), ...(onLeft === disturbed ? [left] : [])];
      this.addIf(sides.length, code, { sides: sides.join(this.rows.and) });
    }
  }

  srq(score) {
    this.addIf(score !== null && score >= this.rules.rows("srq20").refer_from, "SRQ-20", { score });
  }

  elderly({ aksScore = null, aksLabel = "", skilasProblems = [] }) {
    const low = aksScore !== null && aksScore < this.rules.rows("aks").refer_below;
    this.addIf(low, "AKS", { score: aksScore, label: aksLabel.toLowerCase() });
    const skilas = this.rules.rows("skilas");
    // A domain by its code is told by its name; other words stay as they are.
    const domains = skilasProblems.map((each) => (skilas.group_labels[each] ?? each).toLowerCase());
    this.addIf(domains.length >= skilas.refer_from, "SKILAS", { domains: domains.join(", ") });
  }
}
