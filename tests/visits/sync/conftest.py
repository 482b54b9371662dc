"""Phones at the Posyandu's opening day, what is typed on them, and sending it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident, User
from tests.conftest import OPENING_DAY, Village, make_resident, make_session
from visits.models import Device, Session, SyncItem
from visits.sync import Answer, Item, receive

DAY = OPENING_DAY.isoformat()


@pytest.fixture(autouse=True)
def on_the_opening_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: OPENING_DAY)


@pytest.fixture
def phone(village: Village) -> Device:
    """The kader's phone."""
    return make_phone(village.kader, "HP Bu Sri")


@pytest.fixture
def other_phone(village: Village) -> Device:
    """The bidan's phone, at the same table."""
    return make_phone(village.bidan, "HP Bu Ratna")


@pytest.fixture
def neighbours_phone(village: Village) -> Device:
    """The phone of a kader who works at another Posyandu."""
    return make_phone(village.neighbour, "HP Bu Endang")


@pytest.fixture
def session(village: Village) -> Session:
    """The opening day at Melati 1."""
    return make_session(village.melati, by=village.kader)


@pytest.fixture
def girl(village: Village) -> Resident:
    """A child of Melati 1."""
    return make_resident(village.melati)


@pytest.fixture
def kader(village: Village, client_of: Callable[[User], Client]) -> Client:
    """The browser of the kader of Melati 1."""
    return client_of(village.kader)


def make_phone(user: User, name: str = "HP") -> Device:
    return Device.objects.create(pk=new_id(), user=user, name=name)


def item(
    kind: str,
    person: Resident | UUID,
    body: Mapping[str, Any] | None = None,
    *,
    after: Item | UUID | None = None,
    replaces: Item | UUID | None = None,
    item_id: UUID | None = None,
    entered_at: datetime | None = None,
) -> Item:
    """What somebody typed five minutes ago."""
    return Item(
        id=item_id or new_id(),
        kind=kind,
        person=person.pk if isinstance(person, Resident) else person,
        entered_at=entered_at or timezone.now() - timedelta(minutes=5),
        body=body or {},
        after=after.id if isinstance(after, Item) else after,
        replaces=replaces.id if isinstance(replaces, Item) else replaces,
    )


def visit_body(measures: dict[str, Any], *, session: Session | None = None, **more: Any) -> dict[str, Any]:
    """The body of a visit of the opening day."""
    place = {"session": str(session.pk)} if session else {}
    return {"visit": str(new_id()), "date": DAY, "measures": measures} | place | more


def send(device: Device, *items: Item) -> list[Answer]:
    """The items of one batch, sent by the phone's own user."""
    return receive(device=device, user=device.user, items=items)


def problems(answer: Answer) -> list[tuple[int, str, str]]:
    """Code, field and message of every reason."""
    return [(each["code"], each["field"], each["message"]) for each in answer.problems]


def codes(answers: Sequence[Answer]) -> list[int]:
    return [int(answer.code) for answer in answers]


def ledger(sent: Item) -> SyncItem:
    return SyncItem.objects.unscoped("a test").get(pk=sent.id)
