"""When a Posyandu opens: a monthly pattern ("Senin pekan kedua", "tanggal 12") with the changes made to single days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

LAST_WEEK = -1
_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12


class DayKind(StrEnum):
    """What a planned day is, compared with the pattern."""

    REGULAR = "menurut jadwal"
    ELSEWHERE = "waktu atau tempat lain"
    MOVED = "pindahan"
    EXTRA = "tambahan"
    CANCELLED = "dibatalkan"
    # The day it was, of one that is now outside the span that is looked at.
    AWAY = "dipindah"

    @property
    def is_open(self) -> bool:
        """Whether the Posyandu opens on this day."""
        return self not in (DayKind.CANCELLED, DayKind.AWAY)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One day in each month: a fixed day of the month, or a weekday (0 = Senin) of a week (1 to 4, -1 = the last).

    Holds from `valid_from` to `valid_until`, both days included.
    """

    day_of_month: int | None = None
    week: int | None = None
    weekday: int | None = None
    starts_at: time | None = None
    place: str = ""
    valid_from: date = date.min
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the pattern counts on this day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Change:
    """What was decided about one day: another day, another time or place, none at all, or an extra day.

    `planned` is the day by the pattern, None for an extra one; `moved_to` the day it is now, None when it is cancelled.
    """

    planned: date | None
    moved_to: date | None
    starts_at: time | None = None
    place: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day on which a Posyandu opens, or would have; `planned` is the day by the pattern, None for an extra one.

    An empty `starts_at` or `place` means: as usual there.
    """

    day: date
    kind: DayKind
    planned: date | None
    moved_to: date | None
    starts_at: time | None
    place: str
    reason: str = ""


def day_in_month(pattern: Pattern, month: date) -> date:
    """The day of the pattern in the calendar month of any day in it, whether or not the pattern holds then.

    A fixed day that a month does not have becomes the last day of it. Source: this project's own choice.
    """
    last = monthrange(month.year, month.month)[1]
    if pattern.day_of_month is not None:
        return month.replace(day=min(pattern.day_of_month, last))
    weekday, week = pattern.weekday or 0, pattern.week or 1
    if week == LAST_WEEK:
        end = month.replace(day=last)
        return end - timedelta(days=(end.weekday() - weekday) % _DAYS_A_WEEK)
    first = month.replace(day=1)
    ahead = (weekday - first.weekday()) % _DAYS_A_WEEK + (week - 1) * _DAYS_A_WEEK
    return first + timedelta(days=ahead)


def pattern_of(patterns: Sequence[Pattern], day: date) -> Pattern | None:
    """The pattern that makes this day one on which the Posyandu opens; None where none does.

    Source: this project's own choice, the first of several.
    """
    return next((one for one in patterns if one.holds_on(day) and day_in_month(one, day) == day), None)


def planned_days(
    patterns: Sequence[Pattern], changes: Sequence[Change], first: date, last: date
) -> list[PlannedDay]:
    """The days from `first` to `last`, both included, in their order, with every change applied.

    Cancelled days stay in the list as such. A change of a day that no pattern gives any more counts for nothing.
    Source: this project's own choice.
    """
    of_day = {change.planned: change for change in changes if change.planned is not None}
    found = [
        day
        for planned, pattern in _regular(patterns, of_day, first, last)
        for day in _after_change(planned, pattern, of_day.get(planned), first, last)
    ]
    taken = {one.day for one in found if one.kind.is_open}
    for change in changes:
        extra = change.moved_to if change.planned is None else None
        if extra is not None and first <= extra <= last and extra not in taken:
            found.append(
                PlannedDay(extra, DayKind.EXTRA, None, extra, change.starts_at, change.place, change.reason)
            )
            taken.add(extra)
    return sorted(found, key=lambda one: (one.day, not one.kind.is_open))


def _regular(
    patterns: Sequence[Pattern], of_day: dict[date, Change], first: date, last: date
) -> Iterator[tuple[date, Pattern]]:
    """Days of the patterns in the span, and those outside it that a change may have moved into it."""
    months = range(_month_number(first), _month_number(last) + 1)
    own = (day_in_month(one, _first_of(number)) for number in months for one in patterns)
    wanted = {day for day in own if first <= day <= last} | of_day.keys()
    for day in sorted(wanted):
        if pattern := pattern_of(patterns, day):
            yield day, pattern


def _after_change(
    planned: date, pattern: Pattern, change: Change | None, first: date, last: date
) -> Iterator[PlannedDay]:
    """The day as it is now; one that was moved away is still named where its new day lies outside the span."""
    starts_at, place = pattern.starts_at, pattern.place
    if change is None:
        if first <= planned <= last:
            yield PlannedDay(planned, DayKind.REGULAR, planned, planned, starts_at, place)
        return
    now, reason = change.moved_to, change.reason
    if now is not None and first <= now <= last:
        kind = DayKind.ELSEWHERE if now == planned else DayKind.MOVED
        at = change.starts_at or starts_at
        yield PlannedDay(now, kind, planned, now, at, change.place or place, reason)
    elif first <= planned <= last:
        kind = DayKind.CANCELLED if now is None else DayKind.AWAY
        yield PlannedDay(planned, kind, planned, now, starts_at, place, reason)


def _month_number(day: date) -> int:
    return day.year * _MONTHS_A_YEAR + day.month - 1


def _first_of(number: int) -> date:
    return date(number // _MONTHS_A_YEAR, number % _MONTHS_A_YEAR + 1, 1)
