"""Every write of the plan before the day: atomic, safe to repeat; a day that was opened already is left alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import models, transaction
from django.utils import timezone

from registry.models import Posyandu, User
from visits.models import Duty, EquipmentCheck, Schedule, ScheduleChange, Session
from visits.rules.calendar import DayKind
from visits.schedule import DayRow, day_of

_WHY = "plans of a Posyandu that the caller may change"


class NotPlanned(Exception):
    """The Posyandu does not open on this day, so there is nothing to change."""


class AlreadyOpened(Exception):
    """The day was opened: what happened on it is history."""


@dataclass
class DayTaken(Exception):
    """The Posyandu opens on that day already."""

    row: DayRow


@transaction.atomic
def set_schedule(
    *,
    posyandu: Posyandu,
    valid_from: date,
    day_of_month: int | None = None,
    week: int | None = None,
    weekday: int | None = None,
    starts_at: time | None = None,
    place: str = "",
) -> Schedule:
    """Let a pattern hold from a day on: the former one ends the day before, later ones are dropped. Safe to repeat."""
    _lock(posyandu)
    rows = Schedule.objects.unscoped(_WHY).filter(posyandu=posyandu)
    rows.filter(valid_from__gt=valid_from).delete()
    former = rows.filter(valid_from__lt=valid_from).exclude(valid_until__lt=valid_from)
    former.update(valid_until=valid_from - timedelta(days=1))
    values = {
        "day_of_month": day_of_month,
        "week": week,
        "weekday": weekday,
        "starts_at": starts_at,
        "place": place,
        "valid_until": None,
    }
    schedule, _ = Schedule.objects.update_or_create(posyandu=posyandu, valid_from=valid_from, defaults=values)
    return schedule


@transaction.atomic
def change_day(
    *,
    posyandu: Posyandu,
    day: date,
    to: date,
    starts_at: time | None = None,
    place: str = "",
    reason: str = "",
    user: User | None = None,
) -> None:
    """Move a planned day, or let it begin at another time or place; who is on duty moves with it. Safe to repeat.

    Empty `starts_at` and `place` mean: as usual. Raises NotPlanned, AlreadyOpened, or DayTaken when the Posyandu opens
    on the new day already.
    """
    _lock(posyandu)
    if to != day and _was_moved(posyandu, day, to):
        day = to
    row = _planned(posyandu, day)
    if to != day:
        _refuse_taken(posyandu, to)
    values = {
        "moved_to": to,
        "starts_at": starts_at,
        "place": place,
        "reason": reason,
        "changed_by": user,
    }
    assert row.plan is not None
    planned = row.plan.planned
    if to == planned and starts_at is None and not place:
        _changes(posyandu).filter(planned=planned).delete()
    else:
        _store(posyandu, planned, day, values)
    if to != day:
        _take_along(posyandu, day, to)


@transaction.atomic
def cancel_day(*, posyandu: Posyandu, day: date, reason: str, user: User | None = None) -> None:
    """Let a planned day not take place; an extra day is taken back. Safe to repeat.

    Raises NotPlanned or AlreadyOpened.
    """
    _lock(posyandu)
    row = day_of(posyandu, day, timezone.localdate())
    changes = _changes(posyandu)
    if row.plan is not None and row.plan.kind is DayKind.CANCELLED and row.session is None:
        changes.filter(planned=day).update(reason=reason, changed_by=user, changed_at=timezone.now())
        return
    row = _planned(posyandu, day)
    assert row.plan is not None
    if row.plan.planned is None:
        changes.filter(planned=None, moved_to=day).delete()
        return
    values = {"moved_to": None, "starts_at": None, "place": "", "reason": reason, "changed_by": user}
    _store(posyandu, row.plan.planned, day, values)


@transaction.atomic
def restore_day(*, posyandu: Posyandu, day: date) -> date:
    """Let a cancelled, moved or otherwise changed day be as the pattern says; gives that day. Safe to repeat.

    `day` is the day it is now, or the day by the pattern. Raises AlreadyOpened, or DayTaken when the Posyandu meanwhile
    opens on the day by the pattern for another reason.
    """
    _lock(posyandu)
    row = day_of(posyandu, day, timezone.localdate())
    if row.plan is None or row.plan.planned is None:
        return day
    planned, now = row.plan.planned, row.plan.moved_to
    opened = Session.objects.unscoped(_WHY).filter(
        posyandu=posyandu, date__in=[one for one in (day, now) if one]
    )
    if opened.exists():
        raise AlreadyOpened
    if now != planned:
        _refuse_taken(posyandu, planned)
    _changes(posyandu).filter(planned=planned).delete()
    if now is not None and now != planned:
        _take_along(posyandu, now, planned)
    return planned


@transaction.atomic
def add_day(
    *,
    posyandu: Posyandu,
    day: date,
    starts_at: time | None = None,
    place: str = "",
    reason: str = "",
    user: User | None = None,
) -> None:
    """Let a Posyandu open on a day beside its pattern. Safe to repeat. Raises DayTaken when it opens then anyway."""
    _lock(posyandu)
    values = {"starts_at": starts_at, "place": place, "reason": reason, "changed_by": user}
    row = day_of(posyandu, day, timezone.localdate())
    is_extra = row.session is None and row.plan is not None and row.plan.kind is DayKind.EXTRA
    if row.is_open_day and not is_extra:
        raise DayTaken(row)
    known = _changes(posyandu).filter(planned=None, moved_to=day).first()
    change = known or ScheduleChange(posyandu=posyandu, moved_to=day)
    _write(change, values)


@transaction.atomic
def set_duty(*, posyandu: Posyandu, day: date, duties: Mapping[int, Collection[User]]) -> None:
    """Name who serves at which step (1 to 5) on a day, in place of whoever was named before. Safe to repeat."""
    _lock(posyandu)
    wanted = {(step, user.pk) for step, users in duties.items() for user in users}
    rows = Duty.objects.unscoped(_WHY).filter(posyandu=posyandu, date=day)
    known = {(row.step, row.user_id): row for row in rows}
    rows.filter(pk__in=[row.pk for key, row in known.items() if key not in wanted]).delete()
    Duty.objects.bulk_create(
        Duty(posyandu=posyandu, date=day, step=step, user_id=user_id)
        for step, user_id in sorted(wanted - known.keys())
    )


@transaction.atomic
def check_equipment(
    *, posyandu: Posyandu, day: date, items: Mapping[str, str], note: str = "", user: User | None = None
) -> EquipmentCheck:
    """Note what was found of the equipment for a day: code -> state; what was not looked at is left out."""
    _lock(posyandu)
    found = {code: state for code, state in items.items() if state}
    check, _ = EquipmentCheck.objects.update_or_create(
        posyandu=posyandu, date=day, defaults={"items": found, "note": note, "checked_by": user}
    )
    return check


def _lock(posyandu: Posyandu) -> None:
    """Two people who plan the same Posyandu wait for each other."""
    Posyandu.objects.select_for_update().get(pk=posyandu.pk)


def _changes(posyandu: Posyandu) -> models.QuerySet[ScheduleChange]:
    return ScheduleChange.objects.unscoped(_WHY).filter(posyandu=posyandu)


def _planned(posyandu: Posyandu, day: date) -> DayRow:
    """The day as it is planned now; raises NotPlanned or AlreadyOpened."""
    row = day_of(posyandu, day, timezone.localdate())
    if row.session is not None:
        raise AlreadyOpened
    if row.plan is None or not row.plan.kind.is_open:
        raise NotPlanned
    return row


def _was_moved(posyandu: Posyandu, day: date, to: date) -> bool:
    """Whether the same move was made already: then the request came twice."""
    today = timezone.localdate()
    plan, there = day_of(posyandu, day, today).plan, day_of(posyandu, to, today).plan
    if plan is None:
        return there is not None and there.kind is DayKind.EXTRA
    return plan.kind is DayKind.AWAY and plan.moved_to == to


def _refuse_taken(posyandu: Posyandu, day: date) -> None:
    row = day_of(posyandu, day, timezone.localdate())
    if row.is_open_day:
        raise DayTaken(row)


def _store(posyandu: Posyandu, planned: date | None, day: date, values: Mapping[str, object]) -> None:
    """Write the change of a day: by its day of the pattern, an extra one by the day it is now."""
    rows = _changes(posyandu)
    own = rows.filter(planned=planned) if planned else rows.filter(planned=None, moved_to=day)
    _write(own.first() or ScheduleChange(posyandu=posyandu, planned=planned), values)


def _write(change: ScheduleChange, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(change, name, value)
    change.save()


def _take_along(posyandu: Posyandu, day: date, to: date) -> None:
    """Who is on duty and what was checked belongs to the opening, not to the date."""
    for model in (Duty, EquipmentCheck):
        rows = model.objects.unscoped(_WHY).filter(posyandu=posyandu)
        if rows.filter(date=day).exists():
            rows.filter(date=to).delete()
            rows.filter(date=day).update(date=to)
