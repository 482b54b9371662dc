"""Count every month again from the visits and compare with what is stored."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track
from rich.table import Table

from registry.models import Posyandu
from registry.rules.wording import month_name
from reports import recap, verify


def month_argument(text: str) -> date:
    """2026-10 as the first day of that month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise CommandError("Tulis bulan seperti 2026-10.") from error


class Command(BaseCommand):
    help = (
        "Menghitung ulang semua rekap dari kunjungan dan menampilkan perbedaannya; keluar dengan 1 bila ada."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bulan", type=month_argument, help="Hanya bulan ini (2026-10).")
        parser.add_argument("--unit", default="", help="Hanya Posyandu di bawah jalur unit ini (/33.20/...).")
        parser.add_argument(
            "--turunan", action="store_true", help="Periksa juga z-score, kategori, dan tanda tiap kunjungan."
        )
        parser.add_argument("--perbaiki", action="store_true", help="Simpan hasil hitungan ulang.")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console()
        places = Posyandu.objects.filter(unit__path__startswith=options["unit"])
        names = {place.pk: str(place) for place in places.select_related("unit")}
        months = [options["bulan"]] if options["bulan"] else recap.months_with_data()
        table = Table("Bulan", "Posyandu", "Rekap", "JK", "Kolom", "Tersimpan", "Seharusnya")
        for month in track(months, "Menghitung ulang", console=console, disable=not console.is_terminal):
            for model, pk, sex, field, stored, counted in recap.differences(month, names):
                table.add_row(month_name(month), names[pk], model, sex, field, str(stored), str(counted))
            if options["perbaiki"]:
                recap.recount(month, recap.counted_or_visited(month, names))
        wrong = list(verify.underived(names)) if options["turunan"] else []
        for visit_id, columns in wrong:
            console.print(f"Kunjungan {visit_id}: {', '.join(columns)} tidak sesuai aturan.")
        if table.row_count:
            console.print(table)
        differences = table.row_count + len(wrong)
        console.print(f"{len(months)} bulan, {len(names)} Posyandu diperiksa: {differences} perbedaan.")
        if differences:
            sys.exit(1)
