"""A slip of the finger is answered with a question in plain words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.rules.life_stage import Age, Sex
from visits.rules.plausibility import (
    ADULT_RANGES,
    CHILD_RANGES,
    SCHOOL_RANGES,
    height_warning,
    weight_warning,
)

ONE_YEAR = Age(days=370, months=12, days_part=5)
THREE_MONTHS = Age(days=95, months=3, days_part=4)
TWO_MONTHS = Age(days=89, months=2, days_part=28)
TWELVE_DAYS = Age(days=12, months=0, days_part=12)


def weight_question(
    kg: str, *, age: Age = ONE_YEAR, height_cm: str | None = None, previous_kg: str | None = None
) -> str | None:
    question = weight_warning(
        sex=Sex.FEMALE,
        age=age,
        weight_kg=Decimal(kg),
        height_cm=Decimal(height_cm) if height_cm else None,
        previous_kg=Decimal(previous_kg) if previous_kg else None,
    )
    return question.text if question else None


def height_question(cm: str, *, age: Age = ONE_YEAR, previous_cm: str | None = None) -> str | None:
    question = height_warning(
        sex=Sex.FEMALE,
        age=age,
        height_cm=Decimal(cm),
        previous_cm=Decimal(previous_cm) if previous_cm else None,
    )
    return question.text if question else None


@pytest.mark.parametrize(
    ("kg", "age", "question"),
    [
        ("94", ONE_YEAR, "Berat 94 kg tidak mungkin untuk anak 1 tahun. Maksud Ibu 9,4?"),
        ("0.94", ONE_YEAR, "Berat 0,94 kg tidak mungkin untuk anak 1 tahun. Maksud Ibu 9,4?"),
        ("940", ONE_YEAR, "Berat 940 kg tidak mungkin untuk anak 1 tahun. Maksud Ibu 9,4?"),
        ("58", THREE_MONTHS, "Berat 58 kg tidak mungkin untuk bayi 3 bulan. Maksud Ibu 5,8?"),
        ("3100", TWELVE_DAYS, "Berat 3.100 kg tidak mungkin untuk bayi 12 hari. Maksud Ibu 3,1?"),
        ("3.5", ONE_YEAR, "Berat 3,5 kg jarang sekali untuk anak 1 tahun. Timbang ulang. Sudah benar?"),
        ("60", ONE_YEAR, "Berat 60 kg tidak mungkin untuk anak 1 tahun. Timbang ulang."),
        ("300", ONE_YEAR, "Berat 300 kg tidak mungkin untuk anak 1 tahun. Timbang ulang."),
    ],
)
def test_an_impossible_weight_is_asked_about_with_what_was_probably_meant(
    kg: str, age: Age, question: str
) -> None:
    assert weight_question(kg, age=age) == question


def test_swapped_weight_and_height_are_recognised() -> None:
    assert weight_question("75.7", height_cm="9.4") == (
        "Berat dan tinggi tampaknya tertukar. Maksud Ibu berat 9,4 kg dan tinggi 75,7 cm?"
    )


@pytest.mark.parametrize(
    ("kg", "previous_kg", "age", "question"),
    [
        ("9.4", "9.1", ONE_YEAR, None),
        ("9.4", None, ONE_YEAR, None),
        ("9.6", "9.0", ONE_YEAR, None),
        ("9.7", "9.0", ONE_YEAR, "Berat naik 0,7 kg dari bulan lalu (9 kg). Timbang ulang. Sudah benar?"),
        ("7.1", "9.0", ONE_YEAR, "Berat turun 1,9 kg dari bulan lalu (9 kg). Timbang ulang. Sudah benar?"),
        ("7.2", "9.0", ONE_YEAR, None),
        ("5.9", "4.8", TWO_MONTHS, None),
        (
            "5.9",
            "4.8",
            THREE_MONTHS,
            "Berat naik 1,1 kg dari bulan lalu (4,8 kg). Timbang ulang. Sudah benar?",
        ),
        ("5.7", "4.8", THREE_MONTHS, None),
        (
            "7.3",
            "4.8",
            THREE_MONTHS,
            "Berat naik 2,5 kg dari bulan lalu (4,8 kg). Timbang ulang. Sudah benar?",
        ),
    ],
)
def test_a_weight_unlike_last_months_is_asked_about(
    kg: str, previous_kg: str | None, age: Age, question: str | None
) -> None:
    assert weight_question(kg, previous_kg=previous_kg, age=age) == question


@pytest.mark.parametrize(
    ("cm", "previous_cm", "question"),
    [
        ("75.7", "75.0", None),
        ("75.7", None, None),
        ("74.5", "75.0", None),
        ("74.4", "75.0", "Panjang 74,4 cm lebih pendek dari bulan lalu (75 cm). Ukur ulang. Sudah benar?"),
        ("7.57", None, "Panjang 7,57 cm tidak mungkin untuk anak 1 tahun. Maksud Ibu 75,7?"),
        ("757", None, "Panjang 757 cm tidak mungkin untuk anak 1 tahun. Maksud Ibu 75,7?"),
        (
            "0.8",
            None,
            "Panjang 0,8 cm tidak mungkin. Tampaknya dalam meter: maksud Ibu 80 cm?",
        ),
        ("0", None, "Panjang atau tinggi badan harus lebih dari 0."),
        ("95", None, "Panjang 95 cm jarang sekali untuk anak 1 tahun. Ukur ulang. Sudah benar?"),
    ],
)
def test_a_wrong_length_is_asked_about(cm: str, previous_cm: str | None, question: str | None) -> None:
    assert height_question(cm, previous_cm=previous_cm) == question


def test_from_two_years_height_is_the_word() -> None:
    age = Age(days=731, months=24, days_part=0)

    assert (height_question("8.5", age=age) or "").startswith(
        "Tinggi 8,5 cm tidak mungkin untuk anak 2 tahun."
    )


def test_limits_are_told_in_the_words_of_the_form() -> None:
    assert CHILD_RANGES["weight_kg"].message == "Berat badan harus antara 0,9 dan 58 kg."
    assert ADULT_RANGES["glucose_mg_dl"].message == "Gula darah harus antara 20 dan 700 mg/dL."


def test_both_limits_are_allowed() -> None:
    limits = CHILD_RANGES["height_cm"]

    assert [limits.allows(Decimal(cm)) for cm in ("37.9", "38", "150", "150.1")] == [False, True, True, False]


def test_school_age_accepts_every_size_between_child_and_adult() -> None:
    assert SCHOOL_RANGES["weight_kg"].allows(Decimal(15))
    assert not ADULT_RANGES["weight_kg"].allows(Decimal(15))
    assert SCHOOL_RANGES["waist_cm"] == ADULT_RANGES["waist_cm"]
