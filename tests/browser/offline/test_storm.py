"""A small storm: real browsers, the real server and everything that goes wrong; `make offline-test` is the big one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from registry.ids import new_id

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[3]
SAVES = 150


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Address of an empty database of its own, of the kind that the suite runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'storm.sqlite3'}"
        return
    name, about = f"storm_{new_id().hex}", connection.settings_dict
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield f"postgres://{about['USER']}:{about['PASSWORD']}@{about['HOST']}:{about['PORT']}/{name}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_nothing_is_lost_or_doubled_in_a_small_storm_and_the_check_sees_what_is_spoilt_on_purpose(
    database: str, tmp_path: Path
) -> None:
    settings = {
        "DATABASE_URL": database,
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tests.storm.settings",
    }
    options = ["--seed", "7", "--saves", str(SAVES), "--people", "24", "--phones", "3"]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.storm.cli", *options],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = ended.stdout.splitlines()
    assert (ended.returncode, lines[-1]) == (0, "LULUS"), ended.stdout + ended.stderr
    said = dict(line.rsplit(maxsplit=1) for line in lines if line[:1].islower())
    counts = {name.strip(): count for name, count in said.items()}
    assert int(counts["saves"]) >= SAVES
    proofs = [line for line in lines if line.startswith("Bukti: ")]
    assert len(proofs) == 8
    assert not [line for line in proofs if ": 0 keluhan" in line]
