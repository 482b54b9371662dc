"""What tells whether a package is still the newest one, without making it again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from registry.models import Death, Delivery, Pregnancy, Residency, Resident
from visits.models import DeclinedProposal, Guest, Immunisation, Referral, ServiceGiven, Session, Visit
from visits.publication import published_for
from visits.session_state import version_of

_WHY = "compared only, of a session whose caller was checked"
_LENGTH = 24


def mark_of(session: Session, *more: object) -> str:
    """Another mark whenever anything changed that a package holds; `more` is what else decides about it.

    A constant number of queries, of short rows.
    """
    people = list(_people(session))
    ids = [row[0] for row in people]
    rules = published_for(session.posyandu_id).version
    state = [version_of(session), str(session.posyandu), rules, people, *map(list, _rows(ids, session)), more]
    return sha256(repr(state).encode()).hexdigest()[:_LENGTH]


def _people(session: Session) -> QuerySet[Resident, Any]:
    """Everybody of the day as they are shown; the same people as those of visits.roster.places_at."""
    living = Residency.objects.unscoped(_WHY).covering(session.date).filter(posyandu=session.posyandu_id)
    guests = Guest.objects.unscoped(_WHY).filter(session=session)
    here = Visit.objects.unscoped(_WHY).active().filter(date=session.date, posyandu=session.posyandu_id)
    theirs = Q(pk__in=[])
    for rows in (living, guests, here):
        theirs |= Q(pk__in=rows.order_by().values("resident"))
    return (
        Resident.objects.unscoped(_WHY)
        .filter(theirs, birth_date__lte=session.date)
        .order_by("pk")
        .values_list(
            "pk",
            "name",
            "sex",
            "birth_date",
            "birth_date_known",
            "posyandu",
            "gestation_weeks",
            "mother",
            "mother_name",
            "mother__name",
            "household__rt",
        )
    )


def _rows(ids: Collection[UUID], session: Session) -> Iterator[QuerySet[Any, Any]]:
    """What belongs to the people, and the letters of the day."""
    own = {"resident__in": ids}
    pregnancies = Pregnancy.objects.unscoped(_WHY).filter(**own).order_by("pk")
    yield pregnancies.values_list(
        "pk", "resident", "known_from", "last_period", "due_date_by_usg", "ended_on", "outcome"
    )
    births = Delivery.objects.unscoped(_WHY).filter(**own).order_by("pk")
    yield births.values_list("pk", "resident", "on", "live_births", "breastfeeding_ended_on")
    deaths = Death.objects.unscoped(_WHY).filter(Q(**own) | Q(resident__born_at__resident__in=ids))
    yield deaths.order_by("resident").values_list("resident", "on")
    doses = Immunisation.objects.unscoped(_WHY).filter(**own).order_by("resident", "dose")
    yield doses.values_list("resident", "dose", "given_on")
    services = ServiceGiven.objects.unscoped(_WHY).counting().filter(**own).order_by("pk")
    yield services.values_list("pk", "given_on", "quantity")
    visits = Visit.objects.unscoped(_WHY).filter(date__lte=session.date, **own).order_by("resident")
    yield visits.values_list("resident").annotate(Count("pk"), Sum("revision"), Max("cancelled_at"))
    of_the_day = {"visit__date": session.date, "visit__resident__in": ids}
    letters = Referral.objects.unscoped(_WHY).filter(**of_the_day).order_by("pk")
    yield letters.values_list(
        "pk", "number", "status", "urgency", "destination", "destination_name", "reasons", "note"
    )
    declined = DeclinedProposal.objects.unscoped(_WHY).filter(**of_the_day).order_by("pk")
    yield declined.values_list("pk", "reason")
