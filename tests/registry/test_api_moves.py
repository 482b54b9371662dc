"""Moves and deaths through the API: each side sees its own, and nobody learns a name too early."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client

from registry import services
from registry.models import Death, MoveRequest, User
from tests.conftest import Village, make_resident

LogIn = Callable[[User], Client]
NIK = "3320084107259901"
DAY = date(2026, 10, 20)


def results(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def test_a_request_is_seen_from_both_ends(village: Village, client_of: LogIn) -> None:
    girl = make_resident(village.melati)
    services.ask_move(residents=[girl], to=village.mawar, on=DAY, user=village.kader)

    for user in (village.kader, village.neighbour):
        [row] = results(client_of(user), "moves/?state=diajukan")
        assert (row["resident"], row["from_posyandu"], row["on"]) == (
            str(girl.pk),
            village.melati.pk,
            "2026-10-20",
        )
    assert results(client_of(village.kader), "moves/?state=diterima") == []


def test_who_asked_by_nik_learns_nothing_before_it_is_accepted(village: Village, client_of: LogIn) -> None:
    boy = make_resident(village.mawar, sex="L", nik=NIK)
    services.ask_move_by_nik(nik=NIK, to=village.melati, on=DAY, user=village.kader)
    kader = client_of(village.kader)
    [before] = results(kader, "moves/")
    move = MoveRequest.objects.unscoped("test").get()
    services.answer_move(move=move, state="diterima", user=village.neighbour)
    [after] = results(kader, "moves/")

    assert (before["resident"], before["from_posyandu"]) == (None, None)
    assert (after["resident"], after["from_posyandu"]) == (str(boy.pk), village.mawar.pk)


def test_deaths_are_listed_by_year_for_those_who_see_the_people(village: Village, client_of: LogIn) -> None:
    services.record_death(resident=make_resident(village.melati), on=DAY, cause="diare")
    death = Death.objects.unscoped("test").get()

    [row] = results(client_of(village.kader), f"deaths/?year=2026&posyandu={village.melati.pk}")
    assert (row["id"], row["group"], row["cause"]) == (str(death.pk), "balita", "diare")
    assert results(client_of(village.kader), "deaths/?year=2025") == []
    assert results(client_of(village.neighbour), "deaths/") == []
    assert client_of(village.dinkes).get("/api/v1/deaths/").status_code == 403
