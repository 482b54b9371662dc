"""Smoking and the PUMA score."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from registry.rules.life_stage import Sex
from visits.rules.book import CURRENT, Book, Override
from visits.rules.lung import (
    PackYears,
    Puma,
    SmokingStatus,
    assess_puma,
    is_active_smoker,
    pack_years,
    smoking_advice,
    smoking_answer,
)
from visits.rules.questionnaire import NO, YES, AnswersRefused, read_questionnaire

SIGNS = ("napas_pendek", "dahak", "batuk", "pernah_spirometri")
ALL_NO: dict[str, str | None] = {"merokok": NO, **dict.fromkeys(SIGNS, NO)}


def puma(sex: Sex, age_years: int, **answers: str | None) -> Puma:
    result = assess_puma(sex, age_years, ALL_NO | answers)
    assert result
    return result


def test_puma_starts_at_forty() -> None:
    assert assess_puma(Sex.MALE, 39, ALL_NO) is None
    assert assess_puma(Sex.MALE, 40, ALL_NO) is not None


@pytest.mark.parametrize(("age_years", "score"), [(40, 0), (49, 0), (50, 1), (59, 1), (60, 2), (95, 2)])
def test_age_counts_in_steps_of_ten_years(age_years: int, score: int) -> None:
    assert puma(Sex.FEMALE, age_years).score == score


def test_a_man_with_every_sign_reaches_nine() -> None:
    assert puma(Sex.MALE, 60, merokok=">30", **dict.fromkeys(SIGNS, YES)).score == 9


def test_six_is_referred_and_five_is_taught() -> None:
    five = puma(Sex.MALE, 60, merokok="20-30", dahak=YES)
    six = puma(Sex.MALE, 60, merokok="20-30", dahak=YES, batuk=YES)

    assert [(five.score, five.refer), (six.score, six.refer)] == [(5, False), (6, True)]
    assert (
        six.advice == "Skor PUMA tinggi. Rujuk untuk pemeriksaan paru (spirometri); bantu berhenti merokok."
    )
    assert five.advice == "Skor PUMA rendah. Jelaskan bahaya merokok dan asap rokok; ulangi tahun depan."


def test_without_the_cough_question_a_low_score_is_not_yet_low() -> None:
    open_question = puma(Sex.FEMALE, 45, batuk=None)
    already_high = puma(Sex.MALE, 60, merokok=">30", dahak=YES, batuk=None)

    assert (open_question.complete, open_question.refer, open_question.advice) == (False, None, None)
    assert (already_high.score, already_high.refer) == (6, True)


def test_counted_pack_years_replace_the_ticked_answer() -> None:
    result = assess_puma(Sex.FEMALE, 45, ALL_NO | {"merokok": ">30"}, smoked=Decimal("19.9"))

    assert result == puma(Sex.FEMALE, 45, merokok="<20")


def test_puma_refuses_an_unknown_answer() -> None:
    with pytest.raises(AnswersRefused, match="butir 3"):
        puma(Sex.MALE, 50, merokok="banyak")


@pytest.mark.parametrize(
    ("smoked", "answer"),
    [
        ("0", PackYears.NEVER),
        ("0.05", PackYears.NEVER),
        ("0.06", PackYears.SOME),
        ("19.99", PackYears.SOME),
        ("20", PackYears.MIDDLE),
        ("30", PackYears.MIDDLE),
        ("30.01", PackYears.MUCH),
    ],
)
def test_pack_years_fall_into_the_printed_answers(smoked: str, answer: PackYears) -> None:
    assert smoking_answer(Decimal(smoked)) is answer


def test_less_than_one_cigarette_a_day_is_no_smoking() -> None:
    assert smoking_answer(Decimal(1), Decimal("0.5")) is PackYears.NEVER
    assert smoking_answer(Decimal(1), Decimal(1)) is PackYears.SOME
    assert smoking_answer(None) is None


def test_pack_years_need_both_numbers_and_none_below_zero() -> None:
    assert pack_years(None, Decimal(3)) is None
    assert pack_years(Decimal(3), None) is None
    assert pack_years(Decimal("2.5"), Decimal(4)) == Decimal("0.5")
    with pytest.raises(ValueError, match="not negative"):
        pack_years(Decimal(-1), Decimal(3))


def test_who_stopped_or_only_tried_does_not_smoke_now() -> None:
    active = [status for status in SmokingStatus if is_active_smoker(status)]

    assert active == [SmokingStatus.DAILY, SmokingStatus.SOMETIMES]
    assert is_active_smoker(None) is None
    assert smoking_advice(None) is None
    assert smoking_advice(SmokingStatus.NEVER) == "Pertahankan tidak merokok dan jauhi asap rokok."


def test_every_word_of_the_tables_is_a_known_answer() -> None:
    statuses = [row["code"] for row in CURRENT.rows("smoking")["statuses"]]
    smoking = [option.code for option in read_questionnaire("puma").item("merokok").options]
    limits = CURRENT.rows("puma")["smoking"]

    assert statuses == list(SmokingStatus)
    assert smoking == list(PackYears)
    assert {limits[name] for name in ("never", "some", "middle", "much")} == set(PackYears)


def test_a_kabupaten_may_refer_from_another_score() -> None:
    stricter = Book([Override("puma", "refer_from", 5, date(2026, 1, 1))])
    answers = ALL_NO | {"merokok": ">30", "dahak": YES}
    results = [
        assess_puma(Sex.MALE, 50, answers, rules=stricter.on(day))
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    ]

    assert [result and (result.score, result.refer) for result in results] == [(5, False), (5, True)]
