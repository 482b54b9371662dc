"""Items that phones kept are stored exactly once, in their order, and what was not stored waits for a person."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident
from registry.services.merging import merge_residents
from tests.conftest import OPENING_DAY, Village, make_resident
from tests.visits.sync.conftest import codes, item, ledger, make_phone, problems, send, visit_body
from tests.visits.sync.weighing import stored, weight, weight_of
from visits import devices
from visits.models import Device, Session, SyncItem, Visit, VisitSave
from visits.sync import Item, kinds, receive, receiving
from visits.sync.codes import Code
from visits.sync.items import Problem, Unreadable

SEALED = ("dibuang", "")


# Once.


def test_a_save_that_arrives_five_times_is_stored_once_and_answered_alike(
    girl: Resident, phone: Device
) -> None:
    sent = weight(girl, 9.4)
    answers = [send(phone, sent)[0].told for _ in range(5)]

    assert answers == [answers[0]] * 5
    assert (answers[0]["code"], answers[0]["state"]) == (0, "tersimpan")
    assert answers[0]["result"] == {"visit": sent.body["visit"], "revision": 1}
    assert (VisitSave.objects.count(), ledger(sent).attempts) == (1, 5)
    assert VisitSave.objects.get().item == ledger(sent)


def test_a_save_that_stands_twice_in_one_batch_is_stored_once(girl: Resident, phone: Device) -> None:
    sent = weight(girl, 9.4)
    assert codes(send(phone, sent, sent)) == [0, 0]
    assert VisitSave.objects.count() == 1


def test_what_arrived_before_the_signal_broke_is_answered_and_the_rest_is_stored(
    village: Village, phone: Device
) -> None:
    sent = [weight(make_resident(village.melati), 9.4) for _ in range(3)]
    send(phone, *sent[:2])

    assert codes(send(phone, *sent)) == [0, 0, 0]
    assert (Visit.objects.count(), VisitSave.objects.count()) == (3, 3)


def test_a_save_waits_until_the_one_before_it_is_there(girl: Resident, phone: Device) -> None:
    visit = new_id()
    first = weight(girl, 9.4, visit=visit)
    second = weight(girl, 9.6, 9.4, visit=visit, after=first)

    (waits,) = send(phone, second)
    assert (waits.code, waits.state, Visit.objects.count()) == (401, "menunggu", 0)
    assert not SyncItem.objects.unscoped("a test").exists()
    assert codes(send(phone, first)) == [0]
    assert codes(send(phone, second)) == [0]
    assert weight_of(girl) == Decimal("9.60")


def test_a_save_after_a_refused_one_does_not_wait_for_ever(girl: Resident, phone: Device) -> None:
    refused = weight(girl, "sembilan")
    assert codes(send(phone, refused, weight(girl, 9.4, after=refused))) == [202, 0]


@pytest.mark.parametrize(("kg", "code"), [(9.4, 0), ("sembilan", 202)])
def test_one_id_never_stands_for_two_contents(girl: Resident, phone: Device, kg: Any, code: int) -> None:
    first = weight(girl, kg)
    other = weight(girl, 9.9, item_id=first.id)
    before = send(phone, first)[0]

    (refused,) = send(phone, other)
    assert (before.code, refused.code, refused.state) == (code, 208, "ditolak")
    assert send(phone, first)[0].told == before.told
    assert not VisitSave.objects.filter(fields__weight_kg="9.9").exists()


def test_the_id_of_another_phones_item_stores_nothing(
    girl: Resident, phone: Device, other_phone: Device
) -> None:
    sent = weight(girl, 9.4)
    send(phone, sent)
    assert codes(send(other_phone, sent)) == [208]
    assert (ledger(sent).device, ledger(sent).attempts) == (phone, 1)


# Several phones.


def test_two_phones_fill_different_fields_of_one_visit(
    girl: Resident, phone: Device, other_phone: Device
) -> None:
    head = item("visit", girl, visit_body({"head_cm": 45.1}, seen={"head_cm": None}))
    assert codes([*send(phone, weight(girl, 9.4)), *send(other_phone, head)]) == [0, 0]

    card = stored(girl).card
    assert (card.weight_kg, card.head_cm) == (Decimal("9.40"), Decimal("45.1"))  # type: ignore[union-attr]


def test_the_same_value_from_two_phones_is_no_conflict(
    girl: Resident, phone: Device, other_phone: Device
) -> None:
    assert codes([*send(phone, weight(girl, 9.4)), *send(other_phone, weight(girl, "9,40"))]) == [0, 0]


def test_the_same_field_twice_shows_the_other_value_who_wrote_it_and_when_it_was_typed(
    village: Village, girl: Resident, phone: Device, other_phone: Device
) -> None:
    typed_at = (timezone.now() - timedelta(hours=2)).replace(microsecond=0)
    send(phone, weight(girl, 9.4, entered_at=typed_at))
    (conflict,) = send(other_phone, weight(girl, 9.6))

    assert (conflict.code, conflict.state) == (301, "bentrok")
    (problem,) = conflict.problems
    assert (problem["field"], problem["stored"], problem["saved_by"]) == ("weight_kg", "9.40", "Sri Wahyuni")
    assert problem["saved_at"] == typed_at.isoformat().replace("+00:00", "Z")
    assert weight_of(girl) == Decimal("9.40")


def test_the_choice_of_a_person_wins_and_settles_the_conflict(
    girl: Resident, phone: Device, other_phone: Device
) -> None:
    send(phone, weight(girl, 9.4))
    mine = weight(girl, 9.6)
    (conflict,) = send(other_phone, mine)
    theirs = conflict.problems[0]["stored"]

    chosen = weight(girl, 9.6, theirs, replaces=mine)
    assert codes(send(other_phone, chosen)) == [0]
    assert weight_of(girl) == Decimal("9.60")
    assert (ledger(mine).state, ledger(mine).content) == SEALED
    # The first request was only late: it changes nothing any more.
    assert send(other_phone, mine)[0].state == "dibuang"
    assert weight_of(girl) == Decimal("9.60")


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("development_complete", True, False),
        ("position", "telentang", "berdiri"),
        ("education_topics", ["mpasi"], ["stimulasi"]),
        ("vitamin_a", True, False),
        ("education_note", "MP-ASI", "Gizi: 1.5 porsi"),
        ("head_cm", 45.1, 45.3),
    ],
)
def test_a_conflict_in_a_field_of_any_kind_is_settled_with_what_the_answer_named(
    girl: Resident, phone: Device, other_phone: Device, name: str, first: Any, second: Any
) -> None:
    """`stored` of an answer goes back as `seen`, just as it came."""

    def of(value: Any, seen: Any, **more: Any) -> Item:
        body = visit_body({name: value}, seen={name: seen}, confirmed=["measures"])
        return item("visit", girl, body, **more)

    send(phone, of(first, None))
    mine = of(second, None)
    (conflict,) = send(other_phone, mine)

    assert [problem["field"] for problem in conflict.problems] == [name]
    theirs = conflict.problems[0]["stored"]
    assert codes(send(other_phone, of(second, theirs, replaces=mine))) == [0]


def test_a_kader_who_corrects_herself_three_times_without_a_signal_has_no_conflict(
    girl: Resident, phone: Device
) -> None:
    visit = new_id()
    values = [(9.4, None), (9.6, 9.4), (None, 9.6), (9.5, None)]
    sent: list[Item] = []
    for kg, seen in values:
        sent.append(weight(girl, kg, seen, visit=visit, after=sent[-1] if sent else None))

    assert codes(send(phone, *sent)) == [0, 0, 0, 0]
    assert (weight_of(girl), stored(girl).revision) == (Decimal("9.50"), 4)


def test_a_save_over_a_value_of_her_own_that_was_refused_is_no_conflict(
    girl: Resident, phone: Device
) -> None:
    wrong = weight(girl, 94)
    right = weight(girl, 9.5, 94, visit=wrong.body["visit"], after=wrong)
    refused, saved = send(phone, wrong, right)
    assert (refused.state, saved.code, weight_of(girl)) == ("ditolak", 0, Decimal("9.50"))


def test_a_save_for_somebody_who_was_merged_meanwhile_is_stored_for_who_they_are_now(
    village: Village, phone: Device
) -> None:
    kept, double = (make_resident(village.melati, "Aisyah Putri") for _ in range(2))
    merge_residents(kept=kept, absorbed=double, choices={}, user=village.officer)
    assert codes(send(phone, weight(double, 9.4))) == [0]
    assert weight_of(kept) == Decimal("9.40")


# What goes wrong with one holds up no other.


def test_an_item_the_server_trips_over_holds_up_no_other(
    village: Village, phone: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = [make_resident(village.melati) for _ in range(3)]
    sent = [weight(child, 9.4) for child in children]
    poison = item("visit", children[1], sent[1].body, item_id=sent[1].id)

    def trip(row: SyncItem, got: Item) -> dict[str, object]:
        if got.id == poison.id:
            Visit.objects.unscoped("a test").update(steps="12345")
            raise RuntimeError
        return save(row, got)

    save = kinds.HANDLERS["visit"]
    monkeypatch.setitem(kinds.HANDLERS, "visit", trip)
    answers = send(phone, sent[0], poison, sent[2], weight(children[1], 9.6, after=poison))

    assert codes(answers) == [0, 501, 0, 401]
    assert [answer.state for answer in answers[1:]] == ["menunggu", "tersimpan", "menunggu"]
    assert sorted(stored(child).steps for child in (children[0], children[2])) == ["12", "12"]
    monkeypatch.undo()
    assert codes(send(phone, poison)) == [0]


def test_an_item_that_trips_again_on_mending_stays_refused_and_is_not_told_to_be_stored(
    girl: Resident, phone: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = weight(girl, "sembilan")
    send(phone, sent)

    def trip(row: SyncItem, got: Item) -> dict[str, object]:
        raise RuntimeError

    monkeypatch.setitem(kinds.HANDLERS, "visit", trip)
    assert codes(send(phone, sent, sent)) == [501, 501]
    assert (ledger(sent).state, ledger(sent).code) == ("ditolak", 202)


class Deadlock(Exception):
    """As PostgreSQL's driver reports it."""

    pgcode = "40P01"


