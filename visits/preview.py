"""What values would mean if they were saved: the same assessment, on objects that never reach the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from registry.models import Resident
from visits.assess import assess_person
from visits.columns import Home
from visits.episodes import NOBODY, episodes_of
from visits.fields import CARD_MODELS, COLUMNS
from visits.forms import CardForm
from visits.models import CARD_OF_STAGE, MotherCheck, Visit
from visits.results import Result, result_of
from visits.rulebook import book_for
from visits.rules.advice import beside_questions
from visits.rules.doubts import Doubt, Severity


def preview_form(form: CardForm) -> tuple[Sequence[Doubt], Result]:
    """What is asked about the values of a form and what is refused, and what the others mean; saves nothing."""
    form.asks = False
    form.is_valid()
    asked = [doubt.field for doubt in form.doubted if doubt.severity is Severity.ASK]
    values = form.card_values()
    return form.doubted, preview(form.resident, form.day, values, asked, card_name=form.who.card)


def preview(
    resident: Resident,
    day: date,
    values: Mapping[str, Any],
    asked: Collection[str] = (),
    *,
    card_name: str = "",
) -> Result:
    """The result of a visit with these fields, judged with the person's other visits; saves nothing.

    Nothing good is said about the fields in `asked`, which wait for an answer.
    """
    stage = resident.life_stage_on(day)
    visits = Visit.objects.unscoped("the resident's caller was checked").active().with_cards()
    earlier = [visit for visit in visits.filter(resident=resident, date__lt=day) if visit.card is not None]
    visit = Visit(resident=resident, posyandu=resident.posyandu, date=day, life_stage=stage.value)
    card = CARD_MODELS[card_name or CARD_OF_STAGE[stage]](visit=visit)
    mother = MotherCheck(visit=visit)
    for name, value in values.items():
        setattr(mother if COLUMNS[name].home is Home.MOTHER else card, name, value)
    assess_person(resident, [*earlier, visit], [], episodes=episodes_of([resident]).get(resident.pk, NOBODY))
    result = result_of(visit)
    rules = book_for(resident.posyandu_id).on(day)
    return replace(result, findings=beside_questions(result.findings, asked, rules=rules))
