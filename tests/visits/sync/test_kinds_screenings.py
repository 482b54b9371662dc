"""Questionnaires from a phone: stored once, never overwriting what nobody saw, and silent about private answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection

from registry.ids import new_id
from tests.conftest import Village, make_resident
from tests.visits.screenings.people import BORN, healthy, reloaded, srq, visit_of
from tests.visits.sync.conftest import DAY, codes, item, ledger, make_phone, problems, send, visit_body
from visits import services
from visits.models import Device, Screening, Session, SyncItem, Visit
from visits.session_services import close_session
from visits.sync import Item


def answered(visit: Visit, form: str, answers: dict[str, str | None] | None = None, **more: Any) -> Item:
    body = {"visit": str(visit.pk), "date": DAY, "form": form, "answers": answers or {}}
    return item("screening", visit.resident, body | more)


def stored(visit: Visit, form: str) -> Screening:
    return Screening.objects.unscoped("a test").get(visit=visit, form=form)


def in_session(visit: Visit, session: Session) -> Visit:
    visit.session = session
    visit.save(update_fields=["session"])
    return visit


def test_a_form_is_stored_once_however_often_it_is_sent(village: Village, phone: Device) -> None:
    visit = visit_of(village, "elder")
    sent = answered(visit, "aks", healthy("aks", visit, mandi="0"))

    first, again = send(phone, sent)[0], send(phone, sent)[0]

    row = stored(visit, "aks")
    assert (row.answers["mandi"], row.score, row.asked_by, row.revision) == ("0", 19, village.kader, 1)
    revision = reloaded(visit).revision
    assert first.result == again.result == {
        "visit": str(visit.pk), "revision": revision, "form": "aks", "form_revision": 1,
    }  # fmt: skip
    assert ledger(sent).posyandu == village.melati


def test_a_form_is_put_off_with_its_reason(village: Village, phone: Device) -> None:
    visit = visit_of(village, "adult")
    assert codes(send(phone, answered(visit, "srq20", postponed_because="Anaknya menangis"))) == [0]
    assert stored(visit, "srq20").postponed_because == "Anaknya menangis"


def test_what_the_phone_itself_stored_it_corrects_without_a_question(village: Village, phone: Device) -> None:
    visit = visit_of(village, "elder")
    first = answered(visit, "aks", healthy("aks", visit, mandi="0"))
    second = answered(visit, "aks", healthy("aks", visit))
    third = answered(visit, "aks", healthy("aks", visit, mandi="0"))

    assert codes(send(phone, first, second)) == [0, 0]
    assert codes(send(phone, third)) == [0]
    assert (stored(visit, "aks").answers["mandi"], stored(visit, "aks").revision) == ("0", 3)


def test_what_somebody_else_stored_is_not_overwritten_unseen(
    village: Village, phone: Device, other_phone: Device
) -> None:
    visit = visit_of(village, "elder")
    theirs, mine = healthy("aks", visit, mandi="0"), healthy("aks", visit)
    send(other_phone, answered(visit, "aks", theirs))

    sent = answered(visit, "aks", mine)
    (answer,) = send(phone, sent)

    (problem,) = answer.problems
    assert (answer.state, problem["code"], problem["field"], problem["saved_by"]) == (
        "bentrok", 301, "aks", "Ratna Dewi",
    )  # fmt: skip
    assert (problem["stored"], answer.result["form_revision"]) == (stored(visit, "aks").answers, 1)
    assert stored(visit, "aks").answers["mandi"] == "0"
    mended = answered(visit, "aks", mine, form_revision=1)
    assert codes(send(phone, mended)) == [0]
    assert stored(visit, "aks").answers["mandi"] == mine["mandi"]


@pytest.mark.parametrize("form", sorted(Screening.PRIVATE))
def test_the_ledger_never_says_what_somebody_answered_in_private(
    form: str, village: Village, phone: Device, other_phone: Device
) -> None:
    visit = visit_of(village, "adult" if form == "srq20" else "teen")
    mine = srq(17) if form == "srq20" else healthy(form, visit)
    code = next(iter(mine))
    send(other_phone, answered(visit, form, healthy(form, visit) | {code: None}))
    ill = mine | {code: "sangat rahasia"}

    sent = [
        answered(visit, form, ill),
        answered(visit, form, mine),
        answered(visit, form, mine, form_revision=1),
    ]
    answers = send(phone, *sent)

    assert codes(answers) == [202, 301, 0]
    assert problems(answers[0]) == [(202, "answers", "Ada jawaban yang tidak dikenal. Isi ulang lembarnya.")]
    assert answers[1].problems[0]["stored"] is None
    kept = json.dumps(list(SyncItem.objects.unscoped("a test").values_list("answer", flat=True)))
    assert not [word for word in ("sangat rahasia", code, '"ya"') if word in kept]
    assert "sangat rahasia" in ledger(sent[0]).content
    assert ledger(sent[2]).content == ""


def test_a_private_answer_is_sealed_in_the_database(village: Village, phone: Device) -> None:
    visit = visit_of(village, "adult")
    send(phone, answered(visit, "srq20", srq(17) | {"mengakhiri_hidup": "sangat rahasia"}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, answer FROM visits_syncitem")
        kept = str(cursor.fetchall())
    assert ("rahasia" in kept, "mengakhiri" in kept) == (False, False)


def test_what_cannot_be_stored_is_said(village: Village, phone: Device) -> None:
    visit = visit_of(village, "elder")
    sent = [
        answered(visit, "aks"),
        answered(visit, "heeadsss", healthy("aks", visit)),
        answered(visit, "aks", {"terbang": "1"}),
        answered(visit, "tidur", {"terbang": "1"}),
        item("screening", visit.resident, {"visit": "besok", "date": DAY, "form": "aks"}),
    ]

    told = [problems(answer) for answer in send(phone, *sent)]

    assert told[:3] == [
        [(202, "answers", "Belum ada yang dijawab.")],
        [(204, "form", "Lembar ini bukan untuk umur orang ini.")],
        [(202, "answers", "butir terbang tidak ada di lembar AKS")],
    ]
    assert [(code, field) for ((code, field, _),) in told[3:]] == [(205, ""), (201, "visit")]


def test_the_visit_that_another_phone_began_is_found_by_its_day(
    village: Village, phone: Device, other_phone: Device, session: Session
) -> None:
    elder = make_resident(village.melati, born=BORN["elder"])
    send(other_phone, item("visit", elder, visit_body({"weight_kg": "50"}, session=session)))
    visit = Visit.objects.unscoped("a test").get()
    mine = visit_body({"systolic": "120", "diastolic": "80"}, session=session)
    first = item("visit", elder, mine)
    body = {"visit": mine["visit"], "date": DAY, "form": "aks", "answers": healthy("aks", visit)}

    assert codes(send(phone, first, item("screening", elder, body, after=first))) == [0, 0]

    assert stored(visit, "aks").complete is True


def test_strangers_closed_days_and_cancelled_visits_are_refused(
    village: Village, phone: Device, other_phone: Device, neighbours_phone: Device, session: Session
) -> None:
    visit = in_session(visit_of(village, "elder"), session)
    answers = healthy("aks", visit)
    other = visit_of(village, "adult")
    mixed = item("screening", other.resident, {"visit": str(visit.pk), "date": DAY, "form": "aks"})
    nowhere = item("screening", visit.resident, {"visit": str(new_id()), "date": "2026-10-01", "form": "aks"})

    assert codes(send(neighbours_phone, answered(visit, "aks", answers))) == [205]
    assert codes(send(phone, mixed, nowhere)) == [205, 205]
    close_session(session=session, user=village.kader)
    assert problems(send(phone, answered(visit, "aks", answers))[0]) == [
        (206, "reason", "Hari buka ini sudah ditutup.")
    ]
    assert problems(send(other_phone, answered(visit, "aks", answers))[0]) == [
        (206, "reason", "Hari buka ini sudah ditutup. Tulis alasannya.")
    ]
    assert codes(send(other_phone, answered(visit, "aks", answers, reason="Lupa diisi"))) == [0]
    services.cancel_visit(visit=other, user=village.bidan, reason="salah orang")
    assert codes(send(phone, answered(other, "srq20", srq()))) == [207]


def test_a_role_that_records_nothing_is_told_so(village: Village) -> None:
    visit = visit_of(village, "elder")
    assert codes(send(make_phone(village.dinkes), answered(visit, "aks", healthy("aks", visit)))) == [210]
