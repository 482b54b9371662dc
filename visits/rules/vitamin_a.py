"""Vitamin A capsules of under-fives in February and August (VITA-01). Mothers after birth have a rule of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from registry.rules.life_stage import add_months, completed_months
from visits.rules.book import CURRENT, Row, Rules


class Capsule(StrEnum):
    """Colour of the capsule: blue 100,000 IU, red 200,000 IU."""

    BLUE = "biru"
    RED = "merah"


def capsule_on(birth_date: date, day: date, *, rules: Rules = CURRENT) -> Capsule | None:
    """The capsule for a child's age on `day` in a vitamin A month; None in other months and ages (VITA-01)."""
    row = _row_on(birth_date, day, rules)
    return None if row is None else Capsule(row["capsule"])


def capsule_due(
    birth_date: date, day: date, given_on: Sequence[date] = (), *, rules: Rules = CURRENT
) -> Capsule | None:
    """The capsule still to be given on `day`, when those of `given_on` were given before (VITA-01).

    One capsule in a vitamin A month; blue only once in its age. None when nothing is due.
    """
    row = _row_on(birth_date, day, rules)
    if row is None:
        return None
    since = add_months(birth_date, row["from_month"]) if row["once"] else day.replace(day=1)
    return None if any(since <= given <= day for given in given_on) else Capsule(row["capsule"])


def dose_iu(capsule: Capsule, *, rules: Rules = CURRENT) -> int:
    """International units in a capsule (VITA-01)."""
    doses: dict[str, int] = {row["capsule"]: row["dose_iu"] for row in rules.rows("vitamin_a")["capsules"]}
    return doses[capsule]


def _row_on(birth_date: date, day: date, rules: Rules) -> Row | None:
    rows = rules.rows("vitamin_a")
    if day.month not in rows["months"]:
        return None
    months = completed_months(birth_date, day)
    fitting = (row for row in rows["capsules"] if row["from_month"] <= months <= row["to_month"])
    return next(fitting, None)
