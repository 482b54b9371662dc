"""The plan of a Posyandu: what is entered, what becomes of its days, and who may stand at which step."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Posyandu
from tests.conftest import OPENING_DAY, Village, make_session
from visits import schedule_services as services
from visits.models import Duty, EquipmentCheck, Schedule, ScheduleChange
from visits.schedule import DayState, day_of, duties_on, last_duties, next_days, rows_of, staff_at

TODAY = date(2026, 10, 20)
MOVED = date(2026, 11, 16)
PLANNED = date(2026, 11, 9)  # the second Monday


@pytest.fixture
def melati(village: Village) -> Posyandu:
    """Melati 1 opens on the second Monday since October."""
    services.set_schedule(
        posyandu=village.melati, valid_from=date(2026, 10, 1), week=2, weekday=0, starts_at=time(8)
    )
    return village.melati


def year_of(posyandu: Posyandu, today: date = TODAY) -> list[tuple[date | None, str]]:
    rows = rows_of([posyandu], date(2026, 10, 1), date(2026, 12, 31), today)
    return [(row.day, row.state.value) for row in rows]


def test_planned_days_with_what_became_of_them(melati: Posyandu) -> None:
    assert year_of(melati) == [
        (OPENING_DAY, "Tidak dibuka"),
        (PLANNED, "Akan datang"),
        (date(2026, 12, 14), "Akan datang"),
    ]
    make_session(melati)
    assert year_of(melati)[0] == (OPENING_DAY, "Belum ditutup")
    assert year_of(melati, OPENING_DAY)[0] == (OPENING_DAY, "Sedang buka")


def test_a_session_on_a_day_that_nobody_planned_is_there_too(melati: Posyandu) -> None:
    make_session(melati, date(2026, 10, 14))

    row = day_of(melati, date(2026, 10, 14), TODAY)
    assert (row.state, row.note, row.place) == (DayState.UNCLOSED, "di luar jadwal", "rumah Bu Kasun")


def test_a_posyandu_without_a_plan_stands_last(village: Village, melati: Posyandu) -> None:
    rows = rows_of([village.mawar, melati], date(2026, 10, 1), date(2026, 10, 31), TODAY)

    assert [(row.posyandu, row.state.value) for row in rows] == [
        (melati, "Tidak dibuka"),
        (village.mawar, "Belum ada jadwal"),
    ]


def test_the_day_of_the_register_holds_until_a_pattern_is_entered(village: Village) -> None:
    village.mawar.open_day = 14
    village.mawar.save()
    make_session(village.mawar, date(2026, 9, 14))
    services.set_schedule(posyandu=village.mawar, valid_from=date(2026, 11, 1), day_of_month=20)

    assert year_of(village.mawar) == [
        (date(2026, 10, 14), "Tidak dibuka"),
        (date(2026, 11, 20), "Akan datang"),
        (date(2026, 12, 20), "Akan datang"),
    ]


def test_as_many_queries_for_three_posyandu_as_for_one(village: Village, melati: Posyandu) -> None:
    def queries(places: list[Posyandu]) -> int:
        with CaptureQueriesContext(connection) as found:
            rows_of(places, date(2026, 10, 1), date(2026, 10, 31), TODAY)
        return len(found)

    assert queries([melati]) == queries([melati, village.mawar, melati]) == 4


def test_a_new_pattern_ends_the_former_one_the_day_before(melati: Posyandu) -> None:
    for _ in range(2):
        services.set_schedule(posyandu=melati, valid_from=date(2026, 11, 1), day_of_month=20)

    rows = Schedule.objects.filter(posyandu=melati).values_list("valid_from", "valid_until", "day_of_month")
    assert list(rows) == [(date(2026, 10, 1), date(2026, 10, 31), None), (date(2026, 11, 1), None, 20)]


def test_a_pattern_from_an_earlier_day_takes_the_place_of_a_later_one(melati: Posyandu) -> None:
    services.set_schedule(posyandu=melati, valid_from=date(2026, 9, 1), day_of_month=3)

    assert [str(row) for row in Schedule.objects.filter(posyandu=melati)] == ["setiap tanggal 3"]


def test_a_day_is_moved_with_its_people_and_its_list(village: Village, melati: Posyandu) -> None:
    services.set_duty(posyandu=melati, day=PLANNED, duties={1: [village.kader]})
    services.check_equipment(posyandu=melati, day=PLANNED, items={"stationery": "baik"})
    for _ in range(2):
        services.change_day(posyandu=melati, day=PLANNED, to=MOVED, reason="libur", user=village.kader)

    row = day_of(melati, MOVED, TODAY)
    assert (row.state, row.note, row.starts_at) == (
        DayState.COMING,
        "pindahan dari 9 November 2026: libur",
        time(8),
    )
    assert day_of(melati, PLANNED, TODAY).state is DayState.AWAY
    assert (Duty.objects.get().date, EquipmentCheck.objects.get().date) == (MOVED, MOVED)
    assert ScheduleChange.objects.count() == 1


def test_a_moved_day_goes_back(village: Village, melati: Posyandu) -> None:
    services.change_day(posyandu=melati, day=PLANNED, to=MOVED, reason="libur")
    services.set_duty(posyandu=melati, day=MOVED, duties={1: [village.kader]})

    assert [services.restore_day(posyandu=melati, day=day) for day in (MOVED, PLANNED)] == [PLANNED, PLANNED]
    assert year_of(melati)[1] == (PLANNED, "Akan datang")
    assert Duty.objects.get().date == PLANNED
    assert not ScheduleChange.objects.exists()


def test_a_moved_day_is_moved_again_and_to_where_it_was(melati: Posyandu) -> None:
    services.change_day(posyandu=melati, day=PLANNED, to=MOVED, reason="libur")
    services.change_day(posyandu=melati, day=MOVED, to=date(2026, 11, 17), reason="hujan")
    assert [row.moved_to for row in ScheduleChange.objects.all()] == [date(2026, 11, 17)]
    services.change_day(posyandu=melati, day=date(2026, 11, 17), to=PLANNED, reason="jadi")

    assert not ScheduleChange.objects.exists()


def test_a_cancelled_day_comes_back(melati: Posyandu) -> None:
    for reason in ("libur", "libur Lebaran"):
        services.cancel_day(posyandu=melati, day=PLANNED, reason=reason)

    row = day_of(melati, PLANNED, TODAY)
    assert (row.state, row.note) == (DayState.CANCELLED, "libur Lebaran")
    services.restore_day(posyandu=melati, day=PLANNED)
    assert day_of(melati, PLANNED, TODAY).state is DayState.COMING


def test_an_extra_day_is_added_once_moved_and_taken_back(melati: Posyandu) -> None:
    for place in ("balai desa", "rumah Bu RT"):
        services.add_day(posyandu=melati, day=date(2026, 11, 20), place=place, reason="sweeping")
    for _ in range(2):
        services.change_day(posyandu=melati, day=date(2026, 11, 20), to=date(2026, 11, 23), reason="hujan")

    assert [(row.planned, row.moved_to) for row in ScheduleChange.objects.all()] == [
        (None, date(2026, 11, 23))
    ]
    services.cancel_day(posyandu=melati, day=date(2026, 11, 23), reason="batal")
    assert not ScheduleChange.objects.exists()


def test_two_openings_never_share_a_day(melati: Posyandu) -> None:
    with pytest.raises(services.DayTaken):
        services.add_day(posyandu=melati, day=PLANNED)
    with pytest.raises(services.DayTaken):
        services.change_day(posyandu=melati, day=PLANNED, to=date(2026, 12, 14))
    services.change_day(posyandu=melati, day=PLANNED, to=MOVED, reason="libur")
    services.add_day(posyandu=melati, day=PLANNED)
    with pytest.raises(services.DayTaken):
        services.restore_day(posyandu=melati, day=MOVED)


def test_a_day_that_was_opened_is_history(melati: Posyandu) -> None:
    make_session(melati)
    changes: list[tuple[Any, dict[str, Any]]] = [
        (services.change_day, {"to": date(2026, 10, 15)}),
        (services.cancel_day, {"reason": "libur"}),
        (services.restore_day, {}),
    ]

    for change, values in changes:
        with pytest.raises(services.AlreadyOpened):
            change(posyandu=melati, day=OPENING_DAY, **values)


def test_a_day_that_nobody_planned_cannot_be_moved(melati: Posyandu) -> None:
    other = date(2026, 11, 2)

    with pytest.raises(services.NotPlanned):
        services.change_day(posyandu=melati, day=other, to=MOVED)
    with pytest.raises(services.NotPlanned):
        services.cancel_day(posyandu=melati, day=other, reason="libur")
    assert services.restore_day(posyandu=melati, day=other) == other


def test_who_may_serve_are_the_kader_and_the_midwife_of_the_posyandu(
    village: Village, melati: Posyandu
) -> None:
    assert [one.label for one in staff_at(melati, PLANNED)] == ["Sri Wahyuni", "Ratna Dewi (bidan)"]


def test_several_share_a_step_and_one_serves_at_several(village: Village, melati: Posyandu) -> None:
    services.set_duty(posyandu=melati, day=OPENING_DAY, duties={1: [village.bidan], 5: [village.bidan]})
    for _ in range(2):
        services.set_duty(
            posyandu=melati, day=OPENING_DAY, duties={1: [village.kader, village.bidan], 2: [village.kader]}
        )

    named = {1: [village.bidan, village.kader], 2: [village.kader], 3: [], 4: [], 5: []}
    assert duties_on(melati, OPENING_DAY) == named
    assert last_duties(melati, PLANNED) == (OPENING_DAY, named)
    assert last_duties(melati, OPENING_DAY) == (None, {})


def test_the_list_is_checked_again_and_keeps_who_did(village: Village, melati: Posyandu) -> None:
    services.check_equipment(posyandu=melati, day=PLANNED, items={"stationery": "baik"}, user=village.bidan)
    services.check_equipment(
        posyandu=melati, day=PLANNED, items={"stationery": "", "vaccines": "rusak"}, user=village.kader
    )

    check = EquipmentCheck.objects.get()
    assert (check.items, check.checked_by) == ({"vaccines": "rusak"}, village.kader)


def test_the_next_days_leave_out_what_was_opened_or_cancelled(melati: Posyandu) -> None:
    make_session(melati)
    services.cancel_day(posyandu=melati, day=PLANNED, reason="libur")

    assert [row.day for row in next_days([melati], OPENING_DAY, 2)] == [date(2026, 12, 14), date(2027, 1, 11)]
