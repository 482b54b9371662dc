// Quotients of whole numbers, rounded half up without a float in between.

/**
 * @param {number} part whole number
 * @param {number} whole whole number over 0
 * @returns {number} the nearest whole number, halves up
 */
export function halfUp(part, whole) {
  return Math.floor((2 * part + whole) / (2 * whole));
}
