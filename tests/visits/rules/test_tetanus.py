"""Td status where the vectors leave room."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules.book import CURRENT
from visits.rules.tetanus import TetanusStatus, tetanus_status

FIRST = date(2024, 1, 31)
# Each on the first day on which it counts.
ON_TIME = [FIRST, date(2024, 2, 28), date(2024, 8, 28), date(2025, 8, 28), date(2026, 8, 28)]


def test_no_dose_is_no_protection() -> None:
    found = tetanus_status(None)

    assert (found.status, found.protected_until, found.next_from) == (TetanusStatus.NONE, None, None)
    assert tetanus_status([]) == found


@pytest.mark.parametrize(
    ("doses", "status", "until", "next_from"),
    [
        (1, TetanusStatus.ONE, None, date(2024, 2, 28)),
        (2, TetanusStatus.TWO, date(2027, 2, 28), date(2024, 8, 28)),
        (3, TetanusStatus.THREE, date(2029, 8, 28), date(2025, 8, 28)),
        (4, TetanusStatus.FOUR, date(2035, 8, 28), date(2026, 8, 28)),
        (5, TetanusStatus.FIVE, date(2051, 8, 28), None),
    ],
)
def test_each_dose_in_time_raises_the_status(
    doses: int, status: TetanusStatus, until: date | None, next_from: date | None
) -> None:
    found = tetanus_status(ON_TIME[:doses])

    assert (found.status, found.protected_until, found.next_from) == (status, until, next_from)


@pytest.mark.parametrize("place", [1, 2, 3, 4])
def test_a_dose_one_day_early_does_not_raise_the_status(place: int) -> None:
    early = [*ON_TIME[:place], ON_TIME[place] - timedelta(days=1)]

    assert tetanus_status(early) == tetanus_status(ON_TIME[:place])


def test_after_an_early_dose_the_interval_runs_from_the_last_valid_one() -> None:
    early = ON_TIME[1] - timedelta(days=3)

    assert tetanus_status([FIRST, early, ON_TIME[1]]).status is TetanusStatus.TWO


def test_a_sixth_dose_changes_nothing() -> None:
    assert tetanus_status([*ON_TIME, date(2040, 1, 1)]) == tetanus_status(ON_TIME)


@given(st.lists(st.dates(date(2000, 1, 1), date(2040, 1, 1)), max_size=8))
def test_order_does_not_matter_and_one_more_dose_never_lowers_the_status(doses: list[date]) -> None:
    ranks = list(TetanusStatus)
    found, later = tetanus_status(doses), tetanus_status([*doses, date(2041, 1, 1)])

    assert tetanus_status(sorted(doses, reverse=True)) == found
    assert ranks.index(found.status) <= ranks.index(later.status)


def test_every_status_of_the_table_has_a_name() -> None:
    rows = CURRENT.rows("tetanus")

    assert [rows["none"], *(step["status"] for step in rows["doses"])] == list(TetanusStatus)
