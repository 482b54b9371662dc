"""Hari Ini: the day is opened, and the roster says who is expected, who came and who is a guest."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry import services as registry_services
from registry.ids import new_id
from registry.models import Resident, User
from registry.services import maternity
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from visits import services, session_services
from visits.models import Duty, Guest, Immunisation, Session, Visit

Browser = Callable[..., Client]
# The page with everything on it; and the answer that nothing changed.
MOST_QUERIES, UNCHANGED_QUERIES = 24, 6
LIST = {"HX-Request": "true"}


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
    with CaptureQueriesContext(connection) as for_one:
        kader.get(session.get_absolute_url())
    for _ in range(2):
        make_visit(make_resident(village.melati), weight_kg="9.4")
    with django_assert_num_queries(len(for_one)):
        kader.get(session.get_absolute_url())
    assert len(for_one) <= MOST_QUERIES


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
        with django_assert_num_queries(11):
            page = neighbour.get(url).content.decode()
        assert f"{number} permintaan pindah menunggu jawaban" in page
        assert reverse("move_list") in page
    assert "menunggu jawaban" not in client_of(village.kader).get(url).content.decode()


def pass_step(
    session: Session, person: Resident, step: int, by: User | None = None, **measures: Any
) -> Visit:
    """Somebody saves a step of a person, at whatever phone."""
    return services.record_visit(
        visit_id=new_id(), resident=person, posyandu=session.posyandu, day=session.date, user=by,
        measures=measures, session=session, step=step,
    )  # fmt: skip


def names(answer: Any) -> list[str]:
    return [line.row.resident.name for line in answer.context["lines"]]


def test_who_is_not_there_yet_leads_to_step_1_and_who_came_to_her_next_open_step(
    village: Village, client_of: Browser
) -> None:
    session = make_session(village.melati)
    absent, came = make_resident(village.melati, "Aisyah"), make_resident(village.melati, "Bunga")
    pass_step(session, came, 1)
    pass_step(session, came, 2, weight_kg=Decimal("9.4"))
    page = client_of(village.kader).get(session.get_absolute_url())

    urls = {line.row.resident: line.url for line in page.context["lines"]}
    assert urls == {
        absent: reverse("visit_step", args=[session.pk, absent.pk, 1]),
        came: reverse("visit_step", args=[session.pk, came.pk, 3]),
    }
    assert "langkah 1, 2 selesai" in page.content.decode()


def test_a_kader_who_says_her_step_goes_straight_to_it_and_sees_first_who_waits_for_it(
    village: Village, client_of: Browser
) -> None:
    kader, session = client_of(village.kader), make_session(village.melati)
    people = {name: make_resident(village.melati, name) for name in ("Aisyah", "Bunga", "Citra", "Dewi")}
    for step in (1, 2):
        pass_step(session, people["Aisyah"], step)
    pass_step(session, people["Dewi"], 1)
    pass_step(session, people["Citra"], 1)
    url = session.get_absolute_url()
    assert names(kader.get(url)) == ["Citra", "Dewi", "Aisyah", "Bunga"]

    assert kader.post(url, {"langkah": "2"}).headers["Location"] == url
    page = kader.get(url)
    assert names(page) == ["Dewi", "Citra", "Bunga", "Aisyah"]
    assert page.context["roster"].waiting == 2
    assert next(line.url for line in page.context["lines"]).endswith("/langkah/2/")
    other_day = make_session(village.melati, OPENING_DAY - timedelta(days=30))
    assert kader.get(other_day.get_absolute_url()).context["step"] is None
    kader.post(url, {"langkah": ""})
    assert kader.get(url).context["step"] is None


def test_the_step_is_that_of_her_duty_until_she_says_another(village: Village, client_of: Browser) -> None:
    kader, session = client_of(village.kader), make_session(village.melati)
    Duty.objects.create(posyandu=village.melati, date=OPENING_DAY, step=4, user=village.kader)
    Duty.objects.create(posyandu=village.melati, date=OPENING_DAY, step=3, user=village.bidan)

    assert kader.get(session.get_absolute_url()).context["step"] == 4
    kader.post(session.get_absolute_url(), {"langkah": "1"})
    assert kader.get(session.get_absolute_url()).context["step"] == 1
    kader.post(session.get_absolute_url(), {"langkah": "9; drop"})
    assert kader.get(session.get_absolute_url()).context["step"] is None


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ("", ["Bunga", "Aisyah", "Citra"]),
        ("belum", ["Aisyah"]),
        ("dilayani", ["Bunga"]),
        ("selesai", ["Citra"]),
        ("datang", ["Bunga", "Citra"]),
        ("omong kosong", ["Bunga", "Aisyah", "Citra"]),
    ],
)
def test_the_list_is_narrowed_by_where_people_are(
    only: str, expected: list[str], village: Village, client_of: Browser
) -> None:
    session = make_session(village.melati)
    _, in_service, done = (make_resident(village.melati, name) for name in ("Aisyah", "Bunga", "Citra"))
    pass_step(session, in_service, 1)
    for step in (1, 2, 3, 4, 5):
        pass_step(session, done, step)
    page = client_of(village.kader).get(session.get_absolute_url(), {"hanya": only})

    assert names(page) == expected
    assert (page.context["roster"].came, page.context["roster"].in_service) == (2, 1)


def test_the_list_is_narrowed_by_what_waits_for_people(village: Village, client_of: Browser) -> None:
    session = make_session(village.melati, date(2026, 8, 10))
    toddler = make_resident(village.melati, "Aisyah", born=date(2025, 5, 1))
    make_resident(village.melati, "Sarmi", born=date(1950, 5, 1))
    make_resident(village.melati, "Bagas", sex="L", born=date(2016, 5, 1))
    kader, url = client_of(village.kader), session.get_absolute_url()

    assert names(kader.get(url, {"hanya": "vitamin_a"})) == ["Aisyah"]
    assert names(kader.get(url, {"hanya": "imunisasi"})) == ["Aisyah"]
    assert names(kader.get(url, {"hanya": "skrining"})) == ["Sarmi"]
    pass_step(session, toddler, 4, vitamin_a=1)
    assert names(kader.get(url, {"hanya": "vitamin_a"})) == []


def test_a_mother_stands_in_her_own_group_with_her_weeks(village: Village, client_of: Browser) -> None:
    session = make_session(village.melati)
    mother = make_resident(village.melati, "Siti", born=date(1998, 3, 4))
    maternity.open_pregnancy(
        resident=mother,
        known_from=date(2026, 6, 1),
        details={"last_period": OPENING_DAY - timedelta(weeks=24)},
    )
    page = client_of(village.kader).get(session.get_absolute_url(), {"kelompok": "ibu_hamil"})

    assert [(line.row.group.value, line.row.mark) for line in page.context["lines"]] == [
        ("ibu_hamil", "hamil 24 minggu")
    ]


def test_what_is_done_at_home_is_shown_and_is_not_having_come(village: Village, client_of: Browser) -> None:
    session, girl = make_session(village.melati), make_resident(village.melati, "Aisyah")
    services.record_visit(
        visit_id=new_id(), resident=girl, posyandu=village.melati, day=OPENING_DAY, user=village.kader,
        measures={"weight_kg": Decimal("9.4")}, setting="rumah",
    )  # fmt: skip
    page = client_of(village.kader).get(session.get_absolute_url())

    assert page.context["roster"].came == 0
    assert "dilayani: di rumah" in page.content.decode()


def test_a_guest_who_was_let_in_leads_to_her_step_and_is_marked(village: Village, client_of: Browser) -> None:
    session, guest = make_session(village.melati), make_resident(village.mawar, "Bagas")
    Guest.objects.create(session=session, resident=guest, added_by=village.kader)
    page = client_of(village.kader).get(session.get_absolute_url())

    assert [(line.url, line.about) for line in page.context["lines"]] == [
        (reverse("visit_step", args=[session.pk, guest.pk, 1]), "tamu dari Posyandu lain")
    ]
    assert (page.context["roster"].expected, page.context["roster"].guests) == (0, 0)


def poll(client: Client, session: Session, mark: str, **query: str) -> Any:
    return client.get(
        session.get_absolute_url(), query, headers=LIST | {"HX-Trigger": "daftar", "If-None-Match": mark}
    )


def test_a_list_that_did_not_change_is_not_sent_again(
    village: Village, client_of: Browser, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    kader, session = client_of(village.kader), make_session(village.melati)
    girl = make_resident(village.melati)
    mark = poll(kader, session, "").headers["ETag"]
    with django_assert_max_num_queries(UNCHANGED_QUERIES):
        answer = poll(kader, session, mark)
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", mark)

    # Another question, or another person at this browser, is another list.
    assert poll(kader, session, mark, q="aisyah").status_code == 200
    assert poll(client_of(village.bidan), session, mark).status_code == 200
    pass_step(session, girl, 1)
    assert (changed := poll(kader, session, mark)).status_code == 200
    assert "langkah 1 selesai" in changed.content.decode()


def test_every_kind_of_change_is_noticed(village: Village, client_of: Browser) -> None:
    kader, session = client_of(village.kader), make_session(village.melati)
    girl = make_resident(village.melati)
    marks = [poll(kader, session, "").headers["ETag"]]

    def note() -> None:
        marks.append(poll(kader, session, "").headers["ETag"])

    visit = pass_step(session, girl, 1)
    note()
    pass_step(session, girl, 2, weight_kg=Decimal("9.4"))
    note()
    Immunisation.objects.create(resident=girl, dose="BCG", visit=visit, given_on=OPENING_DAY)
    note()
    services.cancel_visit(visit=visit, user=village.kader, reason="salah orang")
    note()
    make_resident(village.melati)
    note()
    Guest.objects.create(session=session, resident=make_resident(village.mawar))
    note()
    session_services.close_session(session=session, user=village.kader)
    note()
    assert len(set(marks)) == len(marks)


def test_the_browser_is_told_the_address_of_what_was_searched_and_not_of_a_poll(
    village: Village, client_of: Browser
) -> None:
    kader, session = client_of(village.kader), make_session(village.melati)
    url = session.get_absolute_url()
    searched = kader.get(f"{url}?q=a&q=ais&kelompok=balita&asal=x", headers=LIST)

    assert searched.headers["HX-Replace-Url"] == f"{url}?q=ais&kelompok=balita"
    assert "HX-Replace-Url" not in poll(kader, session, "").headers
    # Going back asks for the page and not for its list.
    back = kader.get(url, headers=LIST | {"HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()


def test_the_list_needs_as_many_queries_for_thirty_people_as_for_three_and_150_are_small_on_the_wire(
    village: Village, client_of: Browser
) -> None:
    kader, session = client_of(village.kader), make_session(village.melati)

    def grow(count: int) -> None:
        for number in range(count):
            person = make_resident(
                village.melati, f"Muhammad Rizky Alfiansyah Putra {number}", born=date(2025, 7, 1)
            )
            pass_step(session, person, 2, weight_kg=Decimal("9.4"), height_cm=Decimal("75"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            kader.get(session.get_absolute_url(), headers=LIST)
        return len(queries)

    grow(3)
    cost()
    for_three = cost()
    grow(27)
    assert cost() == for_three <= MOST_QUERIES
    for number in range(120):
        make_resident(village.melati, f"Muhammad Rizky Alfiansyah Kusuma {number}", born=date(2025, 7, 1))
    answer = kader.get(session.get_absolute_url(), headers=LIST | {"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < 60_000
    assert gzip.decompress(answer.content).count(b'<li class="person') == 150


def test_after_closing_a_kader_reads_and_a_midwife_corrects(village: Village, client_of: Browser) -> None:
    session = make_session(village.melati)
    make_resident(village.melati, "Aisyah")
    came = make_resident(village.melati, "Bunga")
    visit = pass_step(session, came, 2)
    session_services.close_session(session=session, user=village.kader)

    def urls(user: User) -> list[str]:
        page = client_of(user).get(session.get_absolute_url())
        assert "Hari buka ini sudah ditutup oleh Sri Wahyuni" in page.content.decode()
        return [line.url for line in page.context["lines"]]

    assert urls(village.kader) == [visit.get_absolute_url(), ""]
    assert urls(village.bidan)[0] == reverse("visit_step", args=[session.pk, came.pk, 3])
    assert (
        'hx-trigger="every' not in client_of(village.kader).get(session.get_absolute_url()).content.decode()
    )
