"""Recording what a person was given: atomic, safe to repeat, and never refused for being unusual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from registry import merging
from registry.models import Resident, User
from visits.models import Immunisation, Visit
from visits.rules.immunisation import Given, dose_label, known_codes

_WHY = "of a person the caller may write"


@dataclass(frozen=True, slots=True)
class DoseGiven:
    """A dose as somebody noted it; `given_on` is None where nobody knows the day."""

    code: str
    given_on: date | None
    place: str = ""
    place_name: str = ""
    batch: str = ""


def doses_of(resident: Resident) -> Given:
    """The doses a person got, as the rules want them: code and day, None = on a day nobody knows."""
    rows = Immunisation.objects.unscoped("of a person the caller may see").filter(resident=resident)
    return dict(rows.values_list("dose", "given_on"))


def refusal(dose: DoseGiven, *, birth_date: date, today: date) -> str:
    """Why a dose cannot be noted, in a sentence; empty where it can. Whatever else is unusual is only warned of."""
    label = dose_label(dose.code)
    if dose.code not in known_codes():
        return f"{label}: dosis ini tidak ada dalam jadwal."
    if dose.given_on is not None and dose.given_on < birth_date:
        return f"{label}: tanggalnya sebelum anak lahir."
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
        elif _noted(row) == dose:
            continue
        _write(row, dose)
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
    said = _noted(row)
    row.delete()
    return said


def settle_merge(kept: Resident, absorbed: Resident) -> None:
    """Before two people become one: of a dose that both got, what only the second one knows is known of the first.

    The second one's own row has no room and stays where it was, so that undoing the merge finds it.
    """
    rows = Immunisation.objects.unscoped("of people the caller may merge")
    others = {row.dose: row for row in rows.filter(resident=absorbed)}
    for row in rows.filter(resident=kept, dose__in=others):
        mine, theirs = _noted(row), _noted(others[row.dose])
        best = replace(
            mine,
            given_on=mine.given_on or theirs.given_on,
            place=mine.place or theirs.place,
            place_name=mine.place_name or theirs.place_name,
            batch=mine.batch or theirs.batch,
        )
        if best != mine:
            _write(row, best)


def _noted(row: Immunisation) -> DoseGiven:
    return DoseGiven(row.dose, row.given_on, row.place, row.place_name, row.batch)


def _write(row: Immunisation, dose: DoseGiven) -> None:
    row.given_on, row.place, row.place_name = dose.given_on, dose.place, dose.place_name
    row.batch = dose.batch
    row.full_clean(exclude=["resident", "visit", "recorded_by"])
    row.save()
