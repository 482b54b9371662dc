"""How a relation to one head of a family reads when somebody else is the head.

The nine codes of Data Keluarga know no grandparent and no sibling: those are "famili lain". What the codes cannot say
is never guessed as something closer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.rules.background import Relation
from registry.rules.life_stage import Sex

_INVERSE: Mapping[str, Relation] = {
    Relation.HEAD: Relation.HEAD,
    Relation.SPOUSE: Relation.SPOUSE,
    Relation.CHILD: Relation.PARENT,
    Relation.CHILD_IN_LAW: Relation.PARENT_IN_LAW,
    Relation.PARENT: Relation.CHILD,
    Relation.PARENT_IN_LAW: Relation.CHILD_IN_LAW,
    Relation.OTHER: Relation.OTHER,
}
_THROUGH: Mapping[str, Mapping[str, Relation]] = {
    Relation.SPOUSE: {
        Relation.CHILD: Relation.CHILD,
        Relation.CHILD_IN_LAW: Relation.CHILD_IN_LAW,
        Relation.GRANDCHILD: Relation.GRANDCHILD,
        Relation.PARENT: Relation.PARENT_IN_LAW,
        Relation.PARENT_IN_LAW: Relation.PARENT,
    },
    Relation.CHILD: {Relation.SPOUSE: Relation.CHILD_IN_LAW, Relation.CHILD: Relation.GRANDCHILD},
    Relation.CHILD_IN_LAW: {Relation.CHILD: Relation.GRANDCHILD},
    Relation.PARENT: {Relation.SPOUSE: Relation.PARENT},
    Relation.PARENT_IN_LAW: {Relation.SPOUSE: Relation.PARENT_IN_LAW},
}


@dataclass(frozen=True, slots=True)
class Member:
    """What is known of somebody in a family: the code of the relation (or empty) and the links to others by id."""

    id: UUID
    birth_date: date
    sex: str
    relation: str = ""
    mother: UUID | None = None
    father: UUID | None = None
    spouse: UUID | None = None

    @property
    def is_woman(self) -> bool:
        """Whether she may be somebody's mother."""
        return self.sex == Sex.FEMALE


def inverse(relation: str) -> str:
    """What A is to B when B is `relation` to A; unknown stays unknown. Source: the words of Data Keluarga."""
    return str(_INVERSE.get(relation, Relation.KIN)) if relation else ""


def through(first: str, second: str) -> str:
    """What somebody is to the head who is `second` to a person who is `first` to the head: the child of a child is a
    grandchild. Source: the words of Data Keluarga.
    """
    if not first or not second:
        return ""
    if Relation.HEAD in (first, second):
        return second if first == Relation.HEAD else first
    if Relation.OTHER in (first, second):
        return str(Relation.OTHER)
    return str(_THROUGH.get(first, {}).get(second, Relation.KIN))


def by_links(member: Member, head: Member) -> str:
    """What the recorded parents and spouses say that a member is to the head; empty where they say nothing.

    Source: the words of Data Keluarga.
    """
    if member.spouse == head.id or head.spouse == member.id:
        return str(Relation.SPOUSE)
    if member.id in (head.mother, head.father):
        return str(Relation.PARENT)
    if head.id in (member.mother, member.father) or (
        head.spouse is not None and head.spouse in (member.mother, member.father)
    ):
        return str(Relation.CHILD)
    return ""


def under_new_head(members: list[Member], head: Member, former: Member | None = None) -> dict[UUID, str]:
    """The relations of all members once `head` is the head: from the links where they say it, else from what each was
    to the former head. Where there was none, what was written stays. Source: the words of Data Keluarga.
    """
    if former is None or former.id == head.id:
        kept = {one.id: "" if one.relation == Relation.HEAD else one.relation for one in members}
        return {one.id: kept[one.id] or by_links(one, head) for one in members} | {
            head.id: str(Relation.HEAD)
        }
    # Somebody written as the head already was written as nothing to the former one.
    to_former = "" if head.relation == Relation.HEAD else head.relation
    back = inverse(to_former or by_links(head, former))
    found = {}
    for member in members:
        was = Relation.HEAD if member.id == former.id else member.relation or by_links(member, former)
        found[member.id] = by_links(member, head) or through(back, str(was))
    return found | {head.id: str(Relation.HEAD)}


def likely_head(members: list[Member], former: Member | None = None) -> Member | None:
    """Who leads a family that has lost its head: the spouse, else the oldest who is no parent; a proposal that people
    can change. Source: this project's own choice.
    """
    by_age = sorted(members, key=lambda member: (member.birth_date, str(member.id)))
    if former is not None:
        for member in by_age:
            if by_links(member, former) == Relation.SPOUSE or member.relation == Relation.SPOUSE:
                return member
    elders = (Relation.PARENT, Relation.PARENT_IN_LAW)
    return next((one for one in by_age if one.relation not in elders), by_age[0] if by_age else None)
