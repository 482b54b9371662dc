"""SKILAS: one problem is enough, and none is only said when all was asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from visits.rules.questionnaire import NO, YES, AnswersRefused, read_questionnaire
from visits.rules.skilas import (
    arm_is_thin,
    assess_skilas,
    chair_stand_fails,
    measured_answer,
    needs_follow_up,
    problem_labels,
)

ITEMS = [item.code for item in read_questionnaire("skilas").items]
ALL_WELL: dict[str, str | None] = dict.fromkeys(ITEMS, NO)


@pytest.mark.parametrize("item", ITEMS)
def test_any_single_problem_is_referred(item: str) -> None:
    result = assess_skilas(ALL_WELL | {item: YES})

    assert result
    assert (result.problems, result.refer) == ((item,), True)
    assert [domain for domain, problem in result.domains.items() if problem] == [
        item.split("_", maxsplit=1)[0]
    ]


def test_all_well_is_quiet() -> None:
    result = assess_skilas(ALL_WELL)

    assert result
    assert (result.problems, result.complete, result.refer) == ((), True, False)
    assert set(result.domains.values()) == {False}
    assert result.advice == "Hasil baik. Ajak tetap bergerak, makan cukup, dan berkumpul; ulangi tahun depan."


def test_an_eye_complaint_spares_the_finger_test() -> None:
    result = assess_skilas(ALL_WELL | {"penglihatan_1": YES, "penglihatan_2": None})

    assert result
    assert (result.complete, result.domains["penglihatan"]) == (True, True)


def test_a_whisper_test_that_cannot_be_done_is_a_problem_of_its_own() -> None:
    result = assess_skilas(ALL_WELL | {"pendengaran_1": None, "pendengaran_2": YES})

    assert result
    assert (result.complete, result.problems, result.refer) == (True, ("pendengaran_2",), True)


@pytest.mark.parametrize(
    ("heard", "impossible", "complete"),
    [(NO, None, True), (NO, NO, True), (None, YES, True), (None, NO, False), (None, None, False)],
)
def test_a_whisper_that_was_heard_could_be_tested(
    heard: str | None, impossible: str | None, complete: bool
) -> None:
    result = assess_skilas(ALL_WELL | {"pendengaran_1": heard, "pendengaran_2": impossible})

    assert result
    assert result.complete is complete


def test_a_postponed_chair_test_leaves_the_answer_open() -> None:
    result = assess_skilas(ALL_WELL | {"mobilisasi": "ditunda"})

    assert result
    assert (result.complete, result.refer, result.advice) == (False, None, None)
    assert (result.domains["mobilisasi"], result.domains["kognitif"]) == (None, False)


def test_nothing_asked_has_no_result() -> None:
    assert assess_skilas({}) is None


def test_unknown_answers_are_refused() -> None:
    with pytest.raises(AnswersRefused, match="butir 3"):
        assess_skilas({"mobilisasi": "13"})


@pytest.mark.parametrize(
    ("seconds", "fails"),
    [("13.9", False), ("14.0", False), ("14.00", False), ("14.1", True), (None, None)],
)
def test_five_stands_within_fourteen_seconds_pass(seconds: str | None, fails: bool | None) -> None:
    assert chair_stand_fails(None if seconds is None else Decimal(seconds)) is fails


@pytest.mark.parametrize(
    ("arm_cm", "thin"), [("20.9", True), ("20.99", True), ("21", False), ("21.4", False), (None, None)]
)
def test_an_arm_under_21_cm_is_thin(arm_cm: str | None, thin: bool | None) -> None:
    assert arm_is_thin(None if arm_cm is None else Decimal(arm_cm)) is thin


def test_what_was_measured_answers_its_item() -> None:
    assert [measured_answer(fails) for fails in (True, False, None)] == [YES, NO, None]


def test_one_problem_is_enough() -> None:
    assert [needs_follow_up(problems) for problems in (0, 1, 12)] == [False, True, True]


def test_a_referral_names_the_domains_in_words() -> None:
    result = assess_skilas(ALL_WELL | {"kognitif_1": YES, "kognitif_2": YES, "depresi_2": YES})

    assert result
    assert problem_labels(result) == ("Penurunan kognitif", "Gejala depresi")
