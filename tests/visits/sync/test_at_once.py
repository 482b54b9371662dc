"""Two tabs and two phones at the same moment: nothing is stored twice, and nobody waits in a circle.

On PostgreSQL each sends over a connection of its own, the second one while the first one's transaction is still open.
The embedded database lets one writer in at a time, so there they follow each other.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection

from registry.ids import new_id
from registry.models import Resident
from tests.at_once import HELD_SECONDS, Call, meanwhile
from tests.conftest import Village, make_resident
from tests.visits.sync.conftest import codes, item, send, visit_body
from visits.models import Device, SyncItem, Visit, VisitSave
from visits.sync import Item, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def together(first: Call, second: Call) -> list[Any]:
    """What both calls answer, started at once."""
    if connection.vendor != "postgresql":
        return [first(), second()]

    def run(call: Call) -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, (first, second)))


def weight(child: Resident, kg: float) -> Item:
    return item("visit", child, visit_body({"weight_kg": kg}, seen={"weight_kg": None}))


@pytest.mark.parametrize("people", [2, 8])
def test_two_tabs_that_send_the_same_batch_store_it_once(
    village: Village, phone: Device, people: int
) -> None:
    sent = [weight(make_resident(village.melati), 9.4) for _ in range(people)]
    answers = meanwhile(lambda: send(phone, *sent), lambda: send(phone, *reversed(sent)))

    assert [codes(each) for each in answers] == [[0] * people] * 2
    assert [answer.told for answer in answers[0]] == [answer.told for answer in reversed(answers[1])]
    assert (Visit.objects.count(), VisitSave.objects.count()) == (people, people)
    assert sorted(SyncItem.objects.unscoped("a test").values_list("attempts", flat=True)) == [2] * people


def test_two_tabs_that_send_the_same_newcomer_register_one_person(
    village: Village, phone: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of somebody who is not there yet nobody can hold the row."""

    def register(row: SyncItem, got: Item) -> dict[str, object]:
        Resident.objects.create(pk=got.person, posyandu=village.melati, name="Bayi", sex="P",
                                birth_date="2026-10-01")  # fmt: skip
        return {"resident": str(got.person)}

    monkeypatch.setitem(kinds.HANDLERS, "newcomer", register)
    baby = item("newcomer", new_id(), {"name": "Bayi"})
    answers = meanwhile(lambda: send(phone, baby), lambda: send(phone, baby))

    assert [codes(each) for each in answers] == [[0], [0]]
    assert Resident.objects.unscoped("a test").count() == 1


def test_the_same_field_on_two_phones_at_once_is_a_conflict_for_the_second(
    village: Village, phone: Device, other_phone: Device
) -> None:
    girl = make_resident(village.melati)
    first, second = meanwhile(
        lambda: send(phone, weight(girl, 9.4)), lambda: send(other_phone, weight(girl, 9.6))
    )
    assert (codes(first), codes(second)) == ([0], [301])
    assert second[0].problems[0]["stored"] == "9.40"


def test_two_phones_that_list_the_same_people_in_another_order_both_get_through(
    village: Village, phone: Device, other_phone: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would hold the child that the other one wants next."""
    children = [make_resident(village.melati) for _ in range(2)]
    heads = [item("visit", child, visit_body({"head_cm": 45}, seen={"head_cm": None})) for child in children]
    both_have_one, save = Barrier(2), kinds.HANDLERS["visit"]

    def pause(row: SyncItem, got: Item) -> dict[str, object]:
        stored = save(row, got)
        with suppress(BrokenBarrierError):
            both_have_one.wait(HELD_SECONDS if connection.vendor == "postgresql" else 0)
        return stored

    monkeypatch.setitem(kinds.HANDLERS, "visit", pause)
    answers = together(
        lambda: send(phone, *(weight(child, 9.4) for child in children)),
        lambda: send(other_phone, *reversed(heads)),
    )
    assert [codes(each) for each in answers] == [[0, 0]] * 2
    assert Visit.objects.count() == 2
