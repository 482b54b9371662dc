"""The band of the KMS that a child's weight-for-age lies in (KMS-05)."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from visits.rules.book import CURRENT, Rules


class GrowthBand(StrEnum):
    """Bands between the whole SD lines of weight-for-age, lowest first."""

    BELOW_RED_LINE = "di bawah garis merah (<-3)"
    FROM_MINUS_3 = "-3 s.d. <-2"
    FROM_MINUS_2 = "-2 s.d. <-1"
    FROM_MINUS_1 = "-1 s.d. 0"
    ABOVE_0 = ">0 s.d. +1"
    ABOVE_1 = ">+1 s.d. +2"
    ABOVE_2 = ">+2 s.d. +3"
    ABOVE_3 = ">+3"


def growth_band(weight_for_age_z: Decimal | None, *, rules: Rules = CURRENT) -> GrowthBand | None:
    """Band of a BB/U z-score (SD, 2 decimals); None without a score.

    On a negative line a point belongs to the band above, on 0 or a positive line to the band below (KMS-05).
    """
    if weight_for_age_z is None:
        return None
    for row in rules.rows("growth_band")["bands"]:
        if "below" in row and weight_for_age_z < Decimal(row["below"]):
            return GrowthBand(row["band"])
        if "to" in row and weight_for_age_z <= Decimal(row["to"]):
            return GrowthBand(row["band"])
    return GrowthBand(rules.rows("growth_band")["bands"][-1]["band"])
