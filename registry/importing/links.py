"""Families of one import: mother, father, husband or wife, and the head; after all people of the file are there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from registry.importing.check import cells_of
from registry.importing.mapping import fields_of
from registry.importing.reading import Reader
from registry.importing.storing import store_changes
from registry.models import Household, PeopleImport, PeopleImportRow, Posyandu, Resident
from registry.models.fields import keyed_hash
from registry.rules.background import Relation
from registry.rules.life_stage import Sex, completed_months
from registry.rules.names import same_person_name

YOUNGEST_PARENT_MONTHS = 10 * 12
_FIELDS = (
    "id", "name", "name_key", "sex", "birth_date", "relation", "household_id", "nik_hash", "posyandu_id",
    *(f"{link}_{what}" for link in ("mother", "father", "spouse") for what in ("id", "name")),
)  # fmt: skip


@dataclass
class _Said:
    """What one row says of the person's family beyond what the person's own row keeps."""

    row: PeopleImportRow
    resident: Resident
    mother_nik: str
    father_nik: str
    head_name: str


def link_rows(batch: PeopleImport, rows: Sequence[PeopleImportRow], reader: Reader) -> None:
    """Link the written people of one chunk, inside the caller's transaction; links that exist stay."""
    written = {row.resident_id: row for row in rows if row.is_written and row.resident_id}
    locked = _few_fields().filter(pk__in=written).select_for_update()
    said = [_said(reader, written[resident.pk], resident) for resident in locked]
    members = _members([one.resident for one in said])
    by_nik = _by_nik(batch, said)
    changed: list[Resident] = []
    fields: set[str] = set()
    for one in said:
        found = _links_of(one, members, by_nik)
        for name, other in found.items():
            setattr(one.resident, f"{name}_id", other)
            fields.add(name)
        if not found:
            continue
        changed.append(one.resident)
        # Whom the import made goes as a whole when it is taken back.
        if not one.row.is_created:
            _remember(one.row, "links", {name: [None, str(other)] for name, other in found.items()})
    if changed:
        store_changes(changed, fields)
    _set_heads(said, members)
    noted = [one.row for one in said if one.row.before]
    store_changes(noted, ["before"])


def reader_of(batch: PeopleImport) -> Reader:
    """Reads of a row only what its family is told by."""
    wanted = {"nik_ibu", "nik_ayah", "nama_kepala_keluarga"}
    fields = {at: name for at, name in fields_of(batch).items() if name in wanted}
    return Reader(fields, {}, batch.uploaded_on)


def _said(reader: Reader, row: PeopleImportRow, resident: Resident) -> _Said:
    told = reader.glance(cells_of(row)) if reader.columns else {}
    return _Said(
        row, resident, told.get("mother_nik", ""), told.get("father_nik", ""), told.get("head_name", "")
    )


def _members(people: Sequence[Resident]) -> dict[UUID, list[Resident]]:
    """The families of these people, with those members who are not among them."""
    ids = {resident.household_id for resident in people if resident.household_id}
    others = _few_fields().filter(household__in=ids).exclude(pk__in=[resident.pk for resident in people])
    found: dict[UUID, list[Resident]] = {}
    for member in sorted([*people, *others], key=lambda one: (one.name_key, one.pk)):
        if member.household_id:
            found.setdefault(member.household_id, []).append(member)
    return found


def _by_nik(batch: PeopleImport, said: Iterable[_Said]) -> dict[str, Resident]:
    hashes = {keyed_hash(nik) for one in said for nik in (one.mother_nik, one.father_nik) if nik}
    own = Posyandu.objects.at_or_below(batch.unit).values("pk")
    found = _few_fields().filter(nik_hash__in=hashes, posyandu__in=own)
    return {str(resident.nik_hash): resident for resident in found}


def _few_fields() -> QuerySet[Resident]:
    return Resident.objects.unscoped("families of people this import has written").only(*_FIELDS)


def _links_of(
    one: _Said, members: dict[UUID, list[Resident]], by_nik: dict[str, Resident]
) -> dict[str, UUID]:
    resident = one.resident
    family = members.get(resident.household_id, []) if resident.household_id else []
    found = {
        "mother": _parent(resident, Sex.FEMALE, one.mother_nik, resident.mother_name, family, by_nik),
        "father": _parent(resident, Sex.MALE, one.father_nik, resident.father_name, family, by_nik),
        "spouse": _named(resident, resident.spouse_name, [m for m in family if m.sex != resident.sex]),
    }
    return {
        name: other.pk
        for name, other in found.items()
        if other is not None and getattr(resident, f"{name}_id") is None
    }


def _parent(
    child: Resident, sex: Sex, nik: str, name: str, family: list[Resident], by_nik: dict[str, Resident]
) -> Resident | None:
    known = by_nik.get(keyed_hash(nik)) if nik else None
    candidates = [known] if known is not None else family
    old = [
        one
        for one in candidates
        if one.sex == sex.value
        and one.birth_date < child.birth_date
        and completed_months(one.birth_date, child.birth_date) >= YOUNGEST_PARENT_MONTHS
    ]
    return (old[0] if old else None) if known is not None else _named(child, name, old)


def _named(resident: Resident, name: str, people: list[Resident]) -> Resident | None:
    """The only one of these people who may be written like this."""
    found = [one for one in people if one.pk != resident.pk and name and same_person_name(name, one.name)]
    return found[0] if len(found) == 1 else None


def _set_heads(said: Sequence[_Said], members: dict[UUID, list[Resident]]) -> None:
    ids = {one.resident.household_id for one in said if one.resident.household_id}
    headless = Household.objects.unscoped("families of one import").filter(pk__in=ids, head__isnull=True)
    names = {one.resident.household_id: one.head_name for one in said if one.head_name}
    rows = {one.resident.household_id: one.row for one in said}
    made = {one.resident.pk for one in said if one.row.is_created}
    changed = []
    for home in headless.select_for_update():
        family = members.get(home.pk, [])
        heads = [member for member in family if member.relation == Relation.HEAD]
        name = names.get(home.pk, "")
        heads = heads or [member for member in family if name and same_person_name(name, member.name)]
        if len(heads) == 1:
            home.head = heads[0]
            # Whoever goes with the import leads nobody any more.
            if heads[0].pk not in made:
                _remember(rows[home.pk], "head", {"id": [None, str(heads[0].pk)]})
            changed.append(home)
    store_changes(changed, ["head"])


def _remember(row: PeopleImportRow, part: str, changes: dict[str, list[str | None]]) -> None:
    before = json.loads(row.before or "{}")
    before[part] = before.get(part, {}) | changes
    row.before = json.dumps(before)
