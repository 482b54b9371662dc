"""The tables of the rules in one piece: complete, the same at every call, another after any change."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from visits.rules import book
from visits.rules.book import Override
from visits.rules.export import as_text, bundle, content_hash

ROOT = Path(__file__).parents[3]
DECIDED = Override("blood_pressure", "high_systolic", 135, valid_from=date(2026, 10, 1))


def test_every_table_and_the_curves_are_in_it_with_all_editions() -> None:
    tables = bundle()["tables"]

    assert set(book.table_names()) | {"who_growth", "growth", "life_stage", "nik", "region"} <= tables.keys()
    for name in book.table_names():
        assert tables[name]["editions"] == book.read_table(name)["editions"]


def test_the_same_content_has_the_same_name() -> None:
    assert as_text(bundle()) == as_text(bundle())
    assert bundle()["version"] == content_hash()


def test_a_decision_of_the_kabupaten_is_in_it_and_changes_its_name() -> None:
    decided = bundle([DECIDED])

    assert decided["overrides"] == [
        {
            "table": "blood_pressure",
            "path": ["card", "high", 0, "systolic"],
            "value": 135,
            "valid_from": "2026-10-01",
            "valid_until": None,
        }
    ]
    assert decided["version"] == content_hash([DECIDED]) != content_hash()


def test_the_command_line_prints_it_without_django() -> None:
    script = (
        "import runpy, sys\n"
        "runpy.run_module('visits.rules.export', run_name='__main__')\n"
        "assert 'django' not in sys.modules"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert json.loads(printed.stdout) == json.loads(as_text(bundle()))
