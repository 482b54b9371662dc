"""The Posyandu's registers say what the monthly counts say, and who stood in them when."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import services
from registry.models import Delivery, Posyandu, Pregnancy, Resident, SexChoice
from registry.rules.life_stage import LifeStage
from registry.rules.target_groups import Register, TargetGroup
from reports import recap
from reports.models import PopulationMonth
from tests.conftest import Village, count_due, make_resident, make_visit
from visits.registers import AHEAD, CAME, ELSEWHERE, MISSED, RegisterPage, months_of, register_page

TODAY = date(2026, 10, 20)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def recap_of(posyandu: Posyandu, month: date, stage: LifeStage) -> tuple[int, int]:
    """Hadir and sasaran of a life stage as the month's recap has them."""
    rows = PopulationMonth.objects.filter(posyandu=posyandu, month=month)
    assert {row.sex for row in rows} == set(SexChoice.values)
    name = stage.name.lower()
    came = sum(getattr(row, f"attended_{name}") for row in rows)
    return came, came + sum(getattr(row, f"absent_{name}") for row in rows)


def a_village_of_all_ages(village: Village) -> None:
    """People of every group: some came here, some elsewhere, some not; some left, died, moved in or changed group."""
    births = [date(2026, 2, 3), date(2024, 5, 5), date(2021, 3, 3), date(2015, 1, 1), date(2009, 1, 1),
              date(1990, 1, 1), date(1950, 1, 1)]  # fmt: skip
    for born in births:
        make_visit(make_resident(village.melati, born=born), date(2026, 9, 8))
        make_visit(make_resident(village.melati, born=born, sex="L"), date(2026, 10, 12))
        make_resident(village.melati, born=born)
        make_visit(make_resident(village.mawar, born=born), date(2026, 10, 12), at=village.melati)
        make_visit(make_resident(village.melati, born=born), date(2026, 10, 13), at=village.mawar)
    # One year old on 15 October: an infant at the visit, a toddler on the last day.
    make_visit(make_resident(village.melati, born=date(2025, 10, 15)), date(2026, 10, 12))
    left = make_resident(village.melati, born=date(1980, 1, 1))
    make_visit(left, date(2026, 10, 5))
    services.end_residency(resident=left, on=date(2026, 10, 9), reason="pindah")
    services.record_death(resident=make_resident(village.melati, born=date(1940, 1, 1)), on=date(2026, 9, 20))
    mover = make_resident(village.mawar, born=date(1985, 1, 1))
    services.move_resident(resident=mover, to=village.melati, on=date(2026, 10, 3))
    make_visit(mover, date(2026, 10, 12))
    kept, absorbed = make_resident(village.melati), make_resident(village.melati)
    Resident.objects.filter(pk=absorbed.pk).update(merged_into=kept)


def test_hadir_and_sasaran_of_every_group_are_those_of_the_recap(village: Village) -> None:
    a_village_of_all_ages(village)
    for posyandu in (village.melati, village.mawar):
        for month in (SEPTEMBER, OCTOBER):
            PopulationMonth.objects.filter(posyandu=posyandu, month=month).delete()
            recount(month, posyandu)
            found = months_of(posyandu, [month]).months[0]
            for stage in LifeStage:
                group = TargetGroup(stage.value)
                assert (stage, found.tally([group])) == (stage, recap_of(posyandu, month, stage))


def recount(month: date, posyandu: Posyandu) -> None:
    count_due()
    recap.recount(month, [posyandu.pk])


def test_with_mothers_everybody_together_is_still_the_recap(village: Village) -> None:
    a_village_of_all_ages(village)
    pregnant, breastfeeding = (make_resident(village.melati, born=date(1995, 1, 1)) for _ in range(2))
    Pregnancy.objects.create(resident=pregnant, known_from=date(2026, 5, 1))
    Delivery.objects.create(resident=breastfeeding, on=date(2026, 3, 1), live_births=1)
    make_visit(pregnant, date(2026, 10, 12))
    recount(OCTOBER, village.melati)
    found = months_of(village.melati, [OCTOBER]).months[0]
    assert found.tally([TargetGroup.PREGNANT]) == (1, 1)
    assert found.tally([TargetGroup.BREASTFEEDING]) == (0, 1)
    everybody = [recap_of(village.melati, OCTOBER, stage) for stage in LifeStage]
    assert found.tally(list(TargetGroup)) == (sum(a for a, _ in everybody), sum(b for _, b in everybody))


