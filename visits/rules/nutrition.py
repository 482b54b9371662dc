"""Nutrition classes of children from z-scores rounded to 2 decimals.

Source: Permenkes 2/2020 (labels word for word), head circumference as on the Posyandu card, arm circumference as in
the Buku KIA 2024. No score, no class.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from visits.rules.cutoffs import Cutoffs
from visits.rules.growth import LAST_DAY_2006

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

RED_LINE_Z = -3
ORANGE_LINE_Z = 1

# Permenkes 2/2020, BB/U.
_WEIGHT_FOR_AGE = Cutoffs(
    below=((-3, WeightForAge.SEVERELY_UNDERWEIGHT), (-2, WeightForAge.UNDERWEIGHT)),
    middle=WeightForAge.NORMAL,
    above=((1, WeightForAge.RISK_OF_OVERWEIGHT),),
)
# Permenkes 2/2020, PB/U and TB/U.
_HEIGHT_FOR_AGE = Cutoffs(
    below=((-3, HeightForAge.SEVERELY_STUNTED), (-2, HeightForAge.STUNTED)),
    middle=HeightForAge.NORMAL,
    above=((3, HeightForAge.TALL),),
)
# Permenkes 2/2020, BB/PB and BB/TB.
_WEIGHT_FOR_HEIGHT = Cutoffs(
    below=((-3, WeightForHeight.SEVERELY_WASTED), (-2, WeightForHeight.WASTED)),
    middle=WeightForHeight.NORMAL,
    above=(
        (3, WeightForHeight.OBESE),
        (2, WeightForHeight.OVERWEIGHT),
        (1, WeightForHeight.RISK_OF_OVERWEIGHT),
    ),
)
# Permenkes 2/2020, IMT/U 0 to 60 months.
_BMI_UNDER_FIVE = Cutoffs(
    below=((-3, BmiForAge.SEVERELY_THIN), (-2, BmiForAge.THIN)),
    middle=BmiForAge.NORMAL,
    above=((3, BmiForAge.OBESE), (2, BmiForAge.OVERWEIGHT), (1, BmiForAge.RISK_OF_OVERWEIGHT)),
)
# Permenkes 2/2020, IMT/U 5 to 18 years; the text gives +1 to two classes, the milder one is taken.
_BMI_SCHOOL_AGE = Cutoffs(
    below=((-3, BmiForAge.SEVERELY_THIN), (-2, BmiForAge.THIN)),
    middle=BmiForAge.NORMAL,
    above=((2, BmiForAge.OBESE), (1, BmiForAge.OVERWEIGHT)),
)
# Buku KIA 2024; labels of the Posyandu card.
_HEAD = Cutoffs(
    below=((-2, HeadCircumference.BELOW_NORMAL),),
    middle=HeadCircumference.NORMAL,
    above=((2, HeadCircumference.ABOVE_NORMAL),),
)
# Buku KIA 2024: (first month, month after the last, cut-offs in cm).
_MUAC = (
    (0, 6, Cutoffs(below=((Decimal("11.0"), Muac.AT_RISK),), middle=Muac.GOOD, above=())),
    (
        6,
        60,
        Cutoffs(
            below=((Decimal("11.5"), Muac.SEVERELY_WASTED), (Decimal("12.5"), Muac.WASTED)),
            middle=Muac.WELL_NOURISHED,
            above=(),
        ),
    ),
)


def classify_weight_for_age(z: Decimal | None) -> WeightForAge | None:
    """BB/U class (ANT-04)."""
    return _classify(_WEIGHT_FOR_AGE, z)


def classify_height_for_age(z: Decimal | None) -> HeightForAge | None:
    """PB/U or TB/U class (ANT-05); stunting is STUNTED."""
    return _classify(_HEIGHT_FOR_AGE, z)


def classify_weight_for_height(z: Decimal | None) -> WeightForHeight | None:
    """BB/PB or BB/TB class (ANT-06); wasting is WASTED."""
    return _classify(_WEIGHT_FOR_HEIGHT, z)


def classify_bmi_for_age(z: Decimal | None, age_days: int) -> BmiForAge | None:
    """IMT/U class: ANT-06 to day 1856, ANT-07 after it."""
    return _classify(_BMI_UNDER_FIVE if age_days <= LAST_DAY_2006 else _BMI_SCHOOL_AGE, z)


def classify_head(z: Decimal | None) -> HeadCircumference | None:
    """Head circumference class (LK-01)."""
    return _classify(_HEAD, z)


def classify_muac(muac_cm: Decimal | None, age_months: int) -> Muac | None:
    """Arm circumference class from cm and completed months (LILA-01); None from 60 months."""
    for first, end, cutoffs in _MUAC:
        if first <= age_months < end:
            return _classify(cutoffs, muac_cm)
    return None


def nutrition_status(weight_for_height: WeightForHeight | None, *, oedema: bool) -> WeightForHeight | None:
    """The child's nutrition status: oedema on both feet is 'Gizi buruk' whatever the weight (ANT-14)."""
    return WeightForHeight.SEVERELY_WASTED if oedema else weight_for_height


def below_red_line(weight_for_age_z: Decimal | None, *, oedema: bool) -> bool:
    """BGM: weight for age strictly under -3 SD, or oedema (KMS-04)."""
    return oedema or (weight_for_age_z is not None and weight_for_age_z < RED_LINE_Z)


def above_orange_line(weight_for_age_z: Decimal | None) -> bool:
    """Weight for age strictly over +1 SD (KMS-04)."""
    return weight_for_age_z is not None and weight_for_age_z > ORANGE_LINE_Z


def _classify(cutoffs: Cutoffs[Class], value: Decimal | None) -> Class | None:
    return None if value is None else cutoffs.classify(value)
