"""The visits that mother and newborn should get after birth (NIFAS-01, NEO-01). Days since the day of birth.

Source: KMK HK.01.07/MENKES/2015/2023 and Buku KIA 2024.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from visits.rules.book import CURRENT, Rules

_TABLE = "postpartum"


class MotherVisit(StrEnum):
    """Windows of the mother's visits (kunjungan nifas)."""

    KF1 = "KF1"
    KF2 = "KF2"
    KF3 = "KF3"
    KF4 = "KF4"


class NewbornVisit(StrEnum):
    """Windows of the newborn's visits (kunjungan neonatal)."""

    KN1 = "KN1"
    KN2 = "KN2"
    KN3 = "KN3"


_Visit = TypeVar("_Visit", MotherVisit, NewbornVisit)


def mother_visit(days: int | None, *, hours: int | None = None, rules: Rules = CURRENT) -> MotherVisit | None:
    """The window of a visit so many days after delivery (NIFAS-01); None outside 0 to 42 days.

    `hours` after delivery, where known: a visit before 6 hours belongs to no window.
    """
    return _window(MotherVisit, "mother", days, hours, rules)


def newborn_visit(
    days: int | None, *, hours: int | None = None, rules: Rules = CURRENT
) -> NewbornVisit | None:
    """The window of a visit at so many days of age (NEO-01); None outside 0 to 28 days or before 6 hours."""
    return _window(NewbornVisit, "newborn", days, hours, rules)


def mother_visits_missing(
    visit_days: Iterable[int], *, up_to_day: int | None = None, rules: Rules = CURRENT
) -> list[MotherVisit]:
    """Windows without a visit, in order; with `up_to_day` only those that are over on that day (NIFAS-01).

    None missing = complete. `visit_days` are days since delivery.
    """
    return _missing(MotherVisit, "mother", visit_days, up_to_day, rules)


def newborn_visits_missing(
    visit_days: Iterable[int], *, up_to_day: int | None = None, rules: Rules = CURRENT
) -> list[NewbornVisit]:
    """Windows without a visit, in order; with `up_to_day` only those that are over on that day of age (NEO-01)."""
    return _missing(NewbornVisit, "newborn", visit_days, up_to_day, rules)


def is_postpartum(days: int | None, *, rules: Rules = CURRENT) -> bool | None:
    """Whether this day after delivery is still nifas: 0 to 42 (NIFAS-01)."""
    return None if days is None else 0 <= days <= rules.rows(_TABLE)["last_day"]


def is_thyroid_screening_time(hours: int | None, *, rules: Rules = CURRENT) -> bool | None:
    """Whether so many hours after birth are the time for SHK, 48 to 72 (KMK 2015/2023)."""
    if hours is None:
        return None
    time = rules.rows(_TABLE)["thyroid_screening_hours"]
    return bool(time["first"] <= hours <= time["last"])


def _window(
    kind: type[_Visit], whose: str, days: int | None, hours: int | None, rules: Rules
) -> _Visit | None:
    rows = rules.rows(_TABLE)
    if days is None or (hours is not None and hours < rows["first_hours"]):
        return None
    return next(
        (kind(row["visit"]) for row in rows[whose] if row["first_day"] <= days <= row["last_day"]), None
    )


def _missing(
    kind: type[_Visit], whose: str, visit_days: Iterable[int], up_to_day: int | None, rules: Rules
) -> list[_Visit]:
    held = {_window(kind, whose, day, None, rules) for day in visit_days}
    over = [row for row in rules.rows(_TABLE)[whose] if up_to_day is None or row["last_day"] < up_to_day]
    return [kind(row["visit"]) for row in over if row["visit"] not in held]
