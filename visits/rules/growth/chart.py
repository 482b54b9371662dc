"""Points of the SD lines of the growth charts."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from registry.rules.life_stage import Sex
from visits.rules.growth.scores import DAYS_PER_MONTH, FIRST_STANDING_DAY, value_at
from visits.rules.growth.who import Row, Table, tables_for

LAST_MONTH = 60
STEP_MONTH = 24
HALF_CENTIMETRE = 5

Points = tuple[tuple[float, float], ...]


class ChartIndex(StrEnum):
    """The charts that can be drawn, by what is on the axes."""

    WEIGHT_FOR_AGE = "weight_for_age"
    HEIGHT_FOR_AGE = "height_for_age"
    WEIGHT_FOR_LENGTH = "weight_for_length"
    WEIGHT_FOR_HEIGHT = "weight_for_height"


@cache
def sd_line(index: ChartIndex, sex: Sex, k: int) -> Points:
    """Points (x, y) of the line at k standard deviations, -3 to 3.

    x is the age in months (0 to 60), or length or height in cm (every 0.5 cm); y is kg, or cm for height for
    age. Height for age has two points at 24 months, length on day 730 and height on day 731: draw the step.
    """
    return tuple((x, value_at(row, k)) for x, row in _rows(index, sex))


def _rows(index: ChartIndex, sex: Sex) -> Iterator[tuple[float, Row]]:
    tables = tables_for(sex)
    if index is ChartIndex.WEIGHT_FOR_AGE:
        return _by_month(tables.wfa, has_step=False)
    if index is ChartIndex.HEIGHT_FOR_AGE:
        return _by_month(tables.lhfa, has_step=True)
    return _by_centimetre(tables.wfl if index is ChartIndex.WEIGHT_FOR_LENGTH else tables.wfh)


def _by_month(table: Table, *, has_step: bool) -> Iterator[tuple[float, Row]]:
    for month in range(LAST_MONTH + 1):
        if has_step and month == STEP_MONTH:
            yield float(month), table.rows[FIRST_STANDING_DAY - 1]
        yield float(month), table.rows[int(month * DAYS_PER_MONTH + 0.5)]


def _by_centimetre(table: Table) -> Iterator[tuple[float, Row]]:
    for offset in range(0, len(table.rows), HALF_CENTIMETRE):
        yield (table.first + offset) / 10, table.rows[offset]
