"""Target populations on every output: the chosen source is printed, the register stands beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from registry import services
from registry.models import DenominatorChoice, OrgUnit, Source, User
from registry.rules.target_groups import TargetGroup
from reports.rollup import build_table
from reports.targets import Figures
from tests.conftest import OCTOBER, Village, count_due, make_resident, make_visit

LogIn = Callable[[User], Client]
TODDLERS = TargetGroup.TODDLER


def enter(
    village: Village, people: dict[OrgUnit, int], source: Source = Source.PUSDATIN, year: int = 2026
) -> None:
    services.record_denominators(
        year=year, group=TODDLERS, source=source, people=people, user=village.dinkes, document="Surat 1"
    )


def choose(village: Village, source: Source = Source.PUSDATIN) -> None:
    services.choose_source(
        unit=village.kabupaten, year=2026, group=TODDLERS, source=source, user=village.dinkes
    )


@pytest.fixture
def two_toddlers(village: Village) -> Village:
    """Two toddlers at Melati, of whom one came in October."""
    make_visit(make_resident(village.melati), weight_kg="9.4", height_cm="76")
    make_resident(village.melati)
    count_due()
    return village


def toddlers(village: Village, unit: OrgUnit) -> tuple[str, int | None, int, int, Decimal | None]:
    target = next(one for one in build_table(unit, OCTOBER).targets if one.group == TODDLERS.label)
    return target.source, target.people, target.register, target.attended, target.coverage


def test_without_a_choice_the_register_is_the_source(two_toddlers: Village) -> None:
    enter(two_toddlers, {two_toddlers.desa: 5})
    assert toddlers(two_toddlers, two_toddlers.desa) == ("Register Posyandu ILP", 2, 2, 1, Decimal("50.0"))


def test_the_chosen_source_is_the_denominator_and_the_register_stands_beside_it(
    two_toddlers: Village,
) -> None:
    enter(two_toddlers, {two_toddlers.desa: 5})
    choose(two_toddlers)
    assert toddlers(two_toddlers, two_toddlers.desa) == ("Proyeksi Pusdatin", 5, 2, 1, Decimal("20.0"))


def test_a_unit_without_a_figure_has_the_sum_of_those_below_if_all_have_one(two_toddlers: Village) -> None:
    enter(two_toddlers, {two_toddlers.desa: 5})
    choose(two_toddlers)
    assert toddlers(two_toddlers, two_toddlers.puskesmas)[1] is None
    enter(two_toddlers, {two_toddlers.other_desa: 7})
    assert toddlers(two_toddlers, two_toddlers.puskesmas)[1] == 12
    enter(two_toddlers, {two_toddlers.puskesmas: 15})
    assert toddlers(two_toddlers, two_toddlers.puskesmas)[1] == 15
    said = Figures(two_toddlers.puskesmas, 2026).said(two_toddlers.puskesmas.pk, TODDLERS, Source.PUSDATIN)
    assert (said.people, said.below, said.missing) == (15, 12, -3)


def test_another_year_is_another_choice(two_toddlers: Village) -> None:
    enter(two_toddlers, {two_toddlers.desa: 5})
    choose(two_toddlers)
    last_year = build_table(two_toddlers.desa, date(2025, 10, 1)).targets
    assert {target.source for target in last_year} == {"Register Posyandu ILP"}


def test_page_paper_workbook_and_api_name_the_source(two_toddlers: Village, client_of: LogIn) -> None:
    village = two_toddlers
    enter(village, {village.desa: 5})
    choose(village)
    client = client_of(village.dinkes)
    page = client.get(f"/laporan/{village.desa.pk}/?bulan=2026-10").content.decode()
    sentence = "Proyeksi Pusdatin (balita)"
    assert sentence in page
    assert "20,0%" in page
    sheets = load_workbook(BytesIO(client.get(f"/laporan/{village.desa.pk}/excel/?bulan=2026-10").content))
    rows = list(sheets["Sasaran"].iter_rows(min_row=6, values_only=True))
    assert ("Balita", "Proyeksi Pusdatin", 5, 2, -3, 1, 20.0) in rows
    assert any(sentence in str(row[0]) for row in sheets["Ringkasan"].iter_rows(max_row=3, values_only=True))
    found = client.get(f"/api/v1/indicators/?unit={village.desa.pk}&month=2026-10").json()["targets"]
    balita = next(row for row in found if row["group"] == "Balita")
    assert (balita["source"], balita["people"], balita["coverage"]) == ("Proyeksi Pusdatin", 5, 20.0)


def test_dinkes_enters_figures_in_boxes_and_by_pasting(village: Village, client_of: LogIn) -> None:
    typed = {
        "year": "2026",
        "group": "balita",
        "source": "dukcapil",
        f"u{village.puskesmas.pk}": "1.200",
        "pasted": f"{village.desa.code}\t600\nKedungleper\t590\n",
    }
    client = client_of(village.dinkes)
    answer = client.post(f"/laporan/{village.kabupaten.pk}/sasaran/isi/", typed, follow=True)
    assert "3 angka tersimpan." in answer.content.decode()
    figures = Figures(village.kabupaten, 2026)
    said = [
        figures.said(unit.pk, TODDLERS, Source.DUKCAPIL).people
        for unit in (village.puskesmas, village.desa, village.other_desa)
    ]
    assert said == [1200, 600, 590]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"pasted": "Entah\t5"}, "Baris 1: unitnya tidak dikenal"),
        ({"pasted": "Jerukwangi\tbanyak"}, "Baris 1: “banyak” bukan jumlah orang."),
        ({}, "Isi sedikitnya satu angka."),
        ({"year": "2039", "pasted": "Jerukwangi\t5"}, "Paling jauh untuk tahun depan."),
        ({"pasted": "Jerukwangi\t9" + "9" * 30}, "bukan jumlah orang"),
    ],
)
def test_a_wrong_figure_is_refused_in_words_and_nothing_is_lost(
    village: Village, client_of: LogIn, typed: dict[str, str], message: str
) -> None:
    data = {"year": "2026", "group": "balita", "source": "dukcapil", "document": "Surat 7"} | typed
    page = (
        client_of(village.dinkes).post(f"/laporan/{village.kabupaten.pk}/sasaran/isi/", data).content.decode()
    )
    assert message in page
    assert "Surat 7" in page
    assert typed.get("pasted", "") in page


def test_a_source_is_chosen_on_the_page_once_and_after_a_second_question(
    village: Village, client_of: LogIn
) -> None:
    enter(village, {village.kabupaten: 1_250})
    client, where = client_of(village.dinkes), f"/laporan/{village.kabupaten.pk}/sasaran/"
    assert "Pilih sumber" in client.get(f"{where}?tahun=2026").content.decode()
    form = {"year": "2026", "group": "balita", "source": "pusdatin"}
    asked = client.post(f"{where}pilih/", form).content.decode()
    assert ("tidak dapat diganti" in asked, "1.250 orang" in asked) == (True, True)
    assert not DenominatorChoice.objects.exists()

    for source in ("pusdatin", "register"):
        answer = client.post(f"{where}pilih/", form | {"source": source, "sure": "on"}, follow=True)
    assert "sudah dipilih: Proyeksi Pusdatin" in answer.content.decode()
    assert list(DenominatorChoice.objects.values_list("source", flat=True)) == ["pusdatin"]


def test_a_source_that_says_nothing_of_the_whole_kabupaten_is_not_chosen(
    village: Village, client_of: LogIn
) -> None:
    enter(village, {village.desa: 5})
    client, where = client_of(village.dinkes), f"/laporan/{village.kabupaten.pk}/sasaran/"
    page = client.get(f"{where}?tahun=2026").content.decode()
    assert "Belum dapat dipilih: Proyeksi Pusdatin, Dukcapil, Pendataan kader." in page
    assert '<option value="pusdatin">' not in page

    form = {"year": "2026", "group": "balita", "source": "pusdatin", "sure": "on"}
    answer = client.post(f"{where}pilih/", form, follow=True).content.decode()
    assert "Proyeksi Pusdatin belum punya angka balita 2026 untuk seluruh Kabupaten Jepara." in answer
    assert not DenominatorChoice.objects.exists()


def test_every_figure_of_the_page_says_whose_it_is_where_the_heads_are_hidden(
    two_toddlers: Village, client_of: LogIn
) -> None:
    enter(two_toddlers, {two_toddlers.desa: 5})
    choose(two_toddlers)
    dinkes, report = client_of(two_toddlers.dinkes), f"/laporan/{two_toddlers.desa.pk}/"
    rows = {
        page: re.split("<tr>", client.split(f'aria-label="{region}"', 1)[1].split("</table>", 1)[0])[2:]
        for page, region in (
            (f"{report}sasaran/?tahun=2026", "Sasaran menurut sumber"),
            (f"{report}?bulan=2026-10", "Kunjungan terhadap sasaran yang dipilih"),
        )
        for client in [dinkes.get(page).content.decode()]
    }
    labels = {page: re.findall('<td[^>]*data-label="([^"]*)"', row[0]) for page, row in rows.items()}
    assert list(labels.values()) == [
        ["Proyeksi Pusdatin", "Dukcapil", "Pendataan kader", "Register sekarang", "Dipakai laporan 2026"],
        ["Sumber", "Sasaran", "Menurut register", "Selisih", "Datang", "Cakupan"],
    ]
    assert [
        row for found in rows.values() for row in found if "<td>" in row or '<td class="num">' in row
    ] == []


def test_a_source_is_chosen_for_a_kabupaten_alone(village: Village, client_of: LogIn) -> None:
    data = {"year": "2026", "group": "balita", "source": "pusdatin"}
    client_of(village.dinkes).post(f"/laporan/{village.puskesmas.pk}/sasaran/pilih/", data)
    assert not DenominatorChoice.objects.exists()


def test_others_read_the_sources_but_set_nothing(village: Village, client_of: LogIn) -> None:
    officer = client_of(village.officer)
    page = officer.get(f"/laporan/{village.puskesmas.pk}/sasaran/")
    assert page.status_code == 200
    assert "Isi angka" not in page.content.decode()
    assert officer.get(f"/laporan/{village.puskesmas.pk}/sasaran/isi/").status_code == 403
    assert client_of(village.neighbour).get(f"/laporan/{village.melati.pk}/sasaran/").status_code == 404


def test_figures_of_a_thousand_units_cost_no_more_queries_than_of_one(
    village: Village, django_assert_num_queries: Callable[[int], object]
) -> None:
    enter(village, {village.desa: 5, village.other_desa: 6, village.melati.unit: 5, village.puskesmas: 11})
    figures = Figures(village.kabupaten, 2026)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        for unit in OrgUnit.objects.none():
            figures.said(unit.pk, TODDLERS, Source.PUSDATIN)
        figures.said(village.kabupaten.pk, TODDLERS, Source.PUSDATIN)
        figures.said(village.puskesmas.pk, TODDLERS, Source.PUSDATIN)
