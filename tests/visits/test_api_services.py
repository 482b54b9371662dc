"""Services over the API: read within one's own area, recorded by an id made on the device."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.ids import new_id
from registry.models import Resident, User
from registry.services.merging import merge_residents
from tests.conftest import Village, make_resident, make_visit
from visits.models import ServiceGiven

LogIn = Callable[[User], Client]
ADDRESS = "/api/v1/services/"
DAY = date(2026, 8, 5)


@pytest.fixture
def girl(village: Village) -> Resident:
    return make_resident(village.melati, born=date(2024, 1, 10))


def put(client: Client, service_id: UUID, person: Resident, **more: Any) -> Any:
    body = {"resident": str(person.pk), "kind": "vitamin_a", "given_on": DAY.isoformat()} | more
    return client.put(f"{ADDRESS}{service_id}/", body, content_type="application/json")


def rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_a_service_is_stored_once_and_answered_as_it_is_read(
    village: Village, girl: Resident, client_of: LogIn
) -> None:
    kader, service_id = client_of(village.kader), new_id()
    answers = [put(kader, service_id, girl, place="sekolah", place_name="PAUD Mekar") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    (row,) = rows(kader, f"?resident={girl.pk}")
    assert answers[0].json() == row == kader.get(f"{ADDRESS}{service_id}/").json()
    assert row.pop("recorded_at")
    assert row == {
        "id": str(service_id),
        "resident": str(girl.pk),
        "kind": "vitamin_a",
        "given_on": "2026-08-05",
        "quantity": 1,
        "detail": "merah",
        "place": "sekolah",
        "place_name": "PAUD Mekar",
        "batch": "",
        "posyandu": None,
        "visit": None,
    }


def test_a_correction_is_sent_with_the_same_id(village: Village, girl: Resident, client_of: LogIn) -> None:
    kader, service_id = client_of(village.kader), new_id()
    put(kader, service_id, girl)
    answer = put(kader, service_id, girl, given_on="2026-08-06", posyandu=village.melati.pk)
    assert (answer.status_code, answer.json()["posyandu"]) == (200, village.melati.pk)
    assert ServiceGiven.objects.get().given_on == date(2026, 8, 6)


def test_the_same_service_under_another_id_is_a_conflict(
    village: Village, girl: Resident, client_of: LogIn
) -> None:
    kader, first = client_of(village.kader), new_id()
    put(kader, first, girl)
    answer = put(kader, new_id(), girl)
    assert (answer.status_code, answer.json()) == (
        409,
        {"detail": "Pelayanan ini pada tanggal itu sudah tercatat.", "service": str(first)},
    )


def test_a_service_of_a_visit_is_corrected_there(village: Village, girl: Resident, client_of: LogIn) -> None:
    visit = make_visit(girl, DAY, weight_kg="11")
    row = ServiceGiven.objects.create(resident=girl, visit=visit, kind="vitamin_a", given_on=DAY)
    assert put(client_of(village.kader), row.pk, girl).status_code == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "jamu"}, "kind"),
        ({"given_on": "2999-01-01"}, "given_on"),
        ({"given_on": "1999-01-01"}, "given_on"),
        ({"given_on": "x"}, "given_on"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": -1}, "quantity"),
        ({"quantity": 10**9}, "quantity"),
        ({"quantity": "😀"}, "quantity"),
        ({"place": "bulan"}, "place"),
        ({"batch": "x" * 31}, "batch"),
        ({"posyandu": "x"}, "posyandu"),
        ({"resident": "x"}, "resident"),
    ],
)
def test_nonsense_is_refused_beside_its_field(
    village: Village, girl: Resident, client_of: LogIn, changes: dict[str, Any], field: str
) -> None:
    answer = put(client_of(village.kader), new_id(), girl, **changes)
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert ServiceGiven.objects.count() == 0


def test_foreign_people_ids_and_cupboards_do_not_exist(
    village: Village, girl: Resident, client_of: LogIn
) -> None:
    other = make_resident(village.mawar, born=girl.birth_date)
    theirs = ServiceGiven.objects.create(resident=other, kind="vitamin_a", given_on=DAY, place="lain")
    kader = client_of(village.kader)
    answers = [
        put(kader, new_id(), other),
        put(kader, theirs.pk, girl),
        put(kader, new_id(), girl, posyandu=village.mawar.pk),
        kader.get(f"{ADDRESS}{theirs.pk}/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert rows(kader) == []
    assert list(ServiceGiven.objects.all()) == [theirs]


def test_who_sees_no_people_reads_and_writes_nothing(
    village: Village, girl: Resident, client_of: LogIn
) -> None:
    dinkes = client_of(village.dinkes)
    assert (dinkes.get(ADDRESS).status_code, put(dinkes, new_id(), girl).status_code) == (403, 403)
    kader = client_of(village.kader)
    assert (kader.post(ADDRESS, {}).status_code, kader.delete(f"{ADDRESS}{new_id()}/").status_code) == (
        405,
        405,
    )


def test_the_list_is_narrowed_by_person_kind_and_posyandu(
    village: Village, girl: Resident, client_of: LogIn
) -> None:
    other = make_resident(village.mawar, born=girl.birth_date)
    for person in (girl, other):
        for kind in ("vitamin_a", "obat_cacing"):
            ServiceGiven.objects.create(resident=person, kind=kind, given_on=DAY, place="lain")
    officer = client_of(village.officer)
    found = [
        len(rows(officer, query))
        for query in (
            "",
            f"?resident={girl.pk}",
            f"?posyandu={village.mawar.pk}&kind=vitamin_a",
            "?kind=ttd",
        )
    ]
    assert found == [4, 2, 1, 0]
    assert officer.get(f"{ADDRESS}?kind=jamu").status_code == 400


def test_an_old_id_of_somebody_merged_delivers(village: Village, girl: Resident, client_of: LogIn) -> None:
    twin = make_resident(village.melati, born=girl.birth_date)
    merge_residents(kept=girl, absorbed=twin, choices={}, user=None)
    answer = put(client_of(village.kader), new_id(), twin)
    assert (answer.status_code, answer.json()["resident"]) == (201, str(girl.pk))


def test_a_long_list_costs_no_more_queries(village: Village, girl: Resident, client_of: LogIn) -> None:
    kader, counts = client_of(village.kader), []
    for month in (1, 2, 3):
        ServiceGiven.objects.create(resident=girl, kind="ttd", given_on=date(2026, month, 1), place="lain")
        kader.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            kader.get(ADDRESS)
        counts.append(len(queries))
    assert len(set(counts)) == 1
