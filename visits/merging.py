"""What two people's visits need when they become one person's: one visit a day, one record of each dose, and every
month counted again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from registry import months
from registry.models import Resident, User
from registry.rules.wording import long_date
from visits import fields, services, services_given
from visits.assess import CARD_DERIVED, VISIT_DERIVED
from visits.models import DeclinedProposal, Immunisation, Screening, Visit, VisitRevision, VisitSave
from visits.reassessing import SCREENING_DERIVED

_WHY = "of people the caller may merge"
_KNOWN_OF_A_DOSE = (
    "given_on",
    "place",
    "place_name",
    "batch",
    "site",
    "given_by",
    "posyandu_id",
    "visit_id",
)


def watched(people: Collection[UUID]) -> Iterable[QuerySet[Any]]:
    """The cards of these people's visits and what the visits held before."""
    for model in CARD_DERIVED:
        yield model._base_manager.filter(visit__resident__in=people)
    for kept_of_a_visit in (VisitRevision, VisitSave, Screening, DeclinedProposal):
        yield kept_of_a_visit._base_manager.filter(visit__resident__in=people)


def warnings(kept: Resident, absorbed: Resident) -> list[str]:
    """The days on which both came: only the fuller visit goes on counting."""
    return [
        f"Keduanya tercatat datang {long_date(stays.date)}: {stays.summary}, dan {goes.summary}. "
        "Yang lebih lengkap tetap, yang lain dibatalkan."
        for stays, goes in _same_days(kept, absorbed)
    ]


def settle(kept: Resident, absorbed: Resident, user: User | None) -> list[str]:
    """Cancel the poorer one of two visits on one day, and let one note of a dose or service say what both knew."""
    services_given.settle_merge(kept, absorbed)
    said = []
    for stays, goes in _same_days(kept, absorbed):
        services_given.join_visits(stays, goes)
        _join_screenings(stays, goes)
        reason = f"Tercatat dua kali hari itu; digabung dengan kunjungan di {stays.posyandu}."
        services.cancel_visit(visit=goes, user=user, reason=reason[:200])
        said.append(f"Kunjungan {long_date(goes.date)} tercatat dua kali; yang kurang lengkap dibatalkan.")
    return [*said, *services_given.join_services(kept, absorbed), *_join_doses(kept, absorbed)]


def mark(people: Collection[UUID]) -> None:
    """Mark the month of each visit as due, where it took place and where it counts."""
    visits = Visit.objects.unscoped(_WHY).filter(resident__in=people)
    for place in ("posyandu", "home_posyandu"):
        months.mark_due(visits.values_list(place, "date"))


def derived() -> Mapping[str, Collection[str]]:
    """The columns that assessment writes."""
    cards = {model._meta.label_lower: names for model, names in CARD_DERIVED.items()}
    own = {
        Visit._meta.label_lower: [*VISIT_DERIVED, "revision"],
        Screening._meta.label_lower: SCREENING_DERIVED,
    }
    return {**own, **cards}


def _join_screenings(stays: Visit, goes: Visit) -> None:
    """A form that only the visit that goes has becomes one of the visit that stays."""
    forms = [row.form for row in stays.screenings.all()]
    Screening.objects.unscoped(_WHY).filter(visit=goes).exclude(form__in=forms).update(visit=stays)


def _join_doses(kept: Resident, absorbed: Resident) -> list[str]:
    """A dose that both have stands once; the other record of it stays where it was."""
    doses = Immunisation.objects.unscoped(_WHY)
    own = {row.dose: row for row in doses.filter(resident=kept)}
    said = []
    for other in doses.filter(resident=absorbed, dose__in=own):
        row = own[other.dose]
        if row.given_on is not None and other.given_on not in (None, row.given_on):
            said.append(f"Imunisasi {row.label} tercatat dua kali; yang dipakai {long_date(row.given_on)}.")
        for name in _KNOWN_OF_A_DOSE:
            if getattr(row, name) in (None, ""):
                setattr(row, name, getattr(other, name))
        row.save()
    return said


def _same_days(kept: Resident, absorbed: Resident) -> list[tuple[Visit, Visit]]:
    """For each day on which both came, the visit that stays and the one that goes."""
    visits = Visit.objects.unscoped(_WHY).active().with_cards().select_related("posyandu__unit")
    own = {visit.date: visit for visit in visits.filter(resident=kept)}
    others = visits.filter(resident=absorbed, date__in=own).order_by("date")
    return [
        (own[visit.date], visit)
        if _fullness(own[visit.date]) >= _fullness(visit)
        else (visit, own[visit.date])
        for visit in others
    ]


def _fullness(visit: Visit) -> int:
    """How many fields are filled, wherever they are kept."""
    return sum(not fields.is_unfilled(name, value) for name, value in fields.read(visit).items())
