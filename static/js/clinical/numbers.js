// Measures as whole units: 23.45 kg is 2345 hundredths. Floats never decide on which side of a limit a value lies.

const PLAIN = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?$/;

/**
 * @typedef {number|string} Measure a number, or a decimal number with a point as text
 */

/**
 * How many digits a measure has after the point.
 * @param {Measure} value
 * @returns {number}
 */
export function decimalsOf(value) {
  return parse(value).fraction.length;
}

/**
 * The measure as a whole number of its smallest unit: units("23.5", 2) is 2350. Digits beyond are rounded half up.
 * @param {Measure} value
 * @param {number} decimals
 * @returns {number}
 * @throws {RangeError} when it is not a decimal number
 */
export function units(value, decimals) {
  const { sign, whole, fraction } = parse(value);
  const digits = fraction.padEnd(decimals + 1, "0");
  const kept = Number(whole + digits.slice(0, decimals)) + (digits[decimals] >= "5" ? 1 : 0);
  return kept === 0 ? 0 : sign * kept;
}

/**
 * Back from whole units: fromUnits(2350, 2) is "23.50".
 * @param {number} count
 * @param {number} decimals
 * @returns {string}
 */
export function fromUnits(count, decimals) {
  const digits = String(Math.abs(count)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const sign = count < 0 ? "-" : "";
  return decimals ? `${sign}${whole}.${digits.slice(-decimals)}` : sign + whole;
}

/**
 * Exact order of two measures: negative, 0 or positive.
 * @param {Measure} left
 * @param {Measure} right
 * @returns {number}
 */
export function compare(left, right) {
  const decimals = Math.max(decimalsOf(left), decimalsOf(right));
  return units(left, decimals) - units(right, decimals);
}

/** @type {(value: Measure, limit: Measure) => boolean} strictly under the limit */
export const below = (value, limit) => compare(value, limit) < 0;

/** @type {(value: Measure, limit: Measure) => boolean} strictly over the limit */
export const above = (value, limit) => compare(value, limit) > 0;

/** @type {(value: Measure, limit: Measure) => boolean} the limit or more */
export const atLeast = (value, limit) => compare(value, limit) >= 0;

/** @type {(value: Measure, low: Measure, high: Measure) => boolean} both ends included */
export const within = (value, low, high) => compare(value, low) >= 0 && compare(value, high) <= 0;

/**
 * left - right, exactly.
 * @param {Measure} left
 * @param {Measure} right
 * @returns {string}
 */
export function minus(left, right) {
  const decimals = Math.max(decimalsOf(left), decimalsOf(right));
  return fromUnits(units(left, decimals) - units(right, decimals), decimals);
}

/**
 * left x right, exactly.
 * @param {Measure} left
 * @param {Measure} right
 * @returns {string}
 */
export function times(left, right) {
  const [a, b] = [decimalsOf(left), decimalsOf(right)];
  return fromUnits(units(left, a) * units(right, b), a + b);
}

/**
 * The nearest whole number, halves to the even one, as Python's round().
 * @param {number} value
 * @returns {number}
 */
export function roundHalfEven(value) {
  const low = Math.floor(value);
  const part = value - low;
  if (part === 0.5) {
    return low % 2 === 0 ? low : low + 1;
  }
  return part < 0.5 ? low : low + 1;
}

const UNIT_AT_END = /\s*(kg|g|cm|mmHg|mg\/dL|%)?\s*$/i;

/**
 * The number in what a person typed: "9,4", "9.4", " 9,4 kg" and "1.234,5" are all understood.
 * @param {string} text
 * @returns {string} with a point
 * @throws {RangeError} where no number can be read
 */
export function readNumber(text) {
  const figures = text.replace(UNIT_AT_END, "").replace("−", "-").replaceAll(" ", "");
  const number = figures.includes(",") ? figures.replaceAll(".", "").replace(",", ".") : figures;
  const { sign, whole, fraction } = parse(number);
  return (sign < 0 ? "-" : "") + whole + (fraction ? `.${fraction}` : "");
}

/**
 * For people: a decimal comma and no useless zeros, 9,4 or 94.
 * @param {Measure} value
 * @returns {string}
 */
export function numberText(value) {
  const { sign, whole, fraction } = parse(value);
  const kept = fraction.replace(/0+$/, "");
  const grouped = whole.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".");
  return (sign < 0 ? "-" : "") + grouped + (kept ? `,${kept}` : "");
}

/**
 * @param {Measure} value
 * @returns {{sign: 1|-1, whole: string, fraction: string}}
 */
function parse(value) {
  const match = PLAIN.exec(String(value).trim());
  if (!match) {
    throw new RangeError(`Bukan angka: ${value}`);
  }
  return { sign: match[1] === "-" ? -1 : 1, whole: match[2] || "0", fraction: match[3] ?? "" };
}
