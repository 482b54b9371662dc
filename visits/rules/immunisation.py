"""The immunisation schedule of children, its intervals, and what is due (IMU-01, IMU-02).

A dose has a code (DPT3). Doses given are a mapping of code to day; None stands for a dose on a day nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from registry.rules.life_stage import Sex, add_months
from visits.rules.book import CURRENT, Row, Rules

Given = Mapping[str, date | None]


class DoseStatus(StrEnum):
    """What a dose not yet given is waiting for."""

    DUE = "sekarang"
    OVERDUE = "terlambat"
    LATER = "belum waktunya"
    AFTER_PREVIOUS = "menunggu dosis sebelumnya"
    TOO_OLD = "lewat umur"


class DoseWarning(StrEnum):
    """Why a dose should be looked at by a midwife; it is stored all the same."""

    BEFORE_BIRTH = "sebelum lahir"
    TOO_YOUNG = "terlalu muda"
    TOO_OLD = "terlalu tua"
    NO_PREVIOUS = "dosis sebelumnya belum ada"
    TOO_SOON = "terlalu dekat"


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """A dose not yet given: its day by the schedule, and the first day it may be given after the dose before.

    `earliest` is None while the dose before is missing.
    """

    code: str
    label: str
    status: DoseStatus
    scheduled: date
    earliest: date | None

    @property
    def can_be_given(self) -> bool:
        """Whether it may be given today."""
        return self.status in (DoseStatus.DUE, DoseStatus.OVERDUE)


@dataclass(frozen=True, slots=True)
class SchoolDose:
    """A dose of the school immunisation month (BIAS); `month` is the calendar month."""

    code: str
    label: str
    month: int


def dose_codes(*, rules: Rules = CURRENT) -> tuple[str, ...]:
    """Codes of the doses that belong to this area's schedule, in its order (IMU-01)."""
    return tuple(row["code"] for row in _schedule(rules))


def known_codes(*, rules: Rules = CURRENT) -> frozenset[str]:
    """Codes of all doses, also of those that other areas give (IMU-01)."""
    return frozenset(row["code"] for row in rules.rows("immunisation")["doses"])


def dose_label(code: str, *, rules: Rules = CURRENT) -> str:
    """The dose in words for screens (IMU-01); a code that the schedule no longer has stays as it is."""
    return next(
        (str(row["label"]) for row in rules.rows("immunisation")["doses"] if row["code"] == code), code
    )


def dose_month(code: str, *, rules: Rules = CURRENT) -> int:
    """The month of age a dose belongs to (IMU-01). LookupError for an unknown code."""
    month: int = _dose(code, rules)["month"]
    return month


def schedule(birth_date: date, *, rules: Rules = CURRENT) -> dict[str, date]:
    """The day each dose falls due: birth plus its months, clamped to the month's end (IMU-01)."""
    return {row["code"]: _scheduled(row, birth_date) for row in _schedule(rules)}


def next_allowed(code: str, previous: date, *, rules: Rules = CURRENT) -> date:
    """The first day a dose may follow the dose before it (IMU-02). LookupError for an unknown code."""
    return _after_interval(_dose(code, rules), previous)


def is_interval_valid(code: str, previous: date, day: date, *, rules: Rules = CURRENT) -> bool:
    """Whether a dose on `day` keeps the minimum interval to the dose before it (IMU-02)."""
    return day >= next_allowed(code, previous, rules=rules)


def check_dose(
    code: str, day: date, *, birth_date: date, given: Given, rules: Rules = CURRENT
) -> tuple[DoseWarning, ...]:
    """What is unusual about giving a dose on `day`, worst first; empty when nothing is (IMU-02).

    LookupError for an unknown code.
    """
    row = _dose(code, rules)
    if day < birth_date:
        return (DoseWarning.BEFORE_BIRTH,)
    previous = row.get("after")
    previous_day = given.get(previous) if previous else None
    signs = {
        DoseWarning.TOO_YOUNG: day < add_months(birth_date, row.get("from_month", 0)),
        DoseWarning.TOO_OLD: day > _last_day(row, birth_date),
        DoseWarning.NO_PREVIOUS: previous is not None and previous not in given,
        DoseWarning.TOO_SOON: previous_day is not None and day < _after_interval(row, previous_day),
    }
    return tuple(warning for warning, applies in signs.items() if applies)


