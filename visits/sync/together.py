"""Many first saves of a day stored together: what a phone sends that was out of reach all morning.

Only the plain case is taken here: a person of the session's list who has no visit on that day, one item about them, and
nothing to ask or refuse. Everything else is settled item by item, and a test holds both ways to the same rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Manager
from django.utils import timezone
from rest_framework import serializers

from registry.models import Resident, User
from registry.permissions import Action
from visits import api_entry, fields, guests
from visits.columns import Home
from visits.entry import Known, known_by, known_on
from visits.fields import Check
from visits.forms import CARD_FORMS
from visits.models import Device, MotherCheck, Session, Setting, SyncItem, Visit, VisitSave
from visits.reassessing import reassess
from visits.roster import last_with_card
from visits.services import steps_with
from visits.sync.codes import Code
from visits.sync.items import Answer, Item, digest_of
from visits.sync.reading import of_visit
from visits.sync.visit_items import VisitBody

# Below this, settling one by one is as quick.
FEWEST = 5
_WHY = "of people and sessions that the sender was checked for"


@dataclass(slots=True)
class _Ready:
    """One item that can be stored as it is."""

    item: Item
    given: dict[str, Any]
    resident: Resident
    session: Session
    visit: Visit
    cards: list[Check | MotherCheck]
    changed: dict[str, Any]


def store_together(
    device: Device, user: User, items: Sequence[Item], ledger: Collection[UUID]
) -> list[SyncItem]:
    """The ledger's new rows of those items that were stored; the others are to be settled one by one.

    `ledger` holds which of these items, and of those they come after, have been answered. The caller holds the people's
    rows, and takes everything back when this raises: then one of the items is not as plain as it looks.
    """
    given = _readable(_alone(items, ledger))
    if len(given) < FEWEST:
        return []
    ready = [one for session in _sessions(user, given) for one in _ready(user, session, given)]
    return _store(device, user, ready) if len(ready) >= FEWEST else []


def _alone(items: Sequence[Item], ledger: Collection[UUID]) -> list[Item]:
    """Visits that nothing else in the batch, and nothing in the ledger, is about."""
    about = Counter(item.person for item in items)
    plain = [item for item in items if item.kind == "visit" and about[item.person] == 1 and not item.replaces]
    return [item for item in plain if item.id not in ledger and (item.after is None or item.after in ledger)]


def _readable(items: Iterable[Item]) -> dict[UUID, tuple[Item, dict[str, Any]]]:
    """Items whose body can be read, by person. One reader for all: making one takes longer than reading."""
    reader = VisitBody()
    found = {}
    for item in items:
        try:
            given = dict(reader.run_validation(dict(item.body)))
        except (serializers.ValidationError, TypeError, ValueError):
            continue
        if given.get("session") and given["setting"] == Setting.POSYANDU:
            found[item.person] = (item, given | {"resident": item.person})
    return found


def _sessions(user: User, given: Mapping[UUID, tuple[Item, dict[str, Any]]]) -> list[Session]:
    wanted = {body["session"] for _, body in given.values()}
    sessions = Session.objects.visible_to(user, Action.RECORD).filter(pk__in=wanted, closed_at=None)
    return list(sessions.filter(date__lte=timezone.localdate()).select_related("posyandu__unit"))


def _ready(
    user: User, session: Session, given: Mapping[UUID, tuple[Item, dict[str, Any]]]
) -> Iterable[_Ready]:
    own = {
        pk: found
        for pk, found in given.items()
        if found[1]["session"] == session.pk and found[1]["date"] == session.date
    }
    people = guests.recordable(user, session).filter(pk__in=own, birth_date__lte=session.date)
    people = people.select_related("posyandu__unit", "mother")
    taken = _taken(session, [body["visit"] for _, body in own.values()], own)
    residents = [person for person in people if person.pk not in taken]
    known, before = known_by(residents, session.date), _cards_before(residents, session)
    for resident in residents:
        item, body = own[resident.pk]
        one = _prepare(user, session, resident, item, body, known, before.get(resident.pk))
        if one is not None:
            yield one


def _taken(session: Session, visit_ids: Iterable[UUID], people: Iterable[UUID]) -> set[UUID]:
    """Those of the people who have a visit that day, or whose visit's id is somebody's already."""
    visits = Visit.objects.unscoped(_WHY)
    known = set(visits.filter(pk__in=list(visit_ids)).values_list("pk", flat=True))
    if known:
        return set(people)
    same_day = visits.active().filter(resident__in=list(people), date=session.date)
    return set(same_day.values_list("resident", flat=True))


def _cards_before(residents: Sequence[Resident], session: Session) -> dict[UUID, Check | None]:
    """The last card before the day, for what is compared with last time."""
    visits = Visit.objects.unscoped(_WHY).active().with_cards().filter(resident__in=residents)
    earlier = visits.filter(date__lt=session.date).order_by("resident", "-date")
    found = {pk: last_with_card(group) for pk, group in groupby(earlier, lambda visit: visit.resident_id)}
    return {pk: visit.card for pk, visit in found.items() if visit is not None}


def _prepare(
    user: User,
    session: Session,
    resident: Resident,
    item: Item,
    given: dict[str, Any],
    known: Known,
    before: Check | None,
) -> _Ready | None:
    """The visit as it would be stored; None where a person or the slow way has to look at it."""
    who = known_on(resident, session.date, None, known)
    typed = {name: api_entry.as_typed(value) for name, value in given["measures"].items()}
    form = CARD_FORMS[who.card](
        {**typed, "visit_id": str(given["visit"])},
        resident=resident,
        day=session.date,
        visit=None,
        previous=before,
        who=who,
    )
    form.asks = False
    try:
        confirmed = api_entry.confirmed_of(form, given, None)
    except api_entry.NotStored:
        return None
    values = {name: value for name, value in form.measures().items() if name in given["measures"]}
    changed = {name: value for name, value in values.items() if not fields.is_unfilled(name, value)}
    if any(fields.COLUMNS[name].home is Home.SERVICE for name in changed):
        return None
    visit = fields.unstored(
        pk=given["visit"],
        resident=resident,
        posyandu=session.posyandu,
        session=session,
        date=session.date,
        recorded_by=user,
        setting=given["setting"],
        life_stage=resident.life_stage_on(session.date).value,
    )
    try:
        cards = fields.fill(visit, changed)
    except ValidationError:
        return None
    visit.steps = steps_with(visit, given["step"], changed)
    visit.remeasured = sorted(name for name in confirmed if name in changed)
    return _Ready(item, given, resident, session, visit, cards, changed)


def _store(device: Device, user: User, ready: Sequence[_Ready]) -> list[SyncItem]:
    rows = [_row(device, user, one) for one in ready]
    SyncItem.objects.bulk_create(rows)
    reassess(
        [one.resident for one in ready],
        changed={(one.session.posyandu_id, one.session.date) for one in ready},
        unstored={one.resident.pk: [one.visit] for one in ready},
    )
    Visit.objects.bulk_create(one.visit for one in ready)
    cards = sorted((card for one in ready for card in one.cards), key=lambda card: type(card).__name__)
    for model, group in groupby(cards, type):
        manager: Manager[Any] = model._default_manager  # type: ignore[attr-defined]
        manager.bulk_create(list(group))
    VisitSave.objects.bulk_create(
        VisitSave(
            visit=one.visit,
            revision=one.visit.revision,
            step=one.given["step"],
            fields=one.changed,
            saved_by=user,
            item_id=one.item.id,
        )
        for one in ready
    )
    return rows


def _row(device: Device, user: User, one: _Ready) -> SyncItem:
    stored = Answer(one.item.id, Code.STORED, SyncItem.State.STORED, result=of_visit(one.visit))
    return SyncItem(
        pk=one.item.id,
        device=device,
        user=user,
        posyandu=one.session.posyandu,
        kind=one.item.kind,
        person_id=one.item.person,
        digest=digest_of(one.item),
        state=stored.state,
        answer=stored.told,
        entered_at=min(one.item.entered_at, timezone.now()),
    )
