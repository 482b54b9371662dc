from datetime import date
from decimal import Decimal

import pytest

from registry.rules.life_stage import Sex
from registry.rules.nik import (
    PROVINCE_CODES,
    DigitsError,
    NikError,
    NikState,
    NikWarning,
    mask,
    nik_warnings,
    normalise_digits,
    read_kk,
    read_nik,
)

NIK = "3320086811249901"


def test_there_are_38_provinces() -> None:
    assert len(PROVINCE_CODES) == 38


def test_a_refused_nik_explains_itself_in_plain_words() -> None:
    assert read_nik("33200").messages == ("NIK harus 16 angka.",)
    assert read_nik("3320013213850000").errors == (NikError.DAY, NikError.MONTH, NikError.SERIAL)
    assert all(error.message.endswith(".") for error in NikError)
    assert all(warning.message.endswith(".") for warning in NikWarning)
    assert read_kk("12").messages == ("Nomor KK harus 16 angka.",)


def test_arabic_digits_are_no_nik() -> None:
    assert read_nik("٣٣٢٠٠٨٦٨١١٢٤٩٩٠١").errors == (NikError.LENGTH,)


def test_a_refused_nik_is_not_compared() -> None:
    assert nik_warnings("1", sex=Sex.MALE, birth_date=date(2000, 1, 1), day=date(2026, 1, 1)) == ()


def test_an_unknown_province_is_a_warning() -> None:
    found = nik_warnings("9920011708859901", sex=Sex.MALE, birth_date=date(1985, 8, 17), day=date(2026, 1, 1))
    assert found == (NikWarning.PROVINCE,)


def test_the_middle_of_a_nik_is_hidden() -> None:
    assert mask(NIK) == "3320••••••••9901"
    assert mask("3320") == "••••"


def test_a_nik_has_three_states() -> None:
    assert [state.label for state in NikState] == ["Belum ada", "Ada", "Tidak valid"]


@pytest.mark.parametrize(
    "value",
    [
        3320086811249901,
        3320086811249901.0,
        Decimal(NIK),
        NIK,
        f"'{NIK}",
        f" {NIK}\u00a0",
        "3320 0868 1124 9901",
        f"{NIK}.0",
        f"{NIK},00",
        "3.320086811249901E+15",
        "3,320086811249901e15",
    ],
)
def test_a_nik_survives_what_a_spreadsheet_does_to_it(value: object) -> None:
    assert normalise_digits(value) == NIK


def test_an_exact_float_in_scientific_notation_keeps_its_digits() -> None:
    assert normalise_digits(3.32008681124990e15) == "3320086811249900"


@pytest.mark.parametrize("value", ["3.32008681124990E+15", "3,32E+15", 9.203011708859901e15])
def test_a_nik_with_lost_digits_is_refused(value: object) -> None:
    with pytest.raises(DigitsError, match="hilang"):
        normalise_digits(value)


@pytest.mark.parametrize("value", [True, float("nan"), float("inf"), 3.5, Decimal("1.5")])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(DigitsError):
        normalise_digits(value)


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), ("", ""), ("  ", ""), ("belum ada", "belumada"), ("-", "-")]
)
def test_an_empty_cell_stays_empty_and_words_are_left_to_the_reader(value: object, text: str) -> None:
    assert normalise_digits(value) == text
