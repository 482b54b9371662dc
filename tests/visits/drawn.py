"""What is in a drawn chart, for tests to look at."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

from registry.models import Resident
from visits.charts import Chart, growth_charts
from visits.models import Visit

SVG = "{http://www.w3.org/2000/svg}"
Point = tuple[float, float]


def charts_of(resident: Resident) -> list[Chart]:
    """Charts as the person's page asks for them."""
    visits = Visit.objects.unscoped("charts of one person in a test").filter(resident=resident)
    return growth_charts(resident, list(visits.active().for_history()))


def elements(chart: Chart, tag: str, name: str) -> list[ElementTree.Element]:
    """Elements of the drawing that have the CSS class."""
    root = ElementTree.fromstring(chart.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 -- our own drawing
    return [element for element in root.iter(f"{SVG}{tag}") if name in element.get("class", "").split()]


def polyline(chart: Chart, name: str) -> list[Point]:
    """Pixels of the only line with the CSS class."""
    (line,) = elements(chart, "polyline", name)
    return pixels(line)


def pixels(line: ElementTree.Element) -> list[Point]:
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.-]+),([\d.-]+)", line.get("points", ""))]


def dots(chart: Chart) -> list[Point]:
    """Pixels of the measurements, oldest first."""
    return [
        (float(dot.get("cx", 0)), float(dot.get("cy", 0))) for dot in elements(chart, "circle", "chart-point")
    ]


def words(chart: Chart, name: str) -> list[str]:
    return [text.text or "" for text in elements(chart, "text", name)]


def height_at(line: list[Point], x: float) -> float:
    """Where the line is at x, between the points beside it."""
    (x0, y0), (x1, y1) = next((a, b) for a, b in pairwise(line) if a[0] <= x <= b[0] and a[0] < b[0])
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
