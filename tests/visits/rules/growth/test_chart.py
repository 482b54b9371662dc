"""SD lines run through the values WHO prints on its charts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.rules.life_stage import Sex
from visits.rules.growth import ChartIndex, assess_growth, sd_line


def test_height_line_steps_down_at_24_months() -> None:
    line = sd_line(ChartIndex.HEIGHT_FOR_AGE, Sex.MALE, 0)

    assert [point for point in line if point[0] == 24] == [(24, 87.8018), (24, 87.1303)]
    assert len(line) == 62


def test_weight_line_has_a_point_for_each_month_from_birth_to_five_years() -> None:
    line = sd_line(ChartIndex.WEIGHT_FOR_AGE, Sex.FEMALE, -3)

    assert [month for month, _ in line] == list(range(61))
    assert (round(line[0][1], 1), round(line[60][1], 1)) == (2.0, 12.1)


@pytest.mark.parametrize(
    ("index", "first", "last"),
    [(ChartIndex.WEIGHT_FOR_LENGTH, 45.0, 110.0), (ChartIndex.WEIGHT_FOR_HEIGHT, 65.0, 120.0)],
)
def test_weight_for_height_lines_span_whos_tables(index: ChartIndex, first: float, last: float) -> None:
    line = sd_line(index, Sex.FEMALE, 2)

    assert (line[0][0], line[-1][0]) == (first, last)


@pytest.mark.parametrize("k", range(-3, 4))
@pytest.mark.parametrize("sex", Sex)
def test_a_child_on_the_line_has_the_score_of_the_line(sex: Sex, k: int) -> None:
    weight = dict(sd_line(ChartIndex.WEIGHT_FOR_AGE, sex, k))[12]

    assert assess_growth(sex=sex, age_days=365, weight_kg=weight).weight_for_age_z == Decimal(k)


@pytest.mark.parametrize(
    ("index", "first", "last", "points"),
    [
        (ChartIndex.BMI_FOR_AGE, 0, 60, 62),
        (ChartIndex.HEAD_FOR_AGE, 0, 60, 61),
        (ChartIndex.HEIGHT_FOR_AGE_2007, 61, 228, 168),
        (ChartIndex.BMI_FOR_AGE_2007, 61, 228, 168),
    ],
)
def test_the_other_lines_span_whos_tables(index: ChartIndex, first: int, last: int, points: int) -> None:
    line = sd_line(index, Sex.MALE, -2)

    assert (line[0][0], line[-1][0], len(line)) == (first, last, points)


def test_lines_of_school_age_run_through_whos_printed_values() -> None:
    heights, masses = (
        [round(dict(sd_line(index, Sex.FEMALE, k))[120], 1) for k in range(-3, 4)]
        for index in (ChartIndex.HEIGHT_FOR_AGE_2007, ChartIndex.BMI_FOR_AGE_2007)
    )

    assert heights == [119.4, 125.8, 132.2, 138.6, 145.0, 151.4, 157.8]
    assert masses == [12.4, 13.5, 14.8, 16.6, 19.0, 22.6, 28.4]
