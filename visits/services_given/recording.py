"""Services given outside a visit: at PAUD, at school, at the Puskesmas, at home. Recorded, corrected, taken back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from registry import merging, months
from registry.models import Resident, User
from registry.rules.life_stage import Sex
from visits.models import ServiceGiven, Visit

_WHY = "of a person the caller may write"
Kind = ServiceGiven.Kind
# Only these are for women alone; all else is only warned of.
WOMEN = (Kind.VITAMIN_A_MOTHER, Kind.PREGNANCY_FOOD)
MOST = 180


class ForeignService(Exception):
    """The id belongs to a service of somebody else: to the asker it does not exist."""


@dataclass
class AlreadyGiven(Exception):
    """The same service of the same day is noted under another id."""

    service: ServiceGiven
    words: ClassVar[str] = "Pelayanan ini pada tanggal itu sudah tercatat."


@dataclass
class OfAVisit(Exception):
    """It was written on the steps of a visit, and is corrected there."""

    service: ServiceGiven
    words: ClassVar[str] = "Pelayanan ini dicatat pada kunjungan. Perbaiki di sana."


@dataclass(frozen=True, slots=True)
class ServiceNoted:
    """A service as somebody noted it. `quantity` is in the unit of its kind (tablets, capsules, portions; 1 = done).

    `posyandu` is the id of the one whose stock it came from, None where it was given elsewhere.
    """

    kind: str
    given_on: date
    quantity: int = 1
    detail: str = ""
    place: str = ""
    place_name: str = ""
    batch: str = ""
    posyandu: int | None = None


def refusal(given: ServiceNoted, *, resident: Resident, today: date) -> dict[str, str]:
    """Why it cannot be noted, by field; empty where it can. Whatever else is unusual is only warned of."""
    found = {}
    if given.kind not in Kind.values:
        found["kind"] = "Pelayanan ini tidak dikenal."
    elif given.kind in WOMEN and resident.sex != Sex.FEMALE:
        found["kind"] = f"{Kind(given.kind).label} hanya untuk perempuan."
    if given.given_on < resident.birth_date:
        found["given_on"] = "Tanggalnya sebelum lahir."
    elif given.given_on > today:
        found["given_on"] = "Tanggalnya belum tiba."
    if not 1 <= given.quantity <= MOST:
        found["quantity"] = f"Jumlahnya 1 sampai {MOST}."
    return found


@transaction.atomic
def record_service(
    *,
    service_id: UUID,
    resident: Resident,
    given: ServiceNoted,
    user: User | None,
    visit: Visit | None = None,
    sent_for: UUID | None = None,
) -> tuple[ServiceGiven, bool]:
    """Note a service or correct it, and whether it is new. Safe to repeat with the same id.

    `sent_for` is the id the sender knows the person by, when they were merged since. Raises ValidationError by field,
    ForeignService, OfAVisit, or AlreadyGiven where the same kind of the same day is noted already.
    """
    known_as = sent_for or resident.pk
    # The row of the person is the lock: two phones saving the same service wait for each other.
    resident = merging.locked(known_as)
    if wrong := refusal(given, resident=resident, today=timezone.localdate()):
        raise ValidationError(dict(wrong))
    row, is_new = _row(service_id, resident, visit)
    if not is_new and _noted(row) == given:
        return row, False
    _check_once(row, resident, given, visit)
    was = row.given_on
    for name in (field.name for field in fields(given)):
        setattr(row, "posyandu_id" if name == "posyandu" else name, getattr(given, name))
    if is_new:
        row.recorded_by = user
    row.full_clean(exclude=["resident", "visit", "recorded_by", "posyandu"])
    row.save(force_insert=is_new)
    if is_new and known_as != resident.pk:
        merging.note_arrival(known_as, row)
    months.mark_due({(resident.posyandu_id, day) for day in (was, row.given_on) if day is not None})
    return row, is_new


@transaction.atomic
def remove_service(*, resident: Resident, service_id: UUID) -> ServiceNoted | None:
    """Take back what was noted by mistake; what it said, or None where it is gone already. Raises OfAVisit."""
    resident = merging.locked(resident.pk)
    row = ServiceGiven.objects.unscoped(_WHY).filter(resident=resident, pk=service_id).first()
    if row is None:
        return None
    if row.visit_id is not None:
        raise OfAVisit(row)
    said = _noted(row)
    row.delete()
    months.mark_due([(resident.posyandu_id, said.given_on)])
    return said


def _row(service_id: UUID, resident: Resident, visit: Visit | None) -> tuple[ServiceGiven, bool]:
    """The stored row, or a new one, and which."""
    row = ServiceGiven.objects.unscoped("an id from outside; ownership is checked here").filter(pk=service_id)
    found = row.first()
    if found is None:
        return ServiceGiven(pk=service_id, resident=resident, visit=visit), True
    if found.resident_id != resident.pk:
        raise ForeignService
    if found.visit_id != (visit.pk if visit else None):
        raise OfAVisit(found)
    return found, False


def _check_once(row: ServiceGiven, resident: Resident, given: ServiceNoted, visit: Visit | None) -> None:
    rows = ServiceGiven.objects.unscoped(_WHY).counting().exclude(pk=row.pk)
    same = rows.filter(resident=resident, kind=given.kind, given_on=given.given_on)
    # On a visit the step page has one of each kind; outside it another visit's row is the same gift.
    if (other := same.first()) is not None and visit is None:
        raise AlreadyGiven(other)


def _noted(row: ServiceGiven) -> ServiceNoted:
    return ServiceNoted(
        row.kind,
        row.given_on,
        row.quantity,
        row.detail,
        row.place,
        row.place_name,
        row.batch,
        row.posyandu_id,
    )
