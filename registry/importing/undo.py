"""Taking an import back: people it made and nobody used since go, what it filled and nobody changed is emptied."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError

from registry import services
from registry.importing import activity
from registry.importing.columns import BY_NAME
from registry.importing.homes import plain_value, refresh_words
from registry.importing.snapshot import fingerprint
from registry.importing.storing import store_changes
from registry.models import Household, HouseholdChange, PeopleImport, PeopleImportRow, Residency, Resident
from registry.models.people import DERIVED_KEYS

Undone = PeopleImportRow.Undone
WHY = "rows of an import that is taken back"
_COUNTED = ("sex", "birth_date")
_LABELS = {column.field: column.label for column in BY_NAME.values()}
MERGED = "Sudah digabung dengan warga lain."
CHANGED = "Datanya sudah diubah sesudah impor."
MOVED = "Sudah pindah atau meninggal sesudah impor."


def undo_rows(batch: PeopleImport, rows: Sequence[PeopleImportRow]) -> None:
    """Take back what these rows wrote, inside the caller's transaction; what cannot be, says why in its row."""
    todo = [row for row in rows if row.is_written and not row.undone]
    ids = [row.resident_id for row in todo if row.resident_id]
    everyone = (
        Resident.objects.with_merged(WHY).filter(pk__in=ids).select_related("household", "mother", "posyandu")
    )
    people = {resident.pk: resident for resident in everyone.select_for_update(of=("self",))}
    created = [row for row in todo if row.is_created]
    _remove(batch, created, people)
    for row in todo:
        if not row.is_created:
            _restore(row, people.get(row.resident_id) if row.resident_id else None)
    store_changes(todo, ["undone", "notes"])


def tidy_rows(batch: PeopleImport, rows: Sequence[PeopleImportRow]) -> None:
    """Take back who leads the households of these rows; remove those that the import made and nobody lives in."""
    _restore_heads(batch, rows)
    made = {row.household_id for row in rows if row.is_home_created and row.household_id}
    used = activity.of_homes(made)
    Household.objects.unscoped(WHY).filter(pk__in=made - used).delete()


def _restore_heads(batch: PeopleImport, rows: Sequence[PeopleImportRow]) -> None:
    """A family that was there before has no head again, unless it is led by somebody who came by the import and stays.

    Nobody leads a family that they have left.
    """
    told = [(row.household_id, json.loads(row.before).get("head")) for row in rows if row.before]
    given = {pk: head["id"][1] for pk, head in told if pk and head}
    if not given:
        return
    homes = Household.objects.unscoped(WHY).filter(pk__in=given, head__isnull=False).select_related("head")
    mine = PeopleImportRow.objects.unscoped(WHY).filter(batch=batch)
    made = set(mine.filter(household__in=given, is_home_created=True).values_list("household", flat=True))
    stayed = set(mine.filter(resident__in=given.values(), is_created=True).values_list("resident", flat=True))
    changed = []
    for home in homes.select_for_update(of=("self",)):
        has_left = home.head is not None and home.head.household_id != home.pk
        was_there = home.pk not in made and home.head_id not in stayed
        if str(home.head_id) == given[home.pk] and (has_left or was_there):
            home.head = None
            changed.append(home)
    store_changes(changed, ["head"])


def _remove(batch: PeopleImport, rows: Sequence[PeopleImportRow], people: dict[UUID, Resident]) -> None:
    mine = PeopleImportRow.objects.unscoped(WHY).filter(batch=batch, is_created=True, resident__isnull=False)
    gone = set(mine.values_list("resident", flat=True))
    ids = [row.resident_id for row in rows if row.resident_id]
    busy = activity.of_people(ids, gone)
    homes: dict[UUID, list[Residency]] = {}
    for residency in Residency.objects.unscoped(WHY).filter(resident__in=ids):
        homes.setdefault(residency.resident_id, []).append(residency)
    doomed = []
    for row in rows:
        resident = people.get(row.resident_id) if row.resident_id else None
        if resident is None:
            row.undone = Undone.REMOVED
            continue
        reason = _why_kept(row, resident, busy, homes.get(resident.pk, []))
        if reason:
            _keep(row, reason)
        else:
            row.undone = Undone.REMOVED
            doomed.append((row, resident))
    _delete(doomed)


def _why_kept(
    row: PeopleImportRow, resident: Resident, busy: dict[UUID, str], residencies: list[Residency]
) -> str:
    if resident.merged_into_id:
        return MERGED
    if resident.pk in busy:
        return f"Sudah ada {busy[resident.pk]}."
    if len(residencies) != 1 or residencies[0].valid_until is not None:
        return MOVED
    return "" if fingerprint(resident) == row.written_as else CHANGED


