"""Blood pressure over time, with the limits of the age, the day and the kabupaten."""

from __future__ import annotations

import inspect
import re
from datetime import date
from pathlib import Path

import pytest

from registry.rules.life_stage import Sex
from tests.conftest import Village, make_resident, make_visit
from tests.visits.drawn import charts_of, dots, elements, pixels, words
from visits.charts.pressure import limits_at
from visits.models import RuleOverride
from visits.rules.blood_pressure import blood_pressure_code
from visits.rules.book import CURRENT
from visits.rules.card_code import CardCode


def test_one_blood_pressure_is_no_chart_and_two_are(village: Village) -> None:
    elder = make_resident(village.melati, born=date(1958, 3, 3))
    make_visit(elder, date(2026, 8, 10), systolic=132, diastolic=84)
    assert charts_of(elder) == []

    make_visit(elder, date(2026, 10, 12), systolic=148, diastolic=92)
    (chart,) = charts_of(elder)

    assert words(chart, "chart-value") == ["148", "92"]
    assert words(chart, "chart-end-limit") == ["140", "90"]
    assert [row.cells for row in chart.rows] == [("148/92 mmHg", "T"), ("132/84 mmHg", "N")]
    assert chart.description == (
        "Tekanan darah dari 2 kali ukur sejak 10 Agustus 2026; terakhir 148/92 mmHg pada 12 Oktober 2026."
    )


def test_limits_under_18_years_are_130_and_80(village: Village) -> None:
    teen = make_resident(village.melati, born=date(2010, 1, 1))
    for month in (8, 9):
        make_visit(teen, date(2026, month, 10), systolic=118, diastolic=70)

    (chart,) = charts_of(teen)

    assert words(chart, "chart-end-limit") == ["130", "80"]


@pytest.mark.parametrize(
    ("sex", "born", "limits"),
    [
        ("L", date(2019, 3, 1), ["106", "68"]),
        ("P", date(2017, 3, 1), ["108", "71"]),
        ("L", date(2013, 10, 13), ["113", "75"]),
        ("L", date(2013, 10, 12), ["130", "80"]),
        ("L", date(2020, 6, 1), ["130", "80"]),
    ],
)
def test_limits_from_7_to_12_years_are_the_childs_own(
    village: Village, sex: str, born: date, limits: list[str]
) -> None:
    child = make_resident(village.melati, sex=sex, born=born)
    for day in (date(2026, 9, 10), date(2026, 10, 12)):
        make_visit(child, day, systolic=100, diastolic=60)

    (chart,) = charts_of(child)

    assert words(chart, "chart-end-limit") == limits


def test_a_childs_reading_above_its_own_limit_is_named_in_the_table(village: Village) -> None:
    boy = make_resident(village.melati, sex="L", born=date(2019, 3, 1))
    for month, reading in enumerate([(105, 67), (106, 60), (130, 70)], start=8):
        make_visit(boy, date(2026, month, 10), systolic=reading[0], diastolic=reading[1])

    (chart,) = charts_of(boy)

    assert chart.note == "Garis putus-putus: mulai 106/68 perlu evaluasi pada umur 7 tahun."
    assert [row.cells for row in chart.rows] == [
        ("130/70 mmHg", "T"),
        ("106/60 mmHg", "N, perlu evaluasi"),
        ("105/67 mmHg", "N"),
    ]


@pytest.mark.parametrize("years", [6, 13, 17, 18, 70])
def test_limits_drawn_are_those_of_the_card(years: int) -> None:
    systolic, diastolic = limits_at(Sex.MALE, years, CURRENT).pair

    assert blood_pressure_code(systolic, diastolic - 1, years) is CardCode.HIGH
    assert blood_pressure_code(systolic - 1, diastolic, years) is CardCode.HIGH
    assert blood_pressure_code(systolic - 1, diastolic - 1, years) is CardCode.NORMAL


def decide(village: Village, value: str, valid_from: date) -> None:
    RuleOverride.objects.create(
        unit=village.kabupaten,
        setting="blood_pressure.high_systolic",
        value=value,
        valid_from=valid_from,
        reason="SK",
    )


def test_the_line_of_high_pressure_lies_where_the_kabupaten_decided(village: Village) -> None:
    elder = make_resident(village.melati, born=date(1958, 3, 3))
    for month in (8, 10):
        make_visit(elder, date(2026, month, 10), systolic=136, diastolic=84)
    (before,) = charts_of(elder)
    decide(village, "135", date(2026, 9, 1))

    (after,) = charts_of(elder)

    assert [words(chart, "chart-end-limit") for chart in (before, after)] == [["140", "90"], ["135", "90"]]
    assert after.note == "Garis putus-putus: mulai 135/90 termasuk tinggi."
    above, line = dots(after)[1], elements(after, "polyline", "chart-limit")[0]
    assert above[1] < pixels(line)[0][1]


def test_the_line_of_high_pressure_is_that_of_the_newest_visits_day(village: Village) -> None:
    decide(village, "135", date(2026, 10, 11))
    elder = make_resident(village.melati, born=date(1958, 3, 3))
    for month in (8, 10):
        make_visit(elder, date(2026, month, 10), systolic=136, diastolic=84)

    (chart,) = charts_of(elder)

    assert words(chart, "chart-end-limit") == ["140", "90"]


def test_no_limit_is_typed_in_the_chart() -> None:
    source = Path(inspect.getsourcefile(limits_at) or "").read_text(encoding="utf-8")

    assert re.findall(r"\b(?:140|130|90|80)\b", source) == []
