"""On which days a Posyandu was open."""

from __future__ import annotations

from datetime import date, timedelta

from registry.rules.life_stage import add_months

SUNDAY = 6


def months_until(until: date, count: int) -> list[date]:
    """First days of `count` months, oldest first; the last one is the month of `until`."""
    return [add_months(until.replace(day=1), -back) for back in reversed(range(count))]


def session_days(open_day: int, months: list[date], *, before: date) -> list[date]:
    """The opening day of each month, moved from Sunday to Monday; days from `before` on are left out."""
    days = []
    for month in months:
        day = month.replace(day=open_day)
        days.append(day + timedelta(days=1) if day.weekday() == SUNDAY else day)
    return [day for day in days if day < before]
