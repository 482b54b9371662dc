"""Finding people in the register: by words in any order, and by numbers whole or by their end."""

from __future__ import annotations

from datetime import date

import pytest

from registry import services
from registry.models import PastKk, Resident, User
from registry.models.fields import keyed_hash
from registry.permissions import Action
from tests.conftest import Village, make_resident

NIK, KK, PHONE = "3320084107259901", "3320080101209901", "081390007701"


def found(user: User, text: str) -> list[str]:
    people = Resident.objects.visible_to(user).search(text, within=user.paths_for(Action.SEE_PEOPLE))
    return [person.name for person in people.for_list()]


@pytest.fixture
def families(village: Village) -> Village:
    home = {"kk": KK, "dusun": "Krajan", "rt": "02", "rw": "01"}
    make_resident(village.melati, "Sitti Aminah", nik=NIK, home=home, phone=PHONE, mother_name="Sri Wahyuni")
    make_resident(village.melati, "Muhammad Rizky", sex="L", home=home)
    make_resident(village.mawar, "Siti Aminah")
    return village


@pytest.mark.parametrize(
    "typed", ["siti aminah", "aminah sitti", "AMIN", "aminah wahyuni", "aminah krajan rt 02"]
)
def test_words_in_any_order_and_spelling_find_her(families: Village, typed: str) -> None:
    assert found(families.kader, typed) == ["Sitti Aminah"]


@pytest.mark.parametrize("typed", [NIK, "33.2008.410725.9901", NIK[-4:], NIK[-7:]])
def test_a_nik_finds_her_whole_or_by_its_end(families: Village, typed: str) -> None:
    assert "Sitti Aminah" in found(families.kader, typed)


@pytest.mark.parametrize("typed", [KK, KK[-5:]])
def test_a_kk_finds_the_family(families: Village, typed: str) -> None:
    assert found(families.kader, typed) == ["Muhammad Rizky", "Sitti Aminah"]


def test_more_digits_than_four_must_all_fit(families: Village) -> None:
    assert found(families.kader, f"8{NIK[-4:]}") == []


@pytest.mark.parametrize("typed", [PHONE, "+62 813-9000-7701", "6281390007701"])
def test_a_telephone_number_finds_her_however_it_is_written(families: Village, typed: str) -> None:
    assert found(families.kader, typed) == ["Sitti Aminah"]


def test_an_earlier_kk_still_finds_the_family(families: Village) -> None:
    girl = Resident.objects.get(name="Sitti Aminah")
    assert girl.household is not None
    old = "3320080101209955"
    PastKk.objects.create(household=girl.household, kk=old, kk_hash=keyed_hash(old))
    assert "Sitti Aminah" in found(families.kader, old)


def test_nobody_is_found_outside_the_scope(families: Village) -> None:
    assert [found(families.neighbour, typed) for typed in (NIK, KK, PHONE, "rizky")] == [[], [], [], []]
    assert found(families.officer, "siti aminah") == ["Siti Aminah", "Sitti Aminah"]


def test_the_place_narrows_after_a_move_too(families: Village) -> None:
    boy = Resident.objects.get(name="Muhammad Rizky")
    services.move_resident(resident=boy, to=families.mawar, on=date(2026, 10, 20))
    assert (found(families.kader, "rizky"), found(families.neighbour, "rizky")) == ([], ["Muhammad Rizky"])


def test_a_renamed_person_is_found_by_the_new_name_alone(families: Village) -> None:
    boy = Resident.objects.get(name="Muhammad Rizky")
    services.update_resident(resident=boy, person={"name": "Ahmad Fauzi"})
    assert (found(families.kader, "rizky"), found(families.kader, "achmad")) == ([], ["Ahmad Fauzi"])


def test_a_name_that_looks_like_a_query_does_no_harm(families: Village) -> None:
    for typed in ("a & b", "':*|", "!!", "(", "a:b", "%", "_", "\\", "é" * 300):
        found(families.kader, typed)


def test_words_of_saved_people_are_those_of_stored_in_bulk(families: Village) -> None:
    girl = Resident.objects.get(name="Sitti Aminah")
    before = (girl.name_key, girl.sound_key, girl.search_words, girl.phone_hash)
    girl.derive_keys()
    assert (girl.name_key, girl.sound_key, girl.search_words, girl.phone_hash) == before
    assert girl.sound_key == "SITI AMINA"


def test_a_child_is_found_by_the_new_name_of_the_mother(families: Village) -> None:
    mother = make_resident(families.melati, "Sri Rahayu", born=date(1995, 1, 1))
    make_resident(families.melati, "Bayi Kecil", mother=mother)
    services.update_resident(resident=mother, person={"name": "Dewi Lestari"})
    assert (found(families.kader, "kecil rahayu"), found(families.kader, "kecil lestari")) == (
        [],
        ["Bayi Kecil"],
    )
