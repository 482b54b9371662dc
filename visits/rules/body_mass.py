"""Body mass index and waist (IMT-01, IMT-02, LP-01, ANT-07's card code).

Limits and their sources are in the table "body_mass".
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from registry.rules.life_stage import Sex
from visits.rules.book import CURRENT, Rules
from visits.rules.cutoffs import Cutoffs, Steps, read_cutoffs, read_steps
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
        words: str = CURRENT.rows("body_mass")["words"][self]
        return words


class AsiaPacificClass(StrEnum):
    """The second opinion shown beside the card's class."""

    UNDERWEIGHT = "BB kurang"
    NORMAL = "BB normal"
    OVERWEIGHT = "BB lebih"
    OBESE_1 = "Obesitas I"
    OBESE_2 = "Obesitas II"


def bmi(weight_kg: Decimal | None, height_cm: Decimal | None) -> Decimal | None:
    """kg per square metre to 1 decimal, half up; None when a measure is missing or not positive (IMT-01)."""
    if not weight_kg or not height_cm or weight_kg <= 0 or height_cm <= 0:
        return None
    return (weight_kg * 10_000 / height_cm**2).quantize(_TENTH, ROUND_HALF_UP)


def classify_adult_bmi(value: Decimal | None, *, rules: Rules = CURRENT) -> BmiClass | None:
    """Class of a rounded BMI (kg/m2) from 18 years, not in pregnancy; None in, None out (IMT-01)."""
    return None if value is None else rules.once(_adult).classify(value)


def school_age_code(bmi_for_age: BmiForAge | None, *, rules: Rules = CURRENT) -> BmiClass | None:
    """The card's letter for IMT/U of 5 to 18 years; None for no class and for one of under-fives (ANT-07)."""
    codes = rules.rows("body_mass")["school_age_codes"]
    return BmiClass(codes[bmi_for_age]) if bmi_for_age in codes else None


def classify_asia_pacific(value: Decimal | None, *, rules: Rules = CURRENT) -> AsiaPacificClass | None:
    """Class of a rounded BMI (kg/m2) by the Asia-Pacific limits, as a note only; None in, None out (IMT-02)."""
    return None if value is None else rules.once(_asia_pacific).classify(value)


def central_obesity(sex: Sex, waist_cm: Decimal | None, *, rules: Rules = CURRENT) -> bool | None:
    """Whether the waist in cm is over the limit of the sex (LP-01); None when not measured.

    The limits hold from 15 years; the age is the caller's to look at, none is asked for here.
    """
    return None if waist_cm is None else waist_cm > rules.rows("body_mass")["waist_over_cm"][sex]


def _adult(rules: Rules) -> Cutoffs[BmiClass]:
    return read_cutoffs(rules.rows("body_mass")["adult"], BmiClass)


def _asia_pacific(rules: Rules) -> Steps[AsiaPacificClass]:
    return read_steps(rules.rows("body_mass")["asia_pacific"], AsiaPacificClass)
