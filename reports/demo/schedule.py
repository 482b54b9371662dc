"""The plan of a Posyandu: its day of each month, moved from Sunday to Monday as its sessions are."""

from __future__ import annotations

from datetime import date, time, timedelta

from registry.models import Posyandu, User
from registry.rules.life_stage import add_months
from reports.demo.calendar import SUNDAY
from visits import schedule_services as services

STARTS_AT = time(8)
# So far ahead Sundays are already moved.
MONTHS_AHEAD = 12


def store_schedule(posyandu: Posyandu, since: date, kader: User | None) -> None:
    """Let the Posyandu open on its day of the month from the month of `since` on."""
    day = posyandu.open_day or 1
    services.set_schedule(
        posyandu=posyandu,
        valid_from=since.replace(day=1),
        day_of_month=day,
        starts_at=STARTS_AT,
        place=posyandu.place,
    )
    for planned in sundays(day, since):
        services.change_day(
            posyandu=posyandu, day=planned, to=planned + timedelta(days=1), reason="hari Minggu", user=kader
        )


def sundays(open_day: int, since: date) -> list[date]:
    """The planned days that fall on a Sunday, from the month of `since` on."""
    months = (add_months(since.replace(day=1), ahead) for ahead in range(MONTHS_AHEAD))
    return [day for month in months if (day := month.replace(day=open_day)).weekday() == SUNDAY]
