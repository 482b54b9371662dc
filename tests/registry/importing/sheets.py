"""Small files of invented people, and the way of a file into the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from registry.importing import batches, upload
from registry.models import OrgUnit, PeopleImport, PeopleImportRow, Posyandu, Resident, User
from tests.conftest import Village
from tests.visits.importing.files import as_csv, as_xlsx, grid

COLUMNS = (
    "no_kk", "nama_kepala_keluarga", "alamat", "dusun", "rw", "rt", "nik", "nama", "jenis_kelamin", "tanggal_lahir",
    "hubungan", "nama_ibu", "nama_ayah", "hp", "nik_ibu", "riwayat_diri", "posyandu", "jamban", "jamban_saniter",
)  # fmt: skip
KK = "3320081501209901"
SLAMET = "3320081205859901"  # a man born on 12 May 1985
SITI = "3320085003889902"  # a woman born on 10 March 1988


def slamet(**cells: Any) -> dict[str, Any]:
    """The head of the family, unless told otherwise."""
    return {
        "no_kk": KK, "dusun": "Krajan", "rw": "1", "rt": "02", "nik": SLAMET, "nama": "Slamet Riyadi",
        "jenis_kelamin": "L", "tanggal_lahir": "12/05/1985", "hubungan": "Kepala keluarga", "jamban": "Ya",
    } | cells  # fmt: skip


def siti(**cells: Any) -> dict[str, Any]:
    """His wife."""
    return {
        "no_kk": KK, "nik": SITI, "nama": "Siti Aminah", "jenis_kelamin": "P", "tanggal_lahir": "1988-03-10",
        "hubungan": "Istri/suami", "hp": "081200009902",
    } | cells  # fmt: skip


def bima(**cells: Any) -> dict[str, Any]:
    """Their son, who has no NIK yet."""
    return {
        "no_kk": KK, "nama": "Bima Saputra", "jenis_kelamin": "Laki-laki", "tanggal_lahir": "05/03/2026",
        "hubungan": "Anak", "nama_ibu": "Siti Aminah", "nama_ayah": "Slamet Riyadi",
    } | cells  # fmt: skip


def sheet(*rows: dict[str, Any], columns: Sequence[str] = COLUMNS) -> bytes:
    return as_xlsx(grid(columns, *rows))


def text_sheet(*rows: dict[str, Any], columns: Sequence[str] = COLUMNS) -> bytes:
    return as_csv(grid(columns, *rows), ";")


def started(
    village: Village,
    data: bytes,
    *,
    posyandu: Posyandu | None = None,
    by_column: bool = False,
    **options: Any,
) -> PeopleImport:
    """The file uploaded by the officer of the Puskesmas, for Melati 1 unless told otherwise."""
    unit: OrgUnit = options.pop("unit", village.puskesmas)
    user: User | None = options.pop("user", village.officer)
    target = None if by_column else posyandu or village.melati
    return batches.start(unit=unit, posyandu=target, user=user, upload=upload.read(data), **options)


def through(batch: PeopleImport) -> PeopleImport:
    """All steps until somebody has to decide, or all is done."""
    batch = batches.advance(batch.pk)
    while batch.is_running:
        batch = batches.advance(batch.pk)
    return batch


def checked(village: Village, data: bytes, **options: Any) -> PeopleImport:
    batch = started(village, data, **options)
    # A word that nobody knows waits for somebody to say what it means; here nobody does.
    return through(batches.begin_check(batch.pk))


def written(village: Village, data: bytes, **options: Any) -> PeopleImport:
    batch = checked(village, data, **options)
    batches.confirm(batch.pk)
    return through(batch)


def rows_of(batch: PeopleImport) -> list[PeopleImportRow]:
    return list(batch.rows.order_by("line"))


def outcomes(batch: PeopleImport) -> list[str]:
    return [row.outcome for row in rows_of(batch)]


def said(batch: PeopleImport, kind: str = "problems") -> list[tuple[int, str, str]]:
    """(line, column, words) of what was found."""
    return [(row.line, column, words) for row in rows_of(batch) for column, words in row.found(kind)]


def people() -> dict[str, Resident]:
    return {resident.name: resident for resident in Resident.objects.unscoped("test")}
