"""Measurements on their way into a drawing, and the chart that a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.safestring import SafeString

from registry.rules.wording import short_date
from visits.charts.drawing import Marker, Plane, Series, beside

# With more points than this, smaller ones keep the line visible.
MOST_LARGE_POINTS = 26


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One measurement in the table under a chart."""

    day: date
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with what a reader needs beside it; `columns` name the cells after the date, newest row first.

    `status` is the newest result in words, `level` how loud it is, `newest` its value and day.
    """

    title: str
    about: str
    description: str
    note: str
    svg: SafeString
    columns: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    status: str = ""
    level: str = "info"
    newest: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured value on a day; `words` as it was taken, `value` as it is drawn, x on the axis of the chart."""

    day: date
    x: float
    value: float
    words: str
    hollow: bool = False


def join(name: str, plane: Plane, readings: Sequence[Reading], longest_gap: int) -> Series:
    """Draw readings, oldest first; those more than `longest_gap` calendar months apart are not joined."""
    newest = readings[-1]
    pixels = [plane.place(reading.x, reading.value) for reading in readings]
    return Series(
        name,
        tuple(
            plane.points((reading.x, reading.value) for reading in run)
            for run in _runs([reading for reading in readings if not reading.hollow], longest_gap)
        ),
        tuple(_marker(plane, reading, named=reading is newest) for reading in readings),
        beside(pixels[-1], newest.words, pixels),
        dense=len(readings) > MOST_LARGE_POINTS,
    )


def _marker(plane: Plane, reading: Reading, *, named: bool) -> Marker:
    x, y = plane.place(reading.x, reading.value)
    label = beside((x, y), reading.words) if reading.hollow and not named else None
    return Marker(
        f"{x:.1f}", f"{y:.1f}", f"{short_date(reading.day)}: {reading.words}", reading.hollow, label
    )


def _runs(readings: Sequence[Reading], longest_gap: int) -> list[list[Reading]]:
    """Readings that are joined: at most `longest_gap` calendar months from one to the next."""
    if not readings:
        return []
    runs = [[readings[0]]]
    for earlier, later in pairwise(readings):
        if month_number(later.day) - month_number(earlier.day) > longest_gap:
            runs.append([])
        runs[-1].append(later)
    return [run for run in runs if len(run) > 1]


def month_number(day: date) -> int:
    """Calendar months since year 0."""
    return day.year * 12 + day.month
