"""Every write of sessions and visits: atomic, safe to repeat, and nothing that was there is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry import merging
from registry.ids import new_id
from registry.models import Posyandu, Resident, User
from registry.permissions import Action
from visits import fields
from visits.fields import CARD_MODELS
from visits.models import Immunisation, Session, Setting, SyncItem, Visit, VisitRevision, VisitSave
from visits.reassessing import keep, reassess
from visits.session_services import SessionClosed

__all__ = [
    "CARD_MODELS",
    "ChangedMeanwhile",
    "Conflict",
    "ForeignVisit",
    "SessionClosed",
    "VisitCancelled",
    "cancel_visit",
    "note_vaccinated",
    "open_session",
    "reassess",
    "record_visit",
]


_DAY = "the opening day of a person whom the caller may record"
_SERVING = 4


class ForeignVisit(Exception):
    """The id belongs to a visit of somebody else: to the asker it does not exist."""


class VisitCancelled(Exception):
    """A cancelled visit stays as it was; a new one takes its place."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else saved meanwhile with another value."""

    name: str
    stored: Any
    saved_by: User | None
    saved_at: datetime | None


@dataclass
class ChangedMeanwhile(Exception):
    """Fields of the visit were changed after the person who now saves had seen it; nothing was saved."""

    visit: Visit
    conflicts: Sequence[Conflict] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the sender knew: a revision (None: not looked at), and the values of fields before they were changed."""

    revision: int | None
    values: Mapping[str, Any]


@transaction.atomic
def open_session(*, posyandu: Posyandu, day: date, user: User | None, place: str = "") -> Session:
    """Open a Posyandu's day; opening it again gives the same session."""
    session, _ = Session.objects.get_or_create(
        posyandu=posyandu, date=day, defaults={"opened_by": user, "place": place or posyandu.place}
    )
    return session


@transaction.atomic
def record_visit(
    *,
    visit_id: UUID,
    resident: Resident,
    posyandu: Posyandu,
    day: date,
    user: User | None,
    measures: Mapping[str, Any],
    confirmed: Collection[str] = (),
    session: Session | None = None,
    base_revision: int | None = None,
    reason: str = "",
    sent_for: UUID | None = None,
    step: int | None = None,
    setting: str = Setting.POSYANDU,
    may_correct_closed: bool = True,
    seen: Mapping[str, Any] | None = None,
    item: SyncItem | None = None,
) -> Visit:
    """Store a visit, add to it or correct it, and derive what follows. Safe to repeat with the same id.

    `measures` maps names of visits.columns to values; fields left out keep what they hold. Several people fill one
    visit: another one of the day becomes part of the first, different fields join silently, and a field saved after
    `base_revision` (None: not looked at) with another value raises ChangedMeanwhile; one named in `seen` is judged by
    what the sender saw in it, as a phone out of reach knows no revision. `item` is the phone's item that brought it,
    `confirmed` names what was measured again, `step` the one that was passed, `sent_for` the id the sender knows them
    by. Raises ForeignVisit, VisitCancelled, SessionClosed, UnknownField, and ValidationError for what is not stored.
    """
    known_as = sent_for or resident.pk
    resident = merging.locked(known_as)  # The lock: two phones saving the same person wait for each other.
    visit = _own_visit(visit_id, resident)
    if visit is None and (visit := _same_day(resident, day)) is not None:
        base_revision = 0  # Whoever sends another id has seen nothing of the visit that is there.
    is_new = visit is None
    if visit is None:
        _check_open(session, reason, may_correct=may_correct_closed)
        visit = _new_visit(visit_id, resident, posyandu, day, user, session, setting)
        if known_as != resident.pk:
            merging.note_arrival(known_as, visit)
    changed = fields.differing(visit, measures)
    steps = steps_with(visit, step, changed)
    if not is_new:
        if not changed and _is_noted(visit, step):
            return visit
        _check_open(visit.session, reason, may_correct=may_correct_closed)
        _go_on(visit, changed, _Seen(base_revision, seen or {}), user, reason)
    visit.steps = steps
    _write(visit, changed, step, user, confirmed, item)
    reassess([resident], changed={(visit.posyandu_id, visit.date)})
    return Visit.objects.unscoped("the row just written").with_cards().get(pk=visit.pk)


