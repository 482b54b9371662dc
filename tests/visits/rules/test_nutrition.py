"""Classes of children: what the vectors leave open."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules import nutrition
from visits.rules.nutrition import BmiForAge, HeadCircumference, Muac, WeightForHeight

STEP = Decimal("0.01")
Classify = Callable[[Decimal | None], StrEnum | None]


def bmi_under_five(z: Decimal | None) -> BmiForAge | None:
    return nutrition.classify_bmi_for_age(z, 1856)


def bmi_school_age(z: Decimal | None) -> BmiForAge | None:
    return nutrition.classify_bmi_for_age(z, 1857)


CLASSIFIERS: list[Classify] = [
    nutrition.classify_weight_for_age,
    nutrition.classify_height_for_age,
    nutrition.classify_weight_for_height,
    nutrition.classify_head,
    bmi_under_five,
    bmi_school_age,
]


@pytest.mark.parametrize("classify", CLASSIFIERS)
def test_no_score_has_no_class(classify: Classify) -> None:
    assert classify(None) is None


@pytest.mark.parametrize("classify", CLASSIFIERS)
@given(whole=st.integers(-4, 4))
def test_a_boundary_belongs_to_the_class_nearer_the_middle(classify: Classify, whole: int) -> None:
    inward = -STEP if whole > 0 else STEP

    assert classify(Decimal(whole)) == classify(whole + inward)


@pytest.mark.parametrize("classify", CLASSIFIERS)
@given(z=st.decimals(-7, 7, places=2), further=st.decimals(0, 3, places=2))
def test_a_class_is_never_left_and_entered_again(classify: Classify, z: Decimal, further: Decimal) -> None:
    if classify(z) == classify(z + further):
        assert classify(z + further / 2) == classify(z)


def test_overweight_has_one_class_less_from_school_age() -> None:
    z = Decimal("1.50")

    assert (bmi_under_five(z), bmi_school_age(z)) == (BmiForAge.RISK_OF_OVERWEIGHT, BmiForAge.OVERWEIGHT)


def test_head_classes_carry_the_words_of_the_card() -> None:
    z_scores = (Decimal("-2.01"), Decimal(0), Decimal("2.01"))

    assert [nutrition.classify_head(z) for z in z_scores] == [
        HeadCircumference("Kurang dari normal"),
        HeadCircumference("Normal"),
        HeadCircumference("Melebihi normal"),
    ]


def test_arm_circumference_changes_its_meaning_at_six_months_and_ends_at_sixty() -> None:
    arm = Decimal("11.2")

    assert [nutrition.classify_muac(arm, months) for months in (5, 6, 59, 60)] == [
        Muac.GOOD,
        Muac.SEVERELY_WASTED,
        Muac.SEVERELY_WASTED,
        None,
    ]
    assert nutrition.classify_muac(None, 12) is None


def test_oedema_is_severe_whatever_the_weight() -> None:
    assert nutrition.nutrition_status(WeightForHeight.OBESE, oedema=True) == "Gizi buruk"
    assert nutrition.nutrition_status(None, oedema=True) == "Gizi buruk"
    assert nutrition.nutrition_status(None, oedema=False) is None
    assert nutrition.below_red_line(None, oedema=True)
    assert not nutrition.below_red_line(None, oedema=False)
    assert not nutrition.above_orange_line(None)
