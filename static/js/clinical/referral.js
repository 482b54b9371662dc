// Whom to send on, why, how soon and where to: one list for every card and every home visit (visits/rules/referral).
import { maternalReferrals } from "./maternal-referral.js";
import { aboveOrangeLine, belowRedLine } from "./nutrition.js";
import { Proposals } from "./referral-list.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {import("./danger-signs.js").DangerSign} DangerSign
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {{count?: number|null, closeContact?: boolean|null}} Tuberculosis Ya of the four questions; close contact
 * @typedef {{rightEye?: string|null, leftEye?: string|null, rightEar?: string|null, leftEar?: string|null}} Senses
 * @typedef {{aksScore?: number|null, aksLabel?: string, skilasProblems?: string[]}} Elderly
 * @typedef {import("./referral-list.js").Proposal} Proposal
 */

const ORDINARY = "biasa";
const NO_ANAEMIA = "Tidak anemia";

/**
 * Proposals of the card for bayi, balita and apras (RUJUK-02, KMS-04); what was not measured proposes nothing.
 * @param {object} check lengths in cm, z-scores to 2 decimals
 * @param {import("./weight-gain.js").WeightGain|null} [check.gain]
 * @param {number} [check.notGainedRun] consecutive T up to this visit
 * @param {Measure|null} [check.weightForAgeZ]
 * @param {boolean} [check.oedema]
 * @param {string|null} [check.weightForHeight]
 * @param {Measure|null} [check.weightForHeightZ]
 * @param {string|null} [check.bmiForAge] where weight for height has no value by age
 * @param {Measure|null} [check.bmiForAgeZ]
 * @param {string|null} [check.heightForAge]
 * @param {Measure|null} [check.heightForAgeZ]
 * @param {string|null} [check.head]
 * @param {Measure|null} [check.headCm]
 * @param {string|null} [check.muac]
 * @param {Measure|null} [check.muacCm]
 * @param {boolean|null} [check.developmentComplete]
 * @param {Tuberculosis|null} [check.tuberculosis]
 * @param {DangerSign[]} [check.signs]
 * @param {Rules} rules
 * @returns {Proposal[]}
 */
export function proposeChild(check, rules) {
  const { oedema = false, weightForHeight = null, heightForAge = null, head = null, muac = null } = check;
  const { weightForAgeZ = null, bmiForAge = null } = check;
  const list = new Proposals(rules);
  const { rows } = list;
  const weightZ = { z: list.z("BB/U", weightForAgeZ) };
  list.danger(check.signs ?? []);
  list.addIf(oedema, "edema");
  const wasted = !oedema && weightForHeight !== null && weightForHeight !== rows.weight_for_height_stays;
  list.addIf(wasted, "BB/TB", { label: weightForHeight, z: list.z("BB/TB", check.weightForHeightZ) });
  const thinOrFat = !oedema && bmiForAge !== null && bmiForAge !== rows.bmi_for_age_stays;
  list.addIf(thinOrFat, "IMT/U", { label: bmiForAge, z: list.z("IMT/U", check.bmiForAgeZ) });
  list.addIf(rows.muac_refers.includes(muac), "LiLA", { label: muac, value: list.value("centimetres", check.muacCm) });
  list.gain(check.gain ?? null, check.notGainedRun ?? 0);
  // Oedema stands in the list by its own name; its weight says nothing (ANT-14).
  list.addIf(!oedema && belowRedLine(weightForAgeZ, false, rules), "BGM", weightZ);
  list.addIf(!oedema && aboveOrangeLine(weightForAgeZ, rules), "di atas garis oranye", weightZ);
  const short = rows.height_refers.includes(heightForAge);
  list.addIf(short, "TB/U", { label: heightForAge, z: list.z("TB/U", check.heightForAgeZ) });
  const headWords = { label: head?.toLowerCase(), value: list.value("centimetres", check.headCm) };
  list.addIf(head !== null && head !== rows.head_stays, "LK/U", headWords);
  list.tuberculosis(check.tuberculosis);
  list.addIf(check.developmentComplete === false, "ceklis");
  return list.sorted();
}

/**
 * Proposals of the card for 6 to 18 years; mmHg, mg/dL, g/dL, completed years. `heeadsssProblems` counts the domains
 * with a problem; the wish to die is a private proposal of its own, as is item 17 of SRQ-20, asked at 18 years.
 * @param {{sex: string, ageYears: number, systolic?: number|null, diastolic?: number|null, glucoseMgDl?: Measure|null,
 *   anaemia?: string|null, haemoglobinGDl?: Measure|null, heeadsssProblems?: number|null,
 *   heeadsssSuicide?: boolean|null, srqScore?: number|null, srqSuicide?: boolean|null, tuberculosis?: Tuberculosis|null,
 *   senses?: Senses|null, pregnant?: boolean}} check
 * @param {Rules} rules
 * @returns {Proposal[]}
 */
