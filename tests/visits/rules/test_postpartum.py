"""Visits after birth where the vectors leave room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules.book import CURRENT
from visits.rules.postpartum import (
    MotherVisit,
    NewbornVisit,
    is_postpartum,
    is_thyroid_screening_time,
    mother_visit,
    mother_visits_missing,
    newborn_visit,
    newborn_visits_missing,
)


@pytest.mark.parametrize("days", [None, -1, 43])
def test_outside_42_days_there_is_no_visit_of_the_mother(days: int | None) -> None:
    assert mother_visit(days) is None


@pytest.mark.parametrize(("hours", "window"), [(5, None), (6, NewbornVisit.KN1), (None, NewbornVisit.KN1)])
def test_a_visit_in_the_first_six_hours_is_part_of_the_birth(
    hours: int | None, window: NewbornVisit | None
) -> None:
    assert newborn_visit(0, hours=hours) is window
    assert (mother_visit(0, hours=hours) is None) is (window is None)


def test_no_window_of_the_newborn_after_28_days() -> None:
    assert [newborn_visit(day) for day in (None, -1, 28, 29)] == [None, None, NewbornVisit.KN3, None]


def test_all_windows_hit_is_complete() -> None:
    assert mother_visits_missing([1, 5, 20, 42]) == []
    assert newborn_visits_missing([2, 3, 28]) == []


def test_a_window_is_missed_only_when_it_is_over() -> None:
    assert mother_visits_missing([], up_to_day=7) == [MotherVisit.KF1]
    assert mother_visits_missing([], up_to_day=8) == [MotherVisit.KF1, MotherVisit.KF2]
    assert newborn_visits_missing([0], up_to_day=2) == []
    assert newborn_visits_missing([3, 4]) == [NewbornVisit.KN1, NewbornVisit.KN3]


@given(st.integers(-5, 60))
def test_each_day_of_nifas_lies_in_exactly_one_window(day: int) -> None:
    assert (mother_visit(day) is not None) is is_postpartum(day)


@given(st.lists(st.integers(-2, 60)), st.integers(-2, 60))
def test_one_more_visit_never_adds_a_missing_window(days: list[int], day: int) -> None:
    assert set(mother_visits_missing([*days, day])) <= set(mother_visits_missing(days))


@pytest.mark.parametrize(("hours", "due"), [(None, None), (47, False), (48, True), (72, True), (73, False)])
def test_shk_is_taken_on_the_third_day(hours: int | None, due: bool | None) -> None:
    assert is_thyroid_screening_time(hours) is due


def test_nobody_is_in_nifas_without_a_delivery() -> None:
    assert is_postpartum(None) is None


def test_every_window_of_the_table_has_a_name() -> None:
    rows = CURRENT.rows("postpartum")

    assert [row["visit"] for row in rows["mother"]] == list(MotherVisit)
    assert [row["visit"] for row in rows["newborn"]] == list(NewbornVisit)
