"""The sasaran of a Posyandu and month: who they are, who came, and what waits for each of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from registry.http import AuthedRequest
from registry.models import Posyandu, Resident
from registry.permissions import Action, requires
from registry.rules.life_stage import add_months, last_day_of
from registry.rules.target_groups import Register, TargetGroup, register_of
from registry.work_areas import kader_map
from visits.due import Due, due_of_many
from visits.person_actions import link
from visits.registers import People, Place, months_of

PER_PAGE = 100
_WRITTEN = re.compile(r"(\d{4})-(\d{2})")
_CAME = {"datang": True, "belum": False}


@dataclass(frozen=True, slots=True)
class Query:
    """The state of the page, kept in its address; nonsense falls back to what is usual."""

    posyandu: Posyandu
    month: date
    register: Register | None
    group: TargetGroup | None
    came: str

    def link(self, path: str = "", **changes: str) -> str:
        """The page with some changes; an empty value leaves the parameter out."""
        state = {
            "posyandu": str(self.posyandu.pk),
            "bulan": f"{self.month:%Y-%m}",
            "register": self.register.value if self.register else "",
            "kelompok": self.group.value if self.group else "",
            "hadir": self.came,
        } | changes
        return f"{path}?{urlencode({name: value for name, value in state.items() if value})}"

    def fits(self, place: Place) -> bool:
        """Whether somebody's place in the month is one of those asked for."""
        return (
            (self.register is None or place.group in self.register.groups)
            and (self.group is None or place.group is self.group)
            and (not self.came or place.came is _CAME[self.came])
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    number: int
    resident: Resident
    place: Place
    kader: str
    due: list[Due]

    @property
    def is_mother(self) -> bool:
        return register_of(self.place.group) is Register.MOTHERS


@requires(Action.SEE_PEOPLE)
def sasaran(request: AuthedRequest) -> HttpResponse:
    """The list of a month with its counts by group, narrowed by what the address says."""
    places = list(Posyandu.objects.visible_to(request.user).select_related("unit"))
    today = timezone.localdate()
    query = _read(request, places, today)
    if query is None:
        return render(request, "visits/sasaran.html", {"query": None})
    people = months_of(query.posyandu, [query.month])
    found = people.months[0].places
    chosen = [pk for pk, place in found.items() if query.fits(place)]
    chosen.sort(key=lambda pk: (people.residents[pk].name_key, pk))
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    came, expected = people.months[0].tally(set(TargetGroup))
    context = {
        "query": query,
        "page": page,
        "rows": _rows(page, people, query, today),
        "came": came,
        "expected": expected,
        "registers": _register_tabs(query),
        "groups": _group_chips(query, people),
        "attendance": _attendance_chips(query),
        "places": places if len(places) > 1 else [],
        "previous_url": query.link(bulan=f"{add_months(query.month, -1):%Y-%m}"),
        "next_url": query.link(bulan=f"{add_months(query.month, 1):%Y-%m}")
        if query.month < today.replace(day=1)
        else "",
        "print_links": _print_links(query),
    }
    return render(request, "visits/sasaran.html", context)


def read_posyandu(text: str, places: list[Posyandu]) -> Posyandu | None:
    """The Posyandu of an address among those the user may see: the one asked for, else the first one."""
    asked = next((place for place in places if str(place.pk) == text), None)
    return asked or (places[0] if places else None)


def _read(request: AuthedRequest, places: list[Posyandu], today: date) -> Query | None:
    given = request.GET
    posyandu = read_posyandu(given.get("posyandu", ""), places)
    if posyandu is None:
        return None
    register = _one_of(Register, given.get("register", ""))
    group = _one_of(TargetGroup, given.get("kelompok", ""))
    came = given.get("hadir", "")
    return Query(
        posyandu=posyandu,
        month=_month(given.get("bulan", ""), today),
        register=register,
        group=group if group and (register is None or group in register.groups) else None,
        came=came if came in _CAME else "",
    )


def _one_of(kind: Any, text: str) -> Any:
    return kind(text) if text in list(kind) else None


def _month(text: str, today: date) -> date:
    match = _WRITTEN.fullmatch(text)
    current = today.replace(day=1)
    if match is None or not (1 <= int(match[2]) <= 12 and 2000 <= int(match[1]) <= current.year):
        return current
    return min(date(int(match[1]), int(match[2]), 1), current)


def _rows(page: Any, people: People, query: Query, today: date) -> list[Row]:
    """The lines of one page, with what waits for those people today."""
    shown = [people.residents[pk] for pk in page]
    due: dict[UUID, list[Due]] = due_of_many(shown, today)
    kader = kader_map(query.posyandu, min(today, last_day_of(query.month)))
    places = people.months[0].places
    return [
        Row(
            number=number,
            resident=person,
            place=places[person.pk],
            kader=", ".join(str(user) for user in kader.get(person.household_id, []))
            if person.household_id
            else "",
            due=due[person.pk],
        )
        for number, person in enumerate(shown, start=page.start_index())
    ]


def _register_tabs(query: Query) -> list[dict[str, object]]:
    everybody = {
        "url": query.link(register="", kelompok=""),
        "label": "Semua",
        "active": query.register is None,
    }
    return [
        everybody,
        *(
            {
                "url": query.link(register=register.value, kelompok=""),
                "label": register.label,
                "active": register is query.register,
            }
            for register in Register
        ),
    ]


def _group_chips(query: Query, people: People) -> list[dict[str, object]]:
    """The groups of the register with hadir/sasaran; those in which nobody stands are left out."""
    places = people.months[0].places.values()
    expected = Counter(place.group for place in places)
    came = Counter(place.group for place in places if place.came)
    groups = query.register.groups if query.register else tuple(TargetGroup)
    total = (sum(came[group] for group in groups), sum(expected[group] for group in groups))
    return [
        {
            "url": query.link(kelompok=""),
            "label": "Semua kelompok",
            "count": f"{total[0]}/{total[1]}",
            "active": query.group is None,
        },
        *(
            {
                "url": query.link(kelompok=group.value),
                "label": group.label,
                "count": f"{came[group]}/{expected[group]}",
                "active": group is query.group,
            }
            for group in groups
            if expected[group] or group is query.group
        ),
    ]


def _attendance_chips(query: Query) -> list[dict[str, object]]:
    words = (("", "Semua"), ("datang", "Sudah datang"), ("belum", "Belum datang"))
    return [
        {"url": query.link(hadir=value), "label": label, "active": value == query.came}
        for value, label in words
    ]


def _print_links(query: Query) -> list[dict[str, str]]:
    """The registers of the year on paper: the one that is shown, or all four."""
    return [*_printed(query, [query.register] if query.register else list(Register))]


def _printed(query: Query, registers: list[Register]) -> Iterator[dict[str, str]]:
    for register in registers:
        state = {"posyandu": query.posyandu.pk, "tahun": query.month.year, "register": register.value}
        if url := link("sasaran_pdf", query=f"?{urlencode(state)}"):
            yield {"url": url, "label": register.label}