export function proposeSchoolAge(check, rules) {
  const { anaemia = null, heeadsssSuicide = false } = check;
  const list = new Proposals(rules);
  list.addIf(heeadsssSuicide, "HEEADSSS bunuh diri");
  list.addIf(check.srqSuicide, "SRQ-20 nomor 17");
  pressure(list, check);
  list.glucose(check.glucoseMgDl ?? null);
  const words = { label: anaemia, value: list.value("haemoglobin", check.haemoglobinGDl) };
  list.addIf(anaemia !== null && anaemia !== NO_ANAEMIA, "anemia", words);
  // The suicide item alone must not show through as "1 problem".
  const count = (check.heeadsssProblems ?? 0) - Number(Boolean(heeadsssSuicide));
  list.addIf(count >= rules.rows("heeadsss").refer_from, "HEEADSSS", { count });
  list.srq(check.srqScore ?? null);
  list.tuberculosis(check.tuberculosis);
  list.senses(check.senses ?? {});
  return list.sorted();
}

/**
 * Proposals of the card for dewasa and lansia (RUJUK-01); `srqSuicide` is item 17 of SRQ-20, a private proposal of its
 * own whatever the score.
 * @param {{ageYears: number, systolic?: number|null, diastolic?: number|null, glucoseMgDl?: Measure|null,
 *   tuberculosis?: Tuberculosis|null, pumaScore?: number|null, srqScore?: number|null, srqSuicide?: boolean|null,
 *   senses?: Senses|null, elderly?: Elderly|null, pregnant?: boolean}} check
 * @param {Rules} rules
 * @returns {Proposal[]}
 */
export function proposeAdult(check, rules) {
  const { pumaScore = null, srqScore = null } = check;
  const list = new Proposals(rules);
  list.addIf(check.srqSuicide, "SRQ-20 nomor 17");
  pressure(list, { ...check, sex: null });
  list.glucose(check.glucoseMgDl ?? null);
  list.tuberculosis(check.tuberculosis);
  list.addIf(pumaScore !== null && pumaScore >= rules.rows("puma").refer_from, "PUMA", { score: pumaScore });
  list.srq(srqScore);
  list.senses(check.senses ?? {});
  list.elderly(check.elderly ?? {});
  return list.sorted();
}

/** A pregnant woman's pressure has a mother's limits, urgency and destination (TD-05). */
function pressure(list, { ageYears, sex, systolic = null, diastolic = null, pregnant = false }) {
  if (pregnant) {
    list.maternal(maternalReferrals({ systolic, diastolic }, list.rules));
  } else {
    list.pressure(systolic, diastolic, ageYears, sex);
  }
}

/**
 * Proposals of the cards for pregnant and postpartum women; cm and mmHg (HML-08).
 * @param {{followsCurve?: boolean|null, muacCm?: Measure|null, systolic?: number|null, diastolic?: number|null,
 *   tuberculosis?: Tuberculosis|null, signs?: DangerSign[]}} check
 * @param {Rules} rules
 * @returns {Proposal[]}
 */
export function proposeMother({ tuberculosis, ...check }, rules) {
  const list = new Proposals(rules);
  const screened = { tuberculosisSigns: tuberculosis?.count ?? null, closeContact: Boolean(tuberculosis?.closeContact) };
  list.maternal(maternalReferrals({ ...check, ...screened }, rules));
  return list.sorted();
}

/** Proposals of a home visit: the danger signs that were seen or told. @param {DangerSign[]} signs @param {Rules} rules */
export function proposeAtHome(signs, rules) {
  const list = new Proposals(rules);
  list.danger(signs);
  return list.found;
}

/**
 * Where to and how soon, with the reasons for it, in the order of the list: "Puskesmas, segera".
 * @param {Proposal[]} proposals
 * @returns {[string, string[]][]}
 */
export function byHeading(proposals) {
  /** @type {Map<string, string[]>} */
  const lines = new Map();
  for (const { destination, urgency, reason } of proposals) {
    const heading = urgency === ORDINARY ? destination : `${destination}, ${urgency}`;
    lines.set(heading, [...(lines.get(heading) ?? []), reason]);
  }
  return [...lines];
}

/** Private reasons only with the right to see them. @param {Proposal[]} proposals @param {boolean} seesPrivate */
export function shownTo(proposals, seesPrivate) {
  return proposals.filter((proposal) => seesPrivate || !proposal.isPrivate);
}
