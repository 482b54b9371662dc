"""Birth dates that nobody knows exactly: from an age as it is told, or from the year alone."""

from __future__ import annotations

from datetime import date

from registry.rules.background import BirthDateKnown
from registry.rules.life_stage import add_months
from registry.rules.wording import long_date

# A year alone stands for its middle, so that ages are half a year wrong at most.
MIDDLE_OF_YEAR = (7, 1)


def born_about(years: int, months: int, day: date) -> date:
    """The birth date of somebody who is told to be `years` and `months` old on `day`. Source: AGE-01 turned round."""
    return add_months(day, -(12 * years + months))


def born_in_year(year: int, day: date) -> date:
    """1 July of the year, or `day` where that has not come yet. Source: usual practice in population registers."""
    return min(date(year, *MIDDLE_OF_YEAR), day)


def born_words(day: date, known: str) -> str:
    """A birth date as far as it is known (codes of BirthDateKnown): "1 Juli 1948", "1948 (hanya tahunnya)".

    Source: a stored day that nobody told is not shown as one.
    """
    if known == BirthDateKnown.YEAR_ONLY:
        return f"{day.year} ({BirthDateKnown.YEAR_ONLY.label.lower()})"
    words = long_date(day)
    return words if known == BirthDateKnown.EXACT else f"{words} ({BirthDateKnown.ESTIMATED.label.lower()})"
