"""Which kader looks after which family on a day, and which families nobody looks after.

A family's own assignment counts before any place; among places the narrowest one counts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from registry.models import Household, Posyandu, Resident, User, WorkArea
from registry.models.household import HouseholdQuerySet
from registry.models.work_area import WorkAreaQuerySet
from registry.permissions import Role
from registry.rules.work_place import Place, narrowest


@dataclass(slots=True)
class PlaceRow:
    """One RT (or wider place, where the RT is not known) with its families, people and the kader in charge."""

    place: Place
    households: int = 0
    people: int = 0
    unassigned: int = 0
    areas: list[WorkArea] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The place in words: "Dukuh Krajan RT 02 RW 01"."""
        dusun, rw, rt = self.place
        parts = (dusun, f"RT {rt}" if rt else "", f"RW {rw}" if rw else "")
        return " ".join(part for part in parts if part) or "Alamat belum diisi"


def kader_of(household: Household, day: date) -> list[User]:
    """The kader who look after a family on a day, by name; none where nobody does."""
    areas = _areas(household.posyandu_id, day).filter(Q(household=household) | Q(household__isnull=True))
    return _in_charge(list(areas), household.pk, place_of(household))


def kader_map(posyandu: Posyandu, day: date) -> dict[UUID, list[User]]:
    """For each family of a Posyandu that somebody looks after on a day: the kader, by name."""
    areas = list(_areas(posyandu.pk, day))
    homes = families(posyandu).values_list("pk", "dusun", "rw", "rt")
    found = {pk: _in_charge(areas, pk, Place(*place)) for pk, *place in homes}
    return {pk: kader for pk, kader in found.items() if kader}


def unassigned(posyandu: Posyandu, day: date) -> HouseholdQuerySet:
    """The families of a Posyandu that nobody looks after on a day."""
    return families(posyandu).without_kader(day)


def families(posyandu: Posyandu) -> HouseholdQuerySet:
    """The families of a Posyandu that still have members."""
    return (
        Household.objects.unscoped("families of a Posyandu in its caller's scope")
        .in_use()
        .filter(posyandu=posyandu)
    )


def kader_at(posyandu: Posyandu, day: date) -> list[User]:
    """The kader who work at a Posyandu on a day, by name."""
    path = posyandu.unit.path
    above = [path[: end + 1] for end, character in enumerate(path) if character == "/" and end]
    roles = Q(
        memberships__role=Role.KADER, memberships__unit__path__in=above, memberships__valid_from__lte=day
    )
    lasting = Q(memberships__valid_until__isnull=True) | Q(memberships__valid_until__gte=day)
    return list(
        User.objects.filter(roles & lasting, is_active=True).distinct().order_by("full_name", "username")
    )


def place_of(household: Household) -> Place:
    """Where a family lives."""
    return Place(household.dusun, household.rw, household.rt)


def place_rows(posyandu: Posyandu, day: date) -> list[PlaceRow]:
    """The RT of a Posyandu as its families give them, with who looks after each on a day, by place."""
    rows: dict[Place, PlaceRow] = {}
    areas = list(_areas(posyandu.pk, day))
    places = [area for area in areas if area.household_id is None]
    people = _people_by_family(posyandu)
    for pk, *levels in families(posyandu).values_list("pk", "dusun", "rw", "rt"):
        place = Place(*levels)
        row = rows.setdefault(place, PlaceRow(place))
        row.households += 1
        row.people += people.get(pk, 0)
        row.unassigned += not _in_charge(areas, pk, place)
    for row in rows.values():
        row.areas = [places[position] for position in narrowest([_place(area) for area in places], row.place)]
    return [rows[place] for place in sorted(rows)]


def own_areas(posyandu: Posyandu, day: date) -> list[WorkArea]:
    """Assignments of single families on a day."""
    areas = _areas(posyandu.pk, day).filter(household__isnull=False)
    return list(areas.select_related("kader", "household__head").defer(*_SECRETS))


def wide_areas(posyandu: Posyandu, day: date) -> list[WorkArea]:
    """Assignments of more than one RT on a day: an RW, a dusun, or everything."""
    return [area for area in _areas(posyandu.pk, day) if area.household_id is None and not area.rt]


_SECRETS = ("household__kk", "household__phone", "household__head__nik", "household__head__phone")


def _areas(posyandu_id: int, day: date) -> WorkAreaQuerySet:
    areas = WorkArea.objects.unscoped("assignments of a Posyandu in its caller's scope").in_charge(day)
    return areas.filter(posyandu=posyandu_id).select_related("kader")


def _place(area: WorkArea) -> Place:
    return Place(area.dusun, area.rw, area.rt)


def _in_charge(areas: list[WorkArea], household_id: UUID, home: Place) -> list[User]:
    own = [area for area in areas if area.household_id == household_id]
    if not own:
        places = [area for area in areas if area.household_id is None]
        own = [places[position] for position in narrowest([_place(area) for area in places], home)]
    return sorted({area.kader for area in own}, key=str)


def _people_by_family(posyandu: Posyandu) -> dict[UUID, int]:
    found: dict[UUID, int] = defaultdict(int)
    everyone = Resident.objects.unscoped("counted only, families in its caller's scope").present()
    for pk in everyone.filter(household__posyandu=posyandu).order_by().values_list("household", flat=True):
        found[pk] += 1
    return found
