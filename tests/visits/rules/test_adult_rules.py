"""Blood pressure, body mass, waist and glucose where the vectors leave room."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.rules.life_stage import Sex
from visits.rules.blood_pressure import (
    blood_pressure_code,
    blood_pressure_question,
    card_high_from,
    child_limits,
    is_elevated,
    needs_evaluation,
)
from visits.rules.blood_sugar import (
    GlucoseClass,
    classify_fasting_glucose,
    classify_random_glucose,
    glucose_code,
)
from visits.rules.body_mass import (
    AsiaPacificClass,
    BmiClass,
    bmi,
    central_obesity,
    classify_adult_bmi,
    classify_asia_pacific,
    school_age_code,
)
from visits.rules.card_code import CardCode
from visits.rules.nutrition import BmiForAge


@pytest.mark.parametrize(
    ("systolic", "diastolic", "age_years", "code"),
    [
        (130, 70, 17, CardCode.HIGH),
        (130, 70, 18, CardCode.NORMAL),
        (110, 80, 17, CardCode.HIGH),
        (110, 80, 18, CardCode.NORMAL),
        (89, 70, 30, CardCode.LOW),
        (150, 55, 70, CardCode.HIGH),
        (120, None, 30, None),
        (None, 80, 30, None),
    ],
)
def test_card_code_follows_the_age(
    systolic: int | None, diastolic: int | None, age_years: int, code: CardCode | None
) -> None:
    assert blood_pressure_code(systolic, diastolic, age_years) is code


def test_screening_limits_of_children_start_at_seven_and_end_at_eighteen() -> None:
    assert [child_limits(Sex.FEMALE, years) for years in (6, 7, 12, 13, 17, 18)] == [
        None,
        (106, 68),
        (114, 75),
        (120, 80),
        (120, 80),
        None,
    ]
    assert not needs_evaluation(Sex.FEMALE, 6, 150, 90)


def test_the_card_calls_a_pressure_high_from_130_80_and_for_adults_from_140_90() -> None:
    assert [card_high_from(years) for years in (0, 6, 13, 17, 18, 70)] == [(130, 80)] * 4 + [(140, 90)] * 2


@pytest.mark.parametrize(
    ("systolic", "diastolic", "age_years", "elevated"),
    [
        (119, 79, 15, False),
        (120, 79, 13, True),
        (129, 79, 17, True),
        (130, 79, 15, False),
        (119, 80, 15, False),
        (125, 70, 12, False),
        (125, 70, 18, False),
    ],
)
def test_elevated_is_a_class_of_13_to_17_years_just_under_high(
    systolic: int, diastolic: int, age_years: int, *, elevated: bool
) -> None:
    assert is_elevated(age_years, systolic, diastolic) is elevated


@pytest.mark.parametrize(
    ("systolic", "diastolic", "question"),
    [
        (120, 80, None),
        (80, 120, "Tekanan darah 80/120: angka atas harus lebih besar. Maksud Ibu 120/80?"),
        (270, 90, "Tekanan darah 270/90 tidak mungkin. Ukur ulang, lalu tulis lagi."),
        (230, 90, "Tekanan darah 230/90 jarang sekali. Ukur ulang setelah duduk 5 menit. Sudah benar?"),
    ],
)
def test_an_odd_reading_is_asked_about(systolic: int, diastolic: int, question: str | None) -> None:
    assert blood_pressure_question(systolic, diastolic) == question


def test_body_mass_is_rounded_half_up_before_it_is_classified() -> None:
    value = bmi(Decimal("64.128"), Decimal(160))

    assert (value, classify_adult_bmi(value)) == (Decimal("25.1"), BmiClass.FAT)


@pytest.mark.parametrize(
    ("weight_kg", "height_cm"), [(None, Decimal(160)), (Decimal(60), None), (Decimal(0), Decimal(1))]
)
def test_body_mass_needs_both_measures(weight_kg: Decimal | None, height_cm: Decimal | None) -> None:
    assert bmi(weight_kg, height_cm) is None


def test_what_was_not_measured_has_no_class() -> None:
    assert classify_adult_bmi(None) is None
    assert classify_asia_pacific(None) is None
    assert school_age_code(None) is None
    assert central_obesity(Sex.MALE, None) is None
    assert classify_random_glucose(None) is None
    assert classify_fasting_glucose(None) is None
    assert glucose_code(None) is None


def test_school_age_uses_the_letters_of_the_card() -> None:
    classes = (
        BmiForAge.SEVERELY_THIN,
        BmiForAge.THIN,
        BmiForAge.NORMAL,
        BmiForAge.OVERWEIGHT,
        BmiForAge.OBESE,
    )

    assert [school_age_code(category) for category in classes] == ["SK", "K", "N", "G", "O"]


def test_asia_pacific_has_a_class_of_its_own_from_23() -> None:
    assert classify_asia_pacific(Decimal("23.0")) is AsiaPacificClass.OVERWEIGHT


def test_prediabetes_is_still_normal_on_the_card() -> None:
    codes = [
        glucose_code(category)
        for category in (
            GlucoseClass.LOW,
            GlucoseClass.NORMAL,
            GlucoseClass.PREDIABETES,
            GlucoseClass.DIABETES,
        )
    ]

    assert codes == [CardCode.LOW, CardCode.NORMAL, CardCode.NORMAL, CardCode.HIGH]


def test_codes_and_letters_have_words() -> None:
    assert [code.label for code in CardCode] == ["Rendah", "Normal", "Tinggi"]
    assert [letter.label for letter in BmiClass] == ["Sangat kurus", "Kurus", "Normal", "Gemuk", "Obesitas"]
