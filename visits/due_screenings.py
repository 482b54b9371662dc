"""Which yearly screenings a person is due for, by the dates of what their visits hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Q

from registry.models import Resident
from registry.rules.life_stage import add_months
from visits.models import Visit
from visits.rules.body_mass import BmiClass
from visits.rules.book import Rules
from visits.rules.card_code import CardCode
from visits.rules.eligibility import Screening, due_screenings, screening_label

_CARDS = ("adult_check", "school_age_check")
_RISK_MONTHS = 12
# What a card must hold for a screening to count as done; the others are not recorded yet and never done.
_FIELDS = {
    Screening.BLOOD_PRESSURE: ("systolic",),
    Screening.OBESITY: ("bmi", "waist_cm"),
    Screening.BLOOD_SUGAR: ("glucose_mg_dl",),
}


@dataclass(frozen=True, slots=True)
class Done:
    """The last days on which something was done for a person, and whether they are at risk (ELIG-01)."""

    weighed: date | None = None
    screened: dict[Screening, date] = field(default_factory=dict)
    at_risk: bool = False


def done_by(people: Iterable[UUID], day: date) -> dict[UUID, Done]:
    """What was done for each person until a day, in one query; people without a visit are left out."""
    visits = Visit.objects.unscoped("of people whom the caller may see").active()
    columns = {screening.name: Max("date", filter=_holds(fields)) for screening, fields in _FIELDS.items()}
    rows = (
        visits.filter(resident__in=list(people), date__lte=day)
        .order_by()
        .values("resident")
        .annotate(
            weighed=Max("date", filter=Q(child_check__weight_kg__isnull=False)),
            risks=Count("pk", filter=_risky() & Q(date__gte=add_months(day, -_RISK_MONTHS))),
            **columns,
        )
    )
    return {
        row["resident"]: Done(
            row["weighed"],
            {screening: row[screening.name] for screening in _FIELDS if row[screening.name]},
            at_risk=row["risks"] > 0,
        )
        for row in rows
    }


def screening_due(person: Resident, day: date, done: Done, rules: Rules) -> str:
    """The yearly screenings that are due, as a list of words; empty where there are none (ELIG-01)."""
    found = due_screenings(person.age_on(day).years, done.screened, day, at_risk=done.at_risk, rules=rules)
    words = [screening_label(screening, rules=rules) for screening in found]
    return ", ".join(words)


def _holds(fields: tuple[str, ...]) -> Q:
    condition = Q()
    for card in _CARDS:
        condition |= Q(**{f"{card}__{name}__isnull": False for name in fields})
    return condition


def _risky() -> Q:
    """Obese, central obesity or high blood pressure."""
    condition = Q()
    for card in _CARDS:
        condition |= Q(**{f"{card}__bmi_class": BmiClass.OBESE.value})
        condition |= Q(**{f"{card}__central_obesity": True})
        condition |= Q(**{f"{card}__blood_pressure": CardCode.HIGH.value})
    return condition
