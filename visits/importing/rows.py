"""One row of a file -> a child or a weighing, with everything that is wrong with it. Pure: nothing is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from registry.importing.remarks import Remarks
from registry.rules.life_stage import Sex, completed_months
from registry.rules.names import search_key
from registry.rules.nik import nik_warnings, read_kk
from registry.rules.wording import decimal, long_date
from visits.importing import cells
from visits.importing.cells import CellError
from visits.importing.sheets import Cell
from visits.rules.plausibility import CHILD_RANGES

__all__ = [
    "Child",
    "PersonKey",
    "Remarks",
    "Weighing",
    "check_age",
    "is_left_out",
    "read_child",
    "read_weighing",
]

# Key of the name, birth date and sex: what tells children without a NIK apart within a Posyandu.
PersonKey = tuple[str, date, str]

# Children of e-PPGBM are under five; the child's card is kept until the sixth birthday.
CARD_MONTHS = 72
BIRTH_WEIGHT_KG = (Decimal("0.4"), Decimal(7))
BIRTH_LENGTH_CM = (Decimal(25), Decimal(65))
# No newborn weighs this many kilograms, so the figure is in grams.
GRAMS_FROM = 100
_OLDEST_YEAR = 1900


@dataclass(frozen=True)
class Child:
    """A good row of the identity file; `person` and `home` by the field names of Resident and Household."""

    name: str
    sex: Sex
    birth_date: date
    nik: str
    kk: str
    person: dict[str, Any]
    home: dict[str, str]

    @property
    def key(self) -> PersonKey:
        return search_key(self.name), self.birth_date, self.sex.value


@dataclass(frozen=True)
class Weighing:
    """A good row of the measurement file; `measures` by the field names of ChildCheck."""

    nik: str
    name: str
    day: date
    measures: dict[str, Any]

    @property
    def is_measured(self) -> bool:
        """Whether there is anything to put on the card; without it the child only came."""
        told = (value for name, value in self.measures.items() if name != "position")
        return any(value not in (None, False) for value in told)


def is_left_out(row: dict[str, Cell]) -> str:
    """Why e-PPGBM itself no longer counts the child, or an empty text."""
    if cells.yes(row.get("hapus")):
        return "Ditandai hapus di e-PPGBM, jadi dilewati."
    if cells.yes(row.get("pindah")):
        return "Ditandai pindah di e-PPGBM, jadi dilewati."
    return ""


def read_child(row: Remarks, today: date) -> Child | None:
    """The child of an identity row; None when `row.problems` says why not."""
    name = row.take("nama_anak", cells.short_text, 120) or ""
    birth_date = row.take("tgl_lahir", cells.day)
    sex = row.take("jenis_kelamin", cells.sex)
    nik = row.take("NIK", cells.nik) or ""
    home = {
        "address": row.take("alamat", cells.short_text, 200) or "",
        "rt": row.take_gently("rt", _neighbourhood) or "",
        "rw": row.take_gently("rw", _neighbourhood) or "",
    }
    person = {
        "mother_name": row.take("nama_ortu", cells.short_text, 120) or "",
        "phone": row.take_gently("hp_ortu", cells.phone) or "",
        "birth_weight_kg": row.take("berat_lahir", _birth_weight),
        "birth_length_cm": row.take("panjang_lahir", _birth_length),
        "birth_order": row.take("anak_ke", cells.whole, range(1, 21), "Anak ke"),
        "gestation_weeks": row.take("usia_hamil", cells.whole, range(20, 46), "Usia hamil"),
    }
    kk = row.take_gently("nomor_KK", _kk) or ""
    _require(row, {"nama_anak": search_key(name), "tgl_lahir": birth_date, "jenis_kelamin": sex})
    if birth_date is not None:
        _check_birth_date(row, birth_date, today)
    if row.problems or birth_date is None or sex is None:
        return None
    for warning in nik_warnings(nik, sex=sex, birth_date=birth_date, day=today):
        row.warn("NIK", warning.message)
    return Child(name, sex, birth_date, nik, kk, person, home)


def read_weighing(row: Remarks, today: date) -> Weighing | None:
    """The weighing of a measurement row; None when `row.problems` says why not."""
    nik = row.take("NIK", cells.nik) or ""
    name = row.take_gently("nama_anak", cells.short_text, 120) or ""
    day = row.take("TANGGALUKUR", cells.day)
    measures: dict[str, Any] = {
        "weight_kg": _measure(row, "BERAT", "weight_kg", 2),
        "height_cm": _measure(row, "TINGGI", "height_cm", 1),
        "muac_cm": _measure(row, "LILA", "muac_cm", 1),
        "head_cm": _measure(row, "lingkar_kepala", "head_cm", 1),
    }
    measures["oedema"] = row.take("Pitting_edema", cells.oedema) or False
    measures["position"] = row.take("CARAUKUR", cells.position) or ""
    if not nik and not any(column == "NIK" for column, _ in row.problems):
        row.refuse("NIK", "NIK kosong, jadi ukuran ini tidak bisa dicocokkan dengan anak.")
    if not day and not any(column == "TANGGALUKUR" for column, _ in row.problems):
        row.refuse("TANGGALUKUR", "Tanggal ukur belum diisi.")
    if day is not None and day > today:
        row.refuse("TANGGALUKUR", f"{long_date(day)} belum terjadi.")
    if row.problems or day is None:
        return None
    weighing = Weighing(nik, name, day, measures)
    if not weighing.is_measured:
        row.warn("BERAT", "Tidak ada satu pun ukuran: anak dicatat datang saja.")
    return weighing


def check_age(row: Remarks, birth_date: date, day: date) -> None:
    """Refuse a weighing before birth or on a day from which another card is used."""
    if day < birth_date:
        row.refuse("TANGGALUKUR", f"{long_date(day)} sebelum tanggal lahir {long_date(birth_date)}.")
    elif completed_months(birth_date, day) >= CARD_MONTHS:
        row.refuse("TANGGALUKUR", f"Pada {long_date(day)} anak sudah berumur 6 tahun atau lebih.")


def _require(row: Remarks, values: dict[str, object]) -> None:
    told = {column for column, _ in row.problems}
    for column, value in values.items():
        if not value and column not in told:
            row.refuse(column, "Belum diisi.")


def _check_birth_date(row: Remarks, birth_date: date, today: date) -> None:
    if birth_date > today:
        row.refuse("tgl_lahir", f"{long_date(birth_date)} belum terjadi.")
    elif birth_date.year < _OLDEST_YEAR:
        row.refuse("tgl_lahir", f"{long_date(birth_date)} terlalu lama.")
    elif completed_months(birth_date, today) >= CARD_MONTHS:
        row.warn("tgl_lahir", "Anak sudah berumur 6 tahun atau lebih. Mohon periksa lagi.")


def _measure(row: Remarks, column: str, name: str, places: int) -> Decimal | None:
    value = row.take(column, cells.number)
    if value is None:
        return None
    kept = cells.rounded(value, places)
    if kept is None or not CHILD_RANGES[name].allows(kept):
        row.refuse(column, f"{decimal(value, 2)}: {CHILD_RANGES[name].message}")
        return None
    if kept != value:
        row.warn(column, f"Dibulatkan menjadi {decimal(kept, places)}.")
    return kept


def _birth_weight(cell: Cell) -> Decimal | None:
    value = cells.number(cell)
    if value and value >= GRAMS_FROM:
        value /= 1000
    return _at_birth(
        value, 2, BIRTH_WEIGHT_KG, "Berat lahir harus antara 0,4 dan 7 kg (atau 400 dan 7.000 g)."
    )


def _birth_length(cell: Cell) -> Decimal | None:
    return _at_birth(cells.number(cell), 1, BIRTH_LENGTH_CM, "Panjang lahir harus antara 25 dan 65 cm.")


def _at_birth(
    value: Decimal | None, places: int, allowed: tuple[Decimal, Decimal], message: str
) -> Decimal | None:
    # 0 is how the ministry's file says that it is not known.
    if not value:
        return None
    kept = cells.rounded(value, places)
    if kept is None or not allowed[0] <= kept <= allowed[1]:
        raise CellError(f"{decimal(value, 2)}: {message}")
    return kept


def _kk(cell: Cell) -> str:
    kk = cells.digits(cell)
    if kk and not read_kk(kk).is_valid:
        raise CellError("Nomor KK harus 16 angka. Baris ini masuk tanpa nomor KK.")
    return kk


def _neighbourhood(cell: Cell) -> str:
    words = cells.text(cell)
    if len(words) > 5:
        raise CellError("Terlalu panjang: paling banyak 5 huruf. Baris ini masuk tanpa isi kolom ini.")
    return words.zfill(2) if words.isdigit() else words
