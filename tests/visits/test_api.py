"""Visits over the API: the card as it was filled, what follows from it, and who may read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from registry.models import User
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits import services

LogIn = Callable[[User], Client]
ADDRESS = "/api/v1/visits/"


def get(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.json()


def ids(client: Client, query: str = "") -> list[str]:
    return [row["id"] for row in get(client, f"{ADDRESS}{query}")["results"]]


def test_a_visit_shows_the_card_and_what_follows_from_it(village: Village, client_of: LogIn) -> None:
    visit = make_visit(
        make_resident(village.melati),
        weight_kg="9.4",
        height_cm="75.7",
        position="telentang",
        by=village.kader,
    )
    answer = get(client_of(village.kader), f"{ADDRESS}{visit.pk}/")
    card = answer["child_check"]
    assert (answer["school_age_check"], answer["adult_check"]) == (None, None)
    assert (answer["resident"], answer["date"]) == (str(visit.resident_id), "2026-10-12")
    assert (answer["posyandu"], answer["home_posyandu"]) == (village.melati.pk, village.melati.pk)
    assert (answer["revision"], answer["cancelled_at"]) == (1, None)
    # Numbers, not texts, by the names that the columns have.
    assert (card["weight_kg"], card["height_cm"], card["head_cm"], card["position"]) == (
        9.4,
        75.7,
        None,
        "telentang",
    )
    stored = visit.child_check
    assert (card["weight_for_age_z"], card["weight_for_age"]) == (
        float(stored.weight_for_age_z),
        stored.weight_for_age,
    )


def test_an_adult_is_shown_on_the_adults_card(village: Village, client_of: LogIn) -> None:
    visit = make_visit(
        make_resident(village.melati, born=date(1980, 1, 1)),
        weight_kg="60",
        height_cm="150",
        systolic=150,
        diastolic=95,
    )
    answer = get(client_of(village.bidan), f"{ADDRESS}{visit.pk}/")
    assert answer["child_check"] is None
    card = answer["adult_check"]
    assert (card["bmi"], card["systolic"], card["diastolic"], card["blood_pressure"]) == (26.7, 150, 95, "T")


def test_the_neighbour_gets_nothing_of_the_visit(village: Village, client_of: LogIn) -> None:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4")
    own = make_visit(make_resident(village.mawar), weight_kg="8.8")
    neighbour = client_of(village.neighbour)
    assert neighbour.get(f"{ADDRESS}{visit.pk}/").status_code == 404
    assert ids(neighbour) == [str(own.pk)]
    assert ids(neighbour, f"?resident={visit.resident_id}") == []
    assert ids(neighbour, f"?posyandu={village.melati.pk}") == []


def test_a_child_weighed_next_door_is_still_read_at_home_only(village: Village, client_of: LogIn) -> None:
    visit = make_visit(make_resident(village.melati), at=village.mawar, weight_kg="9.4")
    assert ids(client_of(village.kader)) == [str(visit.pk)]
    assert ids(client_of(village.neighbour)) == []


def test_only_roles_that_see_people_get_visits(village: Village, client_of: LogIn) -> None:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4")
    statuses = {
        user.username: (
            client_of(user).get(ADDRESS).status_code,
            client_of(user).get(f"{ADDRESS}{visit.pk}/").status_code,
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


def test_without_login_there_are_no_visits(village: Village, client: Client) -> None:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4")
    assert [client.get(path).status_code for path in (ADDRESS, f"{ADDRESS}{visit.pk}/")] == [403, 403]


def test_visits_are_asked_for_by_person_place_days_and_state(village: Village, client_of: LogIn) -> None:
    aisyah, budi = make_resident(village.melati), make_resident(village.mawar)
    september = make_visit(aisyah, date(2026, 9, 14), weight_kg="9.1")
    october = make_visit(aisyah, OPENING_DAY, weight_kg="9.4")
    elsewhere = make_visit(budi, date(2026, 10, 13), weight_kg="8.0")
    services.cancel_visit(visit=elsewhere, user=village.officer, reason="salah orang")
    s, o, e = str(september.pk), str(october.pk), str(elsewhere.pk)
    officer = client_of(village.officer)
    found = {
        query: ids(officer, query)
        for query in (
            "",
            f"?resident={aisyah.pk}",
            f"?posyandu={village.mawar.pk}",
            "?from=2026-10-12",
            "?until=2026-10-12",
            "?from=2026-09-15&until=2026-10-12",
            "?cancelled=true",
            "?cancelled=false",
        )
    }
    assert found == {
        "": [e, o, s],
        f"?resident={aisyah.pk}": [o, s],
        f"?posyandu={village.mawar.pk}": [e],
        "?from=2026-10-12": [e, o],
        "?until=2026-10-12": [o, s],
        "?from=2026-09-15&until=2026-10-12": [o],
        "?cancelled=true": [e],
        "?cancelled=false": [o, s],
    }


def test_a_cancelled_visit_says_when_and_why(village: Village, client_of: LogIn) -> None:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4")
    services.cancel_visit(visit=visit, user=village.kader, reason="salah orang")
    answer = get(client_of(village.kader), f"{ADDRESS}{visit.pk}/")
    assert (answer["cancel_reason"], answer["cancelled_at"] is None) == ("salah orang", False)
    assert answer["child_check"]["weight_kg"] == 9.4


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?resident=aisyah", "resident"),
        ("?posyandu=melati", "posyandu"),
        ("?from=12-10-2026", "from"),
        ("?until=besok", "until"),
        ("?cancelled=mungkin", "cancelled"),
        ("?from=2026-10-12&until=2026-10-01", "until"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(
    query: str, named: str, village: Village, client_of: LogIn
) -> None:
    response = client_of(village.kader).get(f"{ADDRESS}{query}")
    assert (response.status_code, list(response.json())) == (400, [named])


def test_an_unknown_visit_is_not_found_and_nothing_is_written(village: Village, client_of: LogIn) -> None:
    kader = client_of(village.kader)
    assert kader.get(f"{ADDRESS}{uuid4()}/").status_code == 404
    assert kader.post(ADDRESS, {}, "application/json").status_code == 405


@pytest.mark.parametrize("visits", [1, 3])
def test_a_list_costs_the_same_for_one_visit_as_for_three(
    visits: int, village: Village, client_of: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    births = (date(2025, 7, 1), date(2012, 7, 1), date(1980, 7, 1))
    for born in births[:visits]:
        make_visit(make_resident(village.melati, born=born), weight_kg="40" if born.year < 2020 else "9.4")
    kader = client_of(village.kader)
    with django_assert_num_queries(
        8
    ):  # session, user, memberships, count, rows with two kinds of theirs, the rules
        assert len(ids(kader)) == visits
