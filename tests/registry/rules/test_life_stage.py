from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.life_stage import (
    CHILD_CARD,
    UNDER_FIVE,
    LifeStage,
    Sex,
    add_months,
    age_on,
    birth_bounds,
    birth_bounds_of,
    life_stage_on,
)

DAYS = st.dates(date(1980, 1, 1), date(2060, 12, 31))
LIVED = st.integers(0, 105 * 366)
MONTH_ENDS = st.builds(
    lambda year, month: add_months(date(year, 1, 31), month), st.integers(1980, 2060), st.integers(0, 11)
)


def before(day: date, lived: int) -> date:
    return day - timedelta(days=lived)


@given(day=DAYS | MONTH_ENDS, lived=LIVED)
def test_an_age_is_the_most_months_that_fit(day: date, lived: int) -> None:
    birth_date = before(day, lived)
    age = age_on(birth_date, day)
    assert add_months(birth_date, age.months) <= day < add_months(birth_date, age.months + 1)
    assert add_months(birth_date, age.months) + timedelta(days=age.days_part) == day
    assert (age.days, age.years * 12 + age.months_part) == (lived, age.months)


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 9), 1, date(2026, 1, 9)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
    ],
)
def test_a_month_later_stays_inside_the_month(day: date, months: int, moved: date) -> None:
    assert add_months(day, months) == moved


@given(day=DAYS | MONTH_ENDS, lived=LIVED, stage=st.sampled_from(LifeStage))
def test_birth_bounds_select_exactly_the_people_of_the_stage(day: date, lived: int, stage: LifeStage) -> None:
    birth_date = before(day, lived)
    earliest, latest = birth_bounds(stage, day)
    selected = (earliest is None or earliest <= birth_date) and (latest is None or birth_date <= latest)
    assert selected == (life_stage_on(birth_date, day) is stage)


@given(day=DAYS | MONTH_ENDS, stage=st.sampled_from(LifeStage))
def test_both_bounds_belong_to_the_stage_and_their_neighbours_do_not(day: date, stage: LifeStage) -> None:
    earliest, latest = birth_bounds(stage, day)
    assert latest is not None
    assert life_stage_on(latest, day) is stage
    if latest < day:
        assert life_stage_on(latest + timedelta(days=1), day) is not stage
    if earliest is not None:
        assert life_stage_on(earliest, day) is stage
        assert life_stage_on(earliest - timedelta(days=1), day) is not stage


@given(day=DAYS | MONTH_ENDS)
def test_every_birth_date_falls_in_one_stage_with_no_gap(day: date) -> None:
    bounds = [birth_bounds(stage, day) for stage in LifeStage]
    for (earliest, _), (_, latest_of_next) in pairwise(bounds):
        assert earliest is not None
        assert latest_of_next == earliest - timedelta(days=1)


def test_balita_together_are_born_in_the_last_sixty_months() -> None:
    assert birth_bounds_of(UNDER_FIVE, date(2026, 2, 15)) == (date(2021, 2, 16), date(2026, 2, 15))
    assert birth_bounds_of(CHILD_CARD, date(2026, 2, 15)) == (date(2020, 2, 16), date(2026, 2, 15))


def test_a_stage_names_itself_for_the_screen() -> None:
    assert [stage.label for stage in LifeStage] == [
        "Bayi",
        "Balita",
        "Apras",
        "Usia sekolah",
        "Remaja",
        "Dewasa",
        "Lansia",
    ]
    assert (Sex("L").label, Sex("P").label) == ("Laki-laki", "Perempuan")


@pytest.mark.parametrize(
    ("years", "stage"),
    [(14, "usia_sekolah"), (15, "remaja"), (18, "remaja"), (19, "dewasa"), (59, "dewasa"), (60, "lansia")],
)
def test_a_birthday_moves_a_person_to_the_next_stage(years: int, stage: str) -> None:
    assert life_stage_on(date(2026 - years, 10, 12), date(2026, 10, 12)) == stage


@pytest.mark.parametrize("question", [age_on, life_stage_on])
def test_nobody_has_an_age_before_birth(question: object) -> None:
    assert callable(question)
    with pytest.raises(ValueError, match="sebelum tanggal lahir"):
        question(date(2026, 2, 16), date(2026, 2, 15))
