// The tables of the rules on the phone: the bundle that the server exports, looked up by the day of service.

/**
 * @typedef {object} Edition
 * @property {string} edition
 * @property {string|null} valid_from first ISO day, null = always
 * @property {string|null} valid_until last ISO day, null = still valid
 * @property {Object<string, any>} rows
 *
 * @typedef {object} Override a setting of a table that the kabupaten changed
 * @property {string} table
 * @property {string} setting
 * @property {number|string} value
 * @property {string} valid_from
 * @property {string|null} valid_until
 *
 * @typedef {object} Bundle
 * @property {string} version
 * @property {Object<string, {editions: Edition[], settings?: Object<string, {path: (string|number)[]}>}>} tables
 * @property {Override[]} overrides
 */

const LAST_DAY = "9999-12-31";

/** The tables as they are valid on one day. */
export class Rules {
  /** @param {Object<string, any>} tables rows by table name @param {string} version */
  constructor(tables, version) {
    this.tables = tables;
    this.version = version;
  }

  /**
   * The frozen rows of one table.
   * @param {string} table
   * @returns {any}
   * @throws {RangeError} when there is no such table
   */
  rows(table) {
    if (!Object.hasOwn(this.tables, table)) {
      throw new RangeError(`Tabel aturan tidak ada: ${table}`);
    }
    return this.tables[table];
  }
}

/** Every edition of every table. */
export class Book {
  /** @param {Bundle} bundle */
  constructor(bundle) {
    this.bundle = bundle;
    // A later decision about the same setting replaces an earlier one.
    this.overrides = [...bundle.overrides].sort((one, other) => one.valid_from.localeCompare(other.valid_from));
    /** @type {Map<string, Rules>} */
    this.days = new Map();
    /** @type {Map<string, any>} */
    this.shared = new Map();
    /** The newest editions, nothing overridden. */
    this.current = this.compose(LAST_DAY, []);
  }

  /**
   * The rules valid on a day, with the overrides of that day.
   * @param {string} isoDay
   * @returns {Rules}
   */
  on(isoDay) {
    let rules = this.days.get(isoDay);
    if (!rules) {
      rules = this.compose(isoDay, this.overrides.filter((override) => holdsOn(override, isoDay)));
      this.days.set(isoDay, rules);
    }
    return rules;
  }

  /**
   * @param {string} isoDay
   * @param {Override[]} overrides
   * @returns {Rules}
   */
  compose(isoDay, overrides) {
    /** @type {Object<string, any>} */
    const tables = {};
    for (const [name, { editions }] of Object.entries(this.bundle.tables)) {
      const place = editions.findIndex((edition) => holdsOn(edition, isoDay));
      if (place >= 0) {
        tables[name] = this.rowsOf(name, place, overrides.filter((override) => override.table === name));
      }
    }
    return new Rules(tables, this.bundle.version);
  }

  /**
   * Rows without a change are shared between days, so that a module may keep what it decoded from them.
   * @param {string} name
   * @param {number} place
   * @param {Override[]} changes
   */
  rowsOf(name, place, changes) {
    const { editions } = this.bundle.tables[name];
    const key = JSON.stringify([name, place, changes]);
    if (!this.shared.has(key)) {
      const rows = changes.length ? structuredClone(editions[place].rows) : editions[place].rows;
      for (const { path, value } of changes) {
        put(rows, path, value);
      }
      this.shared.set(key, freeze(rows));
    }
    return this.shared.get(key);
  }
}

/**
 * Fetch the bundle; its address holds a hash of its content, so the browser keeps it.
 * @param {string} url
 * @returns {Promise<Book>}
 */
export async function loadBook(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) {
    throw new Error(`Aturan tidak dapat dimuat: ${answer.status}`);
  }
  return new Book(await answer.json());
}

/** @param {Edition|Override} entry @param {string} isoDay */
function holdsOn(entry, isoDay) {
  const { valid_from: first, valid_until: last } = entry;
  return (first === null || first <= isoDay) && (last === null || isoDay <= last);
}

/**
 * One value changed, of the kind that stood there: number or text.
 * @param {any} rows
 * @param {(string|number)[]} path
 * @param {number|string} value
 */
function put(rows, path, value) {
  const last = path.at(-1);
  if (last !== undefined) {
    const place = path.slice(0, -1).reduce((inner, step) => inner[step], rows);
    place[last] = typeof place[last] === "number" ? Number(value) : String(value);
  }
}

/** @template T @param {T} rows @returns {T} */
function freeze(rows) {
  if (rows && typeof rows === "object" && !Object.isFrozen(rows)) {
    Object.freeze(rows);
    Object.values(rows).forEach(freeze);
  }
  return rows;
}
