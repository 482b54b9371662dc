"""Deworming tablets of children from one year (CACING-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from registry.rules.life_stage import completed_months
from visits.rules.book import CURRENT, Rules


def albendazole_mg(months: int, *, rules: Rules = CURRENT) -> int | None:
    """Dose in mg for completed months 12 to 59; None for others (CACING-01)."""
    doses = rules.rows("deworming")["doses"]
    fitting = (row["albendazole_mg"] for row in doses if row["from_month"] <= months <= row["to_month"])
    return next(fitting, None)


def deworming_due(
    birth_date: date, day: date, given_on: Sequence[date] = (), *, rules: Rules = CURRENT
) -> int | None:
    """Dose in mg still to be given in a deworming month; None when nothing is due (CACING-01).

    August once a year, or February and August where the kabupaten gives it twice. A dose given earlier in the year,
    after the deworming month before, counts for this one.
    """
    rows = rules.rows("deworming")
    months = rows["months"][str(rows["times_a_year"])]
    if day.month not in months:
        return None
    since = date(day.year, max((month + 1 for month in months if month < day.month), default=1), 1)
    if any(since <= given <= day for given in given_on):
        return None
    return albendazole_mg(completed_months(birth_date, day), rules=rules)
