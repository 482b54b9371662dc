"""Immunisations of one person: noted, corrected, taken back; safe to repeat, never refused for being unusual."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from registry import merging
from registry.models import Resident, User
from visits.models import Immunisation, Session, Visit
from visits.rules.immunisation import Given, dose_label, known_codes
from visits.session_services import may_correct
from visits.tetanus import TETANUS_CODES

_WHY = "of a person the caller may write"
DAY_CLOSED = "Hari buka ini sudah ditutup. Mintalah bidan atau Puskesmas."


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


def closed_to(user: User | None, resident: Resident, given: Iterable[DoseGiven]) -> list[str]:
    """Codes of those doses that would change a closed day, which the user may not correct.

    A day is changed by a dose of its Posyandu's stock that is new, another one, or no longer of that day. None is named
    for a user of None: an import or a job asks nobody.
    """
    if user is None:
        return []
    stored = {row.dose: noted(row) for row in _rows(resident)}
    days = {
        dose.code: {
            (one.posyandu, one.given_on)
            for one in (dose, stored.get(dose.code))
            if one is not None and one.posyandu is not None and one.given_on is not None
        }
        for dose in given
        if dose != stored.get(dose.code)
    }
    closed = _closed_days({day for found in days.values() for day in found}, user)
    return [code for code, found in days.items() if found & closed]


def _closed_days(days: Collection[tuple[int, date]], user: User) -> set[tuple[int, date]]:
    if not days:
        return set()
    sessions = Session.objects.unscoped(_WHY).filter(closed_at__isnull=False).select_related("posyandu__unit")
    sessions = sessions.filter(posyandu__in={place for place, _ in days}, date__in={day for _, day in days})
    return {(one.posyandu_id, one.date) for one in sessions if not may_correct(one, user)} & set(days)


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
    keeps none, with a sentence for each dose of an unknown code, before birth, in the future, or of a closed day.
    """
    known_as = sent_for or resident.pk
    # The row of the person is the lock: two phones saving the same dose wait for each other.
    resident = merging.locked(known_as)
    today = timezone.localdate()
    wrong = [text for dose in given if (text := refusal(dose, birth_date=resident.birth_date, today=today))]
    wrong += [f"{dose_label(code)}: {DAY_CLOSED}" for code in closed_to(user, resident, given)]
    if wrong:
        raise ValidationError(wrong)
    stored = {row.dose: row for row in _rows(resident)}
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
def remove_immunisation(*, resident: Resident, code: str, user: User | None) -> DoseGiven | None:
    """Take back a dose that was noted by mistake; what it said, or None where it is gone already.

    Raises ValidationError for one of a closed day that the user may not correct.
    """
    resident = merging.locked(resident.pk)
    row = _rows(resident).filter(dose=code).first()
    if row is None:
        return None
    said = noted(row)
    if closed_to(user, resident, [DoseGiven(code, None)]):
        raise ValidationError(DAY_CLOSED)
    row.delete()
    return said


def _rows(resident: Resident) -> QuerySet[Immunisation]:
    return Immunisation.objects.unscoped(_WHY).filter(resident=resident)


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
