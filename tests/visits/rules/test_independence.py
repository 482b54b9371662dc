"""AKS: ten items, five levels, three categories."""

from __future__ import annotations

import pytest

from visits.rules.book import CURRENT
from visits.rules.independence import Dependence, assess_aks
from visits.rules.questionnaire import AnswersRefused, read_questionnaire

HIGHEST = {
    "bab": 2,
    "bak": 2,
    "membersihkan_diri": 1,
    "wc": 2,
    "makan": 2,
    "berpindah": 3,
    "berjalan": 3,
    "berpakaian": 2,
    "tangga": 2,
    "mandi": 1,
}


def answers_worth(score: int) -> dict[str, str | None]:
    """Ten answers that add up to the score, filled from the first item on."""
    answers: dict[str, str | None] = {}
    for code, highest in HIGHEST.items():
        part = min(score, highest)
        answers[code] = str(part)
        score -= part
    return answers


def test_the_items_and_their_highest_scores_are_those_of_the_card() -> None:
    highest = {item.code: item.options[-1].score for item in read_questionnaire("aks").items}

    assert highest == HIGHEST
    assert sum(highest.values()) == 20


@pytest.mark.parametrize(
    ("score", "level", "category"),
    [
        (20, Dependence.INDEPENDENT, "A"),
        (19, Dependence.LIGHT, "B"),
        (12, Dependence.LIGHT, "B"),
        (11, Dependence.MODERATE, "B"),
        (9, Dependence.MODERATE, "B"),
        (8, Dependence.HEAVY, "C"),
        (5, Dependence.HEAVY, "C"),
        (4, Dependence.TOTAL, "C"),
        (0, Dependence.TOTAL, "C"),
    ],
)
def test_levels_and_categories_change_where_the_card_says(
    score: int, level: Dependence, category: str
) -> None:
    result = assess_aks(answers_worth(score))

    assert result
    assert (result.score, result.level, result.category, result.refer) == (
        score,
        level,
        category,
        score < 20,
    )
    assert result.label
    assert result.advice


def test_nine_answers_are_not_enough() -> None:
    assert assess_aks(answers_worth(20) | {"mandi": None}) is None


@pytest.mark.parametrize(
    ("item", "answer", "problem"),
    [("bab", "3", "butir 1 di luar 0-2"), ("mandi", "2", "butir 10 di luar 0-1")],
)
def test_a_score_beyond_its_item_is_refused(item: str, answer: str, problem: str) -> None:
    with pytest.raises(AnswersRefused, match=problem):
        assess_aks(answers_worth(20) | {item: answer})


def test_every_level_of_the_table_is_a_letter_of_the_card() -> None:
    assert [level["level"] for level in CURRENT.rows("aks")["levels"]] == list(Dependence)
