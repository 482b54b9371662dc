"""How much a pregnant woman should gain (HML-04, HML-05). Weights in kg.

Sources: Buku KIA 2024 (total); Institute of Medicine 2009 (by week). The curve of the book is read by a health
worker: the band is a help beside it, for one child.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from visits.rules.book import CURRENT, Rules

_TABLE = "pregnancy_weight"
_HUNDREDTH = Decimal("0.01")


class BmiGroup(StrEnum):
    """Body mass before pregnancy."""

    THIN = "kurang"
    NORMAL = "normal"
    OVERWEIGHT = "lebih"
    OBESE = "obes"


@dataclass(frozen=True, slots=True)
class GainBand:
    """Least and most gain in kg."""

    min_kg: Decimal
    max_kg: Decimal


def bmi_group(bmi_before: Decimal | None, *, rules: Rules = CURRENT) -> BmiGroup | None:
    """Group of the body mass index (kg/m2) before pregnancy: under 18.5, 25, 30, and from 30 (HML-04)."""
    if bmi_before is None:
        return None
    groups = rules.rows(_TABLE)["groups"]
    row = next(
        row for row in reversed(groups) if row["bmi_from"] is None or bmi_before >= Decimal(row["bmi_from"])
    )
    return BmiGroup(row["group"])


def total_gain(group: BmiGroup | None, *, rules: Rules = CURRENT) -> GainBand | None:
    """Recommended gain of the whole pregnancy (HML-04)."""
    if group is None:
        return None
    low, high = _row(group, rules)["total_kg"]
    return GainBand(Decimal(low), Decimal(high))


def gain_by_week(
    group: BmiGroup | None, weeks: Decimal | float | None, *, rules: Rules = CURRENT
) -> GainBand | None:
    """Expected gain after so many weeks, a part of one too, to 0.01 kg, half up (HML-05).

    0.5 to 2 kg by week 13, in proportion before it, then the group's rate a week. None before week 0.
    """
    if group is None or weeks is None or weeks < 0:
        return None
    rows = rules.rows(_TABLE)
    first_weeks: int = rows["first_weeks"]
    exact = Decimal(str(weeks))
    early, late = min(exact, Decimal(first_weeks)), max(exact - first_weeks, Decimal(0))
    low, high = (
        (Decimal(first) * early / first_weeks + Decimal(weekly) * late).quantize(_HUNDREDTH, ROUND_HALF_UP)
        for first, weekly in zip(rows["first_kg"], _row(group, rules)["weekly_kg"], strict=True)
    )
    return GainBand(low, high)


def _row(group: BmiGroup, rules: Rules) -> Mapping[str, Any]:
    row: Mapping[str, Any] = next(row for row in rules.rows(_TABLE)["groups"] if row["group"] == group)
    return row
