"""The further curves: weight for height, BMI and head of small children, height and BMI of 5 to 19 years."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from registry.models import Resident
from registry.rules.life_stage import Sex, add_months
from tests.conftest import Village, make_resident, make_visit
from tests.visits.drawn import charts_of, dots, elements, height_at, pixels, polyline, words
from visits.charts import Chart, person_charts
from visits.charts.drawing import PLOT_RIGHT
from visits.models import RuleOverride, Visit
from visits.results import result_of
from visits.rules.growth import ChartIndex, sd_line

BORN = date(2025, 7, 1)


def folded_charts_of(resident: Resident) -> dict[str, Chart]:
    """Charts that the person's page folds away, by what their titles end with."""
    visits = Visit.objects.unscoped("charts of one person in a test").filter(resident=resident)
    folded = person_charts(resident, list(visits.active().for_history())).folded
    return {chart.title.rpartition("(")[2].rstrip(")"): chart for chart in folded}


def test_further_charts_of_a_baby_are_folded_away(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    make_visit(child, weight_kg="9.4", height_cm="75.7", head_cm="45.5")

    assert [chart.title for chart in charts_of(child)] == [
        "Berat menurut umur, 0 sampai 5 tahun (BB/U)",
        "Panjang/tinggi menurut umur, 0 sampai 5 tahun (PB/U, TB/U)",
    ]
    assert list(folded_charts_of(child)) == ["BB/PB", "IMT/U", "LK/U"]


def test_from_two_years_on_weight_is_drawn_over_height_standing(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    make_visit(child, date(2025, 6, 10), weight_kg="10.1", height_cm="79.0")
    make_visit(child, date(2026, 10, 12), weight_kg="12.6", height_cm="91.0")

    chart = folded_charts_of(child)["BB/TB"]

    assert (chart.about, len(dots(chart))) == ("Anak perempuan, 85 sampai 110 cm", 1)
    assert [row.cells[0] for row in chart.rows] == ["12,6 kg, 91,0 cm"]
    assert words(chart, "chart-value") == ["12,6 kg"]


@pytest.mark.parametrize("sex", Sex)
@pytest.mark.parametrize(("height", "months"), [("66.0", 7), ("80.5", 18), ("88.0", 30), ("104.5", 50)])
def test_a_child_of_median_weight_for_its_height_lies_on_the_0_line(
    village: Village, sex: Sex, height: str, months: int
) -> None:
    child = make_resident(village.melati, sex=sex, born=date(2022, 1, 1))
    day = add_months(child.birth_date, months)
    index = ChartIndex.WEIGHT_FOR_LENGTH if months < 24 else ChartIndex.WEIGHT_FOR_HEIGHT
    median = height_at(list(sd_line(index, sex, 0)), float(height))
    make_visit(child, day, weight_kg=f"{median:.2f}", height_cm=height)

    chart = folded_charts_of(child)["BB/PB" if months < 24 else "BB/TB"]
    ((x, y),) = dots(chart)

    assert y == pytest.approx(height_at(polyline(chart, "chart-sd-0"), x), abs=0.5)


def test_bmi_steps_at_24_months_and_head_does_not(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    for day in (date(2025, 6, 10), date(2026, 10, 12)):
        make_visit(child, day, weight_kg="12.0", height_cm="85.0", head_cm="47.5")

    charts = folded_charts_of(child)
    steps = {
        name: sum(a[0] == b[0] for a, b in pairwise(polyline(charts[name], "chart-sd-0"))) for name in charts
    }

    assert (steps["IMT/U"], steps["LK/U"]) == (1, 0)


def test_the_result_stands_beside_each_chart_in_words(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    make_visit(child, weight_kg="7.0", height_cm="75.7", head_cm="45.5")

    charts = [*charts_of(child), *folded_charts_of(child).values()]

    assert [(chart.status, chart.level) for chart in charts] == [
        ("Berat badan kurang", "perhatian"),
        ("Normal", "baik"),
        ("Gizi buruk", "rujuk"),
        ("Gizi buruk", "rujuk"),
        ("Normal", "baik"),
    ]
    assert charts[2].newest == "7,0 kg, 75,7 cm, 12 Oktober 2026"


def test_a_schoolchild_has_bmi_and_height_of_5_to_19_years(village: Village) -> None:
    child = make_resident(village.melati, sex=Sex.MALE, born=date(2015, 4, 2))
    make_visit(child, date(2025, 10, 12), weight_kg="33", height_cm="138")
    make_visit(child, date(2026, 10, 12), weight_kg="50", height_cm="145")

    bmi, height = charts_of(child)

    assert (bmi.about, bmi.status, bmi.level) == (
        "Anak laki-laki, 10 sampai 19 tahun",
        "Obesitas",
        "perhatian",
    )
    assert (height.status, height.level) == ("Di antara garis −1 dan 0", "info")
    assert [words(chart, "chart-value") for chart in (bmi, height)] == [["23,8"], ["145,0 cm"]]


def test_after_61_months_the_charts_of_school_age_come_first(village: Village) -> None:
    child = make_resident(village.melati, born=date(2021, 7, 1))
    for day in (date(2026, 5, 12), date(2026, 10, 12)):
        make_visit(child, day, weight_kg="17.0", height_cm="108.0")

    assert [chart.title for chart in charts_of(child)] == [
        "IMT menurut umur, 5 sampai 19 tahun (IMT/U)",
        "Tinggi menurut umur, 5 sampai 19 tahun (TB/U)",
    ]
    assert list(folded_charts_of(child)) == ["BB/U", "PB/U, TB/U", "BB/TB", "IMT/U"]


def test_each_measure_stands_under_the_heading_of_its_band(village: Village) -> None:
    child = make_resident(village.melati, born=date(2021, 7, 1))
    for day in (date(2026, 5, 12), date(2026, 7, 20), date(2026, 10, 12)):
        make_visit(child, day, weight_kg="17.0", height_cm="108.0")

    shown = {chart.title: [row.day.month for row in chart.rows] for chart in charts_of(child)}
    folded = {
        chart.title: [row.day.month for row in chart.rows] for chart in folded_charts_of(child).values()
    }

    assert shown == {
        "IMT menurut umur, 5 sampai 19 tahun (IMT/U)": [10],
        "Tinggi menurut umur, 5 sampai 19 tahun (TB/U)": [10],
    }
    assert folded == {
        # Past the curves of 2006, weight has no other chart that could list it.
        "Berat menurut umur, 0 sampai 5 tahun (BB/U)": [10, 7, 5],
        "Panjang/tinggi menurut umur, 0 sampai 5 tahun (PB/U, TB/U)": [7, 5],
        "Berat menurut tinggi badan (BB/TB)": [7, 5],
        "IMT menurut umur, 0 sampai 5 tahun (IMT/U)": [7, 5],
    }


def test_what_is_told_beside_the_chart_of_infancy_is_its_newest_point(village: Village) -> None:
    child = make_resident(village.melati, born=date(2021, 7, 1))
    make_visit(child, date(2026, 5, 12), weight_kg="12.0")
    make_visit(child, date(2026, 10, 12), weight_kg="18.2")

    (chart,) = charts_of(child)

    ((x, _),) = dots(chart)
    assert x <= PLOT_RIGHT
    assert (chart.status, chart.newest) == ("Berat badan kurang", "12,0 kg, 12 Mei 2026")
    assert "terakhir 12,0 kg pada umur 4 tahun 10 bulan (12 Mei 2026)" in chart.description
    assert [row.cells[1] for row in chart.rows] == ["Berat badan normal", "Berat badan kurang"]
    assert chart.note.endswith("Kurva sampai 60 bulan; ukuran sesudahnya ada di tabel.")


def test_folded_charts_are_on_the_page_once_each(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    make_visit(child, weight_kg="9.4", height_cm="75.7", head_cm="45.5")
    visits = Visit.objects.unscoped("charts of one person in a test").filter(resident=child)
    charts = person_charts(child, list(visits.active().for_history()))

    page = render_to_string("visits/charts/charts.html", {"charts": charts.shown, "folded": charts.folded})

    assert page.count('role="img"') == 5
    assert len(set(re.findall(r' id="([^"]+)"', page))) == 10
    assert "Grafik lainnya (3)" in page
    assert re.findall(r"\sstyle=|<style|<script|\son\w+=", page) == []


def decide(village: Village, line: str, value: str, valid_from: date = date(2026, 1, 1)) -> None:
    RuleOverride.objects.create(
        unit=village.kabupaten, setting=f"nutrition.{line}_line_z", value=value, valid_from=valid_from
    )


def weighed(village: Village, weight: str) -> Visit:
    child = make_resident(village.melati, born=BORN)
    make_visit(child, date(2026, 9, 1), weight_kg=weight)
    return Visit.objects.unscoped("one visit in a test").with_cards().get(resident=child)


@pytest.mark.parametrize(
    ("setting", "line", "value", "name", "others"),
    [
        ("red", "chart-red", "-2.5", "−2,5", "chart-sd-setting"),
        ("red", "chart-red", "-3.75", "−3,75", "chart-sd-setting"),
        ("red", "chart-red", "-2", "−2", "chart-sd-2"),
        ("orange", "chart-orange", "1.5", "+1,5", "chart-sd-setting"),
    ],
)
def test_the_red_and_the_orange_line_lie_where_the_kabupaten_decided(
    village: Village, setting: str, line: str, value: str, name: str, others: str
) -> None:
    decide(village, setting, value)
    visit = weighed(village, "7.0")

    (chart,) = charts_of(visit.resident)

    assert words(chart, line) == [name]
    assert polyline(chart, line) in [pixels(each) for each in elements(chart, "polyline", others)]
    assert f"({name})" in chart.note


def test_the_lines_are_those_of_the_newest_visits_day(village: Village) -> None:
    decide(village, "red", "-2.5", date(2026, 9, 2))

    (chart,) = charts_of(weighed(village, "7.0").resident)

    assert words(chart, "chart-red") == ["−3"]
    assert chart.note == "Rujuk bila di bawah garis merah (−3) atau di atas garis oranye (+1)."


@pytest.mark.parametrize(
    ("value", "said", "is_below"),
    [
        ("-3", "Berat badan kurang. Tanyakan makan dan sakit bulan ini; beri tahu bidan.", False),
        ("-2.5", "Berat badan kurang, di bawah garis merah. Rujuk.", True),
    ],
)
def test_sentence_proposal_mark_and_chart_follow_one_red_line(
    village: Village, value: str, said: str, is_below: bool
) -> None:
    decide(village, "red", value)
    visit = weighed(village, "6.7")

    result = result_of(visit)
    (chart,) = charts_of(visit.resident)
    (weight,) = [each.text for each in result.findings if each.field == "weight_for_age"]

    ((_, y),) = dots(chart)
    assert weight == said
    assert visit.child_check.below_red_line is is_below
    assert [each.code for each in result.proposals].count("BGM") == int(is_below)
    assert (y > polyline_height(chart, "chart-red")) is is_below
    assert chart.level == ("rujuk" if is_below else "perhatian")


def test_a_severely_underweight_child_above_a_lowered_red_line_is_not_said_to_be_below_it(
    village: Village,
) -> None:
    decide(village, "red", "-4")
    result = result_of(weighed(village, "5.9"))

    assert [each.text for each in result.findings if each.field == "weight_for_age"] == [
        "Berat badan sangat kurang. Tanyakan makan dan sakit bulan ini; beri tahu bidan."
    ]
    assert "BGM" not in [each.code for each in result.proposals]


def polyline_height(chart: Chart, name: str) -> float:
    ((x, _),) = dots(chart)
    return height_at(polyline(chart, name), x)
