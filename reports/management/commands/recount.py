"""Count the months that a crash left due."""

from typing import Any

from django.core.management.base import BaseCommand

from reports import recap


class Command(BaseCommand):
    help = "Menghitung bulan yang ditandai perlu dihitung tetapi belum sempat."

    def handle(self, *args: Any, **options: Any) -> None:
        if counted := recap.recount_due():
            self.stdout.write(f"{counted} bulan dihitung.")
