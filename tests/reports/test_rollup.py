"""The table of a unit is the sum of its Posyandu, and a month without data is a gap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import OrgUnit, Posyandu
from reports.indicators import ALL
from reports.rollup import build_table
from reports.tables import Table
from tests.conftest import OCTOBER, Village, count_due, make_resident, make_visit

pytestmark = pytest.mark.usefixtures("in_october")

SEPTEMBER_DAY = date(2026, 9, 14)


def value(table: Table, code: str) -> Decimal | None:
    return table.figures[code].value


def new_posyandu(desa: OrgUnit, code: str) -> Posyandu:
    unit = OrgUnit.objects.create(kind="posyandu", code=code, name=code.title(), parent=desa)
    return Posyandu.objects.create(unit=unit)


@pytest.fixture
def busy(village: Village) -> Village:
    """Two of three children of Melati came and one of them is stunted; a boy and a grandmother of Mawar came."""
    make_visit(make_resident(village.melati), weight_kg="9.4", height_cm="75.7")
    make_visit(make_resident(village.melati), weight_kg="7.0", height_cm="68.0")
    make_resident(village.melati)
    make_visit(make_resident(village.mawar, sex="L"), weight_kg="9.9", height_cm="77.0")
    elder = make_resident(village.mawar, born=date(1955, 3, 1))
    make_visit(elder, systolic=150, diastolic=95)
    count_due()
    return village


def test_a_unit_is_the_sum_of_the_units_below_it(busy: Village) -> None:
    for unit in (busy.kabupaten, busy.puskesmas, busy.desa):
        table = build_table(unit, OCTOBER)
        for code, total in table.figures.items():
            rows = [row.figures[code] for row in table.rows]
            assert sum(figure.numerator for figure in rows) == total.numerator, code
            assert sum(figure.denominator or 0 for figure in rows) == (total.denominator or 0), code


def test_the_same_people_are_counted_at_every_level(busy: Village) -> None:
    tables = [build_table(unit, OCTOBER) for unit in (busy.kabupaten, busy.puskesmas)]
    assert value(tables[0], "sasaran") == value(tables[1], "sasaran") == Decimal(5)
    assert value(build_table(busy.desa, OCTOBER), "sasaran") == Decimal(3)
    assert value(build_table(busy.melati.unit, OCTOBER), "sasaran") == Decimal(3)


def test_figures_say_how_many_of_how_many(busy: Village) -> None:
    figures = build_table(busy.kabupaten, OCTOBER).figures
    assert (figures["kunjungan"].numerator, figures["kunjungan"].denominator) == (4, 5)
    assert figures["kunjungan"].value == Decimal("80.0")
    assert (figures["d_s"].numerator, figures["d_s"].denominator) == (3, 4)
    assert (figures["stunting"].numerator, figures["stunting"].denominator) == (1, 3)
    assert figures["stunting"].value == Decimal("33.3")
    assert figures["td_tinggi_dewasa"].value == Decimal("100.0")


def test_nobody_measured_means_no_value(busy: Village) -> None:
    figure = build_table(busy.kabupaten, OCTOBER).figures["gula_tinggi_dewasa"]
    assert (figure.numerator, figure.denominator, figure.value) == (0, 0, None)
    assert figure.text == "–"


def test_a_posyandu_that_sent_nothing_is_silent_and_its_people_still_count(busy: Village) -> None:
    anggrek = new_posyandu(busy.desa, "anggrek-3")
    make_resident(anggrek)
    table = build_table(busy.desa, OCTOBER)
    row = next(row for row in table.rows if row.unit_id == anggrek.pk)
    assert row.is_silent
    assert row.figures["kunjungan"].value is None
    assert row.figures["sasaran"].value == Decimal(1)
    assert (table.posyandu, table.reported, table.silent) == (2, 1, 1)
    assert value(table, "posyandu_melapor") == Decimal("50.0")
    assert value(table, "d_s") == Decimal("50.0")


def test_a_visitor_from_elsewhere_is_not_counted_where_they_came_but_ends_the_silence(
    village: Village,
) -> None:
    make_visit(make_resident(village.melati), at=village.mawar, weight_kg="9.4")
    count_due()
    mawar = build_table(village.mawar.unit, OCTOBER)
    assert value(mawar, "pengunjung_luar") == Decimal(1)
    assert value(mawar, "datang") == Decimal(0)
    assert mawar.reported == 1
    assert value(build_table(village.melati.unit, OCTOBER), "datang") == Decimal(1)


def test_a_month_without_data_is_a_gap_in_the_trend(village: Village) -> None:
    child = make_resident(village.melati)
    make_visit(child, date(2026, 8, 10), weight_kg="8.9")
    make_visit(child, weight_kg="9.4")
    count_due()
    points = build_table(village.kabupaten, OCTOBER).trends["kunjungan"]
    assert [point.value for point in points[-3:]] == [Decimal("100.0"), None, Decimal("100.0")]
    assert [point.value for point in points[:-3]] == [None] * 9
    assert build_table(village.kabupaten, OCTOBER).figures["kunjungan"].change is None


def test_the_change_is_from_last_month(village: Village) -> None:
    came, stayed = make_resident(village.melati), make_resident(village.melati)
    make_visit(came, SEPTEMBER_DAY, weight_kg="9.1")
    for child in (came, stayed):
        make_visit(child, weight_kg="9.4")
    count_due()
    figure = build_table(village.kabupaten, OCTOBER).figures["kunjungan"]
    assert (figure.previous, figure.value, figure.change) == (
        Decimal("50.0"),
        Decimal("100.0"),
        Decimal("50.0"),
    )
    assert (figure.change_text, figure.direction, figure.is_better) == ("naik 50,0 poin", "up", True)


def test_last_month_is_the_same_whether_or_not_somebody_looked_at_it(village: Village) -> None:
    make_visit(make_resident(village.melati), SEPTEMBER_DAY, weight_kg="9.1")
    make_resident(village.mawar)
    count_due()
    before = build_table(village.kabupaten, OCTOBER).trends["kunjungan"]
    assert build_table(village.kabupaten, date(2026, 9, 1)).figures["kunjungan"].value == Decimal("50.0")
    assert build_table(village.kabupaten, OCTOBER).trends["kunjungan"] == before


def test_girls_and_boys_can_be_counted_apart(busy: Village) -> None:
    boys, girls, all_ = (build_table(busy.kabupaten, OCTOBER, sex) for sex in ("L", "P", None))
    assert value(boys, "datang") == Decimal(1)
    assert value(girls, "datang") == Decimal(3)
    for indicator in ALL:
        if not indicator.code.startswith("posyandu"):
            code = indicator.code
            parts = boys.figures[code].numerator + girls.figures[code].numerator
            assert parts == all_.figures[code].numerator, code
    assert boys.reported == girls.reported == 2


def test_corrected_or_cancelled_a_visit_moves_the_figures_by_one_person(busy: Village) -> None:
    from visits.models import Visit
    from visits.services import cancel_visit

    before = build_table(busy.kabupaten, OCTOBER).figures["datang"].numerator
    visit = Visit.objects.unscoped("test").filter(resident__posyandu=busy.melati).earliest("pk")
    cancel_visit(visit=visit, user=None, reason="salah orang")
    count_due()
    assert build_table(busy.kabupaten, OCTOBER).figures["datang"].numerator == before - 1


def test_a_closed_unit_stays_in_the_months_it_worked_in(busy: Village) -> None:
    OrgUnit.objects.filter(pk=busy.mawar.pk).update(is_active=False)
    october = build_table(busy.other_desa, OCTOBER)
    assert [row.unit_id for row in october.rows] == [busy.mawar.pk]
    assert value(october, "datang") == Decimal(2)
    assert [row.unit_id for row in build_table(busy.other_desa, date(2026, 3, 1)).rows] == []


def test_a_past_month_that_nobody_worked_in_stores_nothing(village: Village) -> None:
    from reports.models import PopulationMonth

    table = build_table(village.kabupaten, date(2019, 5, 1))
    assert not table.has_data
    assert not PopulationMonth.objects.exists()


def test_a_posyandu_where_nobody_lives_stores_nothing(busy: Village) -> None:
    from reports.models import PopulationMonth

    empty = new_posyandu(busy.desa, "anggrek-3")
    table = build_table(busy.kabupaten, OCTOBER)
    assert (table.posyandu, table.reported) == (3, 2)
    assert not PopulationMonth.objects.filter(posyandu=empty).exists()


def test_rows_are_sorted_by_any_indicator_with_unknown_values_last(busy: Village) -> None:
    new_posyandu(busy.desa, "anggrek-3")
    table = build_table(busy.kabupaten, OCTOBER)
    desa = build_table(busy.desa, OCTOBER)
    assert [row.name for row in desa.sorted_by("nama")] == ["Posyandu Anggrek-3", "Posyandu Melati 1"]
    assert [row.name for row in desa.sorted_by("kunjungan")] == ["Posyandu Melati 1", "Posyandu Anggrek-3"]
    assert [row.name for row in desa.sorted_by("kunjungan", descending=True)][-1] == "Posyandu Anggrek-3"
    assert [row.name for row in table.rows] == ["Puskesmas Bangsri I"]


def test_the_tenth_posyandu_comes_after_the_second(village: Village) -> None:
    for name in ("melati 10", "melati 2"):
        new_posyandu(village.desa, name)
    table = build_table(village.desa, OCTOBER)
    names = ["Posyandu Melati 1", "Posyandu Melati 2", "Posyandu Melati 10"]
    assert [row.name for row in table.rows] == names
    assert [row.name for row in table.sorted_by("nama", descending=True)] == names[::-1]


def test_three_posyandu_need_as_many_queries_as_one(busy: Village) -> None:

    def queries() -> int:
        build_table(busy.desa, OCTOBER)
        with CaptureQueriesContext(connection) as captured:
            build_table(busy.desa, OCTOBER)
        return len(captured)

    one = queries()
    for code in ("anggrek-3", "dahlia-4"):
        make_resident(new_posyandu(busy.desa, code))
    assert queries() == one
