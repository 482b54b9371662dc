"""One family becomes two (pecah KK), or two become one (gabung KK). Each undoes the other; nothing is ever deleted."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.models import Household, Resident, User
from registry.rules.background import Relation
from registry.rules.relations import by_links, through, under_new_head
from registry.services.family import (
    HOUSEHOLD_FIELDS,
    HouseholdRefused,
    Reason,
    as_member,
    keep_past_kk,
    locked,
    move_people,
    people_of,
    replace_head,
)
from registry.services.households import change_kk, create_household, follow_members


@transaction.atomic
def split_household(
    *,
    household: Household,
    members: list[Resident],
    head: Resident,
    kk: str = "",
    by: User | None = None,
    on: date | None = None,
) -> Household:
    """Let some members be a family of their own at the same address, led by `head`, with its own KK number or none yet.

    If the head of the old family goes, the likeliest of those who stay leads it. Raises HouseholdRefused, KkTaken.
    """
    stored = locked(household)
    people = people_of(stored)
    going = [one for one in people if one.pk in {member.pk for member in members}]
    _check_split(stored, people, going, head)
    place = {name: getattr(stored, name) for name in HOUSEHOLD_FIELDS}
    new = create_household(posyandu=stored.posyandu, facts=place, kk=kk)
    former = next((as_member(one) for one in people if one.pk == stored.head_id), None)
    chosen = next(as_member(one) for one in going if one.pk == head.pk)
    relations = under_new_head([as_member(one) for one in going], chosen, former)
    # Before they go: what the others become is told by what the old head was to them.
    move_people(going, to=new, reason=Reason.SPLIT, by=by, on=on, relations=relations)
    replace_head(stored, gone={one.pk for one in going})
    new.head = next(one for one in going if one.pk == head.pk)
    new.save(update_fields=["head"])
    follow_members(new)
    return new


@transaction.atomic
def merge_households(
    *, kept: Household, other: Household, relation: str = "", by: User | None = None, on: date | None = None
) -> Household:
    """Let all members of `other` live in `kept`; `relation` is what the head of `other` is to the head of `kept`.

    The emptied family keeps its history; its KK number becomes a past one of `kept`, or its number if it had none.
    Safe to repeat. Raises HouseholdRefused.
    """
    if kept.pk == other.pk:
        raise HouseholdRefused("Pilih keluarga lain untuk digabung.")
    first, second = (locked(one) for one in sorted((kept, other), key=lambda one: one.pk))
    stored, emptied = (first, second) if first.pk == kept.pk else (second, first)
    if emptied.merged_into_id == stored.pk:
        return stored
    if stored.merged_into_id or emptied.merged_into_id:
        raise HouseholdRefused("Salah satu keluarga ini sudah digabung ke keluarga lain.")
    people = people_of(emptied)
    move_people(
        people,
        to=stored,
        reason=Reason.MERGED,
        by=by,
        on=on,
        relations=relations_after_merge(stored, emptied, people, relation),
    )
    _hand_over_kk(stored, emptied, by, on or timezone.localdate())
    emptied.merged_into = stored
    emptied.save(update_fields=["merged_into"])
    return stored


def relations_after_merge(
    kept: Household, emptied: Household, people: list[Resident], relation: str = ""
) -> dict[UUID, str]:
    """What those who come are to the head of the family that takes them in, by id."""
    if kept.head is None:
        return {one.pk: "" if one.relation == Relation.HEAD else one.relation for one in people}
    head = as_member(kept.head)
    members = [as_member(one) for one in people]
    bridge = next((one for one in members if one.id == emptied.head_id), None)
    known = relation or (by_links(bridge, head) if bridge else "")
    return {
        one.id: known if one == bridge else by_links(one, head) or through(known, one.relation)
        for one in members
    }


def _check_split(household: Household, people: list[Resident], going: list[Resident], head: Resident) -> None:
    present = set(household.members.present().values_list("pk", flat=True))
    leaving = {one.pk for one in going}
    if not leaving:
        raise HouseholdRefused("Pilih siapa yang pindah ke KK baru.")
    if not present - leaving:
        raise HouseholdRefused(
            "Paling sedikit satu orang tetap di keluarga lama. Untuk KK baru, ganti saja nomor KK."
        )
    if head.pk not in leaving:
        raise HouseholdRefused("Kepala keluarga baru harus salah satu yang pindah.")


def _hand_over_kk(kept: Household, emptied: Household, by: User | None, on: date) -> None:
    kk = emptied.kk
    emptied.past_kks.update(household=kept)
    if not kk:
        return
    emptied.set_kk("")
    emptied.save()
    if kept.kk:
        keep_past_kk(kept, kk, by=by, on=on)
    else:
        change_kk(household=kept, kk=kk, by=by, on=on)
