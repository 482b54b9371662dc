"""Who in a family is whose mother, father and spouse, where relation, sex and age leave exactly one answer.

A relation to the head says it for most: the children of Data Keluarga are those of the head and the spouse. What more
than one person fits is left to people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from registry.rules.background import Relation
from registry.rules.life_stage import Sex, add_months
from registry.rules.names import same_person_name

PARENT_YEARS = 12
# Younger children of the head are not taken for married.
SPOUSE_YEARS = 15
MOTHER_MOST_YEARS = 55
# A child may be born after its father's death.
_DAYS_AFTER_FATHER = 300
_LEADERS = (Relation.HEAD, Relation.SPOUSE)
_PARENTS_AMONG: Mapping[str, tuple[Relation, ...]] = {
    Relation.CHILD: _LEADERS,
    Relation.HEAD: (Relation.PARENT,),
}
_PARENTS = {"mother": Sex.FEMALE, "father": Sex.MALE}


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody in a family: `links` are the known mother, father and spouse by id, `names` what was written of them."""

    id: UUID
    name: str
    sex: str
    birth_date: date
    relation: str = ""
    died_on: date | None = None
    links: Mapping[str, UUID | None] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


Fits = Callable[[str, Kin], bool]


def parents_by_relation(relation: str, family: Sequence[Kin], fits: Fits | None = None) -> dict[str, Kin]:
    """Mother and father of somebody who is `relation` to the head, where exactly one person (of a grandchild: exactly
    one couple) is it; `fits` narrows. Source: the words of Data Keluarga.
    """
    allowed = fits or (lambda link, one: True)
    if relation == Relation.GRANDCHILD:
        couples = [
            couple for couple in _couples(family) if all(allowed(link, one) for link, one in couple.items())
        ]
        return couples[0] if len(couples) == 1 else {}
    wanted = _PARENTS_AMONG.get(relation, ())
    found = {}
    for link, sex in _PARENTS.items():
        among = [one for one in family if one.relation in wanted and one.sex == sex and allowed(link, one)]
        if len(among) == 1:
            found[link] = among[0]
    return found


def spouse_by_relation(family: Sequence[Kin]) -> Kin | None:
    """The head, where nobody is known as the spouse yet; else None. Source: the words of Data Keluarga."""
    heads = [one for one in family if one.relation == Relation.HEAD]
    if len(heads) != 1 or any(one.relation == Relation.SPOUSE for one in family):
        return None
    return None if heads[0].links.get("spouse") else heads[0]


def partners_by_relation(family: Sequence[Kin], day: date) -> list[Kin]:
    """Living children of the head of 15 years or more without a known spouse: whom a child-in-law may be married to.

    Source: the words of Data Keluarga; the age is that of the programme's women of child-bearing age.
    """
    grown = add_months(day, -12 * SPOUSE_YEARS)
    taken = {one.links.get("spouse") for one in family}
    return [
        one
        for one in family
        if one.relation == Relation.CHILD
        and one.birth_date <= grown
        and one.died_on is None
        and not one.links.get("spouse")
        and one.id not in taken
    ]


def missing_links(family: Sequence[Kin]) -> Iterator[tuple[Kin, str, Kin]]:
    """Every empty link that exactly one member of the family fits, as (whose, "mother", who).

    A parent is 12 years older or more, a mother 55 at most; a name that was written must be that of the member.
    Source: the words of Data Keluarga; the ages are this project's own choice.
    """
    for one in family:
        parents = parents_by_relation(
            one.relation,
            [other for other in family if other.id != one.id],
            partial(_may_be_parent, one),
        )
        for link, parent in parents.items():
            if one.links.get(link) is None and _is_named(one, link, parent):
                yield one, link, parent
    yield from _missing_spouses(family)
    yield from _answered_spouses(family)


def _answered_spouses(family: Sequence[Kin]) -> Iterator[tuple[Kin, str, Kin]]:
    """Whose spouse somebody is known to be, where the other record does not say it yet."""
    for one in family:
        married = [other for other in family if other.links.get("spouse") == one.id]
        # The head and the spouse are a pair of their own.
        if one.relation in _LEADERS or one.links.get("spouse") is not None or len(married) != 1:
            continue
        if one.sex != married[0].sex and _is_named(one, "spouse", married[0]):
            yield one, "spouse", married[0]


def _missing_spouses(family: Sequence[Kin]) -> Iterator[tuple[Kin, str, Kin]]:
    pairs = [
        (head, spouse)
        for head in family
        for spouse in family
        if (head.relation, spouse.relation) == _LEADERS and head.sex != spouse.sex
    ]
    if len(pairs) != 1:
        return
    for one, other in (pairs[0], pairs[0][::-1]):
        free = other.links.get("spouse") in (None, one.id)
        if one.links.get("spouse") is None and free and _is_named(one, "spouse", other):
            yield one, "spouse", other


def _couples(family: Sequence[Kin]) -> Iterator[dict[str, Kin]]:
    for child in (one for one in family if one.relation == Relation.CHILD):
        for other in (one for one in family if one.relation == Relation.CHILD_IN_LAW):
            known = child.links.get("spouse") in (None, other.id) and other.links.get("spouse") in (
                None,
                child.id,
            )
            if known and child.sex != other.sex:
                woman, man = (child, other) if child.sex == Sex.FEMALE else (other, child)
                yield {"mother": woman, "father": man}


def _may_be_parent(child: Kin, link: str, parent: Kin) -> bool:
    """By age and life, and not instead of a parent who is known already."""
    born, is_mother = child.birth_date, link == "mother"
    if child.relation == Relation.GRANDCHILD and child.links.get(link) not in (None, parent.id):
        return False
    if born < add_months(parent.birth_date, 12 * PARENT_YEARS):
        return False
    if is_mother and born >= add_months(parent.birth_date, 12 * (MOTHER_MOST_YEARS + 1)):
        return False
    after = timedelta(days=0 if is_mother else _DAYS_AFTER_FATHER)
    return parent.died_on is None or born <= parent.died_on + after


def _is_named(one: Kin, link: str, other: Kin) -> bool:
    """Whether what was written of the mother, father or spouse speaks of this person, or nothing was."""
    written = one.names.get(link, "")
    return not written or same_person_name(written, other.name)
