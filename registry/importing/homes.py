"""The households of one chunk of rows: found by KK or by an earlier row of the file, made, filled."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from registry.importing.candidates import Candidates
from registry.importing.check import Checked
from registry.importing.reading import Person
from registry.importing.storing import store_changes
from registry.models import Household, PeopleImport, PeopleImportRow, Posyandu, Resident

Change = list[Any]
_DEPENDENT = (("water_is_protected", "has_clean_water"), ("latrine_is_sanitary", "has_latrine"))


def plain_value(value: Any) -> Any:
    """A field's value as JSON keeps it, so that it can be compared later."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


class Homes:
    """Collects the households that a chunk of rows makes or fills; nothing is stored before `store`."""

    def __init__(self, batch: PeopleImport, candidates: Candidates, entries: Sequence[Checked]) -> None:
        self.candidates, self.places = candidates, candidates.places
        keys = {entry.keys["home_hash"] for entry in entries if entry.keys.get("home_hash")}
        rows = PeopleImportRow.objects.unscoped("rows of one import").filter(
            batch=batch, home_hash__in=keys - candidates.kks.keys(), household__isnull=False
        )
        earlier = dict(rows.order_by("line").values_list("home_hash", "household"))
        homes = Household.objects.unscoped("as above").in_bulk(set(earlier.values()))
        self.by_key = {key: homes[pk] for key, pk in earlier.items()} | candidates.kks
        self.made: dict[UUID, Household] = {}
        self.filled: dict[UUID, set[str]] = {}
        self._objects: dict[UUID, Household] = {home.pk: home for home in self.by_key.values()}

    def of_newcomer(self, entry: Checked, person: Person, posyandu: Posyandu) -> Household | None:
        """The household of somebody new; noted in the row."""
        key = entry.keys["home_hash"]
        home = self.by_key.get(key) if key else None
        if home is None:
            return self._make(entry, person, posyandu) if key or person.home else None
        self._fill(entry, person, home)
        return home

    def of_known(
        self, entry: Checked, person: Person, resident: Resident, posyandu: Posyandu
    ) -> Household | None:
        """The household of a known resident after writing; filled, and noted in the row."""
        home = self.candidates.home_of(person, resident)
        if home is None:
            return self.of_newcomer(entry, person, posyandu)
        home = self._objects.setdefault(home.pk, home)
        self._fill(entry, person, home)
        return home

    def store(self) -> None:
        """Write what was collected; names of places that changed become words of everybody in the household."""
        for home in self.made.values():
            home.derive_keys()
        Household.objects.bulk_create(self.made.values(), batch_size=500)
        changed = [self._objects[pk] for pk in self.filled]
        fields = set().union(*self.filled.values()) if self.filled else set()
        if changed and fields:
            for home in changed:
                home.derive_keys()
            fields |= {"kk_hash", "kk_tail_hash"} if "kk" in fields else set()
            fields |= {"phone_hash"} if "phone" in fields else set()
            store_changes(changed, fields)
        placed = {"address", "dusun", "rt", "rw"}
        moved = [pk for pk, names in self.filled.items() if names & placed]
        if moved:
            refresh_words(moved)

    def _make(self, entry: Checked, person: Person, posyandu: Posyandu) -> Household:
        home = Household(posyandu=posyandu, **person.home)
        if person.kk:
            home.set_kk(person.kk)
        self.made[home.pk] = self._objects[home.pk] = home
        if entry.keys["home_hash"]:
            self.by_key[entry.keys["home_hash"]] = home
        entry.row.is_home_created = True
        return home

    def _fill(self, entry: Checked, person: Person, home: Household) -> None:
        if home.posyandu_id not in self.places:
            # A family card of another Puskesmas is linked, not rewritten.
            return
        changes = self.candidates.home_fills(person, home)
        before = {name: getattr(home, name) for name in changes}
        for name, value in changes.items():
            if name == "kk":
                home.set_kk(value)
                self.by_key[entry.keys["home_hash"]] = self.candidates.kks[entry.keys["home_hash"]] = home
            else:
                setattr(home, name, value)
        for part, whole in _DEPENDENT:
            if getattr(home, part) and not getattr(home, whole):
                before.setdefault(part, None)
                setattr(home, part, None)
        if home.pk not in self.made and before:
            self.filled.setdefault(home.pk, set()).update(before)
            entry.before["home"] = {
                name: [plain_value(old), plain_value(getattr(home, name))] for name, old in before.items()
            }


def refresh_words(household_ids: Sequence[UUID]) -> None:
    """Derive the words of everybody in these households again: the place is one of them."""
    people = Resident.objects.unscoped("members of households that an import changed")
    members = list(
        people.filter(household__in=household_ids)
        .select_for_update(of=("self",))
        .select_related("household", "mother")
    )
    for member in members:
        member.derive_keys()
    store_changes(members, ["search_words"])
