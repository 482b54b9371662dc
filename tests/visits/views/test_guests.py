"""The page on which a guest is found: by what only the person tells, without leaving it in an address or a log."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models import Residency, Resident
from tests.conftest import OPENING_DAY, Village, make_resident, make_session
from tests.structure.test_secrets import readable
from visits import guests
from visits.models import Guest, Session

Browser = Callable[..., Client]
NIK = "3320086507259901"
BORN = date(2025, 7, 25)


@pytest.fixture
def session(village: Village) -> Session:
    return make_session(village.melati)


@pytest.fixture
def visitor(village: Village) -> Resident:
    mother = make_resident(village.mawar, "Siti Aminah", born=date(1996, 5, 4))
    return make_resident(
        village.mawar, "Zahra Kirana", born=BORN, nik=NIK, mother=mother, home={"address": "Dukuh Pelang"}
    )


def search_page(session: Session) -> str:
    return reverse("guest_search", args=[session.pk])


def new_page(session: Session) -> str:
    return reverse("guest_new", args=[session.pk])


def entry_page(session: Session, person: Resident) -> str:
    return reverse("visit_entry", args=[session.pk, person.pk])


def ticket_in(answer: Any) -> str:
    return str(answer.context["found"][0].ticket)


def test_a_guest_is_found_by_nik_and_served_with_two_presses(
    village: Village, client_of: Browser, session: Session, visitor: Resident
) -> None:
    kader = client_of(village.kader)
    answer = kader.post(search_page(session), {"nik": "3320 0865 0725 9901"})
    page = answer.content.decode()
    assert "Zahra Kirana" in page
    assert "1 tahun 2 bulan · Balita · Posyandu Mawar 2, Desa Kedungleper" in page

    served = kader.post(search_page(session), {"ticket": ticket_in(answer)})
    assert served.headers["Location"] == entry_page(session, visitor)
    assert "Zahra Kirana" in kader.get(search_page(session)).content.decode()


def test_the_page_shows_the_least(
    village: Village, client_of: Browser, session: Session, visitor: Resident
) -> None:
    page = client_of(village.kader).post(
        search_page(session), {"name": "Zahra Kirana", "birth_date": "25/7/2025"}
    )
    words = page.content.decode()
    assert [
        word for word in (NIK, NIK[-4:], "Siti Aminah", "Dukuh Pelang", str(visitor.pk)) if word in words
    ] == []


def test_the_neighbours_kader_finds_nobody_by_a_part_of_a_name(
    village: Village, client_of: Browser, session: Session, visitor: Resident
) -> None:
    answer = client_of(village.kader).post(search_page(session), {"name": "Zahra", "birth_date": str(BORN)})
    assert answer.context["found"] == []
    assert "Tidak ada yang cocok." in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "refusal"),
    [
        ({}, "__all__", "Isi NIK, atau nama lengkap dengan tanggal lahirnya."),
        ({"nik": "123"}, "nik", "NIK harus 16 angka"),
        ({"nik": "abc"}, "nik", ""),
        (
            {"name": "Zahra Kirana"},
            "birth_date",
            "Isi tanggal lahirnya, atau nama ibu dan tahun lahirnya di bawah.",
        ),
        ({"name": "Zahra", "mother_name": "Siti"}, "birth_date", ""),
        ({"name": "👶"}, "name", "Tulis nama dengan huruf."),
        ({"name": "3320086507259901", "birth_date": "2025-07-25"}, "name", "Tulis nama dengan huruf."),
        ({"name": "Zahra", "birth_date": "kemarin"}, "birth_date", "Tulis tanggal seperti 12/10/2026."),
        ({"name": "Zahra", "birth_year": "1e9"}, "birth_year", "Tulis dengan angka."),
        ({"card": "bukan"}, "card", ""),
    ],
)
def test_nonsense_is_refused_in_words_and_looks_for_nobody(
    village: Village,
    client_of: Browser,
    session: Session,
    typed: dict[str, str],
    field: str,
    refusal: str,
) -> None:
    answer = client_of(village.kader).post(search_page(session), typed or {"nik": ""})
    said = answer.context["form"].errors[field]
    assert answer.status_code == 200
    assert answer.context["found"] is None
    assert any(refusal in message for message in said)


def test_what_is_typed_stays_out_of_addresses_logs_and_the_database(
    village: Village,
    client_of: Browser,
    session: Session,
    visitor: Resident,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    kader = client_of(village.kader)
    assert 'method="get"' not in kader.get(search_page(session)).content.decode()
    found = kader.post(search_page(session), {"nik": NIK})
    served = kader.post(search_page(session), {"ticket": ticket_in(found)})
    assert NIK not in served.headers["Location"]
    assert NIK not in ticket_in(found)
    assert NIK not in caplog.text
    assert readable(NIK) == set()
    # In an address it is not even looked at.
    asked = kader.get(search_page(session), {"nik": NIK})
    assert (asked.context["found"], NIK in asked.content.decode()) == (None, False)


def test_too_many_searches_are_refused_in_words(
    village: Village,
    client_of: Browser,
    session: Session,
    visitor: Resident,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guests, "SEARCHES_AN_HOUR", 1)
    kader = client_of(village.kader)
    answers = [kader.post(search_page(session), {"nik": NIK}) for _ in (1, 2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert "Tunggu sebentar" in answers[1].content.decode()
    assert answers[1].context["found"] is None


def test_a_guest_row_does_not_open_the_persons_page(
    village: Village, client_of: Browser, session: Session, visitor: Resident
) -> None:
    Guest.objects.create(session=session, resident=visitor, added_by=village.kader)
    kader = client_of(village.kader)
    pages = (f"/warga/{visitor.pk}/", f"/warga/{visitor.pk}/ubah/", f"/warga/{visitor.pk}/kartu-qr.pdf")
    assert [kader.get(page).status_code for page in pages] == [404, 404, 404]
    assert "Zahra" not in kader.get("/warga/").content.decode()


def test_dinkes_desa_and_admin_may_not_and_the_neighbour_finds_no_such_session(
    village: Village, client_of: Browser, session: Session
) -> None:
    for page in (search_page(session), new_page(session)):
        for role in (village.dinkes, village.desa_officer, village.admin):
            assert client_of(role).post(page, {"nik": NIK}).status_code == 403
        assert client_of(village.neighbour).post(page, {"nik": NIK}).status_code == 404


def test_after_closing_nobody_is_found_served_or_registered(
    village: Village, client_of: Browser, session: Session, visitor: Resident
) -> None:
    kader = client_of(village.kader)
    ticket = ticket_in(kader.post(search_page(session), {"nik": NIK}))
    session.closed_at = timezone.now()
    session.save()

    assert "sudah ditutup" in kader.get(search_page(session)).content.decode()
    assert kader.post(search_page(session), {"nik": NIK}).context["found"] is None
    said = kader.post(search_page(session), {"ticket": ticket}, follow=True).content.decode()
    assert "Hari buka ini sudah ditutup" in said
    assert "sudah ditutup" in kader.get(new_page(session)).content.decode()
    kader.post(new_page(session), new_guest())
    assert (Guest.objects.count(), Resident.objects.filter(name="Joko Pranoto").count()) == (0, 0)


def test_a_forged_ticket_sends_back_to_the_search(
    village: Village, client_of: Browser, session: Session, visitor: Resident
) -> None:
    for forged in ("", "x", str(visitor.pk)):
        answer = client_of(village.kader).post(search_page(session), {"ticket": forged})
        assert answer.headers["Location"] == search_page(session)
    assert not Guest.objects.exists()


def new_guest(**more: str) -> dict[str, str]:
    typed = {"resident_id": str(new_id()), "name": "Joko Pranoto", "sex": "L"}
    return typed | {"birth_date_known": "perkiraan", "age_years": "34"} | more


def test_a_name_the_sex_and_an_age_are_enough_for_a_guest(
    village: Village, client_of: Browser, session: Session
) -> None:
    answer = client_of(village.kader).post(new_page(session), new_guest())
    guest = Resident.objects.get()
    assert answer.headers["Location"] == entry_page(session, guest)
    assert (guest.name, guest.birth_date_known, guest.age_on(timezone.localdate()).years) == (
        "Joko Pranoto",
        "perkiraan",
        34,
    )
    assert (guest.nik, Residency.objects.count(), Guest.objects.get().resident) == (
        "",
        0,
        guest,
    )


def test_a_year_or_a_date_will_do_as_well(village: Village, client_of: Browser, session: Session) -> None:
    kader = client_of(village.kader)
    kader.post(
        new_page(session), new_guest(birth_date_known="tahun", birth_year="1961", name="Sumini", sex="P")
    )
    kader.post(new_page(session), new_guest(birth_date_known="pasti", birth_date="2024-02-29", name="Bagas"))
    assert [(one.name, one.birth_date) for one in Resident.objects.order_by("name")] == [
        ("Bagas", date(2024, 2, 29)),
        ("Sumini", date(1961, 7, 1)),
    ]


def test_saving_a_new_guest_twice_stores_one(village: Village, client_of: Browser, session: Session) -> None:
    typed, kader = new_guest(), client_of(village.kader)
    answers = [kader.post(new_page(session), typed) for _ in (1, 2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Resident.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "12345"}, "name"),
        ({"sex": "X"}, "sex"),
        ({"age_years": "-1"}, "age_years"),
        ({"age_years": "1e9"}, "age_years"),
        ({"age_years": ""}, "age_years"),
        ({"nik": "999"}, "nik"),
        ({"resident_id": "abc"}, "resident_id"),
        ({"birth_date_known": "pasti", "birth_date": "2999-01-01"}, "birth_date"),
        ({"age_years": "0", "age_months": "0"}, "__all__"),
    ],
)
def test_a_mistake_is_named_beside_its_field(
    village: Village, client_of: Browser, session: Session, change: dict[str, str], field: str
) -> None:
    answer = client_of(village.kader).post(new_page(session), new_guest(**change))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not Resident.objects.exists()


def test_who_is_registered_already_is_not_registered_again(
    village: Village, client_of: Browser, session: Session, visitor: Resident
) -> None:
    kader = client_of(village.kader)
    known = {"name": "Zahra Kirana", "sex": "P", "birth_date_known": "pasti", "birth_date": str(BORN)}
    with_nik = kader.post(new_page(session), new_guest(**known, nik=NIK, is_new="on"))
    assert "sudah terdaftar" in str(with_nik.context["form"].errors["nik"])
    alike = kader.post(new_page(session), new_guest(**known, mother_name="Siti Aminah")).content.decode()
    assert "Mungkin sudah terdaftar" in alike
    assert "Seseorang di wilayah lain" in alike
    assert not Guest.objects.exists()

    kader.post(new_page(session), new_guest(**known, mother_name="Siti Aminah", is_new="on"))
    assert Guest.objects.count() == 1


def test_the_shortest_way_to_register_somebody_who_lives_here_ends_at_the_entry(
    village: Village, client_of: Browser, session: Session
) -> None:
    page = f"{reverse('resident_new')}?posyandu={village.melati.pk}&lanjut={session.get_absolute_url()}"
    typed = {"name": "Mbah Karto", "sex": "L", "birth_date_known": "perkiraan", "age_years": "71"}
    answer = client_of(village.kader).post(page, typed | {"posyandu": str(village.melati.pk)})
    karto = Resident.objects.get()
    assert answer.headers["Location"] == entry_page(session, karto)
    assert (karto.age_on(timezone.localdate()).years, karto.nik) == (71, "")
    assert client_of(village.kader).get(answer.headers["Location"]).status_code in (200, 302)


def test_the_page_asks_the_same_number_of_questions_for_one_guest_and_for_three(
    village: Village, client_of: Browser, session: Session
) -> None:
    kader, asked = client_of(village.kader), []
    for newcomers in (1, 2):
        for _ in range(newcomers):
            person = make_resident(village.mawar, born=date(1990, 1, 1))
            Guest.objects.create(session=session, resident=person, added_by=village.kader)
        with CaptureQueriesContext(connection) as queries:
            assert kader.get(search_page(session)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_day_of_the_session_decides_about_age(
    village: Village, client_of: Browser, session: Session
) -> None:
    answer = client_of(village.kader).post(
        search_page(session), {"name": "Belum Lahir", "birth_date": str(OPENING_DAY)}
    )
    assert answer.context["found"] == []
