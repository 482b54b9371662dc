"""What the form of a newcomer proposes when a family's page asked for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import Resident
from tests.conftest import Village, make_resident

Browser = Callable[..., Client]
HOME = {"kk": "3320081503209901"}
Proposed = Callable[..., list[object]]


def member(village: Village, name: str, sex: str, year: int, relation: str) -> Resident:
    return make_resident(
        village.melati, name, sex=sex, born=date(year, 1, 1), home=HOME, relation=relation
    )  # fmt: skip


@pytest.fixture
def head(village: Village) -> Resident:
    return member(village, "Budi", "L", 1970, "kepala")


@pytest.fixture
def proposed(village: Village, client_of: Browser, head: Resident) -> Proposed:
    assert head.household is not None
    kader, family = client_of(village.kader), str(head.household.pk)

    def ask(relation: str, *names: str) -> list[object]:
        query = {"keluarga": family, "hubungan": relation}
        form = kader.get(reverse("resident_new"), query).context["form"]
        return [form[name].value() for name in names]

    return ask


def test_a_child_has_the_head_and_the_spouse_as_parents(
    village: Village, head: Resident, proposed: Proposed
) -> None:
    wife = member(village, "Siti", "P", 1975, "pasangan")

    assert proposed("anak", "mother", "mother_name", "father") == [wife.pk, "Siti", head.pk]
    assert proposed("orang_tua", "mother", "father", "spouse") == [None, None, None]


def test_a_spouse_is_the_heads_unless_there_is_one(
    village: Village, head: Resident, proposed: Proposed
) -> None:
    assert proposed("pasangan", "spouse", "spouse_name") == [head.pk, "Budi"]
    member(village, "Siti", "P", 1975, "pasangan")
    assert proposed("pasangan", "spouse") == [None]


def test_a_grandchild_has_the_only_couple_as_parents(village: Village, proposed: Proposed) -> None:
    assert proposed("cucu", "mother", "father") == [None, None]
    son, wife = member(village, "Eko", "L", 1995, "anak"), member(village, "Ani", "P", 1996, "menantu")
    assert proposed("cucu", "mother", "father", "father_name") == [wife.pk, son.pk, "Eko"]
    member(village, "Adi", "L", 1997, "anak")
    assert proposed("cucu", "mother", "father") == [None, None]


def test_a_child_in_law_is_the_spouse_of_the_only_grown_child_without_one(
    village: Village, proposed: Proposed
) -> None:
    assert proposed("menantu", "spouse", "spouse_name") == [None, None]
    member(village, "Rizky", "L", 2015, "anak")
    eko = member(village, "Eko", "L", 1995, "anak")
    assert proposed("menantu", "spouse", "spouse_name") == [eko.pk, "Eko"]


def test_of_several_children_the_one_who_married_is_chosen_or_nobody(
    village: Village, head: Resident, proposed: Proposed, client_of: Browser
) -> None:
    eko, ani = member(village, "Eko", "L", 1995, "anak"), member(village, "Ani", "P", 1997, "anak")
    assert proposed("menantu", "spouse") == [None]
    assert head.household is not None
    query = {"keluarga": str(head.household.pk), "hubungan": "menantu"}
    kader, url = client_of(village.kader), reverse("resident_new")
    page = kader.get(url, query).content.decode()
    assert [f"pasangan={one.pk}" in page for one in (eko, ani, head)] == [True, True, False]

    chosen = kader.get(url, query | {"pasangan": str(ani.pk)}).context["form"]
    assert (chosen["spouse"].value(), chosen["spouse_name"].value()) == (ani.pk, "Ani")
    assert kader.get(url, query | {"pasangan": str(head.pk)}).context["form"]["spouse"].value() is None


def test_the_child_of_a_chosen_couple_has_both_parents(village: Village, proposed: Proposed) -> None:
    eko = member(village, "Eko", "L", 1995, "anak")
    member(village, "Adi", "L", 1997, "anak")
    dewi = make_resident(
        village.melati,
        "Dewi",
        born=date(1998, 1, 1),
        home=HOME,
        relation="menantu",
        spouse=eko,
        spouse_name="Eko",
    )
    eko.refresh_from_db()
    assert (eko.spouse, eko.spouse_name) == (dewi, "Dewi")
    assert proposed("cucu", "mother", "father") == [dewi.pk, eko.pk]
