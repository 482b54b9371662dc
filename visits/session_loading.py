"""Everything that a session's summary counts, read once: a constant number of queries, however many people came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from registry.models import Household, User
from registry.rules.work_place import Place
from registry.work_areas import kader_map
from visits.models import Immunisation, Referral, ServiceGiven, Session, Visit, VisitSave
from visits.roster import Expected, everybody_at

_WHY = "of a session whose caller was checked"


@dataclass(frozen=True, slots=True)
class Save:
    """One save: of which person, at which step, by whom and when."""

    resident_id: UUID
    step: int | None
    user: User | None
    at: datetime


@dataclass(frozen=True)
class Loaded:
    """The day's people with everything that was recorded for them here."""

    session: Session
    rows: list[Expected]
    services: list[ServiceGiven]
    doses: list[Immunisation]
    referrals: list[Referral]
    saves: list[Save]
    # Who had come to a Posyandu before.
    known: frozenset[UUID]
    places: dict[UUID, Place]
    kader: dict[UUID, list[User]]

    @property
    def served(self) -> list[Expected]:
        """Those who came here, sasaran and guests."""
        return [
            row
            for row in self.rows
            if row.came and row.visit and row.visit.posyandu_id == self.session.posyandu_id
        ]


def load(session: Session) -> Loaded:
    """The session as it is now; its Posyandu with the unit is loaded."""
    rows = everybody_at(session)
    visits = {row.visit.pk: row for row in rows if row.visit and row.visit.posyandu_id == session.posyandu_id}
    return Loaded(
        session=session,
        rows=rows,
        services=_services(visits),
        doses=_doses(session, visits),
        referrals=_referrals(session),
        saves=_saves(visits, session),
        known=_known_before(session, visits.values()),
        places=_places(session),
        kader=kader_map(session.posyandu, session.date),
    )


def _services(visits: Collection[UUID]) -> list[ServiceGiven]:
    return list(ServiceGiven.objects.unscoped(_WHY).counting().filter(visit__in=visits).defer("batch"))


def _doses(session: Session, visits: dict[UUID, Expected]) -> list[Immunisation]:
    """Doses given here on the day, noted with the visit or beside it; what was copied from a book is older."""
    ours = Q(visit__in=visits) | Q(posyandu=session.posyandu_id)
    return list(Immunisation.objects.unscoped(_WHY).filter(ours, given_on=session.date))


def _referrals(session: Session) -> list[Referral]:
    """Letters of the day; one whose reasons are all private does not exist in a paper that is handed around."""
    rows = Referral.objects.unscoped(_WHY).exclude(status=Referral.Status.WITHDRAWN)
    rows = rows.filter(posyandu=session.posyandu_id, date=session.date)
    return [row for row in rows if any(not reason.get("private") for reason in row.reasons)]


def _saves(visits: dict[UUID, Expected], session: Session) -> list[Save]:
    rows = VisitSave.objects.filter(visit__in=visits).select_related("saved_by").order_by("saved_at", "pk")
    return [Save(visits[row.visit_id].resident.pk, row.step, row.saved_by, row.saved_at) for row in rows]


def _known_before(session: Session, rows: Iterable[Expected]) -> frozenset[UUID]:
    earlier = Visit.objects.unscoped(_WHY).active().filter(date__lt=session.date)
    ours = earlier.filter(resident__in=[row.pk for row in rows]).order_by()
    return frozenset(ours.values_list("resident", flat=True).distinct())


def _places(session: Session) -> dict[UUID, Place]:
    homes = Household.objects.unscoped(_WHY).filter(posyandu=session.posyandu_id)
    found: dict[UUID, Place] = defaultdict(lambda: Place("", "", ""))
    found.update({pk: Place(*place) for pk, *place in homes.values_list("pk", "dusun", "rw", "rt")})
    return found
