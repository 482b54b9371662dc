"""Drawings of a table as SVG, for page and paper alike: lines for time, bars for places.

Colours are presentation attributes, which paper follows, and classes, by which the page's own colours win.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from registry.rules import wording
from reports.tables import Figure, Point, Row

# The least that a drawing spans, in percentage points or as a part of the largest count: a narrower one would make
# a mountain of chance. Where zero is that near, the line starts at zero.
_POINTS, _PART = 10.0, 0.2


@dataclass(frozen=True, slots=True)
class Frame:
    """Size of a drawing and of its margins, in user units."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    font: int
    label_every: int

    @property
    def floor(self) -> int:
        return self.height - self.bottom

    @property
    def end(self) -> int:
        return self.width - self.right


DESK = Frame(width=620, height=240, left=46, right=28, top=28, bottom=30, font=13, label_every=1)
PHONE = Frame(width=290, height=190, left=40, right=26, top=26, bottom=28, font=13, label_every=3)
PAPER = Frame(width=270, height=92, left=34, right=18, top=16, bottom=16, font=8, label_every=3)
SPARK = Frame(width=120, height=32, left=3, right=5, top=5, bottom=5, font=0, label_every=99)


@dataclass(frozen=True, slots=True)
class Dot:
    """A month of the line, or a gap (y is None)."""

    x: float
    y: float | None
    month: str
    label: str
    is_last: bool
    is_labelled: bool
    has_month: bool
    label_y: float = 0


@dataclass(frozen=True, slots=True)
class Tick:
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit of the ranking; `width` is in percent of the longest bar."""

    row: Row
    figure: Figure
    width: str


def sparkline(points: Sequence[Point], title: str) -> SafeString:
    """The small trend of a figure card; "" where no month has a value."""
    if all(point.value is None for point in points):
        return SafeString()
    return _draw("reports/charts/spark.svg", SPARK, points, title)


def trend(points: Sequence[Point], title: str, frame: Frame = DESK) -> SafeString:
    """The line of twelve months with its values written on it and gaps where nothing is known."""
    return _draw("reports/charts/trend.svg", frame, points, title)


def bars(rows: Sequence[Row], code: str) -> list[Bar]:
    """Units that have a value, in the given order; bars start at zero."""
    known = [(row, row.figures[code], row.figures[code].value) for row in rows]
    values = [value for *_, value in known if value is not None]
    longest = max(values, default=Decimal(0)) or Decimal(1)
    return [
        Bar(row, figure, f"{100 * value / longest:.1f}%") for row, figure, value in known if value is not None
    ]


def _draw(template: str, frame: Frame, points: Sequence[Point], title: str) -> SafeString:
    ticks = _ticks(points) if frame.font else _bounds(points, 2.0)
    dots = _dots(frame, points, ticks)
    context = {
        "frame": frame,
        "title": title,
        "dots": [dot for dot in dots if dot.y is not None],
        "months": [dot for dot in dots if dot.has_month],
        "lines": _lines(dots),
        "ticks": [Tick(round(_y(frame, tick, ticks), 1), _tick_label(tick, points, ticks)) for tick in ticks],
    }
    return render_to_string(template, context)


def _dots(frame: Frame, points: Sequence[Point], ticks: list[float]) -> list[Dot]:
    step = (frame.end - frame.left) / max(len(points) - 1, 1)
    last = max((i for i, point in enumerate(points) if point.value is not None), default=-1)
    heights = [
        None if point.value is None else round(_y(frame, float(point.value), ticks), 1) for point in points
    ]
    return [
        Dot(
            x=round(frame.left + i * step, 1),
            y=heights[i],
            month=wording.SHORT_MONTHS[point.month.month - 1],
            label=point.text,
            is_last=i == last,
            is_labelled=(last - i) % frame.label_every == 0,
            has_month=(len(points) - 1 - i) % frame.label_every == 0,
            label_y=_label_y(frame, heights, i),
        )
        for i, point in enumerate(points)
    ]


def _label_y(frame: Frame, heights: Sequence[float | None], i: int) -> float:
    """Above its point, or below it where the line comes from above."""
    own = heights[i] or 0.0
    beside = [y for y in (*heights[max(i - 1, 0) : i], *heights[i + 1 : i + 2]) if y is not None]
    comes_from_above = bool(beside) and sum(beside) / len(beside) < own - 1
    below = own + 1.6 * frame.font
    return below if comes_from_above and below < frame.floor else own - 0.8 * frame.font


def _lines(dots: Sequence[Dot]) -> list[str]:
    """Runs of neighbouring months as SVG paths: a missing month ends a run."""
    runs: list[list[str]] = [[]]
    for dot in dots:
        if dot.y is None:
            runs.append([])
        else:
            runs[-1].append(f"{dot.x} {dot.y}")
    return [f"M{' L'.join(run)}" for run in runs if len(run) > 1]


def _y(frame: Frame, value: float, ticks: list[float]) -> float:
    low, high = ticks[0], ticks[-1]
    return frame.floor - (value - low) / (high - low) * (frame.floor - frame.top)


def _ticks(points: Sequence[Point]) -> list[float]:
    """Three to five round values around what is drawn."""
    low, high = _bounds(points, _POINTS)
    step = _round_step((high - low) / 3)
    if not points[0].indicator.is_share:
        step = max(step, 1.0)
    return [round(number * step, 6) for number in range(floor(low / step), ceil(high / step) + 1)]


def _bounds(points: Sequence[Point], least: float) -> list[float]:
    """Lowest and highest value to draw, at least `least` percentage points or a part of the count apart."""
    values = [float(point.value) for point in points if point.value is not None]
    low, high = min(values, default=0.0), max(values, default=0.0)
    span = max(high - low, least if points[0].indicator.is_share else _PART * high, 1.0)
    low = max(high - span, 0.0)
    return [low, max(high, low + span)]


def _tick_label(tick: float, points: Sequence[Point], ticks: Sequence[float]) -> str:
    if not points[0].indicator.is_share:
        return wording.whole(tick)
    return wording.percent(tick, 0 if all(value.is_integer() for value in ticks) else 1)


def _round_step(rough: float) -> float:
    power: float = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