@pytest.mark.parametrize(
    ("words", "cause"), [("database is locked", None), ("deadlock detected", Deadlock())]
)
def test_a_busy_database_refuses_the_batch_and_stores_none_of_it(
    village: Village, phone: Device, monkeypatch: pytest.MonkeyPatch, words: str, cause: Exception | None
) -> None:
    sent = [weight(make_resident(village.melati), 9.4) for _ in range(2)]
    save = kinds.HANDLERS["visit"]

    def wait(row: SyncItem, got: Item) -> dict[str, object]:
        if got.id == sent[1].id:
            raise OperationalError(words) from cause
        return save(row, got)

    monkeypatch.setitem(kinds.HANDLERS, "visit", wait)
    with pytest.raises(OperationalError):
        send(phone, *sent)
    assert not Visit.objects.exists()
    assert not SyncItem.objects.unscoped("a test").exists()


def test_when_the_connection_breaks_nothing_is_answered_as_stored(
    village: Village, phone: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first item is gone with the transaction, so nobody may hear that it is there."""
    sent = [weight(make_resident(village.melati), 9.4) for _ in range(2)]
    save = kinds.HANDLERS["visit"]

    def gone(sid: str) -> None:
        raise OperationalError("the connection is closed")

    def break_off(row: SyncItem, got: Item) -> dict[str, object]:
        if got.id == sent[1].id:
            monkeypatch.setattr(connection, "savepoint_rollback", gone)
            raise RuntimeError
        return save(row, got)

    monkeypatch.setitem(kinds.HANDLERS, "visit", break_off)
    with pytest.raises(RuntimeError):
        send(phone, *sent)
    monkeypatch.undo()


def test_what_cannot_be_read_is_kept_and_what_comes_after_it_is_stored(girl: Resident, phone: Device) -> None:
    raw = {"id": str(new_id()), "kind": "visit", "person": "siapa", "body": {"measures": {"weight_kg": 9}}}
    broken = Unreadable(
        id=UUID(raw["id"]),  # type: ignore[arg-type]
        sent=raw,
        problems=(Problem(Code.INVALID, "Bukan id.", "person"),),
        entered_at=timezone.now(),
        kind="visit",
    )
    answers = receive(device=phone, user=phone.user, items=[broken, weight(girl, 9.4, after=broken.id)])

    assert codes(answers) == [201, 0]
    assert problems(answers[0]) == [(201, "person", "Bukan id.")]
    row = SyncItem.objects.unscoped("a test").get(pk=broken.id)
    assert (row.state, row.person_id, '"weight_kg":9' in row.content) == ("ditolak", None, True)


def test_people_who_come_together_are_stored_one_by_one_when_that_fails(
    village: Village, session: Session, phone: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*args: object) -> dict[UUID, object]:
        Visit.objects.unscoped("a test").update(steps="12345")
        raise RuntimeError

    monkeypatch.setattr(receiving, "store_together", trip)
    children = [make_resident(village.melati) for _ in range(6)]
    sent = [item("visit", child, visit_body({"weight_kg": 9.4}, session=session)) for child in children]
    assert codes(send(phone, *sent)) == [0] * 6
    assert {visit.steps for visit in Visit.objects.unscoped("a test")} == {"12"}


def test_what_comes_after_a_save_that_was_stored_together_with_others_does_not_wait(
    village: Village, session: Session, phone: Device
) -> None:
    children = [make_resident(village.melati) for _ in range(6)]
    sent = [item("visit", child, visit_body({"weight_kg": 9.4}, session=session)) for child in children]
    last = weight(make_resident(village.melati), 9.4, after=sent[0])
    assert codes(send(phone, *sent, last)) == [0] * 7


@pytest.mark.parametrize("people", [2, 6])
def test_many_saves_that_arrive_twice_are_answered_alike(
    village: Village, session: Session, phone: Device, people: int
) -> None:
    """Also those that were stored together, in whatever order they come again."""
    children = [make_resident(village.melati) for _ in range(people)]
    sent = [item("visit", child, visit_body({"weight_kg": 9.4}, session=session)) for child in children]
    first, again = send(phone, *sent), send(phone, *reversed(sent))

    assert [answer.told for answer in first] == [answer.told for answer in reversed(again)]
    assert codes(first) == [0] * people
    assert (Visit.objects.count(), VisitSave.objects.count()) == (people, people)


def test_a_visit_keeps_the_day_and_never_an_hour_that_is_still_to_come(girl: Resident, phone: Device) -> None:
    sent = weight(girl, 9.4, entered_at=timezone.now() + timedelta(days=30))
    send(phone, sent)
    assert stored(girl).date == OPENING_DAY
    assert ledger(sent).entered_at == ledger(sent).settled_at


def test_a_phone_that_was_revoked_while_it_sent_stores_nothing(
    village: Village, girl: Resident, phone: Device
) -> None:
    as_loaded = Device.objects.get(pk=phone.pk)
    devices.revoke(device=phone, by=village.officer, reason="hilang")
    with pytest.raises(devices.DeviceRevoked):
        receive(device=as_loaded, user=village.kader, items=[weight(girl, 9.4)])
    assert not Visit.objects.exists()


def test_each_item_costs_the_same_however_many_come(village: Village) -> None:
    def cost(people: int) -> int:
        phone = make_phone(village.kader)
        sent = [weight(make_resident(village.melati, born=date(2025, 7, 1)), 9.4) for _ in range(people)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert codes(send(phone, *sent)) == [0] * people
        return len(queries)

    cost(1)
    one, two, four = cost(1), cost(2), cost(4)
    assert four - two == 2 * (two - one)
