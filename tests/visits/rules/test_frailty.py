"""RAPUH and SARC-CalF."""

from __future__ import annotations

from decimal import Decimal

import pytest

from visits.rules.book import CURRENT
from visits.rules.frailty import (
    FrailtyClass,
    assess_frailty,
    classify_frailty,
    sarc_calf_positive,
    weight_loss_answer,
)
from visits.rules.questionnaire import NO, YES, AnswersRefused

FIT = {"resistensi": NO, "aktivitas": "3", "penyakit": "0-4", "usaha_berjalan": NO, "hilang_berat": NO}


def test_a_fit_person_scores_nothing() -> None:
    result = assess_frailty(FIT)

    assert result
    assert (result.score, result.category) == (0, FrailtyClass.FIT)


@pytest.mark.parametrize(("often", "score"), [("1", 1), ("2", 1), ("3", 0), ("4", 0)])
def test_tired_most_of_the_time_counts(often: str, score: int) -> None:
    result = assess_frailty(FIT | {"aktivitas": often})

    assert result
    assert result.score == score


def test_three_signs_are_frail() -> None:
    result = assess_frailty(FIT | {"resistensi": YES, "penyakit": "5-11", "hilang_berat": YES})

    assert result
    assert (result.score, result.category) == (3, FrailtyClass.FRAIL)
    assert result.advice == "Tanda kerapuhan. Rujuk ke Puskesmas; jaga agar tidak jatuh."


def test_an_unfinished_form_has_no_class() -> None:
    assert assess_frailty(FIT | {"penyakit": None}) is None
    assert classify_frailty(None) is None


@pytest.mark.parametrize("score", [-1, 6])
def test_there_are_no_other_scores(score: int) -> None:
    with pytest.raises(ValueError, match="no score"):
        classify_frailty(score)


def test_an_unknown_answer_is_refused() -> None:
    with pytest.raises(AnswersRefused, match="butir 2 di luar 1-4"):
        assess_frailty(FIT | {"aktivitas": "5"})


@pytest.mark.parametrize(
    ("year_ago_kg", "now_kg", "answer"),
    [
        ("60.0", "57.0", NO),
        ("60.0", "56.9", YES),
        ("60.0", "61.0", NO),
        (None, "57.0", None),
        ("60.0", None, None),
    ],
)
def test_more_than_five_percent_lost_in_a_year_counts(
    year_ago_kg: str | None, now_kg: str | None, answer: str | None
) -> None:
    weights = [None if text is None else Decimal(text) for text in (year_ago_kg, now_kg)]

    assert weight_loss_answer(*weights) == answer


@pytest.mark.parametrize(
    ("score", "positive"), [(None, None), (0, False), (10, False), (11, True), (20, True)]
)
def test_sarc_calf_is_positive_from_eleven(score: int | None, positive: bool | None) -> None:
    assert sarc_calf_positive(score) is positive


def test_sarc_calf_ends_at_twenty() -> None:
    with pytest.raises(ValueError, match="no score 21"):
        sarc_calf_positive(21)


def test_every_label_of_the_table_is_a_known_class() -> None:
    assert [level["category"] for level in CURRENT.rows("frailty")["levels"]] == list(FrailtyClass)[::-1]
