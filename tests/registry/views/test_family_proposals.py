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
