"""Anaemia by haemoglobin, in the groups of WHO 2011 (HB-01). Values in g/dL."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from registry.rules.life_stage import Sex
from visits.rules.book import CURRENT, Row, Rules

Measure = Decimal | int
_TENTH = Decimal("0.1")


class AnaemiaGroup(StrEnum):
    """The groups that have limits of their own."""

    PREGNANT = "hamil"
    UNDER_FIVE = "6-59bl"
    CHILD = "5-11th"
    YOUNG_TEEN = "12-14th"
    WOMAN = "wus"
    MAN = "pria"


class AnaemiaClass(StrEnum):
    """How much haemoglobin is lacking."""

    NONE = "Tidak anemia"
    MILD = "Anemia ringan"
    MODERATE = "Anemia sedang"
    SEVERE = "Anemia berat"


@dataclass(frozen=True, slots=True)
class Anaemia:
    """The class, and the group whose limits gave it."""

    group: AnaemiaGroup
    category: AnaemiaClass


def classify_haemoglobin(
    *, sex: Sex, months: int, pregnant: bool, g_dl: Measure | None, rules: Rules = CURRENT
) -> Anaemia | None:
    """Class of a haemoglobin in g/dL, compared on 0.1 (half up), for completed months (HB-01).

    None without a value and under 6 months.
    """
    row = _group_row(sex, months, pregnant, rules)
    if row is None or g_dl is None:
        return None
    return Anaemia(AnaemiaGroup(row["group"]), _category(row, Decimal(g_dl).quantize(_TENTH, ROUND_HALF_UP)))


def _group_row(sex: Sex, months: int, pregnant: bool, rules: Rules) -> Row | None:
    fitting = (row for row in rules.rows("anaemia")["groups"] if _belongs(row, sex, months, pregnant))
    return next(fitting, None)


def _belongs(row: Row, sex: Sex, months: int, pregnant: bool) -> bool:
    if row.get("sex", sex) != sex or (row.get("pregnant", False) and not pregnant):
        return False
    first: int = row["from_month"]
    last: int = row.get("to_month", months)
    return first <= months <= last


def _category(row: Row, g_dl: Decimal) -> AnaemiaClass:
    if g_dl >= Decimal(row["normal"]):
        return AnaemiaClass.NONE
    if g_dl >= Decimal(row["mild"]):
        return AnaemiaClass.MILD
    return AnaemiaClass.MODERATE if g_dl >= Decimal(row["moderate"]) else AnaemiaClass.SEVERE
