"""WHO's lines, the bands between them and a child's points as a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from registry.rules.life_stage import Sex
from visits.charts.drawing import (
    PLOT_BOTTOM,
    Curve,
    Drawing,
    Plane,
    Point,
    Text,
    across_axis,
    at_end,
    multiples,
    rounded_range,
    value_axis,
)
from visits.charts.kinds import GrowthKind, sd_words
from visits.charts.readings import Reading, join
from visits.rules.growth import sd_line
from visits.rules.growth.chart import STEP_MONTH

SDS = range(-3, 4)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the axis that is drawn, with the distance of labels and of grid lines, all in its own unit.

    Labels are divided by `label_unit`: 12 where months are named as years.
    """

    first: int
    last: int
    label: int
    line: int
    label_unit: int
    words: str

    @property
    def ends(self) -> tuple[int, int]:
        return self.first, self.last


def draw_growth(
    kind: GrowthKind, sex: Sex, window: Window, readings: Sequence[Reading], description: str
) -> SafeString:
    """The drawing of a growth chart, from the bands at the back to the child's newest value."""
    lines = {k: _line(kind, sex, k, window) for k in sorted({*SDS, *kind.line_names})}
    kept = [reading.value for reading in readings if not reading.hollow]
    lowest = min(*(y for _, y in lines[min(lines)]), *kept)
    y, label, grid = rounded_range(lowest, max(*(y for _, y in lines[max(lines)]), *kept))
    plane = Plane(window.ends, y)
    labels = [(x, f"{x // window.label_unit}") for x in multiples(window.ends, window.label)]
    step = kind.steps and window.first < STEP_MONTH < window.last
    return Drawing(
        key=kind.key,
        title=kind.title,
        description=description,
        unit=kind.unit,
        across=kind.axis.across,
        x=across_axis(plane, multiples(window.ends, window.line), labels),
        y=value_axis(plane, label, grid),
        areas=_bands(kind, plane, lines),
        curves=[_sd_curve(kind, plane, k, line) for k, line in lines.items()],
        series=[join("child", plane, readings, kind.axis.longest_gap)],
        notes=_step_notes(plane) if step else (),
        frame="girl" if sex is Sex.FEMALE else "boy",
        divide=f"{plane.place(STEP_MONTH, 0)[0]:.1f}" if step else "",
    ).svg()


def _line(kind: GrowthKind, sex: Sex, k: int | Decimal, window: Window) -> list[Point]:
    points = [point for point in sd_line(kind.index, sex, k) if window.first <= point[0] <= window.last]
    # From 24 months on, the first of the two points there is still the length lying down.
    return points[1:] if kind.steps and window.first == STEP_MONTH else points


def _bands(kind: GrowthKind, plane: Plane, lines: Mapping[int | Decimal, list[Point]]) -> list[Curve]:
    """Areas from each line down to the bottom, painted from the top line on, so that each hides the one above."""
    low = plane.y[0]
    names = ("below", *kind.bands)
    return [
        Curve(f"band-{name}", plane.points([*lines[k], (plane.x[1], low), (plane.x[0], low)]))
        for k, name in reversed(list(zip(SDS, names, strict=True)))
    ]


def _sd_curve(kind: GrowthKind, plane: Plane, k: int | Decimal, line: list[Point]) -> Curve:
    named = f" chart-{kind.line_names[k]}" if k in kind.line_names else ""
    name = f"sd-{abs(int(k)) if k in SDS else 'setting'}{named}"
    return Curve(name, plane.points(line), at_end(plane, line[-1][1], sd_words(k)))


def _step_notes(plane: Plane) -> list[Text]:
    x, y = plane.place(STEP_MONTH, 0)[0], f"{PLOT_BOTTOM - 8}"
    return [Text("panjang", f"{x - 6:.1f}", y, "end"), Text("tinggi", f"{x + 6:.1f}", y, "start")]
