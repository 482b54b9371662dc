"""What spreadsheets make of dates, numbers and NIK."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from registry.rules.life_stage import Sex
from tests.visits.importing.files import AISYAH
from visits.importing import cells
from visits.importing.cells import CellError

OPENING_DAY = date(2026, 10, 12)


def test_words_lose_what_nobody_can_see() -> None:
    assert cells.text(" 'Aisyah\0\xa0  Putri\u200b ") == "Aisyah Putri"


@pytest.mark.parametrize(
    "cell",
    ["2026-10-12", "2026-10-12 00:00:00", "2026-10-12T08:30", "12/10/2026", "12-10-2026", "12.10.2026", "2026/10/12",
     46307, 46307.0, 46307.35, "46307", "12 Oktober 2026", "12 Okt 2026", " 12/10/2026\xa0", "'2026-10-12"],
)  # fmt: skip
def test_a_day_however_it_is_written(cell: Any) -> None:
    assert cells.day(cell) == OPENING_DAY


@pytest.mark.parametrize(
    "cell", ["31/02/2026", "10/25/2026", "besok", 2026, "12/10/26", -5, True, 1e300, "0"]
)
def test_no_day(cell: Any) -> None:
    with pytest.raises(CellError, match="bukan tanggal"):
        cells.day(cell)


@pytest.mark.parametrize("cell", [9.4, "9.4", "9,4", "9,4 kg", " 9.40 ", "'9,4", "9:4", "9,4Kg"])
def test_a_weight_however_it_is_written(cell: Any) -> None:
    assert cells.number(cell) == Decimal("9.4")


@pytest.mark.parametrize("cell", ["sembilan", "9,4,1", True, "nan", "1e999", 1e9, "09:04:00"])
def test_no_number(cell: Any) -> None:
    with pytest.raises(CellError):
        cells.number(cell)


@pytest.mark.parametrize("cell", [AISYAH, int(AISYAH), float(AISYAH), f"'{AISYAH}", f"{AISYAH}.0", f" {AISYAH} ",
                                  "3320 0841 0725 9901", "3,320084107259901E+15"])  # fmt: skip
def test_a_nik_however_the_spreadsheet_kept_it(cell: Any) -> None:
    assert cells.nik(cell) == AISYAH


@pytest.mark.parametrize("cell", [None, "", "-", "0", 0, " ", "'"])
def test_no_nik_yet(cell: Any) -> None:
    assert cells.nik(cell) == ""


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("3320********9901", "NIK ditutup tanda bintang"),
        ("332008410725990", "NIK harus 16 angka."),
        ("3.32008E+15", "Angka terakhir nomor ini hilang"),
        ("3320084113259901", "bukan bulan"),
        ("3320084107250000", "tidak boleh 0000"),
        ("belum ada", "NIK harus 16 angka."),
    ],
)
def test_a_nik_that_cannot_be_used_says_why(cell: str, reason: str) -> None:
    with pytest.raises(CellError, match=reason.replace(".", r"\.")):
        cells.nik(cell)


def test_a_phone_number_gets_its_zero_back() -> None:
    assert [cells.phone(cell) for cell in (81234567890.0, "0812-3456-7890", "+6281234567890", "", "-")] == [
        "081234567890", "081234567890", "+6281234567890", "", "",
    ]  # fmt: skip
    with pytest.raises(CellError, match="Nomor HP"):
        cells.phone("telepon Bu RT")


READS: list[tuple[Callable[..., object], dict[Any, object]]] = [
    (
        cells.sex,
        {
            "Laki-laki": Sex.MALE,
            "L": Sex.MALE,
            "LAKI LAKI": Sex.MALE,
            "perempuan": Sex.FEMALE,
            "P": Sex.FEMALE,
        },
    ),
    (
        cells.oedema,
        {
            "tidak": False,
            "Tidak": False,
            "": False,
            0.0: False,
            None: False,
            "1": True,
            2.0: True,
            "ya": True,
        },
    ),
    (cells.position, {"terlentang": "telentang", "Telentang": "telentang", "BERDIRI": "berdiri", "": ""}),
    (cells.yes, {"ya": True, "Ya": True, "": False, "tidak": False, 1: True}),
]


@pytest.mark.parametrize(("read", "pairs"), READS, ids=["sex", "oedema", "position", "yes"])
def test_words_of_the_file(read: Callable[..., object], pairs: dict[Any, object]) -> None:
    assert {cell: read(cell) for cell in pairs} == pairs


@pytest.mark.parametrize("read", [cells.sex, cells.oedema, cells.position])
def test_unknown_words_are_refused(read: Callable[..., object]) -> None:
    for cell in ("entah", "7"):
        with pytest.raises(CellError, match="tidak dikenal"):
            read(cell)


def test_a_numbered_way_of_measuring_says_nothing() -> None:
    with pytest.raises(CellError, match="Isi terlentang atau berdiri"):
        cells.position(1.0)
