"""Where people belong: leaving, coming back, moving to another Posyandu."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry import months
from registry.models import Household, MoveRequest, Posyandu, Residency, Resident, User
from registry.rules.wording import long_date

EndReason = Residency.EndReason
ONE_DAY = timedelta(days=1)


class ResidencyRefused(Exception):
    """The dates or the state of a person forbid the change; the text says why, for the person who asked for it."""


def lock_people(people: Iterable[UUID]) -> dict[UUID, Resident]:
    """The rows of these people, locked until the transaction ends, always in the same order; merged ones left out.

    Their families are locked before them, as by those who write families.
    """
    ids = list(people)
    rows = Resident.objects.unscoped("lock of rows the caller may write").filter(pk__in=ids)
    homes = Household.objects.unscoped("as above").filter(pk__in=rows.values("household"))
    list(homes.order_by("pk").select_for_update().values_list("pk"))
    locked = rows.select_for_update(of=("self",)).select_related("posyandu__unit")
    return {row.pk: row for row in locked.order_by("pk")}


def lock_person(resident: Resident) -> Resident:
    """The person's row as it is now, locked. Raises ResidencyRefused for somebody merged into another person."""
    found = lock_people([resident.pk]).get(resident.pk)
    if found is None:
        raise ResidencyRefused("Data orang ini sudah digabung ke orang lain. Buka datanya yang tetap.")
    return found


@transaction.atomic
def end_residency(
    *, resident: Resident, on: date, reason: str, went_to: str = "", user: User | None = None
) -> Residency | None:
    """Close the open residency on its last day; from the month after, the person is no sasaran. Repeatable.

    One that was registered by mistake counts nowhere, from its first day. Raises ResidencyRefused.
    """
    person = lock_person(resident)
    residency = open_residency(person)
    if residency is None:
        return None
    if on < residency.valid_from:
        since = long_date(residency.valid_from)
        raise ResidencyRefused(f"Baru terdaftar di sini sejak {since}. Periksa lagi tanggalnya.")
    if reason == EndReason.ERROR:
        on = residency.valid_from
        _refuse_if_visited(person)
    residency.valid_until, residency.end_reason, residency.went_to = on, reason, went_to
    residency.save()
    withdraw_requests(person, user=user)
    months.mark_due([(residency.posyandu_id, on)], and_later=True)
    months.people_changed([person])
    return residency


@transaction.atomic
def undo_end(*, resident: Resident) -> Residency | None:
    """Open the last residency again, as if it had never ended; None where there is nothing to undo. Repeatable.

    A death is undone by `undo_death`. Raises ResidencyRefused.
    """
    person = lock_person(resident)
    if open_residency(person) is not None:
        return None
    residency = last_residency(person)
    if residency is None or residency.valid_until is None:
        return None
    if residency.end_reason == EndReason.DIED:
        raise ResidencyRefused(f"{person.name} tercatat meninggal. Batalkan dulu catatan meninggalnya.")
    return reopen(person, residency)


@transaction.atomic
def return_resident(*, resident: Resident, on: date, came_from: str = "") -> Residency:
    """Somebody who had left lives in the same Posyandu again from the day `on`; the gap stays. Repeatable.

    Whoever is back on the very day of leaving never left. Raises ResidencyRefused where the day lies in the time
    before they left, or the person died.
    """
    person = lock_person(resident)
    again = open_residency(person)
    if again is not None:
        return again
    last = last_residency(person)
    if last is not None and last.valid_until == on and _may_go_on(last, person):
        return reopen(person, last)
    return _arrive(person, person.posyandu, on, came_from=came_from)