def warning_text(code: str, warning: DoseWarning, *, rules: Rules = CURRENT) -> str:
    """The warning as a sentence for the kader (IMU-02). LookupError for an unknown code."""
    row = _dose(code, rules)
    previous = row.get("after")
    text: str = rules.rows("immunisation")["warnings"][warning]
    return text.format(dose=row["label"], previous=_dose(previous, rules)["label"] if previous else "")


def planned_doses(
    birth_date: date, day: date, given: Given, *, rules: Rules = CURRENT
) -> tuple[PlannedDose, ...]:
    """Every dose not yet given on `day`, in the order of the schedule, with what it waits for (IMU-01, IMU-02)."""
    before = {code: when for code, when in given.items() if when is None or when <= day}
    return tuple(
        _planned(row, birth_date, day, before) for row in _schedule(rules) if row["code"] not in before
    )


def doses_due(
    birth_date: date, day: date, given: Given, *, rules: Rules = CURRENT
) -> tuple[PlannedDose, ...]:
    """The doses that may be given on `day`, late ones too (IMU-01, IMU-02)."""
    return tuple(dose for dose in planned_doses(birth_date, day, given, rules=rules) if dose.can_be_given)


def missing_for_age(
    birth_date: date, day: date, given: Given, *, rules: Rules = CURRENT
) -> tuple[PlannedDose, ...]:
    """The doses whose day has come and that were not given; empty means "lengkap sesuai umur" (IMU-01)."""
    planned = planned_doses(birth_date, day, given, rules=rules)
    return tuple(dose for dose in planned if dose.scheduled <= day and dose.status is not DoseStatus.LATER)


def school_doses(sex: Sex, grade: int, *, rules: Rules = CURRENT) -> tuple[SchoolDose, ...]:
    """Doses of the school immunisation month for a grade of primary school (IMU-01)."""
    return tuple(
        SchoolDose(row["dose"], row["label"], row["month"])
        for row in rules.rows("immunisation")["school"]
        if row["grade"] == grade and sex in row["sexes"]
    )


def _schedule(rules: Rules) -> list[Row]:
    rows = rules.rows("immunisation")
    return [row for row in rows["doses"] if rows["je_area"] == "ya" or not row.get("je_area")]


def _dose(code: str, rules: Rules) -> Row:
    for row in rules.rows("immunisation")["doses"]:
        if row["code"] == code:
            found: Row = row
            return found
    raise LookupError(f"No dose {code}")


def _scheduled(row: Row, birth_date: date) -> date:
    return add_months(birth_date, row["month"])


def _after_interval(row: Row, previous: date) -> date:
    if "interval_months" in row:
        return add_months(previous, row["interval_months"])
    return previous + timedelta(days=row.get("interval_days", 0))


def _last_day(row: Row, birth_date: date) -> date:
    if "until_day" in row:
        return birth_date + timedelta(days=row["until_day"])
    return add_months(birth_date, row["until_month"]) - timedelta(days=1)


def _window_end(row: Row, birth_date: date) -> date:
    """The first day on which a dose is late."""
    if "window_days" in row:
        return _scheduled(row, birth_date) + timedelta(days=row["window_days"])
    return add_months(birth_date, row["month"] + row["window_months"])


def _planned(row: Row, birth_date: date, day: date, given: Given) -> PlannedDose:
    scheduled = _scheduled(row, birth_date)
    earliest = _earliest(row, scheduled, given)
    status = _status(row, birth_date, day, earliest)
    return PlannedDose(row["code"], row["label"], status, scheduled, earliest)


def _earliest(row: Row, scheduled: date, given: Given) -> date | None:
    if "after" not in row:
        return scheduled
    if row["after"] not in given:
        return None
    previous = given[row["after"]]
    return scheduled if previous is None else max(scheduled, _after_interval(row, previous))


def _status(row: Row, birth_date: date, day: date, earliest: date | None) -> DoseStatus:
    if day > _last_day(row, birth_date):
        return DoseStatus.TOO_OLD
    if earliest is None:
        return DoseStatus.AFTER_PREVIOUS
    if day < earliest:
        return DoseStatus.LATER
    return DoseStatus.OVERDUE if day >= _window_end(row, birth_date) else DoseStatus.DUE
