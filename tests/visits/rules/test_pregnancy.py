"""Dates, trimesters and contacts of a pregnancy where the vectors leave room."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules.pregnancy import (
    Contact,
    ContactGoal,
    class_is_complete,
    contacts_missed,
    due_date,
    gestation,
    goals_reached,
)

LAST_PERIOD = date(2025, 11, 1)
SIX = [
    Contact(1, by_doctor=True),
    Contact(2),
    Contact(2),
    Contact(3),
    Contact(3, by_doctor=True),
    Contact(3),
]
days_of_years = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_a_mother_who_knows_no_last_period_has_no_due_date() -> None:
    assert due_date(None) is None
    assert gestation(LAST_PERIOD) is None
    assert gestation(None, last_period=LAST_PERIOD) is None


@pytest.mark.parametrize(
    ("days", "weeks", "rest", "trimester"),
    [(0, 0, 0, 1), (84, 12, 0, 1), (85, 12, 1, 2), (168, 24, 0, 2), (169, 24, 1, 3), (308, 44, 0, 3)],
)
def test_trimesters_turn_after_12_and_24_weeks(days: int, weeks: int, rest: int, trimester: int) -> None:
    found = gestation(LAST_PERIOD + timedelta(days=days), last_period=LAST_PERIOD)

    assert found is not None
    assert (found.weeks, found.days_part, found.trimester) == (weeks, rest, trimester)


@pytest.mark.parametrize(("days", "words"), [(-1, "sebelum"), (309, "44 minggu")])
def test_a_day_outside_the_pregnancy_is_refused_in_words(days: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        gestation(LAST_PERIOD + timedelta(days=days), last_period=LAST_PERIOD)


def test_a_due_date_corrected_by_usg_counts_before_the_last_period() -> None:
    corrected = LAST_PERIOD + timedelta(days=280 + 14)

    found = gestation(
        LAST_PERIOD + timedelta(days=100), last_period=LAST_PERIOD, corrected_due_date=corrected
    )

    assert found is not None
    assert found.days == 86


@given(days_of_years, st.integers(0, 308))
def test_the_due_date_is_40_weeks_whatever_the_calendar_says(last_period: date, lived: int) -> None:
    due = due_date(last_period)
    assert due is not None
    by_period = gestation(last_period + timedelta(days=lived), last_period=last_period)
    by_due_date = gestation(last_period + timedelta(days=lived), corrected_due_date=due)

    at_term = gestation(due, last_period=last_period)

    assert at_term is not None
    assert at_term.weeks == 40
    assert by_period == by_due_date


def test_six_contacts_in_their_trimesters_with_two_of_the_doctor_reach_every_goal() -> None:
    assert goals_reached(SIX) == frozenset(ContactGoal)
    assert goals_reached([]) == frozenset()


def test_k6_wants_the_doctor_in_the_third_trimester_too() -> None:
    early = [Contact(1, by_doctor=True), Contact(2, by_doctor=True), Contact(2), *[Contact(3)] * 3]

    assert ContactGoal.SIX not in goals_reached(early)


@given(st.permutations(SIX))
def test_the_order_in_which_contacts_were_written_down_does_not_matter(contacts: list[Contact]) -> None:
    assert goals_reached(contacts) == frozenset(ContactGoal)


@given(
    st.lists(st.builds(Contact, st.integers(1, 3), st.booleans()), max_size=8),
    st.integers(1, 3),
    st.booleans(),
)
def test_one_more_contact_never_loses_a_goal(
    contacts: list[Contact], trimester: int, by_doctor: bool
) -> None:
    assert goals_reached(contacts) <= goals_reached([*contacts, Contact(trimester, by_doctor)])


@pytest.mark.parametrize(
    ("contacts", "trimester", "missed"),
    [([], 1, 0), ([], 2, 1), ([Contact(1)], 3, 2), ([Contact(1), Contact(2)], 3, 1), (SIX, 3, 0)],
)
def test_only_the_contacts_of_trimesters_that_are_over_are_missed(
    contacts: list[Contact], trimester: int, missed: int
) -> None:
    assert contacts_missed(contacts, trimester) == missed


def test_without_a_trimester_no_contact_is_missed() -> None:
    assert contacts_missed([], None) is None


@pytest.mark.parametrize(
    ("meetings", "with_husband", "complete"),
    [(None, None, None), (4, 1, True), (3, 1, False), (4, 0, False), (5, None, False)],
)
def test_the_class_for_mothers_is_four_meetings_one_with_the_husband(
    meetings: int | None, with_husband: int | None, complete: bool | None
) -> None:
    assert class_is_complete(meetings, with_husband) is complete
