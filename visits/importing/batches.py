"""The way of an import: start, check in steps, then write all good rows or throw everything away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry.models import Posyandu, Resident, User
from visits.importing.check import Checker
from visits.importing.memory import Checked
from visits.importing.outcome import Outcome, Status, count
from visits.importing.sheets import Kind, Row, Sheet, read_sheet
from visits.importing.write import write
from visits.models import ImportBatch

STEP_ROWS = 200
# Rows looked up together when everything is checked at once.
CHUNK_ROWS = 500


class ChangedMeanwhile(Exception):
    """The register changed after the preview was made; the preview has been made again."""


class AlreadyFinished(Exception):
    """The batch was written or cancelled before."""


def read_upload(data: bytes) -> Sheet:
    """The rows of an uploaded file within the limits of the settings. Raises FileError."""
    return read_sheet(data, most_bytes=settings.IMPORT_MAX_BYTES, most_rows=settings.IMPORT_MAX_ROWS)


def in_order(sheets: Iterable[Sheet]) -> list[Row]:
    """All rows, identity first: measurements refer to the children it names."""
    return [row for kind in Kind for sheet in sheets if sheet.kind is kind for row in sheet.rows]


@transaction.atomic
def start(*, posyandu: Posyandu, user: User, sheets: Sequence[Sheet], names: dict[Kind, str]) -> ImportBatch:
    """Keep the rows of the uploaded files, unchecked; the data of abandoned imports goes."""
    for old in ImportBatch.objects.unscoped("housekeeping").abandoned():
        cancel(old)
    rows = in_order(sheets)
    return ImportBatch.objects.create(
        posyandu=posyandu,
        user=user,
        identity_name=names.get(Kind.IDENTITY, "")[-120:],
        measurements_name=names.get(Kind.MEASUREMENTS, "")[-120:],
        unused_columns=[column for sheet in sheets for column in sheet.unused],
        rows=json.dumps([[row.kind.value, row.line, row.cells] for row in rows]),
        total=len(rows),
    )


@transaction.atomic
def step(batch_id: UUID) -> ImportBatch:
    """Check the next rows; nothing happens when all are checked."""
    batch = _locked(batch_id)
    if batch.state != ImportBatch.State.CHECKING:
        return batch
    done = outcomes(batch)
    checker = Checker(batch.posyandu, batch.user, timezone.localdate())
    checker.resume(done)
    found = checker.check(_rows(batch)[batch.position : batch.position + STEP_ROWS])
    _keep(batch, done + [entry.outcome for entry in found])
    return batch


def outcomes(batch: ImportBatch) -> list[Outcome]:
    """What was found about the rows checked so far, in their order."""
    return [Outcome.load(stored) for stored in json.loads(batch.results or "[]")]


def check_all(rows: Sequence[Row], *, posyandu: Posyandu, user: User | None, today: date) -> list[Checked]:
    """Check all rows at once."""
    checker = Checker(posyandu, user, today)
    return [
        entry
        for begin in range(0, len(rows), CHUNK_ROWS)
        for entry in checker.check(rows[begin : begin + CHUNK_ROWS])
    ]


def confirm(batch_id: UUID) -> ImportBatch:
    """Write all good rows in one transaction and empty the batch.

    Raises AlreadyFinished, or ChangedMeanwhile when a row would now have another result than the preview showed.
    """
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.state != ImportBatch.State.READY:
            raise AlreadyFinished
        today = timezone.localdate()
        checked = check_all(_rows(batch), posyandu=batch.posyandu, user=batch.user, today=today)
        fresh = [entry.outcome for entry in checked]
        changed = [o.status for o in fresh] != [o.status for o in outcomes(batch)] or _merged(checked)
        if changed:
            _keep(batch, fresh)
        else:
            months = write_checked(checked, posyandu=batch.posyandu, user=batch.user, today=today)
            batch.months = [month.isoformat() for month in sorted(months)]
            _finish(batch, ImportBatch.State.WRITTEN)
    if changed:
        raise ChangedMeanwhile
    return batch


@transaction.atomic
def write_checked(
    checked: Sequence[Checked], *, posyandu: Posyandu, user: User | None, today: date
) -> set[date]:
    """Write all good rows or none; the first days of the months that got visits."""
    return write(checked, posyandu=posyandu, user=user, today=today)


@transaction.atomic
def cancel(batch: ImportBatch) -> ImportBatch:
    """Throw the uploaded data away. A finished import stays as it is."""
    locked = _locked(batch.pk)
    if locked.is_unfinished:
        _finish(locked, ImportBatch.State.CANCELLED)
    return locked


def is_writable(batch: ImportBatch) -> bool:
    """Whether writing would change anything."""
    return any(
        figures.get(status, 0) for figures in batch.counts.values() for status in (Status.NEW, Status.UPDATED)
    )


def _locked(batch_id: UUID) -> ImportBatch:
    batches = ImportBatch.objects.unscoped("the caller found it in the user's scope")
    return batches.select_for_update(of=("self",)).select_related("posyandu__unit", "user").get(pk=batch_id)


def _rows(batch: ImportBatch) -> list[Row]:
    return [Row(Kind(kind), line, cells) for kind, line, cells in json.loads(batch.rows or "[]")]


def _merged(checked: Sequence[Checked]) -> bool:
    """Whether somebody was merged into another person since they were looked up; from now on nobody is."""
    known = {entry.resident.pk for entry in checked if entry.resident is not None}
    rows = Resident.objects.unscoped("people the rows were matched with").select_for_update(of=("self",))
    return len(rows.filter(pk__in=known).order_by("pk").values_list("pk")) < len(known)


def _keep(batch: ImportBatch, found: list[Outcome]) -> None:
    batch.results = json.dumps([outcome.dump() for outcome in found])
    batch.position = len(found)
    if batch.position >= batch.total:
        batch.state = ImportBatch.State.READY
        batch.counts = count(found)
    batch.save(update_fields=["results", "position", "state", "counts"])


def _finish(batch: ImportBatch, state: ImportBatch.State) -> None:
    batch.state, batch.finished_at = state, timezone.now()
    batch.rows = batch.results = ""
    batch.save(update_fields=["state", "finished_at", "rows", "results", "months"])
