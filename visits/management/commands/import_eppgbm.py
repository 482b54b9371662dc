"""Import e-PPGBM's identity and measurement files into one Posyandu."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from registry.models import Posyandu
from visits.importing import batches
from visits.importing.check import Checker
from visits.importing.memory import Checked
from visits.importing.outcome import Status, count
from visits.importing.sheets import FileError, Kind, Row, Sheet


class Command(BaseCommand):
    """Checks both files, prints what writing would do, and writes only with --write."""

    help = "Impor berkas identitas dan pengukuran e-PPGBM ke satu Posyandu. Tanpa --write hanya memeriksa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--posyandu", required=True, help="nomor atau jalur unit Posyandu")
        parser.add_argument("--identity", type=Path, help="berkas identitas (.xls, .xlsx, .csv)")
        parser.add_argument("--measurements", type=Path, help="berkas pengukuran (.xls, .xlsx, .csv)")
        parser.add_argument("--write", action="store_true", help="masukkan semua baris yang baik")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=cast("IO[str]", self.stdout._out))
        posyandu = _posyandu(options["posyandu"])
        rows = batches.in_order(_sheets([options["identity"], options["measurements"]]))
        today = timezone.localdate()
        checked = _check(rows, posyandu, today, console)
        _print_refused(checked, console)
        _print_counts(checked, console)
        if not options["write"]:
            console.print("Belum ada yang ditulis. Tambahkan --write untuk memasukkan semua baris yang baik.")
            return
        batches.write_checked(checked, posyandu=posyandu, user=None, today=today)
        console.print(f"Semua baris yang baik sudah masuk ke {posyandu}.", highlight=False)


def _posyandu(name: str) -> Posyandu:
    wanted: dict[str, int | str] = (
        {"pk": int(name)} if name.isdigit() else {"unit__path": f"/{name.strip('/')}/"}
    )
    posyandu = Posyandu.objects.select_related("unit").filter(**wanted).first()
    if posyandu is None:
        raise CommandError(f"Tidak ada Posyandu {name}.")
    return posyandu


def _sheets(paths: Iterable[str | Path | None]) -> list[Sheet]:
    sheets: dict[Kind, Sheet] = {}
    for path in paths:
        if path is None:
            continue
        try:
            sheet = batches.read_upload(Path(path).read_bytes())
        except (FileError, OSError) as error:
            raise CommandError(f"{path}: {error}") from error
        if sheet.kind in sheets:
            raise CommandError(f"Kedua berkas berisi data {sheet.kind.label.lower()}.")
        sheets[sheet.kind] = sheet
    if not sheets:
        raise CommandError("Sebutkan --identity, --measurements, atau keduanya.")
    return list(sheets.values())


def _check(rows: list[Row], posyandu: Posyandu, today: date, console: Console) -> list[Checked]:
    checker = Checker(posyandu, None, today)
    checked: list[Checked] = []
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("Memeriksa baris", total=len(rows))
        for begin in range(0, len(rows), batches.STEP_ROWS):
            checked += checker.check(rows[begin : begin + batches.STEP_ROWS])
            progress.update(bar, completed=len(checked))
    return checked


def _print_refused(checked: list[Checked], console: Console) -> None:
    refused = [entry.outcome for entry in checked if entry.outcome.status == Status.REFUSED]
    if not refused:
        return
    table = Table("Berkas", "Baris", "Kolom", "Alasan", title=f"Ditolak: {len(refused)} baris")
    for outcome in refused:
        for column, reason in outcome.problems:
            table.add_row(outcome.file, str(outcome.line), escape(column), escape(reason))
    console.print(table)


def _print_counts(checked: list[Checked], console: Console) -> None:
    table = Table("Berkas", *(status.value for status in Status))
    for kind, figures in count(entry.outcome for entry in checked).items():
        table.add_row(Kind(kind).label, *(str(figures[status]) for status in Status))
    console.print(table)
