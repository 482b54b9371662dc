"""Nutrition classes of children from z-scores rounded to 2 decimals.

Labels are those of Permenkes 2/2020 word for word; the cut-offs and their sources are in the table "nutrition".
No score, no class.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from visits.rules.book import CURRENT, Rules
from visits.rules.cutoffs import Cutoffs, read_cutoffs

Class = TypeVar("Class")


class WeightForAge(StrEnum):
    """BB/U, 0 to 60 months."""

    SEVERELY_UNDERWEIGHT = "Berat badan sangat kurang"
    UNDERWEIGHT = "Berat badan kurang"
    NORMAL = "Berat badan normal"
    RISK_OF_OVERWEIGHT = "Risiko berat badan lebih"


class HeightForAge(StrEnum):
    """PB/U or TB/U, 0 to 60 months."""

    SEVERELY_STUNTED = "Sangat pendek"
    STUNTED = "Pendek"
    NORMAL = "Normal"
    TALL = "Tinggi"


class WeightForHeight(StrEnum):
    """BB/PB or BB/TB, 0 to 60 months."""

    SEVERELY_WASTED = "Gizi buruk"
    WASTED = "Gizi kurang"
    NORMAL = "Gizi baik"
    RISK_OF_OVERWEIGHT = "Berisiko gizi lebih"
    OVERWEIGHT = "Gizi lebih"
    OBESE = "Obesitas"


class BmiForAge(StrEnum):
    """IMT/U, 0 to 18 years; 'Berisiko gizi lebih' exists up to 60 months only."""

    SEVERELY_THIN = "Gizi buruk"
    THIN = "Gizi kurang"
    NORMAL = "Gizi baik"
    RISK_OF_OVERWEIGHT = "Berisiko gizi lebih"
    OVERWEIGHT = "Gizi lebih"
    OBESE = "Obesitas"


class HeadCircumference(StrEnum):
    """LK/U, 0 to 60 months, in the words of the card."""

    BELOW_NORMAL = "Kurang dari normal"
    NORMAL = "Normal"
    ABOVE_NORMAL = "Melebihi normal"


class Muac(StrEnum):
    """LiLA; the first and the last below apply under 6 months, the others from 6 to 59 months."""

    AT_RISK = "Berisiko hambatan pertumbuhan"
    SEVERELY_WASTED = "Gizi buruk"
    WASTED = "Gizi kurang"
    WELL_NOURISHED = "Gizi baik"
    GOOD = "Baik"


STUNTED = (HeightForAge.SEVERELY_STUNTED, HeightForAge.STUNTED)
WASTED = (WeightForHeight.SEVERELY_WASTED, WeightForHeight.WASTED)
UNDERWEIGHT = (WeightForAge.SEVERELY_UNDERWEIGHT, WeightForAge.UNDERWEIGHT)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The rows of the table "nutrition" as classes and numbers."""

    weight_for_age: Cutoffs[WeightForAge]
    height_for_age: Cutoffs[HeightForAge]
    weight_for_height: Cutoffs[WeightForHeight]
    bmi_under_five: Cutoffs[BmiForAge]
    bmi_school_age: Cutoffs[BmiForAge]
    last_day_under_five: int
    head: Cutoffs[HeadCircumference]
    muac: tuple[tuple[int, int, Cutoffs[Muac]], ...]
    oedema_status: WeightForHeight
    red_line_z: Decimal
    orange_line_z: Decimal


def _read(rules: Rules) -> _Tables:
    rows = rules.rows("nutrition")
    return _Tables(
        weight_for_age=read_cutoffs(rows["weight_for_age"], WeightForAge),
        height_for_age=read_cutoffs(rows["height_for_age"], HeightForAge),
        weight_for_height=read_cutoffs(rows["weight_for_height"], WeightForHeight),
        bmi_under_five=read_cutoffs(rows["bmi_under_five"], BmiForAge),
        bmi_school_age=read_cutoffs(rows["bmi_school_age"], BmiForAge),
        last_day_under_five=rows["last_day_under_five"],
        head=read_cutoffs(rows["head"], HeadCircumference),
        muac=tuple((row["first_month"], row["end_month"], read_cutoffs(row, Muac)) for row in rows["muac"]),
        oedema_status=WeightForHeight(rows["oedema_status"]),
        red_line_z=Decimal(rows["red_line_z"]),
        orange_line_z=Decimal(rows["orange_line_z"]),
    )


