"""Weight faltering, for nakes and not for kader (KMS-07): too small a gain in a month, or a low weight for age."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from registry.rules.life_stage import Sex
from visits.rules.book import CURRENT, Rules


class FoodReason(StrEnum):
    """Why a child gets local food for recovery (MT pemulihan)."""

    NOT_GAINED = "T"
    UNDERWEIGHT = "Berat badan kurang"
    WASTED = "Gizi kurang"


@dataclass(frozen=True, slots=True)
class Faltering:
    """What was found. `is_faltering` is None when neither the gain nor the score could be judged."""

    is_faltering: bool | None
    gained_too_little: bool | None
    weighs_too_little: bool | None
    percentile_5_g: int | None


def weight_faltering(
    *,
    sex: Sex,
    start_month: int,
    gain_g: int | None,
    weight_for_age_z: Decimal | None,
    gap_days: int | None = None,
    rules: Rules = CURRENT,
) -> Faltering:
    """Judge a month's gain (grams) by WHO's 5th percentile and BB/U (z, 2 decimals) by -2 SD; both strict (KMS-07).

    `start_month` is the age in completed months at the earlier weighing; there are percentiles up to month 11.
    With `gap_days`, a gain over a time that is not about a month is not judged.
    """
    rows = rules.rows("faltering")
    percentile = percentile_5_g(sex, start_month, rules=rules)
    fits = gap_days is None or rows["interval_days"]["from"] <= gap_days <= rows["interval_days"]["to"]
    slow = gain_g < percentile if gain_g is not None and percentile is not None and fits else None
    low = None if weight_for_age_z is None else weight_for_age_z < Decimal(rows["weight_for_age_below"])
    judged = [sign for sign in (slow, low) if sign is not None]
    return Faltering(any(judged) if judged else None, slow, low, percentile)


def percentile_5_g(sex: Sex, start_month: int, *, rules: Rules = CURRENT) -> int | None:
    """WHO's 5th percentile in grams of the gain from this completed month to the next; None after month 11."""
    figures: tuple[int, ...] = rules.rows("faltering")["percentile_5_g"][sex]
    return figures[start_month] if 0 <= start_month < len(figures) else None


def follow_up_days(*, rules: Rules = CURRENT) -> int:
    """Days until a child with weight faltering is seen again (decision of the kabupaten; KMS-07)."""
    days: int = rules.rows("faltering")["follow_up_days"]
    return days


def food_days(reason: FoodReason, *, rules: Rules = CURRENT) -> int:
    """Days of local food for recovery for this reason (decision of the kabupaten; KMS-07)."""
    days: int = rules.rows("faltering")["food_days"][reason]
    return days
