"""The yearly questionnaires of the generated adults and young people, judged by the same rules as typed ones."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from registry.demo.ids import seeded_id
from registry.rules.life_stage import Sex
from visits.models import Screening, Visit
from visits.rules.book import Rules
from visits.rules.questionnaire import Item, Option
from visits.screenings import checked, declaration, forms_of, judge
from visits.screenings.declared import KNOWN_OF_PERSON

Form = Screening.Form
# Of those who come for the first time in a year, how many have time for it.
SHARES = {Form.SRQ20: 0.45, Form.PUMA: 0.5, Form.HEEADSSS: 0.15, Form.AKS: 0.7, Form.SKILAS: 0.65}
# Parameters of a beta distribution over people: how many of the questions worry somebody. One answer of the forms of
# the elderly is enough to send somebody on, so most of them have none.
TROUBLE = (0.5, 7.0)
TROUBLE_OLD = (0.25, 9.0)
OLD = (Form.AKS, Form.SKILAS)
# A thought of dying stands beside many other worries.
DESPAIR = 0.35
SHARE_IN_DESPAIR = 0.2
SHARE_SMOKING = {Sex.MALE: 0.55, Sex.FEMALE: 0.02}
SHARE_BY_SELF = 0.5


def screenings_of(visit: Visit, rules: Rules, random: Random) -> Iterator[Screening]:
    """The questionnaires filled on a person's first assessed visit of the year."""
    resident = visit.resident
    for form in forms_of(resident.birth_date, visit.date, rules):
        if random.random() >= SHARES.get(Form(form), 0):
            continue
        questionnaire = declaration(form, resident.birth_date, visit.date, rules)
        if questionnaire is None:
            continue
        trouble = random.betavariate(*(TROUBLE_OLD if form in OLD else TROUBLE))
        answers = {
            item.code: _answer(form, item, Sex(resident.sex), trouble, random)
            for item in questionnaire.items
            if item.code not in KNOWN_OF_PERSON
        }
        row = Screening(
            pk=seeded_id(random, visit.date),
            visit=visit,
            form=form,
            version=questionnaire.version,
            by_self=form in Screening.PRIVATE and random.random() < SHARE_BY_SELF,
            asked_by=visit.recorded_by,
            asked_at=visit.recorded_at,
        )
        row.answers = checked(form, questionnaire, answers)
        judge(row, visit, rules)
        yield row


def _answer(form: str, item: Item, sex: Sex, trouble: float, random: Random) -> str:
    """The code of an answer: the one without worry, or one of the others."""
    calm = _calm(form, item)
    others = [option.code for option in item.options if option is not calm]
    if form == Form.PUMA and item.code == "merokok":
        worried = random.random() < SHARE_SMOKING[sex]
    elif item.alert is not None:
        worried = trouble > DESPAIR and random.random() < SHARE_IN_DESPAIR
    else:
        worried = random.random() < trouble
    return random.choice(others) if worried else calm.code


def _calm(form: str, item: Item) -> Option:
    """AKS counts what somebody can do, the others what worries."""
    best = max if form == Form.AKS else min
    return best(item.options, key=lambda option: option.score)
