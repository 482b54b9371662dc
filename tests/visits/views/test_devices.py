"""Pages of phones: what a Puskesmas sees of them and does with them, and what their users see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models import Membership, OrgUnit, Posyandu, Resident, User
from registry.permissions import Role
from registry.services import merging
from tests.conftest import Village, make_resident
from visits import devices
from visits.models import Device, SyncItem

LogIn = Callable[[User], Client]
State = SyncItem.State
TOO_HEAVY = "Berat 94 kg tidak mungkin untuk anak 1 tahun."


@pytest.fixture
def far_officer(village: Village) -> User:
    """An officer of another Puskesmas of the same kabupaten."""
    unit = OrgUnit.objects.create(
        kind="puskesmas", code="P3320080202", name="Bangsri II", parent=village.kabupaten
    )
    user = User.objects.create(username="puskesmas.lain", full_name="Wiwik Handayani")
    Membership.objects.create(user=user, unit=unit, role=Role.PUSKESMAS, valid_from=date(2026, 1, 1))
    return user


def phone_of(user: User, name: str = "HP", **told: Any) -> Device:
    return Device.objects.create(pk=new_id(), user=user, name=name, **told)


def item_of(
    phone: Device,
    person: Resident | UUID,
    state: str = State.REFUSED,
    *,
    posyandu: Posyandu | None = None,
    kind: str = "visit",
    messages: tuple[str, ...] = (TOO_HEAVY,),
) -> SyncItem:
    return SyncItem.objects.create(
        pk=new_id(),
        device=phone,
        user=phone.user,
        posyandu=posyandu,
        kind=kind,
        person_id=person.pk if isinstance(person, Resident) else person,
        digest="0" * 64,
        state=state,
        answer={"errors": [{"code": 201, "field": "weight_kg", "message": text} for text in messages]},
        content='{"rahasia": "isi tersegel"}',
        entered_at=timezone.now(),
    )


def page_of(client: Client, name: str, query: str = "") -> str:
    answer = client.get(f"{reverse(name)}{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def owners(page: str) -> list[str]:
    """The names that stand at the head of a row."""
    return re.findall(r'<th scope="row">\s*<div class="device-cell">\s*<span>([^<]*)</span>', page)


def test_an_officer_sees_the_phones_of_the_people_in_her_area(village: Village, client_of: LogIn) -> None:
    phone_of(village.kader, "HP Bu Sri", unsent=12, clock_ahead_s=720)
    page = page_of(client_of(village.officer), "device_list")
    told = ("Sri Wahyuni", "Posyandu Melati 1", "HP Bu Sri", "<strong>12</strong>", "Jam cepat 12 menit")
    assert [text for text in told if text not in page] == []
    assert "Aktif" in page


def test_an_officer_of_another_puskesmas_sees_none_and_finds_none(
    village: Village, far_officer: User, client_of: LogIn
) -> None:
    phone = phone_of(village.kader)
    item_of(phone, make_resident(village.melati, "Aisyah Putri"), posyandu=village.melati)
    stranger = client_of(far_officer)
    assert owners(page_of(stranger, "device_list")) == []
    assert "Aisyah" not in page_of(stranger, "device_items")
    addresses = (reverse("device_revoke", args=[phone.pk]), f"{reverse('device_items')}?hp={phone.pk}")
    assert [stranger.get(address).status_code for address in addresses] == [404, 404]
    assert stranger.post(addresses[0], {"reason": "Iseng"}).status_code == 404
    phone.refresh_from_db()
    assert phone.is_revoked is False


def test_only_a_puskesmas_looks_after_phones(village: Village, client_of: LogIn) -> None:
    phone = phone_of(village.kader)
    addresses = (
        reverse("device_list"),
        reverse("device_items"),
        reverse("device_revoke", args=[phone.pk]),
    )
    found = {
        user.username: [client_of(user).get(address).status_code for address in addresses]
        for user in village.everyone
    }
    refused = [403, 403, 403]
    assert found == {
        "kader.melati": refused,
        "kader.mawar": refused,
        "bidan": refused,
        "puskesmas": [200, 200, 200],
        "dinkes": refused,
        "desa": refused,
        "admin": refused,
    }


def test_the_phone_of_whoever_left_is_still_there_to_revoke(village: Village, client_of: LogIn) -> None:
    phone_of(village.kader)
    Membership.objects.filter(user=village.kader).update(valid_until=date(2026, 1, 31))
    page = page_of(client_of(village.officer), "device_list")
    assert owners(page) == ["Sri Wahyuni"]
    assert "Tidak bertugas lagi" in page


def test_phones_are_searched_by_name_and_narrowed(village: Village, client_of: LogIn) -> None:
    long_ago = timezone.now() - timedelta(days=15)
    phone_of(village.kader, "HP dapur", unsent=3)
    phone_of(village.neighbour, "HP pinjaman", seen_at=long_ago)
    gone = phone_of(village.bidan, "HP rusak", unsent=2, seen_at=long_ago)
    devices.revoke(device=gone, by=village.officer, reason="Rusak")
    devices.confirm_wiped(device_id=gone.pk, user=village.bidan)
    lost = phone_of(village.officer, "HP hilang")
    devices.revoke(device=lost, by=village.officer, reason="Hilang")
    officer = client_of(village.officer)
    queries = (
        "?q=sri",
        "?q=wahyuni+sri",
        "?q=pinjaman",
        "?q=tidak-ada",
        "?saring=belum-terkirim",
        "?saring=lama",
        "?saring=dicabut",
        "?saring=lama&q=sri",
    )
    assert {query: owners(page_of(officer, "device_list", query)) for query in queries} == {
        "?q=sri": ["Sri Wahyuni"],
        "?q=wahyuni+sri": ["Sri Wahyuni"],
        "?q=pinjaman": ["Endang Lestari"],
        "?q=tidak-ada": [],
        "?saring=belum-terkirim": ["Sri Wahyuni"],
        "?saring=lama": ["Endang Lestari"],
        "?saring=dicabut": ["Agus Salim"],
        "?saring=lama&q=sri": [],
    }
    assert len(owners(page_of(officer, "device_list", "?saring=entah"))) == 4


def test_an_empty_list_says_what_to_do(village: Village, client_of: LogIn) -> None:
    officer = client_of(village.officer)
    assert "Belum ada HP yang terdaftar." in page_of(officer, "device_list")
    assert "Tidak ada yang cocok." in page_of(officer, "device_list", "?q=siapa")
    assert "Semua kiriman sudah beres." in page_of(officer, "device_items")
    assert "Belum ada HP yang terdaftar." in page_of(officer, "own_devices")


def test_revoking_says_what_is_lost_and_asks_why(village: Village, client_of: LogIn) -> None:
    phone = phone_of(village.kader, "HP Bu Sri", unsent=7)
    officer, address = client_of(village.officer), reverse("device_revoke", args=[phone.pk])
    page = officer.get(address).content.decode()
    assert "7 isian di HP ini belum terkirim dan akan ikut hilang." in page
    without = officer.post(address, {"reason": "  "}).content.decode()
    assert "Tulis alasannya" in without
    answer = officer.post(address, {"reason": "Hilang di pasar"}, follow=True)
    assert answer.redirect_chain == [(reverse("device_list"), 302)]
    page = answer.content.decode()
    told = ("HP Sri Wahyuni dicabut.", "Dicabut, menunggu dikosongkan", "Agus Salim: Hilang di pasar")
    assert [text for text in told if text not in page] == []
    assert address not in page
    assert "sudah dicabut" in officer.get(address, follow=True).content.decode()


def test_what_is_not_settled_names_person_kind_and_reason_but_not_what_is_sealed(
    village: Village, client_of: LogIn
) -> None:
    phone, girl = phone_of(village.kader, "HP Bu Sri"), make_resident(village.melati, "Aisyah Putri")
    item_of(phone, girl, messages=(TOO_HEAVY, TOO_HEAVY))
    item_of(phone, girl, State.CONFLICT, posyandu=village.melati, messages=("Baru saja diubah oleh Ratna.",))
    item_of(phone, new_id(), kind="newcomer", messages=("Tanggal lahir belum diisi.",))
    item_of(phone, new_id(), kind="jenis-baru", messages=())
    item_of(phone, make_resident(village.melati, "Beres"), State.STORED)
    item_of(phone, make_resident(village.melati, "Dibuang"), State.DISCARDED)
    page = page_of(client_of(village.officer), "device_items")
    told = (
        "4 kiriman",
        "Kunjungan · diisi",
        "Bentrok",
        "Perlu diperbaiki",
        "Baru saja diubah oleh Ratna.",
        "Warga baru yang belum terdaftar",
        "Orang yang tidak ada di wilayah Anda",
        "Tanggal lahir belum diisi.",
        "Sri Wahyuni · HP Bu Sri",
    )
    assert [text for text in told if text not in page] == []
    assert page.count(f'href="{girl.get_absolute_url()}"') == 2
    assert page.count(TOO_HEAVY) == 1
    assert [text for text in ("tersegel", "Beres</", "Dibuang") if text in page] == []


def test_what_is_not_settled_is_also_shown_for_one_phone(village: Village, client_of: LogIn) -> None:
    for user, name in ((village.kader, "Aisyah"), (village.neighbour, "Budi")):
        item_of(phone_of(user), make_resident(village.melati, name), posyandu=village.melati)
    officer = client_of(village.officer)
    address = f"{reverse('device_items')}?hp={Device.objects.get(user=village.kader).pk}"
    assert address in page_of(officer, "device_list").replace("&amp;", "&")
    page = officer.get(address).content.decode()
    assert [name in page for name in ("Aisyah", "Budi")] == [True, False]
    assert "Budi" in page_of(officer, "device_items", "?hp=bukan-id")


def test_an_item_about_somebody_merged_names_who_they_became(village: Village, client_of: LogIn) -> None:
    kept, absorbed = make_resident(village.melati, "Aisyah Putri"), make_resident(village.melati, "Aisah")
    item_of(phone_of(village.kader), absorbed)
    merging.merge_residents(kept=kept, absorbed=absorbed, choices={}, user=village.officer)
    assert f'href="{kept.get_absolute_url()}"' in page_of(client_of(village.officer), "device_items")


@pytest.mark.parametrize("name", ["device_list", "device_items", "own_devices"])
def test_a_page_costs_the_same_for_one_phone_as_for_three(
    name: str, village: Village, client_of: LogIn
) -> None:
    officer, counts = client_of(village.officer), []
    for user in (village.kader, village.neighbour, village.bidan):
        for phone in (phone_of(user), phone_of(village.officer)):
            item_of(phone, make_resident(village.melati))
        officer.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            officer.get(reverse(name))
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_everybody_who_records_sees_their_own_phones(village: Village, client_of: LogIn) -> None:
    lost = phone_of(village.kader, "HP lama", unsent=4)
    devices.revoke(device=lost, by=village.officer, reason="Hilang di pasar")
    phone_of(village.kader, "HP baru", clock_ahead_s=-600)
    phone_of(village.neighbour, "HP Bu Endang")
    page = page_of(client_of(village.kader), "own_devices")
    told = ("HP baru", "Lambat 10 menit", "HP lama", "4 isian", "Hilang di pasar")
    assert [text for text in told if text not in page] == []
    assert "Endang" not in page
    statuses = {user.username: client_of(user).get("/hp-saya/").status_code for user in village.everyone}
    assert statuses == {
        "kader.melati": 200,
        "kader.mawar": 200,
        "bidan": 200,
        "puskesmas": 200,
        "dinkes": 403,
        "desa": 403,
        "admin": 403,
    }
