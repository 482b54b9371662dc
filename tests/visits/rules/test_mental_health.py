"""SRQ-20, PHQ-4 and GDS-4: scores, and the answer nobody may overlook."""

from __future__ import annotations

from datetime import date

import pytest

from visits.rules.book import CURRENT, Book, Override
from visits.rules.mental_health import (
    Distress,
    GeriatricDepression,
    SrqOutcome,
    assess_gds4,
    assess_phq4,
    assess_srq20,
    classify_gds4,
    srq20_answers,
)
from visits.rules.questionnaire import NO, YES, AnswersRefused, read_questionnaire

ENDING_LIFE = "mengakhiri_hidup"


def test_the_seventeenth_question_is_the_one_about_ending_ones_life() -> None:
    item = read_questionnaire("srq20").item(ENDING_LIFE)

    assert (item.number, item.text) == (17, "Apakah Anda mempunyai pikiran untuk mengakhiri hidup Anda?")
    assert [each.number for each in read_questionnaire("srq20").items if each.alert] == [17]


def test_thoughts_of_ending_ones_life_are_urgent_and_private_at_any_score() -> None:
    result = assess_srq20({ENDING_LIFE: YES})

    assert result
    assert (result.score, result.outcome) == (1, SrqOutcome.ABNORMAL)
    assert (result.urgent, result.private, result.complete) == (True, True, False)
    assert [(alert.item, alert.urgency, alert.private) for alert in result.alerts] == [
        (ENDING_LIFE, "segera", True)
    ]
    assert result.advice == (
        "Jangan tinggalkan sendiri. Hubungi petugas kesehatan sekarang dan antar hari ini juga."
    )


def test_many_other_complaints_are_abnormal_without_an_alarm() -> None:
    result = assess_srq20(srq20_answers([1, 2, 3, 4, 5, 6, 18, 19, 20]))

    assert result
    assert (result.score, result.outcome, result.urgent, result.private) == (
        9,
        SrqOutcome.ABNORMAL,
        False,
        False,
    )


def test_half_an_srq_is_abnormal_from_six_but_never_normal() -> None:
    five = assess_srq20(dict.fromkeys(list(srq20_answers([]))[:5], YES))
    six = assess_srq20(dict.fromkeys(list(srq20_answers([]))[:6], YES))

    assert five
    assert six
    assert (five.outcome, five.advice) == (None, None)
    assert six.outcome is SrqOutcome.ABNORMAL


def test_a_postponed_srq_has_no_result_yet() -> None:
    assert assess_srq20({}) is None
    assert assess_srq20(dict.fromkeys(srq20_answers([]), "ditunda")) is None


def test_srq_numbers_beyond_the_form_are_not_found() -> None:
    with pytest.raises(LookupError):
        srq20_answers([21])


def test_a_kabupaten_may_refer_from_another_srq_score() -> None:
    day = date(2026, 11, 21)
    rules = Book([Override("srq20", "refer_from", 8, day)]).on(day)
    result = assess_srq20(srq20_answers(range(1, 8)), rules=rules)

    assert result
    assert (result.score, result.outcome) == (7, SrqOutcome.NORMAL)


@pytest.mark.parametrize(
    ("values", "category"),
    [
        ("0000", Distress.NORMAL),
        ("1100", Distress.NORMAL),
        ("1110", Distress.MILD),
        ("3020", Distress.MILD),
        ("3030", Distress.MODERATE),
        ("3320", Distress.MODERATE),
        ("3330", Distress.SEVERE),
        ("3333", Distress.SEVERE),
    ],
)
def test_phq4_classes_start_at_three_six_and_nine(values: str, category: Distress) -> None:
    result = assess_phq4(read_questionnaire("phq4").answers_of(list(values)))

    assert result
    assert result.category is category
    assert result.advice


def test_half_a_phq4_says_what_its_half_says() -> None:
    result = assess_phq4({"gad1": "2", "gad2": "1"})

    assert result
    assert (result.category, result.anxious, result.depressed) == (None, True, None)
    assert assess_phq4({}) is None


def test_phq4_knows_only_zero_to_three() -> None:
    with pytest.raises(AnswersRefused, match="butir 2 di luar 0-3"):
        assess_phq4({"gad2": "4"})


def test_being_satisfied_with_life_is_the_answer_that_does_not_count() -> None:
    content = {"puas": YES, "bosan": NO, "tidak_berdaya": NO, "tidak_berharga": NO}
    results = [assess_gds4(answers) for answers in (content, content | {"puas": NO})]

    assert [result and (result.score, result.category) for result in results] == [
        (0, GeriatricDepression.NONE),
        (1, GeriatricDepression.POSSIBLE),
    ]


def test_gds4_needs_all_four_answers() -> None:
    assert assess_gds4({"puas": NO, "bosan": YES}) is None
    assert classify_gds4(None) is None


@pytest.mark.parametrize("score", [-1, 5])
def test_gds4_has_no_other_scores(score: int) -> None:
    with pytest.raises(ValueError, match="no score"):
        classify_gds4(score)


def test_every_label_of_the_tables_is_a_known_class() -> None:
    srq = CURRENT.rows("srq20")
    phq = [level["category"] for level in CURRENT.rows("phq4")["levels"]]
    gds = [level["category"] for level in CURRENT.rows("gds4")["levels"]]

    assert [srq["normal"], srq["abnormal"]] == list(SrqOutcome)
    assert set(srq["advice"]) == {*SrqOutcome, "urgent"}
    assert phq == list(Distress)[::-1]
    assert gds == list(GeriatricDepression)[::-1]
