"""Files -> tables of cells, whatever the format; Excel is read by a process of its own with limited memory."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from registry.importing import excel

Cell = str | int | float | bool | None
Grid = Sequence[Sequence[Cell]]

HEADER_ROWS = 15
READ_SECONDS = 120
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
# An encrypted workbook is a container with this stream, whatever its extension.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = ",;\t|"


class FileError(ValueError):
    """A file that cannot be used, with a message for the person who sent it."""


@dataclass(frozen=True)
class Table:
    """One sheet of a workbook, or a CSV file by one delimiter; `rows` can be read once."""

    name: str
    rows: Iterator[list[Cell]]


def check_size(data: bytes, most_bytes: int) -> None:
    """Raise FileError for an empty file or one that is too large."""
    if not data.strip():
        raise FileError("Berkas ini kosong. Pilih berkas yang berisi data.")
    if len(data) > most_bytes:
        raise FileError(f"Berkas terlalu besar: paling banyak {most_bytes // (1024 * 1024)} MB.")


def too_many_rows(most_rows: int) -> FileError:
    """What to tell the person who sent more rows than the settings allow."""
    limit = f"{most_rows:,}".replace(",", ".")
    return FileError(f"Baris terlalu banyak: paling banyak {limit} baris dalam satu berkas.")


@lru_cache(maxsize=1 << 12, typed=True)
def plain(name: Cell) -> str:
    """A column name or a code as it is compared: small letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing a person would see."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\xa0\u200b\ufeff'"))


def grids(data: bytes, most_rows: int) -> Iterator[Grid]:
    """The tables of a file, each held in memory. Raises FileError."""
    for table in tables(data, most_rows):
        yield list(table.rows)


def tables(data: bytes, most_rows: int) -> Iterator[Table]:
    """The tables of a file, row by row; a table not read to its end is skipped. Raises FileError, also while reading.

    Sheets give at most `most_rows` rows. A CSV file is one table for each delimiter it may have been written with.
    """
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise _locked()
    return _excel(data, most_rows) if data.startswith((_OLE, _ZIP)) else _csv(_decode(data))


def _excel(data: bytes, most_rows: int) -> Iterator[Table]:
    program = Path(__file__).with_name("excel.py")
    with tempfile.TemporaryFile() as found:
        try:
            done = subprocess.run(  # noqa: S603 -- the project's own program, no word of the user's in its arguments
                [sys.executable, "-I", str(program), str(most_rows)],
                input=data,
                stdout=found,
                stderr=subprocess.DEVNULL,
                timeout=READ_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _broken() from error
        if done.returncode == excel.LOCKED:
            raise _locked()
        if done.returncode != 0:
            raise _broken()
        found.seek(0)
        yield from _by_sheet(json.loads(line) for line in found)


def _by_sheet(lines: Iterator[str | list[Cell]]) -> Iterator[Table]:
    waiting: list[str] = []

    def rows() -> Iterator[list[Cell]]:
        for line in lines:
            if isinstance(line, str):
                waiting.append(line)
                return
            yield line

    first = next(lines, None)
    if isinstance(first, str):
        waiting.append(first)
    while waiting:
        table = Table(waiting.pop(), rows())
        yield table
        for _ in table.rows:
            pass


def _csv(text: str) -> Iterator[Table]:
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise FileError("Berkas ini halaman web, bukan Excel. Buka di Excel, lalu simpan sebagai .xlsx.")
    if "\0" in text:
        raise _broken()
    for delimiter in _DELIMITERS:
        yield Table("", _csv_rows(text, delimiter))


def _csv_rows(text: str, delimiter: str) -> Iterator[list[Cell]]:
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield list(row)
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
