"""Files -> rows: finds the header by its names, whatever the format, the order of columns or the row it stands in."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

Cell = str | int | float | bool | None
Grid = Sequence[Sequence[Cell]]

HEADER_ROWS = 15
READ_SECONDS = 120
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
# An encrypted workbook is a container with this stream, whatever its extension.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = ",;\t|"


class Kind(StrEnum):
    """Which of e-PPGBM's two files."""

    IDENTITY = "identity"
    MEASUREMENTS = "measurements"

    @property
    def label(self) -> str:
        return "Identitas" if self is Kind.IDENTITY else "Pengukuran"


class FileError(ValueError):
    """A file that cannot be used, with a message for the person who sent it."""


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
    if not data.strip():
        raise FileError("Berkas ini kosong. Pilih berkas yang berisi data.")
    if len(data) > most_bytes:
        raise FileError(f"Berkas terlalu besar: paling banyak {most_bytes // (1024 * 1024)} MB.")
    sheet = _first_sheet(_grids(data, most_rows + HEADER_ROWS + 1))
    if not sheet.rows:
        raise FileError("Berkas ini hanya berisi judul kolom, belum ada barisnya.")
    if len(sheet.rows) > most_rows:
        limit = f"{most_rows:,}".replace(",", ".")
        raise FileError(f"Baris terlalu banyak: paling banyak {limit} baris dalam satu berkas.")
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


def plain(name: Cell) -> str:
    """A column name as it is compared: small letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


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


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing a person would see."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\xa0\u200b\ufeff'"))


def _grids(data: bytes, most_rows: int) -> Iterable[Grid]:
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise _locked()
    if data.startswith((_OLE, _ZIP)):
        return _excel_grids(data, most_rows)
    return _csv_grids(_decode(data))


def _excel_grids(data: bytes, most_rows: int) -> Iterable[Grid]:
    from visits.importing import excel

    program = Path(__file__).with_name("excel.py")
    try:
        done = subprocess.run(  # noqa: S603 -- the project's own program, no word of the user's in its arguments
            [sys.executable, "-I", str(program), str(most_rows)],
            input=data,
            capture_output=True,
            timeout=READ_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _broken() from error
    if done.returncode == excel.LOCKED:
        raise _locked()
    if done.returncode != 0:
        raise _broken()
    return [grid for _, grid in json.loads(done.stdout)]


def _csv_grids(text: str) -> Iterator[Grid]:
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise FileError("Berkas ini halaman web, bukan Excel. Buka di Excel, lalu simpan sebagai .xlsx.")
    if "\0" in text:
        raise _broken()
    for delimiter in _DELIMITERS:
        try:
            yield [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
        except csv.Error as error:
            raise _broken() from error


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Older Excel writes CSV in Windows' own encoding; its five undefined bytes must not stop a whole file.
        return data.decode("cp1252", errors="replace")


def _locked() -> FileError:
    return FileError("Berkas ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu unggah lagi.")


def _broken() -> FileError:
    return FileError("Berkas ini tidak dapat dibaca. Buka di Excel, simpan sebagai .xlsx, lalu unggah lagi.")
