"""Checked rows -> residents, households and residencies, one chunk in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction

from registry import services
from registry.importing.check import KEPT_FIELDS, Checked, Checker
from registry.importing.homes import Homes, plain_value
from registry.importing.snapshot import fingerprint
from registry.importing.storing import store_changes
from registry.models import Household, HouseholdChange, PeopleImport, PeopleImportRow, Residency, Resident
from registry.models.people import DERIVED_KEYS

Outcome = PeopleImportRow.Outcome
Choice = PeopleImportRow.Choice
# A baby belongs here from birth, whatever day it is imported on.
BABY = timedelta(days=365)
CHANGED = (
    "Data di aplikasi berubah sejak berkas diperiksa, jadi baris ini tidak dimasukkan. Impor lagi baris ini."
)
ROW_FIELDS = (
    *KEPT_FIELDS, "is_written", "is_created", "is_home_created", "resident", "household", "before", "written_as",
)  # fmt: skip
_COUNTED = ("sex", "birth_date")
_SECRET = {"nik", "invalid_nik", "phone"}


@dataclass
class _Chunk:
    """What one chunk writes, collected before the first write."""

    newcomers: list[tuple[Checked, Resident]] = field(default_factory=list)
    residencies: list[Residency] = field(default_factory=list)
    known: list[tuple[Checked, Resident]] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    moves: list[HouseholdChange] = field(default_factory=list)


def to_write(row: PeopleImportRow) -> bool:
    """Whether a checked row, with the choice made about it, goes into the register."""
    if row.outcome == Outcome.MAYBE:
        return row.choice in (Choice.CREATE, Choice.SAME)
    return row.outcome in (Outcome.NEW, Outcome.UPDATE, Outcome.SAME)


def write_rows(batch: PeopleImport, rows: Sequence[PeopleImportRow], today: date) -> None:
    """Write the good rows of one chunk inside the caller's transaction; a row written before is left alone."""
    todo = [row for row in rows if to_write(row) and not row.is_written]
    if not todo:
        return
    _lock(todo)
    promised = {row.pk: (row.outcome, row.candidate_id) for row in todo}
    checker = Checker(batch, today)
    entries = checker.check(todo, again=True)
    good = [entry for entry in entries if _as_promised(entry, *promised[entry.row.pk])]
    homes = Homes(batch, checker.candidates, good)
    chunk = _Chunk()
    for entry in good:
        if entry.writes_new:
            _newcomer(chunk, homes, entry, batch, today)
        else:
            _known(chunk, homes, entry, batch, checker)
    homes.store()
    _store(chunk, batch)
    for entry in entries:
        _note(entry)
    store_changes([entry.row for entry in entries], ROW_FIELDS)


def _lock(rows: Sequence[PeopleImportRow]) -> None:
    people = Resident.objects.unscoped("people this import writes to")
    ids = [row.candidate_id for row in rows if row.candidate_id]
    locked = people.filter(pk__in=ids).order_by("pk").select_for_update()
    homes = {home for home in locked.values_list("household", flat=True) if home}
    list(
        Household.objects.unscoped("as above")
        .filter(pk__in=homes)
        .order_by("pk")
        .select_for_update()
        .values("pk")
    )


def _as_promised(entry: Checked, outcome: str, candidate: object) -> bool:
    """Whether the row would still do what was shown; else it is refused."""
    known = (Outcome.UPDATE, Outcome.SAME)
    same = entry.says_the_same() and (
        entry.outcome == outcome or (entry.outcome in known and outcome in known)
    )
    if same and (entry.candidate.pk if entry.candidate else None) == candidate and entry.place is not None:
        return True
    entry.outcome = Outcome.REFUSED
    entry.candidate = None
    entry.remarks.refuse("nama", CHANGED)
    return False


def _newcomer(chunk: _Chunk, homes: Homes, entry: Checked, batch: PeopleImport, today: date) -> None:
    person, place = entry.person, entry.place
    assert person is not None
    assert place is not None
    home = homes.of_newcomer(entry, person, place)
    resident = Resident(
        posyandu=place,
        household=home,
        name=person.name,
        sex=person.sex.value,
        birth_date=person.birth_date,
        **person.person,
    )
    if person.invalid_nik:
        resident.set_invalid_nik(person.invalid_nik)
    else:
        resident.set_nik(person.nik)
    since = person.since or (person.birth_date if today - person.birth_date < BABY else today)
    first = batch.since.get(str(place.pk))
    batch.since[str(place.pk)] = min(first or since.isoformat(), since.isoformat())
    entry.row.is_created = True
    chunk.newcomers.append((entry, resident))
    chunk.residencies.append(Residency(resident=resident, posyandu=place, valid_from=since))


