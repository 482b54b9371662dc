"""Immunisations over the API: to read, within one's own area."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client

from registry.models import Resident, User
from tests.conftest import Village, make_resident
from visits.models import Immunisation

LogIn = Callable[[User], Client]
ADDRESS = "/api/v1/immunisations/"


def rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_a_dose_is_read_with_its_day_and_place(village: Village, client_of: LogIn) -> None:
    girl = make_resident(village.melati)
    dose = Immunisation.objects.create(
        resident=girl,
        dose="DPT1",
        given_on=date(2025, 9, 3),
        place="bidan",
        place_name="Bidan Ratna",
        batch="B1",
        site="paha_ki",
        given_by="Bidan Ratna Dewi",
    )
    (row,) = rows(client_of(village.kader))
    moment = row.pop("recorded_at")
    assert moment
    assert row == {
        "id": str(dose.pk),
        "resident": str(girl.pk),
        "dose": "DPT1",
        "given_on": "2025-09-03",
        "place": "bidan",
        "place_name": "Bidan Ratna",
        "batch": "B1",
        "site": "paha_ki",
        "given_by": "Bidan Ratna Dewi",
        "posyandu": None,
        "visit": None,
    }


def test_the_list_is_narrowed_by_person_dose_and_posyandu(village: Village, client_of: LogIn) -> None:
    first, second = make_resident(village.melati), make_resident(village.mawar)
    for child in (first, second):
        Immunisation.objects.create(resident=child, dose="BCG")
        Immunisation.objects.create(resident=child, dose="OPV1", given_on=date(2025, 9, 3))
    officer = client_of(village.officer)
    assert len(rows(officer)) == 4
    assert len(rows(officer, f"?resident={first.pk}")) == 2
    assert len(rows(officer, f"?posyandu={village.mawar.pk}&dose=BCG")) == 1
    assert officer.get(f"{ADDRESS}?posyandu=x").status_code == 400


def test_the_neighbour_reads_nothing_and_nobody_writes(village: Village, client_of: LogIn) -> None:
    girl = make_resident(village.melati)
    dose = Immunisation.objects.create(resident=girl, dose="BCG")
    neighbour, kader = client_of(village.neighbour), client_of(village.kader)
    assert rows(neighbour) == []
    assert neighbour.get(f"{ADDRESS}{dose.pk}/").status_code == 404
    assert client_of(village.dinkes).get(ADDRESS).status_code == 403
    assert kader.post(ADDRESS, {"resident": str(girl.pk), "dose": "OPV1"}).status_code == 405
    assert kader.delete(f"{ADDRESS}{dose.pk}/").status_code == 405


def test_a_merged_childs_own_notes_are_left_out(village: Village, client_of: LogIn) -> None:
    kept, absorbed = make_resident(village.melati), make_resident(village.melati)
    Immunisation.objects.create(resident=absorbed, dose="BCG")
    Resident.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    assert rows(client_of(village.kader)) == []
