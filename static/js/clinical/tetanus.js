// Td immunisation status of women (HML-07; visits/rules/tetanus.py).
import { addDays, addMonths } from "./dates.js";

/**
 * @typedef {{rows: (table: string) => any}} Rules
 * @typedef {{status: string, protectedUntil: string|null, nextFrom: string|null}} Tetanus
 */

/**
 * Status by the days of all doses, in any order; no dose is T0. A dose before its interval does not raise the status.
 * @param {string[]|null} doses ISO days
 * @param {Rules} rules
 * @returns {Tetanus} last day of protection (null = not protected), first day on which the next dose counts
 */
export function tetanusStatus(doses, rules) {
  const { none, doses: steps } = rules.rows("tetanus");
  /** @type {string[]} */
  const valid = [];
  for (const dose of [...(doses ?? [])].sort()) {
    if (valid.length < steps.length && (!valid.length || dose >= earliest(steps[valid.length], valid[valid.length - 1]))) {
      valid.push(dose);
    }
  }
  if (!valid.length) {
    return { status: none, protectedUntil: null, nextFrom: null };
  }
  const last = valid[valid.length - 1];
  const { status, protection_months: months } = steps[valid.length - 1];
  const next = steps[valid.length];
  return { status, protectedUntil: months ? addMonths(last, months) : null, nextFrom: next ? earliest(next, last) : null };
}

/** @param {any} step @param {string} before */
function earliest(step, before) {
  return addDays(addMonths(before, step.interval_months), step.interval_days);
}
