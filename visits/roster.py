"""Who is expected at a session and who has come: the rows of the session page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.models import Resident
from registry.rules.life_stage import LifeStage, life_stage_on
from registry.rules.names import search_key
from visits.models import Session, Visit
from visits.results import Result, result_of
from visits.rulebook import Shelf, shelf

# More rows than this nobody reads on a phone; the search finds the rest.
MOST_ROWS = 60


@dataclass(frozen=True)
class Expected:
    """One person of the roster; `visit` and `result` when they have come."""

    resident: Resident
    stage: LifeStage
    visit: Visit | None
    result: Result | None


@dataclass(frozen=True)
class Group:
    """One life stage of the roster: how many came of how many."""

    stage: LifeStage
    came: int
    expected: int


@dataclass(frozen=True)
class Roster:
    """A session's people: the rows to show, and the figures over everybody."""

    rows: list[Expected]
    hidden: int
    groups: list[Group]
    came: int
    expected: int


def roster_of(session: Session, *, text: str = "", stage: str = "", only: str = "") -> Roster:
    """The roster of a session, narrowed by name, life stage, and `only` = "datang" or "belum"."""
    people = _people(session)
    visits = _visits(session)
    stages = {person.pk: life_stage_on(person.birth_date, session.date) for person in people}
    rows = [person for person in people if _fits(person, stages[person.pk], visits, text, stage, only)]
    # Those who came last stand first: they are the ones somebody is looking for.
    rows.sort(
        key=lambda person: (
            (-visits[person.pk].recorded_at.timestamp(), "") if person.pk in visits else (0, person.name_key)
        )
    )
    books = shelf()
    shown = [_row(person, stages[person.pk], visits.get(person.pk), books) for person in rows[:MOST_ROWS]]
    return Roster(
        rows=shown,
        hidden=max(0, len(rows) - MOST_ROWS),
        groups=_groups(stages, visits),
        came=len(visits),
        expected=len(people),
    )


def _people(session: Session) -> list[Resident]:
    """Those who live at the Posyandu on the day, and visitors who were recorded in the session."""
    residents = Resident.objects.unscoped("the session's caller was checked")
    here = residents.living_at(session.posyandu, session.date)
    guests = residents.filter(visits__session=session, visits__cancelled_at__isnull=True)
    lists = [
        rows.select_related("mother").without_secrets().defer("mother__nik", "mother__phone")
        for rows in (here, guests)
    ]
    found = {person.pk: person for rows in lists for person in rows}
    return [person for person in found.values() if person.birth_date <= session.date]


def _visits(session: Session) -> dict[UUID, Visit]:
    visits = Visit.objects.unscoped("the session's caller was checked").active().with_cards()
    on_the_day = visits.filter(posyandu=session.posyandu, date=session.date)
    return {visit.resident_id: visit for visit in on_the_day}


def _fits(
    person: Resident, stage: LifeStage, visits: dict[UUID, Visit], text: str, wanted: str, only: str
) -> bool:
    if wanted and stage != wanted:
        return False
    if only and (only == "datang") != (person.pk in visits):
        return False
    name = f" {person.name_key}"
    return all(f" {word}" in name for word in search_key(text).split())


def _row(person: Resident, stage: LifeStage, visit: Visit | None, books: Shelf) -> Expected:
    return Expected(person, stage, visit, result_of(visit, books) if visit else None)


def _groups(stages: dict[UUID, LifeStage], visits: dict[UUID, Visit]) -> list[Group]:
    expected = Counter(stages.values())
    came = Counter(stages[pk] for pk in visits if pk in stages)
    return [Group(stage, came[stage], expected[stage]) for stage in LifeStage if expected[stage]]


def previous_visit(resident: Resident, day: date) -> Visit | None:
    """The last active visit before a day that has a card, for the ghosts beside the fields."""
    visits = Visit.objects.unscoped("the resident's caller was checked").active().with_cards()
    earlier = visits.filter(resident=resident, date__lt=day).order_by("-date")[:6]
    return next((visit for visit in earlier if visit.card is not None), None)
