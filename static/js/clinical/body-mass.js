// Body mass index and waist (IMT-01, IMT-02, LP-01, the card's code of ANT-07; visits/rules/body_mass.py).
import { classify, classifyFrom } from "./cutoffs.js";
import { above, decimalsOf, units } from "./numbers.js";

/**
 * @typedef {import("./numbers.js").Measure} Measure
 * @typedef {{rows: (table: string) => any}} Rules
 */

const CM_PER_METRE = 100n;

/**
 * kg per square metre to 1 decimal, half up, from exact measures; null when one is missing or not positive.
 * @param {Measure|null|undefined} weightKg
 * @param {Measure|null|undefined} heightCm
 * @param {Rules} rules
 * @returns {number|null}
 */
export function bmi(weightKg, heightCm, rules) {
  if (!(Number(weightKg ?? 0) > 0 && Number(heightCm ?? 0) > 0)) {
    return null;
  }
  const { decimals } = rules.rows("body_mass");
  const places = Math.max(decimalsOf(weightKg), decimalsOf(heightCm));
  const weight = BigInt(units(weightKg, places));
  const height = BigInt(units(heightCm, places));
  // Both measures are in units of 10^-places, of which one stays below the line; twice the share, rounded up, halved.
  const product = weight * CM_PER_METRE ** 2n * 10n ** BigInt(places + decimals);
  const share = (2n * product + height * height) / (2n * height * height);
  return Number(share) / 10 ** decimals;
}

/** Class of a rounded BMI from 18 years, not in pregnancy (IMT-01). @param {Measure|null} value @param {Rules} rules */
export function classifyAdultBmi(value, rules) {
  return classify(rules.rows("body_mass").adult, value);
}

/** The card's letter for IMT/U of 5 to 18 years (ANT-07). @param {string|null} bmiForAge @param {Rules} rules */
export function schoolAgeCode(bmiForAge, rules) {
  return bmiForAge === null ? null : (rules.rows("body_mass").school_age_codes[bmiForAge] ?? null);
}

/** Class by the Asia-Pacific limits, as a note only (IMT-02). @param {Measure|null} value @param {Rules} rules */
export function classifyAsiaPacific(value, rules) {
  return classifyFrom(rules.rows("body_mass").asia_pacific, value);
}

/** The words of a class. @param {string} code @param {Rules} rules @returns {string} */
export function bmiWord(code, rules) {
  return rules.rows("body_mass").words[code];
}

/**
 * Waist over 90 cm (L) or 80 cm (P), from 15 years (LP-01); null when not measured.
 * @param {string} sex
 * @param {Measure|null|undefined} waistCm
 * @param {Rules} rules
 */
export function centralObesity(sex, waistCm, rules) {
  return waistCm === null || waistCm === undefined ? null : above(waistCm, rules.rows("body_mass").waist_over_cm[sex]);
}
