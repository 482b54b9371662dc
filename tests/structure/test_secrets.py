"""NIK, KK and telephone numbers cannot be read in a copy of the database, and each look at one is on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from auditlog.models import LogEntry
from django.db import connection
from django.test import Client

from registry.models import User
from tests.conftest import Village, make_resident

NIK, KK, PHONE = "3320084107259901", "3320080101209901", "081390007701"
HOME = {"kk": KK, "address": "Dukuh Krajan", "rt": "02"}

LogIn = Callable[[User], Client]


def whole_database() -> Iterator[tuple[str, str]]:
    """Every value of every table as text, with the table's name: what somebody with a dump could read."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("SELECT * FROM " + connection.ops.quote_name(table))  # noqa: S608 -- our own tables
            for row in cursor.fetchall():
                yield table, "\n".join(str(value) for value in row)


def readable(*secrets: str) -> set[str]:
    """Tables in which one of the numbers, or the digits it is known by, stands in clear."""
    shapes = {shape for secret in secrets for shape in (secret, secret.removeprefix("0"), secret[-10:])}
    return {table for table, text in whole_database() if any(shape in text for shape in shapes)}


def test_a_number_in_clear_would_be_found(village: Village) -> None:
    make_resident(village.melati, f"Aminah {PHONE}")
    assert "registry_resident" in readable(PHONE)


def test_a_dump_shows_no_number(village: Village) -> None:
    girl = make_resident(village.melati, "Aminah", nik=NIK, home=HOME, phone=PHONE)
    girl.refresh_from_db()
    assert (girl.nik, girl.phone, girl.household and girl.household.kk) == (NIK, PHONE, KK)
    assert readable(NIK, KK, PHONE) == set()


def test_numbers_typed_on_screen_stay_out_of_a_dump_too(village: Village, client_of: LogIn) -> None:
    client = client_of(village.kader)
    typed = {
        "name": "Budi",
        "sex": "L",
        "birth_date": "2019-05-04",
        "nik": "3320080405199902",
        "kk": KK,
        "phone": PHONE,
        "posyandu": village.melati.pk,
        "rt": "02",
    }
    answer = client.post("/warga/baru/", typed, follow=True)
    assert answer.status_code == 200
    page = client.get(answer.request["PATH_INFO"])
    assert page.status_code == 200
    assert readable(typed["nik"], KK, PHONE) == set()


def test_opening_a_nik_is_on_record(village: Village, client_of: LogIn) -> None:
    girl = make_resident(village.melati, "Aminah", born=date(2025, 7, 1), nik=NIK)
    answer = client_of(village.kader).post(f"/warga/{girl.pk}/nik/", follow=True)
    assert NIK in answer.content.decode()
    entry = LogEntry.objects.get_for_object(girl).filter(action=LogEntry.Action.ACCESS).get()
    assert entry.actor == village.kader
    assert readable(NIK) == set()


def test_opening_a_telephone_number_or_a_kk_is_on_record_too(village: Village, client_of: LogIn) -> None:
    girl = make_resident(village.melati, "Aminah", nik=NIK, home=HOME, phone=PHONE)
    kader = client_of(village.kader)
    shown = kader.post(f"/warga/{girl.pk}/hp/", follow=True).content.decode()
    assert PHONE in shown
    shown = kader.post(f"/keluarga/{girl.household_id}/kk/", follow=True).content.decode()
    assert KK in shown
    accesses = LogEntry.objects.filter(action=LogEntry.Action.ACCESS, actor=village.kader)
    assert accesses.count() == 2
    assert readable(NIK, KK, PHONE) == set()


def test_pages_and_lists_show_no_number_by_themselves(village: Village, client_of: LogIn) -> None:
    girl = make_resident(village.melati, "Aminah", nik=NIK, home=HOME, phone=PHONE)
    kader = client_of(village.kader)
    addresses = (
        "/warga/",
        f"/warga/{girl.pk}/",
        f"/warga/{girl.pk}/ubah/",
        "/keluarga/",
        f"/keluarga/{girl.household_id}/",
        f"/keluarga/{girl.household_id}/ubah/",
        "/sasaran/",
        "/api/v1/residents/",
        "/api/v1/households/",
    )
    pages = {address: kader.get(address).content.decode() for address in addresses}
    assert [address for address, page in pages.items() if any(n in page for n in (NIK, KK, PHONE))] == []
    assert "Aminah" in pages["/warga/"]
