"""Closing a day: who may still change what was recorded on it, and what is kept of opening it again."""

from __future__ import annotations

import pytest

from tests.conftest import Village, make_resident, make_session, make_visit
from visits import session_services
from visits.models import Session
from visits.session_services import SessionClosed, check_open, close_session, reopen_session


def closed(village: Village, note: str = "") -> Session:
    return close_session(session=make_session(village.melati), user=village.kader, note=note)


def test_a_closed_day_says_who_closed_it_when_and_what_there_was_to_say(village: Village) -> None:
    session = closed(village, "Vaksin MR habis.")
    assert (session.is_closed, session.closed_by, session.note) == (True, village.kader, "Vaksin MR habis.")

    # A second phone closes it too: the first one did.
    again = close_session(session=session, user=village.bidan, note="lain")
    assert (again.closed_by, again.closed_at, again.note) == (
        village.kader,
        session.closed_at,
        "Vaksin MR habis.",
    )


def test_after_closing_a_midwife_corrects_with_a_reason_and_a_kader_not(village: Village) -> None:
    session = closed(village)
    refused = {}
    for user in (village.kader, village.bidan, village.officer, village.neighbour):
        for reason in ("", "  ", "salah baca timbangan"):
            try:
                check_open(session, user, reason)
            except SessionClosed as error:
                refused[user.username, reason.strip()] = error.lacks_reason
    assert refused == {
        ("kader.melati", ""): False,
        ("kader.melati", "salah baca timbangan"): False,
        ("kader.mawar", ""): False,
        ("kader.mawar", "salah baca timbangan"): False,
        ("bidan", ""): True,
        ("puskesmas", ""): True,
    }


def test_an_open_day_a_visit_of_no_day_and_work_of_nobody_are_never_refused(village: Village) -> None:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4")
    assert visit.session is None
    check_open(visit, village.kader)
    check_open(make_session(village.melati), village.kader)
    check_open(None, village.kader)
    check_open(closed(village), None)


def test_opening_again_needs_a_right_and_a_reason_which_is_kept(village: Village) -> None:
    session = closed(village)
    with pytest.raises(SessionClosed) as by_kader:
        reopen_session(session=session, user=village.kader, reason="lupa satu orang")
    with pytest.raises(SessionClosed) as without_reason:
        reopen_session(session=session, user=village.bidan, reason=" ")
    assert (by_kader.value.lacks_reason, without_reason.value.lacks_reason) == (False, True)

    opened = reopen_session(session=session, user=village.bidan, reason="lupa satu orang")
    assert (opened.is_closed, opened.closed_by) == (False, None)
    assert reopen_session(session=opened, user=village.bidan, reason="lagi").is_closed is False
    assert [(change.words, change.actor) for change in session_services.closings(session)] == [
        ("dibuka lagi: lupa satu orang", "Ratna Dewi"),
        ("hari buka ditutup", "Sri Wahyuni"),
    ]
