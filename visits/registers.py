"""The Posyandu's registers: who was sasaran in each month and who came, by the definition of the monthly counts.

A person who came counts where they lived on that day, in the group of the day; one who did not, by their state on the
last day of the month. So the foot of a register says what the recap of the month says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from registry.models import Delivery, Posyandu, Residency, Resident
from registry.rules.life_stage import last_day_of
from registry.rules.target_groups import Register, TargetGroup, register_of
from registry.sasaran import MOTHERS, groups_on
from visits.models import Visit

_WHY = "people of a Posyandu that the caller was checked for"
MONTHS = 12
DIED, MOVED = Residency.EndReason.DIED, Residency.EndReason.MOVED


@dataclass(frozen=True, slots=True)
class Place:
    """One month of one person: the group they stood in, and whether they came."""

    group: TargetGroup
    came: bool


@dataclass(frozen=True, slots=True)
class MonthOf:
    """One month of a Posyandu: everybody's place, by person."""

    month: date
    places: dict[UUID, Place]

    def tally(self, groups: Collection[TargetGroup]) -> tuple[int, int]:
        """Hadir and sasaran of some groups."""
        found = [place for place in self.places.values() if place.group in groups]
        return sum(place.came for place in found), len(found)


@dataclass(frozen=True)
class People:
    """Some months of a Posyandu with the people in them."""

    months: list[MonthOf]
    residents: dict[UUID, Resident]
    # How those who left did so, and on which day.
    left: dict[UUID, tuple[date, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a register: a mark for each month, and why the marks end."""

    number: int
    resident: Resident
    marks: tuple[str, ...]
    babies: str = ""
    note: str = ""


@dataclass(frozen=True)
class RegisterPage:
    """One register of one year: its lines, and hadir/sasaran under each month that has begun."""

    register: Register
    year: int
    lines: list[Line]
    feet: tuple[tuple[int, int] | None, ...]


# A tick, somebody expected who did not come, no sasaran of this register then, a month that has not begun.
CAME, MISSED, ELSEWHERE, AHEAD = "hadir", "tidak", "bukan", "belum"


def months_of(posyandu: Posyandu, months: Sequence[date]) -> People:
    """The places of everybody in some months, each given by its first day. Two queries a day that counts, at most."""
    first, last = months[0], last_day_of(months[-1])
    periods = list(_periods(posyandu, first, last))
    visits = list(_visits(posyandu, {row.resident_id for row in periods}, first, last))
    ids = {row.resident_id for row in periods} | {visit.resident_id for visit in visits}
    residents = {person.pk: person for person in _people(ids)}
    by_month: dict[date, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_month[visit.date.replace(day=1)].append(visit)
    counted = [_month(month, posyandu, periods, by_month[month], residents) for month in months]
    return People(counted, residents, _left(periods))


def register_page(posyandu: Posyandu, register: Register, year: int, today: date) -> RegisterPage:
    """A register of a year as the Posyandu keeps it: whoever appears is appended in the month they appear in."""
    begun = [month for month in _year(year) if month <= today]
    if not begun:
        return RegisterPage(register, year, [], (None,) * MONTHS)
    people = months_of(posyandu, begun)
    order = _in_order_of_appearance(people, register)
    babies = _babies(order) if register is Register.MOTHERS else {}
    lines = [
        Line(
            number=number,
            resident=people.residents[pk],
            marks=_marks(people, pk, register),
            babies=babies.get(pk, ""),
            note=_note(people, pk, register, today),
        )
        for number, pk in enumerate(order, start=1)
    ]
    feet: list[tuple[int, int] | None] = [month.tally(register.groups) for month in people.months]
    return RegisterPage(register, year, lines, tuple(feet + [None] * (MONTHS - len(feet))))


def _year(year: int) -> list[date]:
    return [date(year, month, 1) for month in range(1, MONTHS + 1)]


def _periods(posyandu: Posyandu, first: date, last: date) -> Iterator[Residency]:
    """The residencies at the Posyandu that touch the time, as the counts take them."""
    rows = Residency.objects.unscoped(_WHY).of_people().exclude(end_reason=Residency.EndReason.ERROR)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first), valid_from__lte=last)
    yield from rows.filter(posyandu=posyandu)


def _visits(posyandu: Posyandu, people: set[UUID], first: date, last: date) -> Iterator[Visit]:
    """The one visit of each person and month that counts: those that count here, and our people's elsewhere."""
    rows = Visit.objects.unscoped(_WHY).active().filter(last_of_month=True, date__gte=first, date__lte=last)
    ours = Residency.objects.unscoped(_WHY).filter(posyandu=posyandu).values("resident")
    found = rows.filter(Q(home_posyandu=posyandu) | Q(resident__in=ours))
    yield from found.only("resident_id", "home_posyandu_id", "date", "life_stage")


def _people(ids: Collection[UUID]) -> Iterator[Resident]:
    hidden = [f"{who}__{secret}" for who in ("mother", "father", "spouse") for secret in ("nik", "phone")]
    rows = (
        Resident.objects.unscoped(_WHY).without_secrets().defer(*hidden, "household__kk", "household__phone")
    )
    related = rows.select_related("household", "mother", "father", "spouse", "posyandu__unit")
    yield from related.filter(pk__in=ids)


def _month(
    month: date,
    posyandu: Posyandu,
    periods: Sequence[Residency],
    visits: Sequence[Visit],
    residents: dict[UUID, Resident],
) -> MonthOf:
    last = last_day_of(month)
    came = {visit.resident_id for visit in visits}
    places = dict(_who_came(posyandu, visits, residents))
    absent = [
        residents[row.resident_id]
        for row in periods
        if row.resident_id in residents
        and row.resident_id not in came
        and row.valid_from <= last
        and (row.valid_until is None or row.valid_until >= last)
    ]
    for pk, group in groups_on(absent, last).items():
        places[pk] = Place(group, came=False)
    return MonthOf(month, places)


def _who_came(
    posyandu: Posyandu, visits: Sequence[Visit], residents: dict[UUID, Resident]
) -> Iterator[tuple[UUID, Place]]:
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.home_posyandu_id == posyandu.pk and visit.resident_id in residents:
            by_day[visit.date].append(visit)
    for day, same in by_day.items():
        groups = groups_on([residents[visit.resident_id] for visit in same], day)
        for visit in same:
            group = groups.get(visit.resident_id)
            # The age is that which the visit was judged by; an episode comes before it.
            stage = group if group in MOTHERS else TargetGroup(visit.life_stage)
            yield visit.resident_id, Place(stage, came=True)


def _left(periods: Sequence[Residency]) -> dict[UUID, tuple[date, str]]:
    """The last day of those who are no longer here."""
    here = {row.resident_id for row in periods if row.valid_until is None}
    gone = sorted(
        (row for row in periods if row.valid_until and row.resident_id not in here),
        key=lambda row: row.valid_until or row.valid_from,
    )
    return {row.resident_id: (row.valid_until, row.end_reason) for row in gone if row.valid_until}


def _in_order_of_appearance(people: People, register: Register) -> list[UUID]:
    order: dict[UUID, None] = {}
    for month in people.months:
        new = [pk for pk, place in month.places.items() if place.group in register.groups and pk not in order]
        new.sort(key=lambda pk: (people.residents[pk].name_key, pk))
        order |= dict.fromkeys(new)
    return list(order)


def _marks(people: People, pk: UUID, register: Register) -> tuple[str, ...]:
    marks = []
    for month in people.months:
        place = month.places.get(pk)
        if place is None or place.group not in register.groups:
            marks.append(ELSEWHERE)
        else:
            marks.append(CAME if place.came else MISSED)
    return tuple(marks + [AHEAD] * (MONTHS - len(marks)))


def _note(people: People, pk: UUID, register: Register, today: date) -> str:
    """Why somebody's marks end: gone, dead, or in another register by now."""
    left = people.left.get(pk)
    if left is not None and left[0] <= today:
        return {DIED: "meninggal", MOVED: "pindah"}.get(Residency.EndReason(left[1]), "keluar")
    newest = people.months[-1].places.get(pk)
    if newest is not None and newest.group not in register.groups:
        return f"ke {register_of(newest.group).label.lower()}"
    return ""


def _babies(mothers: Sequence[UUID]) -> dict[UUID, str]:
    """The babies by whom a mother stands in the register: those of her newest birth."""
    births = Delivery.objects.unscoped(_WHY).filter(resident__in=mothers).order_by("on")
    newest = dict(births.values_list("resident", "pk"))
    names: dict[UUID, list[str]] = defaultdict(list)
    born = (
        Resident.objects.unscoped(_WHY)
        .filter(born_at__in=newest.values())
        .order_by("birth_order", "name_key")
    )
    for name, delivery in born.values_list("name", "born_at"):
        if delivery is not None:
            names[delivery].append(name)
    return {mother: ", ".join(names[pk]) for mother, pk in newest.items()}
