"""Numbers and ages as Indonesian text."""

from __future__ import annotations

from decimal import Decimal

from registry.rules.life_stage import Age
from visits.rules.book import CURRENT, Rules

Number = Decimal | float | int
_INDONESIAN_MARKS = str.maketrans(",.", ".,")


def number_text(value: Number) -> str:
    """A measure of any unit with a decimal comma, without useless zeros, thousands set apart: 9,4 or 94 or 1.700.

    Source: written Indonesian.
    """
    text = f"{Decimal(str(value)):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.translate(_INDONESIAN_MARKS)


def child_text(age: Age, *, rules: Rules = CURRENT) -> str:
    """What to call a child of this age: bayi 12 hari, bayi 3 bulan, anak 1 tahun (in the questions of RANGE-01)."""
    kind = "child_years" if age.years else "baby_months" if age.months else "baby_days"
    text: str = rules.rows("plausibility")["texts"][kind]
    return text.format(years=age.years, months=age.months, days=age.days)
