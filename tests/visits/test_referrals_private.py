"""Letters that say what a private form said: who reads what of them, and what nobody else can tell."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from registry.models import User
from tests.conftest import Village
from tests.visits.referring import NEUTRAL, PRIVATE, second_kader, visit_of_dying
from visits.models import Referral, Visit
from visits.referrals import DecisionState, changes_since, decisions_of, letter_for, readable, refer, withdraw


@pytest.fixture
def colleague(village: Village) -> User:
    return second_kader(village)


@pytest.fixture
def of_dying(village: Village) -> Visit:
    return visit_of_dying(village)


def seen_by(user: User, referral: Referral) -> tuple[list[str], str, str, tuple[str, ...]]:
    """Reasons, urgency, way and notes of a letter as the user reads it."""
    letter = letter_for(referral, user)
    assert letter is not None
    return [why.text for why in letter.reasons], letter.urgency, letter.destination, letter.notes


def test_a_private_reason_is_the_bidans_to_confirm_and_read(
    village: Village, of_dying: Visit, colleague: User
) -> None:
    assert [each.proposal.reason for each in decisions_of(of_dying, colleague)] == [NEUTRAL]
    with pytest.raises(ValidationError, match="Usul ini tidak ada lagi"):
        refer(visit=of_dying, codes=[PRIVATE], user=colleague)
    letter = refer(visit=of_dying, codes=[PRIVATE], user=village.bidan, note="Jangan ditinggal sendiri.")

    for who in (village.bidan, village.officer):
        assert seen_by(who, letter)[0] == ["SRQ-20 nomor 17 dijawab Ya: ada pikiran mengakhiri hidup."]
    assert seen_by(colleague, letter) == ([NEUTRAL], "segera", "Puskesmas", ())
    assert [list(readable(who)) for who in (colleague, village.neighbour, village.dinkes)] == [
        [letter],
        [],
        [],
    ]


@pytest.mark.parametrize("confirmed", [[PRIVATE], ["SRQ-20"], [PRIVATE, "SRQ-20"]])
def test_whatever_the_form_said_others_read_the_same_letter(
    village: Village, of_dying: Visit, colleague: User, confirmed: list[str]
) -> None:
    letter = refer(
        visit=of_dying, codes=confirmed, destination="RS", urgency="gawat", note="Bahaya.", user=village.bidan
    )

    assert seen_by(colleague, letter) == ([NEUTRAL], "segera", "Puskesmas", ())
    assert [each.state for each in decisions_of(of_dying, colleague)] == [DecisionState.REFERRED]
    assert seen_by(village.officer, letter)[1:] == ("gawat", "RS", ("Bahaya.",))
    mine = letter_for(letter, colleague)
    assert mine is not None
    assert (mine.reads_all, mine.may_withdraw, changes_since(mine, colleague)) == (False, False, [])
    with pytest.raises(ValidationError, match="hanya bisa dibatalkan bidan"):
        withdraw(referral=letter, reason="Keluarga menolak", user=colleague)


def test_a_kader_adds_to_a_letter_of_which_she_cannot_read_all(
    village: Village, of_dying: Visit, colleague: User
) -> None:
    first = refer(visit=of_dying, codes=[PRIVATE], user=village.bidan, note="Jangan ditinggal sendiri.")
    letter = refer(visit=of_dying, codes=["SRQ-20"], note="Sulit tidur.", user=colleague, seen="")
    letter = refer(visit=of_dying, own_reason="Lemas", urgency="biasa", user=colleague, seen="")

    assert seen_by(colleague, letter) == (["Lemas", NEUTRAL], "segera", "Puskesmas", ("Sulit tidur.",))
    assert (letter.pk, letter.urgency, letter.note) == (first.pk, "segera", "Jangan ditinggal sendiri.")
    assert [row["code"] for row in letter.reasons] == ["SRQ-20", "lain", PRIVATE]
