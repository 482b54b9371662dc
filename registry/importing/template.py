"""The sheet to fill: columns with drop-downs, examples, and a page that explains them; or the same as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from tempfile import TemporaryFile
from typing import IO, Any, cast

from registry.importing.columns import COLUMNS, NEEDED, Column, Kind
from registry.importing.examples import EXAMPLES
from registry.importing.reading import EXAMPLE

DATA, LISTS = "Warga", "Daftar"
# Rows of the empty sheet that have drop-downs.
ROWS = 5_000
_WIDTH = {Kind.NIK: 20, Kind.KK: 20, Kind.TEXT: 24, Kind.CODE: 22, Kind.CODES: 26}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NAMES = [column.name for column in COLUMNS]


def workbook(rows: Iterable[Mapping[str, str]] | None = None) -> IO[bytes]:
    """An Excel file, ready to be read: the empty template with examples, or these people in the same columns.

    It is written to disk row by row, so that its length does not matter.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(DATA)
    _head(sheet)
    for row in rows or ():
        sheet.append([_text_cell(sheet, row.get(name, "")) for name in NAMES])
    if rows is None:
        _drop_downs(book, sheet)
        examples = book.create_sheet("Contoh")
        _head(examples)
        for row in EXAMPLES:
            examples.append([_text_cell(examples, row.get(name, "")) for name in NAMES])
        _explain(book)
    target = cast("IO[bytes]", TemporaryFile())  # noqa: SIM115 -- the response closes it
    book.save(target)
    target.seek(0)
    return target


def csv_lines(rows: Iterable[Mapping[str, str]]) -> Iterable[str]:
    """Header and rows of a CSV file, one line at a time, with semicolons as Indonesian Excel expects."""
    yield "\ufeff" + _csv_line(NAMES)
    for row in rows:
        yield _csv_line([_harmless(row.get(name, "")) for name in NAMES])


def csv_template() -> str:
    """The template as CSV; its examples are told by their names and never imported."""
    return "".join(csv_lines(row | {"nama": f"{EXAMPLE}{row['nama']}"} for row in EXAMPLES))


def _head(sheet: Any) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    cells = []
    for number, column in enumerate(COLUMNS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = _WIDTH.get(column.kind, 14)
        # As text, or Excel makes 3.32E+15 of a NIK and a date of its own of a date.
        dimension.number_format = "@"
        cell = WriteOnlyCell(sheet, column.name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFF3C4" if column.name in NEEDED else "DDEFE8")
        cells.append(cell)
    sheet.append(cells)


def _drop_downs(book: Any, sheet: Any) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    coded = [column for column in COLUMNS if column.is_coded and column.kind is not Kind.CODES]
    lists.append([column.name for column in coded])
    for number in range(max(len(column.choices) for column in coded)):
        lists.append([c.choices[number][1] if number < len(c.choices) else None for c in coded])
    for at, column in enumerate(coded, start=1):
        letter = get_column_letter(at)
        rule = DataValidation(
            type="list",
            formula1=f"{LISTS}!${letter}$2:${letter}${len(column.choices) + 1}",
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Pilih dari daftar",
            error="Pilih salah satu isi daftar, atau kosongkan.",
        )
        place = get_column_letter(NAMES.index(column.name) + 1)
        rule.add(f"{place}2:{place}{ROWS + 1}")
        sheet.data_validations.append(rule)


def _explain(book: Any) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    sheet = book.create_sheet("Bantuan")
    for letter, width in (("A", 26), ("B", 38), ("C", 60), ("D", 22)):
        sheet.column_dimensions[letter].width = width
    head = [WriteOnlyCell(sheet, words) for words in ("Kolom", "Artinya", "Cara mengisi", "Contoh")]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for column in COLUMNS:
        row = (column.name, column.label, _how(column), column.example)
        sheet.append([_text_cell(sheet, words) for words in row])


def _how(column: Column) -> str:
    told = ["Wajib diisi."] if column.name in NEEDED else []
    told += [column.help] if column.help else []
    told += [f"Pilihan: {', '.join(words for _, words in column.choices)}."] if column.is_coded else []
    return " ".join(told) or "Boleh kosong."


def _text_cell(sheet: Any, words: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    # What somebody typed must stay text, even if it starts like a formula.
    cell = WriteOnlyCell(sheet, words)
    cell.data_type = "s"
    return cell if words else None


def _harmless(words: str) -> str:
    """A quote before what a spreadsheet would take for a formula; reading takes it away again."""
    return f"'{words}" if words.startswith(_FORMULA) else words


def _csv_line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
    return line.getvalue()
