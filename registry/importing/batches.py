"""The way of an import: columns, check, decision, writing and linking in steps; and back within seven days.

A step is one transaction over the next rows, wherever the last one ended: whoever comes back goes on from there.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Container, Iterator
from contextlib import contextmanager
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from registry.importing import finish, mapping
from registry.importing.check import KEPT_FIELDS, Checker
from registry.importing.links import link_rows, reader_of
from registry.importing.storing import store_changes
from registry.importing.undo import tidy_rows, undo_rows
from registry.importing.upload import Upload
from registry.importing.write import write_rows
from registry.models import OrgUnit, PeopleImport, PeopleImportRow, PeopleMapping, Posyandu, User
from registry.models.people_import import UNDO_WITHIN

State = PeopleImport.State
Outcome = PeopleImportRow.Outcome
STEP_ROWS = 500
# A request goes on with further steps for about so long.
STEP_SECONDS = 1.5
_FORGOTTEN = dict.fromkeys(
    ("cells", "notes", "before", "nik_hash", "person_hash", "home_hash", "written_as"), ""
)
_NEXT = {
    State.CHECKING: State.READY,
    State.WRITING: State.LINKING,
    State.LINKING: State.WRITTEN,
    State.UNDOING: State.TIDYING,
    State.TIDYING: State.UNDONE,
}


class NotNow(Exception):
    """The import is not in the state in which this can be done; somebody else was faster."""


@transaction.atomic
def start(
    *,
    unit: OrgUnit,
    posyandu: Posyandu | None,
    user: User | None,
    upload: Upload,
    file_name: str = "",
    overwrite: bool = False,
    keep_invalid_nik: bool = False,
    mapped: PeopleMapping | None = None,
) -> PeopleImport:
    """Keep the rows of an uploaded file; when its columns are known, checking can begin at once."""
    housekeeping()
    meaning = mapping.understand(unit, upload.columns, mapped)
    batch = PeopleImport.objects.create(
        unit=unit,
        posyandu=posyandu,
        user=user,
        file_name="".join(letter for letter in file_name if letter.isprintable())[-120:],
        overwrite=overwrite,
        keep_invalid_nik=keep_invalid_nik,
        columns=mapping.dump_columns(upload.columns),
        fields={str(at): name for at, name in meaning.fields.items()},
        values=meaning.values,
        mapping_name=meaning.name,
        total=upload.total,
    )
    rows = (PeopleImportRow(batch=batch, line=line, cells=json.dumps(cells)) for line, cells in upload.rows())
    for some in _chunks(rows):
        PeopleImportRow.objects.bulk_create(some)
    if meaning.is_certain and not mapping.unknown_values(batch):
        _enter(batch, State.CHECKING)
    return batch


@transaction.atomic
def begin_check(batch_id: UUID) -> PeopleImport:
    """Check all rows, from the first one, with the columns as they are now chosen. Raises NotNow."""
    batch = _locked(batch_id)
    if batch.state not in PeopleImport.BEFORE_WRITING:
        raise NotNow
    batch.rows.update(choice="")
    _enter(batch, State.CHECKING)
    return batch


@transaction.atomic
def change_columns(batch_id: UUID) -> PeopleImport:
    """Go back to the columns. Raises NotNow."""
    batch = _locked(batch_id)
    if batch.state not in PeopleImport.BEFORE_WRITING:
        raise NotNow
    _enter(batch, State.COLUMNS)
    return batch


@transaction.atomic
def advance(batch_id: UUID) -> PeopleImport:
    """The next rows of whatever the import is doing; nothing happens when it waits for somebody or is done."""
    batch = _locked(batch_id)
    if not batch.is_running:
        return batch
    if batch.to_search:
        finish.search_next(batch)
        return batch
    with _without_collecting():
        waiting = batch.rows.filter(line__gt=batch.line).order_by("line").defer(*_unread(batch))
        rows = list(waiting[:STEP_ROWS])
        if rows:
            _do(batch, rows)
    if rows:
        batch.line, batch.position = rows[-1].line, batch.position + len(rows)
        batch.save(update_fields=["line", "position", "since"])
    if len(rows) < STEP_ROWS or batch.position >= batch.total:
        _leave(batch)
    return batch


def run(batch_id: UUID, seconds: float = STEP_SECONDS) -> PeopleImport:
    """Steps until the import waits for somebody or is done, for about so many seconds."""
    begun = monotonic()
    batch = advance(batch_id)
    while batch.is_running and monotonic() - begun < seconds:
        batch = advance(batch_id)
    return batch


@transaction.atomic
def confirm(batch_id: UUID) -> PeopleImport:
    """Begin to write all good rows. Raises NotNow."""
    batch = _locked(batch_id)
    if batch.state != State.READY:
        raise NotNow
    _enter(batch, State.WRITING)
    return batch


@transaction.atomic
def cancel(batch_id: UUID) -> PeopleImport:
    """Throw the uploaded data away; an import that has begun to write stays as it is."""
    batch = _locked(batch_id)
    if batch.state in PeopleImport.BEFORE_WRITING:
        batch.rows.all().delete()
        batch.columns, batch.is_forgotten, batch.finished_at = "", True, timezone.now()
        batch.position = 0
        batch.save(update_fields=["columns", "is_forgotten", "finished_at", "position"])
        _enter(batch, State.CANCELLED)
    return batch


@transaction.atomic
def undo(batch_id: UUID, user: User | None) -> PeopleImport:
    """Begin to take the whole import back. Raises NotNow after seven days or when it is not written."""
    batch = _locked(batch_id)
    if not batch.can_be_undone:
        raise NotNow
    finish.log(batch, user, {"impor": ["masuk", "ditarik kembali"]})
    _enter(batch, State.UNDOING)
    return batch


@transaction.atomic
def housekeeping() -> None:
    """Throw away abandoned uploads, and empty the rows of imports that can no longer be undone."""
    for old in PeopleImport.objects.unscoped("housekeeping").abandoned():
        cancel(old.pk)
    past = timezone.now() - UNDO_WITHIN
    done = PeopleImport.objects.unscoped("housekeeping").filter(
        is_forgotten=False, state__in=[State.WRITTEN, State.UNDONE], written_at__lt=past
    )
    PeopleImportRow.objects.unscoped("housekeeping").filter(batch__in=done).update(**_FORGOTTEN)
    done.update(columns="", is_forgotten=True)


@transaction.atomic
def choose(batch_id: UUID, choices: dict[int, str], everybody: str = "") -> PeopleImport:
    """Keep what was decided about rows that may be somebody known; `everybody` for all of them. Raises NotNow."""
    batch = _locked(batch_id)
    if batch.state != State.READY:
        raise NotNow
    maybe = batch.rows.filter(outcome=Outcome.MAYBE)
    if everybody in PeopleImportRow.Choice.values:
        maybe.update(choice=everybody)
    for choice in {one for one in choices.values() if one in PeopleImportRow.Choice.values}:
        maybe.filter(pk__in=[pk for pk, one in choices.items() if one == choice]).update(choice=choice)
    return batch


def answered(batch: PeopleImport, answers: Container[str]) -> list[int]:
    """The rows that may be somebody known and that a form has answered, by "pilih-<row>"."""
    maybe = batch.rows.filter(outcome=Outcome.MAYBE).values_list("pk", flat=True)
    return [pk for pk in maybe if f"pilih-{pk}" in answers]


def count(batch: PeopleImport) -> dict[str, int]:
    """Rows by what becomes of them; those that may be somebody known also by what was decided."""
    found = dict(batch.rows.values_list("outcome").annotate(rows=Count("pk")))
    counts = {outcome.value: found.get(outcome.value, 0) for outcome in Outcome}
    undecided = batch.rows.filter(outcome=Outcome.MAYBE, choice="").count()
    return counts | {"belum dipilih": undecided, "catatan": batch.rows.filter(is_warned=True).count()}


def decided(batch: PeopleImport) -> tuple[int, int]:
    """Rows that may be somebody known: how many were said to be new, and how many the same person."""
    maybe = batch.rows.filter(outcome=Outcome.MAYBE)
    choice = PeopleImportRow.Choice
    return maybe.filter(choice=choice.CREATE).count(), maybe.filter(choice=choice.SAME).count()


def count_written(batch: PeopleImport) -> dict[str, int]:
    """What writing did: people made, people completed, households made."""
    figures = batch.rows.aggregate(
        warga_baru=Count("pk", filter=Q(is_created=True)),
        warga_dilengkapi=Count("pk", filter=Q(is_written=True, is_created=False) & ~Q(before="")),
        keluarga_baru=Count("pk", filter=Q(is_home_created=True)),
    )
    return {name: int(number) for name, number in figures.items()}


def _unread(batch: PeopleImport) -> tuple[str, ...]:
    """What need not be deciphered for the present step."""
    if batch.state != State.LINKING:
        return ()
    return ("notes",) if reader_of(batch).columns else ("notes", "cells")


def _do(batch: PeopleImport, rows: list[PeopleImportRow]) -> None:
    today = timezone.localdate()
    if batch.state == State.CHECKING:
        for entry in Checker(batch, today).check(rows):
            entry.keep()
        store_changes(rows, KEPT_FIELDS)
    elif batch.state == State.WRITING:
        write_rows(batch, rows, today)
    elif batch.state == State.LINKING:
        link_rows(batch, rows, reader_of(batch))
    elif batch.state == State.UNDOING:
        undo_rows(batch, rows)
    else:
        tidy_rows(batch, rows)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Without the search for cycles among the many objects of a step: it took an eighth of the time, to find none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _leave(batch: PeopleImport) -> None:
    """All rows are done: on to the next state."""
    after = _NEXT[State(batch.state)]
    if after == State.READY:
        batch.counts = count(batch)
    elif after == State.WRITTEN:
        refused = batch.rows.filter(outcome=Outcome.REFUSED).count()
        batch.counts |= count_written(batch) | {"ditolak akhir": refused}
        batch.written_at = batch.finished_at = timezone.now()
        finish.settle(batch, batch.user, "masuk")
    elif after == State.UNDONE:
        undone = dict(batch.rows.exclude(undone="").values_list("undone").annotate(rows=Count("pk")))
        batch.counts |= {f"tarik {name}": number for name, number in undone.items()}
        finish.settle(batch, batch.user, "ditarik kembali")
    batch.save(update_fields=["counts", "written_at", "finished_at", "to_search"])
    _enter(batch, after)


def _enter(batch: PeopleImport, state: PeopleImport.State) -> None:
    batch.state, batch.position, batch.line = state, 0, 0
    batch.save(update_fields=["state", "position", "line"])


def _locked(batch_id: UUID) -> PeopleImport:
    batches = PeopleImport.objects.unscoped("the caller found it in the user's scope")
    related = batches.select_related("unit", "posyandu__unit", "user")
    return related.select_for_update(of=("self",)).get(pk=batch_id)


def _chunks(rows: Iterator[PeopleImportRow], size: int = 1000) -> Iterator[list[PeopleImportRow]]:
    some: list[PeopleImportRow] = []
    for row in rows:
        some.append(row)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
