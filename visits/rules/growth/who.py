"""The LMS rows of WHO, read once from tables/who_growth.json (made by scripts/extract_who_tables.py).

Sources: WHO Child Growth Standards 2006 (day 0 to 1856, weight for length 45.0 to 110.0 cm, weight for height 65.0
to 120.0 cm) and WHO Reference 2007 (month 61 to 228; weight for age to month 120).
"""

from __future__ import annotations

import json
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from registry.rules.life_stage import Sex

_FILE = Path(__file__).parent.parent / "tables" / "who_growth.json"
# In the file, L, M and S are whole numbers, each written as the difference from the one before.
_SCALES = {"l": 10_000, "m": 10_000, "s": 100_000}


class Row(NamedTuple):
    """WHO's L (power), M (median, in the unit of the index) and S (coefficient of variation) of one x."""

    power: float
    median: float
    variation: float


class Table(NamedTuple):
    """Rows of one index and sex; `first` is the x of row 0, in days, months or tenths of a centimetre."""

    first: int
    rows: list[Row]


class Tables(NamedTuple):
    """Every table of one sex, under WHO's short names (07 = reference of 2007)."""

    lhfa: Table
    wfa: Table
    bfa: Table
    hcfa: Table
    acfa: Table
    wfl: Table
    wfh: Table
    hfa07: Table
    wfa07: Table
    bfa07: Table


@cache
def tables_for(sex: Sex) -> Tables:
    """The decoded tables of one sex: WHO's rows of 2006 and 2007. The file is read on the first call only."""
    raw = _read()
    columns = ((raw[name]["first"], raw[name][sex.value]) for name in Tables._fields)
    return Tables(*(Table(first, _decode(rows)) for first, rows in columns))


def exported() -> dict[str, Any]:
    """The file's content (WHO's rows) and how to read it, for a reader in another language."""
    return {"scales": _SCALES, "indices": _read()}


@cache
def _read() -> dict[str, Any]:
    # WHO's curves have had one edition; a second one would be chosen by the day, as the other tables are.
    (edition,) = json.loads(_FILE.read_text(encoding="ascii"))["editions"]
    rows: dict[str, Any] = edition["rows"]
    return rows


def _decode(columns: dict[str, list[int]]) -> list[Row]:
    power, median, variation = (
        [value / scale for value in accumulate(columns[name])] for name, scale in _SCALES.items()
    )
    return [Row(*row) for row in zip(power, median, variation, strict=True)]
