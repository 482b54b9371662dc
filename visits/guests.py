"""People who are served at a session though they do not live there: who is found, who may be recorded.

A kader who knows a person's NIK, or whole name and birth date, may record that one person in that one session. She
sees the least that tells the person apart, every look is kept in the audit log, and the log is what limits them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import transaction
from django.utils import timezone

from registry import merging
from registry.models import Resident, User
from registry.models.fields import keyed_hash
from registry.models.people import ResidentQuerySet
from registry.permissions import Action
from registry.rules.life_stage import LifeStage
from registry.rules.names import same_sound_key
from registry.services import register_resident
from visits.models import Guest, Session, Visit
from visits.session_services import SessionClosed

SEARCHES_AN_HOUR = 30
# Whoever shares name and birth date with more people than this is told apart by the NIK.
MOST_FOUND = 5
TICKET_AGE = timedelta(minutes=30)
_SALT = "visits.guests"
_WHY = "somebody of another Posyandu, asked for by NIK, or by whole name and birth date"
_NARROWED = "guests of a session that the caller was checked for"


class TooManySearches(Exception):
    """The user has looked for as many people as anybody may in an hour."""


class NotFoundBefore(Exception):
    """The ticket names nobody whom this user has just found in this session."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of the person: a NIK, a card, or a whole name with a birth date or with mother and birth year."""

    nik: str = ""
    card: UUID | None = None
    name: str = ""
    birth_date: date | None = None
    mother_name: str = ""
    birth_year: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The least by which a kader knows that it is the person in front of her, and the ticket to serve them."""

    name: str
    birth_date: date
    stage: LifeStage
    place: str
    is_ours: bool
    ticket: str


@transaction.atomic
def find(*, session: Session, user: User, wanted: Wanted) -> list[Found]:
    """Whoever fits exactly, wherever they are registered; those born after the session or dead are left out.

    Every search and everybody found is logged. Raises SessionClosed, TooManySearches.
    """
    if session.is_closed:
        raise SessionClosed(session)
    _count(session, user)
    found = list(_matching(wanted).filter(birth_date__lte=session.date)[:MOST_FOUND])
    for person in found:
        _log_finding(person, session, user)
    return [_shown(person, session, user) for person in found]


@transaction.atomic
def admit(*, session: Session, user: User, ticket: str) -> Resident:
    """Let whoever works at the session record the person of a ticket there. Repeatable.

    Raises NotFoundBefore, SessionClosed.
    """
    try:
        found_in, found_by, person_id = signing.loads(ticket, salt=_SALT, max_age=TICKET_AGE)
    except signing.BadSignature as error:
        raise NotFoundBefore from error
    if (found_in, found_by) != (str(session.pk), user.pk):
        raise NotFoundBefore
    _lock_open(session)
    person = Resident.objects.unscoped(_WHY).filter(pk=merging.current_id(UUID(person_id))).first()
    if person is None:
        raise NotFoundBefore
    if not _lives_at(person, session):
        Guest.objects.get_or_create(session=session, resident=person, defaults={"added_by": user})
    return person


@transaction.atomic
def register_guest(
    *, session: Session, user: User, resident_id: UUID, person: dict[str, Any], nik: str = ""
) -> Resident:
    """Register somebody whom nobody knows and who lives elsewhere: served here, and sasaran nowhere.

    Repeatable with the same id. Raises SessionClosed, NikTaken, or ValidationError by field.
    """
    _lock_open(session)
    resident = register_resident(
        posyandu=session.posyandu,
        since=None,
        person=person,
        nik=nik,
        resident_id=resident_id,
        user=user,
    )
    Guest.objects.get_or_create(session=session, resident=resident, defaults={"added_by": user})
    return resident


def served_at(session: Session, user: User) -> ResidentQuerySet:
    """Whom the user may record in the session: the people in her scope, and the session's guests."""
    guests = Guest.objects.unscoped(_NARROWED).filter(session=session)
    admitted = Resident.objects.unscoped(_NARROWED).filter(pk__in=guests.values("resident"))
    mine: ResidentQuerySet = Resident.objects.visible_to(user, Action.RECORD)
    return mine | admitted