def marks_of(page: RegisterPage, person: Resident) -> tuple[str, ...]:
    return next(line.marks for line in page.lines if line.resident.pk == person.pk)


def test_a_register_ticks_months_and_leaves_those_ahead_empty(village: Village) -> None:
    girl = make_resident(village.melati, "Aisyah", born=date(2025, 7, 1), since=date(2026, 3, 10))
    make_visit(girl, date(2026, 4, 12))
    make_visit(girl, date(2026, 6, 12))
    page = register_page(village.melati, Register.CHILDREN, 2026, TODAY)
    absent = [MISSED] * 4
    assert marks_of(page, girl) == (ELSEWHERE, ELSEWHERE, MISSED, CAME, MISSED, CAME, *absent, AHEAD, AHEAD)
    assert page.feet[:6] == ((0, 0), (0, 0), (0, 1), (1, 1), (0, 1), (1, 1))
    assert page.feet[10:] == (None, None)


def test_newcomers_are_appended_in_the_month_they_appear(village: Village) -> None:
    make_resident(village.melati, "Ahmad", born=date(2024, 1, 1), since=date(2026, 5, 1))
    make_resident(village.melati, "Zahra", born=date(2024, 1, 1), since=date(2026, 1, 1))
    make_resident(village.melati, "Bagas", born=date(2024, 1, 1), since=date(2026, 1, 1))
    page = register_page(village.melati, Register.CHILDREN, 2026, TODAY)
    assert [(line.number, line.resident.name) for line in page.lines] == [
        (1, "Bagas"),
        (2, "Zahra"),
        (3, "Ahmad"),
    ]


def test_who_left_or_grew_out_of_a_register_is_marked(village: Village) -> None:
    gone = make_resident(village.melati, born=date(2024, 1, 1))
    services.end_residency(resident=gone, on=date(2026, 6, 30), reason="pindah")
    dead = make_resident(village.melati, born=date(2024, 1, 1))
    services.record_death(resident=dead, on=date(2026, 7, 15))
    grown = make_resident(village.melati, born=date(2020, 4, 10))
    page = register_page(village.melati, Register.CHILDREN, 2026, TODAY)
    notes = {line.resident.pk: line.note for line in page.lines}
    assert notes == {gone.pk: "pindah", dead.pk: "meninggal", grown.pk: "ke usia sekolah dan remaja"}
    assert marks_of(page, gone)[5:8] == (MISSED, ELSEWHERE, ELSEWHERE)


def test_a_mother_stands_with_her_baby_until_she_stops_breastfeeding(village: Village) -> None:
    mother = make_resident(village.melati, "Siti", born=date(1998, 1, 1), spouse_name="Budi")
    birth = Delivery.objects.create(
        resident=mother, on=date(2026, 3, 5), live_births=1, breastfeeding_ended_on=date(2026, 8, 10)
    )
    make_resident(village.melati, "Aisyah", born=date(2026, 3, 5), mother=mother, born_at=birth)
    page = register_page(village.melati, Register.MOTHERS, 2026, TODAY)
    (line,) = page.lines
    assert (line.resident.pk, line.babies, line.note) == (mother.pk, "Aisyah", "ke dewasa dan lansia")
    assert line.marks[2:9] == (MISSED,) * 5 + (ELSEWHERE, ELSEWHERE)


def test_a_year_that_has_not_begun_is_an_empty_form(village: Village) -> None:
    make_resident(village.melati)
    page = register_page(village.melati, Register.CHILDREN, 2027, TODAY)
    assert (page.lines, page.feet) == ([], (None,) * 12)


def test_many_people_cost_no_more_queries_than_few(village: Village) -> None:
    counts = []
    for _ in range(2):
        make_visit(make_resident(village.melati), date(2026, 10, 12))
        with CaptureQueriesContext(connection) as queries:
            register_page(village.melati, Register.CHILDREN, 2026, TODAY)
        counts.append(len(queries))
    assert counts[0] == counts[1]
