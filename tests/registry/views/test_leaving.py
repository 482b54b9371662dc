"""Pages of leaving, coming back and dying, each with a way to take it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from registry import services
from registry.models import Death, Resident
from tests.conftest import Village, make_resident

Browser = Callable[..., Client]


def open_home(resident: Resident) -> bool:
    return resident.residencies.filter(valid_until__isnull=True).exists()


def test_somebody_leaves_the_kabupaten_and_it_is_taken_back(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    kader = client_of(village.kader)
    data = {"reason": "pindah", "on": "2026-10-31", "went_to": "Kudus"}
    page = kader.post(reverse("resident_end", args=[girl.pk]), data, follow=True)
    assert "ke Kudus" in page.content.decode()
    assert not open_home(girl)

    kader.post(reverse("resident_return", args=[girl.pk]), {"undo": "1"})
    assert open_home(girl)
    assert girl.residencies.count() == 1


def test_somebody_comes_back_after_a_gap(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    services.end_residency(resident=girl, on=date(2026, 3, 31), reason="pindah")
    kader, url = client_of(village.kader), reverse("resident_return", args=[girl.pk])
    early = kader.post(url, {"on": "2026-03-01"})
    assert "sampai 31 Maret 2026" in early.context["form"].errors["on"][0]
    assert "Batalkan, masih tinggal di sini" in early.context["form"].errors["on"][0]
    kader.post(url, {"on": "2026-10-05", "came_from": "Kudus"})

    assert [row.valid_from for row in girl.residencies.all()] == [date(2026, 1, 1), date(2026, 10, 5)]


def test_a_registration_by_mistake_needs_no_day(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    client_of(village.kader).post(reverse("resident_end", args=[girl.pk]), {"reason": "salah"})

    assert girl.residencies.get().end_reason == "salah"


def test_a_move_needs_its_day(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    for day, words in (("", "Isi tanggalnya."), ("2999-01-01", "Tanggal ini belum terjadi.")):
        page = client_of(village.kader).post(
            reverse("resident_end", args=[girl.pk]), {"reason": "pindah", "on": day}
        )
        assert page.context["form"].errors["on"] == [words]


def test_a_death_is_recorded_corrected_and_taken_back(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    kader, url = client_of(village.kader), reverse("resident_death", args=[girl.pk])
    page = kader.post(url, {"on": "2026-10-20", "place": "rumah", "cause": "diare"}, follow=True)
    assert "meninggal 20 Oktober 2026" in page.content.decode()
    kader.post(url, {"on": "2026-10-21", "place": "faskes", "place_name": "RSUD Kartini"})
    death = Death.objects.unscoped("test").get()
    assert (death.on, death.place_name, death.recorded_by) == (
        date(2026, 10, 21),
        "RSUD Kartini",
        village.kader,
    )

    kader.post(url, {"undo": "1"})
    assert open_home(girl)
    assert not Death.objects.unscoped("test").exists()


def test_a_death_before_arrival_is_refused_beside_its_day(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    page = client_of(village.kader).post(reverse("resident_death", args=[girl.pk]), {"on": "2025-12-01"})

    assert "sejak 1 Januari 2026" in page.context["form"].errors["on"][0]


def test_the_dead_are_sent_to_their_death_and_those_who_left_to_their_return(
    village: Village, client_of: Browser
) -> None:
    dead, gone = make_resident(village.melati), make_resident(village.melati)
    services.record_death(resident=dead, on=date(2026, 10, 20))
    services.end_residency(resident=gone, on=date(2026, 10, 20), reason="pindah")
    kader = client_of(village.kader)

    def sent_to(name: str, resident: Resident) -> str:
        return kader.get(reverse(name, args=[resident.pk])).headers["Location"]

    assert sent_to("resident_return", dead) == reverse("resident_death", args=[dead.pk])
    for name in ("resident_end", "resident_death", "resident_move"):
        assert sent_to(name, gone) == reverse("resident_return", args=[gone.pk])


def test_the_list_of_deaths_shows_mothers_babies_and_under_fives_of_a_year(
    village: Village, client_of: Browser
) -> None:
    for name, born, on in (
        ("Bayi Satu", date(2026, 9, 25), date(2026, 10, 1)),
        ("Balita Dua", date(2025, 7, 1), date(2026, 9, 3)),
        ("Mbah Tiga", date(1950, 1, 1), date(2026, 9, 9)),
        ("Balita Lama", date(2023, 7, 1), date(2026, 2, 3)),
    ):
        services.record_death(resident=make_resident(village.melati, name, born=born), on=on)
    services.record_death(
        resident=make_resident(village.mawar, "Bayi Tetangga", born=date(2026, 9, 25)), on=date(2026, 10, 1)
    )
    kader, url = client_of(village.kader), reverse("death_list")

    def names(**query: str) -> list[str]:
        months = kader.get(url, {"tahun": "2026"} | query).context["months"]
        return [death.resident.name for _, deaths in months for death in deaths]

    assert names() == ["Bayi Satu", "Balita Dua", "Balita Lama"]
    assert names(semua="1") == ["Bayi Satu", "Mbah Tiga", "Balita Dua", "Balita Lama"]
    assert names(tahun="2025") == []
    assert kader.get(url, {"tahun": "²²²²"}).status_code == 200
    assert [count for _, count in kader.get(url).context["counts"]] == [0, 1, 0, 2]


def test_the_list_of_deaths_needs_as_many_queries_for_three_as_for_one(
    village: Village, client_of: Browser, django_assert_num_queries: Callable[..., Any]
) -> None:
    kader, url = client_of(village.kader), reverse("death_list")

    def lose() -> None:
        services.record_death(resident=make_resident(village.melati), on=date(2026, 10, 1))

    lose()
    kader.get(url)
    with django_assert_num_queries(5):
        kader.get(url)
    lose()
    lose()
    with django_assert_num_queries(5):
        kader.get(url)


def test_the_neighbour_finds_none_of_these_pages_and_dinkes_may_not(
    village: Village, client_of: Browser
) -> None:
    girl = make_resident(village.melati)
    for name in ("resident_end", "resident_return", "resident_death", "resident_move"):
        url = reverse(name, args=[girl.pk])
        assert client_of(village.neighbour).get(url).status_code == 404
        assert client_of(village.dinkes).get(url).status_code == 403
