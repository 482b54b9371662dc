"""Hari Ini: the day is opened, and the roster says who is expected, who came and who is a guest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry import services as registry_services
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from visits.models import Session, Visit

Browser = Callable[..., Client]


def test_a_kader_of_one_posyandu_opens_today_with_one_press(village: Village, client_of: Browser) -> None:
    kader = client_of(village.kader)
    assert "Hari buka belum dimulai" in kader.get(reverse("today")).content.decode()
    day = timezone.localdate()
    kader.post(reverse("today"), {"posyandu": village.melati.pk, "date": str(day), "place": ""})

    session = Session.objects.get()
    assert (session.posyandu, session.date, session.opened_by) == (village.melati, day, village.kader)
    assert kader.get(reverse("today")).headers["Location"] == session.get_absolute_url()


def test_a_day_that_has_not_come_is_refused_beside_its_field(village: Village, client_of: Browser) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = client_of(village.kader).post(
        reverse("today"), {"posyandu": village.melati.pk, "date": str(tomorrow)}
    )

    assert answer.context["form"].errors["date"] == ["Hari buka belum tiba. Buka pada harinya."]


def test_the_neighbours_posyandu_cannot_be_opened(village: Village, client_of: Browser) -> None:
    client_of(village.kader).post(reverse("today"), {"posyandu": village.mawar.pk, "date": str(OPENING_DAY)})

    assert not Session.objects.exists()


def test_the_roster_shows_who_came_first_and_counts_them(village: Village, client_of: Browser) -> None:
    session = make_session(village.melati)
    make_resident(village.melati, "Bunga")
    came = make_resident(village.melati, "Zahra")
    make_resident(village.mawar, "Bagas")
    make_visit(came, weight_kg="9.4")

    roster = client_of(village.kader).get(session.get_absolute_url()).context["roster"]
    assert [row.resident.name for row in roster.rows] == ["Zahra", "Bunga"]
    assert (roster.came, roster.expected) == (1, 2)


def test_the_roster_is_searched_as_you_type(village: Village, client_of: Browser) -> None:
    session = make_session(village.melati)
    make_resident(village.melati, "Bunga Rahmawati")
    make_resident(village.melati, "Zahra")
    answer = client_of(village.kader).get(
        session.get_absolute_url(), {"q": "rahma"}, headers={"HX-Request": "true"}
    )

    assert "Bunga Rahmawati" in answer.content.decode()
    assert "Zahra" not in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_roster_shows_those_who_did_not_come_when_asked(village: Village, client_of: Browser) -> None:
    session = make_session(village.melati)
    make_visit(make_resident(village.melati, "Bunga"), weight_kg="9.4")
    make_resident(village.melati, "Zahra")

    roster = client_of(village.kader).get(session.get_absolute_url(), {"hanya": "belum"}).context["roster"]
    assert [row.resident.name for row in roster.rows] == ["Zahra"]


def test_the_session_page_needs_as_many_queries_for_three_as_for_one(
    village: Village, client_of: Browser, django_assert_num_queries: Callable[..., Any]
) -> None:
    kader, session = client_of(village.kader), make_session(village.melati)
    make_visit(make_resident(village.melati), weight_kg="9.4")
    kader.get(session.get_absolute_url())
    with django_assert_num_queries(8):
        kader.get(session.get_absolute_url())
    for _ in range(2):
        make_visit(make_resident(village.melati), weight_kg="9.4")
    with django_assert_num_queries(8):
        kader.get(session.get_absolute_url())


def test_a_guest_is_shown_beside_the_sasaran_and_counted_at_home(
    village: Village, client_of: Browser
) -> None:
    here, there = make_session(village.melati), make_session(village.mawar)
    guest = make_resident(village.mawar, "Bagas")
    make_resident(village.melati, "Aisyah")
    make_visit(guest, at=village.melati, weight_kg="9.4")

    page = client_of(village.kader).get(here.get_absolute_url())
    roster = page.context["roster"]
    assert (roster.came, roster.expected, roster.guests) == (0, 1, 1)
    assert guest.get_absolute_url() not in page.content.decode()
    assert reverse("visit_detail", args=[Visit.objects.get().pk]) not in page.content.decode()
    at_home = client_of(village.neighbour).get(there.get_absolute_url()).context["roster"]
    assert (at_home.came, at_home.expected, at_home.guests) == (1, 1, 0)


def test_a_day_many_years_ago_is_refused(village: Village, client_of: Browser) -> None:
    answer = client_of(village.kader).post(
        reverse("today"), {"posyandu": village.melati.pk, "date": "1900-01-01"}
    )

    assert "Periksa lagi tahunnya" in answer.context["form"].errors["date"][0]


def test_the_day_begins_with_the_moves_that_wait_for_an_answer(
    village: Village, client_of: Browser, django_assert_num_queries: Callable[..., Any]
) -> None:
    neighbour, url = client_of(village.neighbour), reverse("today")
    assert "menunggu jawaban" not in neighbour.get(url).content.decode()
    for number in (1, 2):
        girl = make_resident(village.melati)
        registry_services.ask_move(residents=[girl], to=village.mawar, on=OPENING_DAY, user=village.kader)
        with django_assert_num_queries(8):
            page = neighbour.get(url).content.decode()
        assert f"{number} permintaan pindah menunggu jawaban" in page
        assert reverse("move_list") in page
    assert "menunggu jawaban" not in client_of(village.kader).get(url).content.decode()