def note_vaccinated(
    *,
    resident: Resident,
    day: date,
    doses: Iterable[Immunisation],
    user: User,
    item: SyncItem | None = None,
) -> Visit | None:
    """Whoever got a dose of the Posyandu's stock on its opening day has come that day; None where nobody did.

    A dose on a closed day was refused before, but to those who may correct it.
    """
    session = Session.objects.unscoped(_DAY).filter(posyandu=resident.posyandu, date=day).first()
    here = any(dose.posyandu_id and dose.given_on == day for dose in doses)
    if session is None or not here or not user.may(Action.RECORD, resident.posyandu.unit):
        return None
    return record_visit(
        visit_id=new_id(),
        resident=resident,
        posyandu=resident.posyandu,
        day=day,
        user=user,
        measures={},
        session=session,
        reason="imunisasi",
        step=_SERVING,
        item=item,
    )


@transaction.atomic
def cancel_visit(*, visit: Visit, user: User | None, reason: str, may_correct_closed: bool = True) -> Visit:
    """Take a visit out of every count and keep it readable. Cancelling again changes nothing.

    Raises SessionClosed.
    """
    # First the person, as whoever records or merges does: nobody waits for a row while holding another one.
    merging.locked(visit.resident_id)
    locked = (
        Visit.objects.unscoped("row the caller may see")
        .select_for_update(of=("self",))
        .with_cards()
        .get(pk=visit.pk)
    )
    if locked.cancelled_at is not None:
        return locked
    _check_open(locked.session, reason, may_correct=may_correct_closed)
    keep(locked, VisitRevision.Change.CANCELLED, user=user, reason=reason)
    locked.revision += 1
    locked.cancelled_at, locked.cancelled_by, locked.cancel_reason = timezone.now(), user, reason
    locked.save(update_fields=["revision", "cancelled_at", "cancelled_by", "cancel_reason"])
    reassess(
        [locked.resident], changed={(locked.posyandu_id, locked.date), (locked.home_posyandu_id, locked.date)}
    )
    return locked


def _own_visit(visit_id: UUID, resident: Resident) -> Visit | None:
    visit = (
        Visit.objects.unscoped("an id from outside; ownership is checked here")
        .with_cards()
        .select_related("session")
        .prefetch_related("services")
        .filter(pk=visit_id)
        .first()
    )
    if visit is not None and visit.resident_id != resident.pk:
        raise ForeignVisit
    if visit is not None and visit.cancelled_at is not None:
        raise VisitCancelled
    return visit


def _same_day(resident: Resident, day: date) -> Visit | None:
    """The visit of the day that another phone has begun."""
    visits = Visit.objects.unscoped("one visit a day and person").active().filter(resident=resident, date=day)
    return visits.with_cards().select_related("session").prefetch_related("services").first()


def _new_visit(
    visit_id: UUID,
    resident: Resident,
    posyandu: Posyandu,
    day: date,
    user: User | None,
    session: Session | None,
    setting: str,
) -> Visit:
    visit = Visit(
        pk=visit_id,
        resident=resident,
        posyandu=posyandu,
        session=session,
        date=day,
        recorded_by=user,
        setting=setting,
        life_stage=resident.life_stage_on(day).value,
    )
    visit.save(force_insert=True)
    return visit


def _check_open(session: Session | None, reason: str, *, may_correct: bool) -> None:
    """What was closed is corrected by few, with a reason."""
    if session is not None and session.is_closed and not (may_correct and reason):
        raise SessionClosed(session, lacks_reason=may_correct)


