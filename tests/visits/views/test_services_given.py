"""A person's services: the list, and writing down what was given elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident
from registry.rules.life_stage import add_months
from tests.conftest import Village, make_resident, make_visit
from visits.models import ServiceGiven, StockMovement
from visits.stock import balance

Browser = Callable[..., Client]
TODAY = timezone.localdate()
BORN = add_months(TODAY, -30)


@pytest.fixture
def girl(village: Village) -> Resident:
    return make_resident(village.melati, "Aisyah", born=BORN, since=BORN)


def new_url(person: Resident, kind: str = "obat_cacing") -> str:
    return reverse("service_new", args=[person.pk, kind])


def typed(**more: Any) -> dict[str, Any]:
    return {"service_id": str(new_id()), "given_on": TODAY.isoformat(), "place": "sekolah"} | more


def test_what_the_school_gave_is_written_and_found_again(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    client = client_of(village.kader)
    page = client.post(
        new_url(girl), typed(place_name="PAUD Mekar", batch="C1"), follow=True
    ).content.decode()
    row = ServiceGiven.objects.get()
    assert (row.kind, row.given_on, row.detail, row.place, row.place_name, row.batch, row.posyandu) == (
        "obat_cacing", TODAY, "400 mg", "sekolah", "PAUD Mekar", "C1", None,
    )  # fmt: skip
    words = ("Obat cacing 400 mg", "PAUD Mekar", "batch C1", "dicatat oleh Sri Wahyuni")
    assert [word for word in words if word not in page] == []
    assert "Obat cacing 400 mg" in client.get(girl.get_absolute_url()).content.decode()


def test_a_capsule_given_at_home_comes_from_the_cupboard(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    StockMovement.objects.create(posyandu=village.melati, item="obat_cacing", change=2)
    sent = typed(place="rumah", here="on")
    page = client_of(village.kader).post(new_url(girl), sent, follow=True).content.decode()
    row = ServiceGiven.objects.get()
    assert (row.place, row.place_name, row.posyandu) == ("lain", "Di rumah", village.melati)
    assert balance(village.melati)["obat_cacing"].amount == 1
    assert "Obat cacing di Posyandu Melati 1 tinggal 1 tablet." in page
    form = client_of(village.kader).get(reverse("service_edit", args=[row.pk])).content.decode()
    assert '<option value="rumah" selected>' in form


def test_an_empty_cupboard_stops_nobody(village: Village, girl: Resident, client_of: Browser) -> None:
    StockMovement.objects.create(posyandu=village.melati, item="obat_cacing", change=1)
    StockMovement.objects.create(posyandu=village.melati, item="obat_cacing", change=-1, reason="rusak")
    page = client_of(village.kader).post(new_url(girl), typed(here="on"), follow=True).content.decode()
    assert ServiceGiven.objects.count() == 1
    assert "kurang dari nol menurut catatan. Hitung ulang." in page


def test_a_capsule_outside_its_months_is_asked_about_once(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    client, on = client_of(village.kader), date(TODAY.year - 1, 12, 5)
    sent = typed(given_on=on.isoformat())
    page = client.post(new_url(girl, "vitamin_a"), sent).content.decode()
    assert "Vitamin A diberikan bulan Februari dan Agustus. Periksa tanggalnya." in page
    assert ServiceGiven.objects.count() == 0
    token = re.search(r'name="sure" value="([^"]+)"', page)
    assert token is not None
    client.post(new_url(girl, "vitamin_a"), sent | {"sure": token[1]})
    assert ServiceGiven.objects.get().given_on == on


def test_tablets_and_methods_ask_for_their_own_fields(village: Village, client_of: Browser) -> None:
    woman = make_resident(village.melati, born=date(1996, 1, 1))
    client = client_of(village.kader)
    client.post(new_url(woman, "ttd"), typed(quantity="30", place="puskesmas"))
    client.post(new_url(woman, "kb"), typed(detail="suntik", quantity="1", place="bidan"))
    found = ServiceGiven.objects.order_by("kind").values_list("kind", "quantity", "detail")
    assert list(found) == [("kb", 1, "suntik"), ("ttd", 30, "")]


def test_sent_twice_it_is_stored_once(village: Village, girl: Resident, client_of: Browser) -> None:
    sent = typed()
    for _ in range(2):
        client_of(village.kader).post(new_url(girl), sent)
    assert ServiceGiven.objects.count() == 1
    again = client_of(village.kader).post(new_url(girl), typed()).content.decode()
    assert "pada tanggal ini sudah tercatat." in again


def test_a_mistake_is_corrected_and_taken_back(village: Village, girl: Resident, client_of: Browser) -> None:
    client = client_of(village.kader)
    client.post(new_url(girl), typed())
    row = ServiceGiven.objects.get()
    edit = reverse("service_edit", args=[row.pk])
    yesterday = TODAY - timedelta(days=1)
    client.post(edit, typed(service_id=str(row.pk), given_on=yesterday.isoformat()))
    assert ServiceGiven.objects.get().given_on == yesterday
    page = client.post(reverse("service_remove", args=[row.pk]), follow=True).content.decode()
    assert ("dihapus dari catatan." in page, ServiceGiven.objects.count()) == (True, 0)


def test_what_a_visit_gave_leads_to_the_visit(village: Village, girl: Resident, client_of: Browser) -> None:
    visit = make_visit(girl, TODAY, weight_kg="11")
    row = ServiceGiven.objects.create(resident=girl, visit=visit, kind="obat_cacing", given_on=TODAY)
    client = client_of(village.kader)
    assert client.get(reverse("service_edit", args=[row.pk]))["Location"] == visit.get_absolute_url()
    client.post(reverse("service_remove", args=[row.pk]))
    assert ServiceGiven.objects.count() == 1
    page = client.get(reverse("services_given", args=[girl.pk])).content.decode()
    assert "Lihat kunjungan" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"given_on": "x"}, "Tulis tanggal seperti 12/10/2026."),
        ({"given_on": ""}, "Isi tanggalnya."),
        ({"given_on": "1900-01-01"}, "Tanggalnya sebelum lahir."),
        ({"given_on": (TODAY + timedelta(days=1)).isoformat()}, "Tanggalnya belum tiba."),
        ({"quantity": "1e9"}, "Tulis angka bulat."),
        ({"quantity": "0"}, "Jumlahnya 1 sampai 180."),
        ({"quantity": "-1"}, "Jumlahnya 1 sampai 180."),
        ({"quantity": "😀"}, "Tulis angka bulat."),
        ({"place": ""}, "Pilih tempatnya, atau tulis namanya."),
        ({"place": "bulan"}, "place"),
        ({"service_id": "x"}, "Muat ulang halaman ini"),
    ],
)
def test_nonsense_is_told_in_words_and_not_kept(
    village: Village, girl: Resident, client_of: Browser, changes: dict[str, str], words: str
) -> None:
    sent = typed(quantity="7") | changes
    answer = client_of(village.kader).post(new_url(girl, "mt_lokal"), sent)
    assert (answer.status_code, words in answer.content.decode()) == (200, True)
    assert ServiceGiven.objects.count() == 0


def test_the_neighbour_finds_nothing_and_writes_nothing(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    row = ServiceGiven.objects.create(resident=girl, kind="obat_cacing", given_on=TODAY, place="lain")
    client = client_of(village.neighbour)
    own = make_resident(village.mawar, born=BORN)
    answers = [
        client.get(reverse("services_given", args=[girl.pk])),
        client.get(new_url(girl)),
        client.post(new_url(girl), typed()),
        client.get(reverse("service_edit", args=[row.pk])),
        client.post(reverse("service_remove", args=[row.pk])),
        client.get(new_url(own, "jamu")),
    ]
    assert [answer.status_code for answer in answers] == [404] * 6
    refused = client.post(new_url(own), typed(service_id=str(row.pk))).content.decode()
    assert "Muat ulang halaman ini" in refused
    assert list(ServiceGiven.objects.all()) == [row]


def test_the_dinkes_sees_no_service(village: Village, girl: Resident, client_of: Browser) -> None:
    client = client_of(village.dinkes)
    pages = [reverse("services_given", args=[girl.pk]), new_url(girl)]
    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_a_long_list_costs_no_more_queries(village: Village, girl: Resident, client_of: Browser) -> None:
    client, counts = client_of(village.kader), []
    for number in (1, 2, 3):
        visit = make_visit(girl, TODAY - timedelta(days=40 * number), weight_kg="11")
        ServiceGiven.objects.create(
            resident=girl,
            visit=visit,
            kind="mt_lokal",
            given_on=visit.date,
            posyandu=village.melati,
            recorded_by=village.bidan,
        )
        client.get(reverse("services_given", args=[girl.pk]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("services_given", args=[girl.pk]))
        counts.append(len(queries))
    assert len(set(counts)) == 1
