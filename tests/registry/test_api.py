"""Residents and units over the API: what a kader of Melati 1 gets, and what her neighbour does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from registry.models import OrgUnit, Resident, User
from tests.conftest import Village, make_resident
from tests.structure.test_sources import inline_code

LogIn = Callable[[User], Client]
NIK = "3320084107259901"


@pytest.fixture
def aisyah(village: Village) -> Resident:
    return make_resident(
        village.melati,
        "Aisyah Putri",
        nik=NIK,
        mother_name="Siti Aminah",
        phone="081200009901",
        birth_weight_kg=Decimal("3.10"),
        home={"kk": "3320080101259901", "dusun": "Krajan", "rw": "01", "rt": "02"},
    )


def get(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.json()


def test_a_kader_reads_the_child_she_cares_for(village: Village, aisyah: Resident, client_of: LogIn) -> None:
    answer = get(client_of(village.kader), f"/api/v1/residents/{aisyah.pk}/")
    assert answer.pop("registered_at").endswith("+07:00")
    assert answer == {
        "id": str(aisyah.pk),
        "posyandu": village.melati.pk,
        "name": "Aisyah Putri",
        "sex": "P",
        "birth_date": "2025-07-01",
        "birth_date_known": "pasti",
        "birth_place": "",
        "nik_state": aisyah.nik_state,
        "masked_nik": "3320••••••••9901",
        "household": {"address": "", "dusun": "Krajan", "rw": "01", "rt": "02"},
        "relation": "",
        "mother": None,
        "mother_name": "Siti Aminah",
        "father": None,
        "father_name": "",
        "spouse": None,
        "spouse_name": "",
        "marital_status": "",
        "education": "",
        "occupation": "",
        "blood_type": "",
        "family_history": [],
        "own_history": [],
        "risk_behaviour": [],
        "disabilities": [],
        "birth_weight_kg": 3.1,
        "birth_length_cm": None,
        "birth_order": None,
        "gestation_weeks": None,
    }


def test_nothing_that_is_encrypted_leaves_the_server(
    village: Village, aisyah: Resident, client_of: LogIn
) -> None:
    bidan = client_of(village.bidan)
    for address in ("/api/v1/residents/", f"/api/v1/residents/{aisyah.pk}/"):
        text = bidan.get(address).content.decode()
        assert "Aisyah Putri" in text
        secrets = (NIK, "3320080101259901", "081200009901", aisyah.nik_hash, "nik_hash")
        assert [secret for secret in secrets if str(secret) in text] == []


def test_the_neighbour_gets_nothing_of_the_child(
    village: Village, aisyah: Resident, client_of: LogIn
) -> None:
    make_resident(village.mawar, "Anak Mawar")
    neighbour = client_of(village.neighbour)
    assert neighbour.get(f"/api/v1/residents/{aisyah.pk}/").status_code == 404
    assert [row["name"] for row in get(neighbour, "/api/v1/residents/")["results"]] == ["Anak Mawar"]
    assert get(neighbour, f"/api/v1/residents/?posyandu={village.melati.pk}")["results"] == []
    assert get(neighbour, "/api/v1/residents/?q=Aisyah")["results"] == []
    assert neighbour.post("/api/v1/residents/search/", {"number": NIK}).json() == []
    assert get(neighbour, "/api/v1/residents/?q=Putri")["results"] == []


def test_a_number_is_searched_by_post_alone(village: Village, aisyah: Resident, client_of: LogIn) -> None:
    bidan = client_of(village.bidan)
    found = bidan.post("/api/v1/residents/search/", {"number": NIK})
    assert [row["name"] for row in found.json()] == ["Aisyah Putri"]
    assert NIK not in found.content.decode()
    refused = bidan.get(f"/api/v1/residents/?q={NIK}")
    assert refused.status_code == 400
    assert bidan.post("/api/v1/residents/search/", {"number": "12"}).status_code == 400


def test_only_roles_that_see_people_get_residents(
    village: Village, aisyah: Resident, client_of: LogIn
) -> None:
    statuses = {
        user.username: (
            client_of(user).get("/api/v1/residents/").status_code,
            client_of(user).get(f"/api/v1/residents/{aisyah.pk}/").status_code,
        )
        for user in village.everyone
    }
    assert statuses == {
        "kader.melati": (200, 200),
        "kader.mawar": (200, 404),
        "bidan": (200, 200),
        "puskesmas": (200, 200),
        "dinkes": (403, 403),
        "desa": (403, 403),
        "admin": (403, 403),
    }


def test_without_login_there_is_no_api(village: Village, aisyah: Resident, client: Client) -> None:
    addresses = ("", "residents/", f"residents/{aisyah.pk}/", "units/", f"units/{village.desa.pk}/")
    statuses = [client.get(f"/api/v1/{address}").status_code for address in addresses]
    assert statuses == [403] * 5
    assert client.get("/api/schema/").status_code == 403
    assert client.get("/api/docs/").status_code == 403


def test_an_unknown_resident_is_not_found(village: Village, client_of: LogIn) -> None:
    kader = client_of(village.kader)
    answer = kader.get(f"/api/v1/residents/{uuid4()}/")
    assert (answer.status_code, answer.json()) == (
        404,
        {"detail": "Tidak ditemukan, atau di luar wilayah Anda."},
    )
    assert kader.get("/api/v1/residents/bukan-id/").status_code == 404


def test_the_api_cannot_write(village: Village, aisyah: Resident, client_of: LogIn) -> None:
    kader = client_of(village.kader)
    address = f"/api/v1/residents/{aisyah.pk}/"
    body, json_type = json.dumps({"name": "Lain"}), "application/json"
    assert kader.post("/api/v1/residents/", body, json_type).status_code == 405
    assert kader.put(address, body, json_type).status_code == 405
    assert kader.patch(address, body, json_type).status_code == 405
    assert kader.delete(address).status_code == 405
    aisyah.refresh_from_db()
    assert aisyah.name == "Aisyah Putri"


def test_a_list_comes_in_pages_of_a_stable_order(village: Village, client_of: LogIn) -> None:
    for name in ("Dewi", "Budi", "Citra", "Budi", "Ani"):
        make_resident(village.melati, name)
    kader = client_of(village.kader)
    whole = [row["id"] for row in get(kader, "/api/v1/residents/")["results"]]
    pages = [get(kader, f"/api/v1/residents/?limit=2&offset={offset}") for offset in (0, 2, 4)]
    assert [row["id"] for page in pages for row in page["results"]] == whole
    assert [page["count"] for page in pages] == [5, 5, 5]
    assert [row["name"] for page in pages for row in page["results"]] == [
        "Ani",
        "Budi",
        "Budi",
        "Citra",
        "Dewi",
    ]
    assert (pages[0]["previous"], pages[2]["next"]) == (None, None)


def test_a_page_holds_two_hundred_at_most(village: Village, client_of: LogIn) -> None:
    Resident.objects.bulk_create(
        Resident(posyandu=village.melati, name=f"Warga {n}", name_key=f"warga {n:03}", sex="L",
                 birth_date=date(1990, 1, 1))
        for n in range(203)
    )  # fmt: skip
    kader = client_of(village.kader)
    sizes = {
        limit: len(get(kader, f"/api/v1/residents/{limit}")["results"])
        for limit in ("", "?limit=200", "?limit=5000", "?limit=abc")
    }
    assert sizes == {"": 50, "?limit=200": 200, "?limit=5000": 200, "?limit=abc": 50}


@pytest.mark.parametrize("people", [1, 3])
def test_a_list_costs_the_same_for_one_person_as_for_three(
    people: int, village: Village, client_of: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(people):
        make_resident(village.melati, home={"dusun": f"Krajan {number}"})
    kader = client_of(village.kader)
    with django_assert_num_queries(5):  # session, user, memberships, count, rows
        assert len(get(kader, "/api/v1/residents/")["results"]) == people


def test_a_filter_that_cannot_be_read_is_refused_beside_its_name(village: Village, client_of: LogIn) -> None:
    response = client_of(village.kader).get("/api/v1/residents/?posyandu=melati")
    assert (response.status_code, list(response.json())) == (400, ["posyandu"])
    response = client_of(village.kader).get("/api/v1/units/?kind=kerajaan")
    assert (response.status_code, list(response.json())) == (400, ["kind"])


def test_units_are_the_tree_below_ones_own(village: Village, client_of: LogIn) -> None:
    names = {
        user.username: [row["name"] for row in get(client_of(user), "/api/v1/units/")["results"]]
        for user in village.everyone
        if user != village.admin
    }
    whole = ["Jepara", "Bangsri I", "Jerukwangi", "Melati 1", "Kedungleper", "Mawar 2"]
    assert names == {
        "kader.melati": ["Melati 1"],
        "kader.mawar": ["Mawar 2"],
        "bidan": ["Jerukwangi", "Melati 1"],
        "puskesmas": whole[1:],
        "dinkes": whole,
        "desa": ["Jerukwangi", "Melati 1"],
    }


def test_a_unit_says_where_it_stands(village: Village, client_of: LogIn) -> None:
    assert get(client_of(village.dinkes), f"/api/v1/units/{village.desa.pk}/") == {
        "id": village.desa.pk,
        "kind": "desa",
        "code": "33.20.08.2005",
        "name": "Jerukwangi",
        "parent": village.puskesmas.pk,
        "path": "/33.20/P3320080201/33.20.08.2005/",
        "region": "33.20.08.2005",
        "is_active": True,
    }


def test_units_are_asked_for_by_kind_and_by_parent(village: Village, client_of: LogIn) -> None:
    dinkes = client_of(village.dinkes)
    by_kind = get(dinkes, "/api/v1/units/?kind=posyandu")["results"]
    assert [row["id"] for row in by_kind] == [village.melati.pk, village.mawar.pk]
    by_parent = get(dinkes, f"/api/v1/units/?parent={village.puskesmas.pk}")["results"]
    assert [row["id"] for row in by_parent] == [village.desa.pk, village.other_desa.pk]


def test_a_strangers_unit_is_not_found_and_an_admin_reads_none(village: Village, client_of: LogIn) -> None:
    address = f"/api/v1/units/{village.melati.pk}/"
    assert client_of(village.neighbour).get(address).status_code == 404
    assert client_of(village.admin).get(address).status_code == 403


@pytest.mark.parametrize("units", [1, 3])
def test_units_cost_the_same_for_one_as_for_three(
    units: int, village: Village, client_of: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(units - 1):
        OrgUnit.objects.create(
            kind="posyandu", code=f"anak-{number}", name="Anak", parent=village.melati.unit
        )
    kader = client_of(village.kader)
    with django_assert_num_queries(5):
        assert len(get(kader, "/api/v1/units/")["results"]) == units


def test_the_schema_is_valid_and_complete(tmp_path: Any) -> None:
    # A field that the generator has to guess is a warning, and a warning fails.
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))


def test_the_schema_and_its_page_are_served_to_whoever_logs_in(village: Village, client_of: LogIn) -> None:
    kader = client_of(village.kader)
    schema = get(kader, "/api/schema/?format=json")
    assert sorted(schema["paths"]) == [
        "/api/v1/deaths/",
        "/api/v1/deaths/{death_id}/",
        "/api/v1/deliveries/",
        "/api/v1/deliveries/{delivery_id}/",
        "/api/v1/devices/",
        "/api/v1/devices/{device_id}/",
        "/api/v1/devices/{device_id}/recovery/",
        "/api/v1/devices/{device_id}/wiped/",
        "/api/v1/households/",
        "/api/v1/households/{household_id}/",
        "/api/v1/immunisations/",
        "/api/v1/immunisations/{immunisation_id}/",
        "/api/v1/indicators/",
        "/api/v1/moves/",
        "/api/v1/moves/{move_id}/",
        "/api/v1/pregnancies/",
        "/api/v1/pregnancies/{pregnancy_id}/",
        "/api/v1/referrals/",
        "/api/v1/referrals/{referral_id}/",
        "/api/v1/residents/",
        "/api/v1/residents/search/",
        "/api/v1/residents/{resident_id}/",
        "/api/v1/services/",
        "/api/v1/services/{service_id}/",
        "/api/v1/sessions/",
        "/api/v1/sessions/{session_id}/pack/",
        "/api/v1/sync/",
        "/api/v1/units/",
        "/api/v1/units/{unit_id}/",
        "/api/v1/visits/",
        "/api/v1/visits/{visit_id}/",
        "/api/v1/visits/{visit_id}/screenings/{form_code}/",
    ]
    page = kader.get("/api/docs/").content.decode()
    assert page.count("<script") == page.count('<script src="/') == 3
    script = kader.get("/api/docs/?script=")
    assert (script.status_code, script["Content-Type"]) == (200, "application/javascript")
    assert "/api/schema/" in script.content.decode()


@pytest.mark.parametrize("address", ["", "residents/", "units/"])
def test_the_api_can_be_browsed_under_the_policy(address: str, village: Village, client_of: LogIn) -> None:
    make_resident(village.melati)
    page = client_of(village.kader).get(f"/api/v1/{address}", HTTP_ACCEPT="text/html").content.decode()
    assert inline_code(page) == []
    assert "API Posyandu ILP</title>" in page
    assert "https://" not in page


def test_the_root_of_the_api_lists_its_addresses(village: Village, client_of: LogIn) -> None:
    root = "http://testserver/api/v1"
    assert get(client_of(village.kader), "/api/v1/") == {
        "residents": f"{root}/residents/",
        "immunisations": f"{root}/immunisations/",
        "households": f"{root}/households/",
        "deaths": f"{root}/deaths/",
        "moves": f"{root}/moves/",
        "deliveries": f"{root}/deliveries/",
        "pregnancies": f"{root}/pregnancies/",
        "visits": f"{root}/visits/",
        "services": f"{root}/services/",
        "referrals": f"{root}/referrals/",
        "devices": f"{root}/devices/",
        "units": f"{root}/units/",
        "indicators": f"{root}/indicators/",
    }


@pytest.mark.parametrize(
    "address",
    ["residents/?posyandu=", "visits/?posyandu=", "units/?parent=", "indicators/?month=2026-10&unit="],
)
def test_a_number_beyond_every_id_is_refused_and_no_error(
    village: Village, client_of: Callable[[User], Client], address: str
) -> None:
    answer = client_of(village.officer).get(f"/api/v1/{address}{'9' * 30}")

    assert answer.status_code == 400
