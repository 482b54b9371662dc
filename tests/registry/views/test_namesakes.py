"""Somebody of the same name and birth date at a Posyandu that the kader may not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registry import services
from registry.models import OrgUnit, Posyandu, Resident
from tests.conftest import Village, make_resident
from tests.registry.views.test_resident_form import newcomer, register, the_newest

Browser = Callable[..., Client]
NAMESAKE = "Ada orang dengan nama dan tanggal lahir yang sama di Posyandu lain di Puskesmas ini."


def test_a_namesake_of_the_neighbouring_posyandu_is_said_before_saving_and_forbids_nothing(
    village: Village, client_of: Browser
) -> None:
    born, kader = date(1988, 5, 17), client_of(village.kader)
    make_resident(village.mawar, "Dewi Lestari", born=born, home={"dusun": "Gondang"}, mother_name="Sumiati")
    data = newcomer(village, name="dewi  lestari", birth_date=str(born))
    page = register(kader, data).content.decode()

    assert NAMESAKE in page
    assert f'formaction="{reverse("move_ask")}"' in page
    assert [told for told in ("Mawar", "Kedungleper", "Gondang", "Sumiati") if told in page] == []
    assert Resident.objects.unscoped("test").count() == 1
    register(kader, data | {"is_new": "on"})
    assert the_newest().posyandu == village.melati


def _far_away(village: Village) -> Posyandu:
    """A Posyandu of the next Puskesmas."""
    unit = village.kabupaten
    for kind, code in (("puskesmas", "P3320080202"), ("desa", "33.20.08.2009"), ("posyandu", "kenanga-1")):
        unit = OrgUnit.objects.create(kind=kind, code=code, name=code, parent=unit)
    return Posyandu.objects.create(unit=unit)


@pytest.mark.parametrize("why", ["another day", "another name", "gone", "another puskesmas"])
def test_nobody_is_said_to_be_a_namesake_who_is_none(village: Village, client_of: Browser, why: str) -> None:
    born = date(1988, 5, 18) if why == "another day" else date(1988, 5, 17)
    name = "Dewi Lestariningsih" if why == "another name" else "Dewi Lestari"
    other = make_resident(
        _far_away(village) if why == "another puskesmas" else village.mawar, name, born=born
    )
    if why == "gone":
        services.end_residency(resident=other, on=date(2026, 5, 1), reason="pindah")
    register(client_of(village.kader), newcomer(village, name="Dewi Lestari", birth_date="1988-05-17"))
    assert the_newest().posyandu == village.melati
