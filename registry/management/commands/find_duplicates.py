"""Finding people who are in the register twice: the whole register, or a unit and all below it."""

from __future__ import annotations

from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from registry.duplicates import scan_places
from registry.duplicates.scan import PASSES
from registry.models import OrgUnit, Posyandu, Resident

WHY = "counting who goes by"


class Command(BaseCommand):
    help = "Mencari warga yang mungkin terdaftar dua kali dan memperbarui daftar Data ganda."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--unit", metavar="KODE", default="", help="hanya unit ini dan di bawahnya, misalnya P3320080201"
        )

    def handle(self, *, unit: str, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout), highlight=False)
        places = self.places_of(unit) if unit else None
        people = Resident.objects.unscoped(WHY)
        count = (people if places is None else people.filter(posyandu__in=places)).count()
        columns = (
            TextColumn("Membandingkan {task.fields[people]} warga"),
            BarColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("", total=count * PASSES, people=f"{count:,}".replace(",", "."))
            stored = scan_places(places, progress=lambda steps: progress.advance(task, steps))
        console.print(
            f"{stored.added} pasangan baru, {stored.changed} berubah, {stored.removed} tidak mirip lagi."
        )

    def places_of(self, code: str) -> list[int]:
        """Ids of the Posyandu at or below the units with this code. Raises CommandError where there is none."""
        units = list(OrgUnit.objects.filter(code=code))
        if not units:
            raise CommandError(f"Tidak ada unit dengan kode {code}.")
        return [
            pk for unit in units for pk in Posyandu.objects.at_or_below(unit).values_list("pk", flat=True)
        ]
