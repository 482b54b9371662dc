"""Referrals: confirmed, declined and withdrawn by people; one letter a visit; what few may read stays with them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection, connections

from registry.models import Membership, OrgUnit, Posyandu, User
from registry.permissions import Role
from registry.services.merging import merge_residents
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from tests.visits.referring import BORN_1970, BOTH, PRIVATE, adult_visit
from visits import services
from visits.models import DeclinedProposal, Referral, Visit
from visits.referrals import (
    DecisionState,
    LetterChanged,
    changes_since,
    decisions_of,
    decline,
    letter_for,
    letter_of,
    readable,
    refer,
    withdraw,
)
from visits.referrals.reading import version_for
from visits.referrals.writing import withdrawn_by
from visits.rules.referral import propose_adult, propose_child, propose_mother, propose_school_age

NOVEMBER = date(2026, 11, 3)


def codes(referral: Referral) -> list[str]:
    return [row["code"] for row in referral.reasons]


def test_a_confirmed_proposal_becomes_a_letter_with_what_was_measured(village: Village) -> None:
    visit = adult_visit(village)
    letter = refer(visit=visit, codes=["TD"], user=village.kader, note="Pusing.", on=NOVEMBER)

    assert (letter.number, letter.serial, letter.year, letter.date) == (
        "0001/RJ/MELATI-1/XI/2026",
        1,
        2026,
        NOVEMBER,
    )
    assert (letter.status, letter.sent_by, letter.posyandu, letter.resident) == (
        "dirujuk",
        village.kader,
        village.melati,
        visit.resident,
    )
    assert (letter.destination, letter.destination_name, letter.urgency, letter.note) == (
        "Puskesmas",
        "Puskesmas Bangsri I",
        "biasa",
        "Pusing.",
    )
    assert [(row["code"], row["text"], row["private"], row["rule"], row["by"]) for row in letter.reasons] == [
        ("TD", "Tekanan darah 150/95: tinggi.", False, "TD-02", "Sri Wahyuni")
    ]
    assert {"label": "Gula darah", "value": "230 mg/dL", "words": ""} in letter.findings


def test_each_proposal_says_what_was_decided_by_whom(village: Village) -> None:
    visit = adult_visit(village)
    assert [(each.proposal.code, each.state) for each in decisions_of(visit, village.kader)] == [
        ("TD", DecisionState.OPEN),
        ("gula darah", DecisionState.OPEN),
    ]
    refer(visit=visit, codes=["TD"], user=village.kader)
    decline(visit=visit, code="gula darah", reason="Sudah dalam pengobatan", user=village.bidan)

    assert [(each.state, each.reason, each.by) for each in decisions_of(visit, village.officer)] == [
        (DecisionState.REFERRED, "", "Sri Wahyuni"),
        (DecisionState.DECLINED, "Sudah dalam pengobatan", "Ratna Dewi"),
    ]
    assert [each.at is not None for each in decisions_of(visit, village.officer)] == [True, True]


_CARDS = {
    "anak": partial(
        propose_child, oedema=True, development_complete=False, weight_for_age_z=None, not_gained_run=0
    ),
    "remaja": partial(propose_school_age, srq_score=6, heeadsss_problems=2, systolic=150, diastolic=95),
    "dewasa": partial(
        propose_adult, puma_score=7, srq_score=8, systolic=190, diastolic=120, glucose_mg_dl=250
    ),
    "ibu": partial(propose_mother, follows_curve=False, muac_cm=None, systolic=165, diastolic=115),
}


@pytest.mark.parametrize("card", list(_CARDS))
def test_every_proposal_of_a_card_can_be_confirmed_and_declined(
    village: Village, monkeypatch: pytest.MonkeyPatch, card: str
) -> None:
    known: dict[str, dict[str, Any]] = {"remaja": {"sex": "P", "age_years": 18}, "dewasa": {"age_years": 56}}
    found = _CARDS[card](**known.get(card, {}))
    assert len(found) >= 2
    monkeypatch.setattr("visits.results.proposals_of", lambda visit, rules: found)
    for each in found:
        visit = adult_visit(village)
        declined = decline(visit=visit, code=each.code, reason="Keluarga menolak", user=village.kader)
        assert (declined.code, declined.reason) == (each.code, "Keluarga menolak")
        letter = refer(visit=visit, codes=[each.code], user=village.kader)
        assert (letter.destination, letter.urgency) == (each.destination, each.urgency)
        assert [row["text"] for row in letter.reasons] == [each.reason]
        # Confirmed after all: the refusal is no more.
        assert not DeclinedProposal.objects.filter(visit=visit).exists()


def test_sent_twice_it_is_one_letter(village: Village) -> None:
    visit = adult_visit(village)
    first = refer(visit=visit, codes=["TD"], user=village.kader)
    again = refer(visit=visit, codes=["TD"], user=village.kader)

    assert (again.pk, again.reasons, Referral.objects.count()) == (first.pk, first.reasons, 1)


def test_a_reason_that_comes_later_is_added_and_nothing_is_lost(village: Village) -> None:
    visit = adult_visit(village)
    refer(visit=visit, codes=["TD"], user=village.kader, urgency="segera", note="Pusing.")
    letter = refer(visit=visit, codes=["gula darah"], own_reason="Luka di kaki", user=village.bidan)

    assert codes(letter) == ["TD", "gula darah", "lain"]
    assert (letter.urgency, letter.note, letter.sent_by) == ("segera", "Pusing.", village.kader)
    assert [row["by"] for row in letter.reasons] == ["Sri Wahyuni", "Ratna Dewi", "Ratna Dewi"]
    refer(visit=visit, own_reason="Luka di kaki", user=village.kader)
    letter.refresh_from_db()
    assert codes(letter) == ["TD", "gula darah", "lain"]


def test_another_way_on_a_letter_that_changed_meanwhile_is_asked_about(village: Village) -> None:
    visit = adult_visit(village)
    refer(visit=visit, codes=["TD"], user=village.kader)
    seen = version_for(letter_of(visit, village.kader))
    refer(visit=visit, codes=["gula darah"], urgency="segera", user=village.bidan, seen=seen)

    with pytest.raises(LetterChanged) as changed:
        refer(visit=visit, codes=["TD"], destination="RS", user=village.kader, seen=seen)
    assert changed.value.referral.urgency == "segera"
    now = version_for(letter_of(visit, village.kader))
    letter = refer(visit=visit, codes=["TD"], destination="RS", user=village.kader, seen=now)
    assert (letter.destination, letter.urgency, codes(letter)) == ("RS", "segera", ["TD", "gula darah"])


def test_own_words_are_a_reason_too(village: Village) -> None:
    visit = make_visit(make_resident(village.melati), by=village.kader, weight_kg="9.4")
    letter = refer(visit=visit, own_reason="Ibu khawatir, anak lemas", urgency="segera", user=village.kader)

    assert [(row["code"], row["text"]) for row in letter.reasons] == [("lain", "Ibu khawatir, anak lemas")]
    assert (letter.destination, letter.urgency) == ("Puskesmas", "segera")
    with pytest.raises(ValidationError, match="tulis alasannya sendiri"):
        refer(visit=visit, user=village.kader)


def test_what_is_not_proposed_and_a_cancelled_visit_are_refused_in_words(village: Village) -> None:
    visit = adult_visit(village)
    for forged in ("BB/TB", PRIVATE, ""):
        with pytest.raises(ValidationError, match="Usul ini tidak ada lagi"):
            refer(visit=visit, codes=[forged], user=village.kader)
        with pytest.raises(ValidationError, match="Usul ini tidak ada lagi"):
            decline(visit=visit, code=forged, reason="x", user=village.kader)
    services.cancel_visit(visit=visit, user=village.kader, reason="Salah orang")
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        refer(visit=visit, codes=["TD"], user=village.kader)
    assert decisions_of(Visit.objects.get(pk=visit.pk), village.kader) == []


def test_declining_needs_a_reason_and_a_letter_is_not_declined(village: Village) -> None:
    visit = adult_visit(village)
    with pytest.raises(ValidationError, match="Tulis alasannya"):
        decline(visit=visit, code="TD", reason="  ", user=village.kader)
    decline(visit=visit, code="TD", reason="Keluarga menolak", user=village.kader)
    decline(visit=visit, code="TD", reason="Salah ukur", user=village.bidan)
    assert [(row.reason, row.declined_by) for row in DeclinedProposal.objects.all()] == [
        ("Salah ukur", village.bidan)
    ]
    refer(visit=visit, codes=["TD"], user=village.kader)
    with pytest.raises(ValidationError, match="sudah ada di surat"):
        decline(visit=visit, code="TD", reason="Keluarga menolak", user=village.kader)


def test_numbers_count_by_posyandu_and_year(village: Village) -> None:
    there = make_visit(make_resident(village.mawar, born=BORN_1970), **BOTH)
    numbers = [
        refer(visit=visit, codes=["TD"], user=user, on=day).number
        for visit, user, day in (
            (adult_visit(village), village.kader, NOVEMBER),
            (adult_visit(village), village.kader, date(2026, 12, 1)),
            (there, village.neighbour, NOVEMBER),
            (adult_visit(village), village.kader, date(2027, 1, 4)),
        )
    ]
    assert numbers == [
        "0001/RJ/MELATI-1/XI/2026",
        "0002/RJ/MELATI-1/XII/2026",
        "0001/RJ/MAWAR-2/XI/2026",
        "0001/RJ/MELATI-1/I/2027",
    ]


def test_a_letter_is_withdrawn_with_a_reason_and_another_can_follow(village: Village) -> None:
    visit = adult_visit(village)
    letter = refer(visit=visit, codes=["TD"], user=village.kader)
    with pytest.raises(ValidationError, match="Tulis alasannya"):
        withdraw(referral=letter, reason=" ", user=village.bidan)
    gone = withdraw(referral=letter, reason="Salah orang", user=village.bidan)
    withdraw(referral=letter, reason="Lain lagi", user=village.kader)

    gone.refresh_from_db()
    assert (gone.status, gone.status_note, withdrawn_by(gone)) == ("batal", "Salah orang", village.bidan)
    assert [each.state for each in decisions_of(visit, village.kader)] == [DecisionState.OPEN] * 2
    assert refer(visit=visit, codes=["TD"], user=village.kader).serial == 2


def test_an_answered_letter_stays_as_it_is(village: Village) -> None:
    visit = adult_visit(village)
    letter = refer(visit=visit, codes=["TD"], user=village.kader)
    Referral.objects.filter(pk=letter.pk).update(status=Referral.Status.SEEN)
    with pytest.raises(ValidationError, match="sudah dijawab"):
        refer(visit=visit, codes=["gula darah"], user=village.kader)
    with pytest.raises(ValidationError, match="sudah dijawab"):
        withdraw(referral=letter, reason="x", user=village.kader)


def test_a_corrected_value_leaves_the_letter_and_is_told(village: Village) -> None:
    visit = adult_visit(village)
    refer(visit=visit, codes=["TD", "gula darah"], user=village.kader)
    services.record_visit(
        visit_id=visit.pk, resident=visit.resident, posyandu=visit.posyandu, day=visit.date,
        user=village.kader, measures={"systolic": 118, "diastolic": 76, "glucose_mg_dl": 240},
    )  # fmt: skip
    letter = letter_of(visit, village.kader)

    assert letter is not None
    assert letter.reasons[0].text == "Tekanan darah 150/95: tinggi."
    assert changes_since(letter, village.kader) == [
        "Tekanan darah: waktu dirujuk 150/95 mmHg, sekarang 118/76 mmHg.",
        "Gula darah: waktu dirujuk 230 mg/dL, sekarang 240 mg/dL.",
        "Alasan ini tidak ada lagi menurut hasil ukur sekarang: Tekanan darah 150/95: tinggi.",
        "Sekarang: Gula darah 240 mg/dL: tinggi.",
    ]


def test_the_letter_of_a_cancelled_visit_says_so(village: Village) -> None:
    visit = adult_visit(village)
    refer(visit=visit, codes=["TD"], user=village.kader)
    services.cancel_visit(visit=visit, user=village.kader, reason="Salah orang")
    referral = readable(village.kader).select_related("visit", "resident__posyandu__unit").get()
    letter = letter_for(referral, village.kader)

    assert letter is not None
    assert letter.is_of_cancelled_visit
    assert changes_since(letter, village.kader) == []


def test_merged_people_keep_their_letters(village: Village) -> None:
    visit = adult_visit(village)
    letter = refer(visit=visit, codes=["TD"], user=village.kader)
    kept = make_resident(village.melati, "Sarmi", born=BORN_1970)
    merge_residents(kept=kept, absorbed=visit.resident, choices={}, user=village.bidan)

    letter.refresh_from_db()
    assert (letter.resident, list(readable(village.kader))) == (kept, [letter])


def test_the_log_knows_who_and_when_but_not_why(village: Village) -> None:
    visit = adult_visit(village)
    letter = refer(visit=visit, codes=["TD"], note="Pusing berat", user=village.kader)
    refer(visit=visit, codes=["gula darah"], urgency="segera", user=village.bidan)
    withdraw(referral=letter, reason="Salah orang", user=village.officer)
    entries = LogEntry.objects.get_for_object(letter).order_by("timestamp")

    assert [entry.action for entry in entries] == [0, 1, 1]
    assert [entry.actor for entry in entries][1:] == [village.bidan, village.officer]
    text = str([entry.changes for entry in entries])
    assert "Pusing" not in text
    assert "150/95" not in text


# Two at once.


def _place() -> tuple[Posyandu, list[User]]:
    desa = OrgUnit.objects.create(kind="desa", code="33.20.08.2005", name="Jerukwangi")
    unit = OrgUnit.objects.create(kind="posyandu", code="melati-1", name="Melati 1", parent=desa)
    users = [User.objects.create(username=f"kader.{n}") for n in (1, 2)]
    for user in users:
        Membership.objects.create(user=user, unit=unit, role=Role.KADER, valid_from=date(2026, 1, 1))
    return Posyandu.objects.create(unit=unit), users


def together(*acts: Callable[[], object]) -> None:
    """Two people act at once; SQLite lets one write at a time, so there they take turns."""
    if connection.vendor != "postgresql":
        for act in acts:
            act()
        return
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_two_letters_at_once_have_two_numbers() -> None:
    melati, users = _place()
    visits = [make_visit(make_resident(melati, born=BORN_1970), OPENING_DAY, **BOTH) for _ in range(4)]
    together(
        *(
            partial(refer, visit=visit, codes=["TD"], user=users[at % 2], on=NOVEMBER)
            for at, visit in enumerate(visits)
        )
    )

    assert sorted(Referral.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_one_visit_referred_by_two_at_once_is_one_letter_with_both_reasons() -> None:
    melati, users = _place()
    visit = make_visit(make_resident(melati, born=BORN_1970), OPENING_DAY, **BOTH)
    together(
        partial(refer, visit=visit, codes=["TD"], user=users[0]),
        partial(refer, visit=visit, codes=["gula darah"], user=users[1]),
    )

    assert sorted(codes(Referral.objects.get())) == ["TD", "gula darah"]
