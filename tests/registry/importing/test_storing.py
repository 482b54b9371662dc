"""Many rows are changed at once, each as its own column keeps it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DataError, connection

from registry.importing import storing
from registry.importing.storing import store_changes
from registry.models import Resident
from tests.conftest import Village, make_resident

FIELDS = ("birth_date", "birth_weight_kg", "birth_order", "mother", "nik", "own_history", "phone")


def test_every_kind_of_value_comes_back_as_it_was_given(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "MOST_ROWS", 2)
    mother = make_resident(village.melati, "Siti Aminah")
    children = [make_resident(village.melati, f"Bima {number}") for number in range(3)]
    for number, child in enumerate(children):
        child.birth_date, child.mother = date(2024, 1, number + 1), mother if number else None
        child.birth_weight_kg = Decimal("3.10") if number else None
        child.birth_order, child.own_history = number or None, ["dm"] if number else []
        child.set_invalid_nik("123")
        child.phone = "081200009901"
    store_changes(children, (*FIELDS, "nik_state"))
    kept = Resident.objects.unscoped("test").exclude(pk=mother.pk).order_by("name_key")
    assert [[getattr(one, name) for name in FIELDS] for one in kept] == [
        [date(2024, 1, 1), None, None, None, "123", [], "081200009901"],
        [date(2024, 1, 2), Decimal("3.10"), 1, mother, "123", ["dm"], "081200009901"],
        [date(2024, 1, 3), Decimal("3.10"), 2, mother, "123", ["dm"], "081200009901"],
    ]


def test_what_is_not_named_stays(village: Village) -> None:
    woman = make_resident(village.melati, "Siti Aminah", phone="081200009901")
    woman.birth_place, woman.name = "Kudus", "Entah"
    store_changes([woman], ["birth_place"])
    woman.refresh_from_db()
    assert (woman.birth_place, woman.name, woman.phone) == ("Kudus", "Siti Aminah", "081200009901")


def test_nothing_to_store_is_no_error(village: Village) -> None:
    store_changes([], ["name"])
    store_changes([make_resident(village.melati, "Siti Aminah")], [])
    assert Resident.objects.unscoped("test").get().name == "Siti Aminah"


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps texts of any length")
def test_a_text_too_long_is_an_error_and_not_cut(village: Village) -> None:
    woman = make_resident(village.melati, "Siti Aminah")
    woman.birth_place = "x" * 81
    with pytest.raises(DataError):
        store_changes([woman], ["birth_place"])
    assert connection.vendor == "postgresql"
