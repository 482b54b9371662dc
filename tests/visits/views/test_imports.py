"""The import pages: Puskesmas staff from upload to result; everybody else is kept out."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from registry.models import Membership, OrgUnit, Posyandu, Resident, User
from registry.permissions import Role
from tests.conftest import Village, make_resident
from tests.visits.importing.files import (
    AISYAH,
    as_xls,
    as_xlsx,
    bima,
    child,
    identity_grid,
    measurement_grid,
    weighing,
)
from visits.importing import batches
from visits.models import ImportBatch, Visit

Login = Callable[[User], Client]
NEW = "/impor/"


def upload(client: Client, posyandu: Posyandu, **files: bytes) -> Any:
    named = {name: SimpleUploadedFile(f"{name}.xls", data) for name, data in files.items()}
    return client.post(NEW, {"posyandu": posyandu.pk} | named)


def good_files() -> dict[str, bytes]:
    identity = identity_grid(child(), bima(berat_lahir="31"))
    return {"identity": as_xls(identity), "measurements": as_xls(measurement_grid(weighing(vita="ya")))}


def started(client: Client, village: Village) -> ImportBatch:
    answer = upload(client, village.melati, **good_files())
    assert answer.status_code == 302
    return ImportBatch.objects.unscoped("test").get()


def ready(client: Client, village: Village) -> ImportBatch:
    batch = started(client, village)
    client.post(reverse("import_step", args=[batch.pk]))
    batch.refresh_from_db()
    return batch


def pages(batch: ImportBatch) -> list[tuple[str, str]]:
    return [
        ("get", reverse("import_detail", args=[batch.pk])),
        ("post", reverse("import_step", args=[batch.pk])),
        ("post", reverse("import_confirm", args=[batch.pk])),
        ("get", reverse("import_rejected", args=[batch.pk])),
    ]


def people() -> int:
    return Resident.objects.unscoped("test").count()


def test_from_upload_to_result(village: Village, client_of: Login) -> None:
    client = client_of(village.officer)
    batch = started(client, village)
    checking = client.get(batch.get_absolute_url()).content.decode()
    assert "0 dari 3 baris sudah diperiksa" in checking
    assert (
        client.post(reverse("import_step", args=[batch.pk])).headers["Location"] == batch.get_absolute_url()
    )

    preview = client.get(batch.get_absolute_url()).content.decode()
    assert "Ditolak: 1 baris" in preview
    assert "Identitas, baris 3" in preview
    assert "<strong>berat_lahir</strong>: 31,00: Berat lahir harus antara 0,4 dan 7 kg" in preview
    assert "Kolom yang belum dipakai: vita." in preview
    assert "Contoh baris yang baik" in preview
    assert people() == 0

    written = client.post(reverse("import_confirm", args=[batch.pk]), {"decision": "write"}, follow=True)
    result = written.content.decode()
    assert "Semua baris yang baik sudah masuk." in result
    assert f"{reverse('dashboard_unit', args=[village.melati.pk])}?bulan=2026-10" in result
    assert (people(), Visit.objects.unscoped("test").count()) == (1, 1)


def test_htmx_gets_the_bar_and_then_the_way_to_the_preview(
    village: Village, client_of: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "STEP_ROWS", 2)
    client = client_of(village.officer)
    batch = started(client, village)
    step = reverse("import_step", args=[batch.pk])
    first = client.post(step, headers={"HX-Request": "true"})
    assert "2 dari 3 baris sudah diperiksa" in first.content.decode()
    assert "HX-Redirect" not in first.headers
    assert (
        client.post(step, headers={"HX-Request": "true"}).headers["HX-Redirect"] == batch.get_absolute_url()
    )


def test_an_unfinished_import_is_found_again_and_can_be_cancelled(village: Village, client_of: Login) -> None:
    client = client_of(village.officer)
    batch = ready(client, village)
    assert batch.get_absolute_url() in client.get(NEW).content.decode()
    answer = client.post(reverse("import_confirm", args=[batch.pk]), {"decision": "cancel"}, follow=True)
    assert "Impor dibatalkan." in answer.content.decode()
    batch.refresh_from_db()
    assert (batch.rows, people()) == ("", 0)
    assert "Impor ini dibatalkan." in client.get(batch.get_absolute_url()).content.decode()
    assert client.get(reverse("import_rejected", args=[batch.pk])).status_code == 404


def test_a_second_confirmation_and_a_changed_register_are_told(village: Village, client_of: Login) -> None:
    client = client_of(village.officer)
    batch = ready(client, village)
    make_resident(village.mawar, "Aisyah Putri", nik=AISYAH)
    confirm = reverse("import_confirm", args=[batch.pk])
    changed = client.post(confirm, {"decision": "write"}, follow=True).content.decode()
    assert "Data di aplikasi berubah sejak berkas diperiksa." in changed
    assert "NIK ini terdaftar di Posyandu Mawar 2." in changed
    assert "Masukkan semua baris yang baik" not in changed
    client.post(confirm, {"decision": "cancel"})
    again = client.post(confirm, {"decision": "write"}, follow=True).content.decode()
    assert "Impor ini sudah selesai sebelumnya." in again


def test_the_refused_rows_as_an_excel_file_hold_text_only(village: Village, client_of: Login) -> None:
    client = client_of(village.officer)
    upload(client, village.melati, identity=as_xls(identity_grid(child(nama_anak="=1+1", tgl_lahir="x"))))
    batch = ImportBatch.objects.unscoped("test").get()
    client.post(reverse("import_step", args=[batch.pk]))
    answer = client.get(reverse("import_rejected", args=[batch.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Ditolak"]
    assert list(sheet.values) == [
        ("Berkas", "Baris", "Nama anak", "Kolom", "Alasan ditolak"),
        ("Identitas", 2, "=1+1", "tgl_lahir", "“x” bukan tanggal. Tulis seperti 2026-10-12 atau 12/10/2026."),
    ]
    assert sheet["C2"].data_type == "s"


def test_files_are_told_apart_by_their_header_not_by_their_field(village: Village, client_of: Login) -> None:
    files = good_files()
    client = client_of(village.officer)
    upload(client, village.melati, identity=files["measurements"], measurements=files["identity"])
    batch = ImportBatch.objects.unscoped("test").get()
    assert (batch.identity_name, batch.measurements_name) == ("measurements.xls", "identity.xls")


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "Pilih paling sedikit satu berkas."),
        ({"identity": b""}, "Berkas ini kosong."),
        ({"identity": b"\xd0\xcf\x11\xe0rusak"}, "Berkas ini tidak dapat dibaca."),
        ({"measurements": as_xlsx([["nik", "siklus_ke"], ["1", "2"]])}, "Judul kolom tidak dikenali."),
        ({"identity": b"x" * (10 * 1024 * 1024 + 1)}, "Berkas terlalu besar: paling banyak 10 MB."),
        (
            dict.fromkeys(("identity", "measurements"), as_xls(identity_grid(child()))),
            "Kedua berkas berisi data",
        ),
    ],
    ids=["no file", "empty", "broken", "another file", "too large", "twice the same kind"],
)
def test_unusable_uploads_get_a_sentence_at_the_field(
    village: Village, client_of: Login, files: dict[str, bytes], sentence: str
) -> None:
    answer = upload(client_of(village.officer), village.melati, **files)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not ImportBatch.objects.unscoped("test").exists()


def test_only_roles_that_import_see_the_pages(village: Village, client_of: Login) -> None:
    batch = ready(client_of(village.officer), village)
    for user in (village.kader, village.bidan, village.dinkes, village.desa_officer, village.admin):
        client = client_of(user)
        assert client.get(NEW).status_code == 403
        assert [getattr(client, method)(url).status_code for method, url in pages(batch)] == [403] * 4
    assert Client().get(NEW).status_code == 302


def test_another_puskesmas_gets_404_and_cannot_choose_this_posyandu(
    village: Village, client_of: Login
) -> None:
    batch = ready(client_of(village.officer), village)
    elsewhere = OrgUnit.objects.create(
        kind="puskesmas", code="P3320090101", name="Keling", parent=village.kabupaten
    )
    stranger = User.objects.create(username="puskesmas.keling")
    Membership.objects.create(user=stranger, unit=elsewhere, role=Role.PUSKESMAS, valid_from="2026-01-01")
    client = client_of(stranger)
    assert [getattr(client, method)(url).status_code for method, url in pages(batch)] == [404] * 4
    assert "Melati 1" not in client.get(NEW).content.decode()
    answer = upload(client, village.melati, **good_files())
    assert "Pilih Posyandu dari daftar." in answer.content.decode()


def test_a_colleague_does_not_see_the_upload_of_another(village: Village, client_of: Login) -> None:
    batch = ready(client_of(village.officer), village)
    colleague = User.objects.create(username="rekan")
    Membership.objects.create(
        user=colleague, unit=village.puskesmas, role=Role.PUSKESMAS, valid_from="2026-01-01"
    )
    assert client_of(colleague).get(batch.get_absolute_url()).status_code == 404


def test_posyandu_are_grouped_by_desa_and_one_alone_is_chosen(village: Village, client_of: Login) -> None:
    page = client_of(village.officer).get(NEW).content.decode()
    assert page.index('<optgroup label="Desa Jerukwangi">') < page.index(
        '<optgroup label="Desa Kedungleper">'
    )
    Posyandu.objects.filter(pk=village.mawar.pk).delete()
    assert (
        f'<option value="{village.melati.pk}" selected>'
        in client_of(village.officer).get(NEW).content.decode()
    )


def test_wrong_methods(village: Village, client_of: Login) -> None:
    client = client_of(village.officer)
    batch = ready(client, village)
    assert client.get(reverse("import_step", args=[batch.pk])).status_code == 405
    assert client.get(reverse("import_confirm", args=[batch.pk])).status_code == 405
    assert client.post(batch.get_absolute_url()).status_code == 405


def test_the_preview_asks_as_often_for_one_row_as_for_three(
    village: Village, client_of: Login, django_assert_num_queries: Any
) -> None:
    client = client_of(village.officer)
    rows = [child(tgl_lahir="x"), bima(), child(NIK="", nama_anak="Dewi")]
    counted = []
    for number in (1, 3):
        upload(client, village.melati, identity=as_xls(identity_grid(*rows[:number])))
        batch = ImportBatch.objects.unscoped("test").latest("created_at")
        client.post(reverse("import_step", args=[batch.pk]))
        with django_assert_num_queries(4) as queries:
            client.get(batch.get_absolute_url())
        counted.append(len(queries))
    assert counted[0] == counted[1]
