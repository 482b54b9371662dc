"""Families: found or founded, described, numbered, led; who comes to one and who leaves it.

Splitting and merging stand in `household_splits`. Every write locks the family before it decides anything.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from auditlog.models import LogEntry
from django.db import IntegrityError, transaction

from registry.models import Household, PastKk, Posyandu, Resident, User
from registry.models.fields import keyed_hash
from registry.rules.background import Relation
from registry.rules.work_place import tidy_number
from registry.services.family import (
    HOUSEHOLD_FIELDS,
    HouseholdRefused,
    Reason,
    keep_past_kk,
    lead,
    link_family,
    locked,
    move_people,
    people_of,
    person_for_update,
    place_of,
    refresh_words,
    replace_head,
    write,
)


class KkTaken(Exception):
    """Another household has this KK number."""

    def __init__(self, household: Household) -> None:
        super().__init__("Nomor KK ini sudah dipakai keluarga lain.")
        self.household = household


def household_for(
    posyandu: Posyandu, home: dict[str, str], current: Household | None = None
) -> Household | None:
    """The household with this KK number, or the current one, or a new one, filled with what is given.

    A household of another Posyandu is joined but not changed; an empty KK number keeps the one that is stored. A number
    that a family had before finds that family, unless another one has it now.
    """
    kk = home.get("kk", "")
    known = _household_of(kk) if kk else None
    if known is not None and known != current:
        return (
            _filled(known, {name: text for name, text in home.items() if text})
            if known.posyandu == posyandu
            else known
        )
    if current is None and not any(home.values()):
        return None
    household = current or Household(posyandu=posyandu)
    if kk:
        if household.kk and household.kk != kk:
            keep_past_kk(household, household.kk)
        household.set_kk(kk)
    return _filled(household, home)


@transaction.atomic
def create_household(
    *, posyandu: Posyandu, facts: dict[str, Any], kk: str = "", household_id: UUID | None = None
) -> Household:
    """A new family without members yet; `facts` by the field names of Household. Raises KkTaken.

    Safe to repeat with the same id.
    """
    everywhere = Household.objects.unscoped("an id made on the device")
    again = everywhere.filter(pk=household_id, posyandu=posyandu).first() if household_id else None
    if again is not None:
        return again
    household = Household(posyandu=posyandu)
    if household_id is not None:
        household.pk = household_id
    _describe(household, facts)
    _give_kk(household, kk)
    return household


@transaction.atomic
def edit_household(*, household: Household, facts: dict[str, Any]) -> Household:
    """Change address, telephone number and the answers of Data Keluarga; members are found by the new place."""
    stored = locked(household)
    before = place_of(stored)
    _describe(stored, facts)
    stored.save()
    if place_of(stored) != before:
        refresh_words(stored)
    return stored


@transaction.atomic
def change_kk(*, household: Household, kk: str, by: User | None, on: date | None = None) -> Household:
    """Give a family another KK number from a day on; the old one stays as its past number. Raises KkTaken."""
    stored = locked(household)
    if stored.kk == kk:
        return stored
    if stored.kk:
        keep_past_kk(stored, stored.kk, by=by, on=on)
    _give_kk(stored, kk)
    return stored


def open_kk(*, household: Household, user: User) -> str:
    """The whole KK number for a person who asked to see it; the audit log keeps who and when."""
    _log_opening(household, user, "kk")
    return household.kk


def open_phone(*, household: Household, user: User) -> str:
    """The family's whole telephone number, logged in the same way."""
    _log_opening(household, user, "phone")
    return household.phone


@transaction.atomic
def set_head(*, household: Household, head: Resident) -> Household:
    """Let a member lead the family; what the others are to the head is put into new words.

    Raises HouseholdRefused for somebody who is no member.
    """
    stored = locked(household)
    lead(stored, head)
    return stored


@transaction.atomic
def set_relation(*, household: Household, resident: Resident, relation: str) -> None:
    """Write what a member is to the head; `kepala` makes a new head. Raises HouseholdRefused."""
    stored = locked(household)
    member = next((one for one in people_of(stored) if one.pk == resident.pk), None)
    if member is None:
        raise HouseholdRefused("Orang ini bukan anggota keluarga ini.")
    if relation == Relation.HEAD:
        lead(stored, member)
    elif member.pk == stored.head_id:
        raise HouseholdRefused("Pilih dulu kepala keluarga yang baru.")
    else:
        write(member, relation=relation)
    link_family(member)


