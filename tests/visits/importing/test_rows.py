"""One row, read on its own: what is kept, what refuses it, what is only worth a look."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from registry.rules.life_stage import Sex
from tests.visits.importing.files import AISYAH, child, weighing
from visits.importing.rows import Child, Remarks, Weighing, check_age, read_child, read_weighing

TODAY = date(2026, 10, 31)


def read(**changed: Any) -> tuple[Remarks, Child | None]:
    remarks = Remarks(child(**changed))
    return remarks, read_child(remarks, TODAY)


def weigh(**changed: Any) -> tuple[Remarks, Weighing | None]:
    remarks = Remarks(weighing(**changed))
    return remarks, read_weighing(remarks, TODAY)


def test_a_whole_identity_row() -> None:
    remarks, aisyah = read(
        anak_ke=2.0, nomor_KK="3320081503209000", usia_hamil="39", berat_lahir="3,1 kg", panjang_lahir=49.5,
        hp_ortu=81234567890.0, rt=2.0, rw="01",
    )  # fmt: skip
    assert remarks.problems == remarks.warnings == []
    assert aisyah == Child(
        name="Aisyah Putri",
        sex=Sex.FEMALE,
        birth_date=date(2025, 7, 1),
        nik=AISYAH,
        kk="3320081503209000",
        person={
            "mother_name": "Siti Aminah",
            "phone": "081234567890",
            "birth_weight_kg": Decimal("3.10"),
            "birth_length_cm": Decimal("49.5"),
            "birth_order": 2,
            "gestation_weeks": 39,
        },
        home={"address": "Dukuh Krajan", "rt": "02", "rw": "01"},
    )


@pytest.mark.parametrize(
    ("cell", "kept"), [(3100, "3.10"), ("3.100", "3.10"), ("3250 g", "3.25"), (3.1, "3.10")]
)
def test_birth_weight_in_kilograms_or_grams(cell: Any, kept: str) -> None:
    _, aisyah = read(berat_lahir=cell)
    assert aisyah is not None
    assert aisyah.person["birth_weight_kg"] == Decimal(kept)


@pytest.mark.parametrize("cell", ["", 0, "0", None])
def test_an_unknown_birth_weight(cell: Any) -> None:
    _, aisyah = read(berat_lahir=cell)
    assert aisyah is not None
    assert aisyah.person["birth_weight_kg"] is None


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("nama_anak", "", "Belum diisi."),
        ("nama_anak", "  - ", "Belum diisi."),
        ("nama_anak", "A" * 121, "Terlalu panjang: paling banyak 120 huruf."),
        ("tgl_lahir", "", "Belum diisi."),
        ("tgl_lahir", "2026-11-01", "1 November 2026 belum terjadi."),
        ("tgl_lahir", "1825-07-01", "1 Juli 1825 terlalu lama."),
        ("tgl_lahir", "kemarin", "“kemarin” bukan tanggal. Tulis seperti 2026-10-12 atau 12/10/2026."),
        ("jenis_kelamin", "", "Belum diisi."),
        ("jenis_kelamin", "X", "“X” tidak dikenal. Isi Laki-laki atau Perempuan."),
        ("NIK", "123", "NIK harus 16 angka."),
        ("berat_lahir", 31, "31,00: Berat lahir harus antara 0,4 dan 7 kg (atau 400 dan 7.000 g)."),
        ("panjang_lahir", 495, "495,00: Panjang lahir harus antara 25 dan 65 cm."),
        ("usia_hamil", 9, "Usia hamil harus bilangan bulat antara 20 dan 45."),
        ("anak_ke", "1,5", "Anak ke harus bilangan bulat antara 1 dan 20."),
    ],
)
def test_a_refused_identity_row_names_the_column_and_the_reason(column: str, cell: Any, reason: str) -> None:
    remarks, nobody = read(**{column: cell})
    assert nobody is None
    assert remarks.problems == [(column, reason)]


def test_every_fault_of_a_row_is_named_at_once() -> None:
    remarks, _ = read(nama_anak="", tgl_lahir="x", NIK="3320****9901")
    assert [column for column, _ in remarks.problems] == ["tgl_lahir", "NIK", "nama_anak"]


@pytest.mark.parametrize(
    ("changed", "column", "beginning"),
    [
        ({"jenis_kelamin": "L"}, "NIK", "Jenis kelamin berbeda dengan NIK."),
        ({"tgl_lahir": "2025-07-02"}, "NIK", "Tanggal lahir berbeda dengan NIK."),
        ({"nomor_KK": "33200815"}, "nomor_KK", "Nomor KK harus 16 angka."),
        ({"nomor_KK": "3320********9000"}, "nomor_KK", "Nomor KK harus 16 angka."),
        ({"hp_ortu": "lihat KK"}, "hp_ortu", "Nomor HP harus 8 sampai 15 angka."),
        ({"rt": "dua belas"}, "rt", "Terlalu panjang"),
        ({"tgl_lahir": "2019-07-01", "NIK": ""}, "tgl_lahir", "Anak sudah berumur 6 tahun"),
    ],
)
def test_what_is_odd_is_told_and_let_in(changed: dict[str, Any], column: str, beginning: str) -> None:
    remarks, aisyah = read(**changed)
    assert aisyah is not None
    assert [(name, reason.startswith(beginning)) for name, reason in remarks.warnings] == [(column, True)]


def test_a_whole_measurement_row() -> None:
    remarks, found = weigh(
        BERAT="9,45 kg", LILA=14.2, lingkar_kepala="45,1", Pitting_edema="1", TANGGALUKUR=46307.0
    )
    assert remarks.problems == remarks.warnings == []
    assert found == Weighing(
        nik=AISYAH,
        name="Aisyah Putri",
        day=date(2026, 10, 12),
        measures={
            "weight_kg": Decimal("9.45"),
            "height_cm": Decimal("75.7"),
            "muac_cm": Decimal("14.2"),
            "head_cm": Decimal("45.1"),
            "oedema": True,
            "position": "telentang",
        },
    )


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("BERAT", 94, "94,00: Berat badan harus antara 0,9 dan 58 kg."),
        ("BERAT", 0, "0,00: Berat badan harus antara 0,9 dan 58 kg."),
        ("BERAT", "sembilan", "“sembilan” bukan angka."),
        ("TINGGI", 757, "757,00: Panjang atau tinggi badan harus antara 38 dan 150 cm."),
        ("LILA", 142, "142,00: LiLA harus antara 6 dan 35 cm."),
        ("lingkar_kepala", 4.5, "4,50: Lingkar kepala harus antara 25 dan 64 cm."),
        ("CARAUKUR", "duduk", "“duduk” tidak dikenal. Isi terlentang atau berdiri."),
        ("CARAUKUR", 1, "“1” tidak dikenal. Isi terlentang atau berdiri."),
        ("Pitting_edema", "mungkin", "“mungkin” tidak dikenal. Isi tidak, 1, 2 atau 3."),
        ("TANGGALUKUR", "2026-11-01", "1 November 2026 belum terjadi."),
        ("TANGGALUKUR", "", "Tanggal ukur belum diisi."),
        ("NIK", "", "NIK kosong, jadi ukuran ini tidak bisa dicocokkan dengan anak."),
    ],
)
def test_a_refused_measurement_row_names_the_column_and_the_reason(
    column: str, cell: Any, reason: str
) -> None:
    remarks, nothing = weigh(**{column: cell})
    assert nothing is None
    assert remarks.problems == [(column, reason)]


def test_one_measure_is_enough_and_none_means_that_the_child_only_came() -> None:
    _, length_only = weigh(BERAT="")
    assert length_only is not None
    assert length_only.is_measured
    remarks, came = weigh(BERAT="", TINGGI="")
    assert came is not None
    assert not came.is_measured
    assert remarks.warnings == [("BERAT", "Tidak ada satu pun ukuran: anak dicatat datang saja.")]


def test_more_decimals_than_the_card_keeps_are_rounded_and_told() -> None:
    remarks, found = weigh(TINGGI=75.75)
    assert found is not None
    assert found.measures["height_cm"] == Decimal("75.8")
    assert remarks.warnings == [("TINGGI", "Dibulatkan menjadi 75,8.")]


def test_the_day_must_lie_between_birth_and_the_sixth_birthday() -> None:
    def problems(birth_date: date) -> list[str]:
        remarks = Remarks({})
        check_age(remarks, birth_date, date(2026, 10, 12))
        return [reason for _, reason in remarks.problems]

    assert problems(date(2026, 10, 13)) == ["12 Oktober 2026 sebelum tanggal lahir 13 Oktober 2026."]
    assert problems(date(2026, 10, 12)) == problems(date(2020, 10, 13)) == []
    assert problems(date(2020, 10, 12)) == ["Pada 12 Oktober 2026 anak sudah berumur 6 tahun atau lebih."]
