"""Eyes and ears as tested at the Posyandu: finger counting and tumbling E (MATA-01), whispered words (TELINGA-01).

Sources: KMK HK.01.07/MENKES/2015/2023 and Juknis PKG 2025. Each eye and each ear is tested and classified alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from visits.rules.book import CURRENT, Rules


class SenseResult(StrEnum):
    """The card's two answers for an eye or an ear."""

    NORMAL = "Normal"
    DISTURBED = "Gangguan"


def finger_counting(right: Sequence[bool] | None, *, rules: Rules = CURRENT) -> SenseResult | None:
    """Finger counting of one eye at 6 m, True for a right answer, in order (MATA-01); None when not yet decided.

    3 right in a row are normal, 2 wrong are a disturbance, whichever comes first; after 5 trials 4 right are normal.
    Raises ValueError for more than 5 trials.
    """
    limits = rules.rows("senses")["fingers"]
    trials = list(right or ())
    if len(trials) > limits["trials"]:
        raise ValueError(f"Finger counting has at most {limits['trials']} trials")
    in_a_row = wrong = 0
    for is_right in trials:
        in_a_row = in_a_row + 1 if is_right else 0
        wrong += not is_right
        if in_a_row == limits["right_in_a_row"]:
            return SenseResult.NORMAL
        if wrong == limits["wrong"]:
            return SenseResult.DISTURBED
    return SenseResult.NORMAL if sum(trials) >= limits["right_of_all"] else None


def tumbling_e(denominator: int | None, *, rules: Rules = CURRENT) -> SenseResult | None:
    """Best line read of the tumbling E chart, 6/denominator in metres (MATA-01): worse than 6/12 is a disturbance.

    None when not tested.
    """
    if denominator is None:
        return None
    worse = denominator > rules.rows("senses")["tumbling_e"]["worse_than"]
    return SenseResult.DISTURBED if worse else SenseResult.NORMAL


def whisper_test(right: int | None, words: int | None, *, rules: Rules = CURRENT) -> SenseResult | None:
    """Number of whispered words that one ear caught (TELINGA-01): 4 of 5 or more are normal; None when not done.

    Raises ValueError for more right words than were spoken, or below zero.
    """
    if right is None or not words:
        return None
    if not 0 <= right <= words:
        raise ValueError(f"{right} right of {words} words is impossible")
    limits = rules.rows("senses")["whisper"]
    passed = right * limits["of"] >= limits["right"] * words
    return SenseResult.NORMAL if passed else SenseResult.DISTURBED


def sense_advice(test: str, result: SenseResult | None, *, rules: Rules = CURRENT) -> str | None:
    """What to tell the family about an eye (`fingers`, MATA-01) or an ear (`whisper`, TELINGA-01).

    None without a result.
    """
    return None if result is None else str(rules.rows("senses")["advice"][test][result])
