"""Who in the register a row may speak of: by NIK anywhere, else by the sound of the name, birth date and sex."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from registry.importing.columns import HOME_FIELDS, PERSON_FIELDS
from registry.importing.reading import Person
from registry.models import (
    Household,
    NikStateChoice,
    PeopleImport,
    PeopleImportRow,
    Posyandu,
    Residency,
    Resident,
)
from registry.rules.background import BirthDateKnown
from registry.rules.names import same_person_name, same_sound_key

PersonKey = tuple[str, Any, str]


@dataclass(frozen=True)
class Likeness:
    """The resident a row may mean, and how sure that is."""

    resident: Resident | None = None
    by_nik: bool = False
    is_certain: bool = False
    is_present: bool = True
    # The NIK is that of somebody whom the importer may not see.
    is_elsewhere: bool = False
    # Somebody of the same name and birth date has another NIK and no family in common.
    has_namesake: bool = False


class Candidates:
    """Looks up the residents for one chunk of rows at a time."""

    def __init__(self, batch: PeopleImport) -> None:
        self.batch = batch
        own = Posyandu.objects.at_or_below(batch.unit).select_related("unit")
        self.places = {place.pk: place for place in own}
        self.by_nik: dict[str, Resident] = {}
        self.by_key: dict[PersonKey, list[Resident]] = {}
        self.present: set[UUID] = set()
        self.kks: dict[str, Household] = {}

    def load(self, people: Iterable[Person]) -> None:
        """Read everybody whom these people may be."""
        people = list(people)
        self.by_nik = self._load_by_nik({person.nik_hash for person in people if person.nik})
        found = self._load_by_key(
            {_key_of(person) for person in people if person.nik_hash not in self.by_nik}
        )
        self.by_key = {}
        for resident in found:
            key = resident.sound_key, resident.birth_date, resident.sex
            self.by_key.setdefault(key, []).append(resident)
        everybody = [*self.by_nik.values(), *found]
        self._load_homes({person.kk_hash for person in people if person.kk}, everybody)
        open_ = Residency.objects.unscoped("of people this import may match").filter(valid_until__isnull=True)
        here = open_.filter(resident__in={resident.pk for resident in everybody})
        self.present = set(here.values_list("resident", flat=True))

    def _load_by_nik(self, hashes: set[str]) -> dict[str, Resident]:
        found = list(_everybody().filter(nik_hash__in=hashes))
        merged = _everybody().in_bulk([r.merged_into_id for r in found if r.merged_into_id])
        return {str(r.nik_hash): merged[r.merged_into_id] if r.merged_into_id else r for r in found}

    def _load_by_key(self, keys: set[PersonKey]) -> list[Resident]:
        people = Resident.objects.unscoped("people of the Puskesmas the importer works for").filter(
            posyandu__in=list(self.places),
            sound_key__in={sound for sound, _, _ in keys},
            birth_date__in={born for _, born, _ in keys},
        )
        # Names and birth dates meet in other pairs than those of the file: only the right ones are worth reading.
        alike = people.order_by().values_list("pk", "sound_key", "birth_date", "sex")
        ids = {pk for pk, *key in alike if tuple(key) in keys}
        written = PeopleImportRow.objects.unscoped("rows of one import").filter(
            batch=self.batch, is_created=True, resident__in=ids
        )
        # Whom this very import has created is nobody who was there before.
        ids -= set(written.values_list("resident", flat=True))
        return list(_everybody().filter(pk__in=ids))

    def _load_homes(self, hashes: set[str], people: list[Resident]) -> None:
        """The families of the numbers and of the people; one family is one object, whoever leads to it."""
        homes = Household.objects.unscoped("a KK number is unique everywhere")
        self.kks = {str(home.kk_hash): home for home in homes.filter(kk_hash__in=hashes)}
        known = {home.pk: home for home in self.kks.values()}
        wanted = {resident.household_id for resident in people if resident.household_id}
        known |= homes.in_bulk(wanted - known.keys())
        for resident in people:
            if resident.household_id:
                resident.household = known[resident.household_id]
            if resident.posyandu_id in self.places:
                resident.posyandu = self.places[resident.posyandu_id]

    def find(self, person: Person) -> Likeness:
        """The resident a row means, certain or not."""
        known = self.by_nik.get(person.nik_hash)
        if known is not None:
            if known.posyandu_id not in self.places:
                return Likeness(is_elsewhere=True)
            return Likeness(known, by_nik=True, is_certain=True, is_present=known.pk in self.present)
        found = self.by_key.get(_key_of(person), [])
        others = [r for r in found if person.nik and r.nik_hash and not self._is_family(person, r)]
        likely = [r for r in found if r not in others]
        if not likely:
            return Likeness(has_namesake=bool(others))
        best = max(likely, key=lambda r: (self._is_family(person, r), r.pk in self.present))
        certain = len(likely) == 1 and self._is_family(person, best) and not (person.nik and best.nik_hash)
        return Likeness(best, is_certain=certain, is_present=best.pk in self.present)

    def _is_family(self, person: Person, resident: Resident) -> bool:
        """Whether mother or KK say the same."""
        home = resident.household
        if person.kk and home is not None and home.kk_hash == person.kk_hash:
            return True
        mother = person.person.get("mother_name", "")
        return bool(mother and resident.known_mother and same_person_name(mother, resident.known_mother))

    def fills(self, person: Person, resident: Resident) -> dict[str, Any]:
        """What the row would change of a known resident; "home" and "home.<field>" for the household."""
        changes = self._person_fills(person, resident)
        home = self.home_of(person, resident)
        if home is None:
            if person.kk or person.home or person.head_name:
                changes["home"] = True
            return changes
        if home.posyandu_id in self.places:
            changes |= {f"home.{name}": value for name, value in self.home_fills(person, home).items()}
        if home.pk != resident.household_id:
            changes["home"] = True
        return changes

    def _person_fills(self, person: Person, resident: Resident) -> dict[str, Any]:
        over = self.batch.overwrite
        given = dict(person.person)
        if given.get("birth_date_known") == BirthDateKnown.YEAR_ONLY:
            # A year says less than the date that is stored.
            del given["birth_date_known"]
        elif over:
            given["birth_date"] = person.birth_date
        if over:
            given |= {"name": person.name, "sex": person.sex.value}
        changes = {
            name: value
            for name, value in given.items()
            if name in PERSON_FIELDS and _changes(getattr(resident, name), value, over)
        }
        for parent in ("mother", "father", "spouse"):
            if getattr(resident, f"{parent}_id", None) and not over:
                changes.pop(f"{parent}_name", None)
        return changes | self._nik_fill(person, resident)

    def home_of(self, person: Person, resident: Resident) -> Household | None:
        """The household a known resident is in after writing: the stored one, unless a KK may replace it."""
        named = self.kks.get(person.kk_hash)
        if resident.household is None:
            return named
        if named is not None and self.batch.overwrite:
            return named
        return resident.household

    def home_fills(self, person: Person, home: Household) -> dict[str, Any]:
        """What the row would change of its household."""
        over = self.batch.overwrite
        found = {
            name: value
            for name, value in person.home.items()
            if name in HOME_FIELDS and _changes(getattr(home, name), value, over)
        }
        if person.kk and not home.kk_hash and person.kk_hash not in self.kks:
            found["kk"] = person.kk
        return found

    def _nik_fill(self, person: Person, resident: Resident) -> dict[str, Any]:
        if person.nik and not resident.nik_hash:
            return {"nik": person.nik}
        is_none = resident.nik_state == NikStateChoice.NONE
        return {"invalid_nik": person.invalid_nik} if person.invalid_nik and is_none else {}


def _everybody() -> QuerySet[Resident]:
    people = Resident.objects.with_merged("a NIK is unique everywhere")
    return people.select_related("mother").defer("mother__nik", "mother__phone", "mother__search_words")


def _key_of(person: Person) -> PersonKey:
    return same_sound_key(person.name), person.birth_date, person.sex.value


def _changes(stored: Any, given: Any, overwrite: bool) -> bool:
    if given in (None, "", []):
        return False
    return stored in (None, "", []) or (overwrite and stored != given)
