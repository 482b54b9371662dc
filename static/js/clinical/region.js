// Kemendagri area codes: 33, 33.20, 33.20.01, 33.20.01.2001 (WIL-01; registry/rules/region.py).

/**
 * Level and parent of a dotted code; null when it is no Kemendagri code. A province has no parent.
 * @param {string} code
 * @param {{rows: (table: string) => any}} rules
 * @returns {{code: string, level: string, parent: string|null}|null}
 */
export function readRegionCode(code, rules) {
  const rows = rules.rows("region");
  if (!new RegExp(`^(?:${rows.pattern})$`).test(code)) {
    return null;
  }
  const parts = code.split(".");
  return { code, level: level(parts, rows), parent: parts.slice(0, -1).join(".") || null };
}

/** @param {string[]} parts @param {any} rows @returns {string} */
function level(parts, { levels, villages, first_city_number: firstCity }) {
  const last = parts[parts.length - 1];
  const city = Number(last) >= firstCity ? levels.city : levels.regency;
  return [levels.province, city, levels.district, villages[last[0]]][parts.length - 1];
}
