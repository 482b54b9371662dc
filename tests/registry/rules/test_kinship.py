"""Kinship by relation, sex, age and life: one answer, or none."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from registry.rules.kinship import Kin, missing_links

BORN = date(2000, 2, 29)


def kin(name: str, sex: str, relation: str, born: date, **known: object) -> Kin:
    empty = {"mother": None, "father": None, "spouse": None}
    facts = {"links": empty, "names": dict.fromkeys(empty, "")} | known
    return Kin(uuid4(), name, sex, born, relation, **facts)  # type: ignore[arg-type]


def child() -> Kin:
    return kin("Rizky", "L", "anak", BORN)


def found(*family: Kin) -> list[tuple[str, str, str]]:
    return [(one.name, link, other.name) for one, link, other in missing_links(family)]


@pytest.mark.parametrize(
    ("born", "fits"),
    [
        (date(1988, 2, 28), True),
        (date(1988, 3, 1), False),
        (date(1944, 3, 1), True),
        (date(1944, 2, 29), False),
    ],
)
def test_a_mother_is_12_to_55_years_older(born: date, fits: bool) -> None:
    wanted = [("Rizky", "mother", "Siti")] if fits else []
    assert found(child(), kin("Siti", "P", "kepala", born)) == wanted


@pytest.mark.parametrize(
    ("sex", "died", "fits"),
    [
        ("P", date(2000, 2, 29), True),
        ("P", date(2000, 2, 28), False),
        ("L", date(1999, 6, 1), True),
        ("L", date(1999, 4, 1), False),
    ],
)
def test_whoever_died_before_is_no_parent(sex: str, died: date, fits: bool) -> None:
    links = found(child(), kin("Sri", sex, "kepala", date(1970, 1, 1), died_on=died))
    assert [other for _, _, other in links] == (["Sri"] if fits else [])


def test_a_grandchild_keeps_a_known_mother_and_gets_her_husband() -> None:
    dewi, rizky = kin("Dewi", "P", "anak", date(1975, 1, 1)), kin("Eko", "L", "menantu", date(1974, 1, 1))
    other = kin("Ani", "P", "menantu", date(1976, 1, 1))
    brother = kin("Adi", "L", "anak", date(1973, 1, 1), links={"spouse": other.id})
    baby = kin("Aisyah", "P", "cucu", BORN, links={"mother": dewi.id})

    assert found(dewi, rizky, other, brother, baby) == [
        ("Aisyah", "father", "Eko"),
        # Whose husband is known is known to be his wife.
        ("Ani", "spouse", "Adi"),
    ]


def test_two_wives_are_left_to_people() -> None:
    born = date(1970, 1, 1)
    assert (
        found(
            *(
                kin(*who, born)
                for who in (("A", "L", "kepala"), ("B", "P", "pasangan"), ("C", "P", "pasangan"))
            )
        )
        == []
    )
