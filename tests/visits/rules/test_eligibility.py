"""Who is asked for which screening, and when it is due again."""

from __future__ import annotations

from datetime import date

import pytest

from visits.rules.book import CURRENT
from visits.rules.eligibility import Screening, due_screenings, screening_label, screenings_for

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("screening", "first_year"),
    [
        (Screening.BLOOD_PRESSURE, 15),
        (Screening.OBESITY, 15),
        (Screening.EYES, 15),
        (Screening.BLOOD_SUGAR, 40),
        (Screening.LUNGS, 40),
        (Screening.MENTAL_HEALTH, 18),
        (Screening.INDEPENDENCE, 60),
        (Screening.ELDERLY, 60),
    ],
)
def test_a_screening_starts_at_its_birthday(screening: Screening, first_year: int) -> None:
    assert screening not in screenings_for(first_year - 1)
    assert screening in screenings_for(first_year)
    assert screening in screenings_for(99)


@pytest.mark.parametrize(("age_years", "asked"), [(14, False), (15, True), (39, True)])
def test_risk_brings_the_blood_sugar_forward_to_fifteen(age_years: int, asked: bool) -> None:
    assert (Screening.BLOOD_SUGAR in screenings_for(age_years, at_risk=True)) is asked


def test_everybody_with_tuberculosis_has_the_blood_sugar_measured() -> None:
    assert screenings_for(10, tuberculosis=True) == (Screening.BLOOD_SUGAR,)
    assert Screening.BLOOD_SUGAR in screenings_for(25, tuberculosis=True)


def test_a_screening_is_due_a_year_after_the_last() -> None:
    every = screenings_for(18)
    done = dict.fromkeys(every, date(2025, 11, 22))

    assert due_screenings(18, {}, DAY) == every
    assert due_screenings(18, done, DAY) == ()
    assert due_screenings(18, done | {Screening.EYES: date(2025, 11, 21)}, DAY) == (Screening.EYES,)


def test_who_grows_into_a_screening_owes_it() -> None:
    done = dict.fromkeys(screenings_for(59), DAY)

    assert due_screenings(60, done, DAY) == (Screening.INDEPENDENCE, Screening.ELDERLY)


def test_risk_and_tuberculosis_make_the_blood_sugar_due() -> None:
    done = dict.fromkeys(screenings_for(20), DAY)

    assert due_screenings(20, done, DAY, at_risk=True) == (Screening.BLOOD_SUGAR,)
    assert due_screenings(20, done, DAY, tuberculosis=True) == (Screening.BLOOD_SUGAR,)


def test_every_row_of_the_table_is_a_screening_with_a_label() -> None:
    assert [row["code"] for row in CURRENT.rows("eligibility")["screenings"]] == list(Screening)
    assert screening_label(Screening.LUNGS) == "PUMA (paru)"
