"""Adolescents: the HEEADSSS interview (REMAJA-01) and the SDQ from 4 to 18 years (SDQ-01).

Sources: Posyandu card 2023 for school age and adolescents, columns 16 to 23; SDQ with its general scoring. What is
kept of HEEADSSS is the problem of each domain: the printed questions are prompts, and not every Ya is a problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from visits.rules.book import CURRENT, Rules
from visits.rules.questionnaire import (
    Alarming,
    Alert,
    Answers,
    AnswersRefused,
    level_at,
    reaches,
    read_questionnaire,
)


class SdqForm(StrEnum):
    """Who answers the SDQ: the young person, or a parent or teacher."""

    SELF = "anak"
    CARER = "pengasuh"


class SdqCategory(StrEnum):
    """Classes of the total difficulties."""

    NORMAL = "Normal"
    BORDERLINE = "Ambang"
    ABNORMAL = "Abnormal"


@dataclass(frozen=True, slots=True)
class Heeadsss(Alarming):
    """Domains with a problem; `refer` is None while domains are unanswered and none is a problem."""

    problems: tuple[str, ...]
    complete: bool
    refer: bool | None
    alerts: tuple[Alert, ...]
    advice: str | None


@dataclass(frozen=True, slots=True)
class Sdq:
    """Points by scale (E, C, H, P difficulties; Pr strength) and the total of the difficulties."""

    scales: Mapping[str, int]
    total: int
    category: SdqCategory
    advice: str


def proposed_problems(answers: Answers, *, rules: Rules = CURRENT) -> dict[str, bool | None]:
    """What the answers to the prompts suggest, by domain (REMAJA-01); None where nobody answered.

    A proposal: the interviewer decides whether a domain is a problem. AnswersRefused for undeclared answers.
    """
    form = read_questionnaire("heeadsss", rules=rules)
    form.check(answers)
    problems: dict[str, bool | None] = {}
    for item in form.items:
        answer = answers.get(item.code)
        option = None if answer is None else item.option(answer)
        problems[item.code] = None if option is None else option.score > 0
    return problems


def assess_heeadsss(problems: Mapping[str, bool | None], *, rules: Rules = CURRENT) -> Heeadsss | None:
    """The eight domains, True where there is a problem (REMAJA-01); None when no domain was judged.

    One problem is referred; the wish to die is an urgent, private alert. AnswersRefused for an unknown domain.
    """
    rows = rules.rows("heeadsss")
    form = read_questionnaire("heeadsss", rules=rules)
    form.check(dict.fromkeys(problems))
    judged = {item: problems.get(item.code) for item in form.items}
    if all(problem is None for problem in judged.values()):
        return None
    found = tuple(item for item, problem in judged.items() if problem)
    complete = None not in judged.values()
    alerts = tuple(item.alert for item in found if item.alert)
    refer = bool(alerts) or reaches(len(found), rows["refer_from"], complete=complete)
    said = "urgent" if alerts else {True: "refer", False: "none", None: None}[refer]
    advice = rows["advice"][said] if said else None
    return Heeadsss(tuple(item.code for item in found), complete, refer, alerts, advice)


def sdq_form(age_years: int, *, rules: Rules = CURRENT) -> SdqForm | None:
    """Who fills the SDQ in at this age in completed years (SDQ-01); None outside 4 to 18 years."""
    ages = rules.rows("sdq")["forms"]
    if not ages["first_year"] <= age_years <= ages["last_year"]:
        return None
    return SdqForm.SELF if age_years >= ages["self_from"] else SdqForm.CARER


def classify_sdq(total: int | None, form: SdqForm, *, rules: Rules = CURRENT) -> SdqCategory | None:
    """Class of the total difficulties 0 to 40 (SDQ-01); None when not asked. ValueError below zero."""
    if total is None:
        return None
    return SdqCategory(level_at(rules.rows("sdq")["levels"][form], total)["category"])


def assess_sdq(answers: Answers, form: SdqForm, *, rules: Rules = CURRENT) -> Sdq | None:
    """SDQ over six months from its 25 answers 0, 1, 2 (SDQ-01); None until all are given.

    AnswersRefused for undeclared answers.
    """
    rows = rules.rows("sdq")
    score = read_questionnaire("sdq", form, rules=rules).score(answers)
    if not score.complete:
        return None
    total = sum(score.by_group[scale] for scale in rows["difficulties"])
    category = SdqCategory(level_at(rows["levels"][form], total)["category"])
    return Sdq(score.by_group, total, category, rows["advice"][category])


def prompt_problem(text: str, answer: str, *, rules: Rules = CURRENT) -> tuple[str, bool]:
    """Domain of a printed prompt and whether this answer suggests a problem (REMAJA-01).

    Raises AnswersRefused for a prompt or an answer that the card does not have.
    """
    form = read_questionnaire("heeadsss", rules=rules)
    for item in form.items:
        if item.text == text:
            form.check({item.code: answer})
            return item.code, bool(proposed_problems({item.code: answer}, rules=rules)[item.code])
    raise AnswersRefused([form.wording["refusals"]["unknown_item"].format(item=text, form=form.title)])
