"""Small files of invented children in every format that e-PPGBM's users have."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import xlwt

Grid = Sequence[Sequence[Any]]

IDENTITY = (
    "No", "anak_ke", "tgl_lahir", "jenis_kelamin", "nomor_KK", "NIK", "nama_anak", "usia_hamil", "berat_lahir",
    "panjang_lahir", "lingkar_kepala_lahir", "kia", "kia_bayi_kecil", "imd", "nama_ortu", "nik_ortu", "hp_ortu",
    "alamat", "rt", "rw", "hapus", "pindah",
)  # fmt: skip
MEASUREMENTS = (
    "No", "NIK", "nama_anak", "TANGGALUKUR", "BERAT", "TINGGI", "LILA", "lingkar_kepala", "Pitting_edema",
    "CARAUKUR", "vita", "asi_bulan_0", "asi_bulan_1", "asi_bulan_2", "asi_bulan_3", "asi_bulan_4", "asi_bulan_5",
    "asi_bulan_6", "kelas_ibu_balita", "mbg",
)  # fmt: skip

AISYAH = "3320084107259901"  # a girl born on 1 July 2025
BIMA = "3320080503259902"  # a boy born on 5 March 2025
CITRA = "3320086002269903"  # a girl born on 20 February 2026


def child(**cells: Any) -> dict[str, Any]:
    """An identity row: Aisyah, unless told otherwise."""
    return {
        "No": 1, "tgl_lahir": "2025-07-01", "jenis_kelamin": "Perempuan", "NIK": AISYAH, "nama_anak": "Aisyah Putri",
        "nama_ortu": "Siti Aminah", "alamat": "Dukuh Krajan",
    } | cells  # fmt: skip


def bima(**cells: Any) -> dict[str, Any]:
    return (
        child(NIK=BIMA, nama_anak="Bima Saputra", tgl_lahir="2025-03-05", jenis_kelamin="Laki-laki") | cells
    )


def weighing(**cells: Any) -> dict[str, Any]:
    """A measurement row: Aisyah on the opening day, unless told otherwise."""
    return {
        "No": 1, "NIK": AISYAH, "nama_anak": "Aisyah Putri", "TANGGALUKUR": "2026-10-12", "BERAT": 9.4,
        "TINGGI": 75.7, "Pitting_edema": "tidak", "CARAUKUR": "terlentang",
    } | cells  # fmt: skip


def grid(columns: Sequence[str], *rows: dict[str, Any]) -> Grid:
    return [list(columns), *([row.get(column, "") for column in columns] for row in rows)]


def identity_grid(*rows: dict[str, Any]) -> Grid:
    return grid(IDENTITY, *rows)


def measurement_grid(*rows: dict[str, Any]) -> Grid:
    return grid(MEASUREMENTS, *rows)


def as_xlsx(cells: Grid) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Sheet1", 0)
    for row in cells:
        sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_xls(cells: Grid, date_format: str = "dd/mm/yyyy") -> bytes:
    """BIFF8, as e-PPGBM's own templates; dates become date cells."""
    from datetime import date

    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    style = xlwt.easyxf(num_format_str=date_format)
    for y, row in enumerate(cells):
        for x, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(y, x, cell, style)
            elif cell != "":
                sheet.write(y, x, cell)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_csv(cells: Grid, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(cells)
    return target.getvalue().encode(encoding)
