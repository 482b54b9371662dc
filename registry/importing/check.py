"""Rows against the register: what writing each one would do, and why some are refused. Reads, never writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.importing.candidates import Candidates, Likeness
from registry.importing.files import Cell
from registry.importing.mapping import fields_of
from registry.importing.places import PlaceError, PlaceFinder
from registry.importing.reading import Person, Reader
from registry.importing.remarks import Remarks
from registry.models import PeopleImport, PeopleImportRow, Posyandu, Resident
from registry.models.fields import keyed_hash
from registry.rules.names import same_person_name, same_sound_key
from registry.rules.wording import long_date

Outcome = PeopleImportRow.Outcome
Choice = PeopleImportRow.Choice
TAKEN_ELSEWHERE = "NIK ini sudah terdaftar di wilayah lain. Pindahkan warganya dulu lewat menu Pindah."


@dataclass
class Checked:
    """One row with the person it speaks of and what was found."""

    row: PeopleImportRow
    person: Person | None
    remarks: Remarks
    outcome: str = Outcome.REFUSED
    place: Posyandu | None = None
    candidate: Resident | None = None
    keys: dict[str, str] = field(default_factory=dict)
    # What writing changed: "person", "home", "household" and "links" -> field -> [before, after].
    before: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    @property
    def writes_new(self) -> bool:
        """Whether writing makes a new resident, with the choice made about a maybe."""
        maybe = self.outcome == Outcome.MAYBE and self.row.choice == Choice.CREATE
        return maybe or self.outcome == Outcome.NEW

    @property
    def fills(self) -> bool:
        """Whether writing completes a known resident."""
        maybe = self.outcome == Outcome.MAYBE and self.row.choice == Choice.SAME
        return maybe or self.outcome in (Outcome.UPDATE, Outcome.SAME)

    def keep(self) -> None:
        """Put what was found into the row."""
        row = self.row
        row.outcome, row.candidate = self.outcome, self.candidate
        row.is_warned = bool(self.remarks.warnings)
        notes = {"problems": self.remarks.problems, "warnings": self.remarks.warnings}
        row.notes = (
            json.dumps({name: said for name, said in notes.items() if said}) if any(notes.values()) else ""
        )
        for name in KEYS:
            setattr(row, name, self.keys.get(name, ""))

    def says_the_same(self) -> bool:
        """Whether the row was read as it was when its keys were kept: "2026" is another birth date a year later."""
        return all(self.keys.get(name, "") == getattr(self.row, name) for name in KEYS)


KEYS = ("nik_hash", "person_hash", "home_hash")
KEPT_FIELDS = ("outcome", "candidate", "is_warned", "notes", *KEYS)


def cells_of(row: PeopleImportRow) -> list[Cell]:
    """The cells of a stored row as they were read."""
    found: list[Cell] = json.loads(row.cells or "[]")
    return found


class Checker:
    """Checks rows of one import, chunk by chunk; what earlier rows said is looked up, not remembered."""

    def __init__(self, batch: PeopleImport, today: date) -> None:
        self.batch, self.today = batch, today
        self.reader = Reader(fields_of(batch), batch.values, today, keep_invalid_nik=batch.keep_invalid_nik)
        self.places = PlaceFinder(batch.unit, batch.posyandu)
        self.candidates = Candidates(batch)

    def check(self, rows: Sequence[PeopleImportRow], *, again: bool = False) -> list[Checked]:
        """Check the next rows, in their order; `again` leaves the comparison with the rest of the file as it was.

        Nobody changes the file between the first check and writing, so a row that says the same as then, of the same
        resident, is no repetition now. `says_the_same` tells.
        """
        found = [self._read(row) for row in rows]
        good = [entry for entry in found if entry.person is not None]
        self.candidates.load([entry.person for entry in good if entry.person is not None])
        likenesses = [(entry, self._match(entry, entry.person)) for entry in good if entry.person is not None]
        repeated = None if again else _Repeated(self.batch, likenesses)
        for entry, likeness in likenesses:
            if repeated is not None and not entry.remarks.problems:
                repeated.refuse(entry, likeness)
            if not entry.remarks.problems:
                self._settle(entry, likeness)
        return found

    def _read(self, row: PeopleImportRow) -> Checked:
        cells = cells_of(row)
        if self.reader.is_example(cells):
            entry = Checked(row, None, Remarks({}), Outcome.SKIPPED)
            entry.remarks.warn("nama", "Baris contoh, jadi dilewati.")
            return entry
        person, remarks = self.reader.read(cells)
        entry = Checked(row, person, remarks)
        if person is None:
            return entry
        try:
            entry.place = self.places.find(
                posyandu=person.posyandu,
                desa=person.desa,
                dusun=person.home.get("dusun", ""),
                rt=person.home.get("rt", ""),
                rw=person.home.get("rw", ""),
            )
        except PlaceError as error:
            remarks.refuse("posyandu", str(error))
        entry.keys = keys_of(person, entry.place)
        return entry

    def _match(self, entry: Checked, person: Person) -> Likeness:
        likeness = self.candidates.find(person)
        if likeness.is_elsewhere:
            entry.remarks.refuse("nik", TAKEN_ELSEWHERE)
        elif likeness.by_nik and likeness.resident is not None:
            _compare(entry.remarks, person, likeness.resident)
        return likeness

    def _settle(self, entry: Checked, likeness: Likeness) -> None:
        entry.candidate = likeness.resident
        if likeness.resident is None:
            entry.outcome = Outcome.NEW
            if likeness.has_namesake:
                entry.remarks.warn(
                    "nama", "Ada orang lain dengan nama dan tanggal lahir yang sama, NIK-nya berbeda."
                )
            return
        if not likeness.is_certain:
            entry.outcome = Outcome.MAYBE
            return
        resident = likeness.resident
        if entry.place is not None and resident.posyandu_id != entry.place.pk:
            entry.remarks.warn(
                "posyandu", f"Terdaftar di {resident.posyandu}; tempatnya tidak diubah (pakai menu Pindah)."
            )
        if not likeness.is_present:
            entry.remarks.warn("nama", "Di aplikasi sudah pindah atau meninggal; keadaannya tidak diubah.")
        fills = self.candidates.fills(entry.person, resident) if entry.person else {}
        entry.outcome = Outcome.UPDATE if fills else Outcome.SAME


class _Repeated:
    """Who was named before: in earlier rows of the file, and earlier in this chunk."""

    def __init__(self, batch: PeopleImport, entries: Sequence[tuple[Checked, Likeness]]) -> None:
        self.niks: dict[str, int] = {}
        # Person -> line, and whether that row had a NIK.
        self.people: dict[str, tuple[int, bool]] = {}
        self.residents: dict[object, int] = {}
        if not entries:
            return
        first = min(entry.row.line for entry, _ in entries)
        earlier = (
            PeopleImportRow.objects.unscoped("rows of one import")
            .filter(batch=batch, line__lt=first)
            .exclude(outcome__in=[Outcome.REFUSED, Outcome.SKIPPED, ""])
            .order_by("line")
        )
        self.niks |= dict(
            earlier.filter(nik_hash__in=_keys(entries, "nik_hash")).values_list("nik_hash", "line")
        )
        for key, line, nik in earlier.filter(person_hash__in=_keys(entries, "person_hash")).values_list(
            "person_hash", "line", "nik_hash"
        ):
            self.people[key] = line, bool(nik)
        ids = {likeness.resident.pk for _, likeness in entries if likeness.resident}
        self.residents |= dict(earlier.filter(candidate__in=ids).values_list("candidate", "line"))

    def refuse(self, entry: Checked, likeness: Likeness) -> None:
        """Refuse a row whose person an earlier row has named; else remember it."""
        nik, person = entry.keys["nik_hash"], entry.keys["person_hash"]
        if nik and nik in self.niks:
            entry.remarks.refuse("nik", f"NIK ini sudah ada di baris {self.niks[nik]} berkas yang sama.")
            return
        before = self.people.get(person)
        if before is not None and not (nik and before[1]):
            entry.remarks.refuse("nama", f"Orang ini sudah ada di baris {before[0]} berkas yang sama.")
            return
        resident = likeness.resident
        if resident is not None and resident.pk in self.residents:
            line = self.residents[resident.pk]
            entry.remarks.refuse("nama", f"Baris {line} berkas ini sudah cocok dengan warga yang sama.")
            return
        self.people[person] = entry.row.line, bool(nik)
        if nik:
            self.niks[nik] = entry.row.line
        if resident is not None:
            self.residents[resident.pk] = entry.row.line


def keys_of(person: Person, place: Posyandu | None) -> dict[str, str]:
    """The keyed hashes by which rows of one file find each other."""
    who = f"{same_sound_key(person.name)}|{person.birth_date}|{person.sex.value}"
    return {
        "nik_hash": person.nik_hash,
        "person_hash": keyed_hash(f"orang:{who}"),
        "home_hash": home_hash(person, place),
    }


def home_hash(person: Person, place: Posyandu | None) -> str:
    """What the rows of one family share: the KK number, else its head and address; empty where nothing is told."""
    if person.kk:
        return person.kk_hash
    if not person.head_name:
        return ""
    parts = [person.home.get(name, "") for name in ("dusun", "rw", "rt", "address")]
    where = "|".join(part.upper() for part in parts)
    return keyed_hash(f"keluarga:{place.pk if place else ''}|{same_sound_key(person.head_name)}|{where}")


def _keys(entries: Iterable[tuple[Checked, Likeness]], name: str) -> set[str]:
    return {entry.keys[name] for entry, _ in entries if entry.keys[name]}


def _compare(remarks: Remarks, person: Person, resident: Resident) -> None:
    """One NIK, but is it one person? Spelling and one wrong date are noted; another person is refused."""
    same_name = same_person_name(person.name, resident.name)
    same_day = person.birth_date == resident.birth_date
    if person.sex.value != resident.sex or not (same_name or same_day):
        remarks.refuse(
            "nik", f"NIK ini di aplikasi milik {resident.name}, lahir {long_date(resident.birth_date)}."
        )
        return
    if not same_name:
        remarks.warn("nama", f"Di berkas “{person.name}”, di aplikasi “{resident.name}”.")
    if not same_day:
        remarks.warn(
            "tanggal_lahir",
            f"Di berkas {long_date(person.birth_date)}, di aplikasi {long_date(resident.birth_date)}.",
        )
