"""Drawings: gaps stay gaps, nothing is scaled into a mountain, bars start at zero."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from reports import charts
from reports.indicators import BY_CODE
from reports.rules.periods import trend_months
from reports.tables import Point

MONTHS = trend_months(date(2026, 10, 1))


def line(values: list[str | None], code: str = "stunting") -> list[Point]:
    padded = [None] * (len(MONTHS) - len(values)) + values
    return [
        Point(month, 1, 1, None if value is None else Decimal(value), BY_CODE[code])
        for month, value in zip(MONTHS, padded, strict=True)
    ]


def paths(svg: str) -> list[str]:
    return re.findall(r'<path d="([^"]+)"', svg)


def test_a_missing_month_breaks_the_line() -> None:
    svg = charts.trend(line(["6.0", "6.1", None, "5.9", "5.8"]), "Stunting")
    assert [path.count("L") for path in paths(svg)] == [1, 1]
    assert svg.count("<circle") == 4


def test_a_month_between_two_gaps_is_a_dot_without_a_line() -> None:
    svg = charts.trend(line(["6.0", None, "5.8"]), "Stunting")
    assert paths(svg) == []
    assert svg.count("<circle") == 2


def test_values_and_title_are_on_the_drawing() -> None:
    svg = charts.trend(line(["6.0", "5.8"]), "Stunting <di> Bangsri")
    assert "6,0%" in svg
    assert "5,8%" in svg
    assert "<title>Stunting &lt;di&gt; Bangsri</title>" in svg


def test_no_value_at_all_draws_no_small_trend() -> None:
    assert charts.sparkline(line([]), "Tren") == ""
    assert "<circle" not in charts.trend(line([]), "Tren")


@pytest.mark.parametrize(
    "values", [["0.0"], ["100.0", "100.0"], ["0.1", "0.2"], ["28.8", "28.3"], ["0.0", "100.0"]]
)
def test_the_scale_holds_every_value_and_spans_ten_points(values: list[str]) -> None:
    svg = charts.trend(line(list(values)), "Tren")
    scale = [float(text.replace(",", ".")) for text in re.findall(r'text-anchor="end"[^>]*>([^<]+)%<', svg)]
    numbers = [float(value) for value in values]
    assert min(scale) <= min(numbers)
    assert max(scale) >= max(numbers)
    assert max(scale) - min(scale) >= 10


@pytest.mark.parametrize("values", [["3"], ["0"], ["1139", "1120"], ["37133"]])
def test_counts_are_drawn_with_whole_numbers(values: list[str]) -> None:
    svg = charts.trend(line(list(values), "sasaran"), "Sasaran")
    assert "," not in re.sub(r"<[^>]+>", "", svg)


def test_no_style_that_the_page_would_refuse() -> None:
    svg = charts.trend(line(["6.0"]), "Tren") + charts.sparkline(line(["6.0"]), "Tren")
    assert "style" not in svg
    assert "script" not in svg
