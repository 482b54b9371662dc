"""The page of a child's immunisations: every dose by age, filled in from the Buku KIA."""

from __future__ import annotations

import re
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
from registry.rules.wording import long_date
from tests.conftest import Village, make_resident, make_session
from visits.immunisations import catch_up
from visits.models import Immunisation, StockMovement
from visits.rules.book import CURRENT
from visits.services_given import doses_of
from visits.session_services import close_session
from visits.stock import balance

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


def test_an_early_dose_is_asked_about_once_with_the_day_from_which_it_counts(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    client, first = client_of(village.kader), add_months(BORN, 2)
    typed = {"on_DPT1": first.isoformat(), "on_DPT2": (first + timedelta(days=7)).isoformat()}
    page = client.post(url_of(girl), typed).content.decode()
    assert doses_of(girl) == {}
    assert "DPT-HB-Hib 2: jaraknya terlalu dekat dengan DPT-HB-Hib 1." in page
    counts = f"Dosis ini baru dihitung bila diberikan mulai {long_date(first + timedelta(days=28))}."
    assert counts in page
    token = re.search(r'name="sure" value="([^"]+)"', page)
    assert token is not None
    saved = client.post(url_of(girl), typed | {"sure": token[1]}, follow=True).content.decode()
    assert set(doses_of(girl)) == {"DPT1", "DPT2"}
    assert counts in saved


def test_a_dose_given_here_today_is_dated_and_taken_from_the_stock(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    StockMovement.objects.create(posyandu=village.melati, item="vaksin_pcv", change=4)
    typed = {
        "here_PCV1": "on", "batch_PCV1": "P7", "site_PCV1": "paha_ki", "given_by": "Bidan Ratna", "place": "rs",
    }  # fmt: skip
    page = client_of(village.kader).post(url_of(girl), typed, follow=True).content.decode()
    row = Immunisation.objects.get(resident=girl)
    assert (row.dose, row.given_on, row.place, row.posyandu) == ("PCV1", TODAY, "posyandu", village.melati)
    assert (row.batch, row.site, row.given_by) == ("P7", "paha_ki", "Bidan Ratna")
    assert balance(village.melati)["vaksin_pcv"].amount == 3
    assert "PCV di Posyandu Melati 1 tinggal 3 dosis." in page
    assert "batch P7 · paha kiri · oleh Bidan Ratna" in page


def test_taken_back_and_restored_it_is_of_the_stock_again(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    client = client_of(village.kader)
    client.post(url_of(girl), {"here_PCV1": "on", "site_PCV1": "paha_ki"})
    page = client.post(reverse("immunisation_remove", args=[girl.pk]), {"dose": "PCV1"}, follow=True)
    assert Immunisation.objects.count() == 0
    hidden = dict(re.findall(r'type="hidden" name="(\w+_PCV1)" value="([^"]*)"', page.content.decode()))
    client.post(url_of(girl), hidden)
    row = Immunisation.objects.get(resident=girl)
    assert (row.given_on, row.posyandu, row.site) == (TODAY, village.melati, "paha_ki")


def test_a_late_child_has_a_plan_to_catch_up(village: Village, girl: Resident, client_of: Browser) -> None:
    page = client_of(village.kader).get(url_of(girl)).content.decode()
    assert "Rencana mengejar" in page
    plan = catch_up(BORN, TODAY, {}, rules=CURRENT)
    assert (plan[0].on, "DPT-HB-Hib 1" in plan[0].labels) == (TODAY, True)
    second = next(visit.on for visit in plan if "DPT-HB-Hib 2" in visit.labels)
    third = next(visit.on for visit in plan if "DPT-HB-Hib 3" in visit.labels)
    assert second >= TODAY + timedelta(days=28)
    assert third >= second + timedelta(days=28)
    labels = [label for visit in plan for label in visit.labels]
    assert len(labels) == len(set(labels))


def test_what_is_due_within_two_weeks_is_one_visit() -> None:
    # DPT 1 and OPV 1 given ten days apart: their second doses wait for each other.
    day, born = date(2026, 10, 12), date(2026, 7, 1)
    given = {"OPV1": date(2026, 9, 30), "DPT1": date(2026, 10, 10)}
    second, *_ = [visit for visit in catch_up(born, day, given, rules=CURRENT) if visit.on > day]
    assert (second.on, {"Polio tetes 2", "DPT-HB-Hib 2"} <= set(second.labels)) == (date(2026, 11, 9), True)


def test_a_child_with_nothing_late_has_no_plan(village: Village, client_of: Browser) -> None:
    baby = make_resident(village.melati, born=TODAY, since=TODAY)
    assert "Rencana mengejar" not in client_of(village.kader).get(url_of(baby)).content.decode()


def test_a_woman_has_her_td_doses_and_the_protection_they_give(village: Village, client_of: Browser) -> None:
    woman = make_resident(village.melati, "Siti", born=add_months(TODAY, -12 * 25))
    client = client_of(village.kader)
    assert "Status tetanus T0" in client.get(url_of(woman)).content.decode()
    first = TODAY - timedelta(days=40)
    client.post(url_of(woman), {"on_Td1": first.isoformat(), "here_Td2": "on"})
    assert doses_of(woman) == {"Td1": first, "Td2": TODAY}
    page = client.get(url_of(woman)).content.decode()
    assert "Status tetanus T2" in page
    assert f"Terlindungi sampai {long_date(add_months(TODAY, 36))}." in page
    assert "Imunisasi dasar lengkap" not in page


def test_a_man_without_doses_is_told_so(village: Village, client_of: Browser) -> None:
    man = make_resident(village.melati, sex="L", born=add_months(TODAY, -12 * 40))
    page = client_of(village.kader).get(url_of(man)).content.decode()
    assert "Belum ada imunisasi yang tercatat." in page


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


@pytest.fixture
def closed_day(village: Village, girl: Resident) -> None:
    """Today is closed; one dose came from its stock, another one stands in the book alone."""
    session = make_session(village.melati, TODAY, by=village.kader)
    Immunisation.objects.create(resident=girl, dose="PCV1", given_on=TODAY, posyandu=village.melati)
    Immunisation.objects.create(resident=girl, dose="HB0", given_on=BORN, place="rs")
    close_session(session=session, user=village.kader)


@pytest.mark.usefixtures("closed_day")
def test_a_dose_of_a_closed_day_is_taken_back_by_the_midwife_alone(
    village: Village, girl: Resident, client_of: Browser
) -> None:
    remove = reverse("immunisation_remove", args=[girl.pk])
    page = client_of(village.kader).post(remove, {"dose": "PCV1"}, follow=True).content.decode()
    assert "Hari buka ini sudah ditutup. Mintalah bidan atau Puskesmas." in page
    assert set(doses_of(girl)) == {"PCV1", "HB0"}
    client_of(village.kader).post(remove, {"dose": "HB0"})
    assert set(doses_of(girl)) == {"PCV1"}
    client_of(village.bidan).post(remove, {"dose": "PCV1"})
    assert set(doses_of(girl)) == set()


@pytest.mark.parametrize(
    "typed",
    [
        {"on_PCV1": BORN.isoformat(), "here_PCV1": "on"},
        {"on_PCV1": BORN.isoformat()},
        {"on_PCV1": TODAY.isoformat(), "here_PCV1": "on", "batch_PCV1": "P9"},
        {"here_BCG": "on"},
        {"on_HB0": TODAY.isoformat(), "here_HB0": "on"},
    ],
)
@pytest.mark.usefixtures("closed_day")
def test_what_touches_a_closed_day_is_refused_to_the_kader(
    village: Village, girl: Resident, client_of: Browser, typed: dict[str, str]
) -> None:
    page = client_of(village.kader).post(url_of(girl), typed).content.decode()
    assert "Hari buka ini sudah ditutup. Mintalah bidan atau Puskesmas." in page
    assert doses_of(girl) == {"PCV1": TODAY, "HB0": BORN}
    assert not Immunisation.objects.exclude(batch="").exists()
    # What only the book says is hers to note on any day.
    client_of(village.kader).post(url_of(girl), {"on_HB0": (BORN + timedelta(days=1)).isoformat()})
    assert doses_of(girl)["HB0"] == BORN + timedelta(days=1)


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
