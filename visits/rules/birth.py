"""Weight and term at birth (BBL-01).

Sources: Buku KIA 2024; KMK HK.01.07/MENKES/2015/2023.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from visits.rules.book import CURRENT, Rules

_TABLE = "birth"


class BirthWeight(StrEnum):
    """Class of the birth weight; BBLASR and BBLSR are low too."""

    EXTREMELY_LOW = "BBLASR"
    VERY_LOW = "BBLSR"
    LOW = "BBLR"
    NORMAL = "BBLC"
    HIGH = "BBLB"


def classify_birth_weight(weight_g: Decimal | int | None, *, rules: Rules = CURRENT) -> BirthWeight | None:
    """Class of a birth weight in grams: under 1000, 1500, 2500, 4000, and from 4000 (BBL-01)."""
    if weight_g is None:
        return None
    rows = rules.rows(_TABLE)["weight_g"]
    return BirthWeight(next(row["class"] for row in rows if row["below"] is None or weight_g < row["below"]))


def birth_weight_text(category: BirthWeight | None, *, rules: Rules = CURRENT) -> str | None:
    """The class in words for screens (BBL-01)."""
    rows = rules.rows(_TABLE)["weight_g"]
    return next((row["text"] for row in rows if row["class"] == category), None)


def is_low_birth_weight(weight_g: Decimal | int | None, *, rules: Rules = CURRENT) -> bool | None:
    """Whether a birth weight in grams counts as BBLR in recaps: under 2500 (BBL-01)."""
    return None if weight_g is None else bool(weight_g < rules.rows(_TABLE)["low_below_g"])


def is_preterm(weeks: int | None, *, rules: Rules = CURRENT) -> bool | None:
    """Born before 37 completed weeks of pregnancy (BBL-01)."""
    return None if weeks is None else bool(weeks < rules.rows(_TABLE)["preterm_below_weeks"])
