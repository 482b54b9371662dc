"""Contraceptive methods where the vectors leave room."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules.book import CURRENT
from visits.rules.contraception import Method, holds_until, is_postpartum_contraception, read_method

LONG_ACTING = {Method.IUD, Method.IMPLANT, Method.FEMALE_STERILISATION, Method.MALE_STERILISATION}


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("iud", Method.IUD),
        (" Spiral ", Method.IUD),
        ("Susuk", Method.IMPLANT),
        ("tubektomi", Method.FEMALE_STERILISATION),
        ("mop", Method.MALE_STERILISATION),
        ("kalender", Method.TRADITIONAL),
    ],
)
def test_a_method_is_found_by_its_everyday_name(name: str, method: Method) -> None:
    found = read_method(name)

    assert found is not None
    assert found.method is method


@pytest.mark.parametrize("name", [None, "", "lainnya"])
def test_a_method_that_nobody_named_is_not_judged(name: str | None) -> None:
    assert read_method(name) is None
    assert is_postpartum_contraception(name, 10) is None
    assert holds_until(name, date(2026, 1, 1)) is None


def test_long_acting_methods_are_four_and_kaders_hand_out_two() -> None:
    found = [contraception for method in Method if (contraception := read_method(method))]

    assert {each.method for each in found if each.long_acting} == LONG_ACTING
    assert [each.method for each in found if each.given_at_posyandu] == [Method.PILL, Method.CONDOM]


@pytest.mark.parametrize(("days", "counts"), [(None, None), (-1, False), (0, True), (42, True), (43, False)])
def test_postpartum_contraception_begins_within_42_days(days: int | None, counts: bool | None) -> None:
    assert is_postpartum_contraception("pil", days) is counts


@given(st.integers(0, 42))
def test_a_traditional_method_is_never_postpartum_contraception(days: int) -> None:
    assert is_postpartum_contraception("senggama terputus", days) is False


def test_iud_and_implant_must_be_replaced() -> None:
    begun = date(2024, 2, 29)

    assert holds_until("IUD", begun) == date(2034, 2, 28)
    assert holds_until("implan", begun) == date(2027, 2, 28)
    assert holds_until("pil", begun) is None
    assert holds_until("IUD", None) is None


def test_every_method_of_the_table_has_a_name_and_no_everyday_name_stands_twice() -> None:
    rows = CURRENT.rows("contraception")["methods"]
    names = [name for row in rows for name in (row["method"].casefold(), *row["also"])]

    assert [row["method"] for row in rows] == list(Method)
    assert len(names) == len(set(names))
    assert names == [name.casefold() for name in names]
