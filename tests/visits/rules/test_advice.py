"""What the cadre reads after a measure, and when the card says refer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from visits.rules.advice import Finding, Level, say_adult, say_child, worst_level
from visits.rules.blood_sugar import GlucoseClass, classify_random_glucose
from visits.rules.body_mass import BmiClass
from visits.rules.book import CURRENT
from visits.rules.card_code import CardCode
from visits.rules.nutrition import (
    BmiForAge,
    HeadCircumference,
    HeightForAge,
    Muac,
    WeightForAge,
    WeightForHeight,
)
from visits.rules.weight_gain import GainStatus, WeightGain

ASK = "Tanyakan makan dan sakit bulan ini; beri tahu bidan."


def gain(status: GainStatus, grams: int | None = None, *, is_close: bool = False) -> WeightGain:
    return WeightGain(status, grams, 300, None, close_warning=is_close)


def test_a_healthy_child_is_told_so_in_the_order_of_the_card() -> None:
    assert say_child(
        gain=gain(GainStatus.GAINED, 300),
        weight_for_age=WeightForAge.NORMAL,
        height_for_age=HeightForAge.NORMAL,
        weight_for_height=WeightForHeight.NORMAL,
        head=HeadCircumference.NORMAL,
        muac=Muac.WELL_NOURISHED,
    ) == [
        Finding("weight_kg", Level.GOOD, "Berat naik 300 g dari bulan lalu. Baik."),
        Finding("weight_for_age", Level.GOOD, "Berat badan normal."),
        Finding("height_for_age", Level.GOOD, "Tinggi badan normal."),
        Finding("weight_for_height", Level.GOOD, "Gizi baik."),
        Finding("head_cm", Level.GOOD, "Lingkar kepala normal."),
        Finding("muac_cm", Level.GOOD, "LiLA hijau."),
    ]


@pytest.mark.parametrize(
    ("grams", "run", "text"),
    [
        (0, 1, f"Berat tidak naik. {ASK}"),
        (-200, 1, f"Berat turun 200 g dari bulan lalu. {ASK}"),
        (100, 1, f"Berat naik 100 g, kurang dari 300 g. {ASK}"),
        (0, 2, f"Berat tidak naik. Sudah 2 bulan berturut-turut: rujuk. {ASK}"),
    ],
)
def test_a_weight_that_does_not_rise_says_what_to_ask(grams: int, run: int, text: str) -> None:
    found = say_child(gain=gain(GainStatus.NOT_GAINED, grams), not_gained_run=run)

    assert found == [Finding("weight_kg", Level.REFER, text)]


def test_first_and_interrupted_weighings_are_not_judged() -> None:
    first = say_child(gain=gain(GainStatus.FIRST))
    after_absence = say_child(gain=gain(GainStatus.ABSENT_LAST_MONTH))

    assert [found.level for found in first + after_absence] == [Level.GOOD, Level.ATTENTION]


def test_above_sixty_months_nothing_is_said_about_the_gain() -> None:
    assert say_child(gain=WeightGain(None, None, None, None, close_warning=False)) == []


def test_weighings_close_together_are_pointed_out_beside_the_verdict() -> None:
    found = say_child(gain=gain(GainStatus.GAINED, 300, is_close=True))

    assert [finding.level for finding in found] == [Level.GOOD, Level.ATTENTION]


# RUJUK-02, condition by condition; what the card does not name asks instead of sending on.
@pytest.mark.parametrize(
    ("finding", "level"),
    [
        (say_child(weight_for_age=WeightForAge.SEVERELY_UNDERWEIGHT), Level.ATTENTION),
        (say_child(weight_for_age=WeightForAge.UNDERWEIGHT), Level.ATTENTION),
        (say_child(weight_for_age=WeightForAge.RISK_OF_OVERWEIGHT), Level.ATTENTION),
        (
            say_child(weight_for_age=WeightForAge.SEVERELY_UNDERWEIGHT, weight_for_age_z=Decimal("-3.01")),
            Level.REFER,
        ),
        (
            say_child(weight_for_age=WeightForAge.RISK_OF_OVERWEIGHT, weight_for_age_z=Decimal("1.01")),
            Level.REFER,
        ),
        (say_child(height_for_age=HeightForAge.STUNTED), Level.REFER),
        (say_child(height_for_age=HeightForAge.SEVERELY_STUNTED), Level.REFER),
        (say_child(height_for_age=HeightForAge.TALL), Level.GOOD),
        *(
            (say_child(weight_for_height=category), Level.REFER)
            for category in WeightForHeight
            if category is not WeightForHeight.NORMAL
        ),
        *(
            (say_child(bmi_for_age=category), Level.REFER)
            for category in BmiForAge
            if category is not BmiForAge.NORMAL
        ),
        (say_child(bmi_for_age=BmiForAge.NORMAL), Level.GOOD),
        (say_child(head=HeadCircumference.BELOW_NORMAL), Level.REFER),
        (say_child(head=HeadCircumference.ABOVE_NORMAL), Level.REFER),
        (say_child(muac=Muac.SEVERELY_WASTED), Level.REFER),
        (say_child(muac=Muac.WASTED), Level.ATTENTION),
        (say_child(muac=Muac.AT_RISK), Level.ATTENTION),
        (say_child(oedema=True), Level.REFER),
    ],
)
def test_a_child_is_referred_when_the_card_says_so(finding: list[Finding], level: Level) -> None:
    assert worst_level(finding) is level


def test_oedema_speaks_instead_of_weight_for_height() -> None:
    found = say_child(oedema=True, weight_for_height=WeightForHeight.SEVERELY_WASTED)

    assert found == [Finding("oedema", Level.REFER, "Kedua kaki bengkak: tanda gizi buruk. Rujuk hari ini.")]


def test_oedema_speaks_instead_of_body_mass_for_age_too() -> None:
    assert [found.field for found in say_child(oedema=True, bmi_for_age=BmiForAge.NORMAL)] == ["oedema"]


def test_an_implausible_body_mass_is_measured_again_and_keeps_its_referral() -> None:
    found = say_child(bmi_for_age=BmiForAge.SEVERELY_THIN, implausible=frozenset({"bmi_for_age"}))

    assert [(finding.level, finding.text) for finding in found] == [
        (Level.ATTENTION, "Ukur ulang: berat dan tinggi badan tidak cocok untuk umurnya."),
        (Level.REFER, "IMT menurut umur: gizi buruk. Rujuk hari ini."),
    ]


def test_an_implausible_value_is_measured_again_and_keeps_its_referral() -> None:
    assert say_child(
        weight_for_height=WeightForHeight.SEVERELY_WASTED, implausible=frozenset({"weight_for_height"})
    ) == [
        Finding(
            "weight_kg", Level.ATTENTION, "Ukur ulang: berat dan tinggi badan tidak cocok satu sama lain."
        ),
        Finding("weight_for_height", Level.REFER, "Gizi buruk. Rujuk hari ini."),
    ]


def test_an_adult_reads_every_measure_with_its_meaning() -> None:
    assert say_adult(
        bmi=Decimal("27.4"),
        bmi_class=BmiClass.OBESE,
        central_obesity=True,
        systolic=150,
        diastolic=95,
        pressure_code=CardCode.HIGH,
        glucose_mg_dl=150,
        glucose_class=GlucoseClass.PREDIABETES,
    ) == [
        Finding("bmi", Level.ATTENTION, "IMT 27,4: obesitas. Ajak banyak bergerak; beri tahu petugas."),
        Finding("waist_cm", Level.ATTENTION, "Lingkar perut berlebih. Ajak banyak bergerak, kurangi gula."),
        Finding("blood_pressure", Level.REFER, "Tekanan darah 150/95: tinggi. Rujuk."),
        Finding(
            "glucose_mg_dl",
            Level.ATTENTION,
            "Gula darah 150: agak tinggi. Kurangi gula; periksa lagi 3 bulan lagi.",
        ),
    ]


def test_a_very_high_pressure_is_referred_the_same_day() -> None:
    found = say_adult(systolic=180, diastolic=90, pressure_code=CardCode.HIGH)

    assert [finding.text for finding in found] == ["Tekanan darah 180/90: sangat tinggi. Rujuk hari ini."]


def test_a_childs_pressure_above_its_limit_is_sent_on() -> None:
    found = say_adult(systolic=110, diastolic=70, pressure_code=CardCode.NORMAL, child_exceeds=True)

    assert [(finding.level, finding.text) for finding in found] == [
        (Level.REFER, "Tekanan darah 110/70: di atas batas untuk umurnya. Rujuk untuk diperiksa.")
    ]


def test_an_elevated_pressure_of_an_adolescent_is_told_and_stays_here() -> None:
    found = say_adult(systolic=122, diastolic=76, pressure_code=CardCode.NORMAL, adolescent_elevated=True)

    assert [(finding.level, finding.text) for finding in found] == [
        (
            Level.ATTENTION,
            "Tekanan darah 122/76: meningkat. Kurangi garam, banyak bergerak; beri tahu petugas.",
        )
    ]


@pytest.mark.parametrize("limits", [{"child_exceeds": True}, {"adolescent_elevated": True}])
def test_a_high_pressure_is_told_as_high_whatever_the_limits_of_the_age(limits: dict[str, Any]) -> None:
    (found,) = say_adult(systolic=132, diastolic=70, pressure_code=CardCode.HIGH, **limits)

    assert found.text == "Tekanan darah 132/70: tinggi. Rujuk."


@pytest.mark.parametrize("bmi_class", BmiClass)
def test_body_mass_from_school_age_on_sends_nobody_on(bmi_class: BmiClass) -> None:
    (found,) = say_adult(bmi=Decimal("20.0"), bmi_class=bmi_class)

    assert (found.level is Level.REFER, "rujuk" in found.text.lower()) == (False, False)


def test_only_red_sentences_say_to_refer() -> None:
    def quiet(rows: Any) -> Iterator[str]:
        if isinstance(rows, Mapping):
            if "level" in rows and rows["level"] != Level.REFER:
                yield rows["text"]
            for inner in rows.values():
                yield from quiet(inner)

    assert [text for text in quiet(CURRENT.rows("advice")) if "rujuk" in text.lower()] == []


@pytest.mark.parametrize(
    ("glucose", "level"), [(199, Level.ATTENTION), (200, Level.REFER), (110, Level.GOOD)]
)
def test_glucose_is_referred_from_200(glucose: int, level: Level) -> None:
    found = say_adult(glucose_mg_dl=glucose, glucose_class=classify_random_glucose(glucose))

    assert worst_level(found) is level


def test_a_body_mass_class_without_its_number_is_still_told() -> None:
    assert say_adult(bmi_class=BmiClass.NORMAL, central_obesity=False) == [
        Finding("bmi", Level.GOOD, "IMT: normal. Baik."),
        Finding("waist_cm", Level.GOOD, "Lingkar perut normal. Baik."),
    ]


def test_nothing_measured_says_nothing() -> None:
    assert (say_child(), say_adult(), worst_level([])) == ([], [], None)
