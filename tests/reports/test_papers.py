"""PDF and Excel show the figures of the page, on paper that can be signed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from registry.models import OrgUnit, User
from reports.indicators import ALL
from reports.rollup import build_table
from reports.tables import Figure, Table
from tests.conftest import OCTOBER, Village, count_due, make_resident, make_visit

pytestmark = pytest.mark.usefixtures("in_october")
LogIn = Callable[[User], Client]
HEAD_ROW = 5


@pytest.fixture
def busy(village: Village) -> Village:
    """Children, a teenager and adults, so that every programme has figures; Mawar sent nothing."""
    for weight, height in (("9.4", "75.7"), ("7.0", "68.0"), ("8.1", "74.0")):
        make_visit(make_resident(village.melati), weight_kg=weight, height_cm=height)
    make_resident(village.mawar)
    teen = make_resident(village.melati, born=OCTOBER.replace(year=2010))
    make_visit(teen, weight_kg="48.0", height_cm="155.0", systolic=118, diastolic=76, glucose_mg_dl=101)
    for systolic, glucose in ((150, 210), (121, 98)):
        adult = make_resident(village.melati, born=OCTOBER.replace(year=1980))
        make_visit(
            adult, weight_kg="61.5", height_cm="156.0", waist_cm="84.0", systolic=systolic, diastolic=81,
            glucose_mg_dl=glucose,
        )  # fmt: skip
    count_due()
    return village


def text_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).split())


def get(browser: Client, page: str, unit: OrgUnit) -> Any:
    return browser.get(reverse(page, args=[unit.pk]), {"bulan": "2026-10"})


def cells(sheet: Any, row: int) -> list[object]:
    return [cell.value for cell in sheet[row]]


def lines_on_paper(table: Table) -> list[str]:
    """The lines of figures as they stand on the page and on paper, cell after cell."""
    lines = [
        " ".join([name, *(figure.text for figure in figures), figures[-1].change_text])
        for name, figures in table.attendance
    ]
    return lines + [_line(figure) for _, figures in table.others for figure in figures]


def _line(figure: Figure) -> str:
    indicator = figure.indicator
    parts = [str(figure.numerator), str(figure.denominator)] if indicator.is_share else []
    unit = [] if indicator.is_share or figure.value is None else [indicator.unit]
    return " ".join([indicator.label, *parts, figure.text, *unit, figure.change_text])


def test_every_figure_is_the_same_on_page_pdf_and_excel(busy: Village, client_of: LogIn) -> None:
    browser = client_of(busy.dinkes)
    table = build_table(busy.kabupaten, OCTOBER)
    html = get(browser, "dashboard_unit", busy.kabupaten).content.decode()
    page = " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").replace("&amp;", "&").split())
    paper = text_of(get(browser, "report_pdf", busy.kabupaten).content)
    for line in lines_on_paper(table):
        assert line in page
        assert line in paper
    book = load_workbook(BytesIO(get(browser, "report_xlsx", busy.kabupaten).content))
    summary = {row[0]: row[1:] for row in book["Ringkasan"].iter_rows(min_row=HEAD_ROW + 1, values_only=True)}
    for indicator in ALL:
        figure = table.figures[indicator.code]
        shares = (figure.numerator, figure.denominator) if indicator.is_share else (None, None)
        value = None if figure.value is None else pytest.approx(float(figure.value))
        assert summary[indicator.label][1:4] == (*shares, value)


def test_every_unit_below_is_on_paper_and_in_the_workbook(busy: Village, client_of: LogIn) -> None:
    browser = client_of(busy.dinkes)
    table = build_table(busy.puskesmas, OCTOBER)
    paper = text_of(get(browser, "report_pdf", busy.puskesmas).content)
    sheet = load_workbook(BytesIO(get(browser, "report_xlsx", busy.puskesmas).content))["Unit"]
    for number, row in enumerate(table.rows):
        shown = [row.figures[code] for code in table.columns]
        silent = ["(belum ada kiriman)"] if row.is_silent else []
        texts = [
            f"{f.numerator} dari {f.denominator}" if f.indicator.code == "posyandu_melapor" else f.text
            for f in shown
        ]
        assert " ".join([str(number + 1), row.name, *silent, *texts]) in paper
        assert cells(sheet, HEAD_ROW + 1 + number)[:3] == [row.name, row.posyandu, row.reported]
    assert cells(sheet, HEAD_ROW + 1 + len(table.rows))[:3] == ["Jumlah", 2, 1]


def test_paper_has_a_letterhead_a_period_signatures_and_numbered_pages(
    busy: Village, client_of: LogIn
) -> None:
    response = get(client_of(busy.officer), "report_pdf", busy.puskesmas)
    paper = text_of(response.content)
    for words in (
        "PEMERINTAH KABUPATEN JEPARA",
        "DINAS KESEHATAN",
        "PUSKESMAS BANGSRI I",
        "Laporan Bulanan Posyandu ILP",
        "Puskesmas Bangsri I, Oktober 2026",
        "1 dari 2 Posyandu melapor.",
        "Mengetahui, Kepala Puskesmas Bangsri I",
        "Koordinator Posyandu ILP",
        "NIP",
        "Dicetak oleh Agus Salim pada",
    ):
        assert words in paper
    pages = len(PdfReader(BytesIO(response.content)).pages)
    assert f"halaman 1 dari {pages}" in paper
    assert f"halaman {pages} dari {pages}" in paper


@pytest.mark.parametrize(
    ("unit", "offices"),
    [
        ("kabupaten", ("Kepala Dinas Kesehatan", "Kepala Bidang Kesehatan Masyarakat")),
        ("desa", ("Kepala Puskesmas Bangsri I", "Bidan Desa Jerukwangi")),
        ("melati", ("Bidan desa", "Koordinator kader Posyandu")),
    ],
)
def test_each_level_is_signed_by_its_own_offices(
    busy: Village, client_of: LogIn, unit: str, offices: tuple[str, str]
) -> None:
    where = getattr(busy, unit)
    paper = text_of(get(client_of(busy.dinkes), "report_pdf", getattr(where, "unit", where)).content)
    assert f"Mengetahui, {offices[0]}" in paper
    assert offices[1] in paper


def test_every_definition_is_in_small_print(busy: Village, client_of: LogIn) -> None:
    paper = text_of(get(client_of(busy.kader), "report_pdf", busy.melati.unit).content)
    book = load_workbook(BytesIO(get(client_of(busy.kader), "report_xlsx", busy.melati.unit).content))
    meanings = {row[1] for row in book["Definisi"].iter_rows(min_row=HEAD_ROW + 1, values_only=True)}
    for indicator in ALL:
        assert indicator.definition.replace(" ", "") in paper.replace(" ", "")
        assert indicator.definition in meanings


def test_files_are_named_by_unit_and_month(busy: Village, client_of: LogIn) -> None:
    browser = client_of(busy.officer)
    for page, kind, ending in (
        ("report_pdf", "application/pdf", "pdf"),
        ("report_xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ):
        response = get(browser, page, busy.puskesmas)
        assert response.headers["Content-Type"] == kind
        name = f"laporan-posyandu-ilp-puskesmas-bangsri-i-2026-10.{ending}"
        assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_the_trend_sheet_leaves_missing_months_empty(busy: Village, client_of: LogIn) -> None:
    sheet = load_workbook(BytesIO(get(client_of(busy.dinkes), "report_xlsx", busy.kabupaten).content))["Tren"]
    heads = cells(sheet, HEAD_ROW)
    row = next(row for row in sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True) if row[0] == "Datang")
    assert heads[2:] == [
        "Nov 2025", "Des 2025", "Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026",
        "Mei 2026", "Jun 2026", "Jul 2026", "Agu 2026", "Sep 2026", "Okt 2026",
    ]  # fmt: skip
    assert list(row[2:]) == [None] * 11 + [6]


def test_a_workbook_has_real_numbers_and_a_head_that_stays(busy: Village, client_of: LogIn) -> None:
    book = load_workbook(BytesIO(get(client_of(busy.dinkes), "report_xlsx", busy.kabupaten).content))
    assert book.sheetnames == ["Ringkasan", "Unit", "Sasaran", "Tren", "Definisi"]
    assert {sheet.freeze_panes for sheet in book} == {f"B{HEAD_ROW + 1}"}
    assert "Dicetak oleh Hartono pada" in book["Ringkasan"]["A3"].value


def test_a_unit_named_like_a_formula_stays_a_name(busy: Village, client_of: LogIn) -> None:
    OrgUnit.objects.filter(pk=busy.puskesmas.pk).update(kind="desa", name="=1+1")
    sheet = load_workbook(BytesIO(get(client_of(busy.dinkes), "report_xlsx", busy.kabupaten).content))["Unit"]
    assert sheet.cell(HEAD_ROW + 1, 1).data_type == "s"
