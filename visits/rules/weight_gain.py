"""Whether a child gained enough since last month (KMS-01 to KMS-03).

The minimum gain (KBM) and its sources are in the table "weight_gain".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from registry.rules.life_stage import Sex, completed_months
from visits.rules.book import CURRENT, Rules

GRAMS = 1000


class GainStatus(StrEnum):
    """The letter that the KMS and the monthly form give to a weighing."""

    GAINED = "N"
    NOT_GAINED = "T"
    ABSENT_LAST_MONTH = "O"
    FIRST = "B"


@dataclass(frozen=True, slots=True)
class WeightGain:
    """A weighing against last month's. Gain and previous weight are None unless the status is N or T.

    `close_warning` says that the two weighings are less than 14 days apart.
    """

    status: GainStatus | None
    gain_g: int | None
    minimum_gain_g: int | None
    previous_kg: Decimal | None
    close_warning: bool


def minimum_gain_g(sex: Sex, months: int, *, rules: Rules = CURRENT) -> int | None:
    """KBM in grams for completed months on the weighing day; None in month 0 and after month 60 (KMS-01)."""
    rows = rules.rows("weight_gain")
    if not rows["first_month"] <= months <= rows["last_month"]:
        return None
    figures: Sequence[int] = rows["minimum_gain_g"][sex]
    # The last figure holds to the last month.
    return figures[min(months - int(rows["first_month"]), len(figures) - 1)]


def weight_gain(
    *,
    sex: Sex,
    birth_date: date,
    history: Sequence[tuple[date, Decimal]],
    day: date,
    weight_kg: Decimal,
    rules: Rules = CURRENT,
) -> WeightGain:
    """Judge the weight (kg) of `day` by the last weighing of the calendar month before (KMS-02).

    `history` holds this posyandu's weighings as (day, kg) in any order; those of the same calendar month or later
    do not count. Status is None above 60 months. Month 0 has no minimum: its weighing counts as a first one. The gain
    and its minimum are in grams.
    """
    months = completed_months(birth_date, day)
    rows = rules.rows("weight_gain")
    minimum = minimum_gain_g(sex, months, rules=rules)
    if months > rows["last_month"]:
        return WeightGain(None, None, None, None, close_warning=False)
    earlier = [weighing for weighing in history if _month_number(weighing[0]) < _month_number(day)]
    if not earlier or minimum is None:
        return WeightGain(GainStatus.FIRST, None, minimum, None, close_warning=False)
    last_day, last_kg = max(earlier, key=lambda weighing: weighing[0])
    if _month_number(last_day) != _month_number(day) - 1:
        return WeightGain(GainStatus.ABSENT_LAST_MONTH, None, minimum, None, close_warning=False)
    gain = grams_between(last_kg, weight_kg)
    status = GainStatus.GAINED if gain >= minimum else GainStatus.NOT_GAINED
    return WeightGain(
        status, gain, minimum, last_kg, close_warning=(day - last_day).days < rows["close_days"]
    )


def grams_between(before_kg: Decimal, after_kg: Decimal) -> int:
    """Gain in whole grams between two weights in kg; negative for a loss (KMS-02: gains are compared in grams)."""
    return round((after_kg - before_kg) * GRAMS)


def not_gained_run(statuses: Sequence[GainStatus]) -> int:
    """How many T stand at the end of a child's monthly statuses, oldest first; 2 or more is 2T (KMS-03)."""
    run = 0
    for status in reversed(statuses):
        if status is not GainStatus.NOT_GAINED:
            break
        run += 1
    return run


def _month_number(day: date) -> int:
    return day.year * 12 + day.month
