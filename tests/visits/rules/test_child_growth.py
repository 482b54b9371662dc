"""The age and the band a child is compared in, the month's SKDN, and weight faltering."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.life_stage import Sex
from visits.rules.book import CURRENT, Book, Override, Rules
from visits.rules.faltering import FoodReason, follow_up_days, food_days, percentile_5_g, weight_faltering
from visits.rules.growth_age import AgeMethod, GrowthAge, corrected_age_days, day_of_full_months, growth_age
from visits.rules.growth_band import GrowthBand, growth_band
from visits.rules.skdn import Counts, age_group, shares

BIRTH = date(2025, 6, 1)
DAY = date(2025, 9, 20)


def decided(**settings: str) -> Rules:
    overrides = [Override("growth_age", name, value, date(2020, 1, 1)) for name, value in settings.items()]
    return Book(overrides).on(DAY)


def test_a_point_on_a_line_of_the_kms_belongs_to_the_band_nearer_the_middle() -> None:
    bands = {z: growth_band(Decimal(z)) for z in ("-3.01", "-3", "-2", "-1", "0", "1", "2", "3", "3.01")}
    assert list(bands.values()) == [
        GrowthBand.BELOW_RED_LINE,
        GrowthBand.FROM_MINUS_3,
        GrowthBand.FROM_MINUS_2,
        GrowthBand.FROM_MINUS_1,
        GrowthBand.FROM_MINUS_1,
        GrowthBand.ABOVE_0,
        GrowthBand.ABOVE_1,
        GrowthBand.ABOVE_2,
        GrowthBand.ABOVE_3,
    ]
    assert growth_band(None) is None
    assert [row["band"] for row in CURRENT.rows("growth_band")["bands"]] == list(GrowthBand)


def test_days_are_the_method_until_the_kabupaten_decides_for_full_months() -> None:
    assert growth_age(BIRTH, DAY) == GrowthAge(111, 111, 111, AgeMethod.DAYS)
    full = growth_age(BIRTH, DAY, rules=decided(method="bulan_penuh"))
    assert full == GrowthAge(91, 111, 111, AgeMethod.FULL_MONTHS)


def test_24_full_months_are_the_first_day_of_standing() -> None:
    assert day_of_full_months(24) == 731
    assert [day_of_full_months(months) for months in (0, 1, 12, 59, 60)] == [0, 30, 365, 1796, 1826]


def test_the_corrected_age_is_used_only_where_it_is_switched_on() -> None:
    assert growth_age(BIRTH, DAY, 30 * 7).corrected_days == 111
    switched = growth_age(BIRTH, DAY, 30 * 7, rules=decided(correct_preterm="ya"))
    assert switched == GrowthAge(41, 111, 41, AgeMethod.DAYS)
    months = growth_age(BIRTH, DAY, 30 * 7, rules=decided(correct_preterm="ya", method="bulan_penuh"))
    assert months.table_day == 30


def test_before_its_term_a_preterm_child_has_no_score() -> None:
    early = growth_age(BIRTH, date(2025, 6, 21), 34 * 7, rules=decided(correct_preterm="ya"))
    assert early.table_day is None
    assert early.corrected_days == -22


def test_gestation_counts_in_days() -> None:
    assert corrected_age_days(100, 258) == 78
    assert corrected_age_days(100, 259) == 100
    assert corrected_age_days(100, None) == 100


def test_a_visit_before_birth_is_refused() -> None:
    with pytest.raises(ValueError, match="sebelum tanggal lahir"):
        growth_age(BIRTH, date(2025, 5, 31))


counts = st.builds(Counts, *[st.integers(0, 500)] * 6)


@given(counts)
def test_every_weighed_child_has_one_letter(month: Counts) -> None:
    assert month.weighed == month.judged + month.absent_last_month + month.first
    assert month.absent + month.weighed == month.registered
    assert set(shares(month)) == {row["code"] for row in CURRENT.rows("skdn")["indicators"]}


def test_shares_are_rounded_half_up_and_empty_without_a_whole() -> None:
    month = Counts(registered=16, with_card=0, gained=1, not_gained=0, absent_last_month=0, first=0)
    assert shares(month)["D/S"] == Decimal("6.3")
    assert shares(month)["D/K"] is None


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="kurang dari nol"):
        shares(Counts(1, 1, -1, 0, 0, 0))


def test_the_form_has_four_age_groups() -> None:
    labels = [age_group(months) for months in (0, 5, 6, 11, 12, 23, 24, 60, 61)]
    assert labels == [
        *["0-5 bulan"] * 2,
        *["6-11 bulan"] * 2,
        *["12-23 bulan"] * 2,
        *["24-60 bulan"] * 2,
        None,
    ]


def test_a_gain_at_the_fifth_percentile_is_enough() -> None:
    def slow(gain_g: int) -> bool | None:
        found = weight_faltering(sex=Sex.FEMALE, start_month=2, gain_g=gain_g, weight_for_age_z=None)
        return found.is_faltering

    assert slow(369) is False
    assert slow(368) is True


def test_a_weight_of_exactly_minus_2_is_not_faltering() -> None:
    for z, expected in (("-2.00", False), ("-2.01", True)):
        found = weight_faltering(sex=Sex.MALE, start_month=20, gain_g=100, weight_for_age_z=Decimal(z))
        assert found.is_faltering is expected
        assert found.percentile_5_g is None


def test_a_gain_over_two_months_is_not_judged() -> None:
    def judged(gap_days: int) -> bool | None:
        found = weight_faltering(
            sex=Sex.MALE, start_month=1, gain_g=100, weight_for_age_z=None, gap_days=gap_days
        )
        return found.gained_too_little

    assert [judged(days) for days in (23, 24, 37, 38)] == [None, True, True, None]
    unknown = weight_faltering(sex=Sex.MALE, start_month=1, gain_g=100, weight_for_age_z=None, gap_days=60)
    assert unknown.is_faltering is None


def test_percentiles_end_with_the_first_year() -> None:
    assert percentile_5_g(Sex.MALE, 11) == -106
    assert percentile_5_g(Sex.MALE, 12) is None
    assert follow_up_days() == 14


def test_food_for_recovery_lasts_as_long_as_the_kabupaten_says() -> None:
    longer = Book([Override("faltering", "food_days_wasted", 90, date(2026, 1, 1))]).on(date(2026, 1, 1))
    assert [food_days(reason) for reason in FoodReason] == [14, 28, 56]
    assert food_days(FoodReason.WASTED, rules=longer) == 90
