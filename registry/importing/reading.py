"""One row of a file -> a person with place and household, and everything that is wrong with it. Looks nothing up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from registry.importing import cells
from registry.importing.cells import CellError
from registry.importing.columns import BY_NAME, NEEDED, Column, Kind, Part
from registry.importing.files import Cell, is_blank, plain
from registry.importing.guesses import SEPARATORS, code_for
from registry.importing.remarks import Remarks
from registry.models.fields import keyed_hash
from registry.rules.background import BirthDateKnown
from registry.rules.life_stage import Sex
from registry.rules.names import search_key
from registry.rules.nik import LENGTH, MASK, MAX_AGE_YEARS, nik_warnings, read_kk, read_nik
from registry.rules.wording import decimal, long_date

# A row that shows how to fill the sheet.
EXAMPLE = "CONTOH "
GRAMS_FROM = 100
BIRTH_WEIGHT_KG = (Decimal("0.4"), Decimal(7))
BIRTH_LENGTH_CM = (Decimal(25), Decimal(65))
_YEAR = re.compile(r"(19|20)\d\d")
_MASKED = re.compile(rf"[{MASK}*]")
# Gently read: a row is good without them.
_GENTLE = {Kind.KK, Kind.PHONE, Kind.AREA, Kind.CODE, Kind.CODES, Kind.YES, Kind.WHOLE}
_NUMBERS = {Kind.NIK, Kind.KK, Kind.PHONE}


@dataclass
class Person:
    """A good row; `person` and `home` by the field names of Resident and Household, empty ones left out."""

    name: str
    sex: Sex
    birth_date: date
    nik: str = ""
    invalid_nik: str = ""
    kk: str = ""
    head_name: str = ""
    posyandu: str = ""
    desa: str = ""
    since: date | None = None
    mother_nik: str = ""
    father_nik: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    home: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def nik_hash(self) -> str:
        """By which the NIK is found; empty where there is none."""
        return keyed_hash(self.nik) if self.nik else ""

    @cached_property
    def kk_hash(self) -> str:
        """By which the KK number is found; empty where there is none."""
        return keyed_hash(self.kk) if self.kk else ""


class Reader:
    """Reads the rows of one file: `fields` says which column is where, `values` what its words mean."""

    def __init__(
        self,
        fields: dict[int, str],
        values: dict[str, dict[str, str]],
        today: date,
        *,
        keep_invalid_nik: bool = False,
    ) -> None:
        self.columns = {position: BY_NAME[name] for position, name in fields.items() if name in BY_NAME}
        self.values, self.today, self.keep_invalid_nik = values, today, keep_invalid_nik
        self._read_before: dict[tuple[str, str] | None, Any] = {}

    def name_in(self, row: list[Cell]) -> str:
        """The name a row has, for lists; whatever is wrong with the rest."""
        place = next((at for at, column in self.columns.items() if column.name == "nama"), None)
        return cells.text(row[place])[:120] if place is not None and place < len(row) else ""

    def is_example(self, row: list[Cell]) -> bool:
        """Whether the row only shows how to fill the sheet."""
        return self.name_in(row).upper().startswith(EXAMPLE)

    def glance(self, row: list[Cell]) -> dict[str, str]:
        """The texts and numbers of a row that was read before, by our field; whatever is wrong is left out."""
        remarks = Remarks({c.name: row[at] for at, c in self.columns.items() if at < len(row)})
        found = {c.field: remarks.take_gently(c.name, self._value, c, remarks) for c in self.columns.values()}
        return {name: value for name, value in found.items() if isinstance(value, str)}

    def read(self, row: list[Cell]) -> tuple[Person | None, Remarks]:
        """The person of a row, or None when the remarks say why not."""
        given = {
            column.name: row[at]
            for at, column in self.columns.items()
            if at < len(row) and row[at] != "" and not is_blank(row[at])
        }
        remarks = Remarks(given)
        found: dict[tuple[Part, str], Any] = {}
        for name in given:
            column = BY_NAME[name]
            take = remarks.take_gently if column.kind in _GENTLE else remarks.take
            value = take(name, self._value, column, remarks)
            if value not in (None, ""):
                found[column.part, column.field] = value
        told = {name for name, _ in remarks.problems}
        for name in NEEDED:
            column = BY_NAME[name]
            if (column.part, column.field) not in found and name not in told:
                remarks.refuse(name, "Belum diisi.")
        return (None if remarks.problems else self._person(found, remarks)), remarks

    def _person(self, found: dict[tuple[Part, str], Any], remarks: Remarks) -> Person | None:
        own = {name: value for (part, name), value in found.items() if part is Part.PERSON}
        home = {name: value for (part, name), value in found.items() if part is Part.HOME}
        place = {name: value for (part, name), value in found.items() if part is Part.PLACE}
        nik = own.pop("nik", "")
        born = self._born(own)
        if not search_key(own["name"]):
            remarks.refuse("nama", "Tulis nama dengan huruf.")
        self._check_days(born, place.get("since"), remarks)
        if remarks.problems:
            return None
        _agree(home, remarks)
        person = Person(
            name=own.pop("name"),
            sex=Sex(own.pop("sex")),
            birth_date=born,
            kk=home.pop("kk", ""),
            head_name=home.pop("head_name", ""),
            mother_nik=own.pop("mother_nik", ""),
            father_nik=own.pop("father_nik", ""),
            person=own,
            home=home,
            **place,
        )
        person.nik, person.invalid_nik = (nik, "") if not nik or read_nik(nik).is_valid else ("", nik)
        for warning in nik_warnings(person.nik, sex=person.sex, birth_date=born, day=self.today):
            remarks.warn("nik", warning.message)
        return person

    def _born(self, own: dict[str, Any]) -> date:
        born = own.pop("birth_date")
        if isinstance(born, date):
            return born
        own["birth_date_known"] = BirthDateKnown.YEAR_ONLY.value
        return date(born, 7, 1) if born < self.today.year else date(born, 1, 1)

    def _check_days(self, born: date, since: date | None, remarks: Remarks) -> None:
        if born > self.today:
            remarks.refuse("tanggal_lahir", f"{long_date(born)} belum terjadi.")
        elif self.today.year - born.year > MAX_AGE_YEARS:
            remarks.refuse(
                "tanggal_lahir", f"{long_date(born)}: umur lebih dari 120 tahun. Periksa lagi tahunnya."
            )
        elif since is not None and not born <= since <= self.today:
            remarks.refuse(
                "tinggal_sejak", "Tanggal ini harus sesudah tanggal lahir dan tidak di masa depan."
            )

    def _value(self, cell: Cell, column: Column, remarks: Remarks) -> Any:
        if column.kind in _NUMBERS:
            return self._number(cell, column, remarks)
        # A village's columns say the same few words over and over. Only of texts: True is 1 to a dictionary.
        known = (column.name, cell) if isinstance(cell, str) and column.kind is not Kind.CODES else None
        if known in self._read_before:
            return self._read_before[known]
        read = _READ.get(column.kind)
        value = read(cell, column) if read is not None else self._code(cells.text(cell), column)
        if known is not None:
            self._read_before[known] = value
        return value

    def _number(self, cell: Cell, column: Column, remarks: Remarks) -> str:
        if _MASKED.search(str(cell)):
            remarks.warn(column.name, "Nomor ini disamarkan, jadi tidak dipakai.")
            return ""
        if column.kind is Kind.PHONE:
            return cells.phone(cell)
        try:
            digits = cells.digits(cell)
        except CellError as error:
            if column.kind is Kind.NIK and column.field == "nik" and not self.keep_invalid_nik:
                raise
            remarks.warn(column.name, f"{error} Baris ini masuk tanpa nomor itu.")
            return ""
        if not digits.strip("0"):
            return ""
        if column.kind is Kind.KK:
            if not read_kk(digits).is_valid:
                raise CellError("Nomor KK harus 16 angka. Baris ini masuk tanpa nomor KK.")
            return digits
        return self._nik(digits, column, remarks)

    def _nik(self, digits: str, column: Column, remarks: Remarks) -> str:
        if digits.startswith("0") and len(digits) == LENGTH and digits.isdigit():
            remarks.warn(column.name, "NIK sementara (berawalan 0) tidak dipakai.")
            return ""
        reading = read_nik(digits)
        if reading.is_valid:
            return digits
        if column.field != "nik":
            remarks.warn(column.name, f"{' '.join(reading.messages)} Tidak dipakai.")
            return ""
        if not self.keep_invalid_nik:
            raise CellError(" ".join(reading.messages))
        remarks.warn("nik", f"{' '.join(reading.messages)} Masuk sebagai NIK yang belum benar.")
        return digits[:40]

    def _code(self, words: str, column: Column) -> Any:
        code = self._known(words, column)
        if column.kind is Kind.CODES:
            parts = SEPARATORS.split(words) if code is None else ()
            codes = [code, *(self._known(part, column) for part in parts)][1 if parts else 0 :]
            if None in codes:
                raise CellError(f"“{words}” tidak dikenal, jadi dikosongkan.")
            return sorted({code for code in codes if code}) or None
        if code is None and column.kind is Kind.SEX:
            raise CellError(f"“{words}” tidak dikenal. Isi Laki-laki atau Perempuan.")
        if code is None:
            raise CellError(f"“{words}” tidak dikenal, jadi dikosongkan.")
        if column.kind is Kind.YES:
            return None if code == "" else code == "ya"
        return code

    def _known(self, words: str, column: Column) -> str | None:
        own = self.values.get(column.name, {}).get(plain(words))
        return own if own is not None else code_for(column, words)


def _text(cell: Cell, column: Column) -> str:
    words = cells.short_text(cell, column.most)
    return "" if words == "-" else words


def _area(cell: Cell, column: Column) -> str:
    words = cells.text(cell)
    if words in ("", "-", "0"):
        return ""
    if words.isdigit():
        words = words.lstrip("0").zfill(2)
    if not words[:1].isdigit():
        raise CellError("Tulis dengan angka, misalnya 02. Baris ini masuk tanpa isi kolom ini.")
    if len(words) > 5:
        raise CellError("Terlalu panjang: paling banyak 5 huruf. Baris ini masuk tanpa isi kolom ini.")
    return words


def _day(cell: Cell, column: Column) -> date | int | None:
    """A date; for a birth also the year alone."""
    words = cells.text(cell)
    if column.field == "birth_date" and _YEAR.fullmatch(words):
        return int(words)
    return None if words == "-" else cells.day(cell)


def _whole(cell: Cell, column: Column) -> int | None:
    return cells.whole(cell, range(column.lowest, column.most + 1), column.label)


def _weight(cell: Cell, column: Column) -> Decimal | None:
    return _at_birth(cell, 2, BIRTH_WEIGHT_KG, "Berat lahir harus antara 0,4 dan 7 kg.")


def _length(cell: Cell, column: Column) -> Decimal | None:
    return _at_birth(cell, 1, BIRTH_LENGTH_CM, "Panjang lahir harus antara 25 dan 65 cm.")


def _at_birth(cell: Cell, places: int, allowed: tuple[Decimal, Decimal], message: str) -> Decimal | None:
    value = cells.number(cell)
    if not value:
        return None
    if places == 2 and value >= GRAMS_FROM:
        value /= 1000
    kept = cells.rounded(value, places)
    if kept is None or not allowed[0] <= kept <= allowed[1]:
        raise CellError(f"{decimal(value, 2)}: {message}")
    return kept


# The rest say something about the row, or know the file's own words.
_READ: dict[Kind, Callable[[Cell, Column], Any]] = {
    Kind.TEXT: _text,
    Kind.AREA: _area,
    Kind.DAY: _day,
    Kind.WEIGHT: _weight,
    Kind.LENGTH: _length,
    Kind.WHOLE: _whole,
}


def _agree(home: dict[str, Any], remarks: Remarks) -> None:
    """Drop what the rest of the household contradicts: protected water without water, a good latrine without one."""
    for part, whole, name in (
        ("water_is_protected", "has_clean_water", "air_terlindung"),
        ("latrine_is_sanitary", "has_latrine", "jamban_saniter"),
    ):
        if home.get(part) and home.get(whole) is False:
            del home[part]
            remarks.warn(name, "Tidak cocok dengan kolom sebelumnya, jadi dikosongkan.")
        elif home.get(part):
            home[whole] = True
