"""What a phone sends after a morning out of reach is stored together, exactly as one by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from registry.models.due import MonthDue
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from tests.visits.sync.conftest import codes, item, send, visit_body
from visits.models import (
    AdultCheck,
    ChildCheck,
    Device,
    MotherCheck,
    SchoolAgeCheck,
    Session,
    SyncItem,
    Visit,
    VisitSave,
)
from visits.sync import Item, receiving
from visits.sync.together import FEWEST, store_together

MODELS: tuple[Any, ...] = (
    Visit,
    ChildCheck,
    SchoolAgeCheck,
    AdultCheck,
    MotherCheck,
    VisitSave,
    SyncItem,
)
# Clocks and keys that a second attempt draws anew.
DRAWN = {"id", "recorded_at", "saved_at", "received_at", "settled_at"}
EARLIER = date(2026, 9, 12)


def rows(model: Any) -> list[dict[str, Any]]:
    manager = model._base_manager
    drawn = DRAWN - ({"id"} if model in (Visit, SyncItem) else set())
    found = [{name: value for name, value in row.items() if name not in drawn} for row in manager.values()]
    return sorted(found, key=str)


def months_due() -> set[tuple[Any, ...]]:
    return set(MonthDue.objects.values_list("posyandu", "month", "and_later"))


def stored(phone: Device, items: list[Item]) -> list[SyncItem]:
    """What goes together of items that come for the first time."""
    return store_together(phone, phone.user, items, ())


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def morning(village: Village, session: Session) -> list[Item]:
    """One first save for people of all ages: with and without an earlier visit, measured, asked, only come."""
    child = {"weight_kg": "9,4", "height_cm": "75.7", "position": "telentang"}
    grown = {"weight_kg": "58", "height_cm": "157", "systolic": 150, "diastolic": 95}
    wanted: list[tuple[date, dict[str, Any]]] = [
        (date(2025, 9, 1), child),
        (date(2025, 8, 1), {"weight_kg": "8,0", "tb_cough": True, "tb_fever": False}),
        (date(2022, 8, 1), {"weight_kg": "14,1", "height_cm": "98", "education_note": "gizi seimbang"}),
        (date(2013, 5, 5), {"weight_kg": "41", "height_cm": "148"}),
        (date(1990, 5, 5), grown),
        (date(1950, 5, 5), grown | {"waist_cm": "91"}),
        (date(1991, 1, 1), {}),
    ]
    sent = []
    for number, (born, measures) in enumerate(wanted):
        person = make_resident(village.melati, sex="PL"[number % 2], born=born)
        if number % 2 == 0:
            make_visit(person, EARLIER, weight_kg="9.0" if number == 0 else "14.0" if number == 2 else "57.0")
        body = visit_body(measures, session=session, step=2, seen=dict.fromkeys(measures))
        sent.append(item("visit", person, body | {"confirmed": [*measures, "measures"]}))
    return sent


def test_many_are_stored_as_one_by_one(
    phone: Device, morning: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as slowly, taken_back():
        slowly.setattr(receiving, "store_together", lambda *_: [])
        answers = [answer.told for answer in send(phone, *morning)]
        one_by_one, due = {model: rows(model) for model in MODELS}, months_due()
    assert {answer["code"] for answer in answers} == {0}
    assert Visit.objects.unscoped("a test").filter(date=OPENING_DAY).count() == 0

    together = {row.pk: row for row in stored(phone, morning)}
    assert [together[sent.id].answer for sent in morning] == answers
    for model in MODELS:
        assert rows(model) == one_by_one[model]
    assert months_due() == due


def test_a_batch_goes_together_and_needs_few_queries(
    phone: Device, morning: list[Item], village: Village, session: Session, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(75):
        assert set(codes(send(phone, *morning))) == {0}
    more = [make_resident(village.melati, born=date(1980, 1, 1)) for _ in range(20)]
    sent = [item("visit", one, visit_body({"weight_kg": "60"}, session=session)) for one in more]
    with django_assert_max_num_queries(75):
        assert set(codes(send(phone, *sent))) == {0}
    assert Visit.objects.unscoped("a test").filter(date=OPENING_DAY).count() == len(morning) + 20
    # Sent again, everything is found in the ledger.
    assert set(codes(send(phone, *sent))) == {0}
    assert Visit.objects.unscoped("a test").filter(date=OPENING_DAY).count() == len(morning) + 20


def test_what_a_person_must_look_at_is_left_out(
    phone: Device, village: Village, session: Session, morning: list[Item]
) -> None:
    there = make_resident(village.melati, born=date(1980, 1, 1))
    make_visit(there, weight_kg="60")
    foreign = make_resident(village.mawar, born=date(1980, 1, 1))
    twice = make_resident(village.melati, born=date(1980, 1, 1))
    odd = make_resident(village.melati, born=date(2024, 10, 1))
    waiting = make_resident(village.melati, born=date(1980, 1, 1))
    plain = {"weight_kg": "60"}
    left = [
        item("visit", there, visit_body(plain, session=session)),
        item("visit", foreign, visit_body(plain, session=session)),
        item("visit", twice, visit_body(plain, session=session)),
        item("visit", twice, visit_body({"height_cm": "150"}, session=session)),
        item("visit", odd, visit_body({"weight_kg": "61"}, session=session)),
        item("visit", waiting, visit_body(plain, session=session), after=waiting.pk),
    ]
    assert {row.pk for row in stored(phone, [*morning, *left])} == {sent.id for sent in morning}


def test_what_the_ledger_knows_is_not_stored_again(phone: Device, morning: list[Item]) -> None:
    known = morning[0].id
    rows = store_together(phone, phone.user, morning, {known})
    assert {row.pk for row in rows} == {sent.id for sent in morning} - {known}


def test_a_handful_is_settled_one_by_one(phone: Device, morning: list[Item]) -> None:
    assert stored(phone, morning[: FEWEST - 1]) == []


def test_a_closed_session_takes_nothing_together(
    phone: Device, village: Village, session: Session, morning: list[Item]
) -> None:
    session.closed_at, session.closed_by = session.opened_at, village.kader
    session.save()
    assert stored(phone, morning) == []
