"""The pages of import and export: the officer's way, and nobody else's."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from registry.importing import batches, export, template, upload
from registry.models import OrgUnit, PeopleImport, PeopleMapping, Resident, User
from registry.permissions import Role
from tests.conftest import Village, _user, make_resident
from tests.registry.importing.sheets import (
    KK,
    SITI,
    bima,
    people,
    sheet,
    siti,
    slamet,
    text_sheet,
    through,
    written,
)

Login = Callable[[User], Client]
NEW = "/impor/warga/"
OPENSID = (
    "alamat", "dusun", "rw", "rt", "nama", "no_kk", "nik", "sex", "tempatlahir", "tanggallahir", "kk_level",
    "nama_ibu", "agama_id",
)  # fmt: skip


def send(client: Client, target: object, data: bytes, name: str = "warga.xlsx") -> PeopleImport:
    answer = client.post(NEW, {"target": target, "file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.context["form"].errors
    return PeopleImport.objects.unscoped("test").order_by("-created_at")[0]


def to_the_end(client: Client, batch: PeopleImport) -> str:
    batch.refresh_from_db()
    while batch.is_running:
        client.post(reverse("people_import_step", args=[batch.pk]))
        batch.refresh_from_db()
    return str(client.get(batch.get_absolute_url()).content.decode())


def test_from_upload_to_result_and_back(village: Village, client_of: Login) -> None:
    client = client_of(village.officer)
    batch = send(client, village.melati.pk, sheet(slamet(), siti(), bima(tanggal_lahir="")))
    assert "Memeriksa berkas: 0 dari 3 baris" in client.get(batch.get_absolute_url()).content.decode()
    preview = to_the_end(client, batch)
    assert "Masukkan 2 baris yang baik" in preview
    assert "<strong>tanggal_lahir</strong>: Belum diisi." in preview
    client.post(reverse("people_import_confirm", args=[batch.pk]), {"decision": "write"})
    assert "Tarik kembali impor ini" in to_the_end(client, batch)
    assert len(people()) == 2
    client.post(reverse("people_import_undo", args=[batch.pk]))
    assert "sudah ditarik kembali" in to_the_end(client, batch)
    assert len(people()) == 0
    told = [entry.changes["impor"][1] for entry in LogEntry.objects.get_for_object(batch) if entry.changes]
    assert told == ["ditarik kembali", "ditarik kembali", "masuk"]


def test_a_village_register_is_mapped_once_and_recognised_again(village: Village, client_of: Login) -> None:
    client = client_of(village.officer)
    row = {"nama": "Siti Aminah", "no_kk": KK, "nik": SITI, "sex": "2", "tanggallahir": "10/03/1988",
           "kk_level": "3", "agama_id": "1", "dusun": "Krajan"}  # fmt: skip
    data = text_sheet(row, columns=OPENSID)
    batch = send(client, village.melati.pk, data, "desa.csv")
    assert batch.state == PeopleImport.State.COLUMNS
    columns = reverse("people_import_columns", args=[batch.pk])
    page = client.get(columns)
    assert "3320••••••••9902" in page.content.decode()
    assert SITI not in page.content.decode()
    chosen = {field.html_name: field.value() for field in page.context["form"].column_fields}
    client.post(columns, chosen | {"name": "OpenSID Jerukwangi"})
    assert "Masukkan 1 baris" in to_the_end(client, batch)
    batches.confirm(batch.pk)
    through(batch)
    woman = people()["Siti Aminah"]
    assert (woman.sex, woman.relation, woman.household and woman.household.dusun) == (
        "P",
        "pasangan",
        "Krajan",
    )
    again = send(client, village.melati.pk, data, "desa.csv")
    assert (again.state, again.mapping_name) == (PeopleImport.State.CHECKING, "OpenSID Jerukwangi")


def test_a_mapping_without_a_birth_date_is_refused_and_nothing_typed_is_lost(
    village: Village, client_of: Login
) -> None:
    client = client_of(village.officer)
    batch = send(client, village.melati.pk, b"siapa;kapan;apa\nSiti;1988-03-10;P\n", "desa.csv")
    answer = client.post(
        reverse("people_import_columns", args=[batch.pk]), {"kolom-0": "nama", "name": "Desa"}
    )
    assert "Belum ada kolom untuk: Jenis kelamin, Tanggal lahir." in answer.content.decode()
    assert 'value="Desa"' in answer.content.decode()


def test_unknown_words_are_given_a_meaning_on_screen(village: Village, client_of: Login) -> None:
    client = client_of(village.officer)
    batch = send(client, village.melati.pk, text_sheet(siti(jenis_kelamin="Wadon")), "desa.csv")
    columns = reverse("people_import_columns", args=[batch.pk])
    chosen = {f.html_name: f.value() for f in client.get(columns).context["form"].column_fields}
    values = client.post(columns, chosen)["Location"]
    fields = {
        f.html_name: f.value() for _, _, group in client.get(values).context["form"].groups for f in group
    }
    client.post(values, fields | {"jenis_kelamin-0": "P"})
    assert "Masukkan 1 baris" in to_the_end(client, batch)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04rusak", "tidak dapat dibaca"),
        (b"\xd0\xcf\x11\xe0rusak", "tidak dapat dibaca"),
        (b"<html><table></table></html>", "halaman web"),
        (b"hanya satu kolom\nisi\n", "Baris judul kolom tidak ditemukan"),
        (b"nama;jenis_kelamin;tanggal_lahir\n", "belum ada barisnya"),
        (b"\0\0\0\0;\0", "tidak dapat dibaca"),
    ],
)
def test_a_bad_file_gets_a_sentence(village: Village, client_of: Login, data: bytes, words: str) -> None:
    file = SimpleUploadedFile("warga.csv", data)
    answer = client_of(village.officer).post(NEW, {"target": village.melati.pk, "file": file})
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_a_neighbouring_puskesmas_finds_nothing(village: Village, client_of: Login) -> None:
    batch = written(village, sheet(siti()))
    far = OrgUnit.objects.create(kind="puskesmas", code="P2", name="Kembang", parent=village.kabupaten)
    client = client_of(_user("kembang", "Kembang", Role.PUSKESMAS, far))
    assert client.get(batch.get_absolute_url()).status_code == 404
    assert client.post(reverse("people_import_undo", args=[batch.pk])).status_code == 404
    mapping = PeopleMapping.objects.create(unit=village.puskesmas, name="Desa")
    assert client.post(mapping.get_absolute_url(), {"decision": "delete"}).status_code == 404
    assert client_of(village.kader).get(NEW).status_code == 403


def test_the_template_can_be_filled_and_read(village: Village) -> None:
    with template.workbook() as file:
        book = openpyxl.load_workbook(io.BytesIO(file.read()))
    assert book.sheetnames == ["Warga", "Daftar", "Contoh", "Bantuan"]
    rules = book["Warga"].data_validations.dataValidation
    assert rules[0].formula1.startswith("Daftar!$A$2")
    examples = upload.read(template.csv_template().encode())
    batch = batches.start(unit=village.puskesmas, posyandu=village.melati, user=None, upload=examples)
    assert through(batch).counts["lewat"] == 4


def test_an_export_can_be_imported_again(village: Village) -> None:
    written(village, sheet(slamet(), siti(riwayat_diri="Hipertensi, DM"), bima()))
    rows = list(export.rows(Resident.objects.unscoped("test"), whole_numbers=True))
    with template.workbook(rows) as file:
        again = written(village, file.read())
    assert [row.outcome for row in again.rows.order_by("line")] == ["sama"] * 3


def body(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def test_numbers_are_masked_unless_an_officer_says_why(village: Village, client_of: Login) -> None:
    make_resident(village.melati, "Siti Aminah", nik="", phone="081200009902")
    written(village, sheet(siti()))
    url = reverse("people_export")
    kader = client_of(village.kader).post(url, {"form": "csv", "whole_numbers": "on", "reason": "ingin tahu"})
    text = body(kader)
    assert (SITI in text, KK in text, "081200009902" in text, "3320••••••••9902" in text) == (
        False,
        False,
        False,
        True,
    )
    officer = client_of(village.officer)
    assert officer.post(url, {"form": "csv", "whole_numbers": "on"}).status_code == 200
    whole = officer.post(url, {"form": "csv", "whole_numbers": "on", "reason": "cocokkan dengan desa"})
    assert SITI in body(whole)
    entry = LogEntry.objects.filter(action=LogEntry.Action.ACCESS, actor=village.officer).latest("timestamp")
    assert entry.changes["alasan"] == ["", "cocokkan dengan desa"]


def test_the_command_checks_and_writes(village: Village, tmp_path: Path) -> None:
    file = tmp_path / "warga.xlsx"
    file.write_bytes(sheet(siti()))
    call_command("import_people", str(file), "--posyandu", "melati-1", "--dry-run")
    assert people() == {}
    call_command("import_people", str(file), "--posyandu", "melati-1")
    assert list(people()) == ["Siti Aminah"]
    with pytest.raises(CommandError, match="Tidak ada pemetaan"):
        call_command("import_people", str(file), "--posyandu", "melati-1", "--mapping", "Entah")


def test_whoever_changes_a_mapping_stands_in_the_audit_log(village: Village, client_of: Login) -> None:
    client = client_of(village.officer)
    fields = {"siapa": "nama", "lp": "jenis_kelamin", "kapan": "tanggal_lahir"}
    mapping = PeopleMapping.objects.create(unit=village.puskesmas, name="Desa", fields=fields)
    form = client.get(mapping.get_absolute_url()).context["form"]
    kept = {field.html_name: field.value() for field in form if field.value() is not None}
    assert client.post(mapping.get_absolute_url(), kept | {"name": "Desa Krajan"}).status_code == 302
    entry = LogEntry.objects.get_for_object(mapping).latest("timestamp")
    assert (entry.actor, entry.changes["name"]) == (village.officer, ["Desa", "Desa Krajan"])
    client.post(mapping.get_absolute_url(), {"decision": "delete"})
    assert LogEntry.objects.latest("timestamp").action == LogEntry.Action.DELETE
