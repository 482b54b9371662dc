"""Which yearly screenings a person is due for, by the dates of what their visits hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Q

from registry.models import Resident
from registry.rules.life_stage import add_months
from visits.models import Screening as Filled
from visits.models import Visit
from visits.rules.body_mass import BmiClass
from visits.rules.book import Rules
from visits.rules.card_code import CardCode
from visits.rules.development import checklist_sheet
from visits.rules.eligibility import Screening, due_screenings, screening_label
from visits.rules.maternal_risk import ArmColour

_CARDS = ("adult_check", "school_age_check")
_RISK_MONTHS = 12
# What a card must hold for a screening to count as done: any of these measures, or a word for each eye.
_FIELDS = {
    Screening.BLOOD_PRESSURE: ("systolic",),
    Screening.OBESITY: ("bmi", "waist_cm"),
    Screening.BLOOD_SUGAR: ("glucose_mg_dl",),
}
_EYES = ("eye_right", "eye_left")
# The questionnaire that a screening is.
_FORMS = {
    Screening.LUNGS: Filled.Form.PUMA,
    Screening.MENTAL_HEALTH: Filled.Form.SRQ20,
    Screening.INDEPENDENCE: Filled.Form.AKS,
    Screening.ELDERLY: Filled.Form.SKILAS,
}


@dataclass(frozen=True, slots=True)
class Done:
    """The last days on which something was done for a person, and whether they are at risk (ELIG-01).

    `thin_arm` is the last day on which a mother's arm was red (KEK).
    """

    weighed: date | None = None
    screened: dict[Screening, date] = field(default_factory=dict)
    at_risk: bool = False
    development: date | None = None
    thin_arm: date | None = None


def done_by(people: Iterable[UUID], day: date) -> dict[UUID, Done]:
    """What was done for each person until a day, in one query; people without a visit are left out."""
    visits = Visit.objects.unscoped("of people whom the caller may see").active()
    done = {screening: _holds(fields) for screening, fields in _FIELDS.items()}
    done |= {Screening.EYES: _eyes()} | {screening: _filled(form) for screening, form in _FORMS.items()}
    columns = {screening.name: Max("date", filter=condition) for screening, condition in done.items()}
    rows = (
        visits.filter(resident__in=list(people), date__lte=day)
        .order_by()
        .values("resident")
        .annotate(
            weighed=Max("date", filter=Q(child_check__weight_kg__isnull=False)),
            development=Max("date", filter=_filled(Filled.Form.DEVELOPMENT)),
            thin_arm=Max("date", filter=Q(mother_check__arm_colour=ArmColour.RED.value)),
            risks=Count("pk", filter=_risky() & Q(date__gte=add_months(day, -_RISK_MONTHS))),
            **columns,
        )
    )
    return {
        row["resident"]: Done(
            row["weighed"],
            {screening: row[screening.name] for screening in done if row[screening.name]},
            at_risk=row["risks"] > 0,
            development=row["development"],
            thin_arm=row["thin_arm"],
        )
        for row in rows
    }


def screening_due(person: Resident, day: date, done: Done, rules: Rules) -> str:
    """The yearly screenings that are due, as a list of words; empty where there are none (ELIG-01)."""
    found = due_screenings(person.age_on(day).years, done.screened, day, at_risk=done.at_risk, rules=rules)
    words = [screening_label(screening, rules=rules) for screening in found]
    return ", ".join(words)


def checklist_due(person: Resident, day: date, done: Done, rules: Rules) -> str:
    """The sheet of the development checklist for the age, where it was not yet filled; empty otherwise (KEMBANG-01)."""
    sheet = checklist_sheet(person.birth_date, day, rules=rules)
    if sheet is None:
        return ""
    last = done.development
    if last is not None and last >= person.birth_date:
        filled = checklist_sheet(person.birth_date, last, rules=rules)
        if filled is not None and filled.code == sheet.code:
            return ""
    return sheet.label


def _filled(form: str) -> Q:
    return Q(screenings__form=form, screenings__complete=True)


def _eyes() -> Q:
    """Both eyes were tested."""
    condition = Q()
    for card in _CARDS:
        condition |= Q(**{f"{card}__{name}__gt": "" for name in _EYES})
    return condition


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
