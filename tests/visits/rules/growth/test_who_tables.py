"""The WHO rows in the repository are WHO's, to the last digit."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from registry.rules.life_stage import Sex
from scripts.extract_who_tables import TABLES, TARGET, table
from visits.rules.growth.who import Table, Tables, tables_for

CHECK_VALUE = "139ef6e18314bc3bbf504f3bc855c7cbf82e2b2e8defc6ae3040256c7411920f"
BY_CENTIMETRE = {"wfl", "wfh"}


def printed(name: str, letter: str, table: Table) -> str:
    lines = []
    for offset, row in enumerate(table.rows):
        x = table.first + offset
        printed_x = f"{x / 10:.1f}" if name in BY_CENTIMETRE else str(x)
        lines.append(f"{name},{letter},{printed_x},{row.power:.4f},{row.median:.4f},{row.variation:.5f}\n")
    return "".join(lines)


def test_committed_tables_have_the_check_value_of_the_extraction() -> None:
    text = "".join(
        printed(name, letter, getattr(tables_for(sex), name))
        for name in Tables._fields
        for letter, sex in (("M", Sex.MALE), ("F", Sex.FEMALE))
    )

    assert len(text) == 747_186
    assert sha256(text.encode()).hexdigest() == CHECK_VALUE


@pytest.mark.parametrize(
    ("name", "first", "rows"),
    [
        ("lhfa", 0, 1857),
        ("wfa", 0, 1857),
        ("bfa", 0, 1857),
        ("hcfa", 0, 1857),
        ("acfa", 91, 1766),
        ("wfl", 450, 651),
        ("wfh", 650, 551),
        ("hfa07", 61, 168),
        ("wfa07", 61, 60),
        ("bfa07", 61, 168),
    ],
)
@pytest.mark.parametrize("sex", Sex)
def test_each_table_starts_and_ends_where_who_says(sex: Sex, name: str, first: int, rows: int) -> None:
    table = getattr(tables_for(sex), name)

    assert (table.first, len(table.rows)) == (first, rows)


def test_extracting_again_gives_the_committed_file() -> None:
    content = json.loads((Path(__file__).parents[4] / TARGET).read_text(encoding="ascii"))
    committed = content["editions"][0]["rows"]

    assert committed == {name: table(name, module) for name, module in TABLES.items()}
