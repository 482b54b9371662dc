"""Indicators over the API: the same table as the page's, for the units a user may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry.models import User
from reports.rollup import build_table
from tests.conftest import OCTOBER, Village, count_due, make_resident, make_visit

LogIn = Callable[[User], Client]


@pytest.fixture
def october(village: Village) -> Village:
    """Three girls at Melati, of whom two came in October and one of those in September; nobody came to Mawar."""
    first, second, _ = (make_resident(village.melati) for _ in range(3))
    make_visit(first, date(2026, 9, 14), weight_kg="9.0", height_cm="75", position="telentang")
    make_visit(first, weight_kg="9.4", height_cm="76", position="telentang")
    make_visit(second, weight_kg="7.0", height_cm="66", position="telentang")
    make_resident(village.mawar)
    count_due()
    return village


def ask(client: Client, unit: int, month: str = "2026-10", **more: str) -> Any:
    response = client.get("/api/v1/indicators/", {"unit": str(unit), "month": month, **more})
    assert response.status_code == 200, response.content
    return response.json()


def figure(figures: list[dict[str, Any]], code: str) -> dict[str, Any]:
    return next(figure for figure in figures if figure["code"] == code)


def test_a_figure_has_its_two_halves_and_the_month_before(october: Village, client_of: LogIn) -> None:
    answer = ask(client_of(october.kader), october.melati.pk)
    d_s = figure(answer["figures"], "d_s")
    assert (d_s["numerator"], d_s["denominator"], d_s["value"]) == (2, 3, 66.7)
    assert (d_s["previous"], d_s["change"]) == (33.3, 33.4)
    stunting = figure(answer["figures"], "stunting")
    assert (stunting["numerator"], stunting["denominator"], stunting["value"]) == (1, 2, 50.0)


def test_every_figure_is_the_one_of_the_table(october: Village, client_of: LogIn) -> None:
    table = build_table(october.puskesmas, OCTOBER)
    answer = ask(client_of(october.dinkes), october.puskesmas.pk)

    def as_numbers(figures: Any) -> list[Any]:
        return [
            (
                figure.indicator.code,
                figure.numerator,
                figure.denominator,
                None if figure.value is None else float(figure.value),
            )
            for figure in figures
        ]

    def as_answered(figures: list[dict[str, Any]]) -> list[Any]:
        return [(f["code"], f["numerator"], f["denominator"], f["value"]) for f in figures]

    assert as_answered(answer["figures"]) == as_numbers(table.figures.values())
    assert [row["name"] for row in answer["rows"]] == [row.name for row in table.rows]
    for answered, row in zip(answer["rows"], table.rows, strict=True):
        assert as_answered(answered["figures"]) == as_numbers(row.figures.values())


def test_units_below_come_with_those_that_sent_nothing(october: Village, client_of: LogIn) -> None:
    answer = ask(client_of(october.officer), october.puskesmas.pk)
    assert (answer["unit_id"], answer["unit_kind"], answer["month"]) == (
        october.puskesmas.pk,
        "puskesmas",
        "2026-10-01",
    )
    assert (answer["posyandu"], answer["reported"]) == (2, 1)
    below = {row["unit_id"]: (row["posyandu"], row["reported"]) for row in answer["rows"]}
    assert below == {october.desa.pk: (1, 1), october.other_desa.pk: (1, 0)}


def test_boys_are_counted_apart_from_girls(october: Village, client_of: LogIn) -> None:
    girls = ask(client_of(october.kader), october.melati.pk, sex="P")
    boys = ask(client_of(october.kader), october.melati.pk, sex="L")
    assert (girls["sex"], figure(girls["figures"], "d")["numerator"]) == ("P", 2)
    assert (boys["sex"], figure(boys["figures"], "d")["numerator"]) == ("L", 0)


def test_a_unit_outside_ones_own_is_not_found(october: Village, client_of: LogIn) -> None:
    statuses = {
        user.username: [
            client_of(user).get("/api/v1/indicators/", {"unit": unit, "month": "2026-10"}).status_code
            for unit in (october.kabupaten.pk, october.desa.pk, october.melati.pk, october.mawar.pk, 999_999)
        ]
        for user in october.everyone
    }
    assert statuses == {
        "kader.melati": [404, 404, 200, 404, 404],
        "kader.mawar": [404, 404, 404, 200, 404],
        "bidan": [404, 200, 200, 404, 404],
        "puskesmas": [404, 200, 200, 200, 404],
        "dinkes": [200, 200, 200, 200, 404],
        "desa": [404, 200, 200, 404, 404],
        "admin": [403, 403, 403, 403, 403],
    }


def test_without_login_there_are_no_figures(october: Village, client: Client) -> None:
    response = client.get("/api/v1/indicators/", {"unit": october.melati.pk, "month": "2026-10"})
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"month": "2026-10"}, ["unit"]),
        ({"unit": "1"}, ["month"]),
        ({"unit": "melati", "month": "2026-10"}, ["unit"]),
        ({"unit": "1", "month": "Oktober"}, ["month"]),
        ({"unit": "1", "month": "2026-13"}, ["month"]),
        ({"unit": "1", "month": "2999-01"}, ["month"]),
        ({"unit": "1", "month": "2026-10", "sex": "X"}, ["sex"]),
    ],
)
def test_a_question_that_cannot_be_read_is_refused(
    query: dict[str, str], named: list[str], village: Village, client_of: LogIn
) -> None:
    response = client_of(village.dinkes).get("/api/v1/indicators/", query)
    assert (response.status_code, list(response.json())) == (400, named)
