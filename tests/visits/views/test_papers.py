"""Who may print which paper, and the pages that lead to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.models import User
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from visits.models import Visit

LogIn = Callable[[User], Client]


def paths(village: Village) -> list[str]:
    person = make_resident(village.melati, "Aisyah")
    session = make_session(village.melati)
    unit = village.melati.pk
    return [
        f"/warga/{person.pk}/kartu/",
        f"/warga/{person.pk}/kartu/bayi-balita-apras.pdf",
        f"/posyandu/{unit}/kertas/",
        f"/posyandu/{unit}/kartu-kosong/aks.pdf",
        f"/posyandu/{unit}/lembar/{OPENING_DAY.isoformat()}.pdf",
        f"/hari-buka/{session.pk}/lembar.pdf",
        f"/hari-buka/{session.pk}/kisi/",
        f"/hari-buka/{session.pk}/ketik/",
    ]


def test_the_neighbour_finds_nothing_and_dinkes_may_not_look(village: Village, client_of: LogIn) -> None:
    asked = paths(village)
    assert [client_of(village.neighbour).get(path).status_code for path in asked] == [404] * len(asked)
    assert [client_of(village.dinkes).get(path).status_code for path in asked] == [403] * len(asked)


def test_the_kader_gets_every_paper(village: Village, client_of: LogIn) -> None:
    answers = [client_of(village.kader).get(path) for path in paths(village)]
    kinds = [answer["Content-Type"].split(";")[0] for answer in answers]
    pdf, page = "application/pdf", "text/html"
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert kinds == [page, pdf, page, pdf, pdf, pdf, page, page]


@pytest.mark.parametrize("path", ["kartu-kosong/tidak-ada.pdf", "lembar/kapan.pdf", "lembar/2026-13-40.pdf"])
def test_a_paper_that_does_not_exist_is_not_found(village: Village, client_of: LogIn, path: str) -> None:
    assert client_of(village.kader).get(f"/posyandu/{village.melati.pk}/{path}").status_code == 404


def test_a_child_has_no_card_of_the_elderly(village: Village, client_of: LogIn) -> None:
    person = make_resident(village.melati)
    assert client_of(village.kader).get(f"/warga/{person.pk}/kartu/aks.pdf").status_code == 404


def test_nonsense_copies_are_one_and_too_many_are_twenty(village: Village, client_of: LogIn) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    client, path = client_of(village.kader), f"/posyandu/{village.melati.pk}/kartu-kosong/skilas.pdf"
    counts = [
        len(PdfReader(BytesIO(client.get(path, {"jumlah": wanted}).content)).pages)
        for wanted in ("", "-3", "banyak", "2", "999")
    ]
    assert counts == [1, 1, 1, 2, 20]


def test_the_persons_page_leads_to_the_cards(village: Village, client_of: LogIn) -> None:
    person = make_resident(village.melati)
    page = client_of(village.kader).get(f"/warga/{person.pk}/").content.decode()
    assert f"/warga/{person.pk}/kartu/" in page


def test_a_closed_day_is_read_only_for_the_kader_and_asks_the_midwife_why(
    village: Village, client_of: LogIn
) -> None:
    make_resident(village.melati)
    session = make_session(village.melati)
    session.closed_at, session.closed_by = session.opened_at, village.kader
    session.save()
    pages = [
        client_of(user).get(f"/hari-buka/{session.pk}/kisi/").content.decode()
        for user in (village.kader, village.bidan)
    ]
    assert [("readonly" in page, "data-reason" in page) for page in pages] == [(True, False), (False, True)]


def test_the_grid_asks_the_database_as_often_for_many_as_for_one(village: Village, client_of: LogIn) -> None:
    session, client = make_session(village.melati), client_of(village.kader)
    counts = []
    for many in (1, 4):
        for _ in range(many):
            make_visit(make_resident(village.melati, home={"rt": "02"}), weight_kg="9.4")
            Visit.objects.unscoped("the visits of this test").update(session=session)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/hari-buka/{session.pk}/kisi/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_grid_shows_what_is_stored_as_it_is_typed(village: Village, client_of: LogIn) -> None:
    child = make_resident(village.melati)
    make_visit(child, weight_kg="9.40", position="berdiri", vitamin_a=True, deworming=False)
    session = make_session(village.melati)
    page = client_of(village.kader).get(f"/hari-buka/{session.pk}/kisi/?kelompok=anak").content.decode()
    found = {
        name: f'data-field="{name}"' in page for name in ("weight_kg", "position", "vitamin_a", "deworming")
    }
    assert all(found.values())
    assert [
        text for text in ('value="9,4"', 'value="Berdiri"', 'value="Ya"', 'value="Tidak"') if text not in page
    ] == []
