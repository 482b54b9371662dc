"""Weight and term at birth where the vectors leave room."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules.birth import (
    BirthWeight,
    birth_weight_text,
    classify_birth_weight,
    is_low_birth_weight,
    is_preterm,
)
from visits.rules.book import CURRENT


def test_a_child_that_was_not_weighed_has_no_class() -> None:
    assert classify_birth_weight(None) is None
    assert is_low_birth_weight(None) is None
    assert birth_weight_text(None) is None
    assert is_preterm(None) is None


@pytest.mark.parametrize(
    ("grams", "category"),
    [
        (Decimal("999.9"), BirthWeight.EXTREMELY_LOW),
        (1000, BirthWeight.VERY_LOW),
        (Decimal("2499.9"), BirthWeight.LOW),
        (2500, BirthWeight.NORMAL),
        (4000, BirthWeight.HIGH),
    ],
)
def test_a_class_begins_at_its_limit(grams: Decimal | int, category: BirthWeight) -> None:
    assert classify_birth_weight(grams) is category


@given(st.integers(300, 7000), st.integers(300, 7000))
def test_a_heavier_child_is_never_in_a_lower_class(one: int, other: int) -> None:
    light, heavy = (classify_birth_weight(grams) for grams in sorted((one, other)))
    ranks = list(BirthWeight)

    assert light is not None
    assert heavy is not None
    assert ranks.index(light) <= ranks.index(heavy)


@given(st.integers(300, 7000))
def test_low_birth_weight_of_the_recap_is_all_three_low_classes(grams: int) -> None:
    low = (BirthWeight.EXTREMELY_LOW, BirthWeight.VERY_LOW, BirthWeight.LOW)

    assert is_low_birth_weight(grams) is (classify_birth_weight(grams) in low)


def test_preterm_is_before_37_weeks() -> None:
    assert [is_preterm(weeks) for weeks in (36, 37)] == [True, False]


def test_every_class_of_the_table_has_a_name_and_words() -> None:
    rows = CURRENT.rows("birth")["weight_g"]

    assert [row["class"] for row in rows] == list(BirthWeight)
    assert [birth_weight_text(category) for category in BirthWeight] == [row["text"] for row in rows]
