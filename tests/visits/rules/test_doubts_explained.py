"""What was probably meant: another unit, kg and cm in each other's place, a length measured another way."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.visits.rules.test_doubts import TODAY, body, child, said
from visits.rules.growth import Position


@pytest.mark.parametrize(
    ("field", "value", "explained"),
    [
        ("cholesterol_mg_dl", "5.2", "Kolesterol 5,2 mg/dL … mmol/L: maksud Ibu 201 mg/dL?"),
        ("uric_acid_mg_dl", "0.35", "Asam urat 0,35 mg/dL … mmol/L: maksud Ibu 5,9 mg/dL?"),
        ("uric_acid_mg_dl", "350", "Asam urat 350 mg/dL … µmol/L: maksud Ibu 5,9 mg/dL?"),
        ("uric_acid_mg_dl", "55", "Asam urat 55 mg/dL tidak mungkin. Maksud Ibu 5,5?"),
        ("glucose_mg_dl", "5.6", "Gula darah 5,6 mg/dL … mmol/L: maksud Ibu 100,8 mg/dL?"),
    ],
)  # fmt: skip
def test_another_unit_of_the_laboratory_is_explained(field: str, value: str, explained: str) -> None:
    measured: dict[str, Any] = {field: value}
    text = explained.replace("…", "tidak mungkin. Tampaknya dalam")

    assert said(body(**measured)) == [(field, "tolak", text)]


@pytest.mark.parametrize("reading", [("12.5", "8.2"), ("13.5", "80")])
def test_a_fraction_of_a_pressure_is_cmhg(reading: tuple[str, str]) -> None:
    systolic, diastolic = (Decimal(value) for value in reading)

    found = said(body(systolic=systolic, diastolic=diastolic))

    assert all("Tampaknya dalam cmHg" in text for _, _, text in found)
    assert [field for field, _, _ in found] == ["systolic", "diastolic"][: 1 + (diastolic < 30)]


def test_two_equal_pressures_are_not_answered_with_themselves() -> None:
    assert said(body(systolic=120, diastolic=120)) == [
        (
            "systolic",
            "tolak",
            "Tekanan darah 120/120: angka atas harus lebih besar daripada angka bawah. Ukur ulang, lalu tulis lagi.",
        )
    ]


def test_a_weight_that_can_only_be_a_height_is_swapped_with_a_height_that_can_only_be_a_weight() -> None:
    text = "Berat dan tinggi tampaknya tertukar. Maksud Ibu berat 9,2 kg dan tinggi 45 cm?"

    assert said(child(weight_kg="45", height_cm="9.2")) == [("weight_kg", "tolak", text)]


def test_an_unknown_position_is_that_of_the_age_on_its_own_day() -> None:
    # Lying until day 730: 86.0 cm then are 85.3 cm standing now.
    now = {"height_cm": "85.4", "position": Position.STANDING}
    before = {"height_cm": "86.0"}
    born = TODAY - timedelta(days=740)

    assert said(child(born, before, TODAY - timedelta(days=30), **now)) == []
    assert len(said(child(born, before, TODAY - timedelta(days=5), **now))) == 1
