"""Who is expected at a session and who has come: the rows of the session page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

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
    lives_here: bool


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
    guests: int


def roster_of(session: Session, *, text: str = "", stage: str = "", only: str = "") -> Roster:
    """The roster of a session, narrowed by name, life stage, and `only` = "datang" or "belum"."""
    people = _people(session)
    visits = _visits(session, people)
    guests = _guests(session, people)
    stages = {person.pk: life_stage_on(person.birth_date, session.date) for person in (*people, *guests)}
    rows = [
        person for person in (*people, *guests) if _fits(person, stages[person.pk], visits, text, stage, only)
    ]
    # Those who came last stand first: they are the ones somebody is looking for.
    rows.sort(key=lambda person: _order(person, visits))
    at_home = {person.pk for person in people}
    books = shelf()
    shown = [
        _row(person, stages[person.pk], visits.get(person.pk), books, person.pk in at_home)
        for person in rows[:MOST_ROWS]
    ]
    return Roster(
        rows=shown,
        hidden=max(0, len(rows) - MOST_ROWS),
        groups=_groups({pk: stage for pk, stage in stages.items() if pk in at_home}, visits),
        came=len(at_home & visits.keys()),
        expected=len(people),
        guests=len(guests),
    )


def _order(person: Resident, visits: dict[UUID, Visit]) -> tuple[float, str]:
    came = visits.get(person.pk)
    return (-came.recorded_at.timestamp() if came else 0.0, person.name_key)


def _people(session: Session) -> list[Resident]:
    """Those who live at the Posyandu on the day."""
    residents = Resident.objects.unscoped("the session's caller was checked")
    here = residents.living_at(session.posyandu, session.date).filter(birth_date__lte=session.date)
    return list(_for_rows(here))


def _guests(session: Session, people: list[Resident]) -> list[Resident]:
    """Those who live elsewhere and were recorded here on the day: seen, served, and counted at home."""
    residents = Resident.objects.unscoped("the session's caller was checked")
    visits = Visit.objects.unscoped("as above").active().filter(posyandu=session.posyandu, date=session.date)
    known = {person.pk for person in people}
    return [
        person
        for person in _for_rows(residents.filter(pk__in=visits.values("resident")))
        if person.pk not in known
    ]


def _for_rows(people: QuerySet[Resident]) -> QuerySet[Resident]:
    return people.select_related("mother").defer("nik", "phone", "mother__nik", "mother__phone")


def _visits(session: Session, people: list[Resident]) -> dict[UUID, Visit]:
    """The day's visits by person: all that took place here, and those of our people elsewhere."""
    visits = (
        Visit.objects.unscoped("the session's caller was checked")
        .active()
        .with_cards()
        .filter(date=session.date)
    )
    ours = visits.filter(Q(posyandu=session.posyandu) | Q(home_posyandu=session.posyandu))
    return {visit.resident_id: visit for visit in ours.select_related("posyandu__unit")}


def _fits(
    person: Resident, stage: LifeStage, visits: dict[UUID, Visit], text: str, wanted: str, only: str
) -> bool:
    if wanted and stage != wanted:
        return False
    if only and (only == "datang") != (person.pk in visits):
        return False
    name = f" {person.name_key}"
    return all(f" {word}" in name for word in search_key(text).split())


def _row(person: Resident, stage: LifeStage, visit: Visit | None, books: Shelf, lives_here: bool) -> Expected:
    return Expected(person, stage, visit, result_of(visit, books) if visit else None, lives_here=lives_here)


def _groups(stages: dict[UUID, LifeStage], visits: dict[UUID, Visit]) -> list[Group]:
    expected = Counter(stages.values())
    came = Counter(stages[pk] for pk in visits if pk in stages)
    return [Group(stage, came[stage], expected[stage]) for stage in LifeStage if expected[stage]]


def previous_visit(resident: Resident, day: date) -> Visit | None:
    """The last active visit before a day that has a card, for the ghosts beside the fields."""
    visits = Visit.objects.unscoped("the resident's caller was checked").active().with_cards()
    earlier = visits.filter(resident=resident, date__lt=day).order_by("-date")[:6]
    return next((visit for visit in earlier if visit.card is not None), None)
