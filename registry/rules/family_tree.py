"""A family drawn by generations, from the eldest to the youngest, and who is likely to be entered next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.rules.background import Relation
from registry.rules.life_stage import completed_months
from registry.rules.relations import Member

# A parent is this much older than the child; less says nothing.
GENERATION_MONTHS = 16 * 12
_GENERATIONS: Mapping[str, int] = {
    Relation.HEAD: 0,
    Relation.SPOUSE: 0,
    Relation.PARENT: -1,
    Relation.PARENT_IN_LAW: -1,
    Relation.CHILD: 1,
    Relation.CHILD_IN_LAW: 1,
    Relation.GRANDCHILD: 2,
}
_LABELS = {-1: "Orang tua", 0: "Kepala keluarga dan pasangan", 1: "Anak", 2: "Cucu"}
_MOTHERS: Mapping[str, tuple[Relation, Relation]] = {
    Relation.CHILD: (Relation.HEAD, Relation.SPOUSE),
    Relation.GRANDCHILD: (Relation.CHILD, Relation.CHILD_IN_LAW),
}
OLDER, YOUNGER, OTHERS = "Kakek dan nenek", "Cicit", "Anggota lain"


@dataclass(frozen=True, slots=True)
class Generation:
    """One row of the tree: its heading, and its people with couples side by side."""

    label: str
    members: tuple[UUID, ...]


def generations(members: Iterable[Member]) -> list[Generation]:
    """The rows of a family's tree, eldest first; who belongs to no generation stands last.

    By relation to the head, then by recorded parents and spouses, then by age. Source: this project's own choice.
    """
    people = {member.id: member for member in members}
    levels = _by_relation(people)
    if not levels:
        levels = _from_the_youngest_parents(people)
    _spread(people, levels)
    _by_age(people, levels)
    rows = [
        Generation(_label(level), _couples_together([people[pk] for pk, at in levels.items() if at == level]))
        for level in sorted(set(levels.values()))
    ]
    others = [member for pk, member in people.items() if pk not in levels]
    return [*rows, Generation(OTHERS, _couples_together(others))] if others else rows


def _label(level: int) -> str:
    return _LABELS.get(level) or (OLDER if level < 0 else YOUNGER)


def _by_relation(people: dict[UUID, Member]) -> dict[UUID, int]:
    known = {pk: _GENERATIONS.get(one.relation) for pk, one in people.items() if one.relation}
    return {pk: level for pk, level in known.items() if level is not None}


def _from_the_youngest_parents(people: dict[UUID, Member]) -> dict[UUID, int]:
    """Where no relation is written, the youngest couple with children here is taken for the middle of the family."""
    parents = {pk for one in people.values() for pk in (one.mother, one.father) if pk in people}
    youngest = max((people[pk] for pk in parents), key=lambda one: one.birth_date, default=None)
    return {youngest.id: 0} if youngest else {}


def _spread(people: dict[UUID, Member], levels: dict[UUID, int]) -> None:
    """Give those without a level the one that follows from a spouse, a parent or a child who has one."""
    reached = True
    while reached:
        found = {
            pk: level
            for pk in people.keys() - levels.keys()
            if (level := _beside(people, levels, pk)) is not None
        }
        levels |= found
        reached = bool(found)


def _beside(people: dict[UUID, Member], levels: dict[UUID, int], pk: UUID) -> int | None:
    one = people[pk]
    for parent in (one.mother, one.father):
        if parent in levels:
            return levels[parent] + 1
    if one.spouse in levels:
        return levels[one.spouse]
    for other, level in levels.items():
        if people[other].spouse == pk:
            return level
        if pk in (people[other].mother, people[other].father):
            return level - 1
    return None


def _by_age(people: dict[UUID, Member], levels: dict[UUID, int]) -> None:
    """Whose relation was never asked stands above or below the head by age; "famili lain" is an answer and stays."""
    heads = [people[pk] for pk in levels if people[pk].relation == Relation.HEAD]
    if not heads:
        return
    for pk, one in people.items():
        if pk in levels or one.relation:
            continue
        months = completed_months(heads[0].birth_date, one.birth_date)
        if abs(months) >= GENERATION_MONTHS:
            levels[pk] = 1 if months > 0 else -1


def _couples_together(row: list[Member]) -> tuple[UUID, ...]:
    """The head first, then from old to young, each spouse right after the other."""
    found: list[UUID] = []
    here = {one.id for one in row}
    for one in sorted(row, key=_place):
        partner = one.spouse or next((other.id for other in row if other.spouse == one.id), None)
        found += [pk for pk in (one.id, partner) if pk in here and pk is not None and pk not in found]
    return tuple(found)


def _place(one: Member) -> tuple[bool, bool, date, str]:
    return one.relation != Relation.HEAD, one.relation != Relation.SPOUSE, one.birth_date, str(one.id)


def next_relation(relations: list[str]) -> Relation:
    """Whom a family is likely to be asked for next, from the relations entered so far, the last one last.

    Source: the order of the family card: head, spouse, children; then whoever came last is likely to have siblings.
    """
    if Relation.HEAD not in relations:
        return Relation.HEAD
    last = relations[-1]
    if last == Relation.HEAD and Relation.SPOUSE not in relations:
        return Relation.SPOUSE
    if last in (Relation.CHILD_IN_LAW, Relation.GRANDCHILD):
        return Relation.GRANDCHILD
    if last in (Relation.PARENT, Relation.PARENT_IN_LAW) and relations.count(last) == 1:
        return Relation.PARENT if last == Relation.PARENT else Relation.PARENT_IN_LAW
    return Relation.CHILD


def likely_mother(relation: str, members: Iterable[Member]) -> Member | None:
    """Who is the mother of a new child or grandchild of the head, where only one woman can be; else nobody.

    Source: this project's own choice.
    """
    fitting = [one for one in members if one.is_woman and one.relation in _MOTHERS.get(relation, ())]
    if relation == Relation.GRANDCHILD and len(fitting) > 1:
        # A daughter-in-law is in the house because of her husband; an unmarried daughter is nobody's mother yet.
        fitting = [one for one in fitting if one.relation == Relation.CHILD_IN_LAW or one.spouse]
    return fitting[0] if len(fitting) == 1 else None
