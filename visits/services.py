"""Every write of sessions and visits: atomic, safe to repeat, and nothing that was there is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from registry import merging, months
from registry.models import Posyandu, Residency, Resident, User
from visits import rulebook
from visits.assess import CARD_DERIVED, VISIT_DERIVED, assess_person
from visits.models import CARDS, AdultCheck, ChildCheck, SchoolAgeCheck, Session, Visit, VisitRevision
from visits.pregnancies import pregnancies_of

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
    confirmed: Collection[str] = (),
    session: Session | None = None,
    base_revision: int | None = None,
    reason: str = "",
    sent_for: UUID | None = None,
) -> Visit:
    """Store a visit with its card, or correct it, and derive what follows. Safe to repeat with the same id.

    `measures` maps the card's field names to values; fields left out keep what they hold. `confirmed` names those that
    were asked about and measured again. `sent_for` is the id the sender knows the person by; a visit of somebody who
    was merged, under either id, is stored for the person they are now. Raises ForeignVisit,
    VisitCancelled, AlreadyVisited, or ChangedMeanwhile when `base_revision` is not the stored one.
    """
    known_as = sent_for or resident.pk
    # The row of the person is the lock: two phones saving the same person wait for each other.
    resident = merging.locked(known_as)
    visit = _own_visit(visit_id, resident)
    if visit is None:
        visit = _new_visit(visit_id, resident, posyandu, day, user, session)
        if known_as != resident.pk:
            merging.note_arrival(known_as, visit)
    elif not _differs(visit, measures):
        return visit
    elif base_revision is not None and base_revision != visit.revision:
        raise ChangedMeanwhile(visit)
    else:
        _keep(visit, VisitRevision.Change.CORRECTED, user=user, reason=reason)
        visit.revision += 1
        visit.save(update_fields=["revision"])
    _save_card(visit, measures)
    _note_remeasured(visit, measures, confirmed)
    reassess([resident], changed={(visit.posyandu_id, visit.date)})
    return Visit.objects.unscoped("the row just written").with_cards().get(pk=visit.pk)


@transaction.atomic
def cancel_visit(*, visit: Visit, user: User | None, reason: str) -> Visit:
    """Take a visit out of every count and keep it readable. Cancelling again changes nothing."""
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
    _keep(locked, VisitRevision.Change.CANCELLED, user=user, reason=reason)
    locked.revision += 1
    locked.cancelled_at, locked.cancelled_by, locked.cancel_reason = timezone.now(), user, reason
    locked.save(update_fields=["revision", "cancelled_at", "cancelled_by", "cancel_reason"])
    reassess(
        [locked.resident], changed={(locked.posyandu_id, locked.date), (locked.home_posyandu_id, locked.date)}
    )
    return locked


@transaction.atomic
def reassess(
    residents: Iterable[Resident],
    *,
    changed: Iterable[tuple[int | None, date]] = (),
    between: tuple[date, date] | None = None,
) -> int:
    """Derive again all that follows from these people's visits, save what differs, and mark the months as due.

    `changed` names (posyandu id, day) pairs whose months are due whatever the derived columns say; only visits of the
    days `between` are saved. A result that other rules changed is kept as a revision. Answers how many visits differ.
    """
    people = {resident.pk: resident for resident in residents}
    due, stale, kept, books = set(changed), _Stale(), [], rulebook.shelf()
    visits = Visit.objects.unscoped("all visits of people the caller may write").active().with_cards()
    residencies = Residency.objects.unscoped("as above").filter(resident__in=people)
    homes = {
        pk: list(rows) for pk, rows in groupby(residencies.order_by("resident"), lambda row: row.resident_id)
    }
    pregnancies = pregnancies_of(people.values())
    ordered = visits.filter(resident__in=people).order_by("resident", "date")
    for pk, group in groupby(ordered, lambda visit: visit.resident_id):
        own = list(group)
        before = [_Before.of(visit) for visit in own]
        assess_person(people[pk], own, homes.get(pk, []), pregnancies=pregnancies.get(pk, []), books=books)
        for visit, was in zip(own, before, strict=True):
            if between is not None and not between[0] <= visit.date <= between[1]:
                continue
            if not stale.add_what_differs(visit, was):
                continue
            due |= {(was.visit["home_posyandu_id"], visit.date), (visit.home_posyandu_id, visit.date)}
            if was.by_other_rules(visit):
                kept.append(_kept(visit, VisitRevision.Change.RULES, was=was, reason=was.rules_reason(visit)))
                visit.revision += 1
    VisitRevision.objects.bulk_create(kept, batch_size=200)
    stale.save()
    months.mark_due(due)
    return stale.seen


class _Before:
    """The derived columns of a visit as they were stored."""

    def __init__(self, visit: dict[str, Any], card: dict[str, Any]) -> None:
        self.visit, self.card = visit, card

    @classmethod
    def of(cls, visit: Visit) -> _Before:
        card = visit.card
        return cls(
            _state(visit, VISIT_DERIVED), _state(card, CARD_DERIVED[type(card)]) if card is not None else {}
        )

    def by_other_rules(self, visit: Visit) -> bool:
        """Whether a result that was shown is now another one because of the rules, not of a new or changed visit."""
        was_shown = bool(self.visit["rules_version"])
        return (
            was_shown
            and self.visit["rules_version"] != visit.rules_version
            and _Before.of(visit).card != self.card
        )

    def rules_reason(self, visit: Visit) -> str:
        return f"Aturan {self.visit['rules_version']} menjadi {visit.rules_version}"


class _Stale:
    """Rows whose derived columns differ from what is stored."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.cards: dict[type[Check], list[Check]] = {model: [] for model in CARD_MODELS.values()}
        self.seen = 0

    def add_what_differs(self, visit: Visit, was: _Before) -> bool:
        """Whether anything beside the version of the rules is another one now."""
        now, card = _Before.of(visit), visit.card
        if now.visit != was.visit:
            self.visits.append(visit)
        if card is not None and now.card != was.card:
            self.cards[type(card)].append(card)
        if {**now.visit, "rules_version": ""} == {**was.visit, "rules_version": ""} and now.card == was.card:
            return False
        self.seen += 1
        return True

    def save(self) -> None:
        Visit.objects.bulk_update(self.visits, [*VISIT_DERIVED, "revision"], batch_size=200)
        for model, cards in self.cards.items():
            cast(Any, model.objects).bulk_update(cards, CARD_DERIVED[model], batch_size=50)


