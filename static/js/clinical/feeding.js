// Exclusive breastfeeding and complementary food (ASI-01, MPASI-01; visits/rules/feeding.py).

/**
 * @typedef {{rows: (table: string) => any}} Rules
 *
 * @typedef {object} Diet
 * @property {boolean} isDiverse
 * @property {boolean} isFrequent
 * @property {boolean} isAcceptable
 * @property {"sesuai"|"kurang beragam"|"kurang sering"} advice the first thing to say
 *
 * @typedef {object} FeedingGuide energy from food in kcal a day
 * @property {string} meals
 * @property {string} snacks
 * @property {string} portion
 * @property {string} texture
 * @property {number} kcal
 */

/** Whether a child had breast milk only for its first six months. */
export const Breastfeeding = {
  PASSED: "lulus", FAILED: "gagal", NOT_YET: "belum dinilai", INCOMPLETE: "data tidak lengkap",
};

/**
 * Status for completed months from the monthly answers E0, E1...; null stands for a month that nobody asked.
 * @param {number} months
 * @param {(boolean|null)[]} answers breast milk only? first month first
 * @param {Rules} rules
 * @returns {string}
 */
export function exclusiveBreastfeeding(months, answers, rules) {
  const needed = rules.rows("feeding").exclusive_months;
  const counted = answers.slice(0, needed);
  if (counted.includes(false)) {
    return Breastfeeding.FAILED;
  }
  if (months < needed) {
    return Breastfeeding.NOT_YET;
  }
  const complete = counted.length === needed && !counted.includes(null);
  return complete ? Breastfeeding.PASSED : Breastfeeding.INCOMPLETE;
}

/**
 * Judge the food of the day before: groups of 8, meals and milk feeds in times. Null outside 6 to 23 completed months.
 * @param {{months: number, breastfed: boolean, foodGroups: number, meals: number, milkFeeds?: number}} given
 * @param {Rules} rules
 * @returns {Diet|null}
 * @throws {RangeError} for a negative count or more groups than there are
 */
export function judgeDiet({ months, breastfed, foodGroups, meals, milkFeeds = 0 }, rules) {
  const rows = rules.rows("feeding");
  if (Math.min(foodGroups, meals, milkFeeds) < 0 || foodGroups > rows.food_groups.length) {
    throw new RangeError("Jumlah kelompok pangan atau frekuensi makan tidak mungkin.");
  }
  if (months < rows.from_month || months > rows.to_month) {
    return null;
  }
  const diverse = foodGroups >= rows.diverse_from_groups;
  if (breastfed) {
    return diet(diverse, meals >= mealsBreastfed(months, rows), true);
  }
  const hasSolid = meals >= rows.solid_meals_not_breastfed;
  const frequent = hasSolid && meals + milkFeeds >= rows.meals_not_breastfed;
  return diet(diverse, frequent, milkFeeds >= rows.milk_feeds_not_breastfed);
}

/**
 * What the Buku KIA tells for 6 to 23 completed months; null for other ages.
 * @param {number} months
 * @param {Rules} rules
 * @returns {FeedingGuide|null}
 */
export function feedingGuide(months, rules) {
  const { guide } = rules.rows("feeding");
  const row = guide.find((/** @type {any} */ each) => each.from_month <= months && months <= each.to_month);
  if (!row) {
    return null;
  }
  const { meals, snacks, portion, texture, kcal } = row;
  return { meals, snacks, portion, texture, kcal };
}

/** @param {boolean} isDiverse @param {boolean} isFrequent @param {boolean} hasMilk @returns {Diet} */
function diet(isDiverse, isFrequent, hasMilk) {
  const isAcceptable = isDiverse && isFrequent && hasMilk;
  const lacking = isDiverse ? "kurang sering" : "kurang beragam";
  return { isDiverse, isFrequent, isAcceptable, advice: isAcceptable ? "sesuai" : lacking };
}

/** @param {number} months @param {any} rows @returns {number} */
function mealsBreastfed(months, rows) {
  return rows.meals_breastfed.findLast((/** @type {any} */ row) => months >= row.from_month).meals;
}
