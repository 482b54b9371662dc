"""The page on which an officer uploads the file of a phone that could not send."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.ids import new_id
from registry.models import Resident, User
from tests.conftest import OPENING_DAY, Village, make_resident
from tests.visits.sync.conftest import item, make_phone, visit_body
from tests.visits.sync.sealing import Vault
from tests.visits.sync.weighing import weight
from visits import devices
from visits.models import SyncItem
from visits.sync import Item, queue_file

LogIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def on_the_opening_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: OPENING_DAY)


@pytest.fixture
def vault(village: Village) -> Vault:
    return Vault(make_phone(village.kader, "HP Bu Sri"))


@pytest.fixture
def officer(village: Village, client_of: LogIn) -> Client:
    return client_of(village.officer)


def upload(client: Client, raw: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile("isian.json", raw)
    return client.post(reverse("queue_file_import"), {"file": file} | more)


def page(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def stored() -> int:
    return SyncItem.objects.unscoped("a test").filter(state="tersimpan").count()


def test_each_item_is_told_with_what_became_of_it(village: Village, vault: Vault, officer: Client) -> None:
    aisyah, budi = make_resident(village.melati, "Aisyah"), make_resident(village.melati, "Budi")
    strange = item("visit", new_id(), visit_body({"weight_kg": "9.4"}))
    shown = page(upload(officer, vault.file(weight(aisyah, 9.4), weight(budi, "sembilan"), strange)))
    assert "HP Sri Wahyuni (HP Bu Sri) · 1 dari 3 isian tersimpan" in shown
    assert f'href="{aisyah.get_absolute_url()}">Aisyah</a>' in shown
    assert "Orang yang tidak ada di wilayah Anda" in shown
    assert "2 isian belum tersimpan." in shown
    assert [shown.count(word) for word in ("Tersimpan</span>", "Perlu diperbaiki</span>")] == [1, 2]


def test_the_same_file_again_says_so_and_stores_nothing(
    village: Village, vault: Vault, officer: Client
) -> None:
    raw = vault.file(weight(make_resident(village.melati), 9.4))
    assert "Semua isian di berkas ini sudah beres." in page(upload(officer, raw))
    again = page(upload(officer, raw))
    assert ("Sudah tersimpan sebelumnya" in again, stored()) == (True, 1)


def test_a_damaged_item_and_an_empty_queue_are_told(village: Village, vault: Vault, officer: Client) -> None:
    told = vault.told(weight(make_resident(village.melati), 9.4))
    told["items"][0]["data"] = "AAAA"
    assert "1 isian di berkas ini rusak" in page(upload(officer, json.dumps(told).encode()))
    assert "Tidak ada isian di berkas ini." in page(upload(officer, vault.file()))


def test_what_is_wrong_is_said_beside_the_field(vault: Vault, officer: Client) -> None:
    wrong = upload(officer, b"nama;berat")
    assert (wrong.status_code, wrong.context["form"].errors["file"]) == (200, [queue_file.NOT_A_FILE])
    assert queue_file.NOT_A_FILE in page(wrong)
    missing = officer.post(reverse("queue_file_import"), {})
    assert missing.context["form"].errors["file"] == ["Pilih berkas yang disimpan dari HP."]
    assert upload(officer, b"").context["form"].errors["file"] == [
        "Berkas ini kosong. Simpan lagi dari HP, lalu unggah berkas yang baru."
    ]


def test_a_large_file_is_not_even_read(
    vault: Vault, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_file, "MOST_BYTES", 10)
    monkeypatch.setattr(queue_file, "read_file", None)
    assert upload(officer, vault.file()).context["form"].errors["file"] == [queue_file.TOO_LARGE]


def test_a_phone_elsewhere_is_not_found(village: Village, client_of: LogIn, officer: Client) -> None:
    answer = upload(officer, Vault(make_phone(village.dinkes)).file())
    assert (answer.status_code, answer.context["form"].errors["file"]) == (404, [queue_file.NO_SUCH_PHONE])


def test_only_who_looks_after_phones_brings_a_file(village: Village, vault: Vault, client_of: LogIn) -> None:
    raw = vault.file(weight(make_resident(village.melati), 9.4))
    people = (village.kader, village.bidan, village.dinkes)
    assert [upload(client_of(user), raw).status_code for user in people] == [403, 403, 403]
    assert stored() == 0


def test_a_revoked_phone_needs_a_tick(village: Village, vault: Vault, officer: Client) -> None:
    devices.revoke(device=vault.device, by=village.officer, reason="Rusak")
    raw = vault.file(weight(make_resident(village.melati), 9.4))
    assert upload(officer, raw).context["form"].errors["even_revoked"] == [queue_file.REVOKED]
    assert stored() == 0
    assert "1 dari 1 isian tersimpan" in page(upload(officer, raw, even_revoked="on"))


def test_the_list_of_phones_leads_there(officer: Client) -> None:
    assert reverse("queue_file_import") in page(officer.get(reverse("device_list")))
    assert officer.get(reverse("queue_file_import")).status_code == 200


def test_names_are_looked_up_for_all_items_at_once(village: Village, vault: Vault, officer: Client) -> None:
    def asked(*items: Item) -> int:
        raw = vault.file(*items)
        upload(officer, raw)
        # Stored before: what is counted is the page, not the saving.
        with CaptureQueriesContext(
            connection,
        ) as queries:
            upload(officer, raw)
        return len(queries)

    people = [make_resident(village.melati) for _ in range(4)]
    first, *others = (weight(person, 9.4) for person in people)
    one, three = asked(first), asked(*others)
    # One line of the ledger each is what receiving costs.
    assert three - one <= 2 * 3


def test_a_newcomer_has_a_name_once_stored(village: Village, vault: Vault, officer: Client) -> None:
    person = new_id()
    about = {
        "posyandu": village.melati.pk,
        "name": "Rani",
        "sex": "P",
        "birth_date": "2025-01-10",
    }
    shown = page(upload(officer, vault.file(item("newcomer", person, about))))
    rani = Resident.objects.unscoped("a test").get(pk=person)
    assert ">Rani</a>" in shown
    # Who typed it is on record, not who carried the file.
    assert [str(entry.actor) for entry in LogEntry.objects.get_for_object(rani)] == [str(village.kader)]
