"""Weight gain in pregnancy where the vectors leave room."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules.book import CURRENT
from visits.rules.pregnancy_weight import BmiGroup, GainBand, bmi_group, gain_by_week, total_gain


@pytest.mark.parametrize(
    ("bmi", "group"),
    [
        ("18.49", BmiGroup.THIN),
        ("18.5", BmiGroup.NORMAL),
        ("24.99", BmiGroup.NORMAL),
        ("25", BmiGroup.OVERWEIGHT),
        ("29.9", BmiGroup.OVERWEIGHT),
        ("30.0", BmiGroup.OBESE),
    ],
)
def test_a_group_begins_at_its_limit(bmi: str, group: BmiGroup) -> None:
    assert bmi_group(Decimal(bmi)) is group


def test_what_is_not_known_has_no_band() -> None:
    assert bmi_group(None) is None
    assert total_gain(None) is None
    assert gain_by_week(None, 20) is None
    assert gain_by_week(BmiGroup.NORMAL, None) is None
    assert gain_by_week(BmiGroup.NORMAL, -1) is None


@pytest.mark.parametrize(
    ("weeks", "low", "high"),
    [(0, "0", "0"), (6, "0.23", "0.92"), (13, "0.50", "2.00"), (40, "9.95", "15.50")],
)
def test_the_band_grows_in_proportion_and_then_by_the_week(weeks: int, low: str, high: str) -> None:
    assert gain_by_week(BmiGroup.NORMAL, weeks) == GainBand(Decimal(low), Decimal(high))


@given(st.sampled_from(BmiGroup), st.integers(0, 43))
def test_a_week_later_nobody_may_weigh_less_and_the_least_is_under_the_most(
    group: BmiGroup, weeks: int
) -> None:
    now, later = gain_by_week(group, weeks), gain_by_week(group, weeks + 1)

    assert now is not None
    assert later is not None
    assert now.min_kg <= later.min_kg
    assert now.max_kg <= later.max_kg
    assert now.min_kg <= now.max_kg


@given(st.decimals(12, 60, places=1), st.decimals(12, 60, places=1))
def test_heavier_women_should_gain_less(one: Decimal, other: Decimal) -> None:
    light, heavy = (total_gain(bmi_group(bmi)) for bmi in sorted((one, other)))

    assert light is not None
    assert heavy is not None
    assert light.min_kg >= heavy.min_kg
    assert light.max_kg >= heavy.max_kg


def test_every_group_of_the_table_has_a_name() -> None:
    assert [row["group"] for row in CURRENT.rows("pregnancy_weight")["groups"]] == list(BmiGroup)
