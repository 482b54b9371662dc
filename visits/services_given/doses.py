"""Immunisations of one person: noted, corrected, taken back; safe to repeat, never refused for being unusual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from registry import merging
from registry.models import Resident, User
from visits.models import Immunisation, Visit
from visits.rules.immunisation import Given, dose_label, known_codes
from visits.tetanus import TETANUS_CODES

_WHY = "of a person the caller may write"


@dataclass(frozen=True, slots=True)
class DoseGiven:
    """A dose as somebody noted it; `given_on` is None where nobody knows the day.

    `posyandu` is the id of the one whose stock it came from, None where it was given elsewhere.
    """

    code: str
    given_on: date | None
    place: str = ""
    place_name: str = ""
    batch: str = ""
    site: str = ""
    given_by: str = ""
    posyandu: int | None = None


def doses_of(resident: Resident) -> Given:
    """The doses a person got, as the rules want them: code and day, None = on a day nobody knows."""
    rows = Immunisation.objects.unscoped("of a person the caller may see").filter(resident=resident)
    return dict(rows.values_list("dose", "given_on"))


def refusal(dose: DoseGiven, *, birth_date: date, today: date) -> str:
    """Why a dose cannot be noted, in a sentence; empty where it can. Whatever else is unusual is only warned of."""
    label = dose_label(dose.code)
    if dose.code not in known_codes() and dose.code not in TETANUS_CODES:
        return f"{label}: dosis ini tidak ada dalam jadwal."
    if dose.given_on is not None and dose.given_on < birth_date:
        return f"{label}: tanggalnya sebelum {'anak ' if dose.code in known_codes() else ''}lahir."
    if dose.given_on is not None and dose.given_on > today:
        return f"{label}: tanggalnya belum tiba."
    return ""


@transaction.atomic
def record_immunisations(
    *,
    resident: Resident,
    given: Sequence[DoseGiven],
    user: User | None,
    visit: Visit | None = None,
    sent_for: UUID | None = None,
) -> list[Immunisation]:
    """Note doses or correct them; answers with those that are new or differ, so a second time with none.

    `sent_for` is the id the sender knows the person by, when they were merged since. Raises ValidationError, and then
    keeps none, with a sentence for each dose of an unknown code, before birth or in the future.
    """
    known_as = sent_for or resident.pk
    # The row of the person is the lock: two phones saving the same dose wait for each other.
    resident = merging.locked(known_as)
    today = timezone.localdate()
    wrong = [text for dose in given if (text := refusal(dose, birth_date=resident.birth_date, today=today))]
    if wrong:
        raise ValidationError(wrong)
    stored = {row.dose: row for row in Immunisation.objects.unscoped(_WHY).filter(resident=resident)}
    changed = []
    for dose in given:
        row = stored.get(dose.code)
        if row is None:
            row = Immunisation(resident=resident, dose=dose.code, visit=visit, recorded_by=user)
        elif noted(row) == dose:
            continue
        write(row, dose)
        if known_as != resident.pk:
            merging.note_arrival(known_as, row)
        stored[dose.code] = row
        changed.append(row)
    return changed


@transaction.atomic
def remove_immunisation(*, resident: Resident, code: str) -> DoseGiven | None:
    """Take back a dose that was noted by mistake; what it said, or None where it is gone already."""
    resident = merging.locked(resident.pk)
    row = Immunisation.objects.unscoped(_WHY).filter(resident=resident, dose=code).first()
    if row is None:
        return None
    said = noted(row)
    row.delete()
    return said


def noted(row: Immunisation) -> DoseGiven:
    """What a stored dose says."""
    return DoseGiven(
        row.dose,
        row.given_on,
        row.place,
        row.place_name,
        row.batch,
        row.site,
        row.given_by,
        row.posyandu_id,
    )


def write(row: Immunisation, dose: DoseGiven) -> None:
    """Let a locked person's row say what was noted. Raises ValidationError for what the database would refuse."""
    row.given_on, row.place, row.place_name = dose.given_on, dose.place, dose.place_name
    row.batch, row.site, row.given_by = dose.batch, dose.site, dose.given_by
    row.posyandu_id = dose.posyandu
    row.full_clean(exclude=["resident", "visit", "recorded_by", "posyandu"])
    row.save()
