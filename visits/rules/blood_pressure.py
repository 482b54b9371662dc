"""Blood pressure classes and the card's code (TD-01 to TD-04, TD-07). Values in mmHg.

Sources: KMK HK.01.07/MENKES/2015/2023 tables 14 and 22 and its limits for adolescents; the code of the
Posyandu card.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from registry.rules.life_stage import Sex
from visits.rules.card_code import CardCode

Class = TypeVar("Class")

ADULT_YEARS = 18
TEENAGE_YEARS = 13


class AdultPressure(StrEnum):
    """Classes from 18 years, in the words of the decree."""

    OPTIMAL = "Optimal"
    NORMAL = "Normal"
    HIGH_NORMAL = "Normal tinggi"
    GRADE_1 = "Hipertensi derajat 1"
    GRADE_2 = "Hipertensi derajat 2"
    GRADE_3 = "Hipertensi derajat 3"


class AdolescentPressure(StrEnum):
    """Classes from 13 to 17 years."""

    NORMAL = "Normal"
    ELEVATED = "Meningkat"
    STAGE_1 = "Hipertensi tingkat 1"
    STAGE_2 = "Hipertensi tingkat 2"


@dataclass(frozen=True, slots=True)
class AdultReading:
    """Class of a reading; `isolated_systolic` is a flag beside the class."""

    category: AdultPressure
    isolated_systolic: bool


# Lower limits (systolic, diastolic), worst first: either one is enough. Table 22.
_ADULT = (
    (180, 110, AdultPressure.GRADE_3),
    (160, 100, AdultPressure.GRADE_2),
    (140, 90, AdultPressure.GRADE_1),
    (130, 85, AdultPressure.HIGH_NORMAL),
    (120, 80, AdultPressure.NORMAL),
)
# Systolic from, diastolic below. Table 22.
_ISOLATED_SYSTOLIC = (140, 90)
_ADOLESCENT = (
    (140, 90, AdolescentPressure.STAGE_2),
    (130, 80, AdolescentPressure.STAGE_1),
    (120, 80, AdolescentPressure.ELEVATED),
)
# Table 14: completed years -> (systolic, diastolic) from which a child needs a further look.
_CHILD_LIMITS = {
    Sex.MALE: {7: (106, 68), 8: (107, 69), 9: (107, 70), 10: (108, 72), 11: (110, 74), 12: (113, 75)},
    Sex.FEMALE: {7: (106, 68), 8: (107, 69), 9: (108, 71), 10: (109, 72), 11: (111, 74), 12: (114, 75)},
}
_FROM_13_LIMITS = (120, 80)
# First year of age -> lower limits of T on the card, oldest first.
_HIGH_CODE = ((ADULT_YEARS, (140, 90)), (0, (130, 80)))
_LOW_CODE = (90, 60)
# Accepted ranges, and the narrower ones outside which the reading is asked again (TD-07).
SYSTOLIC_RANGE, DIASTOLIC_RANGE = (60, 260), (30, 160)
_USUAL_SYSTOLIC, _USUAL_DIASTOLIC = (80, 220), (40, 130)


def classify_adult(systolic: int, diastolic: int) -> AdultReading:
    """The higher class of the two values, from 18 years (TD-01)."""
    category = _worst(_ADULT, systolic, diastolic) or AdultPressure.OPTIMAL
    isolated = systolic >= _ISOLATED_SYSTOLIC[0] and diastolic < _ISOLATED_SYSTOLIC[1]
    return AdultReading(category, isolated_systolic=isolated)


def classify_adolescent(systolic: int, diastolic: int) -> AdolescentPressure:
    """The higher class of the two values, 13 to 17 years (TD-03)."""
    return _worst(_ADOLESCENT, systolic, diastolic) or AdolescentPressure.NORMAL


def child_limits(sex: Sex, age_years: int) -> tuple[int, int] | None:
    """Systolic and diastolic from which a further look is needed (TD-04); None under 7 and from 18 years."""
    if TEENAGE_YEARS <= age_years < ADULT_YEARS:
        return _FROM_13_LIMITS
    return _CHILD_LIMITS[sex].get(age_years)


def needs_evaluation(sex: Sex, age_years: int, systolic: int, diastolic: int) -> bool:
    """Whether a child's reading is at or above either screening limit of its age (TD-04)."""
    limits = child_limits(sex, age_years)
    return limits is not None and (systolic >= limits[0] or diastolic >= limits[1])


def blood_pressure_code(systolic: int | None, diastolic: int | None, age_years: int) -> CardCode | None:
    """R, N or T of the card: adult limits from 18 years (TD-02), 130/80 below (TD-03). T wins over R."""
    if systolic is None or diastolic is None:
        return None
    high_systolic, high_diastolic = next(limits for first, limits in _HIGH_CODE if age_years >= first)
    if systolic >= high_systolic or diastolic >= high_diastolic:
        return CardCode.HIGH
    if systolic < _LOW_CODE[0] or diastolic < _LOW_CODE[1]:
        return CardCode.LOW
    return CardCode.NORMAL


def is_possible(systolic: int, diastolic: int) -> bool:
    """Whether a reading can be accepted at all (TD-07)."""
    return _within(systolic, SYSTOLIC_RANGE) and _within(diastolic, DIASTOLIC_RANGE) and systolic > diastolic


def blood_pressure_question(systolic: int, diastolic: int) -> str | None:
    """What to ask about an impossible or unusual reading; None when there is nothing to ask."""
    reading = f"Tekanan darah {systolic}/{diastolic}"
    if systolic <= diastolic:
        return f"{reading}: angka atas harus lebih besar. Maksud Ibu {diastolic}/{systolic}?"
    if not is_possible(systolic, diastolic):
        return f"{reading} tidak mungkin. Ukur ulang, lalu tulis lagi."
    if not (_within(systolic, _USUAL_SYSTOLIC) and _within(diastolic, _USUAL_DIASTOLIC)):
        return f"{reading} jarang sekali. Ukur ulang setelah duduk 5 menit. Sudah benar?"
    return None


def _worst(limits: tuple[tuple[int, int, Class], ...], systolic: int, diastolic: int) -> Class | None:
    return next((label for s, d, label in limits if systolic >= s or diastolic >= d), None)


def _within(value: int, limits: tuple[int, int]) -> bool:
    return limits[0] <= value <= limits[1]
