"""The table as a workbook: figures as numbers, so that they can be calculated with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from registry.models import SexChoice, User
from registry.rules import wording
from reports.tables import Figure, Table

_HEAD_ROW = 5
_WIDTH = 12
_FORMATS = {float: "#,##0.0", int: "#,##0"}
_GREEN, _PALE = "0B6B57", "E6F2EE"

Cells = Sequence[object]
_SUMMARY = ("Indikator", "Kelompok", "Pembilang", "Penyebut", "Nilai", "Satuan", "Bulan lalu", "Perubahan")

_TARGETS = ("Kelompok", "Sumber sasaran", "Sasaran", "Menurut register", "Selisih", "Datang", "Cakupan (%)")


def report_xlsx(table: Table, user: User) -> bytes:
    """The workbook of a unit and month: Ringkasan, Unit, Sasaran, Tren and Definisi."""
    from openpyxl import Workbook

    book: Any = Workbook()
    book.remove(book.active)
    _sheet(book, table, user, "Ringkasan", (_SUMMARY, _summary(table)), (46, 22, 12, 12, 12, 10, 14, 14))
    if table.rows:
        _sheet(book, table, user, "Unit", (_units_head(table), _units(table)), (34, 12, 12))
    if table.targets:
        _sheet(book, table, user, "Sasaran", (_TARGETS, _targets(table)), (34, 24, 12, 12, 12, 12, 12))
    _sheet(book, table, user, "Tren", (_trend_head(table), _trends(table)), (46, 10))
    _sheet(
        book, table, user, "Definisi", (("Indikator", "Arti", "Sumber"), _definitions(table)), (46, 100, 60)
    )
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _summary(table: Table) -> Iterable[Cells]:
    for figure in table.figures.values():
        indicator = figure.indicator
        shares = (figure.numerator, figure.denominator) if indicator.is_share else (None, None)
        yield (
            indicator.label,
            str(indicator.group),
            *shares,
            _number(figure, figure.value),
            indicator.unit,
            _number(figure, figure.previous),
            _number(figure, figure.change),
        )


def _targets(table: Table) -> Iterable[Cells]:
    for target in table.targets:
        coverage = None if target.coverage is None else float(target.coverage)
        yield (
            target.group,
            target.source,
            target.people,
            target.register,
            target.difference,
            target.attended,
            coverage,
        )


def _units_head(table: Table) -> Cells:
    heads = [table.row_kind, "Posyandu", "Melapor"]
    for figure in table.figures.values():
        label = figure.indicator.label
        heads += (
            [f"{label}: pembilang", f"{label}: penyebut", f"{label} (%)"] if _is_share(figure) else [label]
        )
    return heads


def _units(table: Table) -> Iterable[Cells]:
    for row in table.rows:
        yield [row.name, row.posyandu, row.reported, *_unit_cells(row.figures.values())]
    yield ["Jumlah", table.posyandu, table.reported, *_unit_cells(table.figures.values())]


def _unit_cells(figures: Iterable[Figure]) -> Iterable[object]:
    for figure in figures:
        if _is_share(figure):
            yield figure.numerator
            yield figure.denominator
        yield _number(figure, figure.value)


def _trend_head(table: Table) -> Cells:
    months = [point.month for point in next(iter(table.trends.values()))]
    return ["Indikator", "Satuan", *(wording.short_month(month) for month in months)]


def _trends(table: Table) -> Iterable[Cells]:
    for code, points in table.trends.items():
        figure = table.figures[code]
        values = (_number(figure, point.value) for point in points)
        yield [figure.indicator.label, figure.indicator.unit, *values]


def _definitions(table: Table) -> Iterable[Cells]:
    for indicator in table.indicators:
        yield indicator.label, indicator.definition, indicator.source


def _is_share(figure: Figure) -> bool:
    return figure.indicator.is_share


def _number(figure: Figure, value: Decimal | None) -> float | int | None:
    """A share with its one decimal, a count without; no value leaves the cell empty."""
    if value is None:
        return None
    return float(value) if _is_share(figure) else int(value)


def _sheet(
    book: Any,
    table: Table,
    user: User,
    name: str,
    content: tuple[Cells, Iterable[Cells]],
    widths: Sequence[int],
) -> None:
    sheet = book.create_sheet(name)
    for line in _titles(table, user, name):
        sheet.append([line])
    sheet.append([])
    head, rows = content
    for row in (head, *rows):
        sheet.append([_safe(cell) for cell in row])
    _style(sheet, widths)


def _titles(table: Table, user: User, name: str) -> tuple[str, str, str]:
    people = f", {SexChoice(table.sex).label.lower()}" if table.sex else ""
    reported = f"{wording.whole(table.reported)} dari {wording.whole(table.posyandu)} Posyandu melapor."
    return (
        f"Laporan Bulanan Posyandu ILP: {table.unit_name}",
        f"{name}, {wording.month_name(table.month)}{people}. {reported} {table.target_sources}".rstrip(),
        f"Dicetak oleh {user} pada {wording.long_date(table.generated.date())} pukul {table.generated:%H.%M} WIB.",
    )


def _safe(cell: object) -> object:
    # A name that begins like a formula must stay a name.
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" else cell


def _style(sheet: Any, widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet["A1"].font = Font(bold=True, size=14, color=_GREEN)
    for cell in sheet[_HEAD_ROW]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_PALE)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        width = widths[cell.column - 1] if cell.column <= len(widths) else _WIDTH
        sheet.column_dimensions[get_column_letter(cell.column)].width = width
    for row in sheet.iter_rows(min_row=_HEAD_ROW + 1):
        for cell in row:
            cell.number_format = _FORMATS.get(type(cell.value), cell.number_format)
            cell.alignment = Alignment(wrap_text=isinstance(cell.value, str), vertical="top")
    sheet.freeze_panes = f"B{_HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{get_column_letter(sheet.max_column)}{sheet.max_row}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
