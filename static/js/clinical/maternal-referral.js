// Why a pregnant or postpartum woman is sent on, and what is said to her (HML-08; visits/rules/maternal_referral.py).
import { worstUrgency } from "./danger-signs.js";
import { armColour, maternalPressure } from "./maternal-risk.js";
import { numberText } from "./numbers.js";
import { filled } from "./texts.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {import("./advice.js").Finding} Finding
 * @typedef {{reason: string, text: string, urgency: string, rule: string}} MaternalReferral
 *
 * @typedef {object} MotherCheck what the card asks; null or left out = not measured, not asked
 * @property {boolean|null} [followsCurve]
 * @property {Measure|null} [muacCm]
 * @property {number|null} [systolic] mmHg
 * @property {number|null} [diastolic] mmHg
 * @property {number|null} [tuberculosisSigns] Ya out of the four questions
 * @property {boolean} [closeContact]
 * @property {import("./danger-signs.js").DangerSign[]} [signs]
 * @property {boolean|null} [pressureFollowsCurve]
 * @property {boolean|null} [takesIronDaily]
 * @property {boolean|null} [eatsExtraDaily]
 * @property {boolean|null} [attendsClass]
 * @property {string|null} [vitaminA]
 * @property {boolean|null} [breastfeeds]
 * @property {boolean|null} [usesContraception]
 * @property {string[]} [risks] answer of fourT
 */

/**
 * All reasons to refer, in the order of the card; what was not measured raises none (HML-08).
 * @param {MotherCheck} check
 * @param {Rules} rules
 * @returns {MaternalReferral[]}
 */
export function maternalReferrals(check, rules) {
  const { muacCm = null, systolic = null, diastolic = null, tuberculosisSigns = null, closeContact = false, signs = [] } = check;
  const { refer_from: referFrom, contact_refers: contactRefers } = rules.rows("tuberculosis");
  const tuberculosis = tuberculosisSigns !== null && tuberculosisSigns >= referFrom;
  const pressure = maternalPressure(systolic, diastolic, rules);
  /** @type {[string, boolean, string][]} */
  const triggers = [
    ["kurva BB", check.followsCurve === false, ""],
    ["LiLA merah", armColour(muacCm, rules) === "merah", muacCm === null ? "" : numberText(muacCm)],
    ["kurva TD", check.pressureFollowsCurve === false && !pressure?.startsWith("merah"), ""],
    ["TD merah", pressure === "merah", `${systolic}/${diastolic}`],
    ["TD merah segera", pressure === "merah_segera", `${systolic}/${diastolic}`],
    ["TBC", tuberculosis, String(tuberculosisSigns)],
    ["kontak TBC", !tuberculosis && closeContact && contactRefers === "ya", ""],
    ["tanda bahaya", signs.length > 0, signs.map((sign) => sign.text).join("; ")],
  ];
  const rows = rules.rows("maternal_advice").referrals;
  return triggers
    .filter(([, holds]) => holds)
    .map(([reason, , value]) => ({
      reason,
      text: filled(rows[reason].text, { value }),
      urgency: (reason === "tanda bahaya" && worstUrgency(signs)) || rows[reason].urgency,
      rule: rows[reason].rule,
    }));
}

/**
 * The sentence about one result, e.g. ("tetanus", "T2"); null without a result or without a sentence for it.
 * @param {string} field
 * @param {string|null} label
 * @param {string} value
 * @param {Rules} rules
 * @returns {Finding|null}
 */
export function maternalFinding(field, label, value, rules) {
  const said = label === null ? undefined : rules.rows("maternal_advice").findings[field][label];
  return said ? { field, level: said.level, text: filled(said.text, { value }) } : null;
}

/**
 * One sentence for each answer of the card, in its order.
 * @param {MotherCheck} check
 * @param {Rules} rules
 * @returns {Finding[]}
 */
export function sayMother(check, rules) {
  const { muacCm = null, systolic = null, diastolic = null, risks = [] } = check;
  /** @type {[string, string|null, string][]} */
  const results = [
    ["weight_curve", yesNo(check.followsCurve), ""],
    ["muac_cm", armColour(muacCm, rules), muacCm === null ? "" : numberText(muacCm)],
    ["blood_pressure", maternalPressure(systolic, diastolic, rules), `${systolic}/${diastolic}`],
    ["iron_tablets", yesNo(check.takesIronDaily), ""],
    ["extra_food", yesNo(check.eatsExtraDaily), ""],
    ["mother_class", yesNo(check.attendsClass), ""],
    ["vitamin_a", check.vitaminA ?? null, ""],
    ["breastfeeding", yesNo(check.breastfeeds), ""],
    ["contraception", yesNo(check.usesContraception), ""],
    ...risks.map((risk) => /** @type {[string, string, string]} */ (["four_t", risk, ""])),
  ];
  return results.flatMap(([field, label, value]) => maternalFinding(field, label, value, rules) ?? []);
}

/** @param {boolean|null|undefined} answer */
function yesNo(answer) {
  return answer === null || answer === undefined ? null : answer ? "ya" : "tidak";
}
