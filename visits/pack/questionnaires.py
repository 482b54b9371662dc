"""The questions of the screenings, each form once, and where each person stands with them. Never an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from registry.models import Resident
from visits.models import Screening
from visits.rules.book import Rules
from visits.rules.development import checklist_sheet
from visits.rules.questionnaire import Item
from visits.screenings.declared import KNOWN_OF_PERSON, declaration, forms_of, step_of, title_of
from visits.screenings.states import State, states_from

_WHY = "of people whom the caller may record"
_SHEET = f"{Screening.Form.DEVELOPMENT.value}:"
Rows = Mapping[UUID, list[Screening]]


def forms_at(birth_date: date, day: date, rules: Rules) -> tuple[str, ...]:
    """Keys of the forms that belong to a person of this age; a checklist's names its sheet: "development:9-12bl"."""
    return tuple(_key(form, birth_date, day, rules) for form in forms_of(birth_date, day, rules))


def _key(form: str, birth_date: date, day: date, rules: Rules) -> str:
    if form != Screening.Form.DEVELOPMENT:
        return form
    sheet = checklist_sheet(birth_date, day, rules=rules)
    return f"{_SHEET}{sheet.code if sheet else ''}"


def filled_forms(people: Collection[UUID], day: date) -> Rows:
    """The forms of each person until the day, the newest first, without what was answered; one query."""
    rows = (
        Screening.objects.unscoped(_WHY)
        .filter(visit__resident__in=people, visit__cancelled_at__isnull=True, visit__date__lte=day)
        .select_related("visit")
        .only("form", "postponed_because", "complete", "level", "parts", "visit__date", "visit__resident")
        .order_by("-visit__date")
    )
    found: dict[UUID, list[Screening]] = defaultdict(list)
    for row in rows:
        found[row.visit.resident_id].append(row)
    return found


def states_of(person: Resident, day: date, rules: Rules, rows: Rows) -> dict[str, str]:
    """The forms that are to be asked of the person on the day, or were: "due", "unfinished", "postponed", "done"."""
    found = states_from(rows.get(person.pk, ()), person, day, rules)
    return {
        _key(each.form, person.birth_date, day, rules): each.state.value
        for each in found
        if each.state is not State.NOT_YET
    }


def questions_of(key: str, birth_date: date, day: date, rules: Rules) -> dict[str, Any]:
    """The questions of a form as they are asked of somebody born on that day. Raises LookupError where it is not."""
    form = key.partition(":")[0]
    declared = declaration(form, birth_date, day, rules)
    if declared is None:
        raise LookupError(f"{key} is not asked at this age")
    return {
        "version": declared.version,
        # As a kader calls it; a checklist by its sheet.
        "title": declared.title if form == Screening.Form.DEVELOPMENT else title_of(form),
        "instruction": declared.instruction,
        "postpone_when": declared.postpone_when,
        "private": form in Screening.PRIVATE,
        "step": step_of(form),
        "items": [_question(item) for item in declared.items if item.code not in KNOWN_OF_PERSON],
    }


def _question(item: Item) -> dict[str, Any]:
    optional = {
        "group": item.group,
        "label": item.label,
        "note": item.note,
        "postponable": item.postponable,
        "needed_if": list(item.needed_if) if item.needed_if else None,
        "alert": item.alert.answer if item.alert else None,
    }
    return {
        "code": item.code,
        "number": item.number,
        "text": item.text,
        "options": [[option.code, option.label, option.score] for option in item.options],
        **{name: value for name, value in optional.items() if value},
    }
