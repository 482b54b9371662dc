"""Tablets, capsules and food given to mothers and girls (HML-06, TTDREM-01, NIFAS-02).

Sources: KMK HK.01.07/MENKES/2015/2023; KMK HK.01.07/MENKES/1092/2024; Buku KIA 2024.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from visits.rules.book import CURRENT, Rules

_TABLE = "supplements"
_TENTH = Decimal("0.1")


class VitaminA(StrEnum):
    """The two capsules of a mother after birth."""

    COMPLETE = "lengkap"
    NOT_AS_PLANNED = "tidak sesuai"
    ONE_MISSING = "kurang"
    NONE = "belum"


@dataclass(frozen=True, slots=True)
class PregnancyTablets:
    """Iron tablets of one pregnancy against the older indicator (90) and the target (180)."""

    tablets: int
    meets_indicator: bool
    meets_target: bool


def pregnancy_tablets(tablets: int | None, *, rules: Rules = CURRENT) -> PregnancyTablets | None:
    """Judge the tablets received in one pregnancy so far (HML-06)."""
    if tablets is None:
        return None
    wanted = rules.rows(_TABLE)["pregnancy_tablets"]
    return PregnancyTablets(tablets, tablets >= wanted["indicator"], tablets >= wanted["target"])


def girl_tablets_percent(tablets: int | None, *, rules: Rules = CURRENT) -> Decimal | None:
    """Tablets of a year against one a week (52), in percent to 1 decimal, half up (TTDREM-01)."""
    if tablets is None:
        return None
    a_year: int = rules.rows(_TABLE)["girl_tablets"]["a_year"]
    return (Decimal(tablets) * 100 / a_year).quantize(_TENTH, ROUND_HALF_UP)


def mother_vitamin_a(
    first_hours: int | None, second_hours: int | None, *, rules: Rules = CURRENT
) -> VitaminA:
    """The two capsules, in hours after delivery (NIFAS-02): at least 24 hours apart, both within 42 days."""
    if first_hours is None and second_hours is None:
        return VitaminA.NONE
    if first_hours is None or second_hours is None:
        return VitaminA.ONE_MISSING
    rows = rules.rows(_TABLE)["mother_vitamin_a"]
    apart = second_hours - first_hours >= rows["apart_hours"]
    if apart and first_hours >= 0 and second_hours <= rows["last_hour"]:
        return VitaminA.COMPLETE
    return VitaminA.NOT_AS_PLANNED


def pregnancy_food_days_left(days_given: int | None, *, rules: Rules = CURRENT) -> int | None:
    """Days of food supplementation (MT bumil KEK) still to be given: 90 unless set otherwise (LILA-02, D15)."""
    if days_given is None:
        return None
    wanted: int = rules.rows(_TABLE)["pregnancy_food"]["days"]
    return max(0, wanted - days_given)
