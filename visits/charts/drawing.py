"""A line chart as inline SVG: numbers in, pixels of a small drawing out. Looks are left to charts.css."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, takewhile
from math import ceil, floor

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

# The drawing is as wide as the paper of a phone; the page scales it up.
WIDTH, HEIGHT = 320, 348
LEFT, RIGHT, TOP, BOTTOM = 36, 34, 30, 40
PLOT_RIGHT, PLOT_BOTTOM = WIDTH - RIGHT, HEIGHT - BOTTOM
# The same for the template.
SIZE = {
    "width": WIDTH,
    "height": HEIGHT,
    "left": LEFT,
    "top": TOP,
    "right": PLOT_RIGHT,
    "bottom": PLOT_BOTTOM,
    "plot_width": PLOT_RIGHT - LEFT,
    "plot_height": PLOT_BOTTOM - TOP,
    "middle": (LEFT + PLOT_RIGHT) // 2,
    "foot": HEIGHT - 6,
}
MOST_LABELS = 9
# Widest figure of a value and the space around the words, in pixels of the drawing.
VALUE_LETTER, VALUE_SPACE = 9, 12
# Distance of the labels from the first to the last, and of the grid's lines, from fine to coarse.
_STEPS = ((1, 1), (2, 1), (5, 1), (10, 5), (20, 10), (50, 10))

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plane:
    """The plot: the values at its edges, and where a value lies in the drawing."""

    x: tuple[float, float]
    y: tuple[float, float]

    def place(self, x: float, y: float) -> Point:
        """Pixel of a value; what lies above or below the plot is moved to its edge."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        down = (self.y[1] - y) / (self.y[1] - self.y[0])
        return LEFT + across * (PLOT_RIGHT - LEFT), TOP + min(max(down, 0), 1) * (PLOT_BOTTOM - TOP)

    def points(self, points: Iterable[Point]) -> str:
        """The points attribute of a polyline through these values."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in (self.place(*point) for point in points))


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a pixel; `anchor` says which end of them stands there."""

    words: str
    x: str
    y: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Curve:
    """A line or an area; `name` is its CSS class after "chart-"."""

    name: str
    points: str
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """One measurement, with the words shown when it is pointed at."""

    x: str
    y: str
    words: str
    hollow: bool
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Measurements of one kind: joined where they follow each other, the newest with its value."""

    name: str
    paths: tuple[str, ...]
    markers: tuple[Marker, ...]
    newest: Text
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """Grid lines as one path each, and the labels."""

    grid: str
    labels: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template draws, from the back to the front."""

    key: str
    title: str
    description: str
    unit: str
    across: str
    x: Axis
    y: Axis
    curves: Sequence[Curve]
    series: Sequence[Series]
    areas: Sequence[Curve] = ()
    notes: Sequence[Text] = ()
    frame: str = ""
    divide: str = ""

    def svg(self) -> SafeString:
        """The drawing as an <svg> element for a page with a strict content policy."""
        return render_to_string("visits/charts/chart.svg", {"drawing": self, "size": SIZE})


def rounded_range(low: float, high: float) -> tuple[tuple[int, int], int, int]:
    """The range widened to whole grid lines, the distance of labels and that of grid lines."""
    label, grid = next((steps for steps in _STEPS if (high - low) / steps[0] <= MOST_LABELS), _STEPS[-1])
    return (floor(low / grid) * grid, ceil(high / grid) * grid), label, grid


def value_axis(plane: Plane, label: int, grid: int) -> Axis:
    """Lines across the plot every `grid` units, labels left of it every `label` units."""
    heights = [plane.place(plane.x[0], value)[1] for value in multiples(plane.y, grid)]
    labels = [(value, plane.place(plane.x[0], value)[1]) for value in multiples(plane.y, label)]
    return Axis(
        "".join(f"M{LEFT} {y:.1f}H{PLOT_RIGHT}" for y in heights),
        tuple(Text(f"{value}", f"{LEFT - 6}", f"{y + 4.5:.1f}", "end") for value, y in labels),
    )


def across_axis(plane: Plane, grid: Iterable[float], labels: Iterable[tuple[float, str]]) -> Axis:
    """Lines down the plot at the values of `grid`, labels under it at those of `labels`."""
    return Axis(
        "".join(f"M{plane.place(x, 0)[0]:.1f} {TOP}V{PLOT_BOTTOM}" for x in grid),
        tuple(Text(words, f"{plane.place(x, 0)[0]:.1f}", f"{PLOT_BOTTOM + 17}") for x, words in labels),
    )


def multiples(limits: tuple[float, float], step: int) -> list[int]:
    """Multiples of `step` within the limits, both included."""
    first = ceil(limits[0] / step) * step
    return list(takewhile(lambda value: value <= limits[1], count(first, step)))


def beside(pixel: Point, words: str, others: Iterable[Point] = ()) -> Text:
    """A value right of its point where there is room; else left of it, clear of the `others` it would cover."""
    x, y = pixel
    width = len(words) * VALUE_LETTER + VALUE_SPACE
    if x + width <= PLOT_RIGHT:
        return Text(words, f"{x + 9:.1f}", f"{max(y, TOP + 8) + 6:.1f}", "start")
    heights = [y, *(other_y for other_x, other_y in others if x - width <= other_x <= x)]
    baseline = min(heights) - 10
    if baseline < TOP + 14:
        baseline = max(heights) + 22
    return Text(words, f"{x + 3:.1f}", f"{baseline:.1f}", "end")


def under(pixel: Point, words: str) -> Text:
    """What is measured, in small letters under the value right of its point."""
    return Text(words, f"{pixel[0] + 9:.1f}", f"{pixel[1] + 20:.1f}", "start")


def at_end(plane: Plane, value: float, words: str) -> Text:
    """The name of a line, right of where it ends."""
    return Text(words, f"{PLOT_RIGHT + 5}", f"{plane.place(plane.x[1], value)[1] + 4.5:.1f}", "start")
