"""Residents, households and residencies: what the database refuses, and in which words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry.models import Household, Residency, Resident
from registry.rules.life_stage import LifeStage
from registry.rules.nik import NikState
from tests.conftest import OPENING_DAY, Village, make_resident

NIK = "3320084107259901"


def stored(resident: Resident, **values: Any) -> None:
    """Write past every form and service."""
    Resident.objects.unscoped("test").filter(pk=resident.pk).update(**values)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"nik_state": NikState.PRESENT.value}, "resident_nik_hash_matches_state"),
        ({"nik_hash": "a" * 64}, "resident_nik_hash_matches_state"),
        ({"birth_weight_kg": Decimal("0.39")}, "resident_birth_weight_is_possible"),
        ({"birth_weight_kg": Decimal("7.01")}, "resident_birth_weight_is_possible"),
        ({"birth_length_cm": Decimal("24.9")}, "resident_birth_length_is_possible"),
        ({"birth_length_cm": Decimal("65.1")}, "resident_birth_length_is_possible"),
        ({"sex": "X"}, "resident_sex_is_known"),
    ],
)
def test_the_database_refuses_what_cannot_be(
    values: dict[str, Any], constraint: str, village: Village
) -> None:
    resident = make_resident(village.melati)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        stored(resident, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"birth_weight_kg": Decimal("0.40"), "birth_length_cm": Decimal(25)},
        {"birth_weight_kg": Decimal("7.00"), "birth_length_cm": Decimal(65)},
        {"birth_weight_kg": None, "birth_length_cm": None},
        {"nik_state": NikState.INVALID.value},
    ],
)
def test_the_edges_are_still_possible(values: dict[str, Any], village: Village) -> None:
    resident = make_resident(village.melati)
    stored(resident, **values)
    resident.refresh_from_db()
    assert {name: getattr(resident, name) for name in values} == values


def test_the_refusal_is_in_the_words_of_the_village(village: Village) -> None:
    with pytest.raises(ValidationError) as refused:
        make_resident(village.melati, birth_weight_kg=Decimal("9.9"))
    assert refused.value.messages == ["Berat lahir antara 0,4 dan 7 kg."]


def test_a_nik_has_three_states(village: Village) -> None:
    child = make_resident(village.melati)
    assert (child.nik_state, child.masked_nik, child.nik_hash) == (NikState.NONE, "", None)
    child.set_nik(NIK)
    child.save()
    assert (child.nik_state, child.masked_nik) == (NikState.PRESENT, "3320••••••••9901")
    child.set_nik("")
    child.save()
    assert (child.nik_state, child.nik, child.nik_hash) == (NikState.NONE, "", None)


def test_a_person_is_found_by_the_beginning_of_any_word_of_the_name(village: Village) -> None:
    siti = make_resident(village.melati, "Siti Nur Aisyah")
    make_resident(village.melati, "Budi Santoso")
    people = Resident.objects.unscoped("test")
    found = {
        text: list(people.search(text))
        for text in ("siti", "aisy", "nur siti", "isyah", "siti budi", "", "  ")
    }
    assert found == {
        "siti": [siti], "aisy": [siti], "nur siti": [siti], "isyah": [], "siti budi": [], "": [], "  ": [],
    }  # fmt: skip


def test_a_changed_name_is_found_by_the_new_one(village: Village) -> None:
    person = make_resident(village.melati, "Sutinah")
    person.name = "Kartini"
    person.save()
    people = Resident.objects.unscoped("test")
    assert (list(people.search("kartini")), list(people.search("sutinah"))) == ([person], [])


def test_the_life_stage_follows_from_the_day(village: Village) -> None:
    child = make_resident(village.melati, born=date(2025, 7, 1))
    stages = [
        child.life_stage_on(day)
        for day in (date(2025, 8, 1), OPENING_DAY, date(2042, 1, 1), date(2090, 1, 1))
    ]
    assert stages == [LifeStage.INFANT, LifeStage.TODDLER, LifeStage.TEEN, LifeStage.ELDERLY]


def test_a_child_is_told_from_a_namesake_by_the_mother(village: Village) -> None:
    mother = make_resident(village.melati, "Siti Aminah", born=date(1995, 1, 1), mother_name="Sukini")
    names = [
        make_resident(village.melati, mother=mother, mother_name="lama").known_mother,
        make_resident(village.melati, mother_name="Wagiyem").known_mother,
        make_resident(village.melati).known_mother,
    ]
    assert names == ["Siti Aminah", "Wagiyem", ""]
    assert (mother.known_mother, mother.mother_beside_name) == ("Sukini", "")


def test_one_lives_in_one_place_at_a_time(village: Village) -> None:
    resident = make_resident(village.melati)
    with pytest.raises(IntegrityError), transaction.atomic():
        Residency.objects.create(resident=resident, posyandu=village.mawar, valid_from=date(2026, 5, 1))


def test_nobody_leaves_before_arriving(village: Village) -> None:
    residency = make_resident(village.melati).residencies.get()
    residency.valid_until = date(2025, 12, 31)
    with pytest.raises(ValidationError) as refused:
        residency.full_clean()
    assert refused.value.messages == ["Tanggal pindah tidak boleh sebelum tanggal datang."]
    with pytest.raises(IntegrityError, match="residency_ends_after_it_starts"), transaction.atomic():
        residency.save()


def test_a_residency_covers_its_first_and_its_last_day(village: Village) -> None:
    resident = make_resident(village.melati, since=date(2026, 3, 5))
    resident.residencies.update(valid_until=date(2026, 6, 30), end_reason=Residency.EndReason.MOVED)
    days = [date(2026, 3, 4), date(2026, 3, 5), date(2026, 6, 30), date(2026, 7, 1)]
    living = Resident.objects.unscoped("test")
    assert [living.living_at(village.melati, day).count() for day in days] == [0, 1, 1, 0]
    assert living.living_at(village.mawar, days[1]).count() == 0


def test_a_household_says_where_it_is(village: Village) -> None:
    places = [
        Household(posyandu=village.melati, **given).place
        for given in (
            {"dusun": "Krajan", "rt": "02", "rw": "01", "address": "Jl. Raya 3"},
            {"rt": "02"},
            {"address": "Jl. Raya 3"},
            {},
        )
    ]
    assert places == ["Krajan RT 02 RW 01", "RT 02", "Jl. Raya 3", ""]
