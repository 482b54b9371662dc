// The LMS rows of WHO, decoded once for each sex from the bundle's table "who_growth" (visits/rules/growth/who.py).

/**
 * @typedef {{power: number, median: number, variation: number}} Row WHO's L, M and S of one x
 * @typedef {{first: number, rows: Row[]}} Table `first` is the x of row 0, in days, months or tenths of a centimetre
 * @typedef {Object<string, Table>} Tables by WHO's short names (07 = reference of 2007)
 */

/** @type {WeakMap<object, Object<string, Tables>>} */
const decoded = new WeakMap();

/**
 * Every table of one sex ("L" or "P").
 * @param {string} sex
 * @param {{rows: (table: string) => any}} rules
 * @returns {Tables}
 */
export function tablesFor(sex, rules) {
  const raw = rules.rows("who_growth");
  const ready = decoded.get(raw) ?? {};
  if (!ready[sex]) {
    const entries = Object.entries(raw.indices).map(([name, table]) => [name, decode(table, sex, raw.scales)]);
    ready[sex] = Object.fromEntries(entries);
    decoded.set(raw, ready);
  }
  return ready[sex];
}

/**
 * The row at x = whole + part, L, M and S interpolated linearly; null outside the table.
 * @param {Table} table
 * @param {number} whole
 * @param {number} part from 0 to under 1
 * @returns {Row|null}
 */
export function between(table, whole, part) {
  const index = whole - table.first;
  const { rows } = table;
  if (index < 0 || index >= rows.length) {
    return null;
  }
  if (!part) {
    return rows[index];
  }
  if (index + 1 === rows.length) {
    return null;
  }
  const [low, high] = [rows[index], rows[index + 1]];
  return {
    power: low.power + (high.power - low.power) * part,
    median: low.median + (high.median - low.median) * part,
    variation: low.variation + (high.variation - low.variation) * part,
  };
}

/** @param {any} table @param {string} sex @param {{l: number, m: number, s: number}} scales @returns {Table} */
function decode(table, sex, scales) {
  const [power, median, variation] = ["l", "m", "s"].map((name) => sums(table[sex][name]));
  const rows = power.map((l, place) => ({
    power: l / scales.l,
    median: median[place] / scales.m,
    variation: variation[place] / scales.s,
  }));
  return { first: table.first, rows };
}

/** Differences back to values. @param {number[]} steps */
function sums(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}
