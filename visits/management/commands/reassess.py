"""`manage.py reassess --from 2026-01-01 --until 2026-03-31 --unit 33.20`: derive again after a rule or a table changed.

What was shown before stays readable as a revision of the visit. An interrupted run goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from rich.progress import Progress

from registry.models import OrgUnit, Resident
from visits import services
from visits.models import Reassessment, RuleOverride
from visits.rules.book import CURRENT

BATCH = 100


class Command(BaseCommand):
    help = "Hitung ulang hasil kunjungan setelah aturan berubah; hasil lama tersimpan sebagai revisi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="first", type=_day, required=True, help="hari pertama (2026-01-31)"
        )
        parser.add_argument("--until", dest="last", type=_day, help="hari terakhir; tanpa ini: hari ini")
        parser.add_argument("--unit", help="kode unit (33.20) atau jalurnya; tanpa ini: semua")

    def handle(self, *, first: date, last: date | None, unit: str | None, **options: Any) -> None:
        last = last or timezone.localdate()
        if last < first:
            raise CommandError("--until sebelum --from.")
        found = _unit(unit) if unit else None
        run = _open_run(first, last, found)
        people = _people(first, last, found)
        total = people.count()
        show = self._bar if self.stdout.isatty() else self._lines
        with show(run.people, total) as told:
            for batch in _batches(_after(people, run)):
                _derive(run, batch, (first, last))
                told(run.people)
        run.finished_at = timezone.now()
        run.save(update_fields=["finished_at"])
        self.stdout.write(f"Selesai: {run.people} warga, {run.visits_changed} kunjungan berubah.")

    @contextmanager
    def _bar(self, done: int, total: int) -> Iterator[Callable[[int], None]]:
        """A bar that moves in place, for somebody who looks at it."""
        with Progress(transient=True) as progress:
            task = progress.add_task("Menghitung ulang", total=total, completed=done)
            yield lambda now: progress.update(task, completed=now)

    @contextmanager
    def _lines(self, done: int, total: int) -> Iterator[Callable[[int], None]]:
        """A line for each whole percent, for a log."""
        said = _percent(done, total)

        def tell(now: int) -> None:
            nonlocal said
            if _percent(now, total) > said:
                said = _percent(now, total)
                self.stdout.write(f"Menghitung ulang: {now} dari {total} warga ({said}%).")

        yield tell


def _percent(done: int, total: int) -> int:
    return 100 * done // total if total else 100


@transaction.atomic
def _derive(run: Reassessment, batch: list[Resident], days: tuple[date, date]) -> None:
    """One batch and the place it ends at, both or neither."""
    run.visits_changed += services.reassess(batch, between=days)
    run.people += len(batch)
    run.after_posyandu, run.after_resident = batch[-1].posyandu_id, batch[-1].pk
    run.save(update_fields=["visits_changed", "people", "after_posyandu", "after_resident"])


def _open_run(first: date, last: date, unit: OrgUnit | None) -> Reassessment:
    """The run of the same scope that was interrupted, else a new one; other rules make another scope."""
    decisions = RuleOverride.objects.order_by("-changed_at").values_list("changed_at", flat=True).first()
    rules = f"{CURRENT.version} {decisions or '-'}"
    scope = f"{first} sampai {last}, {unit.path if unit else 'semua'}, {rules}"
    return Reassessment.objects.get_or_create(scope=scope, finished_at=None)[0]


def _people(first: date, last: date, unit: OrgUnit | None) -> QuerySet[Resident]:
    """Everybody with a visit in the range that counts or took place in the unit, Posyandu by Posyandu."""
    residents = Resident.objects.unscoped("a command of the operator")
    in_range = Q(visits__date__gte=first, visits__date__lte=last, visits__cancelled_at__isnull=True)
    if unit is not None:
        in_range &= Q(visits__home_posyandu__unit__path__startswith=unit.path) | Q(
            posyandu__unit__path__startswith=unit.path
        )
    return residents.filter(in_range).order_by("posyandu_id", "pk").distinct()


def _after(people: QuerySet[Resident], run: Reassessment) -> QuerySet[Resident]:
    if run.after_resident is None:
        return people
    same = Q(posyandu_id=run.after_posyandu, pk__gt=run.after_resident)
    return people.filter(same | Q(posyandu_id__gt=run.after_posyandu))


def _batches(people: QuerySet[Resident]) -> Iterator[list[Resident]]:
    """At most BATCH people of one Posyandu, so that its months are counted again only a few times."""
    for _, group in groupby(people.iterator(chunk_size=BATCH), lambda person: person.posyandu_id):
        batch: list[Resident] = []
        for person in group:
            batch.append(person)
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch


def _unit(text: str) -> OrgUnit:
    units = OrgUnit.objects.filter(Q(code=text) | Q(path=text) | Q(region=text))[:2]
    if len(units) != 1:
        raise CommandError(f"Unit {text} tidak ditemukan, atau ada beberapa; pakai jalurnya.")
    return units[0]


def _day(text: str) -> date:
    return date.fromisoformat(text)
