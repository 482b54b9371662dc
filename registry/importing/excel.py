"""Cells of an Excel file as lines of JSON on standard output; run as a program of its own, the file on standard input.

A line is a text (the name of the sheet that begins) or a list (its next row).

A damaged file, or one stray cell in the far corner of a sheet, can make the reader claim gigabytes or abort. Here
only this process ends. Exit codes: 0 read, 2 locked by a password, 3 not readable.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

LOCKED, BROKEN = 2, 3
MEMORY_BYTES = 1536 * 1024 * 1024
MOST_SHEETS = 5
MOST_COLUMNS = 200


def lines(data: bytes, most_rows: int) -> Iterator[str | list[Any]]:
    """Names and rows of the first sheets; empty rows at the top are kept, so that positions are row numbers."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for name in book.sheet_names[:MOST_SHEETS]:
            yield name
            for row in islice(book.get_sheet_by_name(name).iter_rows(), most_rows):
                yield [_plain(cell) for cell in row[:MOST_COLUMNS]]


def _plain(cell: object) -> Any:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, str | int | float | bool) else str(cell)


def main() -> int:
    """Read standard input, write one line of JSON for each sheet name and row."""
    from python_calamine import CalamineError, PasswordError

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        for line in lines(sys.stdin.buffer.read(), int(sys.argv[1])):
            sys.stdout.write(json.dumps(line) + "\n")
    except PasswordError:
        return LOCKED
    except (CalamineError, ValueError, OSError, MemoryError):
        return BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(main())
