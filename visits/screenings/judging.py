"""Answers + rules = the derived columns of a screening. Works in memory, saves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, field, fields
from datetime import date
from typing import Any

from registry.models import Resident
from registry.rules.life_stage import Sex
from visits.models import Screening, Visit
from visits.rules.adolescent import assess_heeadsss, proposed_problems
from visits.rules.book import Rules
from visits.rules.development import ChecklistResult, judge_checklist
from visits.rules.independence import assess_aks
from visits.rules.lung import assess_puma
from visits.rules.mental_health import SrqOutcome, assess_srq20
from visits.rules.questionnaire import YES, Answers, AnswersRefused, read_questionnaire
from visits.rules.skilas import assess_skilas
from visits.screenings.declared import declaration, sheet_of, split

Form = Screening.Form


@dataclass(frozen=True, slots=True)
class Judgement:
    """The derived columns; of an unfinished form only what no further answer can change."""

    complete: bool = False
    score: int | None = None
    level: str = ""
    parts: dict[str, Any] = field(default_factory=dict)
    refers: bool | None = None
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """The answers with what the rules ask about the person on that day."""

    answers: Answers
    resident: Resident
    day: date
    rules: Rules


def judged(form: str, answers: Answers, resident: Resident, day: date, rules: Rules) -> Judgement:
    """What the rules of the day say about these answers. AnswersRefused for undeclared answers."""
    return _JUDGES[Form(form)](_Asked(answers, resident, day, rules))


def judge(screening: Screening, visit: Visit, rules: Rules) -> bool:
    """Write the derived columns of a screening, by the rules of its visit's day; whether anything differs.

    Answers that these rules no longer know keep the result that was shown.
    """
    if screening.is_postponed or not screening.sealed_answers:
        now = Judgement()
    else:
        try:
            now = judged(screening.form, screening.answers, visit.resident, visit.date, rules)
        except AnswersRefused:
            return False
    names = [column.name for column in fields(Judgement)]
    if astuple(now) == tuple(getattr(screening, name) for name in names):
        return False
    for name in names:
        setattr(screening, name, getattr(now, name))
    return True


def _srq20(asked: _Asked) -> Judgement:
    result = assess_srq20(asked.answers, rules=asked.rules)
    if result is None:
        return Judgement()
    refers = None if result.outcome is None else result.outcome is SrqOutcome.ABNORMAL
    score = result.score if result.outcome is not None else None
    return Judgement(result.complete, score, result.outcome or "", {}, refers, result.urgent)


def _puma(asked: _Asked) -> Judgement:
    sex, years = Sex(asked.resident.sex), asked.resident.age_on(asked.day).years
    result = assess_puma(sex, years, asked.answers, rules=asked.rules)
    if result is None:
        return Judgement()
    return Judgement(result.complete, result.score if result.refer is not None else None, refers=result.refer)


def _heeadsss(asked: _Asked) -> Judgement:
    plain, decided = split(asked.answers)
    problems = proposed_problems(plain, rules=asked.rules)
    # Whoever spoke with the young person knows better than the prompt; only a wish to die is never judged away.
    alarming = {item.code for item in read_questionnaire("heeadsss", rules=asked.rules).items if item.alert}
    problems |= {code: value == YES for code, value in decided.items() if code not in alarming}
    result = assess_heeadsss(problems, rules=asked.rules)
    if result is None:
        return Judgement()
    score = len(result.problems) if result.refer is not None else None
    # Which domains they are stays among the answers.
    return Judgement(result.complete, score, refers=result.refer, alarm=result.urgent)


def _aks(asked: _Asked) -> Judgement:
    result = assess_aks(asked.answers, rules=asked.rules)
    if result is None:
        return Judgement()
    parts = {"category": result.category, "label": result.label}
    return Judgement(complete=True, score=result.score, level=result.level, parts=parts, refers=result.refer)


def _skilas(asked: _Asked) -> Judgement:
    result = assess_skilas(asked.answers, rules=asked.rules)
    if result is None:
        return Judgement()
    score = len(result.problems) if result.refer is not None else None
    return Judgement(result.complete, score, parts=dict(result.domains), refers=result.refer)


def _development(asked: _Asked) -> Judgement:
    questionnaire = declaration(
        Form.DEVELOPMENT, asked.resident.birth_date, asked.day, asked.rules, asked.answers
    )
    if questionnaire is None:
        return Judgement()
    questionnaire.check(asked.answers)
    given = [asked.answers.get(item.code) for item in questionnaire.items]
    result = judge_checklist([None if answer is None else answer == YES for answer in given])
    refers = None if result is None else result is ChecklistResult.INCOMPLETE
    parts = {"sheet": sheet_of(asked.answers)}
    return Judgement(None not in given, level=result or "", parts=parts, refers=refers)


_JUDGES: dict[Form, Callable[[_Asked], Judgement]] = {
    Form.SRQ20: _srq20,
    Form.PUMA: _puma,
    Form.HEEADSSS: _heeadsss,
    Form.AKS: _aks,
    Form.SKILAS: _skilas,
    Form.DEVELOPMENT: _development,
}
