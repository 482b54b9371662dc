"""What values would mean if they were saved: the same assessment, on objects that never reach the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from registry.models import Resident
from visits.assess import assess_person
from visits.forms import CardForm
from visits.models import CARD_OF_STAGE, Visit
from visits.pregnancies import pregnancies_of
from visits.results import Result, result_of
from visits.rulebook import book_for
from visits.rules.advice import beside_questions
from visits.rules.doubts import Doubt, Severity
from visits.services import CARD_MODELS


def preview_form(form: CardForm) -> tuple[Sequence[Doubt], Result]:
    """What is asked about the values of a form and what is refused, and what the others mean; saves nothing."""
    form.asks = False
    form.is_valid()
    asked = [doubt.field for doubt in form.doubted if doubt.severity is Severity.ASK]
    return form.doubted, preview(form.resident, form.day, form.measures(), asked)


def preview(
    resident: Resident, day: date, measures: Mapping[str, Any], asked: Collection[str] = ()
) -> Result:
    """The result of a visit with these measures, judged with the person's other visits; saves nothing.

    Nothing good is said about the fields in `asked`, which wait for an answer.
    """
    stage = resident.life_stage_on(day)
    visits = Visit.objects.unscoped("the resident's caller was checked").active().with_cards()
    earlier = [visit for visit in visits.filter(resident=resident, date__lt=day) if visit.card is not None]
    visit = Visit(resident=resident, posyandu=resident.posyandu, date=day, life_stage=stage.value)
    CARD_MODELS[CARD_OF_STAGE[stage]](visit=visit, **measures)
    pregnancies = pregnancies_of([resident]).get(resident.pk, [])
    assess_person(resident, [*earlier, visit], [], pregnancies=pregnancies)
    result = result_of(visit)
    rules = book_for(resident.posyandu_id).on(day)
    return replace(result, findings=beside_questions(result.findings, asked, rules=rules))
