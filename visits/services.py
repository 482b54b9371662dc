"""Every write of sessions and visits: atomic, safe to repeat, and nothing that was there is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from registry import months
from registry.models import Posyandu, Residency, Resident, User
from visits.assess import CARD_DERIVED, VISIT_DERIVED, assess_person
from visits.models import CARDS, AdultCheck, ChildCheck, SchoolAgeCheck, Session, Visit, VisitRevision

Check = ChildCheck | SchoolAgeCheck | AdultCheck
CARD_MODELS: dict[str, type[Check]] = {
    "child_check": ChildCheck,
    "school_age_check": SchoolAgeCheck,
    "adult_check": AdultCheck,
}


class ForeignVisit(Exception):
    """The id belongs to a visit of somebody else: to the asker it does not exist."""


class VisitCancelled(Exception):
    """A cancelled visit stays as it was; a new one takes its place."""


@dataclass
class AlreadyVisited(Exception):
    """Somebody recorded this person on this day under another id."""

    visit: Visit


@dataclass
class ChangedMeanwhile(Exception):
    """The visit was changed after the person who now saves had opened it."""

    visit: Visit


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
    session: Session | None = None,
    base_revision: int | None = None,
    reason: str = "",
) -> Visit:
    """Store a visit with its card, or correct it, and derive what follows. Safe to repeat with the same id.

    `measures` maps the card's field names to values; fields left out keep what they hold. Raises ForeignVisit,
    VisitCancelled, AlreadyVisited, or ChangedMeanwhile when `base_revision` is not the stored one.
    """
    # The row of the person is the lock: two phones saving the same person wait for each other.
    Resident.objects.unscoped("lock of a row its caller may see").select_for_update().get(pk=resident.pk)
    visit = _own_visit(visit_id, resident)
    if visit is None:
        visit = _new_visit(visit_id, resident, posyandu, day, user, session)
    elif not _differs(visit, measures):
        return visit
    elif base_revision is not None and base_revision != visit.revision:
        raise ChangedMeanwhile(visit)
    else:
        _keep(visit, VisitRevision.Change.CORRECTED, user=user, reason=reason)
        visit.revision += 1
        visit.save(update_fields=["revision"])
    _save_card(visit, measures)
    reassess([resident], changed={(visit.posyandu_id, visit.date)})
    return Visit.objects.unscoped("the row just written").with_cards().get(pk=visit.pk)


@transaction.atomic
def cancel_visit(*, visit: Visit, user: User | None, reason: str) -> Visit:
    """Take a visit out of every count and keep it readable. Cancelling again changes nothing."""
    locked = (
        Visit.objects.unscoped("row the caller may see")
        .select_for_update(of=("self",))
        .with_cards()
        .get(pk=visit.pk)
    )
    if locked.cancelled_at is not None:
        return locked
    _keep(locked, VisitRevision.Change.CANCELLED, user=user, reason=reason)
    locked.revision += 1
    locked.cancelled_at, locked.cancelled_by, locked.cancel_reason = timezone.now(), user, reason
    locked.save(update_fields=["revision", "cancelled_at", "cancelled_by", "cancel_reason"])
    reassess(
        [locked.resident], changed={(locked.posyandu_id, locked.date), (locked.home_posyandu_id, locked.date)}
    )
    return locked


@transaction.atomic
def reassess(residents: Iterable[Resident], *, changed: Iterable[tuple[int | None, date]] = ()) -> None:
    """Derive again all that follows from these people's visits, save what differs, and mark the months as due.

    `changed` names (posyandu id, day) pairs whose months are due whatever the derived columns say.
    """
    people = {resident.pk: resident for resident in residents}
    due = set(changed)
    visits = Visit.objects.unscoped("all visits of people the caller may write").active().with_cards()
    residencies = Residency.objects.unscoped("as above").filter(resident__in=people)
    homes = {
        pk: list(rows) for pk, rows in groupby(residencies.order_by("resident"), lambda row: row.resident_id)
    }
    ordered = visits.filter(resident__in=people).order_by("resident", "date")
    stale_visits: list[Visit] = []
    stale_cards: dict[type[Check], list[Check]] = {model: [] for model in CARD_MODELS.values()}
    for pk, group in groupby(ordered, lambda visit: visit.resident_id):
        own = list(group)
        before = [(_state(visit, VISIT_DERIVED), _card_state(visit.card)) for visit in own]
        assess_person(people[pk], own, homes.get(pk, []))
        for visit, (visit_before, card_before) in zip(own, before, strict=True):
            card = visit.card
            visit_differs = _state(visit, VISIT_DERIVED) != visit_before
            card_differs = _card_state(card) != card_before
            if visit_differs:
                stale_visits.append(visit)
            if card is not None and card_differs:
                stale_cards[type(card)].append(card)
            if visit_differs or card_differs:
                due |= {(visit_before[0], visit.date), (visit.home_posyandu_id, visit.date)}
    Visit.objects.bulk_update(stale_visits, VISIT_DERIVED, batch_size=200)
    for model, cards in stale_cards.items():
        cast(Any, model.objects).bulk_update(cards, CARD_DERIVED[model], batch_size=50)
    months.mark_due(due)


def _state(row: models.Model, names: Iterable[str]) -> list[Any]:
    return [getattr(row, name) for name in names]


def _card_state(card: Check | None) -> list[Any]:
    return _state(card, CARD_DERIVED[type(card)]) if card is not None else []


def _own_visit(visit_id: UUID, resident: Resident) -> Visit | None:
    visit = (
        Visit.objects.unscoped("an id from outside; ownership is checked here")
        .with_cards()
        .filter(pk=visit_id)
        .first()
    )
    if visit is not None and visit.resident_id != resident.pk:
        raise ForeignVisit
    if visit is not None and visit.cancelled_at is not None:
        raise VisitCancelled
    return visit


def _new_visit(
    visit_id: UUID,
    resident: Resident,
    posyandu: Posyandu,
    day: date,
    user: User | None,
    session: Session | None,
) -> Visit:
    same_day = (
        Visit.objects.unscoped("one visit a day and person").active().filter(resident=resident, date=day)
    )
    if existing := same_day.with_cards().first():
        raise AlreadyVisited(existing)
    visit = Visit(
        pk=visit_id,
        resident=resident,
        posyandu=posyandu,
        session=session,
        date=day,
        recorded_by=user,
        life_stage=resident.life_stage_on(day).value,
    )
    visit.save(force_insert=True)
    return visit


def _differs(visit: Visit, measures: Mapping[str, Any]) -> bool:
    card = visit.card
    if card is None:
        return any(value not in (None, "", False) for value in measures.values())
    return any(getattr(card, name) != value for name, value in measures.items())


def _save_card(visit: Visit, measures: Mapping[str, Any]) -> None:
    if not measures:
        return
    card = visit.card or CARD_MODELS[visit.card_name](visit=visit)
    for name, value in measures.items():
        setattr(card, name, value)
    card.full_clean(exclude=["visit"])
    card.save()


def _keep(visit: Visit, change: VisitRevision.Change, *, user: User | None, reason: str) -> None:
    card = visit.card
    values: dict[str, Any] = {"life_stage": visit.life_stage, "date": visit.date}
    if card is not None:
        values["card"] = next(name for name in CARDS if isinstance(card, CARD_MODELS[name]))
        names = [field.attname for field in card._meta.concrete_fields if not field.primary_key]
        values |= {name: getattr(card, name) for name in names}
    VisitRevision.objects.create(
        visit=visit, revision=visit.revision, change=change, values=values, reason=reason, changed_by=user
    )
