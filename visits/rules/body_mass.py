"""Body mass index and waist (IMT-01, IMT-02, LP-01, ANT-07's card code).

Sources: five labels of the Posyandu card with the limits of Permenkes 41/2014; Asia-Pacific classes and waist
of KMK HK.01.07/MENKES/2015/2023.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from registry.rules.life_stage import Sex
from visits.rules.cutoffs import Cutoffs
from visits.rules.nutrition import BmiForAge

_TENTH = Decimal("0.1")


class BmiClass(StrEnum):
    """The card's letters: SK, K, N, G, O."""

    VERY_THIN = "SK"
    THIN = "K"
    NORMAL = "N"
    FAT = "G"
    OBESE = "O"

    @property
    def label(self) -> str:
        """Words for screens."""
        return _LABELS[self]


class AsiaPacificClass(StrEnum):
    """The second opinion shown beside the card's class."""

    UNDERWEIGHT = "BB kurang"
    NORMAL = "BB normal"
    OVERWEIGHT = "BB lebih"
    OBESE_1 = "Obesitas I"
    OBESE_2 = "Obesitas II"


_LABELS = {
    BmiClass.VERY_THIN: "Sangat kurus",
    BmiClass.THIN: "Kurus",
    BmiClass.NORMAL: "Normal",
    BmiClass.FAT: "Gemuk",
    BmiClass.OBESE: "Obesitas",
}
_ADULT = Cutoffs(
    below=((Decimal("17.0"), BmiClass.VERY_THIN), (Decimal("18.5"), BmiClass.THIN)),
    middle=BmiClass.NORMAL,
    above=((Decimal("27.0"), BmiClass.OBESE), (Decimal("25.0"), BmiClass.FAT)),
)
_ASIA_PACIFIC = (
    (Decimal("30.0"), AsiaPacificClass.OBESE_2),
    (Decimal("25.0"), AsiaPacificClass.OBESE_1),
    (Decimal("23.0"), AsiaPacificClass.OVERWEIGHT),
    (Decimal("18.5"), AsiaPacificClass.NORMAL),
)
_SCHOOL_AGE_CODES = {
    BmiForAge.SEVERELY_THIN: BmiClass.VERY_THIN,
    BmiForAge.THIN: BmiClass.THIN,
    BmiForAge.NORMAL: BmiClass.NORMAL,
    BmiForAge.OVERWEIGHT: BmiClass.FAT,
    BmiForAge.OBESE: BmiClass.OBESE,
}
_WAIST_LIMIT_CM = {Sex.MALE: 90, Sex.FEMALE: 80}


def bmi(weight_kg: Decimal | None, height_cm: Decimal | None) -> Decimal | None:
    """kg per square metre to 1 decimal, half up; None when a measure is missing or not positive."""
    if not weight_kg or not height_cm or weight_kg <= 0 or height_cm <= 0:
        return None
    return (weight_kg * 10_000 / height_cm**2).quantize(_TENTH, ROUND_HALF_UP)


def classify_adult_bmi(value: Decimal | None) -> BmiClass | None:
    """Class of a rounded BMI from 18 years, not in pregnancy (IMT-01)."""
    return None if value is None else _ADULT.classify(value)


def school_age_code(bmi_for_age: BmiForAge | None) -> BmiClass | None:
    """The card's letter for IMT/U of 5 to 18 years (ANT-07)."""
    return None if bmi_for_age is None else _SCHOOL_AGE_CODES.get(bmi_for_age)


def classify_asia_pacific(value: Decimal | None) -> AsiaPacificClass | None:
    """Class of a rounded BMI by the Asia-Pacific limits, as a note only (IMT-02)."""
    if value is None:
        return None
    return next((label for limit, label in _ASIA_PACIFIC if value >= limit), AsiaPacificClass.UNDERWEIGHT)


def central_obesity(sex: Sex, waist_cm: Decimal | None) -> bool | None:
    """Waist over 90 cm (L) or 80 cm (P), from 15 years (LP-01); None when not measured."""
    return None if waist_cm is None else waist_cm > _WAIST_LIMIT_CM[sex]
