"""Sending on and deciding against it from a phone: one letter, and nothing over what another decided."""

from __future__ import annotations

import json
from typing import Any

from registry.ids import new_id
from registry.models import Resident
from tests.conftest import OPENING_DAY, Village, make_resident
from tests.visits.referring import BORN_1970, BOTH, adult_visit, second_kader, visit_of_dying
from tests.visits.sync.conftest import DAY, codes, item, ledger, make_phone, problems, send, visit_body
from visits import services
from visits.models import DeclinedProposal, Device, Referral, Session, SyncItem, Visit
from visits.referrals import refer
from visits.referrals.writing import ANSWERED, NEEDS_REASON, NOT_PROPOSED, NOTHING
from visits.sync import Item


def about(kind: str, visit: Visit, **more: Any) -> Item:
    return item(kind, visit.resident, {"visit": str(visit.pk), "date": DAY} | more)


def letters() -> list[Referral]:
    return list(Referral.objects.unscoped("a test"))


def reasons(letter: Referral) -> list[str]:
    return [row["code"] for row in letter.reasons]


def test_a_letter_is_written_once_however_often_it_is_sent(village: Village, phone: Device) -> None:
    visit = adult_visit(village)
    sent = about("referral", visit, codes=["TD"], note="Pusing.")

    first, again = send(phone, sent)[0], send(phone, sent)[0]

    (letter,) = letters()
    assert (reasons(letter), letter.note, letter.date, letter.sent_by) == (
        ["TD"],
        "Pusing.",
        OPENING_DAY,
        village.kader,
    )
    assert first.told == again.told
    assert first.result["number"] == letter.number
    assert (first.result["referral"], first.result["visit"]) == (str(letter.pk), str(visit.pk))
    assert ledger(sent).posyandu == village.melati


def test_the_phone_adds_to_its_own_letter_without_a_question(village: Village, phone: Device) -> None:
    visit = adult_visit(village)
    first = about("referral", visit, codes=["TD"], destination="Puskesmas", note="Pusing.")
    second = about("referral", visit, codes=["gula darah"], destination="RS", note="Pusing sekali.")

    assert codes(send(phone, first, second)) == [0, 0]

    (letter,) = letters()
    assert (sorted(reasons(letter)), letter.destination, letter.note) == (
        ["TD", "gula darah"],
        "RS",
        "Pusing sekali.",
    )


def test_what_another_decided_about_the_letter_is_not_overwritten_unseen(
    village: Village, phone: Device
) -> None:
    visit = adult_visit(village)
    refer(visit=visit, codes=["TD"], user=village.bidan, destination="RS", destination_name="RSUD")

    (answer,) = send(phone, about("referral", visit, codes=["gula darah"], destination="Pustu"))

    (problem,) = answer.problems
    assert (answer.state, problem["code"], problem["stored"]) == (
        "bentrok",
        301,
        {"destination": "RS", "destination_name": "RSUD", "urgency": "biasa"},
    )
    # Only a reason more is no contradiction.
    assert codes(send(phone, about("referral", visit, codes=["gula darah"]))) == [0]
    seen = send(phone, about("referral", visit, own_reason="Lemas"))[0].result["seen"]
    assert codes(send(phone, about("referral", visit, codes=["TD"], destination="Pustu", seen=seen))) == [0]
    (letter,) = letters()
    assert (letter.destination, len(letter.reasons)) == ("Pustu", 3)


def test_a_proposal_is_declined_with_its_reason_once(village: Village, phone: Device) -> None:
    visit = adult_visit(village)
    sent = about("decline", visit, code="gula darah", reason="Sudah dalam pengobatan")

    assert codes(send(phone, sent)) == codes(send(phone, sent)) == [0]

    (row,) = DeclinedProposal.objects.unscoped("a test")
    assert (row.code, row.reason, row.declined_by) == ("gula darah", "Sudah dalam pengobatan", village.kader)


def test_what_cannot_be_decided_is_said_beside_its_field(village: Village, phone: Device) -> None:
    visit = adult_visit(village)
    sent = [
        about("referral", visit),
        about("referral", visit, codes=["IMT"]),
        about("decline", visit, code="TD"),
        about("decline", visit, code="IMT", reason="Salah ukur"),
        about("referral", visit, codes=["TD"], destination="Dukun"),
    ]
    told = [problems(answer) for answer in send(phone, *sent)]
    assert told[:4] == [
        [(202, "own_reason", NOTHING)],
        [(202, "codes", NOT_PROPOSED)],
        [(202, "reason", NEEDS_REASON)],
        [(202, "code", NOT_PROPOSED)],
    ]
    assert [(code, field) for code, field, _ in told[4]] == [(201, "destination")]

    letter = refer(visit=visit, codes=["TD"], user=village.kader)
    Referral.objects.unscoped("a test").filter(pk=letter.pk).update(status=Referral.Status.SEEN)
    assert problems(send(phone, about("referral", visit, codes=["gula darah"]))[0]) == [(202, "", ANSWERED)]


def test_a_visit_that_another_phone_began_is_decided_about_by_its_day(
    village: Village, phone: Device, other_phone: Device, session: Session
) -> None:
    person = make_resident(village.melati, "Sarmi", born=BORN_1970)
    measures = {name: str(value) for name, value in BOTH.items()}
    send(other_phone, item("visit", person, visit_body(measures, session=session)))
    mine = {"visit": str(new_id()), "date": DAY}

    answers = send(
        phone,
        item("referral", person, mine | {"codes": ["TD"]}),
        item("decline", person, mine | {"code": "gula darah", "reason": "Keluarga menolak"}),
    )

    (visit,) = Visit.objects.unscoped("a test")
    assert [(int(answer.code), answer.result["visit"]) for answer in answers] == [(0, str(visit.pk))] * 2


def test_strangers_find_no_visit_and_cancelled_visits_refer_nobody(
    village: Village, phone: Device, neighbours_phone: Device
) -> None:
    visit = adult_visit(village)
    stranger: Resident = make_resident(village.mawar, born=BORN_1970)
    body = {"visit": str(visit.pk), "date": DAY, "codes": ["TD"]}

    assert codes(send(neighbours_phone, about("referral", visit, codes=["TD"]))) == [205]
    assert codes(send(neighbours_phone, item("referral", stranger, body))) == [205]
    assert codes(send(neighbours_phone, about("decline", visit, code="TD", reason="Tidak"))) == [205]
    services.cancel_visit(visit=visit, user=village.bidan, reason="salah orang")
    declined = about("decline", visit, code="TD", reason="Tidak")
    assert codes(send(phone, about("referral", visit, codes=["TD"]), declined)) == [207, 207]
    assert letters() == []


def test_the_ledger_says_nothing_of_a_private_reason(village: Village, other_phone: Device) -> None:
    visit = visit_of_dying(village)
    colleague = make_phone(second_kader(village))
    code = "SRQ-20 nomor 17"

    assert codes(send(other_phone, about("referral", visit, codes=[code], note="Rahasia"))) == [0]
    assert problems(send(colleague, about("decline", visit, code=code, reason="Tidak"))[0]) == [
        (202, "code", NOT_PROPOSED)
    ]

    kept = json.dumps(list(SyncItem.objects.unscoped("a test").values_list("answer", flat=True)))
    assert [word for word in ("nomor 17", "Rahasia", "mengakhiri") if word in kept] == []
