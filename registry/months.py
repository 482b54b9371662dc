"""The seam between those who write visits and residents, and those who count them.

The lower layers must not import the counting, so the counting subscribes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from django.db import transaction

from registry.models import MonthDue, Resident

_subscribers: list[Callable[[set[int]], object]] = []
_person_subscribers: list[Callable[[list[Resident]], object]] = []


def subscribe(recount: Callable[[set[int]], object]) -> None:
    """Have `recount(posyandu_ids)` called after each commit that marked months of those Posyandu as due."""
    if recount not in _subscribers:
        _subscribers.append(recount)


def subscribe_to_people(derive: Callable[[list[Resident]], object]) -> None:
    """Have `derive(residents)` called within each transaction that changed what a person's visits depend on."""
    if derive not in _person_subscribers:
        _person_subscribers.append(derive)


def people_changed(residents: list[Resident]) -> None:
    """Sex, birth date or home changed: everything derived from these people's visits is derived again."""
    for derive in _person_subscribers:
        derive(residents)


def first_of(day: date) -> date:
    """The first day of the month of `day`, by which months are stored."""
    return day.replace(day=1)


def mark_due(months: Iterable[tuple[int | None, date]], *, and_later: bool = False) -> None:
    """Mark (posyandu id, any day in the month) as due, inside the caller's transaction."""
    keys = sorted({(posyandu_id, first_of(day)) for posyandu_id, day in months if posyandu_id is not None})
    MonthDue.objects.bulk_create(
        [MonthDue(posyandu_id=p, month=month, and_later=and_later) for p, month in keys]
    )
    ids = {posyandu_id for posyandu_id, _ in keys}
    if ids:
        transaction.on_commit(partial(_notify, ids))


def _notify(posyandu_ids: set[int]) -> None:
    for recount in _subscribers:
        recount(posyandu_ids)