def _go_on(visit: Visit, changed: Mapping[str, Any], seen: _Seen, user: User | None, reason: str) -> None:
    """The next revision of a visit that is there: what it overwrites is kept, what somebody saved meanwhile refused."""
    if conflicts := _conflicts(visit, changed, seen):
        raise ChangedMeanwhile(visit, conflicts)
    if _overwrites(visit, changed):
        keep(visit, VisitRevision.Change.CORRECTED, user=user, reason=reason)
    visit.revision += 1


def _write(
    visit: Visit,
    changed: Mapping[str, Any],
    step: int | None,
    user: User | None,
    confirmed: Collection[str],
    item: SyncItem | None,
) -> None:
    """Store the fields, and who saved which of them at which step."""
    visit.save(update_fields=["revision", "steps"])
    VisitSave.objects.create(
        visit=visit, revision=visit.revision, step=step, fields=dict(changed), saved_by=user, item=item
    )
    fields.write(visit, changed, user)
    _note_remeasured(visit, changed, confirmed)


def _is_noted(visit: Visit, step: int | None) -> bool:
    """Whether somebody saved this step before; that a person was registered follows from any other step too."""
    return step is None or visit.saves.filter(step=step).exists()


def steps_with(visit: Visit, step: int | None, changed: Mapping[str, Any]) -> str:
    """The steps passed so far, also those whose columns were filled elsewhere; whoever is measured was registered."""
    filled = {
        fields.COLUMNS[name].step for name, value in changed.items() if not fields.is_unfilled(name, value)
    }
    passed = {*visit.steps_done, 1, *filled, *([step] if step else [])}
    return "".join(str(each) for each in sorted(passed))


def _conflicts(visit: Visit, changed: Mapping[str, Any], seen_before: _Seen) -> list[Conflict]:
    base_revision, seen = seen_before.revision, seen_before.values
    stored = fields.read(visit)
    unseen = [name for name in changed if name not in seen]
    suspect = [name for name in changed if name in seen and stored[name] != fields.normal(name, seen[name])]
    if not suspect and (not unseen or base_revision is None or base_revision >= visit.revision):
        return []
    saves = list(visit.saves.select_related("saved_by", "item").order_by("revision"))
    # What nobody ever wrote stands in nobody's way: the sender saw a value of its own that was refused.
    written = {name for save in saves for name in save.fields}
    changed_since = [
        name for name in suspect if name in written or not fields.is_unfilled(name, stored[name])
    ]
    found = [_conflict(visit, name, stored, saves) for name in changed_since]
    if base_revision is None:
        return found
    for name in unseen:
        later = [save for save in saves if name in save.fields and save.revision > base_revision]
        # Visits of before saves were kept say nothing of their fields: what they hold was there first.
        unknown = not any(name in save.fields for save in saves) and not fields.is_unfilled(
            name, stored[name]
        )
        if later or unknown:
            found.append(_conflict(visit, name, stored, later))
    return found


def _conflict(visit: Visit, name: str, stored: Mapping[str, Any], saves: Sequence[VisitSave]) -> Conflict:
    """What is stored now, by whoever saved the field last."""
    last = next((save for save in reversed(saves) if name in save.fields), None)
    if last is None:
        return Conflict(name, stored[name], visit.recorded_by, visit.recorded_at)
    # When it was typed says more to people than when a phone found a signal.
    at = last.item.entered_at if last.item else last.saved_at
    return Conflict(name, stored[name], last.saved_by, at)


def _overwrites(visit: Visit, changed: Mapping[str, Any]) -> bool:
    """Whether something that was filled becomes another value, which is a correction and kept."""
    stored = fields.read(visit)
    return any(not fields.is_unfilled(name, stored[name]) for name in changed)


def _note_remeasured(visit: Visit, changed: Mapping[str, Any], confirmed: Collection[str]) -> None:
    """Fields of this card keep their note until they are measured anew."""
    before = [name for name in visit.remeasured if name not in changed]
    noted = sorted({*before, *(name for name in confirmed if name in changed)})
    if noted != visit.remeasured:
        visit.remeasured = noted
        visit.save(update_fields=["remeasured"])
