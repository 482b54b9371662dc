"""What was not stored stays, sealed, until a person has dealt with it."""

from __future__ import annotations

from django.db import connection

from registry.ids import new_id
from registry.models import Resident
from tests.conftest import Village, make_resident
from tests.visits.sync.conftest import codes, item, ledger, problems, send, visit_body
from tests.visits.sync.weighing import weight
from visits.models import Device, Session
from visits.session_services import close_session, reopen_session

CLOSED = "Hari buka ini sudah ditutup."
SEALED = ("dibuang", "")


def test_what_was_refused_is_kept_sealed_until_it_is_mended(
    village: Village, girl: Resident, phone: Device
) -> None:
    wrong = weight(girl, "sembilan")
    assert codes(send(phone, wrong)) == [202]

    assert (ledger(wrong).content, ledger(wrong).posyandu) == (wrong.content, village.melati)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM visits_syncitem")
        (kept,) = cursor.fetchone()
    assert (kept != "", "sembilan" in kept, str(girl.pk) in kept) == (True, False, False)
    assert codes(send(phone, weight(girl, 9.4, replaces=wrong))) == [0]
    assert (ledger(wrong).state, ledger(wrong).content) == SEALED


def test_what_was_mended_at_the_third_try_is_done_with_altogether(girl: Resident, phone: Device) -> None:
    first = weight(girl, "sembilan")
    second = weight(girl, "sembilan koma", replaces=first)
    third = weight(girl, 9.4, replaces=second)

    assert codes(send(phone, first, second)) == [202, 202]
    assert [ledger(each).state for each in (first, second)] == ["ditolak", "ditolak"]
    assert codes(send(phone, third)) == [0]
    assert [(ledger(each).state, ledger(each).content) for each in (first, second)] == [SEALED] * 2


def test_what_was_given_up_is_not_stored_when_it_arrives_once_more(girl: Resident, phone: Device) -> None:
    wrong = item("visit", girl, visit_body({"weight_kg": "sembilan"}))
    given_up = item("discard", girl, {"item": str(wrong.id), "reason": "salah orang"}, after=wrong)
    send(phone, wrong)

    answers = send(phone, given_up, wrong)
    assert [answer.state for answer in answers] == ["tersimpan", "dibuang"]
    assert (ledger(wrong).state, ledger(wrong).content) == ("dibuang", wrong.content)


def test_nobody_mends_what_another_phone_sent(girl: Resident, phone: Device, other_phone: Device) -> None:
    wrong = weight(girl, "sembilan")
    send(phone, wrong)
    assert codes(send(other_phone, weight(girl, 9.4, replaces=wrong))) == [0]
    assert (ledger(wrong).state, ledger(wrong).content) == ("ditolak", wrong.content)


def test_mending_something_that_was_stored_leaves_it_stored(girl: Resident, phone: Device) -> None:
    first = weight(girl, 9.4)
    send(phone, first, weight(girl, 9.6, 9.4, replaces=first))
    assert ledger(first).state == "tersimpan"


def test_somebody_elses_child_is_not_found_and_nobody_there_learns_of_it(
    village: Village, phone: Device
) -> None:
    theirs, unknown = make_resident(village.mawar), new_id()
    sent = [weight(theirs, 9.4), item("visit", unknown, visit_body({"weight_kg": 9.4}))]

    answers = send(phone, *sent)
    assert codes(answers) == [205, 205]
    assert answers[0].problems == answers[1].problems
    assert [ledger(each).posyandu for each in sent] == [None, None]


def test_a_closed_day_refuses_and_the_same_save_is_stored_when_it_is_open_again(
    village: Village, girl: Resident, phone: Device, session: Session
) -> None:
    sent = item("visit", girl, visit_body({"weight_kg": 9.4}, session=session))
    close_session(session=session, user=village.kader)

    (closed,) = send(phone, sent)
    assert problems(closed) == [(206, "reason", CLOSED)]
    reopen_session(session=session, user=village.bidan, reason="hujan")
    assert codes(send(phone, sent)) == [0]
    assert (ledger(sent).attempts, ledger(sent).content) == (2, "")


def test_a_kind_that_only_newer_servers_know_is_kept(girl: Resident, phone: Device) -> None:
    sent = item("ultrasound", girl, {"weeks": 20})
    (answer,) = send(phone, sent)
    assert (answer.code, answer.state, ledger(sent).content) == (209, "ditolak", sent.content)
