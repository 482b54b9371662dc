"""What a kader sees in the charts of a child, as on the KMS."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from registry.models import Resident
from registry.rules.life_stage import Sex, add_months
from tests.conftest import Village, make_resident, make_visit
from tests.visits.drawn import charts_of, dots, elements, height_at, pixels, polyline, words
from visits.charts.drawing import PLOT_BOTTOM, PLOT_RIGHT, TOP, WIDTH, Plane, multiples, rounded_range
from visits.rules.growth import ChartIndex, sd_line
from visits.rules.growth.scores import DAYS_PER_MONTH

BORN = date(2025, 7, 1)


def weigh_monthly(child: Resident, *months: int, weight: str = "8.0") -> None:
    for month in months:
        make_visit(child, add_months(BORN, month), weight_kg=weight)


@pytest.mark.parametrize("sex", Sex)
@pytest.mark.parametrize("months", [3, 11, 18, 31, 47])
def test_a_child_of_median_weight_lies_on_the_0_line(village: Village, sex: Sex, months: int) -> None:
    born = date(2022, 7, 1)
    child = make_resident(village.melati, sex=sex, born=born)
    day = add_months(born, months)
    age = (day - born).days / DAYS_PER_MONTH
    median = height_at(list(sd_line(ChartIndex.WEIGHT_FOR_AGE, sex, 0)), age)
    make_visit(child, day, weight_kg=f"{median:.2f}")

    (chart,) = charts_of(child)
    ((x, y),) = dots(chart)

    assert y == pytest.approx(height_at(polyline(chart, "chart-sd-0"), x), abs=0.5)


def test_the_seven_lines_are_named_where_they_end_from_the_lowest_up(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    weigh_monthly(child, 6)

    (chart,) = charts_of(child)

    assert words(chart, "chart-end") == ["−3", "−2", "−1", "0", "+1", "+2", "+3"]
    ends = [float(text.get("y", 0)) for text in elements(chart, "text", "chart-end")]
    assert ends == sorted(ends, reverse=True)


def test_weight_has_the_red_line_at_minus_3_and_the_orange_line_at_plus_1(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    weigh_monthly(child, 6)

    (chart,) = charts_of(child)

    assert words(chart, "chart-red") == ["−3"]
    assert words(chart, "chart-orange") == ["+1"]
    assert len(elements(chart, "polyline", "chart-red")) == 1


def test_newest_value_is_written_beside_its_point_and_in_the_description(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    make_visit(child, date(2026, 9, 12), weight_kg="9.1", height_cm="74.5")
    make_visit(child, date(2026, 10, 12), weight_kg="9.4", height_cm="75.7")

    weight, height = charts_of(child)

    assert words(weight, "chart-value") == ["9,4 kg"]
    assert words(height, "chart-value") == ["75,7 cm"]
    assert weight.description == (
        "Berat anak dari 2 kali ukur dibanding kurva WHO; terakhir 9,4 kg "
        "pada umur 1 tahun 3 bulan (12 Oktober 2026): Berat badan normal."
    )
    assert weight.description in weight.svg


def test_table_under_the_chart_lists_every_measurement_newest_first(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    make_visit(child, date(2026, 9, 12), weight_kg="9.1")
    make_visit(child, date(2026, 10, 12), weight_kg="9.4")

    (chart,) = charts_of(child)

    assert chart.columns == ("Berat", "Hasil", "Umur", "SD")
    assert [(row.day, *row.cells[:3]) for row in chart.rows] == [
        (date(2026, 10, 12), "9,4 kg", "Berat badan normal", "1 tahun 3 bulan"),
        (date(2026, 9, 12), "9,1 kg", "Berat badan normal", "1 tahun 2 bulan"),
    ]


def test_height_lines_step_down_at_24_months(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    make_visit(child, date(2025, 6, 10), height_cm="79.0")
    make_visit(child, date(2026, 10, 12), height_cm="91.0")

    (chart,) = charts_of(child)
    line = polyline(chart, "chart-sd-0")
    steps = [(a, b) for a, b in pairwise(line) if a[0] == b[0]]

    assert [before[1] < after[1] for before, after in steps] == [True]
    assert len(elements(chart, "path", "chart-divide")) == 1
    assert [note for note in words(chart, "chart-halo") if "cm" not in note] == ["panjang", "tinggi"]


def test_height_is_drawn_as_corrected_for_how_it_was_measured(village: Village) -> None:
    standing = make_resident(village.melati, born=BORN)
    lying = make_resident(village.melati, born=BORN)
    make_visit(standing, height_cm="75.0", position="berdiri")
    make_visit(lying, height_cm="75.7", position="telentang")

    ((standing_chart,), (lying_chart,)) = charts_of(standing), charts_of(lying)

    assert dots(standing_chart) == dots(lying_chart)
    assert words(standing_chart, "chart-value") == ["75,0 cm"]


@pytest.mark.parametrize(
    ("months", "axis"),
    [
        ((3, 15), "Anak perempuan, 0 sampai 24 bulan"),
        ((25, 40), "Anak perempuan, 24 sampai 60 bulan"),
        ((3, 40), "Anak perempuan, 0 sampai 60 bulan"),
    ],
)
def test_axis_of_ages_is_as_short_as_the_measurements_allow(
    village: Village, months: tuple[int, ...], axis: str
) -> None:
    child = make_resident(village.melati, born=date(2022, 7, 1))
    for month in months:
        make_visit(child, add_months(child.birth_date, month), weight_kg="11.0")

    (chart,) = charts_of(child)

    assert chart.about == axis


def test_one_missed_month_is_joined_and_three_are_a_gap(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    weigh_monthly(child, 6, 7, 9, 13, 14)

    (chart,) = charts_of(child)

    assert [len(pixels(line)) for line in elements(chart, "polyline", "chart-path")] == [3, 2]


def test_birth_weight_is_the_first_point(village: Village) -> None:
    child = make_resident(village.melati, born=BORN, birth_weight_kg=Decimal("3.1"))
    weigh_monthly(child, 1, weight="4.2")

    (chart,) = charts_of(child)

    assert len(dots(chart)) == 2
    assert dots(chart)[0][0] == polyline(chart, "chart-sd-0")[0][0]


def test_implausible_weight_is_hollow_not_joined_and_stays_inside_the_plot(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    weigh_monthly(child, 12, 14)
    make_visit(child, add_months(BORN, 13), weight_kg="49.0")

    (chart,) = charts_of(child)
    (hollow,) = elements(chart, "circle", "chart-hollow")

    assert float(hollow.get("cy", 0)) == TOP
    assert [len(pixels(line)) for line in elements(chart, "polyline", "chart-path")] == [2]
    assert chart.rows[1].cells[1] == "Nilai tidak wajar"
    assert "Titik kosong: nilai tidak wajar, ukur ulang." in chart.note


def test_second_weighing_of_a_month_replaces_the_first_in_the_drawing_only(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    make_visit(child, date(2026, 10, 2), weight_kg="9.0")
    make_visit(child, date(2026, 10, 12), weight_kg="9.4")

    (chart,) = charts_of(child)

    assert (len(dots(chart)), len(chart.rows)) == (1, 2)


def test_weighing_after_60_months_is_in_the_table_and_the_note_says_so(village: Village) -> None:
    child = make_resident(village.melati, born=date(2021, 7, 1))
    make_visit(child, date(2026, 5, 12), weight_kg="17.0")
    make_visit(child, date(2026, 10, 12), weight_kg="18.2")

    (chart,) = charts_of(child)

    assert (len(dots(chart)), len(chart.rows)) == (1, 2)
    assert chart.note.endswith("Kurva sampai 60 bulan; ukuran sesudahnya ada di tabel.")


def test_nothing_measured_no_chart(village: Village) -> None:
    child = make_resident(village.melati, born=BORN, birth_weight_kg=Decimal("3.1"))
    assert charts_of(child) == []

    make_visit(child)
    assert charts_of(child) == []


def test_only_what_was_measured_has_a_chart(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    make_visit(child, height_cm="75.7")

    assert [chart.title for chart in charts_of(child)] == [
        "Panjang/tinggi menurut umur, 0 sampai 5 tahun (PB/U, TB/U)"
    ]


def test_a_schoolchild_sees_blood_pressure_not_the_curves_of_infancy(village: Village) -> None:
    child = make_resident(village.melati, born=date(2020, 7, 1))
    make_visit(child, date(2026, 5, 12), weight_kg="17.0")
    for month in (8, 9):
        make_visit(child, date(2026, month, 10), systolic=100, diastolic=60)

    assert [chart.title for chart in charts_of(child)] == ["Tekanan darah"]


def test_page_with_charts_keeps_to_the_strict_content_policy(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    make_visit(child, weight_kg="9.4", height_cm="75.7")

    page = render_to_string("visits/charts/charts.html", {"charts": charts_of(child)})

    assert re.findall(r"\sstyle=|<style|<script|\son\w+=", page) == []
    assert page.count('role="img"') == 2
    assert page.count("<details") == 2
    assert len(set(re.findall(r' id="([^"]+)"', page))) == 4


def test_numbers_of_the_drawing_have_points_not_commas(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    weigh_monthly(child, 6, 7)

    (chart,) = charts_of(child)

    assert re.findall(r' (?:x|y|cx|cy|width|height)="[^"]*,[^"]*"', chart.svg) == []


def test_everything_drawn_lies_inside_the_drawing(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    weigh_monthly(child, 4, 9, 15)

    (chart,) = charts_of(child)
    lines = [
        point
        for k in range(4)
        for line in elements(chart, "polyline", f"chart-sd-{k}")
        for point in pixels(line)
    ]

    assert [point for point in lines if not (0 < point[0] < WIDTH and TOP <= point[1] <= PLOT_BOTTOM)] == []


def test_plane_puts_its_limits_on_the_edges_of_the_plot() -> None:
    plane = Plane((0, 24), (2, 18))

    assert plane.place(24, 18) == (PLOT_RIGHT, TOP)
    assert plane.place(24, 2) == (PLOT_RIGHT, PLOT_BOTTOM)
    assert plane.place(24, 94) == (PLOT_RIGHT, TOP)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (2.0, 17.0, ((2, 17), 2, 1)),
        (2.0, 29.5, ((2, 30), 5, 1)),
        (43.6, 96.1, ((40, 100), 10, 5)),
        (60, 165, ((60, 170), 20, 10)),
    ],
)
def test_axis_of_values_ends_on_grid_lines(low: float, high: float, expected: tuple[object, ...]) -> None:
    assert rounded_range(low, high) == expected


def test_multiples_include_both_ends() -> None:
    assert multiples((24, 60), 6) == [24, 30, 36, 42, 48, 54, 60]
