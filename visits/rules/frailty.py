"""Frailty of the elderly: RAPUH and the limit of SARC-CalF (RAPUH-01).

Sources: KMK HK.01.07/MENKES/2015/2023 form 7; wording of the items by PAPDI.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from visits.rules.book import CURRENT, Rules
from visits.rules.questionnaire import NO, YES, Answers, level_at, read_questionnaire

_PERCENT = 100


class FrailtyClass(StrEnum):
    """Classes of RAPUH."""

    FIT = "Bugar"
    PRE_FRAIL = "Pra-rapuh"
    FRAIL = "Rapuh"


@dataclass(frozen=True, slots=True)
class Frailty:
    """Score 0 to 5 and its class."""

    score: int
    category: FrailtyClass
    advice: str


def classify_frailty(score: int | None, *, rules: Rules = CURRENT) -> Frailty | None:
    """Class of a RAPUH score 0 to 5 (RAPUH-01); None when not asked. Raises ValueError outside 0 to 5."""
    if score is None:
        return None
    rows = rules.rows("frailty")
    if not 0 <= score <= len(rows["questionnaire"]["items"]):
        raise ValueError(f"RAPUH has no score {score}")
    level = level_at(rows["levels"], score)
    return Frailty(score, FrailtyClass(level["category"]), level["advice"])


def assess_frailty(answers: Answers, *, rules: Rules = CURRENT) -> Frailty | None:
    """RAPUH from its five answers (RAPUH-01); None until all are given. AnswersRefused for undeclared answers."""
    score = read_questionnaire("frailty", rules=rules).score(answers)
    return classify_frailty(score.total, rules=rules) if score.complete else None


def weight_loss_answer(
    year_ago_kg: Decimal | None, now_kg: Decimal | None, *, rules: Rules = CURRENT
) -> str | None:
    """Answer to the weight item of RAPUH (RAPUH-01): ya when more than 5% was lost in a year.

    None when a weight (kg) is missing.
    """
    if not year_ago_kg or not now_kg:
        return None
    lost = (year_ago_kg - now_kg) * _PERCENT
    return YES if lost > rules.rows("frailty")["weight_loss_over_percent"] * year_ago_kg else NO


def sarc_calf_positive(score: int | None, *, rules: Rules = CURRENT) -> bool | None:
    """SARC-CalF of 11 or more (RAPUH-01); None when not asked. Raises ValueError outside 0 to 20."""
    if score is None:
        return None
    rows = rules.rows("frailty")
    if not 0 <= score <= rows["sarc_calf_highest"]:
        raise ValueError(f"SARC-CalF has no score {score}")
    return bool(score >= rows["sarc_calf_positive_from"])
