"""Import a file of residents and households into one Posyandu."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from registry.forms.people_import import unit_for
from registry.importing import batches, upload
from registry.importing.files import FileError
from registry.models import OrgUnit, PeopleImport, PeopleImportRow, PeopleMapping, Posyandu

MOST_SHOWN = 200


class Command(BaseCommand):
    """Checks the file, prints what was found, and writes all good rows; with --dry-run it only checks."""

    help = "Impor berkas warga dan keluarga ke satu Posyandu. Dengan --dry-run hanya memeriksa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="berkas warga (.xls, .xlsx, .csv)")
        parser.add_argument("--posyandu", required=True, help="kode, jalur unit, atau nomor Posyandu")
        parser.add_argument("--mapping", default="", help="nama pemetaan kolom yang tersimpan")
        parser.add_argument("--overwrite", action="store_true", help="timpa isi warga yang sudah ada")
        parser.add_argument("--dry-run", action="store_true", help="hanya memeriksa, tidak menulis")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=cast("IO[str]", self.stdout._out))
        batches.housekeeping()
        posyandu = _posyandu(options["posyandu"])
        batch = _start(options, posyandu)
        if batch.state == PeopleImport.State.COLUMNS:
            batches.cancel(batch.pk)
            raise CommandError(
                "Kolom atau isinya belum dikenal. Cocokkan sekali di layar Impor warga, simpan pemetaannya, "
                "lalu sebutkan namanya dengan --mapping."
            )
        batch = _run(batch, console)
        _print(batch, console)
        if options["dry_run"]:
            batches.cancel(batch.pk)
            console.print("Belum ada yang ditulis.")
            return
        batches.confirm(batch.pk)
        batch = _run(batch, console)
        console.print(
            f"Masuk ke {posyandu}: {batch.counts['warga_baru']} warga baru, "
            f"{batch.counts['warga_dilengkapi']} dilengkapi, {batch.counts['keluarga_baru']} keluarga baru.",
            highlight=False,
        )


def _posyandu(name: str) -> Posyandu:
    found = list(Posyandu.objects.select_related("unit").filter(unit__code=name)[:2])
    if not found:
        wanted: dict[str, int | str] = (
            {"pk": int(name)} if name.isdigit() else {"unit__path": f"/{name.strip('/')}/"}
        )
        found = list(Posyandu.objects.select_related("unit").filter(**wanted)[:2])
    if len(found) != 1:
        raise CommandError(
            f"Ada beberapa Posyandu {name}: sebutkan jalurnya." if found else f"Tidak ada Posyandu {name}."
        )
    return found[0]


def _start(options: dict[str, Any], posyandu: Posyandu) -> PeopleImport:
    unit = unit_for(posyandu, None)
    try:
        found = upload.read(Path(options["file"]).read_bytes())
    except (FileError, OSError) as error:
        raise CommandError(f"{options['file']}: {error}") from error
    batch = batches.start(
        unit=unit,
        posyandu=posyandu,
        user=None,
        upload=found,
        file_name=Path(options["file"]).name,
        overwrite=options["overwrite"],
        mapped=_mapping(unit, options["mapping"]),
    )
    # A mapping that was asked for is taken as it is; what it does not know stays empty.
    return batches.begin_check(batch.pk) if options["mapping"] else batch


def _mapping(unit: OrgUnit, name: str) -> PeopleMapping | None:
    if not name:
        return None
    own = PeopleMapping.objects.unscoped("a command of the server's keeper").filter(unit=unit, name=name)
    mapping = own.first()
    if mapping is None:
        raise CommandError(f"Tidak ada pemetaan “{name}” di {unit}.")
    return mapping


def _run(batch: PeopleImport, console: Console) -> PeopleImport:
    batch = batches.advance(batch.pk)
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("Baris", total=batch.total)
        while batch.is_running:
            progress.update(bar, completed=batch.position)
            batch = batches.advance(batch.pk)
    return batch


def _print(batch: PeopleImport, console: Console) -> None:
    refused = batch.rows.filter(outcome=PeopleImportRow.Outcome.REFUSED).order_by("line")
    if refused:
        table = Table("Baris", "Kolom", "Alasan", title=f"Ditolak: {len(refused)} baris")
        for row in refused[:MOST_SHOWN]:
            for column, reason in row.problems:
                table.add_row(str(row.line), escape(column), escape(reason))
        console.print(table)
    counts = Table(*(outcome.label for outcome in PeopleImportRow.Outcome))
    counts.add_row(*(str(batch.counts[outcome.value]) for outcome in PeopleImportRow.Outcome))
    console.print(counts)
