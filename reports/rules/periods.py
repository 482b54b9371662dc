"""Months of reports: always the first day of the month."""

from __future__ import annotations

import re
from datetime import date

TREND_MONTHS = 12
FIRST_YEAR = 2000

_WRITTEN = re.compile(r"(\d{4})-(\d{2})")


def month_before(month: date, back: int = 1) -> date:
    """The first day of the month `back` months earlier; later for a negative `back`."""
    years, index = divmod(month.year * 12 + month.month - 1 - back, 12)
    return date(years, index + 1, 1)


def trend_months(month: date) -> tuple[date, ...]:
    """The twelve months up to and with `month`, oldest first."""
    return tuple(month_before(month, back) for back in reversed(range(TREND_MONTHS)))


def written(month: date) -> str:
    """2026-10, as months stand in addresses and file names."""
    return f"{month:%Y-%m}"


def read_month(text: str, today: date) -> date:
    """The month of "2026-10"; the current month for a later one or for anything that is no month."""
    current = today.replace(day=1)
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        return current
    year, number = int(match[1]), int(match[2])
    if not (FIRST_YEAR <= year <= current.year and 1 <= number <= 12):
        return current
    return min(date(year, number, 1), current)