@transaction.atomic
def move_resident(*, resident: Resident, to: Posyandu, on: date) -> Residency:
    """Make the resident belong to another Posyandu from the day `on`; the old residency ends the day before.

    Where the person had come on that very day, they never lived there. Repeatable. Raises ResidencyRefused.
    """
    person = lock_person(resident)
    current = open_residency(person)
    if current is not None and current.posyandu_id == to.pk:
        return current
    if current is None:
        residency = _arrive(person, to, on, came_from=str(person.posyandu))
    elif on < current.valid_from:
        since = long_date(current.valid_from)
        raise ResidencyRefused(f"{person.name} baru terdaftar di {current.posyandu} sejak {since}.")
    elif on == current.valid_from:
        residency = _relabel(current, to)
    else:
        current.valid_until, current.end_reason = on - ONE_DAY, EndReason.MOVED
        current.went_to = str(to)
        current.save()
        months.mark_due([(current.posyandu_id, on - ONE_DAY)], and_later=True)
        residency = _arrive(person, to, on, came_from=str(current.posyandu))
    resident.posyandu = to
    withdraw_requests(person)
    return residency


def open_residency(person: Resident) -> Residency | None:
    """Where the person lives now."""
    return person.residencies.filter(valid_until__isnull=True).select_related("posyandu__unit").first()


def last_residency(person: Resident) -> Residency | None:
    """Where the person lived last; a mistake only where there is nothing else."""
    rows = person.residencies.select_related("posyandu__unit").order_by("-valid_from", "-valid_until")
    return rows.first()


def reopen(person: Resident, residency: Residency) -> Residency:
    """Take the end off a residency, inside the caller's transaction and lock."""
    ended = residency.valid_until or residency.valid_from
    residency.valid_until, residency.end_reason, residency.went_to = None, "", ""
    residency.save()
    months.mark_due([(residency.posyandu_id, ended)], and_later=True)
    months.people_changed([person])
    return residency


def withdraw_requests(person: Resident, user: User | None = None) -> None:
    """Whoever left, died or moved has no request waiting any more."""
    waiting = MoveRequest.objects.unscoped("requests about a person the caller writes").waiting()
    for request in waiting.filter(resident=person).select_for_update(of=("self",)):
        request.state, request.answered_by = MoveRequest.State.WITHDRAWN, user
        request.answered_at = timezone.now()
        request.save()


def _may_go_on(last: Residency, person: Resident) -> bool:
    return last.end_reason == EndReason.MOVED and last.posyandu_id == person.posyandu_id


def _arrive(person: Resident, to: Posyandu, on: date, *, came_from: str) -> Residency:
    if person.residencies.filter(end_reason=EndReason.DIED).exists():
        raise ResidencyRefused(f"{person.name} tercatat meninggal.")
    lived = person.residencies.exclude(end_reason=EndReason.ERROR).order_by("-valid_until").first()
    if lived is not None and lived.valid_until is not None and on <= lived.valid_until:
        until = long_date(lived.valid_until)
        raise ResidencyRefused(f"{person.name} tercatat tinggal di {lived.posyandu} sampai {until}.")
    if on < person.birth_date:
        raise ResidencyRefused(f"{person.name} lahir {long_date(person.birth_date)}, sesudah tanggal ini.")
    residency = Residency.objects.create(
        resident=person, posyandu=to, valid_from=on, came_from=came_from[:120]
    )
    _belong(person, to)
    months.mark_due([(to.pk, on)], and_later=True)
    months.people_changed([person])
    return residency


def _relabel(current: Residency, to: Posyandu) -> Residency:
    before = current.posyandu
    current.posyandu, current.came_from = to, str(before)
    current.save()
    _belong(current.resident, to)
    months.mark_due([(before.pk, current.valid_from), (to.pk, current.valid_from)], and_later=True)
    months.people_changed([current.resident])
    return current


def _belong(person: Resident, to: Posyandu) -> None:
    person.posyandu = to
    person.save(update_fields=["posyandu"])


def _refuse_if_visited(person: Resident) -> None:
    first = person.visits.filter(cancelled_at__isnull=True).order_by("date").first()
    if first is not None:
        raise ResidencyRefused(
            f"Sudah ada kunjungan {long_date(first.date)}. Bila pindah, catat pindah; bila terdaftar dua kali, "
            "gabungkan datanya."
        )
