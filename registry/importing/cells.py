"""One cell -> one value, whatever a spreadsheet made of it. Pure; every error is a sentence for the reader."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from registry.importing.files import Cell, is_blank, plain
from registry.rules.life_stage import Sex
from registry.rules.nik import DigitsError, normalise_digits, read_nik
from registry.rules.wording import MONTHS, SHORT_MONTHS, read_number

_EXCEL_DAY_ZERO = date(1899, 12, 30)
# Serial numbers of 1940 to 2119: smaller ones are years or ages, not days.
_SERIALS = range(14_611, 80_000)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: .*)?")
_IN_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]+)[ -](\d{4})")
_LARGEST = 1_000_000
_COLON = re.compile(r"(\d+):(\d{1,2})")
_MONTH_NUMBERS = {
    name.lower(): number for names in (MONTHS, SHORT_MONTHS) for number, name in enumerate(names, start=1)
}
_NOTHING = {"-", "–", "--", "0", "null", "none", "nan", "n/a", "#n/a"}


class CellError(ValueError):
    """A cell whose value cannot be used."""


def text(cell: Cell) -> str:
    """The words of a cell with single spaces; a whole number without its decimals."""
    if cell is None or is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    words = str(cell)
    if not words.isprintable():
        # Invisible control characters are no part of a word, and a database may refuse them.
        words = "".join(letter for letter in words if letter.isprintable() or letter.isspace())
    return " ".join(words.split()).strip("'’`")


def short_text(cell: Cell, most: int) -> str:
    """Like `text`, refusing what does not fit its column."""
    words = text(cell)
    if len(words) > most:
        raise CellError(f"Terlalu panjang: paling banyak {most} huruf.")
    return words


def day(cell: Cell) -> date | None:
    """A date from ISO text, dd/mm/yyyy, dd-mm-yyyy, "12 Oktober 2026" or Excel's serial number."""
    words = text(cell)
    if not words:
        return None
    try:
        return _day(words)
    except (ValueError, OverflowError) as error:
        raise CellError(f"“{words}” bukan tanggal. Tulis seperti 2026-10-12 atau 12/10/2026.") from error


def _day(words: str) -> date:
    if found := _ISO.fullmatch(words):
        return date(*(int(part) for part in found.groups()))
    if found := _DAY_FIRST.fullmatch(words):
        return date(*(int(part) for part in reversed(found.groups())))
    if (found := _IN_WORDS.fullmatch(words)) and found[2].lower() in _MONTH_NUMBERS:
        return date(int(found[3]), _MONTH_NUMBERS[found[2].lower()], int(found[1]))
    serial = int(float(words.replace(",", ".")))
    if serial not in _SERIALS:
        raise ValueError
    return _EXCEL_DAY_ZERO + timedelta(days=serial)


def number(cell: Cell) -> Decimal | None:
    """A number from 9.4, "9,4", "9,4 kg", "9:4"; None for an empty cell."""
    if isinstance(cell, bool):
        raise CellError("Isi harus angka.")
    words = text(cell)
    if not words or words in {"-", "–"}:
        return None
    if colon := _COLON.fullmatch(words):
        words = f"{colon[1]}.{colon[2]}"
    try:
        value = read_number(words)
    except ValueError as error:
        raise CellError(f"“{words}” bukan angka.") from error
    if abs(value) > _LARGEST:
        raise CellError(f"“{words}” terlalu besar.")
    return value


def rounded(value: Decimal | None, places: int) -> Decimal | None:
    """The value with as many decimals as its column keeps, halves rounded up."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def whole(cell: Cell, allowed: range, name: str) -> int | None:
    """A whole number in `allowed`; 0 is how files say that it is not known."""
    value = number(cell)
    if not value:
        return None
    if value != value.to_integral_value() or int(value) not in allowed:
        raise CellError(f"{name} harus bilangan bulat antara {allowed.start} dan {allowed.stop - 1}.")
    return int(value)


def nik(cell: Cell) -> str:
    """A valid NIK, or an empty text where there is none."""
    found = digits(cell)
    if not found:
        return ""
    if "*" in found or "•" in found:
        raise CellError(
            "NIK ditutup tanda bintang, jadi tidak bisa dicocokkan. Pakai berkas dengan NIK lengkap."
        )
    reading = read_nik(found)
    if not reading.is_valid:
        raise CellError(" ".join(reading.messages))
    return found


def digits(cell: Cell) -> str:
    """The digits of a NIK, KK or telephone number, however the spreadsheet kept them."""
    if cell is None or is_blank(cell) or str(cell).strip().lower() in _NOTHING:
        return ""
    try:
        return normalise_digits(cell)
    except DigitsError as error:
        raise CellError(str(error)) from error


def phone(cell: Cell) -> str:
    """A telephone number that starts with 0 or +, the 0 put back where a spreadsheet dropped it."""
    found = re.sub(r"[()\-./]", "", digits(cell))
    if found.startswith("8"):
        found = f"0{found}"
    if found and not re.fullmatch(r"\+?\d{8,15}", found):
        raise CellError("Nomor HP harus 8 sampai 15 angka.")
    return found


def sex(cell: Cell) -> Sex | None:
    """Laki-laki or Perempuan, L or P."""
    words = plain(text(cell))
    if not words:
        return None
    if words in {"l", "lk", "lakilaki", "laki", "pria"}:
        return Sex.MALE
    if words in {"p", "pr", "perempuan", "wanita"}:
        return Sex.FEMALE
    raise CellError(f"“{text(cell)}” tidak dikenal. Isi Laki-laki atau Perempuan.")


def yes(cell: Cell) -> bool:
    """Whether a ya/tidak cell says ya."""
    if isinstance(cell, bool):
        return cell
    return plain(text(cell)) in {"ya", "y", "1", "true"}
