"""Breast milk only for six months, then food of enough kinds, often enough."""

from __future__ import annotations

import pytest

from visits.rules.book import CURRENT
from visits.rules.feeding import (
    Breastfeeding,
    Diet,
    DietAdvice,
    exclusive_breastfeeding,
    feeding_guide,
    judge_diet,
)


def diet(months: int, groups: int, meals: int, milk: int = 0, *, breastfed: bool = True) -> Diet:
    judged = judge_diet(months=months, breastfed=breastfed, food_groups=groups, meals=meals, milk_feeds=milk)
    assert judged is not None
    return judged


def test_one_month_with_other_food_fails_at_any_age() -> None:
    assert exclusive_breastfeeding(2, [True, False]) is Breastfeeding.FAILED
    assert exclusive_breastfeeding(20, [None, None, False]) is Breastfeeding.FAILED


def test_a_month_that_nobody_asked_leaves_the_record_incomplete() -> None:
    assert exclusive_breastfeeding(6, [True, None, True, True, True, True]) is Breastfeeding.INCOMPLETE
    assert exclusive_breastfeeding(5, [True, None]) is Breastfeeding.NOT_YET
    assert exclusive_breastfeeding(6, []) is Breastfeeding.INCOMPLETE


def test_what_a_child_eats_from_its_seventh_month_does_not_matter() -> None:
    assert exclusive_breastfeeding(8, [True] * 6 + [False]) is Breastfeeding.PASSED


@pytest.mark.parametrize(("months", "needed"), [(6, 2), (8, 2), (9, 3), (23, 3)])
def test_a_breastfed_child_eats_twice_then_three_times(months: int, needed: int) -> None:
    assert diet(months, 5, needed).is_acceptable
    assert not diet(months, 5, needed - 1).is_frequent


def test_a_child_without_breast_milk_needs_four_times_two_of_them_milk_and_something_solid() -> None:
    assert diet(10, 5, 2, 2, breastfed=False).is_acceptable
    assert not diet(10, 5, 3, 1, breastfed=False).is_acceptable
    assert not diet(10, 5, 0, 5, breastfed=False).is_frequent
    assert not diet(10, 5, 2, 1, breastfed=False).is_frequent


def test_other_ages_are_not_judged() -> None:
    for months in (5, 24):
        assert judge_diet(months=months, breastfed=True, food_groups=5, meals=3) is None
        assert feeding_guide(months) is None


def test_impossible_counts_are_refused() -> None:
    for groups, meals in ((9, 3), (5, -1)):
        with pytest.raises(ValueError, match="tidak mungkin"):
            judge_diet(months=7, breastfed=True, food_groups=groups, meals=meals)


def test_the_family_hears_what_is_missing_first() -> None:
    assert diet(7, 5, 2).advice is DietAdvice.GOOD
    assert diet(7, 4, 1).advice is DietAdvice.MORE_KINDS
    assert diet(7, 5, 1).advice is DietAdvice.MORE_OFTEN


def test_the_guide_follows_the_age() -> None:
    energy = [guide.kcal for months in (6, 8, 9, 11, 12, 23) if (guide := feeding_guide(months))]
    assert energy == [200, 200, 300, 300, 550, 550]


def test_every_result_has_its_sentence() -> None:
    assert set(CURRENT.rows("feeding")["advice"]) == {*Breastfeeding, *DietAdvice}
