"""Refused rows as an Excel sheet: which row, which column, why."""

from __future__ import annotations

import io
from collections.abc import Iterable

from visits.importing.outcome import Outcome, Status

HEAD = ("Berkas", "Baris", "Nama anak", "Kolom", "Alasan ditolak")
_WIDTHS = (14, 8, 28, 18, 90)


def workbook(outcomes: Iterable[Outcome]) -> bytes:
    """One line for each reason."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ditolak")
    for position, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDE"[position]].width = width
    sheet.append(HEAD)
    for outcome in outcomes:
        for column, reason in outcome.problems if outcome.status == Status.REFUSED else ():
            words = [WriteOnlyCell(sheet, value) for value in (outcome.file, outcome.name, column, reason)]
            for cell in words:
                # What somebody typed must stay text, even if it starts like a formula.
                cell.data_type = "s"
            sheet.append([words[0], outcome.line, *words[1:]])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
