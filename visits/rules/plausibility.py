"""Is a typed value possible, and does it fit the child and last month? (RANGE-01)

Sources: input limits of WHO Anthro for children; for school age and adults, and for changes, limits agreed for this
project: wide enough for every living person, narrow enough to catch a slip of the finger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from registry.rules.life_stage import Age, Sex
from visits.rules.growth import FIRST_STANDING_DAY, assess_growth
from visits.rules.weight_gain import GRAMS, grams_between, minimum_gain_g
from visits.rules.wording import child_text, number_text


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest possible value, both allowed; `name` and `unit` are for people."""

    low: Decimal
    high: Decimal
    unit: str
    name: str

    def allows(self, value: Decimal | int) -> bool:
        """Whether the value is possible at all."""
        return self.low <= value <= self.high

    @property
    def message(self) -> str:
        """What to say about a value outside."""
        return f"{self.name} harus antara {number_text(self.low)} dan {number_text(self.high)} {self.unit}."


def _range(low: str, high: str, unit: str, name: str) -> Range:
    return Range(Decimal(low), Decimal(high), unit, name)


# Under six years.
CHILD_RANGES: Mapping[str, Range] = {
    "weight_kg": _range("0.9", "58", "kg", "Berat badan"),
    "height_cm": _range("38", "150", "cm", "Panjang atau tinggi badan"),
    "head_cm": _range("25", "64", "cm", "Lingkar kepala"),
    "muac_cm": _range("6", "35", "cm", "LiLA"),
}
_EVERYONE_ELSE: Mapping[str, Range] = {
    "waist_cm": _range("40", "200", "cm", "Lingkar perut"),
    "muac_cm": _range("10", "60", "cm", "LiLA"),
    "systolic": _range("60", "260", "mmHg", "Sistole"),
    "diastolic": _range("30", "160", "mmHg", "Diastole"),
    "glucose_mg_dl": _range("20", "700", "mg/dL", "Gula darah"),
    "cholesterol_mg_dl": _range("50", "600", "mg/dL", "Kolesterol"),
    "uric_acid_mg_dl": _range("1", "25", "mg/dL", "Asam urat"),
    "haemoglobin_g_dl": _range("2", "25", "g/dL", "Hb"),
}
# 6 to 18 years: from the smallest first-grader to the largest adult.
SCHOOL_RANGES: Mapping[str, Range] = {
    **_EVERYONE_ELSE,
    "weight_kg": _range("8", "300", "kg", "Berat badan"),
    "height_cm": _range("80", "230", "cm", "Tinggi badan"),
}
ADULT_RANGES: Mapping[str, Range] = {
    **_EVERYONE_ELSE,
    "weight_kg": _range("20", "300", "kg", "Berat badan"),
    "height_cm": _range("100", "230", "cm", "Tinggi badan"),
}

# A slip moves the decimal point, or writes grams; the meant value is then an ordinary one.
_SLIPS = (Decimal("0.1"), Decimal("10"), Decimal("0.01"), Decimal("0.001"))
_ORDINARY_Z = 3
_LENGTH_LOSS_CM = Decimal("0.5")
_WEIGHT_CHANGE = Decimal("0.20")
_GAIN_TIMES = 3
# A healthy baby gains more than 20% in each of its first months; only the minimum gain tells much from more.
_FAST_GROWTH_MONTHS = 6


def weight_warning(
    *,
    sex: Sex,
    age: Age,
    weight_kg: Decimal,
    height_cm: Decimal | None = None,
    previous_kg: Decimal | None = None,
) -> str | None:
    """What to ask about a child's weight: wrong for the age, swapped with height, or unlike last month's.

    None when there is nothing to ask. `previous_kg` is last month's weight.
    """
    if not _weight_fits(weight_kg, sex, age):
        if height_cm is not None and _weight_fits(height_cm, sex, age) and _height_fits(weight_kg, sex, age):
            return (
                "Berat dan tinggi tampaknya tertukar. "
                f"Maksud Ibu berat {number_text(height_cm)} kg dan tinggi {number_text(weight_kg)} cm?"
            )
        meant = [weight_kg * slip for slip in _SLIPS if _weight_fits(weight_kg * slip, sex, age, _ORDINARY_Z)]
        possible = CHILD_RANGES["weight_kg"].allows(weight_kg)
        return _question(f"Berat {number_text(weight_kg)} kg", age, meant, "Timbang ulang", possible=possible)
    return None if previous_kg is None else _weight_change(sex, age, previous_kg, weight_kg)


def height_warning(
    *, sex: Sex, age: Age, height_cm: Decimal, previous_cm: Decimal | None = None
) -> str | None:
    """What to ask about a child's length or height; None when there is nothing to ask."""
    word = "Panjang" if age.days < FIRST_STANDING_DAY else "Tinggi"
    if not _height_fits(height_cm, sex, age):
        meant = [height_cm * slip for slip in _SLIPS if _height_fits(height_cm * slip, sex, age, _ORDINARY_Z)]
        possible = CHILD_RANGES["height_cm"].allows(height_cm)
        return _question(f"{word} {number_text(height_cm)} cm", age, meant, "Ukur ulang", possible=possible)
    if previous_cm is not None and previous_cm - height_cm > _LENGTH_LOSS_CM:
        return (
            f"{word} {number_text(height_cm)} cm lebih pendek dari bulan lalu ({number_text(previous_cm)} cm). "
            "Ukur ulang. Sudah benar?"
        )
    return None


def _weight_change(sex: Sex, age: Age, previous_kg: Decimal, weight_kg: Decimal) -> str | None:
    gain = grams_between(previous_kg, weight_kg)
    minimum = minimum_gain_g(sex, age.months)
    share = Decimal(abs(gain)) / (previous_kg * GRAMS)
    fast_growing = gain > 0 and age.months < _FAST_GROWTH_MONTHS
    too_much = minimum is not None and gain > _GAIN_TIMES * minimum
    if not too_much and (share <= _WEIGHT_CHANGE or fast_growing):
        return None
    direction = "naik" if gain > 0 else "turun"
    return (
        f"Berat {direction} {number_text(abs(weight_kg - previous_kg))} kg dari bulan lalu "
        f"({number_text(previous_kg)} kg). Timbang ulang. Sudah benar?"
    )


def _question(measure: str, age: Age, meant: list[Decimal], again: str, *, possible: bool) -> str:
    if meant:
        return f"{measure} tidak mungkin untuk {child_text(age)}. Maksud Ibu {number_text(meant[0])}?"
    if possible:
        return f"{measure} jarang sekali untuk {child_text(age)}. {again}. Sudah benar?"
    return f"{measure} tidak mungkin untuk {child_text(age)}. {again}."


def _weight_fits(weight_kg: Decimal, sex: Sex, age: Age, within_z: int | None = None) -> bool:
    growth = assess_growth(sex=sex, age_days=age.days, weight_kg=weight_kg)
    return _fits("weight_for_age" in growth.implausible, growth.weight_for_age_z, within_z)


def _height_fits(height_cm: Decimal, sex: Sex, age: Age, within_z: int | None = None) -> bool:
    growth = assess_growth(sex=sex, age_days=age.days, height_cm=height_cm)
    return _fits("height_for_age" in growth.implausible, growth.height_for_age_z, within_z)


def _fits(implausible: bool, z: Decimal | None, within_z: int | None) -> bool:
    if within_z is None or z is None:
        return not implausible
    return abs(z) <= within_z
