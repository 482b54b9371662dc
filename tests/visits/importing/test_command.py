"""manage.py import_eppgbm: looks by default, writes when told to."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry.models import Resident
from tests.conftest import Village
from tests.visits.importing.files import as_xls, child, identity_grid, measurement_grid, weighing


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    identity, measurements = tmp_path / "identitas.xls", tmp_path / "pengukuran.xls"
    identity.write_bytes(as_xls(identity_grid(child(), child(NIK="12"))))
    measurements.write_bytes(as_xls(measurement_grid(weighing())))
    return {"identity": str(identity), "measurements": str(measurements)}


def run(posyandu: object, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_eppgbm", posyandu=str(posyandu), stdout=out, **options)
    return " ".join(out.getvalue().split())


def people() -> int:
    return Resident.objects.unscoped("test").count()


def test_a_dry_run_prints_refused_rows_and_counts_and_writes_nothing(
    village: Village, files: dict[str, str]
) -> None:
    said = run(village.melati.pk, **files)
    assert "Ditolak: 1 baris" in said
    assert "NIK harus 16 angka." in said
    assert "Belum ada yang ditulis." in said
    assert people() == 0


def test_write_puts_all_good_rows_in(village: Village, files: dict[str, str]) -> None:
    said = run(village.melati.unit.path, write=True, **files)
    assert "Semua baris yang baik sudah masuk ke Posyandu Melati 1." in said
    assert people() == 1


def test_files_or_a_posyandu_that_are_not_there_end_it_with_a_sentence(
    village: Village, files: dict[str, str], tmp_path: Path
) -> None:
    empty = tmp_path / "kosong.xls"
    empty.touch()
    for posyandu, options, sentence in (
        ("melati-9", files, "Tidak ada Posyandu melati-9."),
        (village.melati.pk, {}, "Sebutkan --identity"),
        (village.melati.pk, {"identity": str(tmp_path / "tidak-ada.xls")}, "tidak-ada.xls"),
        (village.melati.pk, {"identity": str(empty)}, "Berkas ini kosong."),
        (
            village.melati.pk,
            {"identity": files["identity"], "measurements": files["identity"]},
            "Kedua berkas",
        ),
    ):
        with pytest.raises(CommandError, match=sentence):
            run(posyandu, **options)
