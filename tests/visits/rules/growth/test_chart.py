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
