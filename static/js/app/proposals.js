// Whom a visit proposes to send on, as far as the phone knows: judged here, and what the server said before.
import { judge } from "./judging.js";

/**
 * @typedef {{code: string, reason: string, urgency: string, destination: string, urgencyWords: string,
 *   destinationWords: string}} Proposed
 *   urgencyWords, destinationWords: as they are told to the family
 */

/**
 * @param {import("./day.js").Day} day
 * @param {import("./day.js").Person} person
 * @returns {Proposed[]} the loudest first; also those that were decided
 */
export function proposalsFor(day, person) {
  const { visit } = person;
  if (!visit) {
    return [];
  }
  const judged = judge(day, person).proposals.map(({ code, reason, urgency, destination }) => ({
    code,
    reason,
    urgency,
    destination,
  }));
  const stored = (visit.proposals ?? []).map(([code, reason, urgency, destination]) => ({
    code,
    reason,
    urgency,
    destination,
  }));
  // What was changed here may have put an end to a proposal of the server.
  const known = visit.isHere
    ? judged
    : [...stored, ...judged.filter(({ code }) => !stored.some((each) => each.code === code))];
  const words = (choices, value) => choices.find(([code]) => code === value)?.[1] ?? value;
  const { urgencies, destinations } = day.pack.choices;
  return known.map((each) => ({
    ...each,
    urgencyWords: words(urgencies, each.urgency),
    destinationWords: words(destinations, each.destination),
  }));
}
