"""Jadwal: the month of all Posyandu, the year of one, its pattern and extra days, and Hari Ini with the plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.models import OrgUnit, Posyandu
from tests.conftest import OPENING_DAY, Village, make_session
from visits import schedule_services as services
from visits.models import Schedule, ScheduleChange, Session
from visits.schedule import DayState

Browser = Callable[..., Client]


def in_days(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)


def address(name: str, posyandu: Posyandu) -> str:
    return reverse(name, args=[posyandu.pk])


PATTERN = {"kind": "hari", "week": "2", "weekday": "0", "starts_at": "08.00", "place": "rumah Bu Kasun"}


def test_a_kader_of_one_posyandu_goes_straight_to_hers(village: Village, client_of: Browser) -> None:
    answer = client_of(village.kader).get(reverse("schedule"))

    assert answer.headers["Location"] == address("schedule_posyandu", village.melati)


def test_the_puskesmas_sees_the_month_of_all_its_posyandu(village: Village, client_of: Browser) -> None:
    services.set_schedule(posyandu=village.melati, valid_from=date(2026, 10, 1), day_of_month=12)
    make_session(village.melati)

    page = client_of(village.officer).get(reverse("schedule"), {"bulan": "2026-10"})
    assert [(row.posyandu, row.day, row.state) for row in page.context["page"]] == [
        (village.melati, OPENING_DAY, DayState.UNCLOSED),
        (village.mawar, None, DayState.NO_PLAN),
    ]
    assert page.context["summary"] == "1 hari buka: 1 belum ditutup, 1 belum ada jadwal"
    for words in ("Jerukwangi", "Melati 1", "Senin, 12 Oktober 2026", "rumah Bu Kasun"):
        assert words in page.content.decode()


def test_only_what_should_be_looked_at(village: Village, client_of: Browser) -> None:
    services.set_schedule(posyandu=village.melati, valid_from=date(2026, 10, 1), day_of_month=12)
    services.cancel_day(posyandu=village.melati, day=OPENING_DAY, reason="libur")

    page = client_of(village.officer).get(reverse("schedule"), {"bulan": "2026-10", "hanya": "perhatian"})
    assert [row.posyandu for row in page.context["page"]] == [village.mawar]


def test_a_month_with_three_posyandu_costs_as_many_queries_as_with_two(
    village: Village, client_of: Browser
) -> None:
    officer = client_of(village.officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            officer.get(reverse("schedule"))
        return len(found)

    queries()
    two = queries()
    unit = OrgUnit.objects.create(kind="posyandu", code="seruni", name="Seruni", parent=village.desa)
    seruni = Posyandu.objects.create(unit=unit, open_day=3)
    services.set_schedule(posyandu=seruni, valid_from=in_days(-60), day_of_month=3)
    assert queries() == two


@pytest.mark.parametrize("month", ["2026-13", "9999-12", "0000-01", "x", "2026-1", "1999-12", "²⁰²⁶-01"])
def test_a_month_that_nobody_means_is_this_one(month: str, village: Village, client_of: Browser) -> None:
    page = client_of(village.officer).get(reverse("schedule"), {"bulan": month, "page": "x"})

    assert page.context["month"] == timezone.localdate().replace(day=1)


@pytest.mark.parametrize("year", ["9999", "1999", "x", "-1"])
def test_a_year_that_nobody_means_is_this_one(year: str, village: Village, client_of: Browser) -> None:
    page = client_of(village.kader).get(address("schedule_posyandu", village.melati), {"tahun": year})

    assert page.context["year"] == timezone.localdate().year


def test_the_ends_of_the_calendar_are_shown(village: Village, client_of: Browser) -> None:
    kader, officer = client_of(village.kader), client_of(village.officer)

    for year in ("2000", "2100"):
        assert kader.get(address("schedule_posyandu", village.melati), {"tahun": year}).status_code == 200
    for month in ("2000-01", "2100-12"):
        assert officer.get(reverse("schedule"), {"bulan": month}).status_code == 200


@pytest.mark.parametrize("name", ["schedule_posyandu", "schedule_pattern", "schedule_add"])
def test_the_neighbour_finds_nothing_and_the_dinkes_may_not(
    name: str, village: Village, client_of: Browser
) -> None:
    assert client_of(village.neighbour).get(address(name, village.melati)).status_code == 404
    assert client_of(village.dinkes).get(address(name, village.melati)).status_code == 403
    assert client_of(village.bidan).get(address(name, village.melati)).status_code == 200


def test_a_kader_enters_the_pattern(village: Village, client_of: Browser) -> None:
    kader = client_of(village.kader)
    assert (
        "Pola hari buka belum diisi"
        in kader.get(address("schedule_posyandu", village.melati)).content.decode()
    )
    kader.post(
        address("schedule_pattern", village.melati),
        PATTERN | {"valid_from": str(in_days(0)), "day_of_month": "x"},
    )

    schedule = Schedule.objects.get()
    assert (str(schedule), schedule.starts_at, schedule.valid_from) == (
        "Senin pekan kedua",
        time(8),
        in_days(0),
    )
    page = kader.get(address("schedule_posyandu", village.melati))
    assert page.context["upcoming"].day.weekday() == 0
    assert "Buka Senin pekan kedua, pukul 08.00" in page.content.decode()


def test_the_pattern_that_holds_is_offered_to_be_changed(village: Village, client_of: Browser) -> None:
    village.melati.open_day = 12
    village.melati.save()
    kader = client_of(village.kader)
    form = kader.get(address("schedule_pattern", village.melati)).context["form"]
    assert (form["kind"].value(), form["day_of_month"].value()) == ("tanggal", 12)
    services.set_schedule(posyandu=village.melati, valid_from=in_days(-3), week=-1, weekday=4)

    form = kader.get(address("schedule_pattern", village.melati)).context["form"]
    assert (form["kind"].value(), form["week"].value(), form["valid_from"].value()) == (
        "hari",
        -1,
        in_days(0),
    )


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"kind": ""}, "kind", "Pilih polanya."),
        ({"week": "", "weekday": "0"}, "week", "Pilih pekannya."),
        ({"kind": "tanggal"}, "day_of_month", "Isi tanggalnya, 1 sampai 31."),
        ({"kind": "tanggal", "day_of_month": "32"}, "day_of_month", "Tanggal antara 1 dan 31."),
        ({"kind": "tanggal", "day_of_month": "1e9"}, "day_of_month", "Tulis dengan angka, misalnya 12."),
        ({"starts_at": "pagi"}, "starts_at", "Tulis jam seperti 08.00."),
        ({"valid_from": "31/02/2027"}, "valid_from", "Tulis tanggal seperti 12/10/2026."),
        ({"valid_from": "9999-12-31"}, "valid_from", "Tanggal ini terlalu jauh. Periksa lagi tahunnya."),
        ({"valid_from": "0001-01-01"}, "valid_from", "Tanggal ini terlalu jauh. Periksa lagi tahunnya."),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_in_words(
    wrong: dict[str, str], field: str, words: str, village: Village, client_of: Browser
) -> None:
    given = PATTERN | {"valid_from": str(in_days(0))} | wrong
    answer = client_of(village.kader).post(address("schedule_pattern", village.melati), given)

    assert answer.context["form"].errors[field] == [words]
    assert not Schedule.objects.exists()


def test_an_extra_day_is_added_and_not_twice(village: Village, client_of: Browser) -> None:
    kader, day = client_of(village.kader), in_days(9)
    given = {"date": str(day), "place": "balai desa", "reason": "sweeping"}
    answer = kader.post(address("schedule_add", village.melati), given)

    assert answer.headers["Location"] == reverse("schedule_day", args=[village.melati.pk, str(day)])
    assert ScheduleChange.objects.get().changed_by == village.kader
    again = kader.post(address("schedule_add", village.melati), given)
    assert "sudah menjadi hari buka" in again.context["form"].errors["date"][0]


def test_an_extra_day_needs_a_reason_and_a_day_that_somebody_means(
    village: Village, client_of: Browser
) -> None:
    answer = client_of(village.kader).post(
        address("schedule_add", village.melati) + "?tanggal=9999-99-99", {"date": "9999-12-31"}
    )

    assert answer.context["form"].errors == {
        "date": ["Tanggal ini terlalu jauh. Periksa lagi tahunnya."],
        "reason": ["Tulis alasannya, supaya semua tahu."],
    }


# Hari Ini.


def test_on_a_planned_day_it_is_opened_at_the_planned_place(village: Village, client_of: Browser) -> None:
    services.add_day(posyandu=village.melati, day=in_days(0), place="balai desa", starts_at=time(8))
    kader = client_of(village.kader)

    page = kader.get(reverse("today"))
    assert "Hari ini hari buka menurut jadwal" in page.content.decode()
    assert page.context["form"]["place"].value() == "balai desa"
    place = page.context["form"]["place"].value()
    kader.post(reverse("today"), {"posyandu": village.melati.pk, "date": str(in_days(0)), "place": place})
    assert Session.objects.get().place == "balai desa"


def test_on_other_days_the_next_one_is_named(village: Village, client_of: Browser) -> None:
    services.add_day(posyandu=village.melati, day=in_days(3), place="balai desa")

    page = client_of(village.kader).get(reverse("today"))
    assert "Hari buka berikutnya" in page.content.decode()
    assert reverse("schedule_day", args=[village.melati.pk, str(in_days(3))]) in page.content.decode()
    assert page.context["form"]["place"].value() is None


def test_without_a_plan_the_way_to_one_is_shown(village: Village, client_of: Browser) -> None:
    assert (
        address("schedule_pattern", village.melati)
        in client_of(village.kader).get(reverse("today")).content.decode()
    )


def test_whoever_has_several_posyandu_opens_the_planned_one_with_one_press(
    village: Village, client_of: Browser
) -> None:
    services.add_day(posyandu=village.mawar, day=in_days(0), place="TK Pertiwi")
    services.add_day(posyandu=village.melati, day=in_days(1))

    page = client_of(village.officer).get(reverse("today"))
    assert [row.posyandu for row in page.context["planned_now"]] == [village.mawar]
    assert [row.posyandu for row in page.context["upcoming"]] == [village.melati]
    assert 'aria-label="Buka Posyandu Mawar 2"' in page.content.decode()