def _delete(doomed: Sequence[tuple[PeopleImportRow, Resident]]) -> None:
    try:
        with transaction.atomic():
            Resident.objects.unscoped(WHY).filter(pk__in=[resident.pk for _, resident in doomed]).delete()
    except ProtectedError:
        for row, resident in doomed:
            try:
                with transaction.atomic():
                    resident.delete()
            except ProtectedError:
                _keep(row, "Masih dipakai catatan lain.")


def _restore(row: PeopleImportRow, resident: Resident | None) -> None:
    before = json.loads(row.before or "{}")
    row.undone = Undone.RESTORED
    if not before:
        return
    if resident is None or resident.merged_into_id:
        _keep(row, MERGED if resident else "Warganya sudah tidak ada.")
        return
    stayed = _restore_person(resident, before)
    if resident.household_id:
        stayed += _restore_home(resident.household_id, before)
    if "household" in before:
        stayed += _restore_household(resident, *before["household"]["id"])
    if stayed:
        _keep(row, f"Sudah diubah lagi sesudah impor, jadi tetap: {', '.join(stayed)}.")


def _restore_person(resident: Resident, before: dict[str, dict[str, list[Any]]]) -> list[str]:
    changes = dict(before.get("person", {}))
    counted = {name: changes.pop(name) for name in _COUNTED if name in changes}
    stayed = _restore_counted(resident, counted) if counted else []
    stayed += _restore_nik(resident, *changes.pop("nik")) if "nik" in changes else []
    stayed += _put_back(resident, changes)
    for name, (_, new) in before.get("links", {}).items():
        linked = getattr(resident, f"{name}_id")
        if linked is not None and str(linked) == new:
            setattr(resident, f"{name}_id", None)
        elif linked is not None:
            stayed.append(_LABELS[f"{name}_name"])
    # The row itself was read before the import, so that saving it all is saving what was there.
    resident.save()
    return stayed


def _restore_counted(resident: Resident, counted: dict[str, list[Any]]) -> list[str]:
    if any(plain_value(getattr(resident, name)) != new for name, (_, new) in counted.items()):
        return [_LABELS[name] for name in counted]
    person = {name: _typed(resident, name, old) for name, (old, _) in counted.items()}
    try:
        with transaction.atomic():
            services.update_resident(resident=resident, person=person)
    except ValidationError:
        resident.refresh_from_db(fields=list(counted))
        return [_LABELS[name] for name in counted]
    return []


def _restore_nik(resident: Resident, old: str, new: str) -> list[str]:
    if resident.nik != new:
        return ["NIK"]
    resident.set_nik("")
    if old:
        resident.set_invalid_nik(old)
    return []


def _put_back(row: Model, changes: dict[str, list[Any]]) -> list[str]:
    """Set fields to what they were, where they are still what the import made them; labels of the others."""
    stayed = []
    for name, (old, new) in changes.items():
        if plain_value(getattr(row, name)) in (new, plain_value(_typed(row, name, new))):
            setattr(row, name, _typed(row, name, old))
        else:
            stayed.append(_LABELS.get(name, name))
    return stayed


def _restore_home(household_id: UUID, before: dict[str, dict[str, list[Any]]]) -> list[str]:
    changes = dict(before.get("home", {}))
    if not changes:
        return []
    home = Household.objects.unscoped(WHY).select_for_update().get(pk=household_id)
    stayed = []
    if "kk" in changes:
        old, new = changes.pop("kk")
        if home.kk == new:
            home.set_kk(old or "")
        else:
            stayed.append("Nomor KK")
    stayed += _put_back(home, changes)
    home.save()
    refresh_words([home.pk])
    return stayed


def _restore_household(resident: Resident, old: str | None, new: str) -> list[str]:
    if str(resident.household_id) != new:
        return ["keluarga"]
    former = Household.objects.unscoped(WHY).filter(pk=old).first() if old else None
    if old and former is None:
        return ["keluarga"]
    changes = HouseholdChange.objects.unscoped(WHY).filter(resident=resident, to_household=UUID(new))
    changes.filter(from_household=former).delete()
    resident.household = former
    resident.save(update_fields=["household", *DERIVED_KEYS])
    return []


def _typed(row: Model, name: str, value: Any) -> Any:
    field: Any = row._meta.get_field(name)
    return field.to_python(value)


def _keep(row: PeopleImportRow, reason: str) -> None:
    row.undone = Undone.KEPT
    row.notes = json.dumps(json.loads(row.notes or "{}") | {"kept": reason})
