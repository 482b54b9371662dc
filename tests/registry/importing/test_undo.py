"""Within seven days a whole import can be taken back; what has been used since stays, and says why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from registry.importing import batches
from registry.models import Household, PeopleImport, PeopleImportRow, Residency
from tests.conftest import Village, make_resident, make_visit
from tests.registry.importing.sheets import (
    KK,
    SITI,
    SLAMET,
    bima,
    checked,
    people,
    rows_of,
    sheet,
    siti,
    slamet,
    through,
    written,
)


def taken_back(batch: PeopleImport) -> PeopleImport:
    batches.undo(batch.pk, batch.user)
    return through(batch)


def test_an_unused_import_leaves_nothing_behind(village: Village) -> None:
    batch = taken_back(written(village, sheet(slamet(), siti(), bima())))
    assert batch.state == PeopleImport.State.UNDONE
    assert (len(people()), Household.objects.unscoped("test").count()) == (0, 0)
    assert Residency.objects.unscoped("test").count() == 0


def test_a_child_with_a_visit_stays_and_its_home_with_it(village: Village) -> None:
    batch = written(village, sheet(slamet(), siti(), bima()))
    make_visit(people()["Bima Saputra"], day=date(2026, 11, 10), weight_kg="7.5")
    taken_back(batch)
    assert list(people()) == ["Bima Saputra"]
    assert Household.objects.unscoped("test").count() == 1
    kept = [row for row in rows_of(batch) if row.undone == PeopleImportRow.Undone.KEPT]
    assert [(row.line, row.reason_kept) for row in kept] == [(4, "Sudah ada kunjungan.")]


def test_who_was_changed_since_stays(village: Village) -> None:
    batch = written(village, sheet(siti()))
    woman = people()["Siti Aminah"]
    woman.birth_place = "Kudus"
    woman.save()
    taken_back(batch)
    assert [row.reason_kept for row in rows_of(batch)] == ["Datanya sudah diubah sesudah impor."]
    assert list(people()) == ["Siti Aminah"]


def test_what_was_filled_is_emptied_unless_changed_since(village: Village) -> None:
    known = make_resident(village.melati, "Siti Aminah", born=date(1988, 3, 10), nik=SITI)
    batch = written(village, sheet(siti(nama_ibu="Sumarni", nama_ayah="Karto")))
    known.refresh_from_db()
    known.father_name = "Kartono"
    known.save()
    taken_back(batch)
    known.refresh_from_db()
    assert (known.mother_name, known.father_name, known.phone, known.household) == ("", "Kartono", "", None)
    assert [row.reason_kept for row in rows_of(batch)] == [
        "Sudah diubah lagi sesudah impor, jadi tetap: Nama ayah."
    ]


def test_after_seven_days_the_rows_are_empty_and_nothing_can_be_taken_back(village: Village) -> None:
    batch = written(village, sheet(slamet()))
    PeopleImport.objects.unscoped("test").update(written_at=timezone.now() - timedelta(days=7, minutes=1))
    with pytest.raises(batches.NotNow):
        batches.undo(batch.pk, batch.user)
    batches.housekeeping()
    row = rows_of(batch)[0]
    assert (row.cells, row.notes, row.before, row.nik_hash, row.person_hash) == ("", "", "", "", "")


def test_an_abandoned_upload_is_thrown_away(village: Village) -> None:
    batch = checked(village, sheet(slamet()))
    PeopleImport.objects.unscoped("test").update(created_at=timezone.now() - timedelta(days=4))
    batches.housekeeping()
    batch.refresh_from_db()
    assert (batch.state, batch.columns, batch.rows.count()) == (PeopleImport.State.CANCELLED, "", 0)


def test_a_family_that_got_its_head_by_the_import_has_none_again(village: Village) -> None:
    known = make_resident(village.melati, "Slamet Riyadi", sex="L", born=date(1985, 5, 12), home={"rt": "02"})
    home = known.household
    assert home is not None
    home.set_kk(KK)
    home.save()
    batch = written(village, sheet(bima(nama_kepala_keluarga="Slamet Riyadi")))
    home.refresh_from_db()
    assert home.head == known
    taken_back(batch)
    home.refresh_from_db()
    assert home.head is None


def test_a_head_chosen_since_stays(village: Village) -> None:
    known = make_resident(village.melati, "Slamet Riyadi", sex="L", born=date(1985, 5, 12), home={"rt": "02"})
    home = known.household
    assert home is not None
    home.set_kk(KK)
    home.save()
    batch = written(village, sheet(bima(nama_kepala_keluarga="Slamet Riyadi")))
    wife = make_resident(village.melati, "Wagiyem")
    Household.objects.unscoped("test").filter(pk=home.pk).update(head=wife)
    taken_back(batch)
    home.refresh_from_db()
    assert home.head == wife


def test_nobody_leads_a_family_that_the_undoing_took_them_out_of(village: Village) -> None:
    known = make_resident(village.melati, "Slamet Riyadi", sex="L", born=date(1985, 5, 12), nik=SLAMET)
    batch = written(village, sheet(slamet(), bima()))
    home = Household.objects.unscoped("test").get()
    assert home.head == known
    make_visit(people()["Bima Saputra"], day=date(2026, 11, 10), weight_kg="7.5")
    taken_back(batch)
    home.refresh_from_db()
    known.refresh_from_db()
    assert (home.head_id, known.household_id) == (None, None)
