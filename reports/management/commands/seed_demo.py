"""`manage.py seed_demo`: Kabupaten Jepara's tree, demo logins, and people with visits in a part of it."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from registry.demo.jepara import REGENCY
from registry.demo.logins import DEMO_LOGINS
from registry.demo.tree import build_tree, create_logins
from registry.models import Region, Resident
from registry.rules.life_stage import add_months
from registry.rules.wording import whole
from reports.demo.fill import Plan, Scale, fill, part_of, still_empty


def year_month(text: str) -> date:
    """First day of a month written 2026-10."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise ArgumentTypeError("tulis bulan sebagai 2026-10") from error


class Command(BaseCommand):
    help = "Isi data contoh: pohon unit Kabupaten Jepara, akun demo, warga dan kunjungan rekaan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=list(Scale), default=Scale.SMALL, type=Scale)
        parser.add_argument("--seed", type=int, default=1, help="angka yang sama memberi data yang sama")
        parser.add_argument(
            "--until", type=year_month, help="bulan terakhir, misalnya 2026-10; bawaan: bulan ini"
        )
        parser.add_argument("--months", type=int, default=6)
        parser.add_argument(
            "--if-empty", action="store_true", help="tidak melakukan apa-apa bila sudah ada warga"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Resident.objects.unscoped("whether there is anybody at all").exists():
            self.stdout.write("Data contoh tidak diisi: sudah ada warga.")
            return
        plan = _plan(options)
        if not Region.objects.filter(code=REGENCY).exists():
            call_command("load_regions", stdout=self.stdout)
        build_tree()
        create_logins()
        self._fill(options["scale"], plan)
        if not options["verbosity"]:
            return
        for login in DEMO_LOGINS:
            self.stdout.write(f"  {login.role_label:18} {login.username:14} {login.password}  {login.unit}")

    def _fill(self, scale: Scale, plan: Plan) -> None:
        part = part_of(scale)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        residents = visits = 0
        with Progress(*columns, transient=True) as progress:
            task = progress.add_task("Mengisi Posyandu", total=len(still_empty(part)))
            for stored_residents, stored_visits in fill(part, plan):
                residents += stored_residents
                visits += stored_visits
                progress.advance(task)
        self.stdout.write(f"Data contoh: {whole(residents)} warga, {whole(visits)} kunjungan.")


def _plan(options: dict[str, Any]) -> Plan:
    today = timezone.localdate()
    until = options["until"] or today.replace(day=1)
    if until > today:
        raise CommandError("Bulan terakhir tidak boleh sesudah bulan ini.")
    if options["months"] < 1:
        raise CommandError("Jumlah bulan paling sedikit 1.")
    # Today's session is left for the kader to open.
    return Plan(options["seed"], until, options["months"], before=min(today, add_months(until, 1)))