def recordable(user: User, session: Session) -> ResidentQuerySet:
    """As `served_at`; nobody where the user does not work at the session, or after it was closed."""
    if session.is_closed or not user.may(Action.RECORD, session.posyandu.unit):
        return Resident.objects.unscoped(_NARROWED).none()
    return served_at(session, user)


def may_see_visit(user: User, visit: Visit) -> bool:
    """Whether the user may read this one visit: she cares for the person, or works at the session it was recorded in.

    The second ends when the session is closed, at the earliest with its day. Needs session, posyandu and the person's
    posyandu with their units.
    """
    if user.may(Action.SEE_PEOPLE, visit.resident.posyandu.unit):
        return True
    session = visit.session
    if session is None or session.pk is None or not user.may(Action.RECORD, session.posyandu.unit):
        return False
    return not session.is_closed or session.date == timezone.localdate()


def guests_of(session: Session) -> list[Guest]:
    """The session's guests, those who came last first; the caller was checked for the session."""
    rows = Guest.objects.unscoped(_NARROWED).filter(session=session, resident__merged_into__isnull=True)
    related = rows.select_related("resident__posyandu__unit__parent", "added_by")
    return list(related.defer("resident__nik", "resident__phone").order_by("-added_at"))


def _matching(wanted: Wanted) -> ResidentQuerySet:
    people = Resident.objects.unscoped(_WHY).filter(death__isnull=True).without_secrets()
    people = people.select_related("posyandu__unit__parent", "mother").defer("mother__nik", "mother__phone")
    if wanted.nik:
        return people.filter(nik_hash=keyed_hash(wanted.nik))
    if wanted.card:
        return people.filter(pk=merging.current_id(wanted.card))
    # As it sounds, so that Moh. and Muhammad are one; a part of a name finds nobody.
    key = same_sound_key(wanted.name)
    named = people.filter(sound_key=key).exclude(sound_key="").order_by("name_key", "pk")
    if wanted.birth_date:
        return named.filter(birth_date=wanted.birth_date)
    if wanted.mother_name and wanted.birth_year:
        born = named.filter(birth_date__year=wanted.birth_year)
        return born.filter(pk__in=list(_children_of(born, wanted.mother_name)))
    return people.none()


def _children_of(people: ResidentQuerySet, mother_name: str) -> Iterator[UUID]:
    key = same_sound_key(mother_name)
    return (person.pk for person in people if key and same_sound_key(person.known_mother) == key)


def _shown(person: Resident, session: Session, user: User) -> Found:
    return Found(
        name=person.name,
        birth_date=person.birth_date,
        stage=person.life_stage_on(session.date),
        place=person.posyandu.with_village,
        is_ours=_lives_at(person, session),
        ticket=signing.dumps([str(session.pk), user.pk, str(person.pk)], salt=_SALT),
    )


def _lives_at(person: Resident, session: Session) -> bool:
    if person.posyandu_id != session.posyandu_id:
        return False
    return Resident.objects.unscoped(_NARROWED).living_at(session.posyandu, session.date).contains(person)


def _lock_open(session: Session) -> None:
    """Wait for whoever is closing the session. Raises SessionClosed."""
    rows = Session.objects.unscoped("the caller was checked for it").select_for_update(of=("self",))
    if rows.get(pk=session.pk).is_closed:
        raise SessionClosed(session)


def _count(session: Session, user: User) -> None:
    """Log a search, which says nothing of whom; raises TooManySearches. The session's day makes no difference."""
    searches = LogEntry.objects.filter(
        actor=user,
        action=LogEntry.Action.ACCESS,
        content_type=ContentType.objects.get_for_model(Session),
        timestamp__gte=timezone.now() - timedelta(hours=1),
    )
    if searches.count() >= SEARCHES_AN_HOUR:
        raise TooManySearches
    changes = {"guests": ["", "mencari tamu"]}
    LogEntry.objects.log_create(session, action=LogEntry.Action.ACCESS, actor=user, changes=changes)


def _log_finding(person: Resident, session: Session, user: User) -> None:
    changes = {"guest": ["", f"ditemukan sebagai tamu di {session}"]}
    LogEntry.objects.log_create(person, action=LogEntry.Action.ACCESS, actor=user, changes=changes)
