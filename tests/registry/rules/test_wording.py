from datetime import date
from decimal import Decimal

import pytest

from registry.rules import wording

OPENING_DAY = date(2026, 10, 12)


def test_dates_are_written_as_the_village_says_them() -> None:
    assert wording.long_date(OPENING_DAY) == "12 Oktober 2026"
    assert wording.short_date(OPENING_DAY) == "12 Okt 2026"
    assert wording.weekday_date(OPENING_DAY) == "Senin, 12 Oktober 2026"
    assert wording.month_name(OPENING_DAY) == "Oktober 2026"
    assert wording.short_month(OPENING_DAY) == "Okt 2026"


def test_what_is_not_known_is_a_dash() -> None:
    assert wording.long_date(None) == "–"
    assert wording.short_date(None) == "–"
    assert wording.weekday_date(None) == "–"
    assert wording.month_name(None) == "–"
    assert wording.short_month(None) == "–"
    assert wording.decimal(None) == "–"
    assert wording.signed(None) == "–"
    assert wording.weight(None) == "–"
    assert wording.percent(None) == "–"
    assert wording.age(None, OPENING_DAY) == "–"


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [
        (9.4, 1, "9,4"),
        (Decimal("9.45"), 1, "9,5"),
        (1234567.891, 2, "1.234.567,89"),
        (-2.96, 2, "−2,96"),
        (-0.04, 1, "0,0"),
        (0, 1, "0,0"),
    ],
)
def test_decimals_have_a_comma_and_thousands_a_point(value: wording.Number, places: int, words: str) -> None:
    assert wording.decimal(value, places) == words


def test_counts_have_points_between_thousands() -> None:
    assert wording.whole(0) == "0"
    assert wording.whole(1139) == "1.139"
    assert wording.whole(83762) == "83.762"


def test_a_change_carries_its_sign_unless_it_is_nothing() -> None:
    assert wording.signed(1.2) == "+1,2"
    assert wording.signed(-0.3) == "−0,3"
    assert wording.signed(0) == "0,0"
    assert wording.signed(0.01) == "0,0"


def test_measurements_keep_the_decimals_that_were_taken() -> None:
    assert wording.weight(Decimal("9.4")) == "9,4 kg"
    assert wording.weight(Decimal("9.45")) == "9,45 kg"
    assert wording.weight(9) == "9,0 kg"
    assert wording.measured(300, "g", places=0, most_places=0) == "300 g"
    assert wording.measured(Decimal(120), "cm", places=0) == "120 cm"
    assert wording.measured(Decimal("75.7"), "cm") == "75,7 cm"


def test_percentages_have_one_decimal() -> None:
    assert wording.percent(83.333) == "83,3%"
    assert wording.percent(100, places=0) == "100%"


@pytest.mark.parametrize(
    ("birth", "words"),
    [
        (date(2026, 10, 12), "0 hari"),
        (date(2026, 9, 13), "29 hari"),
        (date(2026, 9, 12), "1 bulan"),
        (date(2026, 7, 1), "3 bulan"),
        (date(2025, 10, 12), "1 tahun"),
        (date(2025, 7, 12), "1 tahun 3 bulan"),
        (date(2025, 7, 13), "1 tahun 2 bulan"),
        (date(2020, 11, 12), "5 tahun 11 bulan"),
        (date(2020, 9, 12), "6 tahun"),
        (date(1963, 1, 1), "63 tahun"),
        (date(2026, 10, 13), "belum lahir"),
    ],
)
def test_ages_are_spoken_in_days_months_and_years(birth: date, words: str) -> None:
    assert wording.age(birth, OPENING_DAY) == words


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("9,4", "9.4"),
        ("9.4", "9.4"),
        (" 9,4 kg", "9.4"),
        ("1.234,5", "1234.5"),
        ("75,7 cm", "75.7"),
        ("−2", "-2"),
    ],
)
def test_a_kader_may_type_comma_or_point(typed: str, number: str) -> None:
    assert wording.read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "-", "sembilan", "9,4,1", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="bukan angka"):
        wording.read_number(typed)
