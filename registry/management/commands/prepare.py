"""Everything between installed packages and a running server, in one process: starting Python costs a second."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.table import Table

from registry.demo.logins import DEMO_LOGINS, DemoLogin

# Parts of packages that no page uses. Compressing them would take longer than all other preparation.
NOT_SERVED = [
    "redoc",
    "*.rtl.*",
    "bootstrap-grid*",
    "bootstrap-reboot*",
    "bootstrap-utilities*",
    "bootstrap.esm*",
]


class Command(BaseCommand):
    help = (
        "Menyiapkan basis data, kode wilayah, data contoh, dan berkas statis; yang sudah siap tidak diulang."
    )

    # The checks import every page, which the server does a moment later anyway.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="jangan isi data contoh")

    def handle(self, *, no_demo: bool, **options: Any) -> None:
        self.console = Console(highlight=False)
        self.migrate()
        call_command("load_regions", stdout=self.stdout)
        if not no_demo and awaits_demo():
            call_command("seed_demo", if_empty=True, verbosity=0, stdout=self.stdout)
        if "recount" in get_commands():
            call_command("recount", stdout=self.stdout)
        self.collect_static()
        self.welcome(show_logins=not no_demo)

    def migrate(self) -> None:
        """Migrate when the database lacks a migration, and create the cache table."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.console.print("Menyiapkan tabel basis data ...")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)

    def collect_static(self) -> None:
        """Collect static files when the list of sources, or a size or date in it, is not what it was."""
        stamp = Path(settings.STATIC_ROOT) / ".sources.sha256"
        fingerprint = static_fingerprint()
        if stamp.exists() and stamp.read_text() == fingerprint:
            return
        self.console.print("Mengumpulkan berkas statis ...")
        # Without clearing: pages opened before an update still ask for the files of before.
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)
        stamp.write_text(fingerprint)

    def welcome(self, *, show_logins: bool) -> None:
        """Print the address and, where demo users exist, how to log in as each of them."""
        if show_logins and (logins := existing_demo_logins()):
            table = Table(
                "Masuk sebagai", "Nama pengguna", "Kata sandi", "Wilayah", box=None, padding=(0, 2, 0, 0)
            )
            for login in logins:
                table.add_row(login.role_label, login.username, login.password, login.unit)
            self.console.print("\nAkun contoh:")
            self.console.print(table)
        address = f"http://{browser_host(os.environ.get('HOST', ''))}:{os.environ.get('PORT', '8000')}/"
        self.console.print(f"\nBuka {address} di peramban. Ctrl+C menghentikan.\n", soft_wrap=True)


def browser_host(host: str) -> str:
    """What a browser on this machine calls the host that the server listens on."""
    if host in ("", "0.0.0.0", "::", "[::]"):  # noqa: S104 - compared with, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def static_fingerprint() -> str:
    """A hash over path, size and date of every static file that the finders see."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(NOT_SERVED):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def awaits_demo() -> bool:
    """Whether nobody works here yet, or only the demonstration's people: an interrupted one is finished."""
    return not get_user_model().objects.exists() or bool(existing_demo_logins())


def existing_demo_logins() -> list[DemoLogin]:
    """The demo users that are in the database and may log in."""
    names = [login.username for login in DEMO_LOGINS]
    users = get_user_model().objects.filter(username__in=names, is_active=True)
    present = set(users.values_list("username", flat=True))
    return [login for login in DEMO_LOGINS if login.username in present]
