"""Mental health of adults and the elderly: SRQ-20 (SRQ-01), PHQ-4 (PHQ4-01), GDS-4 (GDS-01).

Sources: Posyandu card 2023 and KMK HK.01.07/MENKES/2015/2023 (SRQ-20 table 26, GDS-4 form); Kroenke and others 2009
(PHQ-4). Answers are private: whoever shows them asks first who may see them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from visits.rules.book import CURRENT, Rules
from visits.rules.questionnaire import (
    NO,
    YES,
    Alarming,
    Alert,
    Answers,
    level_at,
    reaches,
    read_questionnaire,
)


class SrqOutcome(StrEnum):
    """What SRQ-20 says."""

    NORMAL = "Normal"
    ABNORMAL = "Abnormal"


class Distress(StrEnum):
    """Classes of PHQ-4."""

    NORMAL = "Normal"
    MILD = "Ringan"
    MODERATE = "Sedang"
    SEVERE = "Berat"


class GeriatricDepression(StrEnum):
    """Classes of GDS-4."""

    NONE = "Tidak depresi"
    POSSIBLE = "Kemungkinan depresi"
    DEPRESSED = "Depresi"


@dataclass(frozen=True, slots=True)
class Srq20(Alarming):
    """Number of Ya; `outcome` is None while missing answers could change it. Item 17 raises a private alert."""

    score: int
    complete: bool
    outcome: SrqOutcome | None
    alerts: tuple[Alert, ...]
    advice: str | None


@dataclass(frozen=True, slots=True)
class Phq4:
    """Score 0 to 12 with its two halves; None-valued parts wait for missing answers."""

    score: int
    complete: bool
    category: Distress | None
    anxious: bool | None
    depressed: bool | None
    advice: str | None


@dataclass(frozen=True, slots=True)
class Gds4:
    """Class of a GDS-4 score; `further` asks for GDS-15."""

    score: int
    category: GeriatricDepression
    further: bool
    advice: str


def assess_srq20(answers: Answers, *, rules: Rules = CURRENT) -> Srq20 | None:
    """SRQ-20 over the last 30 days, from 18 years (SRQ-01); None when nothing was answered.

    6 or more Ya, or item 17 at any score, is Abnormal. AnswersRefused for undeclared answers.
    """
    rows = rules.rows("srq20")
    form = read_questionnaire("srq20", rules=rules)
    score = form.score(answers)
    if not score.answered:
        return None
    alerts = form.alerts(answers)
    abnormal = bool(alerts) or reaches(score.total, rows["refer_from"], complete=score.complete)
    outcome = None if abnormal is None else SrqOutcome(rows["abnormal" if abnormal else "normal"])
    said = "urgent" if alerts else outcome
    return Srq20(score.total, score.complete, outcome, alerts, rows["advice"][said] if said else None)


def srq20_answers(yes: Iterable[int], *, rules: Rules = CURRENT) -> dict[str, str | None]:
    """All 20 answers of the SRQ-20 (SRQ-01) from the printed numbers of those that are Ya.

    LookupError for a number not on the form.
    """
    items = {item.number: item.code for item in read_questionnaire("srq20", rules=rules).items}
    answers: dict[str, str | None] = dict.fromkeys(items.values(), NO)
    for number in yes:
        answers[items[number]] = YES
    return answers


def assess_phq4(answers: Answers, *, rules: Rules = CURRENT) -> Phq4 | None:
    """PHQ-4 over two weeks, items 0 to 3 (PHQ4-01); None when nothing was answered.

    A half of 3 or more is positive (GAD-2 cemas, PHQ-2 depresi). AnswersRefused for undeclared answers.
    """
    rows = rules.rows("phq4")
    form = read_questionnaire("phq4", rules=rules)
    score = form.score(answers)
    if not score.answered:
        return None
    halves: dict[str, bool | None] = {}
    for group, limit in rows["positive_from"].items():
        asked = not any(item.group == group for item in form.items if item.code in score.missing)
        halves[group] = reaches(score.by_group[group], limit, complete=asked)
    level = level_at(rows["levels"], score.total) if score.complete else None
    return Phq4(
        score=score.total,
        complete=score.complete,
        category=Distress(level["category"]) if level else None,
        anxious=halves["cemas"],
        depressed=halves["depresi"],
        advice=level["advice"] if level else None,
    )


def classify_gds4(score: int | None, *, rules: Rules = CURRENT) -> Gds4 | None:
    """Class of a GDS-4 score 0 to 4 (GDS-01); None when not asked. Raises ValueError outside 0 to 4."""
    if score is None:
        return None
    rows = rules.rows("gds4")
    if not 0 <= score <= len(rows["questionnaire"]["items"]):
        raise ValueError(f"GDS-4 has no score {score}")
    level = level_at(rows["levels"], score)
    further = score >= rows["further_from"]
    return Gds4(score, GeriatricDepression(level["category"]), further, level["advice"])


def assess_gds4(answers: Answers, *, rules: Rules = CURRENT) -> Gds4 | None:
    """GDS-4 from its four answers (GDS-01); None until all are given. AnswersRefused for undeclared answers."""
    score = read_questionnaire("gds4", rules=rules).score(answers)
    return classify_gds4(score.total, rules=rules) if score.complete else None
