"""SKILAS, the simple screening of the elderly (SKILAS-01), with its arm limit (LILA-03) and chair test.

Sources: Posyandu card 2023, elderly back; KMK HK.01.07/MENKES/2015/2023 form 5. Every answer is kept as a problem:
Ya = there is one, also for the tests whose paper form ticks Tidak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from visits.rules.book import CURRENT, Rules
from visits.rules.questionnaire import NO, YES, Answers, Questionnaire, Score, reaches, read_questionnaire


@dataclass(frozen=True, slots=True)
class Skilas:
    """Items and domains with a problem; a domain or `refer` is None while an answer could still change it."""

    problems: tuple[str, ...]
    domains: Mapping[str, bool | None]
    complete: bool
    refer: bool | None
    advice: str | None


def arm_is_thin(arm_cm: Decimal | None, *, rules: Rules = CURRENT) -> bool | None:
    """Upper arm under 21.0 cm, from 60 years (LILA-03); None when not measured."""
    return None if arm_cm is None else arm_cm < Decimal(rules.rows("skilas")["arm_below_cm"])


def chair_stand_fails(seconds: Decimal | None, *, rules: Rules = CURRENT) -> bool | None:
    """Five chair stands took longer than 14.0 seconds (SKILAS-01); None when not timed."""
    return None if seconds is None else seconds > Decimal(rules.rows("skilas")["chair_stand_seconds"])


def needs_follow_up(problems: int, *, rules: Rules = CURRENT) -> bool:
    """Whether this many items with a problem call for a referral: one is enough (SKILAS-01)."""
    return problems >= int(rules.rows("skilas")["refer_from"])


def measured_answer(fails: bool | None) -> str | None:
    """The answer that a measured test gives its item: ya for a problem, None when it was not done (SKILAS-01)."""
    return None if fails is None else (YES if fails else NO)


def assess_skilas(answers: Answers, *, rules: Rules = CURRENT) -> Skilas | None:
    """SKILAS from its answers (SKILAS-01); None when nothing was answered. AnswersRefused for undeclared answers.

    The finger test is needed only without an eye complaint, the whisper test only where it can be done.
    """
    form = read_questionnaire("skilas", rules=rules)
    score = form.score(answers)
    if not score.answered:
        return None
    problems = tuple(item.code for item in form.items if answers.get(item.code) == YES)
    rows = rules.rows("skilas")
    refer = reaches(len(problems), rows["refer_from"], complete=score.complete)
    advice = None if refer is None else rows["advice"]["refer" if refer else "none"]
    return Skilas(problems, _domains(form, score), score.complete, refer, advice)


def problem_labels(result: Skilas, *, rules: Rules = CURRENT) -> tuple[str, ...]:
    """The domains with a problem in words, for the referral (SKILAS-01)."""
    labels = rules.rows("skilas")["group_labels"]
    return tuple(str(labels[domain]) for domain, is_problem in result.domains.items() if is_problem)


def _domains(form: Questionnaire, score: Score) -> dict[str, bool | None]:
    """A domain is a problem with any Ya, none when all its necessary items were answered."""
    waiting = {item.group for item in form.items if item.code in score.missing}
    return {
        group: True if count else (None if group in waiting else False)
        for group, count in score.by_group.items()
    }
