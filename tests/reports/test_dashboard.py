"""The report page: who sees which unit, what it shows, and how it is sorted and opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.models import Membership, OrgUnit, Posyandu, User
from registry.permissions import Role
from tests.conftest import Village, count_due, make_resident, make_visit

pytestmark = pytest.mark.usefixtures("in_october")
LogIn = Callable[[User], Client]
OCTOBER = {"bulan": "2026-10"}


def url(unit: OrgUnit) -> str:
    return reverse("dashboard_unit", args=[unit.pk])


def words(response: Any) -> str:
    """The page as a reader sees it: without marks, spaces in a row as one."""
    text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(text).split())


def names_of_units(response: Any) -> list[str]:
    body = re.search(r'<table class="data units">.*?</tbody>', response.content.decode(), re.DOTALL)
    assert body
    return re.findall(r'<th scope="row">\s*<a [^>]*>([^<]+)</a>', body[0])


def new_posyandu(desa: OrgUnit, name: str) -> Posyandu:
    unit = OrgUnit.objects.create(
        kind="posyandu", code=name.lower().replace(" ", "-"), name=name, parent=desa
    )
    return Posyandu.objects.create(unit=unit)


@pytest.fixture
def busy(village: Village) -> Village:
    """Melati: one of two children came. Mawar: the only child came and is stunted."""
    make_visit(make_resident(village.melati), weight_kg="9.4", height_cm="75.7")
    make_resident(village.melati)
    make_visit(make_resident(village.mawar), weight_kg="7.0", height_cm="68.0")
    count_due()
    return village


@pytest.mark.parametrize(
    ("who", "unit"),
    [
        ("kader", "melati"),
        ("bidan", "desa"),
        ("officer", "puskesmas"),
        ("dinkes", "kabupaten"),
        ("desa_officer", "desa"),
    ],
)
def test_everybody_starts_at_their_widest_unit(
    village: Village, client_of: LogIn, who: str, unit: str
) -> None:
    widest = getattr(village, unit)
    widest = widest.unit if isinstance(widest, Posyandu) else widest
    response = client_of(getattr(village, who)).get(reverse("dashboard"), OCTOBER)
    assert response.status_code == 302
    assert response.headers["Location"] == f"{url(widest)}?bulan=2026-10"


def test_a_kader_of_two_posyandu_of_a_desa_starts_at_one_of_them(village: Village, client_of: LogIn) -> None:
    Membership.objects.create(
        user=village.kader, unit=village.mawar.unit, role=Role.KADER, valid_from=date(2026, 1, 1)
    )
    response = client_of(village.kader).get(reverse("dashboard"))
    assert response.headers["Location"] in {url(village.melati.unit), url(village.mawar.unit)}


@pytest.mark.parametrize("output", ["dashboard_unit", "report_pdf", "report_xlsx"])
def test_a_kader_sees_her_posyandu_and_no_other_unit(village: Village, client_of: LogIn, output: str) -> None:
    browser = client_of(village.kader)
    others = (village.mawar.unit, village.desa, village.other_desa, village.puskesmas, village.kabupaten)
    assert browser.get(reverse(output, args=[village.melati.pk])).status_code == 200
    assert {browser.get(reverse(output, args=[unit.pk])).status_code for unit in others} == {404}


@pytest.mark.parametrize("output", ["dashboard_unit", "report_pdf", "report_xlsx"])
def test_desa_and_bidan_see_their_desa_and_below(village: Village, client_of: LogIn, output: str) -> None:
    for person in (village.bidan, village.desa_officer):
        browser = client_of(person)
        assert browser.get(reverse(output, args=[village.melati.pk])).status_code == 200
        assert browser.get(reverse(output, args=[village.desa.pk])).status_code == 200
        assert browser.get(reverse(output, args=[village.other_desa.pk])).status_code == 404
        assert browser.get(reverse(output, args=[village.puskesmas.pk])).status_code == 404


@pytest.mark.parametrize("output", ["dashboard_unit", "report_pdf", "report_xlsx"])
def test_an_admin_sees_no_figures(village: Village, client_of: LogIn, output: str) -> None:
    assert client_of(village.admin).get(reverse(output, args=[village.kabupaten.pk])).status_code == 403
    assert client_of(village.admin).get(reverse("dashboard")).status_code == 403


@pytest.mark.parametrize("output", ["dashboard_unit", "report_pdf", "report_xlsx"])
def test_a_stranger_is_asked_to_log_in(village: Village, client: Client, output: str) -> None:
    response = client.get(reverse(output, args=[village.kabupaten.pk]))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/masuk/")


def test_the_page_says_how_many_of_how_many(busy: Village, client_of: LogIn) -> None:
    text = words(client_of(busy.dinkes).get(url(busy.kabupaten), OCTOBER))
    assert "Kunjungan 66,7% 2 dari 3" in text
    assert "Stunting 50,0% 1 dari 2" in text
    assert "Semua 2 Posyandu sudah mengirim data Oktober 2026." in text


def test_a_silent_posyandu_is_named_as_such(busy: Village, client_of: LogIn) -> None:
    new_posyandu(busy.desa, "Anggrek 3")
    browser = client_of(busy.officer)
    desa = words(browser.get(url(busy.desa), OCTOBER))
    assert "1 dari 2 Posyandu belum mengirim data Oktober 2026." in desa
    assert "Posyandu Anggrek 3 Belum ada kiriman" in desa
    assert "Posyandu Melati 1 Belum ada kiriman" not in desa


def test_units_below_open_with_the_same_month(busy: Village, client_of: LogIn) -> None:
    page = client_of(busy.dinkes).get(url(busy.puskesmas), OCTOBER | {"indikator": "stunting"})
    html = page.content.decode()
    assert f'href="{url(busy.desa)}?bulan=2026-10&amp;indikator=stunting"' in html


def test_units_are_sorted_by_name_and_by_any_column(busy: Village, client_of: LogIn) -> None:
    browser = client_of(busy.dinkes)

    def order(sort: str) -> list[str]:
        return names_of_units(browser.get(url(busy.puskesmas), OCTOBER | {"urut": sort}))

    by_name = ["Desa Jerukwangi", "Desa Kedungleper"]
    assert order("") == order("nama") == order("omong-kosong") == by_name
    assert order("-nama") == by_name[::-1]
    assert order("-stunting") == ["Desa Kedungleper", "Desa Jerukwangi"]
    assert order("stunting") == by_name
    assert order("-kunjungan") == ["Desa Kedungleper", "Desa Jerukwangi"]


def test_a_chosen_indicator_is_drawn_and_ranked(busy: Village, client_of: LogIn) -> None:
    page = client_of(busy.dinkes).get(url(busy.puskesmas), OCTOBER | {"indikator": "stunting"})
    assert page.context["selected"].indicator.code == "stunting"
    assert [bar.row.name for bar in page.context["bars"]] == ["Desa Kedungleper", "Desa Jerukwangi"]
    assert [bar.width for bar in page.context["bars"]] == ["100.0%", "0.0%"]
    assert "Stunting: pendek dan sangat pendek, Puskesmas Bangsri I" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"bulan": "2099-01"},
        {"bulan": "kemarin"},
        {"bulan": "2026-99"},
        {"urut": "'; DROP TABLE"},
        {"indikator": "tidak-ada"},
        {"jk": "X"},
        {"bulan": "", "urut": "-", "indikator": "", "jk": ""},
    ],
)
def test_nonsense_in_the_address_shows_the_current_month(
    busy: Village, client_of: LogIn, query: dict[str, str]
) -> None:
    page = client_of(busy.dinkes).get(url(busy.kabupaten), query)
    assert page.status_code == 200
    assert page.context["table"].month == date(2026, 10, 1)
    assert page.context["selected"].indicator.code == "kunjungan"


def test_the_future_cannot_be_opened(busy: Village, client_of: LogIn) -> None:
    page = client_of(busy.dinkes).get(url(busy.kabupaten), OCTOBER)
    assert page.context["next_url"] == ""
    assert page.context["previous_url"] == "?bulan=2026-09"


def test_one_sex_can_be_shown(busy: Village, client_of: LogIn) -> None:
    make_visit(make_resident(busy.melati, sex="L"), weight_kg="9.9")
    count_due()
    page = client_of(busy.dinkes).get(url(busy.kabupaten), OCTOBER | {"jk": "L"})
    assert page.context["table"].figures["datang"].numerator == 1
    assert "jk=L" in page.context["pdf_url"]


def test_a_kabupaten_without_anybody_says_what_will_come(village: Village, client_of: LogIn) -> None:
    text = words(client_of(village.dinkes).get(url(village.kabupaten), {"bulan": "2019-05"}))
    assert "Belum ada angka untuk ditampilkan." in text


def test_a_unit_without_posyandu_has_a_page(village: Village, client_of: LogIn) -> None:
    empty = OrgUnit.objects.create(
        kind="desa", code="33.20.08.2099", name="Papasan", parent=village.puskesmas
    )
    text = words(client_of(village.dinkes).get(url(empty)))
    assert "Belum ada Posyandu di bawah unit ini" in text


def test_only_those_who_see_people_get_the_way_to_them(busy: Village, client_of: LogIn) -> None:
    people = f'href="{reverse("resident_list")}?posyandu={busy.melati.pk}"'
    for person, sees in (
        (busy.kader, True),
        (busy.officer, True),
        (busy.dinkes, False),
        (busy.desa_officer, False),
    ):
        page = client_of(person).get(url(busy.melati.unit), OCTOBER)
        assert (people in page.content.decode()) is sees


def test_the_way_up_ends_at_what_one_may_see(busy: Village, client_of: LogIn) -> None:
    def steps(person: User) -> list[str]:
        return [crumb.label for crumb in client_of(person).get(url(busy.melati.unit)).context["crumbs"]]

    assert steps(busy.kader) == ["Posyandu Melati 1"]
    assert steps(busy.bidan) == ["Desa Jerukwangi", "Posyandu Melati 1"]
    assert steps(busy.dinkes) == [
        "Kabupaten Jepara",
        "Puskesmas Bangsri I",
        "Desa Jerukwangi",
        "Posyandu Melati 1",
    ]


def test_no_name_of_a_person_is_on_the_page(busy: Village, client_of: LogIn) -> None:
    make_visit(make_resident(busy.melati, "Ngatiyem Binti Karto"), weight_kg="9.0")
    count_due()
    html = client_of(busy.kader).get(url(busy.melati.unit), OCTOBER).content.decode()
    assert "Ngatiyem" not in html


def test_three_posyandu_need_as_many_queries_as_one(busy: Village, client_of: LogIn) -> None:
    browser = client_of(busy.dinkes)

    def queries() -> int:
        browser.get(url(busy.desa), OCTOBER)
        with CaptureQueriesContext(connection) as captured:
            browser.get(url(busy.desa), OCTOBER)
        return len(captured)

    one = queries()
    for name in ("Anggrek 3", "Dahlia 4"):
        make_visit(make_resident(new_posyandu(busy.desa, name)), weight_kg="9.0")
    count_due()
    assert queries() == one