def _state(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


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
    card = visit.card or _card_for(visit, measures)(visit=visit)
    for name, value in measures.items():
        setattr(card, name, value)
    card.full_clean(exclude=["visit"])
    card.save()


def _card_for(visit: Visit, measures: Mapping[str, Any]) -> type[Check]:
    """The card of the life stage, or that which has these fields: since a merge the birth date may be another one."""
    cards = [CARD_MODELS[name] for name in (visit.card_name, *CARDS)]
    return next((card for card in cards if all(hasattr(card, name) for name in measures)), cards[0])


def _note_remeasured(visit: Visit, measures: Mapping[str, Any], confirmed: Collection[str]) -> None:
    """Fields of this card keep their note until they are measured anew."""
    before = [name for name in visit.remeasured if name not in measures]
    noted = sorted({*before, *(name for name in confirmed if name in measures)})
    if noted != visit.remeasured:
        visit.remeasured = noted
        visit.save(update_fields=["remeasured"])


def _keep(visit: Visit, change: VisitRevision.Change, *, user: User | None, reason: str) -> None:
    kept = _kept(visit, change, was=_Before.of(visit), reason=reason)
    kept.changed_by = user
    kept.save()


def _kept(visit: Visit, change: VisitRevision.Change, *, was: _Before, reason: str) -> VisitRevision:
    """What the visit held: its raw values, and the results as they `was`."""
    card = visit.card
    values: dict[str, Any] = {"life_stage": was.visit["life_stage"], "date": visit.date}
    values |= {"rules_version": was.visit["rules_version"], "remeasured": visit.remeasured}
    if card is not None:
        values["card"] = next(name for name in CARDS if isinstance(card, CARD_MODELS[name]))
        names = [field.attname for field in card._meta.concrete_fields if not field.primary_key]
        values |= _state(card, names) | was.card
    return VisitRevision(visit=visit, revision=visit.revision, change=change, values=values, reason=reason)
