"""What is left of a period when others take precedence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.periods import Period, without

START = date(2026, 1, 1)


def period(first: int, last: int | None) -> Period:
    """By the number of days since New Year."""
    return Period(START + timedelta(first), None if last is None else START + timedelta(last))


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([], [(10, 20)]),
        ([(0, 9)], [(10, 20)]),
        ([(21, None)], [(10, 20)]),
        ([(0, 10)], [(11, 20)]),
        ([(20, None)], [(10, 19)]),
        ([(12, 15)], [(10, 11), (16, 20)]),
        ([(15, 16), (12, 12)], [(10, 11), (13, 14), (17, 20)]),
        ([(0, None)], []),
        ([(10, 20)], []),
    ],
)
def test_what_is_taken_is_not_left(taken: list[tuple[int, int | None]], left: list[tuple[int, int]]) -> None:
    found = without(period(10, 20), [period(*days) for days in taken])
    assert found == [period(*days) for days in left]


def test_what_goes_on_goes_on_after_what_is_taken() -> None:
    assert without(period(0, None), [period(5, 9)]) == [period(0, 4), period(10, None)]


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        period(3, 2)


spans = st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 30))).map(
    lambda days: period(days[0], None if days[1] is None else max(days[0], days[1]))
)


def days_of(one: Period) -> set[int]:
    last = 40 if one.last is None else (one.last - START).days
    return set(range((one.first - START).days, last + 1))


@given(spans, st.lists(spans, max_size=4))
def test_every_day_is_either_taken_or_left_and_none_is_left_twice(one: Period, taken: list[Period]) -> None:
    left = without(one, taken)
    covered = [day for piece in left for day in sorted(days_of(piece))]
    assert covered == sorted(days_of(one) - {day for other in taken for day in days_of(other)})
