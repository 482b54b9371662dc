// What to tell the family about one result, from the advice that stands in the result's own table
// (visits/rules/sentences.py).

/** @typedef {{rows: (table: string) => any}} Rules */

/**
 * The sentence and its level for a class, shown at `field`; null for no class or one without a sentence.
 * @param {string} table
 * @param {string|null} label
 * @param {string} field
 * @param {Rules} rules
 * @param {string} [part] the place in the table
 * @returns {{field: string, level: string, text: string}|null}
 */
export function sentenceFor(table, label, field, rules, part = "advice") {
  const advice = label === null ? undefined : rules.rows(table)[part][label];
  return advice ? { field, level: advice.level, text: advice.text } : null;
}
