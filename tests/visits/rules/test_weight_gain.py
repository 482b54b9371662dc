"""N, T, O and B where the vectors leave room."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from registry.rules.life_stage import Sex
from visits.rules.weight_gain import GainStatus, WeightGain, minimum_gain_g, not_gained_run, weight_gain

BORN = date(2025, 6, 10)
Weighings = list[tuple[date, Decimal]]


def judged(history: Weighings, day: date, kg: str, birth_date: date = BORN) -> WeightGain:
    return weight_gain(sex=Sex.MALE, birth_date=birth_date, history=history, day=day, weight_kg=Decimal(kg))


def test_gain_and_its_minimum_are_told_in_grams() -> None:
    gain = judged([(date(2025, 12, 10), Decimal("7.6"))], date(2026, 1, 12), "8.05")

    assert gain == WeightGain(GainStatus.GAINED, 450, 400, Decimal("7.6"), close_warning=False)


def test_a_child_absent_last_month_is_not_judged() -> None:
    gain = judged([(date(2025, 11, 30), Decimal("7.0"))], date(2026, 1, 1), "8.0")

    assert gain == WeightGain(GainStatus.ABSENT_LAST_MONTH, None, 400, None, close_warning=False)


def test_the_second_weighing_of_a_month_is_judged_by_the_last_of_the_month_before() -> None:
    history = [
        (date(2026, 1, 5), Decimal("9.9")),
        (date(2025, 12, 20), Decimal("7.6")),
        (date(2025, 12, 3), Decimal("7.2")),
    ]

    assert judged(history, date(2026, 1, 28), "8.0").previous_kg == Decimal("7.6")


def test_weighed_only_this_month_still_counts_as_first() -> None:
    assert judged([(date(2026, 1, 5), Decimal("7.9"))], date(2026, 1, 28), "8.0").status is GainStatus.FIRST


def test_later_weighings_do_not_count_when_an_old_visit_is_entered() -> None:
    assert judged([(date(2026, 3, 5), Decimal("9.0"))], date(2026, 1, 12), "8.0").status is GainStatus.FIRST


def test_in_the_first_month_of_life_no_minimum_exists() -> None:
    gain = judged([(date(2025, 6, 30), Decimal("3.0"))], date(2025, 7, 5), "3.4")

    assert gain == WeightGain(GainStatus.FIRST, None, None, None, close_warning=False)


def test_the_growth_card_ends_after_sixty_months() -> None:
    history = [(date(2026, 1, 12), Decimal("16.0"))]

    at_sixty = judged(history, date(2026, 2, 12), "16.2", birth_date=date(2021, 2, 10))
    at_sixty_one = judged(history, date(2026, 2, 12), "16.2", birth_date=date(2021, 1, 10))

    assert at_sixty.status is GainStatus.GAINED
    assert at_sixty_one == WeightGain(None, None, None, None, close_warning=False)


@pytest.mark.parametrize(("day", "is_close"), [(date(2026, 1, 13), True), (date(2026, 1, 14), False)])
def test_less_than_fourteen_days_apart_is_pointed_out(day: date, is_close: bool) -> None:
    assert judged([(date(2025, 12, 31), Decimal("8.0"))], day, "8.5").close_warning is is_close


@pytest.mark.parametrize("sex", Sex)
def test_no_minimum_grows_with_age_after_the_second_month(sex: Sex) -> None:
    figures = [minimum_gain_g(sex, months) for months in range(2, 61)]

    assert figures == sorted(figures, key=lambda grams: -(grams or 0))
    assert (minimum_gain_g(sex, 0), minimum_gain_g(sex, 61)) == (None, None)


@pytest.mark.parametrize(
    ("statuses", "run"),
    [("", 0), ("TTT", 3), ("TOT", 1), ("TTB", 0), ("NTT", 2), ("TO", 0)],
)
def test_only_an_unbroken_run_at_the_end_counts(statuses: str, run: int) -> None:
    assert not_gained_run([GainStatus(letter) for letter in statuses]) == run
