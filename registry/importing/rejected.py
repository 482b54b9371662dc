"""Refused rows as an Excel sheet: which row, which column, why."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO, cast

from registry.importing.check import cells_of
from registry.importing.mapping import fields_of
from registry.importing.reading import Reader
from registry.models import PeopleImport, PeopleImportRow

HEAD = ("Baris", "Nama", "Kolom", "Alasan ditolak")
_WIDTHS = (8, 30, 24, 90)


def workbook(batch: PeopleImport) -> IO[bytes]:
    """One line for each reason, ready to be read."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ditolak")
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(HEAD)
    reader = Reader(fields_of(batch), batch.values, batch.uploaded_on)
    for row in batch.rows.filter(outcome=PeopleImportRow.Outcome.REFUSED).order_by("line").iterator():
        name = reader.name_in(cells_of(row))
        for column, reason in row.problems:
            words = [WriteOnlyCell(sheet, value) for value in (name, column, reason)]
            for cell in words:
                # What somebody typed must stay text, even if it starts like a formula.
                cell.data_type = "s"
            sheet.append([row.line, *words])
    target = cast("IO[bytes]", TemporaryFile())  # noqa: SIM115 -- the response closes it
    book.save(target)
    target.seek(0)
    return target
