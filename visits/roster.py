"""Who is expected at a session, who has come, and where each of them is in the five steps: the rows of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import NamedTuple, cast
from uuid import UUID

from django.db.models import Q, QuerySet

from registry.models import Resident
from registry.rules.episodes import episode_words
from registry.rules.life_stage import life_stage_on
from registry.rules.names import search_key
from registry.rules.target_groups import TargetGroup
from registry.sasaran import Episode, episodes_of
from visits.columns.column import STEPS
from visits.models import CARDS, Guest, Session, Setting, Visit
from visits.results import Result, result_of
from visits.roster_needs import NEEDS, Need, needs_of
from visits.rulebook import shelf

_WHY = "the session's caller was checked"
# More rows than this nobody reads on a phone; the search finds the rest.
MOST_ROWS = 150
# So many visits are looked through for the last one with a card.
LOOKED_THROUGH = 6
_HIDDEN = ("nik", "phone", "mother__nik", "mother__phone")
# Narrowings by where somebody is; those by what waits for them are NEEDS.
NOT_YET, CAME, IN_SERVICE, DONE = "belum", "datang", "dilayani", "selesai"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to see: a part of a name, a group, where people are or what they need, and her own step."""

    text: str = ""
    group: str = ""
    only: str = ""
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where one person of the day is: what decides whether and where they stand in the list, and nothing more.

    `lives_here` tells sasaran from those of other Posyandu, `is_guest` who of them may be recorded in this session.
    """

    pk: UUID
    name_key: str
    sex: str
    group: TargetGroup
    mark: str
    visit: Visit | None
    lives_here: bool
    is_guest: bool

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps passed today."""
        return self.visit.steps_done if self.visit else ()

    @property
    def came(self) -> bool:
        """Whether they came: what was done for them at home or at school is not that."""
        return self.visit is not None and bool(self.visit.setting == Setting.POSYANDU)

    @property
    def is_done(self) -> bool:
        """Whether all five steps are behind them."""
        return self.came and len(self.steps) == len(STEPS)

    @property
    def next_step(self) -> int:
        """The first step that is still open; the last one where none is."""
        return next((step for step in STEPS if step not in self.steps), max(STEPS))

    def waits_for(self, step: int) -> bool:
        """Whether they came, passed the steps before this one, and not this one."""
        return self.came and step not in self.steps and all(before in self.steps for before in range(1, step))

    def fits(self, only: str) -> bool:
        """Whether they are where the narrowing says."""
        where = {NOT_YET: not self.came, CAME: self.came, DONE: self.is_done}
        where[IN_SERVICE] = self.came and not self.is_done
        return where.get(only, True)


@dataclass(frozen=True, slots=True)
class Expected(Place):
    """One person of the roster as they are shown; `visit` and `result` when they have come."""

    resident: Resident
    result: Result | None = None
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One target group of the roster: how many came of how many."""

    group: TargetGroup
    came: int
    expected: int


@dataclass(frozen=True)
class Roster:
    """A session's people: the rows to show, and the figures over everybody."""

    rows: list[Expected]
    hidden: int = 0
    groups: list[Group] = field(default_factory=list)
    came: int = 0
    expected: int = 0
    guests: int = 0
    # How many came and are not through, and how many of them wait for the chosen step.
    in_service: int = 0
    waiting: int = 0


def roster_of(session: Session, wish: Wish | None = None) -> Roster:
    """The roster of a session, narrowed as wished. A constant number of queries, however many people there are."""
    wish = wish or Wish()
    places = places_at(session)
    chosen = [place for place in places if _fits(place, wish)]
    # First those the user is looking for: who waits for her step, or who is being served.
    chosen.sort(key=_order(wish.step))
    if wish.only in NEEDS:
        rows = _with_needs(_people(chosen), session.date)
        rows = [row for row in rows if wish.only in {need.kind for need in row.needs}]
        shown, hidden = rows[:MOST_ROWS], len(rows[MOST_ROWS:])
    else:
        shown = _with_needs(_people(chosen[:MOST_ROWS]), session.date)
        hidden = len(chosen[MOST_ROWS:])
    sasaran = [place for place in places if place.lives_here]
    return Roster(
        rows=_with_results(shown),
        hidden=hidden,
        groups=_groups(sasaran),
        came=sum(place.came for place in sasaran),
        expected=len(sasaran),
        guests=sum(not place.lives_here and place.visit is not None for place in places),
        in_service=sum(place.came and not place.is_done for place in places),
        waiting=sum(place.waits_for(wish.step) for place in places) if wish.step else 0,
    )


def everybody_at(session: Session) -> list[Expected]:
    """The sasaran of the day and everybody else who is served here, with their visits of the day, in no order."""
    return _people(places_at(session))


