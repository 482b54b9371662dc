"""Identity rows against the register: a new child, one already known, or one that cannot be let in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from registry.models import Household, Resident
from registry.models.fields import keyed_hash
from registry.rules.life_stage import Sex
from registry.rules.names import search_key
from registry.rules.wording import long_date
from visits.importing import cells
from visits.importing.memory import Checked, Memory, refused, residents_by_nik
from visits.importing.outcome import Status
from visits.importing.rows import Child, PersonKey, Remarks, is_left_out, read_child
from visits.importing.sheets import Row


class ChildChecker:
    """Says what writing each identity row would do."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def check(self, rows: Sequence[Row]) -> list[Checked]:
        """Check the next rows of the identity file."""
        read = [(row, remarks := Remarks(row.cells), read_child(remarks, self.memory.today)) for row in rows]
        children = [child for _, _, child in read if child is not None]
        by_nik = residents_by_nik(child.nik for child in children)
        by_key = self._residents_by_key(children)
        numbers = _known_numbers(child.kk for child in children)
        checked = []
        for row, remarks, child in read:
            found = self._check_child(row, remarks, child)
            if child is not None and found.outcome.status != Status.SKIPPED:
                resident = self._match(remarks, child, by_nik, by_key)
                if not remarks.problems:
                    self._settle_child(found, child, resident, numbers)
            self.memory.add(found.outcome)
            checked.append(found)
        return checked

    def _check_child(self, row: Row, remarks: Remarks, child: Child | None) -> Checked:
        found = Checked(refused(row, remarks), child)
        found.outcome.nik = _nik_or_nothing(row)
        if left_out := is_left_out(row.cells):
            found.outcome.status, found.outcome.problems = Status.SKIPPED, []
            found.outcome.warnings = [("hapus/pindah", left_out)]
        elif child is not None:
            found.outcome.name = child.name
            found.outcome.born, found.outcome.sex = child.birth_date.isoformat(), child.sex.value
            self._refuse_repeated(remarks, child)
        return found

    def _match(
        self, remarks: Remarks, child: Child, by_nik: dict[str, Resident], by_key: dict[PersonKey, Resident]
    ) -> Resident | None:
        """The resident this row speaks of: by NIK, else by name, birth date and sex where one has no NIK."""
        resident = by_nik.get(keyed_hash(child.nik)) if child.nik else None
        if resident is not None:
            self._compare(remarks, child, resident)
            return resident
        resident = by_key.get(child.key)
        # Another NIK under the same name and birth date is another child.
        if (
            resident is not None
            and child.nik
            and (resident.nik_hash or str(resident.pk) in self.memory.claimed)
        ):
            return None
        return resident

    def _refuse_repeated(self, remarks: Remarks, child: Child) -> None:
        same_nik = self.memory.children.get(child.nik) if child.nik else None
        same_person = self.memory.people.get(child.key)
        if same_nik is not None and same_nik.is_good:
            remarks.refuse("NIK", f"NIK ini sudah ada di baris {same_nik.line} berkas yang sama.")
        elif same_person is not None and not (child.nik and same_person.nik):
            remarks.refuse("nama_anak", f"Anak ini sudah ada di baris {same_person.line} berkas yang sama.")

    def _compare(self, remarks: Remarks, child: Child, resident: Resident) -> None:
        if resident.posyandu_id != self.memory.posyandu.pk:
            remarks.refuse("NIK", f"NIK ini terdaftar di {self.memory.whereabouts(resident)}.")
            return
        if search_key(child.name) != search_key(resident.name):
            remarks.refuse("nama_anak", f"Di berkas “{child.name}”, di aplikasi “{resident.name}”.")
        if child.birth_date != resident.birth_date:
            stored = long_date(resident.birth_date)
            remarks.refuse("tgl_lahir", f"Di berkas {long_date(child.birth_date)}, di aplikasi {stored}.")
        if child.sex.value != resident.sex:
            stored = Sex(resident.sex).label
            remarks.refuse("jenis_kelamin", f"Di berkas {child.sex.label}, di aplikasi {stored}.")

    def _settle_child(
        self, found: Checked, child: Child, resident: Resident | None, numbers: set[str]
    ) -> None:
        found.resident = resident
        if resident is None:
            found.outcome.status = Status.NEW
            return
        found.outcome.resident = str(resident.pk)
        found.person_fills = _person_fills(child, resident)
        found.home_fills = self._home_fills(child, resident.household, numbers)
        fills = bool(found.person_fills or found.home_fills)
        found.outcome.status = Status.UPDATED if fills else Status.SAME

    def _home_fills(self, child: Child, home: Household | None, numbers: set[str]) -> dict[str, str]:
        given = {name: value for name, value in (child.home | {"kk": child.kk}).items() if value}
        if home is None:
            return given
        if home.posyandu_id != self.memory.posyandu.pk:
            return {}
        if child.kk and keyed_hash(child.kk) in numbers:
            # The number is that of a household already stored: this one cannot have it too.
            del given["kk"]
        return {name: value for name, value in given.items() if not getattr(home, name)}

    def _residents_by_key(self, children: Sequence[Child]) -> dict[PersonKey, Resident]:
        own = Resident.objects.unscoped("rows of a Posyandu the importer may write").filter(
            posyandu=self.memory.posyandu,
            name_key__in={child.key[0] for child in children},
            birth_date__in={child.birth_date for child in children},
        )
        return {
            (resident.name_key, resident.birth_date, resident.sex): resident
            for resident in own.select_related("household", "mother")
        }


def _person_fills(child: Child, resident: Resident) -> dict[str, Any]:
    known_mother = {"mother_name"} if resident.mother_id else set()
    fills = {
        name: value
        for name, value in child.person.items()
        if value not in (None, "") and getattr(resident, name) in (None, "") and name not in known_mother
    }
    return fills | ({"nik": child.nik} if child.nik and not resident.nik_hash else {})


def _known_numbers(numbers: Iterable[str]) -> set[str]:
    hashes = {keyed_hash(kk) for kk in numbers if kk}
    found = Household.objects.unscoped("a KK number is unique everywhere").filter(kk_hash__in=hashes)
    return {str(value) for value in found.values_list("kk_hash", flat=True)}


def _nik_or_nothing(row: Row) -> str:
    try:
        return cells.nik(row.cells.get("NIK"))
    except cells.CellError:
        return ""
