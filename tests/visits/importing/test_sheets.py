"""Whatever file a Puskesmas sends: its rows are found, or a plain sentence says why not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from tests.visits.importing.files import (
    AISYAH,
    Grid,
    as_csv,
    as_xls,
    as_xlsx,
    child,
    grid,
    identity_grid,
    measurement_grid,
    weighing,
)
from visits.importing.sheets import FileError, Kind, Sheet, read_sheet


def read(data: bytes, most_bytes: int = 1_000_000, most_rows: int = 100) -> Sheet:
    return read_sheet(data, most_bytes=most_bytes, most_rows=most_rows)


def refusal(data: bytes, **limits: int) -> str:
    with pytest.raises(FileError) as caught:
        read(data, **limits)
    return str(caught.value)


FORMATS: dict[str, Callable[[Grid], bytes]] = {
    "xls": as_xls,
    "xlsx": as_xlsx,
    "csv with commas": as_csv,
    "csv with semicolons": lambda cells: as_csv(cells, ";"),
    "csv with tabs": lambda cells: as_csv(cells, "\t"),
    "csv with a byte order mark": lambda cells: as_csv(cells, ";", "utf-8-sig"),
    "csv of old Windows": lambda cells: as_csv(cells, ";", "cp1252"),
    "Excel's unicode text": lambda cells: as_csv(cells, "\t", "utf-16"),
}


@pytest.mark.parametrize("write", FORMATS.values(), ids=FORMATS.keys())
def test_a_file_is_told_by_its_header_whatever_its_format(write: Callable[[Grid], bytes]) -> None:
    identity = read(write(identity_grid(child(nama_anak="Zoé"))))
    measured = read(write(measurement_grid(weighing())))
    assert (identity.kind, measured.kind) == (Kind.IDENTITY, Kind.MEASUREMENTS)
    assert identity.rows[0].cells["nama_anak"] == "Zoé"
    assert str(measured.rows[0].cells["NIK"]) == AISYAH


@pytest.mark.parametrize("write", [as_xls, as_xlsx, as_csv], ids=["xls", "xlsx", "csv"])
def test_lines_above_the_header_and_blank_rows_keep_the_row_numbers_of_the_sheet(
    write: Callable[[Grid], bytes],
) -> None:
    head, first = identity_grid(child())
    sheet = read(write([[], ["Data tanggal : 12 Oktober 2026"], [], head, [], first, [""] * 22, first]))
    assert [row.line for row in sheet.rows] == [6, 8]


def test_columns_in_another_order_and_spelling_with_others_between_them() -> None:
    sheet = read(as_csv(grid(["catatan", "Nama Anak", "NIK ", "tgl lahir", "JENIS KELAMIN"], {
        "catatan": "x", "Nama Anak": "Bima", "NIK ": "1", "tgl lahir": "2025-03-05", "JENIS KELAMIN": "L",
    })))  # fmt: skip
    assert sheet.rows[0].cells == {
        "nama_anak": "Bima", "NIK": "1", "tgl_lahir": "2025-03-05", "jenis_kelamin": "L",
    }  # fmt: skip
    assert sheet.unused == ["catatan"]


def test_only_columns_that_hold_something_are_named_as_unused() -> None:
    sheet = read(as_xls(measurement_grid(weighing(vita="ya", mbg="tidak"))))
    assert sheet.unused == ["vita", "mbg"]


def test_date_cells_arrive_as_days() -> None:
    for write in (as_xls, as_xlsx):
        assert (
            read(write(identity_grid(child(tgl_lahir=date(2025, 7, 1))))).rows[0].cells["tgl_lahir"]
            == "2025-07-01"
        )


def test_the_rows_may_be_on_the_second_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(identity_grid(child()))))
    book.create_sheet("Petunjuk", 0).append(["Cara mengisi"])
    target = io.BytesIO()
    book.save(target)
    assert len(read(target.getvalue()).rows) == 1


def test_a_sheet_with_half_a_header_does_not_hide_the_whole_one_after_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(identity_grid(child()))))
    book.create_sheet("Contoh", 0).append(["NIK", "nama_anak", "jenis_kelamin", "alamat"])
    target = io.BytesIO()
    book.save(target)
    assert read(target.getvalue()).rows[0].line == 2


def test_a_line_break_inside_a_cell_is_no_new_row() -> None:
    sheet = read(as_csv(identity_grid(child(alamat="Dukuh Krajan\nRT 02"), child(alamat="Dukuh\u2028Lama"))))
    assert [row.line for row in sheet.rows] == [2, 3]


def test_a_row_of_the_template_that_holds_only_its_number_is_blank() -> None:
    assert len(read(as_xlsx(identity_grid(child(), {"No": 2}, {"No": 3}))).rows) == 1


def test_an_empty_file_and_a_header_without_rows() -> None:
    assert refusal(b"  \n") == "Berkas ini kosong. Pilih berkas yang berisi data."
    assert refusal(as_xls(identity_grid())) == "Berkas ini hanya berisi judul kolom, belum ada barisnya."


def test_another_file_of_the_ministry_or_any_other_is_not_recognised() -> None:
    pmt = grid(["nik", "nama", "tanggal_pemberian_pertama", "siklus_ke"], {"nik": AISYAH})
    for data in (as_xlsx(pmt), as_csv(pmt), as_csv([["halo"]]), b"%PDF-1.7 halo"):
        assert refusal(data).startswith("Judul kolom tidak dikenali.")


def test_a_header_below_row_15_is_not_looked_for() -> None:
    assert refusal(as_csv([["x"]] * 15 + list(identity_grid(child())))).startswith(
        "Judul kolom tidak dikenali."
    )


def test_a_missing_column_is_named() -> None:
    cells = grid(["NIK", "nama_anak", "jenis_kelamin", "alamat"], child())
    assert refusal(as_xlsx(cells)) == "Kolom tgl_lahir tidak ada di baris judul (baris 1)."


def test_limits_of_size_and_of_rows() -> None:
    data = as_csv(identity_grid(*[child()] * 3))
    assert refusal(b"x" * 1024 * 1025, most_bytes=1024 * 1024) == "Berkas terlalu besar: paling banyak 1 MB."
    assert refusal(data, most_rows=2) == "Baris terlalu banyak: paling banyak 2 baris dalam satu berkas."
    assert refusal(as_xlsx(identity_grid(*[child()] * 3)), most_rows=2).startswith("Baris terlalu banyak")


BROKEN = "Berkas ini tidak dapat dibaca. Buka di Excel, simpan sebagai .xlsx, lalu unggah lagi."


def test_broken_files_get_a_sentence_and_no_crash() -> None:
    whole = as_xls(identity_grid(*[child()] * 40))
    for cut in (16, 600, 3000, len(whole) - 600):
        assert refusal(whole[:cut]) == BROKEN
    assert refusal(as_xlsx(identity_grid(child()))[:-200]) == BROKEN
    assert refusal(b"NIK,nama\0,tgl") == BROKEN
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as book:
        book.writestr("foto.txt", "bukan Excel")
    assert refusal(archive.getvalue()) == BROKEN


def test_one_stray_cell_in_the_far_corner_ends_only_the_reader() -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Sheet1", 0)
    sheet["A1"], sheet["XFD1048576"] = "NIK", "x"
    target = io.BytesIO()
    book.save(target)
    assert refusal(target.getvalue()) == BROKEN


def test_a_file_with_a_password_says_so() -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    assert (
        refusal(container)
        == "Berkas ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."
    )


def test_a_web_page_named_xls_says_what_to_do() -> None:
    assert refusal(b"<html><table><tr><td>NIK</td></tr></table></html>").startswith("Berkas ini halaman web")
