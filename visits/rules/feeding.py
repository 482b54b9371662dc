"""Exclusive breastfeeding and complementary food (ASI-01, MPASI-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from visits.rules.book import CURRENT, Row, Rules


class Breastfeeding(StrEnum):
    """Whether a child had breast milk only for its first six months."""

    PASSED = "lulus"
    FAILED = "gagal"
    NOT_YET = "belum dinilai"
    INCOMPLETE = "data tidak lengkap"


class DietAdvice(StrEnum):
    """What the family should hear about the child's meals."""

    GOOD = "sesuai"
    MORE_KINDS = "kurang beragam"
    MORE_OFTEN = "kurang sering"


@dataclass(frozen=True, slots=True)
class Diet:
    """WHO and UNICEF's three signs of a child's food of one day."""

    is_diverse: bool
    is_frequent: bool
    is_acceptable: bool

    @property
    def advice(self) -> DietAdvice:
        """The first thing to say. Enough milk feeds belong to eating often enough."""
        if self.is_acceptable:
            return DietAdvice.GOOD
        return DietAdvice.MORE_OFTEN if self.is_diverse else DietAdvice.MORE_KINDS


@dataclass(frozen=True, slots=True)
class FeedingGuide:
    """How much and how often to feed a child of this age, in words; energy from food in kcal a day."""

    meals: str
    snacks: str
    portion: str
    texture: str
    kcal: int


def exclusive_breastfeeding(
    months: int, answers: Sequence[bool | None], *, rules: Rules = CURRENT
) -> Breastfeeding:
    """Status for completed months from the monthly answers E0, E1... (breast milk only?), first month first (ASI-01).

    None stands for a month that nobody asked. One "no" fails at any age; a pass needs six "yes" and six months.
    """
    needed: int = rules.rows("feeding")["exclusive_months"]
    counted = answers[:needed]
    if any(answer is not None and not answer for answer in counted):
        return Breastfeeding.FAILED
    if months < needed:
        return Breastfeeding.NOT_YET
    complete = len(counted) == needed and None not in counted
    return Breastfeeding.PASSED if complete else Breastfeeding.INCOMPLETE


def judge_diet(
    *,
    months: int,
    breastfed: bool,
    food_groups: int,
    meals: int,
    milk_feeds: int = 0,
    rules: Rules = CURRENT,
) -> Diet | None:
    """Judge the food of the day before: groups of 8, meals and milk feeds in times (MPASI-01).

    None outside 6 to 23 completed months. Raises ValueError for a negative count or more groups than there are.
    """
    rows = rules.rows("feeding")
    if min(food_groups, meals, milk_feeds) < 0 or food_groups > len(rows["food_groups"]):
        raise ValueError("Jumlah kelompok pangan atau frekuensi makan tidak mungkin.")
    if not rows["from_month"] <= months <= rows["to_month"]:
        return None
    diverse = food_groups >= rows["diverse_from_groups"]
    if breastfed:
        frequent = meals >= _meals_breastfed(months, rows)
        return Diet(diverse, frequent, diverse and frequent)
    has_solid = meals >= rows["solid_meals_not_breastfed"]
    frequent = has_solid and meals + milk_feeds >= rows["meals_not_breastfed"]
    has_milk = milk_feeds >= rows["milk_feeds_not_breastfed"]
    return Diet(diverse, frequent, diverse and frequent and has_milk)


def feeding_guide(months: int, *, rules: Rules = CURRENT) -> FeedingGuide | None:
    """What the Buku KIA tells for 6 to 23 completed months; None for other ages (MPASI-01)."""
    for row in rules.rows("feeding")["guide"]:
        if row["from_month"] <= months <= row["to_month"]:
            return FeedingGuide(row["meals"], row["snacks"], row["portion"], row["texture"], row["kcal"])
    return None


def _meals_breastfed(months: int, rows: Row) -> int:
    reached: list[int] = [row["meals"] for row in rows["meals_breastfed"] if months >= row["from_month"]]
    return reached[-1]
