"""Registering a newcomer, changing what is known of a resident, opening a NIK."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction

from registry import months
from registry.models import Posyandu, Residency, Resident, User
from registry.models.fields import keyed_hash
from registry.services.households import household_for


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
