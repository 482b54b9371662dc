"""The way of an import: in steps that survive a restart, all good rows or none, nothing personal left behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from registry.models import MonthDue, Resident, User
from registry.services.merging import merge_residents
from tests.conftest import Village, make_resident
from tests.visits.importing.files import (
    AISYAH,
    as_xls,
    as_xlsx,
    child,
    identity_grid,
    measurement_grid,
    weighing,
)
from visits.importing import batches
from visits.importing.outcome import Status
from visits.models import ImportBatch, Session, Visit


def start(village: Village, *files: bytes, by: User | None = None) -> ImportBatch:
    sheets = [batches.read_upload(data) for data in files]
    return batches.start(posyandu=village.melati, user=by or village.officer, sheets=sheets, names={})


def check_through(batch: ImportBatch) -> ImportBatch:
    while batch.state == ImportBatch.State.CHECKING:
        batch = batches.step(batch.pk)
    return batch


def both_files() -> tuple[bytes, bytes]:
    return as_xls(measurement_grid(weighing(), weighing())), as_xlsx(identity_grid(child(), child(NIK="1")))


def people() -> int:
    return Resident.objects.unscoped("test").count()


def test_each_step_continues_where_the_last_one_stopped(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [outcome.dump() for outcome in batches.outcomes(check_through(start(village, *both_files())))]
    monkeypatch.setattr(batches, "STEP_ROWS", 1)
    batch = start(village, *both_files())
    positions = []
    while batch.state == ImportBatch.State.CHECKING:
        # Nothing is kept in memory between the steps: each one loads the batch from the database.
        batch = batches.step(batch.pk)
        positions.append(batch.position)
    assert positions == [1, 2, 3, 4]
    assert [outcome.dump() for outcome in batches.outcomes(batch)] == whole
    assert batch.counts == {
        "identity": {"baru": 1, "sudah ada": 0, "diperbarui": 0, "dilewati": 0, "ditolak": 1},
        "measurements": {"baru": 1, "sudah ada": 0, "diperbarui": 0, "dilewati": 0, "ditolak": 1},
    }
    assert batches.step(batch.pk).position == 4


def test_the_check_writes_nothing_and_the_uploaded_rows_are_unreadable_in_the_database(
    village: Village,
) -> None:
    batch = check_through(start(village, *both_files()))
    assert (people(), Visit.objects.unscoped("test").count(), MonthDue.objects.count()) == (0, 0, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rows, results FROM visits_importbatch")
        stored = "".join(cursor.fetchone())
    assert "Aisyah" not in stored
    assert AISYAH not in stored
    assert "Aisyah" in batch.rows


def test_confirming_writes_the_good_rows_and_empties_the_batch(village: Village) -> None:
    batch = batches.confirm(check_through(start(village, *both_files())).pk)
    stored = ImportBatch.objects.unscoped("test").get(pk=batch.pk)
    assert (stored.state, stored.rows, stored.results, stored.months) == ("masuk", "", "", ["2026-10-01"])
    assert (people(), Visit.objects.unscoped("test").count()) == (1, 1)
    with pytest.raises(batches.AlreadyFinished):
        batches.confirm(batch.pk)
    assert batches.cancel(batch).state == "masuk"


def test_cancelling_writes_nothing_and_empties_the_batch(village: Village) -> None:
    batch = batches.cancel(check_through(start(village, *both_files())))
    stored = ImportBatch.objects.unscoped("test").get(pk=batch.pk)
    assert (stored.state, stored.rows, stored.results, people()) == ("batal", "", "", 0)
    with pytest.raises(batches.AlreadyFinished):
        batches.confirm(batch.pk)


def test_what_changed_since_the_preview_is_shown_before_anything_is_written(village: Village) -> None:
    batch = check_through(start(village, *both_files()))
    make_resident(village.mawar, "Aisyah Putri", nik=AISYAH)
    with pytest.raises(batches.ChangedMeanwhile):
        batches.confirm(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, people()) == ("siap", 1)
    assert {outcome.status for outcome in batches.outcomes(batch)} == {Status.REFUSED}
    assert not batches.is_writable(batch)


def test_a_failure_in_the_middle_leaves_nothing(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = check_through(start(village, *both_files()))

    def fail(*args: Any, **kwargs: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr("visits.importing.write.ChildCheck.objects.bulk_create", fail)
    with pytest.raises(IntegrityError):
        batches.confirm(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, people(), Session.objects.unscoped("test").count()) == ("siap", 0, 0)
    assert batch.rows


def test_abandoned_uploads_lose_their_personal_data(village: Village) -> None:
    old = start(village, *both_files())
    ImportBatch.objects.unscoped("test").update(created_at=timezone.now() - timedelta(days=4))
    fresh = start(village, *both_files())
    old.refresh_from_db()
    assert (old.state, old.rows) == ("batal", "")
    assert fresh.rows


def test_a_batch_is_seen_by_its_owner_alone_and_only_while_they_may_import(village: Village) -> None:
    batch = start(village, *both_files())
    assert list(ImportBatch.objects.own(village.officer)) == [batch]
    for user in (village.kader, village.bidan, village.dinkes, village.admin):
        assert not ImportBatch.objects.own(user).exists()
        assert not ImportBatch.objects.visible_to(user).exists()
    village.officer.memberships.all().delete()
    assert not ImportBatch.objects.own(User.objects.get(pk=village.officer.pk)).exists()


def test_a_child_merged_while_her_row_was_looked_up_is_looked_up_again(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    girl, other = make_resident(village.melati, "Aisyah Putri", nik=AISYAH), make_resident(village.melati)
    batch = check_through(start(village, as_xls(measurement_grid(weighing()))))
    look_up = batches.check_all

    def and_somebody_merges(*args: Any, **kwargs: Any) -> Any:
        found = look_up(*args, **kwargs)
        merge_residents(kept=other, absorbed=girl, choices={}, user=None)
        return found

    monkeypatch.setattr(batches, "check_all", and_somebody_merges)
    with pytest.raises(batches.ChangedMeanwhile):
        batches.confirm(batch.pk)
    assert not Visit.objects.exists()
