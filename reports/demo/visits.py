"""The visits of one Posyandu's generated people: built in memory, assessed by the same rules as typed ones, stored."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Manager, Model

from registry.demo.ids import seeded_id
from registry.demo.store import Registered
from registry.models import Posyandu, User
from registry.rules.life_stage import Sex, life_stage_on
from reports.demo.answers import answer, mother_check
from reports.demo.given import services_of
from reports.demo.measures import Track
from reports.demo.screenings import screenings_of
from visits.assess import assess_person
from visits.columns import who_is
from visits.episodes import NOBODY, Episodes, episodes_of
from visits.fields import unstored
from visits.models import (
    CARD_OF_STAGE,
    AdultCheck,
    ChildCheck,
    MotherCheck,
    SchoolAgeCheck,
    Screening,
    ServiceGiven,
    Session,
    Visit,
)
from visits.rulebook import Shelf, shelf

BATCH = 500
OPENS_AT = time(8)
OPEN_MINUTES = 180
CLOSES_AT = time(11, 30)
# A woman who is pregnant or has a small child comes more often than others of her age.
SHARE_OF_MOTHERS = 0.6
CARDS: dict[str, type[ChildCheck | SchoolAgeCheck | AdultCheck]] = {
    "child_check": ChildCheck,
    "school_age_check": SchoolAgeCheck,
    "adult_check": AdultCheck,
}
Rows = dict[type[Model], list[Any]]


def store_visits(
    posyandu: Posyandu,
    people: list[Registered],
    days: list[date],
    random: Random,
    kader: User | None,
    *,
    open_from: date,
) -> Rows:
    """Store the sessions of `days`, who came to them, what was asked and given; the stored rows by their model.

    Sessions before `open_from` were closed.
    """
    sessions = [_session(posyandu, day, kader, random) for day in days]
    rows: Rows = defaultdict(list)
    books, episodes = shelf(), episodes_of(person.resident for person in people)
    for person in people:
        known = episodes.get(person.resident.pk, NOBODY)
        visits = _visits(person, known, sessions, random, kader, rows)
        assess_person(person.resident, visits, [person.residency], episodes=known, books=books)
        _serve(visits, books, random, rows)
        rows[Visit] += visits
    _close(Session.objects.bulk_create(sessions), open_from, kader)
    for model in (Visit, *CARDS.values(), MotherCheck, ServiceGiven, Screening):
        manager: Manager[Any] = model._default_manager
        manager.bulk_create(rows[model], batch_size=BATCH)
    return rows


def _session(posyandu: Posyandu, day: date, kader: User | None, random: Random) -> Session:
    return Session(
        pk=seeded_id(random, day), posyandu=posyandu, date=day, place=posyandu.place, opened_by=kader
    )


def _close(sessions: list[Session], open_from: date, kader: User | None) -> None:
    zone = ZoneInfo(settings.TIME_ZONE)
    for session in sessions:
        session.opened_at = datetime.combine(session.date, OPENS_AT, zone)
        if session.date < open_from:
            session.closed_at, session.closed_by = datetime.combine(session.date, CLOSES_AT, zone), kader
    # When it was opened cannot be said while a session is stored.
    Session.objects.bulk_update(sessions, ["opened_at", "closed_at", "closed_by"])


def _visits(
    person: Registered,
    known: Episodes,
    sessions: list[Session],
    random: Random,
    kader: User | None,
    rows: Rows,
) -> list[Visit]:
    """The person's visits; their cards go to `rows`."""
    resident = person.resident
    open_days = [session for session in sessions if _lives_here(person, session.date)]
    if not open_days:
        return []
    track = Track(random, Sex(resident.sex), resident.birth_date, sessions[0].date)
    visits: list[Visit] = []
    for session in open_days:
        mother = known.state_on(session.date)
        if track.comes_on(session.date) or (mother and random.random() < SHARE_OF_MOTHERS):
            visit = _visit(person, session, random, kader)
            model = CARDS[CARD_OF_STAGE[life_stage_on(resident.birth_date, session.date)]]
            card = model(visit=visit, **track.measure(session.date))
            rows[model].append(card)
            who, weeks = who_is(resident, session.date, mother=mother), known.weeks_on(session.date)
            answer(visit, card, who, random, is_first=not visits, weeks=weeks)
            if mother:
                rows[MotherCheck].append(mother_check(visit, who, random, weeks))
            visits.append(visit)
    return visits


def _serve(visits: list[Visit], books: Shelf, random: Random, rows: Rows) -> None:
    """What follows from the results: services on each visit, the yearly questionnaires on the first one."""
    for visit in visits:
        who = who_is(visit.resident, visit.date, mother=visit.mother)
        rows[ServiceGiven] += services_of(visit, who, random)
        if visit is visits[0]:
            rules = books.book_for(visit.home_posyandu_id or visit.posyandu_id).on(visit.date)
            rows[Screening] += screenings_of(visit, rules, random)


def _lives_here(person: Registered, day: date) -> bool:
    until = person.residency.valid_until
    return person.residency.valid_from <= day and (until is None or day <= until)


def _visit(person: Registered, session: Session, random: Random, kader: User | None) -> Visit:
    opened = datetime.combine(session.date, OPENS_AT, ZoneInfo(settings.TIME_ZONE))
    return unstored(
        pk=seeded_id(random, session.date),
        resident=person.resident,
        posyandu_id=session.posyandu_id,
        session=session,
        date=session.date,
        recorded_by=kader,
        recorded_at=opened + timedelta(minutes=random.randrange(OPEN_MINUTES)),
    )
