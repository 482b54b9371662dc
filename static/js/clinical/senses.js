// Eyes and ears as tested at the Posyandu (MATA-01, TELINGA-01; visits/rules/senses.py). Each is classified alone.

/** @typedef {{rows: (table: string) => any}} Rules */

/**
 * Finger counting of one eye at 6 m, in order; null when not yet decided.
 * @param {(boolean|0|1)[]|null} right
 * @param {Rules} rules
 * @returns {string|null}
 * @throws {RangeError} for more than 5 trials
 */
export function fingerCounting(right, rules) {
  const { fingers, normal, disturbed } = rules.rows("senses");
  const trials = right ?? [];
  if (trials.length > fingers.trials) {
    throw new RangeError(`Finger counting has at most ${fingers.trials} trials`);
  }
  let [inARow, wrong] = [0, 0];
  for (const isRight of trials) {
    inARow = isRight ? inARow + 1 : 0;
    wrong += isRight ? 0 : 1;
    if (inARow === fingers.right_in_a_row) {
      return normal;
    }
    if (wrong === fingers.wrong) {
      return disturbed;
    }
  }
  return trials.filter(Boolean).length >= fingers.right_of_all ? normal : null;
}

/**
 * Best line read of the tumbling E chart, 6/denominator: worse than 6/12 is a disturbance; null when not done.
 * @param {number|null} denominator
 * @param {Rules} rules
 * @returns {string|null}
 */
export function tumblingE(denominator, rules) {
  const { tumbling_e: chart, normal, disturbed } = rules.rows("senses");
  if (denominator === null) {
    return null;
  }
  return denominator > chart.worse_than ? disturbed : normal;
}

/**
 * Whispered words repeated by one ear; null when not done.
 * @param {number|null} right
 * @param {number|null} words
 * @param {Rules} rules
 * @returns {string|null}
 * @throws {RangeError} for more right words than were spoken, or below zero
 */
export function whisperTest(right, words, rules) {
  if (right === null || !words) {
    return null;
  }
  if (right < 0 || right > words) {
    throw new RangeError(`${right} right of ${words} words is impossible`);
  }
  const { whisper, normal, disturbed } = rules.rows("senses");
  return right * whisper.of >= whisper.right * words ? normal : disturbed;
}

/**
 * What to tell the family about an eye ("fingers") or an ear ("whisper"); null without a result.
 * @param {"fingers"|"whisper"} test
 * @param {string|null} result
 * @param {Rules} rules
 * @returns {string|null}
 */
export function senseAdvice(test, result, rules) {
  return result === null ? null : rules.rows("senses").advice[test][result];
}
