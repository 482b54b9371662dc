"""Smoking and the lungs: pack-years (ROKOK-01) and the PUMA score for COPD (PUMA-01).

Sources: Posyandu card 2023, adult columns 15 to 22; KMK HK.01.07/MENKES/2015/2023 forms 2 and 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from registry.rules.life_stage import Sex
from visits.rules.book import CURRENT, Rules
from visits.rules.questionnaire import Answers, reaches, read_questionnaire


class SmokingStatus(StrEnum):
    """How a person smokes, in the words of the school form; BERHENTI for those who gave up."""

    DAILY = "setiap hari"
    SOMETIMES = "kadang-kadang"
    TRIED = "pernah mencoba"
    STOPPED = "berhenti"
    NEVER = "tidak pernah"


class PackYears(StrEnum):
    """The smoking answers of PUMA."""

    NEVER = "tidak"
    SOME = "<20"
    MIDDLE = "20-30"
    MUCH = ">30"


@dataclass(frozen=True, slots=True)
class Puma:
    """Score 0 to 9; `refer` is None while an answer is missing that could still change it."""

    score: int
    complete: bool
    refer: bool | None
    advice: str | None


def is_active_smoker(status: SmokingStatus | None, *, rules: Rules = CURRENT) -> bool | None:
    """Whether the person smokes now, daily or sometimes (ROKOK-01); None when not asked."""
    if status is None:
        return None
    rows = {row["code"]: row["active"] for row in rules.rows("smoking")["statuses"]}
    return bool(rows[status])


def smoking_advice(status: SmokingStatus | None, *, rules: Rules = CURRENT) -> str | None:
    """What to tell the family about smoking (ROKOK-01); None when not asked."""
    active = is_active_smoker(status, rules=rules)
    if active is None:
        return None
    return str(rules.rows("smoking")["advice"]["active" if active else "not_active"])


def pack_years(
    years: Decimal | None, cigarettes_per_day: Decimal | None, *, rules: Rules = CURRENT
) -> Decimal | None:
    """Years smoked x cigarettes a day / 20 (ROKOK-01); None when one is missing. Raises ValueError below zero."""
    if years is None or cigarettes_per_day is None:
        return None
    if years < 0 or cigarettes_per_day < 0:
        raise ValueError("Smoking years and cigarettes a day are not negative")
    return years * cigarettes_per_day / Decimal(rules.rows("smoking")["cigarettes_per_pack"])


def smoking_answer(
    smoked: Decimal | None, cigarettes_per_day: Decimal | None = None, *, rules: Rules = CURRENT
) -> PackYears | None:
    """The PUMA answer for a number of pack-years (PUMA-01); None when unknown.

    Under 20 packs in life, or under 1 cigarette a day where that is known, is "tidak".
    """
    if smoked is None:
        return None
    limits, never = rules.rows("puma")["smoking"], rules.rows("smoking")["never_below"]
    packs_in_life = smoked * rules.rows("smoking")["days_per_year"]
    too_few_a_day = cigarettes_per_day is not None and cigarettes_per_day < never["cigarettes_per_day"]
    if packs_in_life < never["packs_in_life"] or too_few_a_day:
        return PackYears(limits["never"])
    if smoked < limits["some_below"]:
        return PackYears(limits["some"])
    return PackYears(limits["much"] if smoked > limits["much_over"] else limits["middle"])


def assess_puma(
    sex: Sex, age_years: int, answers: Answers, *, smoked: Decimal | None = None, rules: Rules = CURRENT
) -> Puma | None:
    """PUMA from 40 completed years (PUMA-01); None under 40.

    `smoked` (pack-years) replaces an answer to "merokok". Score 6 or more is referred for spirometry. Raises
    AnswersRefused for answers outside the declaration.
    """
    rows = rules.rows("puma")
    age_answer = next((row["answer"] for row in rows["ages"] if age_years >= row["from"]), None)
    if age_answer is None:
        return None
    smoking = smoking_answer(smoked, rules=rules) or answers.get("merokok")
    asked = {**answers, "jenis_kelamin": sex.value, "usia": age_answer, "merokok": smoking}
    score = read_questionnaire("puma", rules=rules).score(asked)
    refer = reaches(score.total, rows["refer_from"], complete=score.complete)
    advice = None if refer is None else rows["advice"]["refer" if refer else "low"]
    return Puma(score.total, score.complete, refer, advice)
