from collections import defaultdict
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from registry.rules.life_stage import Sex, add_months
from reports.demo.calendar import months_until, session_days
from reports.demo.measures import Measures, Track

START = date(2026, 5, 12)


def measured(years: float, sex: Sex, seed: int, months: int = 1) -> list[Measures]:
    birth_date = date.fromordinal(START.toordinal() - round(years * 365.25))
    track = Track(Random(seed), sex, birth_date, START)
    return [track.measure(add_months(START, month)) for month in range(months)]


def test_months_end_with_the_month_asked_for() -> None:
    assert months_until(date(2026, 2, 1), 3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_a_posyandu_does_not_open_on_a_sunday_nor_before_its_day_has_come() -> None:
    months = months_until(date(2026, 9, 1), 2)
    assert session_days(13, months, before=date(2026, 12, 1)) == [date(2026, 8, 13), date(2026, 9, 14)]
    assert session_days(13, months, before=date(2026, 9, 14)) == [date(2026, 8, 13)]


def test_a_newborn_weighs_about_three_kilograms() -> None:
    weights = [measured(0, sex, seed)[0]["weight_kg"] for seed in range(60) for sex in Sex]
    assert Decimal("2.8") < sum(weights) / len(weights) < Decimal("3.8")
    assert min(weights) > Decimal("1.5")


def test_children_lie_down_until_two_years_and_stand_from_then() -> None:
    positions = {
        years: {measured(years, Sex.MALE, seed)[0]["position"] for seed in range(9)} for years in (1, 3)
    }
    assert positions == {1: {"telentang"}, 3: {"berdiri"}}


def test_a_child_keeps_its_own_track() -> None:
    weights = defaultdict(list)
    for seed in range(12):
        for row in measured(2, Sex.FEMALE, seed, months=6):
            weights[seed].append(row["weight_kg"])
    assert all(max(own) - min(own) < 3 for own in weights.values())
    assert max(own[0] for own in weights.values()) - min(own[0] for own in weights.values()) > 2


@pytest.mark.parametrize("years", [0, 0.4, 1.99, 2.01, 4.99, 5.09, 5.9, 6.1, 12, 18.9, 19.1, 45, 92])
@pytest.mark.parametrize("sex", Sex)
def test_every_age_has_measures_that_a_card_accepts(years: float, sex: Sex) -> None:
    for seed in range(20):
        row = measured(years, sex, seed)[0]
        assert 1 < row["weight_kg"] < 200
        assert row["height_cm"] is None or 38 < row["height_cm"] < 200
        if row.get("systolic"):
            assert 60 <= row["systolic"] <= 260
            assert 30 <= row["diastolic"] < row["systolic"]
