"""One planned day: changed, cancelled, brought back; who serves, what is ready, whom to invite."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.models import Posyandu
from tests.conftest import OPENING_DAY, Village, make_resident, make_session
from visits import schedule_services as services
from visits.models import Duty, EquipmentCheck, ScheduleChange
from visits.schedule import DayState, day_of

Browser = Callable[..., Client]
PAGES = (
    "schedule_day",
    "schedule_change",
    "schedule_cancel",
    "schedule_duty",
    "schedule_equipment",
    "invitation",
)
NO_DAYS = ("2026-02-31", "9999-12-31", "1999-12-31", "besok", "20261012", "2026-W42-1", "2026-1-1")
SOON = timezone.localdate() + timedelta(days=10)
LATER = SOON + timedelta(days=2)


def page_of(name: str, posyandu: Posyandu, day: date | str = SOON) -> str:
    return reverse(name, args=[posyandu.pk, str(day)])


@pytest.fixture
def melati(village: Village) -> Posyandu:
    """Melati 1 opens soon, by its pattern."""
    services.set_schedule(
        posyandu=village.melati,
        valid_from=SOON - timedelta(days=20),
        day_of_month=SOON.day,
        place="balai desa",
    )
    return village.melati


def state(posyandu: Posyandu, day: date) -> DayState:
    return day_of(posyandu, day, timezone.localdate()).state


@pytest.mark.parametrize("name", PAGES)
def test_each_page_works_for_the_kader_and_for_nobody_elsewhere(
    name: str, village: Village, melati: Posyandu, client_of: Browser
) -> None:
    assert client_of(village.kader).get(page_of(name, melati)).status_code == 200
    assert client_of(village.officer).get(page_of(name, melati)).status_code == 200
    assert client_of(village.neighbour).get(page_of(name, melati)).status_code == 404
    assert client_of(village.dinkes).get(page_of(name, melati)).status_code == 403


@pytest.mark.parametrize("name", [*PAGES, "schedule_restore"])
@pytest.mark.parametrize(
    "day", ["2026-02-31", "9999-12-31", "1999-12-31", "besok", "20261012", "2026-W42-1", "2026-1-1"]
)
def test_a_day_that_nobody_plans_is_not_found(
    name: str, day: str, village: Village, melati: Posyandu, client_of: Browser
) -> None:
    kader = client_of(village.kader)

    assert {
        kader.get(page_of(name, melati, day)).status_code,
        kader.post(page_of(name, melati, day)).status_code,
    } <= {
        404,
        405,
    }


def test_the_page_is_about_its_own_day(village: Village, melati: Posyandu, client_of: Browser) -> None:
    page = client_of(village.kader).get(page_of("schedule_day", melati)).content.decode()

    assert page_of("schedule_duty", melati) in page
    assert page.count("balai desa") == 1
    assert "Akan datang" in page


def test_a_day_on_which_it_does_not_open_can_be_made_one(
    village: Village, melati: Posyandu, client_of: Browser
) -> None:
    page = client_of(village.kader).get(page_of("schedule_day", melati, LATER)).content.decode()

    assert "Bukan hari buka." in page
    assert f"{reverse('schedule_add', args=[melati.pk])}?tanggal={LATER}" in page


@pytest.mark.parametrize("name", PAGES[1:])
def test_nothing_is_prepared_for_a_day_on_which_it_does_not_open(
    name: str, village: Village, melati: Posyandu, client_of: Browser
) -> None:
    answer = client_of(village.kader).get(page_of(name, melati, LATER))

    assert answer.headers["Location"] == page_of("schedule_day", melati, LATER)


def test_a_day_is_moved_and_brought_back(village: Village, melati: Posyandu, client_of: Browser) -> None:
    kader = client_of(village.kader)
    given = {"date": str(LATER), "starts_at": "09.00", "place": "rumah Bu RT", "reason": "pemilihan"}
    answer = kader.post(page_of("schedule_change", melati), given)

    assert answer.headers["Location"] == page_of("schedule_day", melati, LATER)
    row = day_of(melati, LATER, timezone.localdate())
    assert (row.state, row.place, row.note.endswith(": pemilihan")) == (DayState.COMING, "rumah Bu RT", True)
    assert "Hari buka ini dipindah." in kader.get(page_of("schedule_day", melati)).content.decode()
    back = kader.post(page_of("schedule_restore", melati, LATER))
    assert back.headers["Location"] == page_of("schedule_day", melati)
    assert not ScheduleChange.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"date": "31/02/2027"}, "date", "Tulis tanggal seperti 12/10/2026."),
        ({"date": "9999-12-31"}, "date", "Tanggal ini terlalu jauh. Periksa lagi tahunnya."),
        ({"starts_at": "25:00"}, "starts_at", "Tulis jam seperti 08.00."),
        ({"reason": ""}, "reason", "Tulis alasannya, supaya semua tahu."),
        ({"date": str(SOON)}, "__all__", "Belum ada yang berubah: pilih tanggal, jam, atau tempat lain."),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_words(
    wrong: dict[str, str], field: str, words: str, village: Village, melati: Posyandu, client_of: Browser
) -> None:
    given = {"date": str(LATER), "place": "balai desa", "reason": "libur"} | wrong
    answer = client_of(village.kader).post(page_of("schedule_change", melati), given)

    assert answer.context["form"].errors[field] == [words]
    assert not ScheduleChange.objects.exists()


def test_a_day_is_not_moved_onto_another(village: Village, melati: Posyandu, client_of: Browser) -> None:
    services.add_day(posyandu=melati, day=LATER)
    answer = client_of(village.kader).post(
        page_of("schedule_change", melati), {"date": str(LATER), "reason": "libur"}
    )

    assert "sudah menjadi hari buka" in answer.context["form"].errors["date"][0]


def test_a_day_is_cancelled_with_its_reason(village: Village, melati: Posyandu, client_of: Browser) -> None:
    kader = client_of(village.kader)
    assert kader.post(page_of("schedule_cancel", melati), {"reason": ""}).context["form"].errors == {
        "reason": ["Tulis alasannya, supaya semua tahu."]
    }
    kader.post(page_of("schedule_cancel", melati), {"reason": "libur Lebaran"})

    assert state(melati, SOON) is DayState.CANCELLED
    assert "libur Lebaran" in kader.get(page_of("schedule_day", melati)).content.decode()
    kader.post(page_of("schedule_restore", melati))
    assert state(melati, SOON) is DayState.COMING


def test_the_plan_of_a_day_that_was_opened_does_not_change(village: Village, client_of: Browser) -> None:
    session = make_session(village.melati)
    kader = client_of(village.kader)

    for name in ("schedule_change", "schedule_cancel"):
        answer = kader.post(page_of(name, village.melati, OPENING_DAY), {"reason": "libur"}, follow=True)
        assert "Hari buka ini sudah dibuka" in answer.content.decode()
    assert session.get_absolute_url() in answer.content.decode()
    assert not ScheduleChange.objects.exists()


def test_bringing_back_onto_a_taken_day_is_refused_in_words(
    village: Village, melati: Posyandu, client_of: Browser
) -> None:
    services.change_day(posyandu=melati, day=SOON, to=LATER, reason="libur")
    services.add_day(posyandu=melati, day=SOON)
    answer = client_of(village.kader).post(page_of("schedule_restore", melati, LATER), follow=True)

    assert "sudah menjadi hari buka lain" in answer.content.decode()


def test_duty_is_given_and_next_time_starts_from_the_last_one(
    village: Village, melati: Posyandu, client_of: Browser
) -> None:
    services.add_day(posyandu=melati, day=LATER)
    kader = client_of(village.kader)
    kader.post(
        page_of("schedule_duty", melati),
        {"step_1": [village.kader.pk], "step_4": [village.bidan.pk, village.kader.pk]},
    )

    given = {(row.step, row.user) for row in Duty.objects.all()}
    assert given == {(1, village.kader), (4, village.kader), (4, village.bidan)}
    page = kader.get(page_of("schedule_duty", melati, LATER))
    assert page.context["taken_from"] == SOON
    assert page.context["form"]["step_1"].value() == [str(village.kader.pk)]
    assert "Ratna Dewi" in kader.get(page_of("schedule_day", melati)).content.decode()


def test_the_neighbours_kader_cannot_be_put_on_duty(
    village: Village, melati: Posyandu, client_of: Browser
) -> None:
    answer = client_of(village.kader).post(
        page_of("schedule_duty", melati), {"step_1": [village.neighbour.pk]}
    )

    assert answer.context["form"].errors == {"step_1": ["Orang ini tidak bertugas di Posyandu ini."]}
    assert not Duty.objects.exists()


def test_what_is_not_marked_counts_as_ready_only_where_that_is_said(
    village: Village, melati: Posyandu, client_of: Browser
) -> None:
    kader = client_of(village.kader)
    kader.post(page_of("schedule_equipment", melati), {"item_vaccines": "tidak ada"})
    assert EquipmentCheck.objects.get().items == {"vaccines": "tidak ada"}
    kader.post(
        page_of("schedule_equipment", melati),
        {"item_vaccines": "tidak ada", "rest": "baik", "note": "dibawa bidan"},
    )

    check = EquipmentCheck.objects.get()
    assert (len(check.items), check.items["stationery"], check.note) == (25, "baik", "dibawa bidan")
    page = kader.get(page_of("schedule_day", melati)).content.decode()
    assert "Vaksin dalam kotak dingin" in page
    assert "Alat tulis" not in page


def test_a_state_that_does_not_exist_is_refused(
    village: Village, melati: Posyandu, client_of: Browser
) -> None:
    answer = client_of(village.kader).post(page_of("schedule_equipment", melati), {"item_vaccines": "entah"})

    assert answer.context["form"].errors == {"item_vaccines": ["Pilih salah satu."]}


def test_the_invitation_by_group_and_for_everybody(
    village: Village, melati: Posyandu, client_of: Browser
) -> None:
    make_resident(melati, "Zahra", mother_name="Siti")
    make_resident(melati, "Mbah Sarmi", born=date(1950, 1, 1))
    kader = client_of(village.kader)

    def names(**query: str) -> list[str]:
        sections = kader.get(page_of("invitation", melati), query).context["sections"]
        return [one.resident.name for section in sections for one in section.people]

    assert names() == ["Zahra", "Mbah Sarmi"]
    assert names(kelompok="lansia", menurut="kader") == ["Mbah Sarmi"]
    assert names(kelompok="bayi") == []
    assert names(kelompok="x", menurut="'", siapa="semua") == ["Zahra", "Mbah Sarmi"]


def test_the_texts_to_copy_stand_on_the_page(village: Village, melati: Posyandu, client_of: Browser) -> None:
    make_resident(melati, "Zahra", mother_name="Siti")

    page = client_of(village.kader).get(page_of("invitation", melati)).content.decode()
    assert "*Undangan Posyandu Melati 1*" in page
    assert "1. Zahra (ibu Siti)" in page
    assert 'data-copy="undangan-umum"' in page


@pytest.mark.parametrize("name", ["schedule_day", "invitation"])
def test_a_day_with_three_people_costs_as_many_queries_as_with_one(
    name: str, village: Village, melati: Posyandu, client_of: Browser
) -> None:
    kader = client_of(village.kader)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            kader.get(page_of(name, melati))
        return len(found)

    home = {"dusun": "Krajan", "rt": "02", "rw": "01"}
    make_resident(melati, home=home)
    queries()
    one = queries()
    make_resident(melati, home=home)
    make_resident(melati, home=home | {"rt": "03"})
    assert queries() == one
