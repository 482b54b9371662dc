"""The edges of the growth rules that the golden files do not reach."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.life_stage import Sex
from visits.rules.book import CURRENT
from visits.rules.growth import Growth, Position, assess_growth
from visits.rules.growth.scores import Hundredths, edged_z, plain_z
from visits.rules.growth.who import Row

sexes = st.sampled_from(Sex)
days = st.integers(0, 1856)


def score_of(growth: Growth, index: str) -> Decimal:
    """A score that must be there."""
    value = getattr(growth, index)
    assert isinstance(value, Decimal)
    return value


def test_nothing_measured_has_no_score() -> None:
    assert assess_growth(sex=Sex.MALE, age_days=400) == Growth(
        None, False, None, None, None, None, None, None, frozenset()
    )


def test_measures_of_zero_or_less_count_as_missing() -> None:
    nothing = assess_growth(sex=Sex.FEMALE, age_days=400)

    assert nothing == assess_growth(
        sex=Sex.FEMALE, age_days=400, weight_kg=0, height_cm=-70, head_cm=0, muac_cm=Decimal("-1")
    )


def test_a_visit_before_birth_is_refused() -> None:
    with pytest.raises(ValueError, match="sebelum tanggal lahir"):
        assess_growth(sex=Sex.MALE, age_days=-1, weight_kg=3)


def test_a_median_boy_scores_zero_without_a_minus() -> None:
    growth = assess_growth(sex=Sex.MALE, age_days=365, weight_kg=9.6459)

    assert str(growth.weight_for_age_z) == "0.00"


@pytest.mark.parametrize(
    ("age_days", "height_cm"), [(700, "110.0"), (1500, "120.0"), (7, "45.0"), (731, "65.0")]
)
def test_first_and_last_rows_of_weight_for_height_are_not_lost(age_days: int, height_cm: str) -> None:
    growth = assess_growth(sex=Sex.MALE, age_days=age_days, weight_kg=12, height_cm=Decimal(height_cm))

    assert growth.weight_for_height_z is not None


def test_last_row_is_reached_through_the_correction_too() -> None:
    lying = assess_growth(
        sex=Sex.FEMALE, age_days=1500, weight_kg=22, height_cm=120.7, position=Position.LYING
    )
    standing = assess_growth(sex=Sex.FEMALE, age_days=1500, weight_kg=22, height_cm=120)

    assert lying == standing


def test_head_arm_and_weight_for_height_end_with_the_standard_for_under_fives() -> None:
    growth = assess_growth(sex=Sex.MALE, age_days=1857, weight_kg=18, height_cm=110, head_cm=51, muac_cm=16)

    assert (growth.weight_for_height_z, growth.head_for_age_z, growth.muac_for_age_z) == (None, None, None)
    assert growth.height_for_age_z is not None


@pytest.mark.parametrize(
    ("age_days", "has_weight", "has_height"),
    [(3652, True, True), (3653, False, True), (6939, False, True), (6940, False, False)],
)
def test_weight_for_age_ends_at_120_months_and_the_rest_at_228(
    age_days: int, has_weight: bool, has_height: bool
) -> None:
    growth = assess_growth(sex=Sex.FEMALE, age_days=age_days, weight_kg=40, height_cm=150)

    scored = (growth.weight_for_age_z, growth.height_for_age_z, growth.bmi_for_age_z)
    assert tuple(z is not None for z in scored) == (has_weight, has_height, has_height)


def test_arm_circumference_starts_on_day_91() -> None:
    before, after = (assess_growth(sex=Sex.MALE, age_days=day, muac_cm=13) for day in (90, 91))

    assert before.muac_for_age_z is None
    assert after.muac_for_age_z is not None


def test_oedema_leaves_height_head_and_arm() -> None:
    growth = assess_growth(
        sex=Sex.FEMALE, age_days=365, weight_kg=7.5, height_cm=72, head_cm=44, muac_cm=12, oedema=True
    )

    assert (growth.weight_for_age_z, growth.weight_for_height_z, growth.bmi_for_age_z) == (None, None, None)
    assert None not in (growth.height_for_age_z, growth.head_for_age_z, growth.muac_for_age_z)


def test_a_row_without_power_is_scored_by_the_logarithm() -> None:
    assert plain_z(Row(power=0.0, median=10.0, variation=0.1), 11.0) == 95


def test_a_value_beyond_all_arithmetic_has_no_score() -> None:
    growth = assess_growth(sex=Sex.MALE, age_days=3000, weight_kg=1e-300, height_cm=125)

    assert growth.bmi_for_age_z is None


@given(sexes, days, st.integers(10, 400), st.integers(1, 100))
def test_more_weight_never_scores_lower(sex: Sex, age_days: int, tenths: int, more: int) -> None:
    light, heavy = (
        assess_growth(sex=sex, age_days=age_days, weight_kg=Decimal(weight).scaleb(-1), height_cm=80)
        for weight in (tenths, tenths + more)
    )

    for index in ("weight_for_age_z", "weight_for_height_z", "bmi_for_age_z"):
        assert score_of(light, index) <= score_of(heavy, index)


@given(sexes, days, st.integers(400, 1200), st.integers(1, 100))
def test_more_height_never_scores_lower(sex: Sex, age_days: int, millimetres: int, more: int) -> None:
    short, tall = (
        assess_growth(sex=sex, age_days=age_days, height_cm=Decimal(height).scaleb(-1))
        for height in (millimetres, millimetres + more)
    )

    assert score_of(short, "height_for_age_z") <= score_of(tall, "height_for_age_z")


@given(sexes, st.integers(0, 8000), st.decimals(38, 150, places=1), st.sampled_from([*Position, None]))
def test_the_same_measure_as_number_or_decimal_scores_the_same(
    sex: Sex, age_days: int, height_cm: Decimal, position: Position | None
) -> None:
    assert assess_growth(sex=sex, age_days=age_days, height_cm=height_cm, position=position) == assess_growth(
        sex=sex, age_days=age_days, height_cm=float(height_cm), position=position
    )


def test_the_table_names_the_positions_and_indices_that_scores_know() -> None:
    rows = CURRENT.rows("growth")

    assert [rows["lying"], rows["standing"]] == list(Position)
    assert tuple(rows["plausible"]) == Hundredths._fields


def test_nobody_guesses_a_sex() -> None:
    growth = assess_growth(sex=None, age_days=400, weight_kg=9, height_cm=75, head_cm=45, muac_cm=14)

    assert (growth.weight_for_age_z, growth.height_for_age_z, growth.head_for_age_z) == (None, None, None)
    assert growth.corrected_height_cm == 75


def test_a_row_without_skew_has_its_tails_too() -> None:
    row = Row(0.0, 9.6, 0.11)

    assert [edged_z(row, kg) for kg in (15.0, 9.6, 6.0)] == [418, 0, -412]
