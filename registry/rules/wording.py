"""How dates, ages and figures are written in Indonesian, and how a typed number is read."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from registry.rules.life_stage import completed_months

DASH = "–"
MINUS = "−"
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

UNIT_AT_END = re.compile(r"\s*(kg|g|cm|mmHg|mg/dL|%)?\s*$", re.IGNORECASE)

# From here on, months no longer matter in conversation: "7 tahun", not "7 tahun 2 bulan".
WHOLE_YEARS_FROM_MONTH = 72

Number = int | float | Decimal


def long_date(day: date | None) -> str:
    """12 Oktober 2026. Source: written Indonesian."""
    return DASH if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date | None) -> str:
    """12 Okt 2026, for tables. Source: written Indonesian."""
    return DASH if day is None else f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def weekday_date(day: date | None) -> str:
    """Senin, 12 Oktober 2026. Source: written Indonesian."""
    return DASH if day is None else f"{WEEKDAYS[day.weekday()]}, {long_date(day)}"


def month_name(day: date | None) -> str:
    """Oktober 2026, from any day of the month. Source: written Indonesian."""
    return DASH if day is None else f"{MONTHS[day.month - 1]} {day.year}"


def short_month(day: date | None) -> str:
    """Okt 2026, for table heads and axes. Source: written Indonesian."""
    return DASH if day is None else f"{SHORT_MONTHS[day.month - 1]} {day.year}"


def decimal(value: Number | None, places: int = 1) -> str:
    """1.234,5 of any unit: comma before the decimals, point between thousands, halves rounded away from zero.

    Source: written Indonesian.
    """
    if value is None:
        return DASH
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    figures = f"{abs(rounded):,.{places}f}".translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{figures}" if rounded < 0 else figures


def whole(value: Number | None) -> str:
    """1.139 of any unit. Source: written Indonesian."""
    return decimal(value, places=0)


def signed(value: Number | None, places: int = 1) -> str:
    """+1,2 or −0,3 of any unit; no sign on what rounds to zero. Source: written Indonesian."""
    words = decimal(value, places)
    return f"+{words}" if value is not None and value > 0 and words.strip("0,") else words


def measured(value: Number | None, unit: str, places: int = 1, most_places: int = 2) -> str:
    """A measurement with its unit, with as many decimals as were taken: "9,4 kg", "9,45 kg", "75,7 cm".

    Source: written Indonesian.
    """
    if value is None:
        return DASH
    words = decimal(value, max(places, most_places))
    for _ in range(max(places, most_places) - places):
        words = words.removesuffix("0")
    return f"{words.removesuffix(',')} {unit}"


def weight(kilograms: Number | None) -> str:
    """9,4 kg from kilograms. Source: written Indonesian."""
    return measured(kilograms, "kg")


def percent(value: Number | None, places: int = 1) -> str:
    """83,3% from 83.3 per cent. Source: written Indonesian."""
    return DASH if value is None else f"{decimal(value, places)}%"


def age(birth: date | None, day: date) -> str:
    """Age as it is spoken: "12 hari", "3 bulan", "1 tahun 3 bulan", from six years on "63 tahun".

    Source: spoken Indonesian, with the completed months of AGE-01.
    """
    if birth is None:
        return DASH
    if day < birth:
        return "belum lahir"
    months = completed_months(birth, day)
    if months < 1:
        return f"{(day - birth).days} hari"
    if months < 12:
        return f"{months} bulan"
    years, rest = divmod(months, 12)
    if rest == 0 or months >= WHOLE_YEARS_FROM_MONTH:
        return f"{years} tahun"
    return f"{years} tahun {rest} bulan"


def read_number(text: str) -> Decimal:
    """The number in what a person typed: "9,4", "9.4", " 9,4 kg" and "1.234,5" are all understood.

    A unit is left out, not converted. Source: written Indonesian. Raises ValueError where no finite number can be read.
    """
    figures = UNIT_AT_END.sub("", text).replace(MINUS, "-").replace(" ", "")
    if "," in figures:
        figures = figures.replace(".", "").replace(",", ".")
    try:
        number = Decimal(figures)
    except InvalidOperation as error:
        raise ValueError(f"bukan angka: {text!r}") from error
    if not number.is_finite():
        raise ValueError(f"bukan angka: {text!r}")
    return number
