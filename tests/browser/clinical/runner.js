// Runs acceptance vectors on the phone's rules. Test support: the page calls runVectors and looks at what it returns.
import { Book } from "/static/js/clinical/book.js";

/** Every adapter of the given areas, by rule id; a rule that two areas claim is an error. */
async function collect(areas) {
  const all = new Map();
  for (const area of areas) {
    const { adapters } = await import(`./${area}.js`);
    for (const [rule, adapter] of Object.entries(adapters)) {
      if (all.has(rule)) {
        throw new Error(`${rule} has two adapters`);
      }
      all.set(rule, adapter);
    }
  }
  return all;
}

// z-scores and percentages have two decimals; another program may round the last one differently.
const TOLERANCE = 0.005;

/** Without an input there is no result: as a whole, or null for each part of it. */
function saysNothing(answer) {
  return answer === null || (Object.keys(answer).length > 0 && Object.values(answer).every((value) => value === null));
}

/**
 * Whether an answer holds every expected value; it may say more, numbers may differ by the last rounding, and a set has
 * no order.
 */
function agrees(answer, expected) {
  if (answer instanceof Set && Array.isArray(expected)) {
    return expected.length === answer.size && expected.every((item) => answer.has(item));
  }
  if (Array.isArray(expected)) {
    return (
      Array.isArray(answer) &&
      answer.length === expected.length &&
      expected.every((item, place) => agrees(answer[place], item))
    );
  }
  if (expected && typeof expected === "object") {
    return (
      Boolean(answer) &&
      typeof answer === "object" &&
      Object.keys(expected).every((key) => key in answer && agrees(answer[key], expected[key]))
    );
  }
  if (typeof expected === "number" && !Number.isInteger(expected) && typeof answer === "number") {
    return Math.abs(answer - expected) <= TOLERANCE;
  }
  return answer === expected;
}

/** What is wrong with an answer; null when it says what is expected. */
function difference(answer, expected) {
  if (answer === null || expected === null) {
    if (saysNothing(answer) && saysNothing(expected)) {
      return null;
    }
    return `${JSON.stringify(answer)} instead of ${JSON.stringify(expected)}`;
  }
  const wrong = Object.keys(expected).filter((key) => !(key in answer) || !agrees(answer[key], expected[key]));
  const said = wrong.map((key) => `${key}: ${JSON.stringify(answer[key])} instead of ${JSON.stringify(expected[key])}`);
  return said.length ? said.join("; ") : null;
}

function problem(adapter, vector, rules, known) {
  if (!adapter) {
    return "no adapter for this rule";
  }
  try {
    return difference(adapter(vector.input, rules, known), vector.expected);
  } catch (error) {
    return String(error);
  }
}

/**
 * Failures of a file of vectors, each as "id: what is wrong"; how many ran; and adapters without a rule.
 * `known` is what the phone has besides the rules, such as the names of its areas.
 */
export async function runVectors({ bundle, areas, vectors, known }) {
  const rules = new Book(bundle).current;
  const adapters = await collect(areas);
  const failures = [];
  let ran = 0;
  for (const { id, vectors: cases } of vectors.rules) {
    for (const vector of cases) {
      ran += 1;
      const wrong = problem(adapters.get(id), vector, rules, known);
      if (wrong) {
        failures.push(`${vector.id}: ${wrong}`);
      }
    }
    adapters.delete(id);
  }
  return { ran, failures, unused: [...adapters.keys()] };
}
