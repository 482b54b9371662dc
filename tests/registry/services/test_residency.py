"""Leaving, coming back and being registered by mistake: what the register and the months say afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from registry import services
from registry.models import MonthDue, MoveRequest, Residency, Resident
from reports import recap
from reports.models import PopulationMonth
from tests.conftest import Village, count_due, make_resident, make_visit

MARCH, SEPTEMBER, OCTOBER = date(2026, 3, 1), date(2026, 9, 1), date(2026, 10, 1)


def periods(resident: Resident) -> list[tuple[int, date, date | None, str]]:
    return list(resident.residencies.values_list("posyandu", "valid_from", "valid_until", "end_reason"))


def due_after(village: Village) -> set[tuple[int, date, bool]]:
    return set(MonthDue.objects.values_list("posyandu", "month", "and_later"))


def absent_toddlers(village: Village, month: date) -> int:
    """Girls of one to four years who live in Melati and did not come."""
    recap.recount(month, [village.melati.pk])
    return PopulationMonth.objects.get(posyandu=village.melati, month=month, sex="P").absent_toddler


def test_whoever_moves_out_counts_until_the_last_month_and_not_after(village: Village) -> None:
    girl = make_resident(village.melati)
    before = [absent_toddlers(village, month) for month in (SEPTEMBER, OCTOBER)]
    MonthDue.objects.all().delete()
    services.end_residency(resident=girl, on=date(2026, 10, 20), reason="pindah", went_to="Kudus")

    assert before == [1, 1]
    assert due_after(village) == {(village.melati.pk, OCTOBER, True)}
    assert [absent_toddlers(village, month) for month in (SEPTEMBER, OCTOBER)] == [1, 0]
    assert girl.residencies.get().went_to == "Kudus"


def test_ending_marks_the_months_so_that_the_recount_moves_by_exactly_that_person(village: Village) -> None:
    girl = make_resident(village.melati)
    make_resident(village.melati)
    absent_toddlers(village, OCTOBER)
    count_due()
    services.end_residency(resident=girl, on=date(2026, 10, 20), reason="pindah")
    count_due()

    assert PopulationMonth.objects.get(posyandu=village.melati, month=OCTOBER, sex="P").absent_toddler == 1


def test_nobody_leaves_before_they_came(village: Village) -> None:
    girl = make_resident(village.melati, since=MARCH)

    with pytest.raises(services.ResidencyRefused, match="sejak 1 Maret 2026"):
        services.end_residency(resident=girl, on=date(2026, 2, 1), reason="pindah")


def test_somebody_registered_by_mistake_never_counted(village: Village) -> None:
    girl = make_resident(village.melati, since=date(2026, 9, 30))
    assert absent_toddlers(village, SEPTEMBER) == 1
    services.end_residency(resident=girl, on=date(2026, 10, 20), reason="salah")

    assert [absent_toddlers(village, month) for month in (SEPTEMBER, OCTOBER)] == [0, 0]
    assert not Resident.objects.unscoped("test").present().exists()


def test_somebody_who_was_measured_is_no_mistake(village: Village) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, weight_kg="9.4")

    with pytest.raises(services.ResidencyRefused, match="12 Oktober 2026"):
        services.end_residency(resident=girl, on=date(2026, 10, 20), reason="salah")


def test_an_end_is_undone_as_if_it_had_not_been(village: Village) -> None:
    girl = make_resident(village.melati)
    before = periods(girl)
    services.end_residency(resident=girl, on=date(2026, 10, 20), reason="pindah", went_to="Kudus")
    services.undo_end(resident=girl)

    assert periods(girl) == before
    assert girl.residencies.get().went_to == ""
    assert services.undo_end(resident=girl) is None


def test_whoever_comes_back_has_a_second_period_and_the_gap_stays(village: Village) -> None:
    girl = make_resident(village.melati)
    services.end_residency(resident=girl, on=date(2026, 3, 31), reason="pindah")
    services.return_resident(resident=girl, on=date(2026, 10, 5), came_from="Kudus")
    again = services.return_resident(resident=girl, on=date(2026, 10, 6))

    assert again.valid_from == date(2026, 10, 5)
    assert [(start, end) for _, start, end, _ in periods(girl)] == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 10, 5), None),
    ]
    assert [absent_toddlers(village, month) for month in (SEPTEMBER, OCTOBER)] == [0, 1]


def test_nobody_comes_back_before_they_left(village: Village) -> None:
    girl = make_resident(village.melati)
    services.end_residency(resident=girl, on=date(2026, 3, 31), reason="pindah")

    with pytest.raises(services.ResidencyRefused, match="sampai 31 Maret 2026"):
        services.return_resident(resident=girl, on=date(2026, 3, 30))


def test_a_move_on_the_day_of_arrival_changes_the_place_of_the_arrival(village: Village) -> None:
    girl = make_resident(village.melati, since=MARCH)
    services.move_resident(resident=girl, to=village.mawar, on=MARCH)

    assert periods(girl) == [(village.mawar.pk, MARCH, None, "")]


def test_a_move_before_the_arrival_is_refused(village: Village) -> None:
    girl = make_resident(village.melati, since=MARCH)

    with pytest.raises(services.ResidencyRefused, match="sejak 1 Maret 2026"):
        services.move_resident(resident=girl, to=village.mawar, on=date(2026, 2, 1))


def test_moving_twice_to_the_same_place_is_one_move(village: Village) -> None:
    girl = make_resident(village.melati)
    for day in (date(2026, 10, 5), date(2026, 10, 9)):
        services.move_resident(resident=girl, to=village.mawar, on=day)

    assert len(periods(girl)) == 2


def test_leaving_withdraws_what_was_asked_for(village: Village) -> None:
    girl = make_resident(village.melati)
    asked = services.ask_move(residents=[girl], to=village.mawar, on=OCTOBER, user=village.kader)[0]
    services.end_residency(resident=girl, on=date(2026, 10, 20), reason="pindah", user=village.kader)

    asked.refresh_from_db()
    assert (asked.state, asked.answered_by) == (MoveRequest.State.WITHDRAWN, village.kader)


def test_one_open_period_is_all_that_the_database_takes(village: Village) -> None:
    girl = make_resident(village.melati)

    assert Residency.objects.filter(resident=girl, valid_until__isnull=True).count() == 1


def test_whoever_is_back_on_the_day_of_leaving_never_left(village: Village) -> None:
    girl = make_resident(village.melati)
    services.end_residency(resident=girl, on=date(2026, 10, 20), reason="pindah", went_to="Kudus")
    count_due()
    for _ in range(2):
        services.return_resident(resident=girl, on=date(2026, 10, 20))

    assert periods(girl) == [(village.melati.pk, date(2026, 1, 1), None, "")]
    assert due_after(village) == {(village.melati.pk, OCTOBER, True)}
    assert girl.residencies.get().went_to == ""
