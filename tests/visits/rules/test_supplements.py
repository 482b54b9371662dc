"""Tablets, capsules and food where the vectors leave room."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules.book import Book, Override
from visits.rules.supplements import (
    VitaminA,
    girl_tablets_percent,
    mother_vitamin_a,
    pregnancy_food_days_left,
    pregnancy_tablets,
)

DAY = date(2026, 10, 12)


def test_nothing_counted_is_nothing_judged() -> None:
    assert pregnancy_tablets(None) is None
    assert girl_tablets_percent(None) is None
    assert pregnancy_food_days_left(None) is None


@pytest.mark.parametrize(("tablets", "percent"), [(1, "1.9"), (13, "25.0"), (51, "98.1"), (53, "101.9")])
def test_tablets_of_girls_are_counted_against_one_a_week(tablets: int, percent: str) -> None:
    assert girl_tablets_percent(tablets) == Decimal(percent)


@given(st.integers(0, 400))
def test_who_meets_the_target_meets_the_indicator(tablets: int) -> None:
    found = pregnancy_tablets(tablets)

    assert found is not None
    assert found.meets_indicator or not found.meets_target


def test_a_kabupaten_may_decide_on_another_number_of_tablets() -> None:
    decided = Book([Override("supplements", "pregnancy_tablets_target", 120, valid_from=DAY)]).on(DAY)

    found = pregnancy_tablets(120, rules=decided)

    assert found is not None
    assert found.meets_target
    assert pregnancy_tablets(120) != found


def test_a_kabupaten_may_give_food_for_longer() -> None:
    longer = Book([Override("supplements", "pregnancy_food_days", 120, valid_from=DAY)]).on(DAY)

    assert [pregnancy_food_days_left(given) for given in (0, 89, 90, 100)] == [90, 1, 0, 0]
    assert pregnancy_food_days_left(100, rules=longer) == 20


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (0, 24, VitaminA.COMPLETE),
        (984, 1008, VitaminA.COMPLETE),
        (985, 1009, VitaminA.NOT_AS_PLANNED),
        (26, 2, VitaminA.NOT_AS_PLANNED),
        (-1, 30, VitaminA.NOT_AS_PLANNED),
        (None, 30, VitaminA.ONE_MISSING),
    ],
)
def test_two_capsules_a_day_apart_within_42_days(
    first: int | None, second: int | None, status: VitaminA
) -> None:
    assert mother_vitamin_a(first, second) is status


@given(st.integers(0, 984), st.integers(24, 1008))
def test_capsules_that_are_complete_stay_so_when_the_second_comes_a_little_later(
    first: int, apart: int
) -> None:
    second = first + apart
    expected = VitaminA.COMPLETE if second <= 1008 else VitaminA.NOT_AS_PLANNED

    assert mother_vitamin_a(first, second) is expected
