"""Age and life stage on a given day, and the birth dates that belong to a stage.

Sources: Gregorian months with the day clamped to the month's end (Permenkes 2/2020 counts full months); stages of
KMK HK.01.07/MENKES/2015/2023. Ages are never stored: every function takes the day it is asked for.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

NEONATE_MAX_DAYS = 28
ADOLESCENT_YEARS = range(10, 19)


class Sex(StrEnum):
    """Sex as the paper forms write it: L (laki-laki) or P (perempuan)."""

    MALE = "L"
    FEMALE = "P"

    @property
    def label(self) -> str:
        """Word for screens and paper."""
        return "Laki-laki" if self is Sex.MALE else "Perempuan"


class LifeStage(StrEnum):
    """The seven age groups that decide which card a person is checked with."""

    INFANT = "bayi"
    TODDLER = "balita"
    PRESCHOOL = "apras"
    SCHOOL = "usia_sekolah"
    TEEN = "remaja"
    ADULT = "dewasa"
    ELDERLY = "lansia"

    @property
    def label(self) -> str:
        """Word for screens and paper."""
        return _LABELS[self]


_LABELS = {
    LifeStage.INFANT: "Bayi",
    LifeStage.TODDLER: "Balita",
    LifeStage.PRESCHOOL: "Apras",
    LifeStage.SCHOOL: "Usia sekolah",
    LifeStage.TEEN: "Remaja",
    LifeStage.ADULT: "Dewasa",
    LifeStage.ELDERLY: "Lansia",
}

# First completed month of each stage; a stage ends where the next one starts.
FIRST_MONTH = {
    LifeStage.INFANT: 0,
    LifeStage.TODDLER: 12,
    LifeStage.PRESCHOOL: 60,
    LifeStage.SCHOOL: 6 * 12,
    LifeStage.TEEN: 15 * 12,
    LifeStage.ADULT: 19 * 12,
    LifeStage.ELDERLY: 60 * 12,
}
_STAGES = tuple(LifeStage)

UNDER_FIVE = (LifeStage.INFANT, LifeStage.TODDLER)
CHILD_CARD = (LifeStage.INFANT, LifeStage.TODDLER, LifeStage.PRESCHOOL)
SCHOOL_CARD = (LifeStage.SCHOOL, LifeStage.TEEN)
ADULT_CARD = (LifeStage.ADULT, LifeStage.ELDERLY)


@dataclass(frozen=True, slots=True)
class Age:
    """An age in exact days and in completed months; `months_part` and `days_part` are what is left over."""

    days: int
    months: int
    days_part: int

    @property
    def years(self) -> int:
        """Completed years (AGE-01)."""
        return self.months // 12

    @property
    def months_part(self) -> int:
        """Completed months beyond the years, 0 to 11 (AGE-01)."""
        return self.months % 12

    @property
    def is_neonate(self) -> bool:
        """Up to 28 days (AGE-02)."""
        return self.days <= NEONATE_MAX_DAYS

    @property
    def is_adolescent(self) -> bool:
        """10 to under 19 years: the adolescent services, wider than the recap band 15-18."""
        return self.years in ADOLESCENT_YEARS


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months (negative too), clamped to the last day of the month reached (AGE-01)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def last_day_of(month: date) -> date:
    """The last day of the calendar month of any day in it. Source: the Gregorian calendar."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def completed_months(birth_date: date, day: date) -> int:
    """Whole months lived on `day`, clamped at month ends (AGE-01); negative before birth."""
    months = (day.year - birth_date.year) * 12 + day.month - birth_date.month
    if day.day >= birth_date.day or day.day == monthrange(day.year, day.month)[1]:
        return months
    return months - 1


def age_on(birth_date: date, day: date) -> Age:
    """Age on `day` (AGE-01). Raises ValueError when `day` is before birth."""
    days = (day - birth_date).days
    if days < 0:
        raise ValueError("Tanggal ini sebelum tanggal lahir.")
    months = completed_months(birth_date, day)
    return Age(days=days, months=months, days_part=(day - add_months(birth_date, months)).days)


def life_stage_on(birth_date: date, day: date) -> LifeStage:
    """The stage a person is in on `day` (AGE-02). Raises ValueError when `day` is before birth."""
    months = completed_months(birth_date, day)
    if day < birth_date:
        raise ValueError("Tanggal ini sebelum tanggal lahir.")
    return next(stage for stage in reversed(_STAGES) if months >= FIRST_MONTH[stage])


def latest_birth_with_months(months: int, day: date) -> date:
    """The last birth date whose owner has lived `months` whole months on `day` (AGE-01 the other way round)."""
    born = add_months(day, -months)
    if day.day == monthrange(day.year, day.month)[1]:
        # On the last day of a short month, births on later days of the birth month are clamped and count too.
        return born.replace(day=monthrange(born.year, born.month)[1])
    return born


def birth_bounds(stage: LifeStage, day: date) -> tuple[date | None, date | None]:
    """Earliest and latest birth date (inclusive) of the people in `stage` on `day`; None = no bound (AGE-02).

    The exact inverse of `life_stage_on`, so that a database can count a stage by birth date.
    """
    position = _STAGES.index(stage)
    latest = day if position == 0 else latest_birth_with_months(FIRST_MONTH[stage], day)
    if position == len(_STAGES) - 1:
        return None, latest
    return latest_birth_with_months(FIRST_MONTH[_STAGES[position + 1]], day) + timedelta(days=1), latest


def birth_bounds_of(stages: tuple[LifeStage, ...], day: date) -> tuple[date | None, date | None]:
    """Like `birth_bounds` for neighbouring stages together, e.g. UNDER_FIVE (AGE-02)."""
    ordered = sorted(stages, key=_STAGES.index)
    return birth_bounds(ordered[-1], day)[0], birth_bounds(ordered[0], day)[1]
