"""People of every age with a visit on the opening day, and forms filled well or badly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.models import User
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits import screenings
from visits.models import Screening, Visit
from visits.rules.mental_health import srq20_answers
from visits.screenings import storing

BORN = {
    "toddler": date(2025, 7, 1),
    "baby": date(2026, 5, 1),
    "teen": date(2012, 3, 4),
    "young": date(2008, 3, 4),
    "adult": date(1990, 3, 4),
    "smoker": date(1972, 3, 4),
    "elder": date(1956, 3, 4),
}


def visit_of(village: Village, who: str, *, sex: str = "P", **measures: Any) -> Visit:
    """Somebody of this age who came on the opening day."""
    person = make_resident(village.melati, sex=sex, born=BORN[who], since=max(BORN[who], date(2026, 1, 1)))
    return make_visit(person, OPENING_DAY, by=village.kader, **measures)


def healthy(form: str, visit: Visit, **changes: str | None) -> dict[str, str | None]:
    """Every question answered so that nothing is to be done; `changes` by item code."""
    questionnaire = screenings.declaration(
        form, visit.resident.birth_date, visit.date, storing.rules_of(visit)
    )
    assert questionnaire is not None
    best = max if form == Screening.Form.AKS else min
    answers: dict[str, str | None] = {
        item.code: best(item.options, key=lambda option: option.score).code
        for item in questionnaire.items
        if item.code not in ("jenis_kelamin", "usia")
    }
    return answers | changes


def srq(*yes: int) -> dict[str, str | None]:
    """All twenty answers, Ya to these numbers."""
    return srq20_answers(yes)


def filled(
    visit: Visit, form: str, answers: Mapping[str, str | None], user: User | None, **how: Any
) -> Screening:
    return storing.record_screening(visit=visit, form=form, answers=answers, user=user, **how)


def reloaded(visit: Visit) -> Visit:
    """The visit as a page reads it."""
    visits = Visit.objects.unscoped("in a test").with_cards().select_related("resident__posyandu__unit")
    return visits.prefetch_related("screenings").get(pk=visit.pk)
