"""An uploaded file: which sheet and which row names the columns, and the rows under it, one at a time."""

from __future__ import annotations

import json
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, islice
from typing import IO

from django.conf import settings

from registry.importing import cells
from registry.importing.columns import NEEDED
from registry.importing.files import (
    HEADER_ROWS,
    Cell,
    FileError,
    Table,
    check_size,
    is_blank,
    plain,
    tables,
    too_many_rows,
)
from registry.importing.guesses import columns_for

SAMPLES = 3
# A column with more different values than this is no list of codes.
MOST_VALUES = 100
MOST_LETTERS = 300
_NOT_DATA = {"contoh", "bantuan", "daftar"}
_LEAST_COLUMNS = 3


@dataclass
class FileColumn:
    """One named column of the file, with some of its values."""

    at: int
    name: str
    samples: list[str] = field(default_factory=list)
    # Its different values while they are few; None when they are many.
    values: list[str] | None = field(default_factory=list)

    def see(self, cell: Cell) -> None:
        """Remember a value as a sample and as one of the few."""
        words = cells.text(cell)[:80]
        if len(self.samples) < SAMPLES and words not in self.samples:
            self.samples.append(words)
        if self.values is not None and words not in self.values:
            self.values.append(words)
            if len(self.values) > MOST_VALUES:
                self.values = None


@dataclass
class Upload:
    """The named columns and the number of rows of a file; the rows wait in a file without a name."""

    columns: list[FileColumn]
    total: int
    _spool: IO[str]

    def __post_init__(self) -> None:
        weakref.finalize(self, self._spool.close)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """(line as the sheet shows it, cells) of all rows that are not empty."""
        self._spool.seek(0)
        for line in self._spool:
            number, row = json.loads(line)
            yield number, row

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]


def header_key(header: list[str]) -> str:
    """What is the same for two files whose columns have the same names, in whatever order."""
    return sha256("|".join(sorted(plain(name) for name in header)).encode()).hexdigest()


def read(data: bytes) -> Upload:
    """The rows of an uploaded file within the limits of the settings. Raises FileError."""
    check_size(data, settings.IMPORT_MAX_BYTES)
    most = settings.IMPORT_MAX_ROWS
    best: tuple[int, int] | None = None
    for number, table in enumerate(tables(data, most + HEADER_ROWS + 1)):
        top = list(islice(table.rows, HEADER_ROWS))
        at, worth = _header(top)
        if plain(table.name) in _NOT_DATA or at is None:
            continue
        if set(NEEDED) <= set(columns_for(_names(top[at])).values()):
            return _spooled(top[at:], at, table.rows, most)
        if best is None or worth > best[0]:
            best = worth, number
    if best is None:
        raise FileError("Baris judul kolom tidak ditemukan. Baris pertama harus berisi nama tiap kolom.")
    for number, table in enumerate(tables(data, most + HEADER_ROWS + 1)):
        if number == best[1]:
            return _read_unknown(table, most)
    raise AssertionError("a file has the same tables twice")


def _read_unknown(table: Table, most: int) -> Upload:
    top = list(islice(table.rows, HEADER_ROWS))
    at, _ = _header(top)
    assert at is not None
    return _spooled(top[at:], at, table.rows, most)


def _header(top: list[list[Cell]]) -> tuple[int | None, int]:
    """The row that names the columns, and how much speaks for it: known names first, then the number of names."""
    best: int | None = None
    worth = 0
    for at, row in enumerate(top):
        names = [name for name in _names(row) if name and not name.replace(".", "").isdigit()]
        points = 1000 * len(columns_for(names)) + len(names) if len(names) >= _LEAST_COLUMNS else 0
        if points > worth and (best is None or points // 1000 > worth // 1000):
            best, worth = at, points
    return best, worth


def _names(row: list[Cell]) -> list[str]:
    return [" ".join(cells.text(cell).split())[:80] for cell in row]


def _spooled(top: list[list[Cell]], skipped: int, rest: Iterator[list[Cell]], most: int) -> Upload:
    columns = _columns(_names(top[0]))
    spool = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 -- lives as long as the Upload
    total = 0
    for line, row in enumerate(chain(top[1:], rest), start=skipped + 2):
        kept = {column.at: row[column.at] for column in columns if column.at < len(row)}
        if all(is_blank(cell) for cell in kept.values()):
            continue
        total += 1
        if total > most:
            spool.close()
            raise too_many_rows(most)
        for column in columns:
            if not is_blank(kept.get(column.at)):
                column.see(kept[column.at])
        spool.write(json.dumps([line, [_short(kept.get(at)) for at in range(len(row))]]) + "\n")
    if not total:
        spool.close()
        raise FileError("Berkas ini hanya berisi judul kolom, belum ada barisnya.")
    return Upload(columns, total, spool)


def _short(cell: Cell) -> Cell:
    return cell[:MOST_LETTERS] if isinstance(cell, str) else cell


def _columns(names: list[str]) -> list[FileColumn]:
    seen: dict[str, int] = {}
    columns = []
    for at, name in enumerate(names):
        if not plain(name):
            continue
        seen[plain(name)] = seen.get(plain(name), 0) + 1
        again = seen[plain(name)]
        columns.append(FileColumn(at, name if again == 1 else f"{name} ({again})"))
    return columns
