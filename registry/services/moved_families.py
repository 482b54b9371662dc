"""Which family people belong to after they moved to another Posyandu, and where it lives there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from registry.models import Household, MoveRequest, Resident, User
from registry.rules.relations import under_new_head
from registry.services.family import (
    Reason,
    as_member,
    locked,
    move_people,
    people_of,
    person_for_update,
    replace_head,
)
from registry.services.households import create_household, edit_household, follow_members


def settle_families(moves: Sequence[MoveRequest], user: User) -> None:
    """After all people of these moves live in the new Posyandu, inside the caller's transaction.

    A family that went as a whole takes its number and history along. Of every other one, those who went become a new
    family without a number, so that they stay together; the old one keeps its own.
    """
    by_family: dict[UUID | None, list[MoveRequest]] = {}
    for move in moves:
        by_family.setdefault(move.resident.household_id, []).append(move)
    left: list[MoveRequest] = []
    for household_id, gone in by_family.items():
        if household_id is None or not _went_as_a_whole(household_id, gone[0]):
            left += gone
    if any(move.resident.household_id or move.has_address for move in left):
        _found(left, user)


def _went_as_a_whole(household_id: UUID, move: MoveRequest) -> bool:
    household = Household.objects.unscoped("the family of somebody who moved").get(pk=household_id)
    follow_members(household)
    if household.posyandu_id != move.to_posyandu_id:
        return False
    if move.has_address:
        edit_household(household=household, facts=move.address_given)
    return True


def _found(moves: Sequence[MoveRequest], user: User) -> None:
    """One new family of all who went; led by who led them before, else by the oldest."""
    first = next((move for move in moves if move.has_address), moves[0])
    new = create_household(posyandu=first.to_posyandu, facts=first.address_given)
    people = [person_for_update(move.resident) for move in moves]
    people.sort(key=lambda person: (person.birth_date, person.pk))
    head = next((one for one in people if one.household and one.household.head_id == one.pk), people[0])
    former_homes = {one.household.pk: locked(one.household) for one in people if one.household}
    relations = _relations(people, head, former_homes)
    move_people(people, to=new, reason=Reason.SPLIT, by=user, on=_day(moves), relations=relations)
    for former in former_homes.values():
        replace_head(former, gone={one.pk for one in people})
    new.head = head
    new.save(update_fields=["head"])


def _relations(
    people: list[Resident], head: Resident, former_homes: dict[UUID, Household]
) -> dict[UUID, str]:
    """What those who went are to their new head, told by what the old one was to them."""
    home = former_homes.get(head.household_id) if head.household_id else None
    kin = people_of(home) if home else []
    led = next((as_member(one) for one in kin if home and one.pk == home.head_id), None)
    return under_new_head([as_member(one) for one in people], as_member(head), led)


def _day(moves: Sequence[MoveRequest]) -> date:
    return min(move.on for move in moves)
