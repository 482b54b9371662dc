"""Points of the SD lines of the growth charts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cache

from registry.rules.life_stage import Sex
from visits.rules.growth.scores import DAYS_PER_MONTH, EDGE_SD, FIRST_STANDING_DAY, value_at
from visits.rules.growth.who import Row, Table, tables_for

LAST_MONTH = 60
STEP_MONTH = 24
FIRST_MONTH_2007, LAST_MONTH_2007 = 61, 228
HALF_CENTIMETRE = 5

Points = tuple[tuple[float, float], ...]


class ChartIndex(StrEnum):
    """The charts that can be drawn, by what is on the axes."""

    WEIGHT_FOR_AGE = "weight_for_age"
    HEIGHT_FOR_AGE = "height_for_age"
    WEIGHT_FOR_LENGTH = "weight_for_length"
    WEIGHT_FOR_HEIGHT = "weight_for_height"
    BMI_FOR_AGE = "bmi_for_age"
    HEAD_FOR_AGE = "head_for_age"
    HEIGHT_FOR_AGE_2007 = "height_for_age_2007"
    BMI_FOR_AGE_2007 = "bmi_for_age_2007"


# Under WHO's short names; the step is where length lying gives way to height standing.
_TABLES = {
    ChartIndex.WEIGHT_FOR_AGE: "wfa",
    ChartIndex.HEIGHT_FOR_AGE: "lhfa",
    ChartIndex.WEIGHT_FOR_LENGTH: "wfl",
    ChartIndex.WEIGHT_FOR_HEIGHT: "wfh",
    ChartIndex.BMI_FOR_AGE: "bfa",
    ChartIndex.HEAD_FOR_AGE: "hcfa",
    ChartIndex.HEIGHT_FOR_AGE_2007: "hfa07",
    ChartIndex.BMI_FOR_AGE_2007: "bfa07",
}
_WITH_STEP = (ChartIndex.HEIGHT_FOR_AGE, ChartIndex.BMI_FOR_AGE)
_BY_CENTIMETRE = (ChartIndex.WEIGHT_FOR_LENGTH, ChartIndex.WEIGHT_FOR_HEIGHT)
_SCHOOL_AGE = (ChartIndex.HEIGHT_FOR_AGE_2007, ChartIndex.BMI_FOR_AGE_2007)


@cache
def sd_line(index: ChartIndex, sex: Sex, k: int | Decimal) -> Points:
    """Points (x, y) of the line at k standard deviations; below -3 as weights are scored, in steps of the last SD.

    x is the age in months (0 to 60; 61 to 228 by the reference of 2007), or length or height in cm (every 0.5 cm);
    y is kg, cm or kg per square metre. Height and BMI for age have two points at 24 months, length on day 730 and
    height on day 731: draw the step. Source: WHO's rows.
    """
    return tuple((x, _value(row, float(k))) for x, row in _rows(index, sex))


def _value(row: Row, z: float) -> float:
    if z >= -EDGE_SD:
        return value_at(row, z)
    lowest = value_at(row, -EDGE_SD)
    return lowest + (z + EDGE_SD) * (value_at(row, 1 - EDGE_SD) - lowest)


def _rows(index: ChartIndex, sex: Sex) -> Iterator[tuple[float, Row]]:
    table: Table = getattr(tables_for(sex), _TABLES[index])
    if index in _BY_CENTIMETRE:
        return _by_centimetre(table)
    if index in _SCHOOL_AGE:
        return ((float(table.first + offset), row) for offset, row in enumerate(table.rows))
    return _by_month(table, has_step=index in _WITH_STEP)


def _by_month(table: Table, *, has_step: bool) -> Iterator[tuple[float, Row]]:
    for month in range(LAST_MONTH + 1):
        if has_step and month == STEP_MONTH:
            yield float(month), table.rows[FIRST_STANDING_DAY - 1]
        yield float(month), table.rows[int(month * DAYS_PER_MONTH + 0.5)]


def _by_centimetre(table: Table) -> Iterator[tuple[float, Row]]:
    for offset in range(0, len(table.rows), HALF_CENTIMETRE):
        yield (table.first + offset) / 10, table.rows[offset]
