"""Files -> rows: finds the header by its names, whatever the format, the order of columns or the row it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from registry.importing.files import (
    HEADER_ROWS,
    Cell,
    FileError,
    Grid,
    check_size,
    grids,
    is_blank,
    plain,
    too_many_rows,
)

__all__ = ["Cell", "FileError", "Grid", "Kind", "Row", "Sheet", "is_blank", "plain", "read_sheet"]


class Kind(StrEnum):
    """Which of e-PPGBM's two files."""

    IDENTITY = "identity"
    MEASUREMENTS = "measurements"

    @property
    def label(self) -> str:
        return "Identitas" if self is Kind.IDENTITY else "Pengukuran"


@dataclass(frozen=True)
class Row:
    """One row: its number as the sheet shows it, and its cells by column name."""

    kind: Kind
    line: int
    cells: dict[str, Cell]


@dataclass
class Sheet:
    """The rows of one file that are not empty, and the columns that nothing is done with."""

    kind: Kind
    rows: list[Row] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


# Columns that are read, with other spellings met in files; compared without case, spaces and underscores.
COLUMNS: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.IDENTITY: {
        "anak_ke": (),
        "tgl_lahir": ("tanggallahir",),
        "jenis_kelamin": ("jk",),
        "nomor_KK": ("nokk", "kk"),
        "NIK": ("nikanak",),
        "nama_anak": ("nama", "namabalita"),
        "usia_hamil": (),
        "berat_lahir": ("bblahir",),
        "panjang_lahir": ("pblahir", "tblahir"),
        "nama_ortu": ("namaibu", "namaorangtua"),
        "hp_ortu": ("nohp", "hp"),
        "alamat": (),
        "rt": (),
        "rw": (),
        "hapus": (),
        "pindah": (),
    },
    Kind.MEASUREMENTS: {
        "NIK": ("nikanak",),
        "nama_anak": ("nama", "namabalita"),
        "TANGGALUKUR": ("tglukur", "tanggalpengukuran", "tglpengukuran"),
        "BERAT": ("bb", "beratbadan"),
        "TINGGI": ("tb", "pb", "tinggibadan"),
        "LILA": (),
        "lingkar_kepala": ("lk",),
        "Pitting_edema": ("edema", "oedema"),
        "CARAUKUR": (),
    },
}
NEEDED: dict[Kind, tuple[str, ...]] = {
    Kind.IDENTITY: ("tgl_lahir", "jenis_kelamin", "nama_anak"),
    Kind.MEASUREMENTS: ("NIK", "TANGGALUKUR", "BERAT", "TINGGI"),
}
# A row number is no information that could get lost.
_NEVER_MISSED = {"no", "nomor"}


def read_sheet(data: bytes, *, most_bytes: int, most_rows: int) -> Sheet:
    """The rows of an identity or measurement file. Raises FileError with a plain message."""
    check_size(data, most_bytes)
    sheet = _first_sheet(grids(data, most_rows + HEADER_ROWS + 1))
    if not sheet.rows:
        raise FileError("Berkas ini hanya berisi judul kolom, belum ada barisnya.")
    if len(sheet.rows) > most_rows:
        raise too_many_rows(most_rows)
    return sheet


def _first_sheet(grids: Iterable[Grid]) -> Sheet:
    incomplete: FileError | None = None
    for grid in grids:
        try:
            sheet = _sheet(grid)
        except FileError as error:
            incomplete = incomplete or error
            continue
        if sheet is not None:
            return sheet
    raise incomplete or FileError(
        "Judul kolom tidak dikenali. Berkas identitas perlu kolom tgl_lahir, jenis_kelamin dan nama_anak; "
        "berkas pengukuran perlu kolom NIK, TANGGALUKUR, BERAT dan TINGGI."
    )


def _sheet(grid: Grid) -> Sheet | None:
    """The sheet under the first complete header row; None where there is none. Raises FileError for half a one."""
    almost: FileError | None = None
    for position, header in enumerate(grid[:HEADER_ROWS]):
        for kind in Kind:
            places = _places(kind, header)
            missing = [name for name in NEEDED[kind] if name not in places]
            if not missing:
                return _read_rows(kind, places, grid, position)
            if len(places) >= 4 and len(missing) < len(NEEDED[kind]):
                almost = FileError(
                    f"Kolom {', '.join(missing)} tidak ada di baris judul (baris {position + 1})."
                )
    if almost:
        raise almost
    return None


def _places(kind: Kind, header: Sequence[Cell]) -> dict[str, int]:
    seen: dict[str, int] = {}
    for position, name in enumerate(header):
        seen.setdefault(plain(name), position)
    found = {}
    for name, others in COLUMNS[kind].items():
        spelling = next((text for text in (plain(name), *others) if text in seen), None)
        if spelling is not None:
            found[name] = seen[spelling]
    return found


def _read_rows(kind: Kind, places: dict[str, int], grid: Grid, header: int) -> Sheet:
    used = set(places.values())
    sheet = Sheet(kind)
    filled = {
        position
        for row in grid[header + 1 :]
        for position, cell in enumerate(row)
        if position not in used and not is_blank(cell)
    }
    sheet.unused = [
        str(name).strip()
        for position, name in enumerate(grid[header])
        if position in filled and plain(name) and plain(name) not in _NEVER_MISSED
    ]
    for line, row in enumerate(grid[header + 1 :], start=header + 2):
        cells = {name: row[at] for name, at in places.items() if at < len(row) and not is_blank(row[at])}
        # A row that holds only its number is a blank row of the template.
        if cells:
            sheet.rows.append(Row(kind, line, cells))
    return sheet
