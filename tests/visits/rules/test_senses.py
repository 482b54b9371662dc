"""Finger counting, tumbling E and whispered words."""

from __future__ import annotations

import pytest

from visits.rules.book import CURRENT
from visits.rules.senses import SenseResult, finger_counting, sense_advice, tumbling_e, whisper_test


@pytest.mark.parametrize(
    ("trials", "result"),
    [
        ("", None),
        ("RR", None),
        ("RW", None),
        ("RRR", SenseResult.NORMAL),
        ("WRRR", SenseResult.NORMAL),
        ("RRW", None),
        ("RRWR", None),
        ("RRWRR", SenseResult.NORMAL),
        ("RWRRR", SenseResult.NORMAL),
        ("WW", SenseResult.DISTURBED),
        ("RRWRW", SenseResult.DISTURBED),
        ("RRRWW", SenseResult.NORMAL),
        ("WWRRR", SenseResult.DISTURBED),
    ],
)
def test_three_right_in_a_row_or_two_wrong_whichever_comes_first(
    trials: str, result: SenseResult | None
) -> None:
    assert finger_counting([trial == "R" for trial in trials]) is result


def test_a_sixth_trial_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at most 5"):
        finger_counting([True] * 6)


def test_what_was_not_tested_has_no_result() -> None:
    assert finger_counting(None) is None
    assert tumbling_e(None) is None
    assert [whisper_test(None, 5), whisper_test(4, None), whisper_test(0, 0)] == [None, None, None]
    assert sense_advice("fingers", None) is None


@pytest.mark.parametrize(
    ("denominator", "result"),
    [(6, SenseResult.NORMAL), (12, SenseResult.NORMAL), (15, SenseResult.DISTURBED)],
)
def test_worse_than_six_twelfths_is_a_disturbance(denominator: int, result: SenseResult) -> None:
    assert tumbling_e(denominator) is result


@pytest.mark.parametrize(
    ("right", "words", "result"),
    [
        (5, 5, SenseResult.NORMAL),
        (4, 5, SenseResult.NORMAL),
        (3, 5, SenseResult.DISTURBED),
        (8, 10, SenseResult.NORMAL),
        (7, 10, SenseResult.DISTURBED),
        (0, 5, SenseResult.DISTURBED),
    ],
)
def test_four_of_five_whispered_words_pass(right: int, words: int, result: SenseResult) -> None:
    assert whisper_test(right, words) is result


@pytest.mark.parametrize(("right", "words"), [(6, 5), (-1, 5)])
def test_more_right_than_spoken_is_a_mistake(right: int, words: int) -> None:
    with pytest.raises(ValueError, match="impossible"):
        whisper_test(right, words)


def test_every_result_has_words_and_every_word_is_a_result() -> None:
    rows = CURRENT.rows("senses")

    assert [rows["normal"], rows["disturbed"]] == list(SenseResult)
    assert {test: set(words) for test, words in rows["advice"].items()} == {
        "fingers": set(SenseResult),
        "whisper": set(SenseResult),
    }
    assert sense_advice("whisper", SenseResult.DISTURBED) == (
        "Pendengaran terganggu. Rujuk ke Pustu atau Puskesmas untuk periksa telinga."
    )
