"""Migrations: none missing, named by a person, and with a way back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent.parent
OWN_APPS = ("registry", "visits", "reports")
# What makemigrations writes when nobody gives a name.
AUTOMATIC = re.compile(r"_auto_\d|_and_more$|_squashed_\d")


def own_migrations() -> dict[str, Migration]:
    loader = MigrationLoader(connection)
    return {
        f"{app}.{name}": migration
        for (app, name), migration in loader.disk_migrations.items()
        if app in OWN_APPS
    }


def badly_named(names: list[str]) -> list[str]:
    return [name for name in names if AUTOMATIC.search(name)]


def without_way_back(migrations: dict[str, Migration]) -> list[str]:
    """Migrations with a data step that cannot be undone."""
    return [
        name
        for name, migration in migrations.items()
        if any(isinstance(step, (RunPython, RunSQL)) and not step.reversible for step in migration.operations)
    ]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    # Exits with 1, which pytest reports, when a model and its migrations differ.
    call_command("makemigrations", *OWN_APPS, check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_migrations_are_named_and_reversible() -> None:
    migrations = own_migrations()
    assert {name.split(".")[0] for name in migrations} == set(OWN_APPS)
    assert badly_named(list(migrations)) == []
    assert without_way_back(migrations) == []


def test_an_automatic_name_and_a_one_way_step_are_noticed() -> None:
    class OneWay(Migration):
        operations = [RunPython(RunPython.noop)]

    class BothWays(Migration):
        operations = [RunPython(RunPython.noop, RunPython.noop)]

    found = {"one": OneWay("0002_fill", "registry"), "both": BothWays("0003_fill", "registry")}
    assert without_way_back(found) == ["one"]
    names = ["0002_auto_20261101_0900", "0003_remove_visit_a_and_more", "0004_visit_has_a_session"]
    assert badly_named(names) == names[:2]


def test_all_apps_go_back_to_nothing_and_forward_again(tmp_path: Path) -> None:
    script = (
        "import django; django.setup()\n"
        "from django.core.management import call_command as run\n"
        "from django.db import connection\n"
        "run('migrate', verbosity=0)\n"
        f"for app in {OWN_APPS[::-1]!r}: run('migrate', app, 'zero', verbosity=0)\n"
        "print(*sorted(connection.introspection.table_names()))\n"
        "run('migrate', verbosity=0)\n"
        "print(*sorted(connection.introspection.table_names()))\n"
    )
    scratch = {"DATABASE_URL": f"sqlite:///{tmp_path / 'scratch.sqlite3'}", "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **scratch, "DJANGO_SETTINGS_MODULE": "posyandu.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    emptied, filled = (set(line.split()) for line in done.stdout.splitlines())
    own = {model._meta.db_table for app in OWN_APPS for model in apps.get_app_config(app).get_models()}
    assert (emptied & own, own - filled) == (set(), set())
