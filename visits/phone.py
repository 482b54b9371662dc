"""What the entry page tells the phone, so that it can judge a person's values without asking the server again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from registry.models import Resident
from visits.assess import gestation_days
from visits.columns.column import ADULT, CHILD
from visits.fields import Check as Card
from visits.forms import CardForm
from visits.forms.kinds import RECENT_DAYS, ChildForm
from visits.models import ChildCheck, MotherState
from visits.publication import published_for

Values = dict[str, Any]


def entry_data(form: CardForm) -> Values:
    """The person, the visit before, and a child's weighings; plain values with the field names of the forms."""
    resident, day = form.resident, form.day
    return {
        "bundle": published_for(resident.posyandu_id).url,
        "day": day.isoformat(),
        "card": card_name(form.who.card),
        "person": {
            "sex": resident.sex,
            "birth_date": resident.birth_date.isoformat(),
            "gestation_days": gestation_days(resident),
            "pregnant": form.who.mother == MotherState.PREGNANT,
        },
        "previous": _previous(form),
        "previous_day": form.previous.visit.date.isoformat() if form.previous else None,
        "weighings": _weighings(resident, day) if isinstance(form, ChildForm) else [],
    }


def card_name(card: str) -> str:
    """The card as the rules on the phone call it."""
    return {CHILD: "child", ADULT: "adult"}.get(card, "school_age")


def _previous(form: CardForm) -> Values | None:
    """The measures of the visit before; of a child only last month's, an older one says too little."""
    before: Card | None = form.previous
    if before is None or type(before) is not form.MODEL:
        return None
    if isinstance(before, ChildCheck) and (form.day - before.visit.date).days > RECENT_DAYS:
        return None
    names = [*form.measured_names, *(("position",) if isinstance(before, ChildCheck) else ())]
    return {name: plain(getattr(before, name)) for name in names}


def _weighings(resident: Resident, day: date) -> list[Values]:
    """All weighings before the day, oldest first: naik or tidak naik, and for how many months."""
    checks = ChildCheck.objects.unscoped("the resident's caller was checked").filter(
        visit__resident=resident,
        visit__date__lt=day,
        visit__cancelled_at__isnull=True,
        weight_kg__isnull=False,
    )
    found = checks.order_by("visit__date").values_list("visit__date", "weight_kg")
    return [{"day": on.isoformat(), "kg": plain(weight)} for on, weight in found]


def plain(value: Any) -> Any:
    """A value for JSON: a decimal as text without needless zeros, all others as they are."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
