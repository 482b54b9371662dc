"""A village's file goes into the register, once, and whole."""

from __future__ import annotations

from datetime import date

from registry.importing import batches
from registry.models import DuplicatePair, Household, MonthDue, PeopleImport, PeopleImportRow, Residency
from tests.conftest import Village, make_resident
from tests.registry.importing.sheets import (
    KK,
    SITI,
    bima,
    checked,
    outcomes,
    people,
    said,
    sheet,
    siti,
    slamet,
    written,
)


def test_a_family_is_written_with_its_household_and_its_links(village: Village) -> None:
    batch = written(village, sheet(slamet(), siti(), bima()))
    assert (batch.state, batch.counts["warga_baru"], batch.counts["keluarga_baru"]) == (
        PeopleImport.State.WRITTEN,
        3,
        1,
    )
    found = people()
    home = Household.objects.unscoped("test").get()
    assert (home.kk, home.head, home.dusun, home.rw, home.rt) == (
        KK,
        found["Slamet Riyadi"],
        "Krajan",
        "01",
        "02",
    )
    assert {one.household_id for one in found.values()} == {home.pk}
    son = found["Bima Saputra"]
    assert (son.mother, son.father) == (found["Siti Aminah"], found["Slamet Riyadi"])
    assert (found["Siti Aminah"].nik, found["Siti Aminah"].phone) == (SITI, "081200009902")
    assert Residency.objects.unscoped("test").get(resident=son).valid_from == son.birth_date
    assert MonthDue.objects.filter(posyandu=village.melati).exists()


def test_the_same_file_again_changes_nothing(village: Village) -> None:
    data = sheet(slamet(), siti(), bima())
    written(village, data)
    again = written(village, data)
    assert outcomes(again) == ["sama", "sama", "sama"]
    assert (again.counts["warga_baru"], again.counts["warga_dilengkapi"], len(people())) == (0, 0, 3)


def test_a_known_person_is_completed_not_overwritten(village: Village) -> None:
    known = make_resident(
        village.melati, "Siti Aminah", born=date(1988, 3, 10), nik=SITI, phone="081300009903"
    )
    batch = written(village, sheet(siti(nama_ibu="Sumarni")))
    known.refresh_from_db()
    assert outcomes(batch) == ["lengkapi"]
    assert (known.phone, known.mother_name) == ("081300009903", "Sumarni")
    assert known.household is not None
    assert known.household.kk == KK


def test_a_row_without_what_is_needed_is_refused_with_its_column(village: Village) -> None:
    batch = checked(
        village, sheet(slamet(nama=""), siti(jenis_kelamin="X"), bima(tanggal_lahir="31/02/2026"))
    )
    assert outcomes(batch) == ["tolak"] * 3
    assert said(batch) == [
        (2, "nama", "Belum diisi."),
        (3, "jenis_kelamin", "“X” tidak dikenal. Isi Laki-laki atau Perempuan."),
        (4, "tanggal_lahir", "“31/02/2026” bukan tanggal. Tulis seperti 2026-10-12 atau 12/10/2026."),
    ]


def test_look_alikes_of_what_was_written_stand_in_the_work_list(village: Village) -> None:
    make_resident(village.melati, "Sitti Aminah", born=date(1988, 3, 10), phone="081200009902")
    batch = checked(village, sheet(siti(nik="")))
    batches.choose(batch.pk, {}, everybody=PeopleImportRow.Choice.CREATE)
    batches.confirm(batch.pk)
    batch = batches.run(batch.pk, seconds=60)
    assert (batch.is_running, batch.to_search, len(people())) == (False, [], 2)
    assert DuplicatePair.objects.unscoped("test").count() == 1
