"""Families over the API: where they live and what their house has, never a number or an illness."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from registry.models import User
from registry.services import households
from tests.conftest import Village, make_resident
from tests.registry.services.test_households import HOME, KK

LogIn = Callable[[User], Client]
URL = "/api/v1/households/"


def test_a_kader_reads_her_families_without_their_numbers(village: Village, client_of: LogIn) -> None:
    home = make_resident(village.melati, "Siti", home=HOME, relation="kepala").household
    make_resident(village.mawar, home={"dusun": "Gondang"})
    assert home is not None
    households.edit_household(
        household=home, facts={"phone": "081234567890", "has_latrine": True, "has_tuberculosis": True}
    )
    answer = client_of(village.kader).get(URL)

    assert [
        secret
        for secret in (KK, "081234567890", "tuberculosis", "kk_hash")
        if secret in answer.content.decode()
    ] == []
    assert answer.json()["results"] == [
        {
            "id": str(home.pk),
            "posyandu": village.melati.pk,
            "head": str(home.head_id),
            "member_count": 1,
            "address": "",
            "dusun": "Krajan",
            "rw": "01",
            "rt": "02",
            "surveyed_on": None,
            "has_insurance": None,
            "has_clean_water": None,
            "water_is_protected": None,
            "has_latrine": True,
            "latrine_is_sanitary": None,
            "is_ventilated": None,
        }
    ]


def test_the_list_is_narrowed_by_place(village: Village, client_of: LogIn) -> None:
    for rt in ("02", "03"):
        make_resident(village.melati, home={"dusun": "Krajan", "rt": rt})
    kader = client_of(village.kader)

    counts = [kader.get(URL, query).json()["count"] for query in ({}, {"rt": "03"}, {"dusun": "Gondang"})]
    assert counts == [2, 1, 0]
    assert kader.get(URL, {"posyandu": "9" * 30}).status_code == 400


def test_the_neighbour_reads_nothing(village: Village, client_of: LogIn) -> None:
    home = make_resident(village.melati, home=HOME).household
    assert home is not None

    assert client_of(village.neighbour).get(URL).json()["count"] == 0
    assert client_of(village.neighbour).get(f"{URL}{home.pk}/").status_code == 404
    assert client_of(village.dinkes).get(URL).status_code == 403