@transaction.atomic
def join(
    *,
    household: Household,
    resident: Resident,
    relation: str = "",
    by: User | None = None,
    on: date | None = None,
) -> Household:
    """Let somebody become a member, leaving the family they were in. Safe to repeat. Raises HouseholdRefused."""
    stored = locked(household)
    if stored.merged_into_id:
        raise HouseholdRefused("Keluarga ini sudah digabung ke keluarga lain.")
    person = person_for_update(resident)
    former = person.household
    if former is not None and former.pk == stored.pk:
        set_relation(household=stored, resident=person, relation=relation or person.relation)
        return stored
    move_people([person], to=stored, reason=Reason.JOINED, by=by, on=on, relations={person.pk: relation})
    if former is not None:
        replace_head(former, gone={person.pk})
    if relation == Relation.HEAD:
        lead(stored, person)
    link_family(person)
    resident.household, resident.relation = stored, person.relation
    return stored


@transaction.atomic
def leave(*, resident: Resident, by: User | None = None, on: date | None = None) -> None:
    """Let somebody belong to no family for now. Safe to repeat."""
    person = person_for_update(resident)
    former = person.household
    if former is None:
        return
    move_people([person], to=None, reason=Reason.LEFT, by=by, on=on)
    replace_head(former, gone={person.pk})
    resident.household, resident.relation = None, ""


@transaction.atomic
def settle(*, resident: Resident, former: Household | None = None) -> None:
    """After somebody's family or relation was written elsewhere: one head for each family, whose relation is `kepala`,
    and the links to parents, children and spouse that the relation tells.

    Whoever leads a family stays its head as long as they live here. `former` is the family the person was in before.
    Safe to repeat.
    """
    if former is not None and former.pk != resident.household_id:
        replace_head(former, gone={resident.pk})
    if resident.household is None:
        return
    stored = locked(resident.household)
    leads, is_written = stored.head_id == resident.pk, resident.relation == Relation.HEAD
    heads = stored.members.present().filter(heads=stored)
    if is_written and not leads and heads.exists():
        # A family is taken over on its own page, where one sees who led it so far.
        write(resident, relation="")
    elif is_written != leads:
        lead(stored, resident)
    resident.household = stored
    link_family(resident)


@transaction.atomic
def follow_members(household: Household | None) -> None:
    """Move a family to the Posyandu where all its present members now live, if that is one; else it stays."""
    if household is None:
        return
    stored = locked(household)
    homes = set(stored.members.present().order_by().values_list("posyandu", flat=True).distinct())
    if len(homes) == 1 and (home := homes.pop()) != stored.posyandu_id:
        stored.posyandu_id = home
        stored.save(update_fields=["posyandu"])
        household.posyandu_id = home


def check_kk_is_free(kk: str, *, other_than: Household | None = None) -> None:
    """Raise KkTaken if another household, anywhere, has this number now."""
    holder = _holder_of(kk) if kk else None
    if holder is not None and holder != other_than:
        raise KkTaken(holder)


def _log_opening(household: Household, user: User, name: str) -> None:
    changes = {name: ["", "dibuka"]}
    LogEntry.objects.log_create(household, action=LogEntry.Action.ACCESS, actor=user, changes=changes)


def _describe(household: Household, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(household, name, tidy_number(value) if name in ("rt", "rw") else value)
    household.full_clean(exclude=["posyandu", "head", "merged_into"])


def _give_kk(household: Household, kk: str) -> None:
    check_kk_is_free(kk, other_than=household)
    household.set_kk(kk)
    try:
        with transaction.atomic():
            household.save()
    except IntegrityError:
        # Somebody else stored the number since it was looked for.
        check_kk_is_free(kk, other_than=household)
        raise


def _household_of(kk: str) -> Household | None:
    past = PastKk.objects.unscoped("as for the present number").filter(kk_hash=keyed_hash(kk)).first()
    return _holder_of(kk) or (past.household if past else None)


def _holder_of(kk: str) -> Household | None:
    everywhere = Household.objects.unscoped("a KK number is unique everywhere")
    return everywhere.filter(kk_hash=keyed_hash(kk)).select_related("posyandu__unit").first()


def _filled(household: Household, home: dict[str, str]) -> Household:
    before = place_of(household)
    for name in HOUSEHOLD_FIELDS:
        if name in home:
            setattr(household, name, tidy_number(home[name]) if name in ("rt", "rw") else home[name])
    is_new = household._state.adding
    household.save()
    if not is_new and place_of(household) != before:
        refresh_words(household)
    return household