def _known(chunk: _Chunk, homes: Homes, entry: Checked, batch: PeopleImport, checker: Checker) -> None:
    person, resident = entry.person, entry.candidate
    assert person is not None
    assert resident is not None
    changes = checker.candidates.fills(person, resident)
    own = {name: value for name, value in changes.items() if name != "home" and not name.startswith("home.")}
    counted = {name: own.pop(name) for name in _COUNTED if name in own}
    before = (_recount(entry, resident, counted) if counted else {}) | _apply(resident, own)
    home = homes.of_known(entry, person, resident, resident.posyandu)
    if home is not None and home.pk != resident.household_id:
        _move_in(chunk, entry, resident, home, batch)
    if before:
        entry.before["person"] = before
        chunk.fields |= {*own} - {"invalid_nik"}
        chunk.fields |= (
            {"nik", "nik_state", "nik_hash", "nik_tail_hash"} if _SECRET & {*own} - {"phone"} else set()
        )
    chunk.known.append((entry, resident))


def _apply(resident: Resident, own: dict[str, Any]) -> dict[str, list[Any]]:
    before: dict[str, list[Any]] = {}
    for name, value in own.items():
        if name in ("nik", "invalid_nik"):
            before["nik"] = [resident.nik, value]
            (resident.set_nik if name == "nik" else resident.set_invalid_nik)(value)
        else:
            before[name] = [plain_value(getattr(resident, name)), plain_value(value)]
            setattr(resident, name, value)
    return before


def _recount(entry: Checked, resident: Resident, counted: dict[str, Any]) -> dict[str, list[Any]]:
    """Change sex and birth date as the register does: whatever was derived from them follows, or nothing changes."""
    old = {name: getattr(resident, name) for name in counted}
    try:
        with transaction.atomic():
            services.update_resident(resident=resident, person=counted)
    except ValidationError as error:
        for name, value in old.items():
            setattr(resident, name, value)
        entry.remarks.warn("tanggal_lahir", " ".join(error.messages))
        return {}
    return {name: [plain_value(old[name]), plain_value(value)] for name, value in counted.items()}


def _move_in(chunk: _Chunk, entry: Checked, resident: Resident, home: Household, batch: PeopleImport) -> None:
    old = resident.household
    entry.before["household"] = {"id": [str(old.pk) if old else None, str(home.pk)]}
    chunk.moves.append(
        HouseholdChange(
            resident=resident,
            from_household=old,
            to_household=home,
            reason=HouseholdChange.Reason.JOINED if old is None else HouseholdChange.Reason.CORRECTED,
            recorded_by=batch.user,
        )
    )
    resident.household = home
    chunk.fields.add("household")


def _store(chunk: _Chunk, batch: PeopleImport) -> None:
    for _, resident in chunk.newcomers:
        resident.derive_keys()
    Resident.objects.bulk_create([resident for _, resident in chunk.newcomers], batch_size=500)
    Residency.objects.bulk_create(chunk.residencies, batch_size=500)
    changed = [(entry, resident) for entry, resident in chunk.known if entry.before]
    if changed and chunk.fields:
        for _, resident in changed:
            resident.derive_keys()
        store_changes([resident for _, resident in changed], chunk.fields | set(DERIVED_KEYS))
    HouseholdChange.objects.bulk_create(chunk.moves, batch_size=500)
    _log(changed, batch)
    for entry, resident in (*chunk.newcomers, *chunk.known):
        entry.row.resident, entry.row.household = resident, resident.household
        entry.row.is_written = True
        entry.row.written_as = fingerprint(resident)


def _note(entry: Checked) -> None:
    choice = entry.row.choice
    entry.keep()
    entry.row.choice = choice
    entry.row.before = json.dumps(entry.before) if entry.before else ""


def _log(changed: Sequence[tuple[Checked, Resident]], batch: PeopleImport) -> None:
    """The audit log's entries about people whose row changed; numbers are named, never told."""
    kind = ContentType.objects.get_for_model(Resident)
    entries = []
    for entry, resident in changed:
        told = {
            name: ["", "diisi"] if name in _SECRET else [str(old), str(new)]
            for name, (old, new) in entry.before.get("person", {}).items()
        }
        entries.append(
            LogEntry(
                content_type=kind,
                object_pk=str(resident.pk),
                object_repr=str(resident),
                action=LogEntry.Action.UPDATE,
                changes=told,
                actor=batch.user,
                additional_data={"impor": str(batch.pk)},
            )
        )
    LogEntry.objects.bulk_create(entries, batch_size=500)
