"""Cells of an Excel file as JSON on standard output; run as a program of its own, the file on standard input.

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
from typing import Any

LOCKED, BROKEN = 2, 3
MEMORY_BYTES = 1536 * 1024 * 1024
MOST_SHEETS = 5
MOST_COLUMNS = 200


def sheets(data: bytes, most_rows: int) -> Iterator[tuple[str, list[list[Any]]]]:
    """Name and rows of the first sheets; empty rows at the top are kept, so that positions are row numbers."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for name in book.sheet_names[:MOST_SHEETS]:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=most_rows)
            yield name, [[_plain(cell) for cell in row[:MOST_COLUMNS]] for row in rows]


def _plain(cell: object) -> Any:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, str | int | float | bool) else str(cell)


def main() -> int:
    """Read standard input, write [[sheet name, rows], ...]."""
    from python_calamine import CalamineError, PasswordError

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        found = list(sheets(sys.stdin.buffer.read(), int(sys.argv[1])))
    except PasswordError:
        return LOCKED
    except (CalamineError, ValueError, OSError, MemoryError):
        return BROKEN
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
