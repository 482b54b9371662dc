"""The page of a child's immunisations: every dose by age, filled in from the Buku KIA."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.models import Resident
from registry.rules.life_stage import add_months
from tests.conftest import Village, make_resident
from visits.models import Immunisation
from visits.services_given import doses_of

Browser = Callable[..., Client]
TODAY = timezone.localdate()
BORN = add_months(TODAY, -5)


@pytest.fixture
def girl(village: Village) -> Resident:
    return make_resident(village.melati, "Aisyah", born=BORN, since=BORN)


def url_of(girl: Resident) -> str:
    return reverse("immunisations", args=[girl.pk])


def test_the_list_says_what_was_given_what_is_late_and_what_is_to_come(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    Immunisation.objects.create(resident=girl, dose="HB0", given_on=BORN, place="rs")
    page = client_of(village.kader).get(url_of(girl)).content.decode()
    assert [
        word
        for word in ("Saat lahir", "Umur 9 bulan", "Sudah", "Terlambat", "Belum waktunya")
        if word not in page
    ] == []
    assert "Rumah sakit" in page
    assert "Belum lengkap: 14 dosis belum tercatat" in page


def test_several_doses_are_filled_in_at_once(village: Village, girl: Resident, client_of: Browser) -> None:
    typed = {
        "place": "bidan",
        "place_name": "Bidan Ratna",
        "on_BCG": add_months(BORN, 1).isoformat(),
        "batch_BCG": "B12",
        "on_OPV1": add_months(BORN, 1).isoformat(),
        "place_OPV1": "puskesmas",
        "on_HB0": "",
        "unknown_HB0": "on",
        "on_DPT1": "",
    }
    page = client_of(village.kader).post(url_of(girl), typed, follow=True).content.decode()
    assert "3 imunisasi tersimpan." in page
    rows = Immunisation.objects.order_by("dose").values_list(
        "dose", "given_on", "place", "place_name", "batch"
    )
    assert list(rows) == [
        ("BCG", add_months(BORN, 1), "bidan", "Bidan Ratna", "B12"),
        ("HB0", None, "bidan", "Bidan Ratna", ""),
        ("OPV1", add_months(BORN, 1), "puskesmas", "", ""),
    ]


def test_a_dose_before_birth_or_ahead_is_told_beside_its_date_and_nothing_is_lost(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    typed = {"on_BCG": (BORN - timedelta(days=9)).isoformat(), "on_OPV1": add_months(BORN, 1).isoformat()}
    answer = client_of(village.kader).post(url_of(girl), typed)
    page = answer.content.decode()
    assert "BCG: tanggalnya sebelum anak lahir." in page
    assert f'value="{add_months(BORN, 1).isoformat()}"' in page
    assert doses_of(girl) == {}


def test_an_early_dose_is_kept_and_warned_of(village: Village, girl: Resident, client_of: Browser) -> None:
    typed = {
        "on_DPT1": add_months(BORN, 2).isoformat(),
        "on_DPT2": (add_months(BORN, 2) + timedelta(days=7)).isoformat(),
    }
    page = client_of(village.kader).post(url_of(girl), typed, follow=True).content.decode()
    assert set(doses_of(girl)) == {"DPT1", "DPT2"}
    assert "DPT-HB-Hib 2: jaraknya terlalu dekat dengan DPT-HB-Hib 1." in page


def test_a_date_taken_away_asks_for_the_day_or_the_button(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    Immunisation.objects.create(resident=girl, dose="HB0", given_on=BORN)
    page = client_of(village.kader).post(url_of(girl), {"on_HB0": ""}).content.decode()
    assert "isi tanggalnya, atau pilih tanggal tidak tahu" in page
    assert doses_of(girl) == {"HB0": BORN}


def test_a_mistake_is_taken_back_and_can_come_back(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    Immunisation.objects.create(resident=girl, dose="HB0", given_on=BORN, place="rs", batch="H1")
    client = client_of(village.kader)
    remove = reverse("immunisation_remove", args=[girl.pk])
    page = client.post(remove, {"dose": "HB0"}, follow=True).content.decode()
    assert "Hepatitis B (HB0) dihapus dari catatan." in page
    assert doses_of(girl) == {}
    again = {"on_HB0": BORN.isoformat(), "place_HB0": "rs", "batch_HB0": "H1"}
    for name, value in again.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    client.post(url_of(girl), again)
    assert doses_of(girl) == {"HB0": BORN}


def test_a_child_with_all_doses_is_complete_for_its_age(village: Village, client_of: Browser) -> None:
    baby = make_resident(village.melati, born=TODAY - timedelta(days=3), since=TODAY - timedelta(days=3))
    client = client_of(village.kader)
    assert "Lengkap sesuai umur" not in client.get(url_of(baby)).content.decode()
    Immunisation.objects.create(resident=baby, dose="HB0", given_on=baby.birth_date)
    assert "Lengkap sesuai umur" in client.get(url_of(baby)).content.decode()


def test_the_neighbour_finds_nothing_and_writes_nothing(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    client = client_of(village.neighbour)
    remove = reverse("immunisation_remove", args=[girl.pk])
    Immunisation.objects.create(resident=girl, dose="HB0", given_on=date(2026, 1, 1))
    answers = [
        client.get(url_of(girl)),
        client.post(url_of(girl), {"on_BCG": BORN.isoformat()}),
        client.post(remove, {"dose": "HB0"}),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert set(doses_of(girl)) == {"HB0"}


def test_the_dinkes_sees_no_child(village: Village, girl: Resident, client_of: Browser) -> None:
    assert client_of(village.dinkes).get(url_of(girl)).status_code == 403


def test_a_page_with_all_doses_costs_no_more_queries(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    client = client_of(village.kader)
    counts = []
    for codes in (["HB0"], ["BCG", "OPV1", "DPT1"]):
        for code in codes:
            Immunisation.objects.create(resident=girl, dose=code, given_on=add_months(BORN, 2))
        client.get(url_of(girl))
        with CaptureQueriesContext(connection) as queries:
            client.get(url_of(girl))
        counts.append(len(queries))
    assert counts[0] == counts[1]
