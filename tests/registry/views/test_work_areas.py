"""The page of work areas: who looks after which RT, and plainly who has nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from registry.models import Household, WorkArea
from registry.services.work_areas import assign_kader
from tests.conftest import Village, make_resident

Browser = Callable[..., Client]
URL = "/wilayah-binaan/"
START = date(2026, 6, 1)


def settle(village: Village, *rts: str) -> list[Household]:
    return [
        household
        for rt in rts
        if (
            household := make_resident(
                village.melati, home={"dusun": "Krajan", "rw": "01", "rt": rt}
            ).household
        )
    ]


def test_families_without_a_kader_are_counted_at_the_top(village: Village, client_of: Browser) -> None:
    settle(village, "02", "02", "03")
    kader = client_of(village.kader)
    assert "<strong>3 keluarga belum ada kader.</strong>" in kader.get(URL).content.decode()

    data = {"kader": str(village.kader.pk), "dusun": "Krajan", "rw": "01", "rt": "02"}
    after = kader.post(URL, data, follow=True).content.decode()
    assert "Sri Wahyuni sekarang membina Krajan RW 01 RT 02." in after
    assert "<strong>1 keluarga belum ada kader.</strong>" in after


def test_when_everybody_has_a_kader_the_page_says_so(village: Village, client_of: Browser) -> None:
    settle(village, "02")
    text = client_of(village.kader).post(URL, {"kader": str(village.kader.pk)}, follow=True).content.decode()

    assert "Semua keluarga sudah punya kader." in text
    assert "Seluruh wilayah Posyandu" in text


def test_one_family_may_have_a_kader_of_its_own(village: Village, client_of: Browser) -> None:
    home = settle(village, "02")[0]
    kader = client_of(village.kader)
    assert "Tugas untuk satu keluarga" in kader.get(URL, {"keluarga": str(home.pk)}).content.decode()
    kader.post(URL, {"kader": str(village.kader.pk), "household": str(home.pk)})

    assert WorkArea.objects.get().household == home
    assert "Keluarga dengan kader sendiri" in kader.get(URL).content.decode()


@pytest.mark.parametrize(
    "changes",
    [{"kader": "neighbour"}, {"kader": ""}, {"since": "tomorrow"}, {"household": "theirs"}],
)
def test_what_cannot_be_is_refused(village: Village, client_of: Browser, changes: dict[str, str]) -> None:
    theirs = make_resident(village.mawar, home={"dusun": "Gondang"}).household
    meant = {
        "neighbour": str(village.neighbour.pk),
        "tomorrow": str(timezone.localdate() + timedelta(days=1)),
        "theirs": str(theirs.pk if theirs else ""),
    }
    data = {"kader": str(village.kader.pk)} | {key: meant.get(value, value) for key, value in changes.items()}
    answer = client_of(village.kader).post(URL, data)

    assert list(answer.context["form"].errors) == list(changes)
    assert not WorkArea.objects.exists()


def test_an_ended_assignment_leaves_its_families_without_a_kader(
    village: Village, client_of: Browser
) -> None:
    settle(village, "02")
    area = assign_kader(posyandu=village.melati, kader=village.kader, since=START)
    text = (
        client_of(village.kader).post(reverse("work_area_end", args=[area.pk]), follow=True).content.decode()
    )

    assert "Keliru? Tugaskan lagi di bawah." in text
    assert "<strong>1 keluarga belum ada kader.</strong>" in text
    area.refresh_from_db()
    assert area.valid_until == timezone.localdate() - timedelta(days=1)


def test_the_neighbour_neither_sees_nor_ends_it(village: Village, client_of: Browser) -> None:
    settle(village, "02")
    area = assign_kader(posyandu=village.melati, kader=village.kader, since=START)
    neighbour = client_of(village.neighbour)

    assert "Krajan" not in neighbour.get(URL, {"posyandu": str(village.melati.pk)}).content.decode()
    assert neighbour.post(reverse("work_area_end", args=[area.pk])).status_code == 404
    assert client_of(village.dinkes).get(URL).status_code == 403


def test_the_officer_chooses_the_posyandu(village: Village, client_of: Browser) -> None:
    settle(village, "02")
    answer = client_of(village.officer).get(URL, {"posyandu": str(village.melati.pk)})

    assert answer.context["posyandu"] == village.melati
    assert len(answer.context["places"]) == 2


def test_the_page_needs_as_many_queries_for_three_places_as_for_one(
    village: Village, client_of: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settle(village, "02")
    assign_kader(posyandu=village.melati, kader=village.kader, since=START)
    kader = client_of(village.kader)
    kader.get(URL)
    with django_assert_num_queries(10):
        kader.get(URL)
    settle(village, "03", "04")
    with django_assert_num_queries(10):
        kader.get(URL)