def places_at(session: Session) -> list[Place]:
    """Where everybody of the day is. People are read in full only when they are shown: a village has thousands."""
    visits = visits_of(session)
    admitted = set(Guest.objects.unscoped(_WHY).filter(session=session).values_list("resident", flat=True))
    living = Resident.objects.unscoped(_WHY).living_at(session.posyandu, session.date)
    known = {one.pk: one for one in _sketches(living, session)}
    here = {pk for pk, visit in visits.items() if visit.posyandu_id == session.posyandu_id}
    others = Resident.objects.unscoped(_WHY).filter(pk__in=(admitted | here) - known.keys())
    everyone = [*known.values(), *_sketches(others.filter(merged_into__isnull=True), session)]
    episodes = episodes_of(cast("list[Resident]", everyone), session.date)
    return [
        _place(
            one,
            visits.get(one.pk),
            episodes.get(one.pk),
            session.date,
            lives_here=one.pk in known,
            is_guest=one.pk in admitted,
        )
        for one in everyone
    ]


def visits_of(session: Session) -> dict[UUID, Visit]:
    """The day's visits by person: all that took place here, and those of our people elsewhere."""
    visits = Visit.objects.unscoped(_WHY).active().filter(date=session.date)
    ours = visits.filter(Q(posyandu=session.posyandu_id) | Q(home_posyandu=session.posyandu_id))
    related = ours.select_related(*CARDS, "mother_check", "posyandu__unit")
    return {visit.resident_id: visit for visit in related.prefetch_related("screenings")}


class _Sketch(NamedTuple):
    """What decides about a person's group and place in the list."""

    pk: UUID
    name_key: str
    sex: str
    birth_date: date


def _sketches(people: QuerySet[Resident], session: Session) -> list[_Sketch]:
    born = people.filter(birth_date__lte=session.date)
    return [_Sketch(*row) for row in born.values_list("pk", "name_key", "sex", "birth_date")]


def _place(
    one: _Sketch, visit: Visit | None, episode: Episode | None, day: date, *, lives_here: bool, is_guest: bool
) -> Place:
    stage = TargetGroup(life_stage_on(one.birth_date, day).value)
    return Place(
        pk=one.pk,
        name_key=one.name_key,
        sex=one.sex,
        group=episode.group if episode else stage,
        mark=episode_words(episode.group, episode.since, day) if episode else "",
        visit=visit,
        lives_here=lives_here,
        is_guest=is_guest,
    )


def _people(places: Iterable[Place]) -> list[Expected]:
    """The places with their people, in the same order."""
    rows = Resident.objects.unscoped(_WHY).select_related("mother").defer(*_HIDDEN)
    people = rows.in_bulk([place.pk for place in places])
    return [_expected(place, people[place.pk]) for place in places]


def _expected(place: Place, person: Resident) -> Expected:
    if place.visit is not None:
        # The row's own person: nobody is read twice.
        place.visit.resident = person
    return Expected(**{name: getattr(place, name) for name in Place.__slots__}, resident=person)


def _fits(row: Place, wish: Wish) -> bool:
    if wish.group and row.group != wish.group:
        return False
    name = f" {row.name_key}"
    return row.fits(wish.only) and all(f" {word}" in name for word in search_key(wish.text).split())


def _order(step: int | None) -> Callable[[Place], tuple[int, float, str]]:
    """At a step: who waits for it, then who is on the way, each in the order they came; else who came last first."""

    def key(row: Place) -> tuple[int, float, str]:
        since = row.visit.recorded_at.timestamp() if row.visit and row.came else 0.0
        if step is None:
            rank = 0 if row.came and not row.is_done else 1 if not row.came else 2
            return rank, -since, row.name_key
        if step in row.steps:
            return 3, -since, row.name_key
        rank = 0 if row.waits_for(step) else 1 if row.came else 2
        return rank, since, row.name_key

    return key


def _groups(sasaran: Iterable[Place]) -> list[Group]:
    expected: Counter[TargetGroup] = Counter()
    came: Counter[TargetGroup] = Counter()
    for row in sasaran:
        expected[row.group] += 1
        came[row.group] += row.came
    return [Group(group, came[group], expected[group]) for group in TargetGroup if expected[group]]


def _with_needs(rows: list[Expected], day: date) -> list[Expected]:
    found = needs_of([row.resident for row in rows], day)
    return [replace(row, needs=tuple(found.get(row.pk, ()))) for row in rows]


def _with_results(rows: list[Expected]) -> list[Expected]:
    books = shelf()
    return [replace(row, result=result_of(row.visit, books)) if row.visit else row for row in rows]


def previous_visit(resident: Resident, day: date) -> Visit | None:
    """The last active visit before a day that has a card, for the ghosts beside the fields."""
    visits = Visit.objects.unscoped("the resident's caller was checked").active().with_cards()
    earlier = visits.filter(resident=resident, date__lt=day).order_by("-date")
    return last_with_card(earlier[:LOOKED_THROUGH])


def last_with_card(visits: Iterable[Visit]) -> Visit | None:
    """The first that has a card, of visits with the newest first; far back nobody looks."""
    return next((visit for visit in islice(visits, LOOKED_THROUGH) if visit.card is not None), None)
