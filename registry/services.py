"""Every write of the register: atomic, safe to repeat, and every month it changes is marked as due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction

from registry import months
from registry.models import Household, Posyandu, Residency, Resident, User
from registry.models.fields import keyed_hash

HOUSEHOLD_FIELDS = ("address", "dusun", "rw", "rt")


class NikTaken(Exception):
    """Another resident has this NIK."""

    def __init__(self, resident: Resident) -> None:
        super().__init__("NIK ini sudah dipakai warga lain.")
        self.resident = resident


@transaction.atomic
def register_resident(
    *,
    posyandu: Posyandu,
    since: date,
    person: dict[str, Any],
    nik: str = "",
    home: dict[str, str] | None = None,
    resident_id: UUID | None = None,
) -> Resident:
    """Register a newcomer with an open residency from `since`. Safe to repeat with the same id.

    `person` maps Resident's field names to values, `home` those of Household (with `kk`). Raises NikTaken.
    """
    if resident_id is not None:
        again = (
            Resident.objects.unscoped("an id made on the device")
            .filter(pk=resident_id, posyandu=posyandu)
            .first()
        )
        if again is not None:
            return again
    check_nik_is_free(nik)
    household = household_for(posyandu, home or {})
    resident = Resident(posyandu=posyandu, household=household, **person)
    if resident_id is not None:
        resident.pk = resident_id
    resident.set_nik(nik)
    resident.full_clean(exclude=["household", "mother", "posyandu"])
    resident.save(force_insert=True)
    Residency.objects.create(resident=resident, posyandu=posyandu, valid_from=since)
    months.mark_due([(posyandu.pk, since)], and_later=True)
    return resident


@transaction.atomic
def update_resident(
    *, resident: Resident, person: dict[str, Any], nik: str | None = None, home: dict[str, str] | None = None
) -> Resident:
    """Change what is known of a resident; `nik` None leaves it. Raises NikTaken, or ValidationError by field.

    A changed sex or birth date moves the person in every month counted so far, so all of those are due.
    """
    counted_before = (resident.sex, resident.birth_date)
    for name, value in person.items():
        setattr(resident, name, value)
    if nik is not None and nik != resident.nik:
        check_nik_is_free(nik, other_than=resident)
        resident.set_nik(nik)
    if home is not None:
        resident.household = household_for(resident.posyandu, home, current=resident.household)
    resident.full_clean(exclude=["household", "mother", "posyandu"])
    resident.save()
    if (resident.sex, resident.birth_date) != counted_before:
        for residency in resident.residencies.all():
            months.mark_due([(residency.posyandu_id, residency.valid_from)], and_later=True)
        try:
            months.people_changed([resident])
        except ValueError as error:
            message = (
                "Sudah ada kunjungan sebelum tanggal lahir ini. Periksa lagi, atau batalkan kunjungan itu."
            )
            raise ValidationError({"birth_date": message}) from error
    return resident


@transaction.atomic
def end_residency(*, resident: Resident, on: date, reason: str) -> Residency | None:
    """Close the open residency on its last day; from the month after, the person is no sasaran. Repeatable."""
    residency = resident.residencies.filter(valid_until__isnull=True).first()
    if residency is None:
        return None
    residency.valid_until, residency.end_reason = max(on, residency.valid_from), reason
    residency.save()
    months.mark_due([(residency.posyandu_id, residency.valid_until)], and_later=True)
    months.people_changed([resident])
    return residency


@transaction.atomic
def move_resident(*, resident: Resident, to: Posyandu, on: date) -> Residency:
    """Make the resident belong to another Posyandu from the day `on`; the old residency ends the day before."""
    end_residency(resident=resident, on=on - timedelta(days=1), reason=Residency.EndReason.MOVED)
    residency = Residency.objects.create(resident=resident, posyandu=to, valid_from=on)
    resident.posyandu = to
    resident.save(update_fields=["posyandu"])
    months.mark_due([(to.pk, on)], and_later=True)
    months.people_changed([resident])
    return residency


def open_nik(*, resident: Resident, user: User) -> str:
    """The whole NIK for a person who asked to see it; the audit log keeps who and when."""
    LogEntry.objects.log_create(
        resident, action=LogEntry.Action.ACCESS, actor=user, changes={"nik": ["", "dibuka"]}
    )
    return resident.nik


def check_nik_is_free(nik: str, *, other_than: Resident | None = None) -> None:
    """Raise NikTaken if somebody else, anywhere, has this NIK."""
    if not nik:
        return
    holders = Resident.objects.unscoped("a NIK is unique everywhere").filter(nik_hash=keyed_hash(nik))
    if other_than is not None:
        holders = holders.exclude(pk=other_than.pk)
    holder = holders.select_related("posyandu__unit").first()
    if holder is not None:
        raise NikTaken(holder)


def household_for(
    posyandu: Posyandu, home: dict[str, str], current: Household | None = None
) -> Household | None:
    """The household with this KK number, or the current one, or a new one, filled with what is given.

    A household of another Posyandu is joined but not changed; an empty KK number keeps the one that is stored.
    """
    kk = home.get("kk", "")
    known = _household_of(kk) if kk else None
    if known is not None and known != current:
        return (
            _filled(known, {name: text for name, text in home.items() if text})
            if known.posyandu == posyandu
            else known
        )
    if current is None and not any(home.values()):
        return None
    household = current or Household(posyandu=posyandu)
    if kk:
        household.set_kk(kk)
    return _filled(household, home)


def _household_of(kk: str) -> Household | None:
    return (
        Household.objects.unscoped("a KK number is unique everywhere").filter(kk_hash=keyed_hash(kk)).first()
    )


def _filled(household: Household, home: dict[str, str]) -> Household:
    for name in HOUSEHOLD_FIELDS:
        if name in home:
            setattr(household, name, home[name])
    household.save()
    return household
