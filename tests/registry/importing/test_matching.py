"""Nobody is registered twice by a file: who is known is found, who may be known is asked about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from registry.importing import batches, write
from registry.models import OrgUnit, PeopleImport, Posyandu
from tests.conftest import Village, make_resident
from tests.registry.importing.sheets import (
    SITI,
    bima,
    checked,
    outcomes,
    people,
    rows_of,
    said,
    sheet,
    siti,
    slamet,
    through,
    written,
)

BORN = date(1988, 3, 10)


def test_name_sound_birth_date_and_mother_make_one_person(village: Village) -> None:
    make_resident(village.melati, "Sitti Aminah", born=BORN, mother_name="Sumarni")
    batch = written(village, sheet(siti(nama_ibu="Soemarni")))
    assert outcomes(batch) == ["lengkapi"]
    assert people()["Sitti Aminah"].nik == SITI


def test_without_mother_or_kk_somebody_is_asked_and_nobody_made(village: Village) -> None:
    make_resident(village.melati, "Siti Aminah", born=BORN)
    batch = written(village, sheet(siti()))
    assert (outcomes(batch), len(people())) == (["mungkin"], 1)


@pytest.mark.parametrize(("choice", "count", "nik"), [("baru", 2, ""), ("sama", 1, SITI), ("lewat", 1, "")])
def test_the_answer_decides(village: Village, choice: str, count: int, nik: str) -> None:
    known = make_resident(village.melati, "Siti Aminah", born=BORN)
    batch = checked(village, sheet(siti()))
    batches.choose(batch.pk, {rows_of(batch)[0].pk: choice})
    batches.confirm(batch.pk)
    through(batch)
    known.refresh_from_db()
    assert (len(list(type(known).objects.unscoped("test"))), known.nik) == (count, nik)


def test_a_nik_of_another_puskesmas_is_refused_without_a_name(village: Village) -> None:
    far = OrgUnit.objects.create(kind="puskesmas", code="P2", name="Kembang", parent=village.kabupaten)
    unit = OrgUnit.objects.create(kind="posyandu", code="kenanga", name="Kenanga", parent=far)
    make_resident(Posyandu.objects.create(unit=unit), "Siti Aminah", born=BORN, nik=SITI)
    batch = checked(village, sheet(siti()))
    assert said(batch) == [
        (2, "nik", "NIK ini sudah terdaftar di wilayah lain. Pindahkan warganya dulu lewat menu Pindah.")
    ]


def test_somebody_else_s_nik_is_refused(village: Village) -> None:
    make_resident(village.melati, "Wagiyem", born=date(1950, 1, 2), nik=SITI)
    assert outcomes(checked(village, sheet(siti()))) == ["tolak"]


def test_the_same_person_twice_in_the_file_is_written_once(village: Village) -> None:
    batch = written(village, sheet(siti(), slamet(), siti(), bima(), bima()))
    assert outcomes(batch) == ["baru", "baru", "tolak", "baru", "tolak"]
    assert [words for _, _, words in said(batch)] == [
        "NIK ini sudah ada di baris 2 berkas yang sama.",
        "Orang ini sudah ada di baris 5 berkas yang sama.",
    ]


def test_a_wrong_nik_stops_unless_it_is_to_be_mended_later(village: Village) -> None:
    wrong = sheet(siti(nik="123"))
    assert said(checked(village, wrong)) == [(2, "nik", "NIK harus 16 angka.")]
    written(village, wrong, keep_invalid_nik=True)
    assert (people()["Siti Aminah"].nik_state, people()["Siti Aminah"].nik_hash) == ("tidak_valid", None)


def test_a_column_says_for_which_posyandu_a_row_is(village: Village) -> None:
    batch = written(
        village, sheet(slamet(posyandu="Posyandu Melati 1"), siti(posyandu="mawar 2"), bima(posyandu="Entah")),
        by_column=True,
    )  # fmt: skip
    assert said(batch) == [(4, "posyandu", "Tidak ada Posyandu untuk “Entah” di wilayah Puskesmas ini.")]
    assert outcomes(batch) == ["baru", "baru", "tolak"]
    assert {name: one.posyandu for name, one in people().items()} == {
        "Slamet Riyadi": village.melati,
        "Siti Aminah": village.mawar,
    }


def test_after_a_crash_between_chunks_the_rest_is_written_once(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "STEP_ROWS", 1)
    batch = checked(village, sheet(slamet(), siti(), bima()))
    batches.confirm(batch.pk)
    batches.advance(batch.pk)
    real = write._store

    def fail(*args: Any) -> None:
        real(*args)
        raise IntegrityError

    monkeypatch.setattr(write, "_store", fail)
    with pytest.raises(IntegrityError):
        batches.advance(batch.pk)
    assert list(people()) == ["Slamet Riyadi"]
    monkeypatch.setattr(write, "_store", real)
    batch = through(batch)
    assert (batch.state, sorted(people())) == (
        PeopleImport.State.WRITTEN,
        ["Bima Saputra", "Siti Aminah", "Slamet Riyadi"],
    )


def test_who_was_registered_meanwhile_is_not_written_again(village: Village) -> None:
    batch = checked(village, sheet(siti()))
    make_resident(village.melati, "Siti Aminah", born=BORN, nik=SITI)
    batches.confirm(batch.pk)
    batch = through(batch)
    assert (outcomes(batch), len(people())) == (["tolak"], 1)
    assert said(batch)[0][2].startswith("Data di aplikasi berubah")


def test_a_row_that_would_be_read_otherwise_by_now_is_not_written(village: Village) -> None:
    year = timezone.localdate().year
    batch = checked(village, sheet(siti(nik="", tanggal_lahir=year), slamet()))
    # Of a year alone, the middle is taken as soon as it is over.
    write.write_rows(batch, rows_of(batch), date(year + 1, 1, 1))
    assert (outcomes(batch), list(people())) == (["tolak", "baru"], ["Slamet Riyadi"])
    assert said(batch)[0][2].startswith("Data di aplikasi berubah")


def test_a_name_and_a_birth_date_of_two_other_people_make_nobody(village: Village) -> None:
    make_resident(village.melati, "Siti Aminah", born=date(1990, 1, 1))
    make_resident(village.melati, "Wagiyem", born=BORN)
    assert outcomes(checked(village, sheet(siti(nik="")))) == ["baru"]


def test_who_was_merged_is_found_as_the_person_they_are_now(village: Village) -> None:
    kept = make_resident(village.melati, "Siti Aminah", born=BORN)
    gone = make_resident(village.melati, "Siti Aminah", born=BORN, nik=SITI)
    gone.merged_into = kept
    gone.save()
    batch = checked(village, sheet(siti()))
    assert [row.candidate for row in rows_of(batch)] == [kept]


def test_a_later_step_finds_the_family_an_earlier_one_made(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "STEP_ROWS", 1)
    told = {"no_kk": "", "nama_kepala_keluarga": "Slamet Riyadi", "dusun": "Krajan", "rw": "1", "rt": "02"}
    batch = written(village, sheet(slamet(**told), siti(**told)))
    assert batch.counts["keluarga_baru"] == 1
    assert len({one.household_id for one in people().values()}) == 1
