"""The question "Apakah benar?": what is asked before a card is saved, and what is not taken at all."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from registry.rules.life_stage import Sex
from visits.rules.doubts import (
    BodyMeasures,
    ChildMeasures,
    Doubt,
    Severity,
    doubt_birth_date,
    doubt_body,
    doubt_child,
)
from visits.rules.growth import Position

TODAY = date(2026, 10, 12)
ONE_YEAR = date(2025, 10, 7)
TWO_YEARS = date(2024, 9, 1)


def measures(kind: type[Any], given: dict[str, Any]) -> Any:
    pressures = ("systolic", "diastolic", "position")
    return kind(**{name: value if name in pressures else Decimal(value) for name, value in given.items()})


def child(
    born: date = ONE_YEAR, before: dict[str, Any] | None = None, earlier: date | None = None, **now: Any
) -> list[Doubt]:
    return doubt_child(
        sex=Sex.FEMALE,
        birth_date=born,
        day=TODAY,
        now=measures(ChildMeasures, now),
        previous=measures(ChildMeasures, before) if before else None,
        previous_day=earlier,
    )


def body(years: int = 40, before: dict[str, Any] | None = None, **now: Any) -> list[Doubt]:
    return doubt_body(
        birth_date=TODAY - timedelta(days=round(years * 365.25) + 30),
        day=TODAY,
        now=measures(BodyMeasures, now),
        previous=measures(BodyMeasures, before) if before else None,
    )


def said(doubts: list[Doubt]) -> list[tuple[str, str, str]]:
    return [(doubt.field, doubt.severity.value, doubt.text) for doubt in doubts]


def test_an_ordinary_child_is_not_asked_about() -> None:
    before = {"weight_kg": "9.1", "height_cm": "75.0", "head_cm": "44.6"}
    assert child(before=before, weight_kg="9.4", height_cm="75.7", position=Position.LYING, head_cm="45",
                 muac_cm="14.2") == []  # fmt: skip
    assert child() == []


def test_an_ordinary_adult_is_not_asked_about() -> None:
    assert body(before={"weight_kg": "60", "height_cm": "158"}, weight_kg="61", height_cm="158", systolic=120,
                diastolic=80, glucose_mg_dl="110", waist_cm="82", haemoglobin_g_dl="12.4") == []  # fmt: skip
    assert body() == []


def test_swapped_weight_and_height_are_one_question() -> None:
    text = "Berat dan tinggi tampaknya tertukar. Maksud Ibu berat 9,4 kg dan tinggi 75,7 cm?"

    assert said(child(weight_kg="75.7", height_cm="9.4")) == [("weight_kg", "tolak", text)]


def test_an_adults_swapped_weight_and_height_are_one_question() -> None:
    text = "Berat dan tinggi tampaknya tertukar. Maksud Ibu berat 60 kg dan tinggi 158 cm?"

    assert said(body(weight_kg="158", height_cm="60")) == [("weight_kg", "tolak", text)]


@pytest.mark.parametrize(
    ("now", "field", "severity", "text"),
    [
        (
            {"weight_kg": "94"},
            "weight_kg",
            "tolak",
            "Berat 94 kg tidak mungkin untuk anak 1 tahun. Maksud Ibu 9,4?",
        ),
        (
            {"height_cm": "757"},
            "height_cm",
            "tolak",
            "Panjang 757 cm tidak mungkin untuk anak 1 tahun. Maksud Ibu 75,7?",
        ),
        (
            {"muac_cm": "142"},
            "muac_cm",
            "tolak",
            "LiLA 142 cm tidak mungkin. Tampaknya dalam mm: maksud Ibu 14,2 cm?",
        ),
        (
            {"head_cm": "450"},
            "head_cm",
            "tolak",
            "Lingkar kepala 450 cm tidak mungkin. Tampaknya dalam mm: maksud Ibu 45 cm?",
        ),
        ({"head_cm": "4.5"}, "head_cm", "tolak", "Lingkar kepala 4,5 cm tidak mungkin. Maksud Ibu 45?"),
        ({"muac_cm": "4000"}, "muac_cm", "tolak", "LiLA harus antara 6 dan 35 cm."),
        (
            {"head_cm": "30"},
            "head_cm",
            "tanya",
            "Lingkar kepala 30 cm jarang sekali untuk anak 1 tahun. Ukur ulang. Sudah benar?",
        ),
        (
            {"height_cm": "75.7", "position": Position.STANDING},
            "position",
            "tanya",
            "Untuk anak 1 tahun, panjang biasanya diukur telentang. Benar diukur berdiri?",
        ),
    ],
)
def test_a_childs_slip_is_asked_about(now: dict[str, Any], field: str, severity: str, text: str) -> None:
    assert said(child(**now)) == [(field, severity, text)]


def test_a_baby_cannot_have_stood_and_a_big_child_does() -> None:
    baby = child(TODAY - timedelta(days=150), height_cm="63", position=Position.STANDING)
    big = child(date(2023, 10, 1), height_cm="94", position=Position.LYING)

    assert [doubt.text for doubt in baby + big] == [
        "Untuk bayi 4 bulan, ukuran berdiri belum bisa dipakai. Benar diukur berdiri?",
        "Untuk anak 3 tahun, tinggi biasanya diukur berdiri. Benar diukur telentang?",
    ]


def test_a_length_that_shrank_or_jumped_is_measured_again() -> None:
    assert said(child(before={"height_cm": "75.0"}, height_cm="74.4")) == [
        (
            "height_cm",
            "tanya",
            "Panjang 74,4 cm lebih pendek dari bulan lalu (75 cm). Ukur ulang. Sudah benar?",
        )
    ]
    assert said(child(before={"height_cm": "71.0"}, height_cm="75.7")) == [
        (
            "height_cm",
            "tanya",
            "Panjang atau tinggi badan bertambah 4,7 cm dari bulan lalu (71 cm). Ukur ulang. Sudah benar?",
        )
    ]


def test_standing_up_for_the_first_time_is_not_shrinking() -> None:
    lying = {"height_cm": "85.0", "position": Position.LYING}

    assert child(TWO_YEARS, lying, height_cm="84.5", position=Position.STANDING) == []
    assert [
        doubt.field for doubt in child(TWO_YEARS, lying, height_cm="83.7", position=Position.STANDING)
    ] == ["height_cm"]


def test_a_head_does_not_shrink() -> None:
    assert said(child(before={"head_cm": "45.6"}, head_cm="45")) == [
        (
            "head_cm",
            "tanya",
            "Lingkar kepala 45 cm lebih kecil dari bulan lalu (45,6 cm). Ukur ulang. Sudah benar?",
        )
    ]


def test_a_weight_unlike_last_months_is_asked_about() -> None:
    assert [
        (doubt.field, doubt.severity) for doubt in child(before={"weight_kg": "9.0"}, weight_kg="7.0")
    ] == [("weight_kg", Severity.ASK)]


def test_a_child_that_fits_itself_but_not_its_age_was_born_on_another_day() -> None:
    born = TODAY - timedelta(days=60)

    assert said(child(born, weight_kg="9.4", height_cm="75.7")) == [
        (
            "birth_date",
            "tanya",
            "Berat dan tinggi sama-sama tidak cocok untuk bayi 1 bulan. Lahir 13 Agustus 2026: sudah benar?",
        )
    ]


def test_nobody_is_measured_before_birth() -> None:
    text = "Tanggal lahir 1 November 2026 sesudah tanggal periksa. Perbaiki tanggal lahirnya."
    born = date(2026, 11, 1)
    refused = [("birth_date", "tolak", text)]

    assert said(child(born, weight_kg="3")) == refused
    assert said(doubt_body(birth_date=born, day=TODAY, now=BodyMeasures())) == refused
    assert doubt_birth_date(TODAY, TODAY) is None


def test_more_than_a_hundred_and_twenty_years_are_asked_about() -> None:
    assert [(doubt.field, doubt.severity) for doubt in body(121)] == [("birth_date", Severity.ASK)]
    assert body(119) == []


@pytest.mark.parametrize(
    ("now", "field", "severity", "text"),
    [
        (
            {"haemoglobin_g_dl": "124"},
            "haemoglobin_g_dl",
            "tolak",
            "Hb 124 g/dL tidak mungkin. Tampaknya dalam g/L: maksud Ibu 12,4 g/dL?",
        ),
        (
            {"glucose_mg_dl": "5.6"},
            "glucose_mg_dl",
            "tolak",
            "Gula darah 5,6 mg/dL tidak mungkin. Tampaknya dalam mmol/L: maksud Ibu 100,8 mg/dL?",
        ),
        ({"weight_kg": "610"}, "weight_kg", "tolak", "Berat badan 610 kg tidak mungkin. Maksud Ibu 61?"),
        (
            {"height_cm": "1.58"},
            "height_cm",
            "tolak",
            "Tinggi badan 1,58 cm tidak mungkin. Tampaknya dalam meter: maksud Ibu 158 cm?",
        ),
        (
            {"height_cm": "1580"},
            "height_cm",
            "tolak",
            "Tinggi badan 1.580 cm tidak mungkin. Tampaknya dalam mm: maksud Ibu 158 cm?",
        ),
        (
            {"weight_kg": "160"},
            "weight_kg",
            "tanya",
            "Berat badan 160 kg jarang sekali. Ukur ulang. Sudah benar?",
        ),
        (
            {"systolic": 80, "diastolic": 120},
            "systolic",
            "tolak",
            "Tekanan darah 80/120: angka atas harus lebih besar. Maksud Ibu 120/80?",
        ),
        (
            {"systolic": 230, "diastolic": 90},
            "systolic",
            "tanya",
            "Tekanan darah 230/90 jarang sekali. Ukur ulang setelah duduk 5 menit. Sudah benar?",
        ),
        (
            {"systolic": 1200, "diastolic": 80},
            "systolic",
            "tolak",
            "Sistole 1.200 mmHg tidak mungkin. Maksud Ibu 120?",
        ),
        (
            {"systolic": 300, "diastolic": 20},
            "systolic",
            "tolak",
            "Tekanan darah 300/20 tidak mungkin. Ukur ulang, lalu tulis lagi.",
        ),
        ({"systolic": 120}, "diastolic", "tolak", "Isi dua angka tekanan darah, atau kosongkan dua-duanya."),
        ({"diastolic": 80}, "systolic", "tolak", "Isi dua angka tekanan darah, atau kosongkan dua-duanya."),
        (
            {"weight_kg": "120", "height_cm": "135", "waist_cm": "100"},
            "weight_kg",
            "tanya",
            "Berat 120 kg dan tinggi 135 cm tidak cocok satu sama lain. Ukur ulang. Sudah benar?",
        ),
    ],
)
def test_an_adults_slip_is_asked_about(now: dict[str, Any], field: str, severity: str, text: str) -> None:
    assert said(body(**now)) == [(field, severity, text)]


def test_an_adult_unlike_the_visit_before_is_measured_again() -> None:
    assert said(body(before={"weight_kg": "60", "height_cm": "158"}, weight_kg="75", height_cm="162")) == [
        ("weight_kg", "tanya", "Berat naik 15 kg dari sebelumnya (60 kg). Timbang ulang. Sudah benar?"),
        (
            "height_cm",
            "tanya",
            "Tinggi badan berbeda 4 cm dari sebelumnya (158 cm). Ukur ulang. Sudah benar?",
        ),
    ]


def test_a_pupil_grows_but_does_not_shrink() -> None:
    before = {"height_cm": "128"}

    assert body(9, before, weight_kg="28", height_cm="135") == []
    assert [doubt.field for doubt in body(9, before, weight_kg="28", height_cm="127")] == ["height_cm"]


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (date(2026, 9, 1), "bulan lalu"),
        (date(2026, 9, 30), "bulan lalu"),
        (date(2026, 10, 2), "2 Oktober"),
        (date(2026, 8, 31), "31 Agustus"),
    ],
)
def test_the_value_before_is_named_by_its_month_or_its_day(earlier: date, words: str) -> None:
    before = {"weight_kg": "9.0", "height_cm": "75", "head_cm": "45.6"}

    asked = child(before=before, earlier=earlier, weight_kg="9.7", height_cm="74.4", head_cm="45")

    assert [doubt.text for doubt in asked] == [
        f"Berat naik 0,7 kg dari {words} (9 kg). Timbang ulang. Sudah benar?",
        f"Panjang 74,4 cm lebih pendek dari {words} (75 cm). Ukur ulang. Sudah benar?",
        f"Lingkar kepala 45 cm lebih kecil dari {words} (45,6 cm). Ukur ulang. Sudah benar?",
    ]


def test_a_slip_that_no_child_of_the_age_can_have_is_refused_though_another_child_could() -> None:
    assert said(child(date(2025, 3, 1), weight_kg="1")) == [
        ("weight_kg", "tolak", "Berat 1 kg tidak mungkin untuk anak 1 tahun. Maksud Ibu 10?")
    ]
    assert said(child(date(2026, 9, 1), weight_kg="42", height_cm="54")) == [
        ("weight_kg", "tolak", "Berat 42 kg tidak mungkin untuk bayi 1 bulan. Maksud Ibu 4,2?")
    ]


def test_a_rare_weight_that_a_child_may_have_is_only_asked_about() -> None:
    assert [doubt.severity.value for doubt in child(date(2026, 8, 10), weight_kg="1.4")] == ["tanya"]
    assert [doubt.severity.value for doubt in child(weight_kg="3.5")] == ["tanya"]


@pytest.mark.parametrize("value", ["0", "-9.4"])
def test_what_is_not_above_zero_is_refused_in_those_words(value: str) -> None:
    assert said(child(weight_kg=value, height_cm=value, head_cm=value)) == [
        ("weight_kg", "tolak", "Berat badan harus lebih dari 0."),
        ("height_cm", "tolak", "Panjang atau tinggi badan harus lebih dari 0."),
        ("head_cm", "tolak", "Lingkar kepala harus lebih dari 0."),
    ]
    assert said(body(weight_kg=value)) == [("weight_kg", "tolak", "Berat badan harus lebih dari 0.")]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (
            child(height_cm="0.8"),
            "Panjang 0,8 cm tidak mungkin. Tampaknya dalam meter: maksud Ibu 80 cm?",
        ),
        (
            child(date(2020, 11, 1), height_cm="1.2"),
            "Tinggi 1,2 cm tidak mungkin. Tampaknya dalam meter: maksud Ibu 120 cm?",
        ),
        (
            body(height_cm="1210"),
            "Tinggi badan 1.210 cm tidak mungkin. Tampaknya dalam mm: maksud Ibu 121 cm?",
        ),
        (
            body(height_cm="1.58"),
            "Tinggi badan 1,58 cm tidak mungkin. Tampaknya dalam meter: maksud Ibu 158 cm?",
        ),
    ],
)
def test_a_height_in_another_unit_is_refused_with_the_unit_named(asked: list[Doubt], text: str) -> None:
    assert said(asked) == [("height_cm", "tolak", text)]
