"""Blood pressure classes and the card's code (TD-01 to TD-04, TD-07). Values in mmHg.

Limits and their sources are in the table "blood_pressure", what is possible at all in "plausibility".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from registry.rules.life_stage import Sex
from visits.rules.book import CURRENT, Rules
from visits.rules.card_code import CardCode
from visits.rules.wording import number_text

ADULT_YEARS: int = CURRENT.rows("blood_pressure")["adult_from_years"]


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


def classify_adult(
    systolic: int | None, diastolic: int | None, *, rules: Rules = CURRENT
) -> AdultReading | None:
    """The higher class of the two values in mmHg, from 18 years; None when one is missing (TD-01)."""
    if systolic is None or diastolic is None:
        return None
    rows = rules.rows("blood_pressure")
    isolated = rows["isolated_systolic"]
    return AdultReading(
        AdultPressure(_worst(rows["adult"], systolic, diastolic)),
        isolated_systolic=systolic >= isolated["systolic_from"] and diastolic < isolated["diastolic_under"],
    )


def classify_adolescent(systolic: int, diastolic: int, *, rules: Rules = CURRENT) -> AdolescentPressure:
    """The higher class of the two values in mmHg, 13 to 17 years (TD-03)."""
    return AdolescentPressure(_worst(rules.rows("blood_pressure")["adolescent"], systolic, diastolic))


def child_limits(sex: Sex, age_years: int, *, rules: Rules = CURRENT) -> tuple[int, int] | None:
    """Systolic and diastolic from which a further look is needed (TD-04); None under 7 and from 18 years."""
    rows = rules.rows("blood_pressure")
    if rows["adolescent_from_years"] <= age_years < rows["adult_from_years"]:
        row = rows["adolescent_screening"]
        return row["systolic"], row["diastolic"]
    found = (row for row in rows["screening"][sex] if row["years"] == age_years)
    return next(((row["systolic"], row["diastolic"]) for row in found), None)


def needs_evaluation(
    sex: Sex, age_years: int, systolic: int, diastolic: int, *, rules: Rules = CURRENT
) -> bool:
    """Whether a child's reading in mmHg is at or above either screening limit of its age (TD-04)."""
    limits = child_limits(sex, age_years, rules=rules)
    return limits is not None and (systolic >= limits[0] or diastolic >= limits[1])


def child_exceeds(sex: Sex, age_years: int, systolic: int, diastolic: int, *, rules: Rules = CURRENT) -> bool:
    """Whether a reading in mmHg of a child of 7 to 12 years is at or above a limit of its own age (TD-04)."""
    is_child = age_years < rules.rows("blood_pressure")["adolescent_from_years"]
    return is_child and needs_evaluation(sex, age_years, systolic, diastolic, rules=rules)


def is_elevated(age_years: int, systolic: int, diastolic: int, *, rules: Rules = CURRENT) -> bool:
    """Whether a reading in mmHg at 13 to 17 years is "meningkat": told, not referred (TD-03)."""
    rows = rules.rows("blood_pressure")
    if not rows["adolescent_from_years"] <= age_years < rows["adult_from_years"]:
        return False
    return classify_adolescent(systolic, diastolic, rules=rules) is AdolescentPressure.ELEVATED


def card_high_from(age_years: int, *, rules: Rules = CURRENT) -> tuple[int, int]:
    """Systolic and diastolic in mmHg from which the card says T: 140/90 from 18 years, 130/80 below (TD-02, TD-03)."""
    rows = rules.rows("blood_pressure")["card"]["high"]
    found = next(row for row in rows if age_years >= row["from_years"])
    return found["systolic"], found["diastolic"]


def blood_pressure_code(
    systolic: int | None, diastolic: int | None, age_years: int, *, rules: Rules = CURRENT
) -> CardCode | None:
    """R, N or T of the card for mmHg: adult limits from 18 years (TD-02), 130/80 below (TD-03). T wins over R.

    None when a value is missing.
    """
    if systolic is None or diastolic is None:
        return None
    high = card_high_from(age_years, rules=rules)
    if systolic >= high[0] or diastolic >= high[1]:
        return CardCode.HIGH
    return CardCode.LOW if is_low(systolic, diastolic, rules=rules) else CardCode.NORMAL


def is_low(systolic: int, diastolic: int, *, rules: Rules = CURRENT) -> bool:
    """Whether either value in mmHg is under the card's R, at every age (TD-02)."""
    low = rules.rows("blood_pressure")["card"]["low"]
    return bool(systolic < low["systolic"] or diastolic < low["diastolic"])


def is_urgent(systolic: int, diastolic: int, *, rules: Rules = CURRENT) -> bool:
    """Whether a reading in mmHg is a crisis that is sent on the same day (TD-01, grade 3)."""
    return _reaches(rules.rows("blood_pressure")["urgent"], systolic, diastolic)


def is_possible(systolic: Decimal | int, diastolic: Decimal | int, *, rules: Rules = CURRENT) -> bool:
    """Whether a reading in mmHg can be accepted at all (TD-07)."""
    return systolic > diastolic and _within(rules.rows("plausibility")["body"], systolic, diastolic)


def blood_pressure_question(
    systolic: Decimal | int, diastolic: Decimal | int, *, rules: Rules = CURRENT
) -> str | None:
    """What to ask about an impossible or unusual reading in mmHg; None when there is nothing to ask (TD-07)."""
    rows = rules.rows("plausibility")
    if systolic <= diastolic:
        kind = "pressure_equal" if systolic == diastolic else "pressure_swapped"
    elif not is_possible(systolic, diastolic, rules=rules):
        kind = "pressure_impossible"
    elif not _within(rows["usual"], systolic, diastolic):
        kind = "pressure_rare"
    else:
        return None
    text: str = rows["texts"][kind]
    return text.format(systolic=number_text(systolic), diastolic=number_text(diastolic))


def _worst(row: Mapping[str, Any], systolic: int, diastolic: int) -> str:
    """The label of the first class that either value reaches; classes stand worst first."""
    reached = (step["label"] for step in row["classes"] if _reaches(step, systolic, diastolic))
    label: str = next(reached, row["otherwise"])
    return label


def _reaches(row: Mapping[str, Any], systolic: int, diastolic: int) -> bool:
    return bool(systolic >= row["systolic"] or diastolic >= row["diastolic"])


def _within(row: Mapping[str, Any], systolic: Decimal | int, diastolic: Decimal | int) -> bool:
    pairs = ((row["systolic"], systolic), (row["diastolic"], diastolic))
    return all(Decimal(limits["low"]) <= value <= Decimal(limits["high"]) for limits, value in pairs)
