"""The demonstration's plan agrees with its sessions."""

from __future__ import annotations

from datetime import date

from reports.demo.calendar import months_until, session_days
from reports.demo.schedule import store_schedule, sundays
from tests.conftest import Village, make_session
from visits.schedule import DayState, rows_of

SINCE, UNTIL = date(2026, 4, 1), date(2026, 9, 1)


def test_days_on_a_sunday_are_moved_as_the_sessions_are(village: Village) -> None:
    village.melati.open_day = 12
    village.melati.save()
    store_schedule(village.melati, SINCE, village.kader)
    for day in session_days(12, months_until(UNTIL, 6), before=date(2026, 10, 1)):
        make_session(village.melati, day)

    rows = rows_of([village.melati], SINCE, date(2026, 9, 30), date(2026, 10, 1))
    held = [(row.day, row.note) for row in rows if row.state is DayState.UNCLOSED]
    assert sundays(12, SINCE) == [date(2026, 4, 12), date(2026, 7, 12)]
    assert held == [
        (date(2026, 4, 13), "pindahan dari 12 April 2026: hari Minggu"),
        (date(2026, 5, 12), ""),
        (date(2026, 6, 12), ""),
        (date(2026, 7, 13), "pindahan dari 12 Juli 2026: hari Minggu"),
        (date(2026, 8, 12), ""),
        (date(2026, 9, 12), ""),
    ]
