"""Pregnancies and births over the API: read by those who care for the mother, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from registry.ids import new_id
from registry.models import Delivery, Pregnancy, Resident, User
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import open_pregnancy
from tests.conftest import Village, make_resident

LogIn = Callable[[User], Client]
HPHT, BORN = date(2026, 1, 5), date(2026, 10, 1)


def mother(village: Village) -> Resident:
    return make_resident(village.melati, "Siti", born=date(1998, 3, 4))


def pregnant(village: Village) -> Pregnancy:
    details = {"last_period": HPHT, "gravida": 2}
    return open_pregnancy(resident=mother(village), known_from=date(2026, 3, 2), details=details)


def born(village: Village, babies: int = 1) -> Delivery:
    born_now = [Baby(id=new_id(), sex="P") for _ in range(babies)]
    return record_delivery(resident=mother(village), delivery_id=new_id(), on=BORN, babies=born_now)


def get(client: Client, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer["results"]]


def test_a_kader_reads_a_pregnancy_with_its_due_date(village: Village, client_of: LogIn) -> None:
    pregnancy = pregnant(village)
    answer = get(client_of(village.kader), f"pregnancies/{pregnancy.pk}/")

    assert (answer["resident"], answer["due_date"], answer["gravida"], answer["outcome"]) == (
        str(pregnancy.resident_id), "2026-10-12", 2, "",
    )  # fmt: skip


def test_a_kader_reads_a_birth_with_its_babies(village: Village, client_of: LogIn) -> None:
    delivery = born(village, babies=2)
    answer = get(client_of(village.kader), f"deliveries/{delivery.pk}/")

    assert (answer["on"], answer["live_births"]) == ("2026-10-01", 2)
    assert sorted(answer["babies"]) == sorted(str(one.pk) for one in delivery.babies.all())


def test_pregnancies_of_a_day_and_births_of_a_time(village: Village, client_of: LogIn) -> None:
    pregnancy, delivery, kader = pregnant(village), born(village), client_of(village.kader)

    assert ids(get(kader, "pregnancies/?on=2026-03-02")) == [str(pregnancy.pk)]
    assert ids(get(kader, "pregnancies/?on=2026-03-01")) == []
    assert ids(get(kader, f"pregnancies/?resident={delivery.resident_id}")) == []
    assert ids(get(kader, "deliveries/?from=2026-10-01&until=2026-10-01")) == [str(delivery.pk)]
    assert ids(get(kader, f"deliveries/?from={BORN + timedelta(days=1)}")) == []
    assert ids(get(kader, f"deliveries/?posyandu={village.mawar.pk}")) == []


@pytest.mark.parametrize(
    "query", ["deliveries/?from=kemarin", "pregnancies/?on=32", "pregnancies/?resident=1"]
)
def test_an_unreadable_filter_is_refused(village: Village, client_of: LogIn, query: str) -> None:
    assert client_of(village.kader).get(f"/api/v1/{query}").status_code == 400


def test_the_neighbour_finds_none_and_the_dinas_may_not_ask(village: Village, client_of: LogIn) -> None:
    pregnancy, delivery, neighbour = pregnant(village), born(village), client_of(village.neighbour)

    assert [ids(get(neighbour, name)) for name in ("pregnancies/", "deliveries/")] == [[], []]
    for address in (f"pregnancies/{pregnancy.pk}/", f"deliveries/{delivery.pk}/"):
        assert neighbour.get(f"/api/v1/{address}").status_code == 404
        assert client_of(village.dinkes).get(f"/api/v1/{address}").status_code == 403


def test_a_list_asks_the_database_equally_often_for_one_row_and_three(
    village: Village, client_of: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kader = client_of(village.kader)
    for _ in range(2):
        born(village, babies=2)
        with django_assert_num_queries(6):
            get(kader, "deliveries/")
