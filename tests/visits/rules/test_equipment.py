"""The list of what must be ready before a Posyandu opens."""

from __future__ import annotations

from visits.rules.equipment import equipment, not_ready, ready_state, states, unlooked


def test_every_thing_has_a_code_of_its_own() -> None:
    codes = [item.code for group in equipment() for item in group.items]

    assert len(codes) == len(set(codes)) == 25


def test_a_thing_is_ready_broken_or_missing() -> None:
    assert [code for code, _ in states()] == ["baik", "rusak", "tidak ada"]
    assert ready_state() == "baik"


def test_what_is_broken_or_missing_is_named_in_the_order_of_the_list() -> None:
    found = {"vitamin_a": "tidak ada", "blood_pressure": "rusak", "stationery": "baik"}

    assert not_ready(found) == ("Tensimeter dan batu baterainya", "Kapsul vitamin A biru dan merah")
    assert unlooked(found) == 22
