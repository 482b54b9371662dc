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
from reports.demo.measures import Track
from visits.assess import assess_person
from visits.models import CARD_OF_STAGE, AdultCheck, ChildCheck, SchoolAgeCheck, Session, Visit
from visits.pregnancies import pregnancies_of
from visits.rulebook import shelf

BATCH = 500
OPENS_AT = time(8)
OPEN_MINUTES = 180
CARDS: dict[str, type[ChildCheck | SchoolAgeCheck | AdultCheck]] = {
    "child_check": ChildCheck,
    "school_age_check": SchoolAgeCheck,
    "adult_check": AdultCheck,
}
Rows = dict[type[Model], list[Model]]


def store_visits(
    posyandu: Posyandu, people: list[Registered], days: list[date], random: Random, kader: User | None
) -> int:
    """Store the sessions of `days` and who came to them; how many visits there were."""
    sessions = [
        Session(pk=seeded_id(random, day), posyandu=posyandu, date=day, place=posyandu.place, opened_by=kader)
        for day in days
    ]
    rows: Rows = defaultdict(list)
    books, pregnancies = shelf(), pregnancies_of(person.resident for person in people)
    for person in people:
        visits = _visits(person, sessions, random, kader, rows)
        known = pregnancies.get(person.resident.pk, [])
        assess_person(person.resident, visits, [person.residency], pregnancies=known, books=books)
        rows[Visit] += visits
    Session.objects.bulk_create(sessions)
    for model in (Visit, *CARDS.values()):
        manager: Manager[Any] = model._default_manager
        manager.bulk_create(rows[model], batch_size=BATCH)
    return len(rows[Visit])


def _visits(
    person: Registered, sessions: list[Session], random: Random, kader: User | None, rows: Rows
) -> list[Visit]:
    """The person's visits; their cards go to `rows`."""
    resident = person.resident
    open_days = [session for session in sessions if _lives_here(person, session.date)]
    if not open_days:
        return []
    track = Track(random, Sex(resident.sex), resident.birth_date, sessions[0].date)
    visits: list[Visit] = []
    for session in open_days:
        if track.comes_on(session.date):
            visit = _visit(person, session, random, kader)
            model = CARDS[CARD_OF_STAGE[life_stage_on(resident.birth_date, session.date)]]
            rows[model].append(model(visit=visit, **track.measure(session.date)))
            visits.append(visit)
    return visits


def _lives_here(person: Registered, day: date) -> bool:
    until = person.residency.valid_until
    return person.residency.valid_from <= day and (until is None or day <= until)


def _visit(person: Registered, session: Session, random: Random, kader: User | None) -> Visit:
    opened = datetime.combine(session.date, OPENS_AT, ZoneInfo(settings.TIME_ZONE))
    return Visit(
        pk=seeded_id(random, session.date),
        resident=person.resident,
        posyandu_id=session.posyandu_id,
        session=session,
        date=session.date,
        recorded_by=kader,
        recorded_at=opened + timedelta(minutes=random.randrange(OPEN_MINUTES)),
    )
