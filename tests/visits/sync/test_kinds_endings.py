"""Cancelling a visit and giving up an item from a phone: with a reason, and nothing disappears unnoticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident
from tests.conftest import Village, make_resident, make_visit
from tests.visits.sync.conftest import DAY, codes, item, ledger, problems, send, visit_body
from visits.models import Device, Session, SyncItem, Visit
from visits.referrals.writing import NEEDS_REASON
from visits.session_services import close_session
from visits.sync import Item
from visits.sync.ending_items import STORED


@pytest.fixture
def girl(village: Village) -> Resident:
    return make_resident(village.melati, "Aisyah")


def cancelling(girl: Resident, visit: object, reason: str = "Salah orang") -> Item:
    return item("cancel", girl, {"visit": str(visit), "date": DAY, "reason": reason})


def throwing(thrown: Item, reason: str = "Sudah dicatat bidan", **more: Any) -> Item:
    body = {"item": str(thrown.id), "reason": reason, "kind": thrown.kind, "content": dict(thrown.body)}
    return item("discard", thrown.person, body | more)


def weighed(girl: Resident, session: Session, weight: str = "9,4", **more: Any) -> Item:
    return item("visit", girl, visit_body({"weight_kg": weight}, session=session, **more))


def the_visit() -> Visit:
    return Visit.objects.unscoped("a test").get()


def logged(sent: Item) -> list[tuple[object, object]]:
    entries = LogEntry.objects.get_for_object(ledger(sent))
    return [(entry.actor, entry.changes) for entry in entries]


def test_a_visit_is_cancelled_once_with_its_reason(phone: Device, girl: Resident, session: Session) -> None:
    visit = weighed(girl, session)
    sent = cancelling(girl, visit.body["visit"])

    first = send(phone, visit, sent)[1]
    again = send(phone, sent)[0]

    assert first.told == again.told
    assert (the_visit().cancel_reason, the_visit().cancelled_by, the_visit().revision) == (
        "Salah orang",
        phone.user,
        2,
    )
    assert first.result == {"visit": str(the_visit().pk), "revision": 2}
    assert ledger(sent).posyandu == girl.posyandu


def test_a_reason_is_needed_and_no_stranger_cancels(
    phone: Device, neighbours_phone: Device, girl: Resident
) -> None:
    visit = make_visit(girl, weight_kg="9.4")
    assert problems(send(phone, cancelling(girl, visit.pk, ""))[0]) == [(201, "reason", NEEDS_REASON)]
    assert codes(send(neighbours_phone, cancelling(girl, visit.pk))) == [205]
    assert the_visit().cancelled_at is None


def test_what_another_phone_began_is_cancelled_only_by_whoever_added_to_it(
    phone: Device, other_phone: Device, girl: Resident, session: Session
) -> None:
    send(other_phone, weighed(girl, session))
    mine = item("visit", girl, visit_body({"height_cm": "75,7", "position": "telentang"}, session=session))

    assert codes(send(phone, cancelling(girl, mine.body["visit"]))) == [205]
    assert codes(send(phone, mine, cancelling(girl, mine.body["visit"], "Salah anak"))) == [0, 0]
    assert the_visit().cancel_reason == "Salah anak"


def test_on_a_closed_day_only_the_bidan_cancels(
    phone: Device, other_phone: Device, village: Village, girl: Resident, session: Session
) -> None:
    visit = weighed(girl, session)
    send(phone, visit)
    close_session(session=session, user=village.kader)
    assert problems(send(phone, cancelling(girl, visit.body["visit"]))[0]) == [
        (206, "reason", "Hari buka ini sudah ditutup.")
    ]
    assert codes(send(other_phone, cancelling(girl, visit.body["visit"]))) == [0]


def test_an_item_that_was_refused_is_given_up_and_kept_sealed_with_who_and_why(
    phone: Device, girl: Resident, session: Session
) -> None:
    refused = weighed(girl, session, "940")
    assert codes(send(phone, refused)) == [202]
    sent = throwing(refused)

    assert send(phone, sent)[0].told == send(phone, sent)[0].told
    assert codes([send(phone, sent)[0]]) == [0]

    row = ledger(refused)
    assert (row.state, '"940"' in row.content, row.posyandu) == ("dibuang", True, girl.posyandu)
    assert logged(refused) == [
        (phone.user, {"state": ["ditolak", "dibuang"], "alasan": ["", "Sudah dicatat bidan"]})
    ]
    # Another tab that still has it stores nothing.
    assert [answer.state for answer in send(phone, refused)] == ["dibuang"]
    assert not Visit.objects.unscoped("a test").exists()


def test_taking_what_the_other_wrote_gives_up_ones_own(
    phone: Device, other_phone: Device, girl: Resident, session: Session
) -> None:
    send(other_phone, weighed(girl, session, "9,4"))
    mine = weighed(girl, session, "9,1")
    assert codes(send(phone, mine)) == [301]
    assert codes(send(phone, throwing(mine, "Yang benar dari Ratna Dewi"))) == [0]
    assert ledger(mine).state == "dibuang"


@pytest.mark.parametrize("has_arrived", [True, False])
def test_giving_up_what_was_to_mend_gives_up_what_it_was_to_mend(
    phone: Device, girl: Resident, session: Session, *, has_arrived: bool
) -> None:
    first = weighed(girl, session, "940")
    second = replace(weighed(girl, session, "94,0,0"), replaces=first.id)
    third = replace(weighed(girl, session, "sembilan"), replaces=second.id)
    send(phone, first, second, *([third] if has_arrived else []))

    sent = replace(throwing(third, "Sudah dicatat bidan", replaces=str(second.id)), replaces=third.id)
    assert codes(send(phone, sent)) == [0]

    assert [ledger(each).state for each in (first, second, third)] == ["dibuang"] * 3
    assert [ledger(each).content for each in (first, second, third)] == [
        each.content for each in (first, second, third)
    ]
    gave_up = [(phone.user, {"state": ["ditolak", "dibuang"], "alasan": ["", "Sudah dicatat bidan"]})]
    assert [logged(first), logged(second)] == [gave_up, gave_up]


def test_what_another_item_has_mended_meanwhile_stays_stored(
    phone: Device, girl: Resident, session: Session
) -> None:
    stored, wrong = weighed(girl, session, "9,4"), weighed(girl, session, "940")
    mending = replace(wrong, replaces=stored.id)
    send(phone, stored, mending)
    assert codes(send(phone, throwing(mending))) == [0]
    assert [ledger(each).state for each in (stored, mending)] == ["tersimpan", "dibuang"]


def test_an_item_that_never_arrived_is_kept_sealed_and_logged(
    phone: Device, girl: Resident, session: Session
) -> None:
    lost = weighed(girl, session, "9,1")
    typed = timezone.now() - timedelta(days=2)
    sent = throwing(lost, "HP dipinjam anak", entered_at=typed.isoformat())

    assert codes(send(phone, sent)) == [0]

    row = ledger(lost)
    assert (row.state, row.kind, row.person_id, row.content) == ("dibuang", "visit", girl.pk, lost.content)
    assert (row.entered_at, row.posyandu, row.user) == (typed, girl.posyandu, phone.user)
    assert logged(lost) == [(phone.user, {"state": ["", "dibuang"], "alasan": ["", "HP dipinjam anak"]})]
    # Should it arrive after all, it is known as given up.
    assert [answer.state for answer in send(phone, lost)] == ["dibuang"]
    assert not Visit.objects.unscoped("a test").exists()


def test_what_was_stored_what_is_another_phones_and_what_has_no_content_is_not_given_up(
    phone: Device, other_phone: Device, girl: Resident, session: Session
) -> None:
    stored, theirs = weighed(girl, session), weighed(girl, session, "940")
    send(phone, stored)
    send(other_phone, theirs)
    bare = item("discard", girl, {"item": str(new_id()), "reason": "Salah"})

    answers = send(phone, throwing(stored), throwing(theirs), bare)

    assert [problems(answer) for answer in answers[:1]] == [[(202, "item", STORED)]]
    assert answers[0].result["visit"] == stored.body["visit"]
    assert codes(answers[1:]) == [205, 201]
    assert [field for _, field, _ in problems(answers[2])] == ["kind", "content"]
    assert (ledger(stored).state, ledger(theirs).state) == ("tersimpan", "ditolak")


def test_what_was_given_up_about_a_stranger_is_not_told_to_the_strangers_posyandu(
    village: Village, phone: Device, session: Session
) -> None:
    stranger = make_resident(village.mawar)
    lost = weighed(stranger, session)
    assert codes(send(phone, throwing(lost))) == [0]
    assert ledger(lost).posyandu is None
    assert not SyncItem.objects.visible_to(village.neighbour).exists()


def test_revoking_a_phone_is_on_record_and_its_contacts_are_not(phone: Device, village: Village) -> None:
    LogEntry.objects.all().delete()
    phone.seen_at, phone.unsent = timezone.now(), 3
    phone.save()
    assert not LogEntry.objects.get_for_object(phone).exists()
    phone.revoked_at, phone.revoked_by, phone.revoke_reason = timezone.now(), village.officer, "Hilang"
    phone.save()
    (entry,) = LogEntry.objects.get_for_object(phone)
    assert sorted(entry.changes) == ["revoke_reason", "revoked_at", "revoked_by"]
