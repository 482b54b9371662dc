"""Monthly counts: declared in SQL, checked here against people counted one by one in plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from registry import services as registry_services
from registry.models import MonthDue, Posyandu, Residency, Resident
from registry.rules.life_stage import LifeStage, add_months, last_day_of
from reports import recap
from reports.models import AdultMonth, ChildMonth, PopulationMonth, SchoolAgeMonth
from tests.conftest import OCTOBER, OPENING_DAY, Village, count_due, make_resident, make_visit
from visits import services
from visits.models import ChildCheck, Visit

SEPTEMBER_DAY = date(2026, 9, 14)
NOVEMBER_DAY = date(2026, 11, 9)


def row(model: type[Any], posyandu: Posyandu, sex: str = "P", month: date = OCTOBER) -> Any:
    count_due()
    return model.objects.get(posyandu=posyandu, month=month, sex=sex)


def test_a_weighed_child_is_counted_at_her_posyandu_and_nowhere_else(village: Village) -> None:
    make_visit(make_resident(village.melati), weight_kg="9.4", height_cm="75.7", position="telentang")
    make_visit(make_resident(village.mawar, sex="L"), weight_kg="9.9")

    assert row(ChildMonth, village.melati).weighed == 1
    assert row(ChildMonth, village.melati, "L").weighed == 0
    assert row(ChildMonth, village.mawar, "L").weighed == 1


def test_a_child_weighed_twice_in_a_month_is_one_person_and_the_last_value_counts(village: Village) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, SEPTEMBER_DAY, weight_kg="9.0")
    make_visit(girl, date(2026, 10, 2), weight_kg="9.3")
    make_visit(girl, date(2026, 10, 20), weight_kg="9.0")

    october = row(ChildMonth, village.melati)
    assert (october.weighed, october.gained, october.not_gained) == (1, 0, 1)
    assert row(PopulationMonth, village.melati).attended_toddler == 1


def test_every_weighed_child_is_exactly_one_of_n_t_o_b(village: Village) -> None:
    first, gained, flat, absent = (make_resident(village.melati) for _ in range(4))
    for child in (gained, flat):
        make_visit(child, SEPTEMBER_DAY, weight_kg="9.0")
    make_visit(absent, date(2026, 8, 10), weight_kg="9.0")
    make_visit(first, weight_kg="9.0")
    make_visit(gained, weight_kg="9.2")
    make_visit(flat, weight_kg="9.1")
    make_visit(absent, weight_kg="9.5")

    october = row(ChildMonth, village.melati)
    counts = (october.gained, october.not_gained, october.absent_last_month, october.first_weighing)
    assert counts == (1, 1, 1, 1)
    assert october.weighed == sum(counts)


def test_two_months_without_gain_are_2t_and_a_gap_breaks_the_run(village: Village) -> None:
    girl, gap = make_resident(village.melati), make_resident(village.melati)
    for child, days in ((girl, (8, 9, 10)), (gap, (7, 8, 10))):
        for month in days:
            make_visit(child, date(2026, month, 12), weight_kg="9.0")

    assert row(ChildMonth, village.melati).not_gained_twice == 1


def test_oedema_counts_as_gizi_buruk_underweight_and_below_the_red_line(village: Village) -> None:
    make_visit(make_resident(village.melati), weight_kg="9.4", height_cm="75.7", oedema=True)

    october = row(ChildMonth, village.melati)
    assert (october.severely_wasted, october.wasted, october.underweight, october.below_red_line) == (
        1,
        1,
        1,
        1,
    )
    assert (october.nutrition_judged, october.weight_judged) == (1, 1)


def test_an_implausible_height_is_kept_but_not_judged(village: Village) -> None:
    make_visit(make_resident(village.melati), weight_kg="9.4", height_cm="50.0", position="telentang")

    october = row(ChildMonth, village.melati)
    assert (october.weighed, october.height_judged, october.stunted) == (1, 0, 0)


def test_a_stunted_child_is_counted_once_among_those_judged(village: Village) -> None:
    make_visit(make_resident(village.melati), weight_kg="8.0", height_cm="70.0", position="telentang")
    make_visit(make_resident(village.melati), weight_kg="9.4", height_cm="77.0", position="telentang")

    october = row(ChildMonth, village.melati)
    assert (october.stunted, october.height_judged) == (1, 2)


def test_an_apras_child_is_sasaran_of_her_own_group_and_not_in_skdn(village: Village) -> None:
    make_visit(make_resident(village.melati, born=date(2021, 3, 1)), weight_kg="17.0")

    assert row(ChildMonth, village.melati).weighed == 0
    assert row(PopulationMonth, village.melati).attended_preschool == 1


def test_adults_count_by_blood_pressure_bmi_and_glucose(village: Village) -> None:
    man = make_resident(village.melati, sex="L", born=date(1960, 1, 1))
    make_visit(
        man,
        weight_kg="80.0",
        height_cm="160.0",
        waist_cm="95.0",
        systolic=150,
        diastolic=85,
        glucose_mg_dl=210,
    )
    teen = make_resident(village.melati, sex="L", born=date(2010, 1, 1))
    make_visit(teen, systolic=131, diastolic=70)

    october = row(AdultMonth, village.melati, "L")
    assert (october.pressure_high, october.bmi_obese, october.central_obesity, october.glucose_high) == (
        1,
        1,
        1,
        1,
    )
    assert row(SchoolAgeMonth, village.melati, "L").pressure_high == 1


def test_sasaran_is_those_who_came_and_those_who_did_not(village: Village) -> None:
    make_visit(make_resident(village.melati), weight_kg="9.4")
    make_resident(village.melati)
    make_resident(village.melati, born=date(1950, 5, 5))
    make_resident(village.mawar)

    october = row(PopulationMonth, village.melati)
    assert (october.attended_toddler, october.absent_toddler, october.absent_elderly) == (1, 1, 1)


def test_a_child_who_moved_within_the_month_is_one_person_in_the_kabupaten(village: Village) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, date(2026, 10, 5), weight_kg="9.4")
    registry_services.move_resident(resident=girl, to=village.mawar, on=date(2026, 10, 20))

    at_melati, at_mawar = row(PopulationMonth, village.melati), row(PopulationMonth, village.mawar)
    assert (at_melati.attended_toddler, at_melati.absent_toddler) == (1, 0)
    assert (at_mawar.attended_toddler, at_mawar.absent_toddler) == (0, 0)


def test_a_visitor_counts_at_home_and_beside_it_where_she_came(village: Village) -> None:
    make_visit(make_resident(village.mawar), at=village.melati, weight_kg="9.4")

    assert row(PopulationMonth, village.melati).visitors == 1
    assert row(ChildMonth, village.melati).weighed == 0
    assert row(ChildMonth, village.mawar).weighed == 1


def test_a_child_who_left_is_no_sasaran_from_the_next_month_on(village: Village) -> None:
    girl = make_resident(village.melati)
    recap.ensure_counted(date(2026, 11, 1), Posyandu.objects.all())
    registry_services.end_residency(resident=girl, on=date(2026, 10, 31), reason=Residency.EndReason.MOVED)

    assert row(PopulationMonth, village.melati).absent_toddler == 1
    assert row(PopulationMonth, village.melati, month=date(2026, 11, 1)).absent_toddler == 0


def test_cancelling_moves_the_figures_by_exactly_that_person(village: Village) -> None:
    keep, gone = make_resident(village.melati), make_resident(village.melati)
    make_visit(keep, weight_kg="9.4", height_cm="77.0")
    visit = make_visit(gone, weight_kg="8.0", height_cm="70.0")
    before = (row(ChildMonth, village.melati).weighed, row(ChildMonth, village.melati).stunted)
    services.cancel_visit(visit=visit, user=village.kader, reason="salah orang")

    october = row(ChildMonth, village.melati)
    assert before == (2, 1)
    assert (october.weighed, october.stunted) == (1, 0)
    assert row(PopulationMonth, village.melati).absent_toddler == 1


def test_correcting_last_month_changes_this_months_gain(village: Village) -> None:
    girl = make_resident(village.melati)
    september = make_visit(girl, SEPTEMBER_DAY, weight_kg="9.0")
    make_visit(girl, weight_kg="9.3")
    assert row(ChildMonth, village.melati).gained == 1
    services.record_visit(
        visit_id=september.pk, resident=girl, posyandu=village.melati, day=SEPTEMBER_DAY, user=village.kader,
        measures={"weight_kg": Decimal("9.2")},
    )  # fmt: skip

    october = row(ChildMonth, village.melati)
    assert (october.gained, october.not_gained) == (0, 1)


def test_a_corrected_birth_date_moves_the_person_to_another_group_in_every_month(village: Village) -> None:
    child = make_resident(village.melati, born=date(2021, 12, 1))
    make_visit(child, weight_kg="15.0")
    assert row(ChildMonth, village.melati).weighed == 1
    registry_services.update_resident(resident=child, person={"birth_date": date(2021, 2, 1)})

    assert row(ChildMonth, village.melati).weighed == 0
    assert row(PopulationMonth, village.melati).attended_preschool == 1


@pytest.mark.django_db(transaction=True)
def test_a_committed_write_is_counted_at_once_and_leaves_nothing_due(village: Village) -> None:
    make_visit(make_resident(village.melati), weight_kg="9.4")

    assert ChildMonth.objects.get(posyandu=village.melati, month=OCTOBER, sex="P").weighed == 1
    assert not MonthDue.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_crash_left_due_is_counted_by_the_next_recount(village: Village) -> None:
    with transaction.atomic():
        girl = make_resident(village.melati)
        make_visit(girl, weight_kg="9.4")
        transaction.get_connection().run_on_commit.clear()
    assert MonthDue.objects.exists()
    recap.recount_due()

    assert ChildMonth.objects.get(posyandu=village.melati, month=OCTOBER, sex="P").weighed == 1


def slow_population(posyandu: Posyandu, month: date) -> Counter[str]:
    """Sasaran person by person, as the rule is written: by the last visit, else by the last day of the month."""
    counts: Counter[str] = Counter()
    for person in Resident.objects.all():
        visits = [
            v
            for v in Visit.objects.filter(resident=person, cancelled_at=None)
            if v.date.replace(day=1) == month
        ]
        if visits:
            last = max(visits, key=lambda visit: visit.date)
            if last.home_posyandu_id == posyandu.pk:
                counts[f"attended_{_stage(person, last.date)}"] += 1
        elif _lives_at(person, posyandu, last_day_of(month)):
            counts[f"absent_{_stage(person, last_day_of(month))}"] += 1
    return counts


def _stage(person: Resident, day: date) -> str:
    return LifeStage(person.life_stage_on(day)).name.lower()


def _lives_at(person: Resident, posyandu: Posyandu, day: date) -> bool:
    return any(
        r.posyandu_id == posyandu.pk
        and r.valid_from <= day
        and (r.valid_until is None or r.valid_until >= day)
        for r in person.residencies.all()
    )


def test_the_fast_population_equals_the_slow_one_over_a_year_of_a_mixed_village(village: Village) -> None:
    births = [date(2026, 9, 30), date(2026, 3, 5), date(2024, 2, 29), date(2021, 10, 31), date(2020, 10, 12),
              date(2011, 10, 13), date(2007, 10, 12), date(1966, 10, 31), date(1940, 1, 1)]  # fmt: skip
    people = [
        make_resident((village.melati, village.mawar)[i % 2], born=born) for i, born in enumerate(births)
    ]
    for index, person in enumerate(people):
        for number in (9, 10, 11):
            if person.birth_date < date(2026, number, 12) and (index + number) % 3:
                make_visit(person, date(2026, number, 12), at=village.melati)
    registry_services.move_resident(resident=people[2], to=village.mawar, on=date(2026, 10, 25))
    registry_services.end_residency(resident=people[4], on=date(2026, 10, 2), reason="pindah")

    for month in (date(2026, 9, 1), OCTOBER, date(2026, 11, 1)):
        for posyandu in (village.melati, village.mawar):
            recap.ensure_counted(month, Posyandu.objects.all())
            count_due()
            fast: Counter[str] = Counter()
            for counted in PopulationMonth.objects.filter(posyandu=posyandu, month=month):
                for name in ("attended", "absent"):
                    for stage in LifeStage:
                        fast[f"{name}_{stage.name.lower()}"] += getattr(
                            counted, f"{name}_{stage.name.lower()}"
                        )
            assert +fast == slow_population(posyandu, month)


def test_the_flag_for_the_last_weighing_agrees_with_the_visits(village: Village) -> None:
    girl = make_resident(village.melati)
    for day in (date(2026, 10, 2), date(2026, 10, 20), NOVEMBER_DAY):
        make_visit(girl, day, weight_kg="9.0")
    make_visit(girl, date(2026, 10, 25), height_cm="76.0")

    flagged = ChildCheck.objects.filter(last_weighing=True).order_by("visit__date")
    assert list(flagged.values_list("visit__date", flat=True)) == [date(2026, 10, 20), NOVEMBER_DAY]


def test_months_nobody_came_in_are_counted_when_asked_for(village: Village) -> None:
    make_resident(village.melati)
    recap.ensure_counted(add_months(OCTOBER, -1), Posyandu.objects.all())

    assert row(PopulationMonth, village.melati, month=date(2026, 9, 1)).absent_toddler == 1


def test_no_posyandu_counts_the_opening_days_of_another(village: Village) -> None:
    make_visit(make_resident(village.melati), OPENING_DAY, weight_kg="9.4")

    assert row(ChildMonth, village.melati).weighed == 1
    assert not ChildMonth.objects.filter(posyandu=village.mawar, weighed__gt=0).exists()
