"""After the day: what is unfinished is said and blocks nothing, and the summary is one page without stray names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from registry.ids import new_id
from registry.models import Resident
from tests.conftest import Village, make_resident, make_session
from visits import services
from visits.models import Session, Visit
from visits.session_services import close_session

Browser = Callable[..., Client]
VITAMIN_A_DAY = date(2026, 8, 10)


def pass_steps(session: Session, person: Resident, *steps: int, **measures: Any) -> Visit:
    for step in steps:
        visit = services.record_visit(
            visit_id=new_id(), resident=person, posyandu=session.posyandu, day=session.date, user=None,
            measures=measures if step == 2 else {}, session=session, step=step,
        )  # fmt: skip
    return visit


def test_closing_says_what_is_unfinished_and_closes_all_the_same(
    village: Village, client_of: Browser
) -> None:
    session = make_session(village.melati, VITAMIN_A_DAY)
    pass_steps(session, make_resident(village.melati, "Aisyah"), 1)
    pass_steps(session, make_resident(village.melati, "Bunga"), 1, 2)
    pass_steps(session, make_resident(village.melati, "Citra"), 1, 2, 3, 4, 5)
    wasted = pass_steps(
        session,
        make_resident(village.melati, "Dewi"),
        1,
        2,
        3,
        4,
        5,
        weight_kg=Decimal(6),
        height_cm=Decimal(78),
    )
    kader, url = client_of(village.kader), reverse("session_close", args=[session.pk])
    found = {
        part["title"]: [(end.row.resident.name, end.words) for end, _ in part["people"]]
        for part in kader.get(url).context["parts"]
    }

    assert found["Datang, tetapi belum diukur"] == [("Aisyah", "belum diukur")]
    assert found["Langkahnya belum lengkap"] == [("Bunga", "belum langkah 3, 4, 5")]
    assert [name for name, _ in found["Usul rujukan belum diputuskan"]] == ["Dewi"]
    # Asked about at step 4, and nobody wrote even Tidak.
    assert [name for name, _ in found["Pelayanan belum dicatat"]] == ["Citra", "Dewi"]
    assert "Vitamin A balita" in found["Pelayanan belum dicatat"][0][1]
    assert wasted.steps == "12345"

    answer = kader.post(url, {"note": "Hujan deras."})
    assert answer.headers["Location"] == reverse("session_summary", args=[session.pk])
    session.refresh_from_db()
    assert (session.closed_by, session.note) == (village.kader, "Hujan deras.")
    assert kader.get(url).headers["Location"] == reverse("session_summary", args=[session.pk])


def test_a_kader_may_not_open_a_closed_day_and_a_midwife_says_why(
    village: Village, client_of: Browser
) -> None:
    session = close_session(session=make_session(village.melati), user=village.kader)
    url, bidan = reverse("session_reopen", args=[session.pk]), client_of(village.bidan)
    assert client_of(village.kader).get(url).status_code == 403
    assert bidan.post(url, {"reason": ""}).context["form"].errors == {
        "reason": ["Tulis alasannya, supaya kader dan Puskesmas tahu."]
    }
    assert (
        bidan.post(url, {"reason": "kertas belum diketik"}).headers["Location"] == session.get_absolute_url()
    )
    session.refresh_from_db()
    assert not session.is_closed
    summary = bidan.get(reverse("session_summary", args=[session.pk])).content.decode()
    assert "dibuka lagi: kertas belum diketik" in summary


def test_the_summary_names_who_was_missed_and_the_message_names_nobody(
    village: Village, client_of: Browser
) -> None:
    session = make_session(village.melati)
    pass_steps(session, make_resident(village.melati, "Aisyah Putri"), 1, 2, weight_kg=Decimal("9.4"))
    make_resident(village.melati, "Bunga Lestari", home={"dusun": "Krajan", "rt": "02", "rw": "01"})
    page = client_of(village.kader).get(reverse("session_summary", args=[session.pk]))

    assert "Bunga Lestari" in page.content.decode()
    message = page.context["message"]
    assert [name for name in ("Aisyah", "Bunga", "Lestari", "Sri Wahyuni") if name in message] == []
    assert "*Datang 1 dari 2 sasaran (50%)*" in message
    assert "- Balita: 1 dari 2" in message
    assert "- Krajan RT 02 RW 01: 1" in message


def test_a_message_of_an_empty_day_is_short(village: Village, client_of: Browser) -> None:
    session = make_session(village.melati)
    page = client_of(village.kader).get(reverse("session_summary", args=[session.pk]))
    assert page.context["message"] == (
        "*Posyandu Melati 1*\nSenin, 12 Oktober 2026, rumah Bu Kasun\n\n*Datang 0 dari 0 sasaran*\n\n"
        "*Dirujuk: 0 orang*"
    )
