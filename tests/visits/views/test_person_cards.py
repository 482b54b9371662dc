"""The pages of cards: printed for one, a family or a group; scanned, they open the person for who may see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from registry.models import Household, Resident
from tests.conftest import Village, make_resident, make_session
from visits.models import Guest
from visits.person_cards import cards_of

Browser = Callable[..., Client]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were put into codes."""
    addresses: list[str] = []

    def remember(people: list[Resident], address: Callable[..., str]) -> object:
        addresses.extend(address(person.pk) for person in people)
        return cards_of(people, address)

    monkeypatch.setattr("visits.views.person_cards.cards_of", remember)
    return addresses


def card(person: Resident) -> str:
    return reverse("person_card_open", args=[person.pk])


def names_on(answer: Any) -> list[str]:
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return [name for name in ("Aisyah", "Bagas", "Sarmi", "Dewi") if name in text]


def test_a_card_opens_the_entry_while_the_day_is_open_and_the_person_otherwise(
    village: Village, client_of: Browser
) -> None:
    girl, kader = make_resident(village.melati), client_of(village.kader)
    assert kader.get(card(girl)).headers["Location"] == girl.get_absolute_url()
    session = make_session(village.melati, timezone.localdate())
    assert kader.get(card(girl)).headers["Location"] == reverse("visit_entry", args=[session.pk, girl.pk])


def test_a_card_opens_nothing_to_a_stranger(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    make_session(village.mawar, timezone.localdate())
    assert client_of(village.neighbour).get(card(girl)).status_code == 404
    assert client_of(village.dinkes).get(card(girl)).status_code == 403
    asked = Client().get(card(girl))
    assert asked.headers["Location"] == f"/masuk/?next={card(girl)}"
    assert client_of(village.kader).post(card(girl)).status_code == 405


def test_a_guests_card_opens_the_entry_of_that_session_and_not_the_person(
    village: Village, client_of: Browser
) -> None:
    girl, session = make_resident(village.melati), make_session(village.mawar, timezone.localdate())
    Guest.objects.create(session=session, resident=girl)
    neighbour = client_of(village.neighbour)
    assert neighbour.get(card(girl)).headers["Location"] == reverse("visit_entry", args=[session.pk, girl.pk])
    assert neighbour.get(girl.get_absolute_url()).status_code == 404

    session.closed_at = timezone.now()
    session.save()
    assert neighbour.get(card(girl)).status_code == 404


def test_the_card_of_somebody_who_was_merged_opens_who_they_are_now(
    village: Village, client_of: Browser
) -> None:
    from registry.services import merging

    kept, absorbed = make_resident(village.melati), make_resident(village.melati)
    merging.merge_residents(kept=kept, absorbed=absorbed, choices={}, user=None)
    assert client_of(village.kader).get(card(absorbed)).headers["Location"] == card(kept)


def test_one_persons_card_holds_the_address_of_this_server(
    village: Village, client_of: Browser, printed: list[str]
) -> None:
    girl = make_resident(village.melati, "Aisyah")
    answer = client_of(village.kader).get(reverse("person_card_pdf", args=[girl.pk]))
    assert names_on(answer) == ["Aisyah"]
    assert printed == [f"http://testserver/k/{girl.pk}/"]
    assert answer["Cache-Control"] == "no-store"


def test_a_familys_cards_are_those_of_its_members_of_today(village: Village, client_of: Browser) -> None:
    kader = client_of(village.kader)
    home = Household.objects.create(posyandu=village.melati, dusun="Krajan")
    page = reverse("household_cards_pdf", args=[home.pk])
    assert kader.get(page).headers["Location"] == home.get_absolute_url()
    for name in ("Aisyah", "Bagas", "Sarmi"):
        person = make_resident(village.melati, name)
        Resident.objects.filter(pk=person.pk).update(household=home)
    gone = Resident.objects.get(name="Sarmi")
    gone.residencies.update(valid_until=timezone.localdate(), end_reason="pindah")
    assert names_on(kader.get(page)) == ["Aisyah", "Bagas"]


def test_a_group_of_the_posyandu_is_printed_alone(village: Village, client_of: Browser) -> None:
    kader = client_of(village.kader)
    page = reverse("posyandu_cards_pdf", args=[village.melati.pk])
    choice = reverse("posyandu_cards", args=[village.melati.pk])
    assert kader.get(page).headers["Location"] == choice
    assert "Belum ada warga" in kader.get(choice).content.decode()
    make_resident(village.melati, "Aisyah", born=date(2025, 7, 1))
    make_resident(village.melati, "Sarmi", born=date(1955, 7, 1))
    make_resident(village.mawar, "Dewi")
    assert names_on(kader.get(page)) == ["Aisyah", "Sarmi"]
    assert names_on(kader.get(page, {"kelompok": "lansia"})) == ["Sarmi"]
    assert names_on(kader.get(page, {"kelompok": "ngawur"})) == ["Aisyah", "Sarmi"]
    files = kader.get(choice).context["files"]
    assert [(file.label, file.words) for file in files] == [("Balita", "1"), ("Lansia", "1")]
    assert names_on(kader.get(files[1].url)) == ["Sarmi"]


def test_a_large_group_comes_in_several_files(
    village: Village, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visits.views.person_cards.MOST_IN_A_FILE", 2)
    for name in ("Aisyah", "Bagas", "Sarmi"):
        make_resident(village.melati, name)
    kader = client_of(village.kader)
    files = kader.get(reverse("posyandu_cards", args=[village.melati.pk])).context["files"]
    assert [(file.label, file.words) for file in files] == [("Balita", "1–2"), ("Balita", "3–3")]
    assert [names_on(kader.get(file.url)) for file in files] == [["Aisyah", "Bagas"], ["Sarmi"]]
    assert names_on(kader.get(files[0].url.replace("bagian=1", "bagian=x"))) == ["Aisyah", "Bagas"]


def test_nobody_else_prints_cards(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati, home={"dusun": "Krajan"})
    pages = [
        reverse("person_card_pdf", args=[girl.pk]),
        reverse("household_cards_pdf", args=[girl.household_id]),
        reverse("posyandu_cards", args=[village.melati.pk]),
        reverse("posyandu_cards_pdf", args=[village.melati.pk]),
    ]
    assert [client_of(village.neighbour).get(page).status_code for page in pages] == [404] * 4
    assert [client_of(village.dinkes).get(page).status_code for page in pages] == [403] * 4


def test_the_person_and_the_family_lead_to_their_cards(village: Village, client_of: Browser) -> None:
    girl, kader = make_resident(village.melati, home={"dusun": "Krajan"}), client_of(village.kader)
    assert girl.household is not None
    assert reverse("person_card_pdf", args=[girl.pk]) in kader.get(girl.get_absolute_url()).content.decode()
    family = kader.get(girl.household.get_absolute_url()).content.decode()
    assert reverse("household_cards_pdf", args=[girl.household_id]) in family


def test_cards_ask_the_same_number_of_questions_for_one_and_for_three(
    village: Village, client_of: Browser
) -> None:
    kader, asked = client_of(village.kader), []
    pages = [reverse(name, args=[village.melati.pk]) for name in ("posyandu_cards", "posyandu_cards_pdf")]
    for newcomers in (1, 2):
        for _ in range(newcomers):
            make_resident(village.melati)
        with CaptureQueriesContext(connection) as queries:
            assert [kader.get(page).status_code for page in pages] == [200, 200]
        asked.append(len(queries))
    assert asked[0] == asked[1]
