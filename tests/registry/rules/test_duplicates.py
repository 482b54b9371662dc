"""When two rows of the register look like one person, and when they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registry.rules.duplicates import (
    POINTS,
    SHOWN_FROM,
    Likeness,
    Person,
    Reason,
    compare,
    reasons_of,
)
from registry.rules.life_stage import Sex

BORN = date(2019, 3, 5)
AISYAH = Person(
    id=1,
    name="Aisyah Putri Ramadhani",
    sex=Sex.FEMALE,
    birth_date=BORN,
    nik="hash of hers",
    nik_tail="tail of hers",
    mother_id=9,
    mother_name="Siti Khasanah",
    household=5,
    posyandu=3,
    dusun="Krajan",
    rw="01",
    rt="02",
    phones=frozenset(["hash of the phone"]),
    birth_order=1,
)
# The same girl as a kader of another Posyandu wrote her down: no NIK, no family, nothing but name and day.
STRANGER = Person(id=2, name="Aisyah Putri Ramadhani", sex=Sex.FEMALE, birth_date=BORN)


def reasons(first: Person, second: Person) -> set[Reason]:
    likeness = compare(first, second)
    return set(likeness.reasons) if likeness else set()


def score(first: Person, second: Person) -> int:
    likeness = compare(first, second)
    return likeness.score if likeness else 0


def changed(**values: Any) -> Person:
    return replace(AISYAH, **({"id": 2, "nik": None, "nik_tail": ""} | values))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (replace(AISYAH, id=2), Reason.NIK),
        (STRANGER, Reason.NAME),
        (changed(name="Aisah Putrie Romadhani"), Reason.NAME_LIKE),
        (changed(name="Aisjah Poetri Ramadani"), Reason.NAME_SOUND),
        (STRANGER, Reason.DATE),
        (changed(birth_date=date(2019, 5, 3)), Reason.DATE_SWAPPED),
        (changed(birth_date=date(2019, 3, 15)), Reason.DATE_NEAR),
        (changed(birth_date=date(2019, 3, 4)), Reason.DATE_NEAR),
        (changed(birth_date=date(2019, 4, 5)), Reason.DATE_NEAR),
        (changed(birth_date=date(2009, 3, 5)), Reason.DATE_NEAR),
        (changed(birth_date=date(2020, 3, 5)), Reason.DATE_YEAR),
        (changed(birth_date=date(2019, 8, 15)), Reason.DATE_TWICE),
        (changed(birth_date=date(2019, 7, 1), birth_date_known="tahun"), Reason.DATE_ROUGH),
        (changed(birth_date=date(2018, 11, 20), birth_date_known="perkiraan"), Reason.DATE_ROUGH),
        (changed(birth_date=date(2017, 11, 28)), Reason.OTHER_DATE),
        (changed(household=None, mother_id=None, mother_name="Sitti Hasanah"), Reason.MOTHER),
        (changed(mother_id=None, mother_name="Siti Khasanaj"), Reason.MOTHER_LIKE),
        (changed(mother_id=None, mother_name="Dewi Lestari"), Reason.OTHER_MOTHER),
        (changed(), Reason.FAMILY),
        (changed(household=None), Reason.SAME_RT),
        (changed(rt="03"), Reason.SAME_POSYANDU),
        (changed(household=None), Reason.PHONE),
        (changed(nik="another"), Reason.OTHER_NIK),
        (changed(nik="another", nik_tail="tail of hers"), Reason.NIK_NEAR),
        (changed(sex=Sex.MALE), Reason.OTHER_SEX),
        (changed(birth_order=2), Reason.OTHER_ORDER),
        (changed(name="Bayi Ny. Siti Khasanah"), Reason.UNNAMED),
    ],
)
def test_each_reason_is_given_where_it_holds(other: Person, reason: Reason) -> None:
    assert reason in reasons(AISYAH, other)
    assert reason in reasons(other, AISYAH)


def test_every_reason_has_words_and_points() -> None:
    names = {Reason.NAME, Reason.NAME_SOUND, Reason.NAME_LIKE}
    assert [reason for reason in Reason if not reason.label] == []
    assert {reason for reason in Reason if reason not in POINTS} == names
    # A baby without a name is no evidence: the name neither agrees nor differs.
    below = {reason for reason in POINTS if POINTS[reason] < 0} - {Reason.UNNAMED}
    assert below == {reason for reason in Reason if reason.speaks_against}


def test_the_words_are_those_of_the_screen() -> None:
    likeness = compare(AISYAH, changed(birth_date=date(2019, 5, 3), rt="03"))
    assert likeness == Likeness(
        100, (Reason.NAME, Reason.DATE_SWAPPED, Reason.MOTHER, Reason.SAME_POSYANDU, Reason.FAMILY)
    )
    assert likeness.words == (
        "nama sama", "tanggal dan bulan lahir tertukar", "ibu sama", "satu Posyandu", "satu KK",
    )  # fmt: skip


def test_the_same_name_and_day_are_enough_to_be_shown() -> None:
    assert score(AISYAH, STRANGER) >= SHOWN_FROM


def test_a_common_one_word_name_on_a_default_birthday_is_not() -> None:
    sarmi = Person(id=1, name="Sarmi", sex=Sex.FEMALE, birth_date=date(1950, 1, 1))
    assert score(sarmi, replace(sarmi, id=2)) < SHOWN_FROM


def test_two_valid_niks_do_not_prove_two_people() -> None:
    assert 0 < score(STRANGER, replace(AISYAH, nik="x")) < 100
    assert score(changed(nik="another"), AISYAH) >= SHOWN_FROM


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        (Reason.OTHER_SEX, {"sex": Sex.MALE}),
        (Reason.OTHER_ORDER, {"birth_order": 2}),
        (Reason.OTHER_MOTHER, {"mother_name": "Dewi Lestari"}),
        (Reason.OTHER_NIK, {"nik": "another", "nik_tail": "other"}),
    ],
)
def test_what_differs_brings_the_score_down(reason: Reason, change: dict[str, Any]) -> None:
    known = replace(STRANGER, nik="x", nik_tail="y", mother_name="Siti Khasanah", birth_order=1)
    same = replace(known, id=3, nik=None, mother_name="", birth_order=None)
    assert score(known, replace(same, **change)) == score(known, same) + POINTS[reason]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "Aditya Putra"}, {"name": "Aditya Putri", "sex": Sex.MALE}),
        ({"name": "Hasan Maulana"}, {"name": "Husein Maulana"}),
        ({"name": "Rafa Pratama"}, {"name": "Rafi Pratama", "birth_order": 2}),
        ({"name": "Nadia Zahra"}, {"name": "Nadya Almira"}),
        ({"name": "Kayla Putri", "nik": "one"}, {"name": "Kaylan Putri", "nik": "two"}),
    ],
)
def test_twins_are_two(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert compare(changed(**first), changed(**({"id": 3} | second))) is None


@pytest.mark.parametrize("other", ["By. Ny. Siti 2", "Rania Salsabila", "Aisyah Putri Ramadhani"])
def test_two_babies_of_one_recorded_birth_are_two_whatever_they_are_called(other: str) -> None:
    first = changed(name="By. Ny. Siti 1", born_at=7)
    assert compare(first, changed(id=3, name=other, birth_order=2, born_at=7)) is None
    assert compare(changed(born_at=7), changed(id=3, name=other, birth_order=2, born_at=7)) is None


def test_of_a_birth_recorded_twice_the_same_baby_comes_twice() -> None:
    assert score(changed(name="By. Ny. Siti 1", born_at=7), changed(id=3, born_at=7)) >= SHOWN_FROM


def test_a_baby_written_down_beside_its_recorded_birth_may_be_that_baby() -> None:
    assert score(changed(name="By. Ny. Siti", born_at=7), AISYAH) >= SHOWN_FROM


def test_one_child_of_twins_written_twice_is_one() -> None:
    assert score(changed(name="Hasan Maulana"), changed(id=3, name="Hasan Maulanna")) >= SHOWN_FROM


def test_a_brother_or_sister_is_somebody_else() -> None:
    younger = changed(name="Aisyah Nur Ramadhani", birth_date=date(2021, 9, 17), birth_order=2)
    assert compare(AISYAH, younger) is None


def test_two_children_of_a_family_are_not_given_one_name() -> None:
    assert score(AISYAH, changed(birth_date=date(2017, 11, 28))) >= SHOWN_FROM
    assert compare(AISYAH, changed(birth_date=date(1979, 11, 28))) is None


def test_a_baby_without_a_name_is_known_by_mother_and_day() -> None:
    baby = changed(name="By. Ny. Siti")
    assert score(AISYAH, baby) >= SHOWN_FROM
    elsewhere = Person(id=3, name="Bayi Ny. Siti", sex=None, birth_date=BORN, posyandu=AISYAH.posyandu)
    assert score(AISYAH, elsewhere) < SHOWN_FROM


def test_the_same_nik_is_enough_whatever_else_is_written() -> None:
    wrong = Person(id=2, name="Dewi", sex=Sex.MALE, birth_date=date(1980, 1, 1), nik=AISYAH.nik)
    assert score(AISYAH, wrong) >= SHOWN_FROM


def test_reasons_are_read_back_from_what_is_stored() -> None:
    assert reasons_of(["nama", "kk", "from a later version"]) == [Reason.NAME, Reason.FAMILY]


def test_it_makes_no_difference_who_comes_first() -> None:
    others = [STRANGER, changed(name="Aisyah P.", birth_date=date(2019, 5, 3)), changed(sex=Sex.MALE, rt="")]
    assert [compare(AISYAH, one) for one in others] == [compare(one, AISYAH) for one in others]
