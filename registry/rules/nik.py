"""NIK and KK numbers: reading, checking against a person's data, masking, and rescue from spreadsheets.

A NIK is 16 digits: 6 for the region of first registration, DDMMYY of birth (day + 40 for women), 4 serial digits.
It has no check digit and never changes. Source: Dukcapil; PP 40/2019 article 30.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache

from registry.rules.life_stage import Sex, age_on

LENGTH = 16
FEMALE_DAY_OFFSET = 40
MAX_AGE_YEARS = 120
MASK = "•"
# Doubles hold every whole number up to here; NIK of Papua (91 to 96) lie above and may arrive rounded.
LARGEST_EXACT_DOUBLE = 2**53
PROVINCE_CODES = frozenset(
    f"{code}"
    for block in (
        range(11, 20),
        (21,),
        range(31, 37),
        (51, 52, 53),
        range(61, 66),
        range(71, 77),
        (81, 82),
        range(91, 97),
    )
    for code in block
)
_SCIENTIFIC = re.compile(r"[+]?(\d)(?:[.,](\d+))?[eE][+]?(\d{1,2})")
_WHOLE_AS_DECIMAL = re.compile(r"(\d+)[.,]0+")


class NikState(StrEnum):
    """Whether a resident has a NIK. Having none yet is a valid state."""

    NONE = "belum_ada"
    PRESENT = "ada"
    INVALID = "tidak_valid"

    @property
    def label(self) -> str:
        """Word for screens and paper."""
        return {"belum_ada": "Belum ada", "ada": "Ada", "tidak_valid": "Tidak valid"}[self.value]


class NikError(StrEnum):
    """Why a number cannot be a NIK."""

    LENGTH = "bukan 16 digit"
    DAY = "hari"
    MONTH = "bulan"
    DATE = "tanggal"
    SERIAL = "urut"

    @property
    def message(self) -> str:
        """What to tell the person who typed it."""
        return _ERROR_MESSAGES[self]


class NikWarning(StrEnum):
    """What does not fit between a NIK and the person's data: worth a look, never a refusal."""

    PROVINCE = "provinsi tidak dikenal"
    SEX = "jenis kelamin berbeda"
    BIRTH_DATE = "tanggal lahir berbeda"
    AGE = "umur > 120 tahun"

    @property
    def message(self) -> str:
        """What to look at, for the person who entered the data."""
        return _WARNING_MESSAGES[self]


_ERROR_MESSAGES = {
    NikError.LENGTH: "NIK harus 16 angka.",
    NikError.DAY: "Angka ke-7 dan ke-8 NIK bukan tanggal lahir yang mungkin.",
    NikError.MONTH: "Angka ke-9 dan ke-10 NIK bukan bulan.",
    NikError.DATE: "Tanggal lahir di dalam NIK tidak ada di kalender.",
    NikError.SERIAL: "Empat angka terakhir NIK tidak boleh 0000.",
}
_WARNING_MESSAGES = {
    NikWarning.PROVINCE: "Dua angka pertama NIK bukan kode provinsi. Mohon periksa lagi.",
    NikWarning.SEX: "Jenis kelamin berbeda dengan NIK. Mohon periksa lagi.",
    NikWarning.BIRTH_DATE: "Tanggal lahir berbeda dengan NIK. Mohon periksa lagi.",
    NikWarning.AGE: "Umur lebih dari 120 tahun. Mohon periksa lagi.",
}


class DigitsError(ValueError):
    """A number whose digits were lost on the way, with a message for the person who sent it."""


@dataclass(frozen=True, slots=True)
class NikReading:
    """What a NIK says. With errors, only the parts that could be read are filled."""

    errors: tuple[NikError, ...]
    region: str = ""
    sex: Sex | None = None
    day: int | None = None
    month: int | None = None
    two_digit_year: int | None = None
    serial: int | None = None
    province_known: bool = False

    @property
    def is_valid(self) -> bool:
        """Whether the number can be a NIK (NIK-01)."""
        return not self.errors

    @property
    def messages(self) -> tuple[str, ...]:
        """Why it cannot be one, in words."""
        return tuple(error.message for error in self.errors)


@dataclass(frozen=True, slots=True)
class KkReading:
    """What a KK number says; an odd issue date is no error, old cards have them."""

    is_valid: bool
    region: str = ""
    date_plausible: bool = False

    @property
    def messages(self) -> tuple[str, ...]:
        """Why it cannot be a KK number, in words."""
        return () if self.is_valid else ("Nomor KK harus 16 angka.",)


