"""Complete basic immunisation and complete boosters: IDL and IBL (IMU-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.rules.life_stage import add_months
from visits.rules.book import CURRENT, Rules
from visits.rules.immunisation import Given


@dataclass(frozen=True, slots=True)
class Coverage:
    """A set of doses: which are missing, in the order of the set, and whether the set was complete in time.

    `in_time` is None when a day that decides it is not known. `started` says that at least one dose was given.
    """

    missing: tuple[str, ...]
    started: bool
    in_time: bool | None

    @property
    def is_complete(self) -> bool:
        """Whether every dose of the set was given, at any age."""
        return not self.missing


def basic_coverage(given: Given, birth_date: date | None = None, *, rules: Rules = CURRENT) -> Coverage:
    """IDL by the set that the kabupaten counts (17 or 11 doses), in time before 12 months (IMU-03)."""
    rows = rules.rows("immunisation")
    deadline = None if birth_date is None else add_months(birth_date, rows["basic_before_month"])
    return _coverage(rows["basic_sets"][rows["basic_set"]], given, deadline)


def booster_coverage(given: Given, birth_date: date | None = None, *, rules: Rules = CURRENT) -> Coverage:
    """IBL: DPT4, MR2 and PCV3, in time before 24 months (IMU-03)."""
    rows = rules.rows("immunisation")
    deadline = None if birth_date is None else add_months(birth_date, rows["booster_before_month"])
    return _coverage(rows["booster_set"], given, deadline)


def basic_set_names(*, rules: Rules = CURRENT) -> tuple[str, ...]:
    """The names of the sets that a kabupaten may choose from (IMU-03)."""
    return tuple(rules.rows("immunisation")["basic_sets"])


def _coverage(wanted: tuple[str, ...], given: Given, deadline: date | None) -> Coverage:
    missing = tuple(code for code in wanted if code not in given)
    return Coverage(missing, len(missing) < len(wanted), _in_time(wanted, given, deadline))


def _in_time(wanted: tuple[str, ...], given: Given, deadline: date | None) -> bool | None:
    if any(code not in given for code in wanted):
        return False
    days = [given[code] for code in wanted]
    if deadline is None:
        return None
    if any(day is not None and day >= deadline for day in days):
        return False
    return None if None in days else True
