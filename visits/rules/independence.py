"""Independence in daily life: AKS, the modified Barthel index (AKS-01).

Sources: Posyandu card 2023, elderly front; KMK HK.01.07/MENKES/2015/2023.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from visits.rules.book import CURRENT, Rules
from visits.rules.questionnaire import Answers, level_at, read_questionnaire


class Dependence(StrEnum):
    """The card's letters. B (berat) is not the category B of the same card."""

    INDEPENDENT = "M"
    LIGHT = "R"
    MODERATE = "S"
    HEAVY = "B"
    TOTAL = "T"


@dataclass(frozen=True, slots=True)
class Independence:
    """Score 0 to 20, level M/R/S/B/T, and category A, B or C, which decides who cares for the person."""

    score: int
    level: Dependence
    label: str
    category: str
    refer: bool
    advice: str


def assess_aks(answers: Answers, *, rules: Rules = CURRENT) -> Independence | None:
    """AKS from its ten answers (AKS-01); None until all ten are given. Under 20 is referred.

    Raises AnswersRefused for an unknown item or a score outside an item's own range.
    """
    rows = rules.rows("aks")
    score = read_questionnaire("aks", rules=rules).score(answers)
    if not score.complete:
        return None
    level = level_at(rows["levels"], score.total)
    return Independence(
        score=score.total,
        level=Dependence(level["level"]),
        label=level["label"],
        category=level["category"],
        refer=score.total < rows["refer_below"],
        advice=level["advice"],
    )