@lru_cache(maxsize=16)
def read_nik(text: str) -> NikReading:
    """Take a NIK apart (NIK-01). `text` is 16 ASCII digits, as `normalise_digits` returns them.

    What is wrong with it is returned in `errors`, never raised.
    """
    if not _is_sixteen_digits(text):
        return NikReading(errors=(NikError.LENGTH,))
    day, month, year, serial = (int(text[at : at + size]) for at, size in ((6, 2), (8, 2), (10, 2), (12, 4)))
    sex = Sex.FEMALE if day > FEMALE_DAY_OFFSET else Sex.MALE
    day -= FEMALE_DAY_OFFSET if sex is Sex.FEMALE else 0
    return NikReading(
        errors=_errors(day, month, year, serial),
        region=_region(text),
        sex=sex,
        day=day,
        month=month,
        two_digit_year=year,
        serial=serial,
        province_known=text[:2] in PROVINCE_CODES,
    )


def nik_warnings(nik: str, *, sex: Sex, birth_date: date, day: date) -> tuple[NikWarning, ...]:
    """Compare a valid NIK (NIK-02) with the person's data on `day`. Living elsewhere is usual and not reported."""
    reading = read_nik(nik)
    if not reading.is_valid:
        return ()
    in_nik = (reading.day, reading.month, reading.two_digit_year)
    found = {
        NikWarning.PROVINCE: not reading.province_known,
        NikWarning.SEX: reading.sex is not sex,
        NikWarning.BIRTH_DATE: in_nik != (birth_date.day, birth_date.month, birth_date.year % 100),
        NikWarning.AGE: birth_date <= day and age_on(birth_date, day).years > MAX_AGE_YEARS,
    }
    return tuple(warning for warning, present in found.items() if present)


def read_kk(text: str) -> KkReading:
    """Take a family card number apart (KK-01): 6 region, 6 issue date (no + 40), 4 serial. It changes on a move."""
    if not _is_sixteen_digits(text):
        return KkReading(is_valid=False)
    plausible = _exists(int(text[6:8]), int(text[8:10]), int(text[10:12]))
    return KkReading(is_valid=True, region=_region(text), date_plausible=plausible)


def mask(number: str) -> str:
    """Hide the middle of a NIK or KK number: first and last four digits stay, shorter text is hidden whole.

    Source: this project's own choice.
    """
    if len(number) <= 8:
        return MASK * len(number)
    return f"{number[:4]}{MASK * (len(number) - 8)}{number[-4:]}"


def mask_phone(number: str) -> str:
    """Hide all but the last three digits of a telephone number; empty stays empty.

    Source: this project's own choice.
    """
    return MASK * (len(number) - 3) + number[-3:]


def normalise_digits(value: object) -> str:
    """The digits of a NIK or KK number from whatever a person or a spreadsheet made of it; empty stays empty.

    Text that is no number comes back trimmed, for `read_nik` (NIK-01) and `read_kk` (KK-01) to refuse. Raises
    DigitsError when a spreadsheet has already dropped digits, because the number left over may belong to somebody else.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        raise DigitsError("Nomor harus berupa angka.")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        return _whole_number(value)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return value
    text = "".join(unicodedata.normalize("NFKC", str(value)).split()).strip("'’`\"\u200b\ufeff")
    if scientific := _SCIENTIFIC.fullmatch(text):
        return _expand(*scientific.groups(default=""))
    if decimal := _WHOLE_AS_DECIMAL.fullmatch(text):
        return decimal[1]
    return text


def _is_sixteen_digits(text: str) -> bool:
    return len(text) == LENGTH and text.isascii() and text.isdigit()


def _region(text: str) -> str:
    return f"{text[:2]}.{text[2:4]}.{text[4:6]}"


def _errors(day: int, month: int, year: int, serial: int) -> tuple[NikError, ...]:
    day_fits, month_fits = 1 <= day <= 31, 1 <= month <= 12
    found = {
        NikError.DAY: not day_fits,
        NikError.MONTH: not month_fits,
        NikError.DATE: day_fits and month_fits and not _exists(day, month, year),
        NikError.SERIAL: serial == 0,
    }
    return tuple(error for error, present in found.items() if present)


def _exists(day: int, month: int, two_digit_year: int) -> bool:
    """Whether the date exists in the 20th or the 21st century."""
    for century in (1900, 2000):
        try:
            date(century + two_digit_year, month, day)
        except ValueError:
            continue
        return True
    return False


def _whole_number(value: float | Decimal) -> str:
    try:
        whole = int(value)
    except (ValueError, OverflowError) as error:
        raise DigitsError("Nomor harus berupa angka.") from error
    if whole != value:
        raise DigitsError("Nomor tidak boleh memakai koma.")
    if isinstance(value, float) and abs(whole) >= LARGEST_EXACT_DOUBLE:
        raise _lost()
    return str(whole)


def _expand(first: str, rest: str, exponent: str) -> str:
    if len(rest) < int(exponent):
        raise _lost()
    try:
        return _whole_number(Decimal(f"{first}.{rest or '0'}E{exponent}"))
    except InvalidOperation as error:
        raise _lost() from error


def _lost() -> DigitsError:
    return DigitsError(
        "Angka terakhir nomor ini hilang karena disimpan sebagai bilangan. Ubah kolom menjadi teks, lalu isi lagi."
    )