def classify_weight_for_age(z: Decimal | None, *, rules: Rules = CURRENT) -> WeightForAge | None:
    """BB/U class of a z-score, 0 to 60 months; None without a score (ANT-04)."""
    return _classify(rules.once(_read).weight_for_age, z)


def classify_height_for_age(z: Decimal | None, *, rules: Rules = CURRENT) -> HeightForAge | None:
    """PB/U or TB/U class of a z-score, 0 to 60 months; None without a score; stunting is STUNTED (ANT-05)."""
    return _classify(rules.once(_read).height_for_age, z)


def classify_weight_for_height(z: Decimal | None, *, rules: Rules = CURRENT) -> WeightForHeight | None:
    """BB/PB or BB/TB class of a z-score; None without a score; wasting is WASTED (ANT-06)."""
    return _classify(rules.once(_read).weight_for_height, z)


def classify_bmi_for_age(z: Decimal | None, age_days: int, *, rules: Rules = CURRENT) -> BmiForAge | None:
    """IMT/U class of a z-score: ANT-06 to day 1856, ANT-07 after it; None without a score."""
    tables = rules.once(_read)
    is_under_five = age_days <= tables.last_day_under_five
    return _classify(tables.bmi_under_five if is_under_five else tables.bmi_school_age, z)


def bmi_tells_nutrition(age_days: int, *, rules: Rules = CURRENT) -> bool:
    """Whether IMT/U tells the nutrition status, as BB/TB has no value at this age: from day 1857 (ANT-07)."""
    return age_days > rules.once(_read).last_day_under_five


def classify_head(z: Decimal | None, *, rules: Rules = CURRENT) -> HeadCircumference | None:
    """Head circumference class of a z-score; None without a score (LK-01)."""
    return _classify(rules.once(_read).head, z)


def classify_muac(muac_cm: Decimal | None, age_months: int, *, rules: Rules = CURRENT) -> Muac | None:
    """Arm circumference class from cm and completed months; None unmeasured and from 60 months (LILA-01)."""
    for first, end, cutoffs in rules.once(_read).muac:
        if first <= age_months < end:
            return _classify(cutoffs, muac_cm)
    return None


def nutrition_status(
    weight_for_height: WeightForHeight | None, *, oedema: bool, rules: Rules = CURRENT
) -> WeightForHeight | None:
    """The child's nutrition status: oedema on both feet is 'Gizi buruk' whatever the weight (ANT-14)."""
    return rules.once(_read).oedema_status if oedema else weight_for_height


def red_and_orange_line(*, rules: Rules = CURRENT) -> tuple[Decimal, Decimal]:
    """Where the two lines of the KMS lie, in SD of weight for age (KMS-04)."""
    tables = rules.once(_read)
    return tables.red_line_z, tables.orange_line_z


def below_red_line(weight_for_age_z: Decimal | None, *, oedema: bool, rules: Rules = CURRENT) -> bool:
    """BGM: weight for age strictly under the red line (-3 SD), or oedema (KMS-04)."""
    return oedema or (weight_for_age_z is not None and weight_for_age_z < rules.once(_read).red_line_z)


def above_orange_line(weight_for_age_z: Decimal | None, *, rules: Rules = CURRENT) -> bool:
    """Weight for age strictly over the orange line (+1 SD) (KMS-04)."""
    return weight_for_age_z is not None and weight_for_age_z > rules.once(_read).orange_line_z


def _classify(cutoffs: Cutoffs[Class], value: Decimal | None) -> Class | None:
    return None if value is None else cutoffs.classify(value)
