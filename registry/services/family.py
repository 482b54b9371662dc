"""What the writes on families share: rows held while one decides, who leads, who comes and goes, old KK numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from registry.models import Death, Household, HouseholdChange, PastKk, Residency, Resident, User
from registry.models.fields import keyed_hash
from registry.rules.kinship import Kin, missing_links
from registry.rules.relations import Member, likely_head, under_new_head

LINKS = ("mother", "father", "spouse")
HOUSEHOLD_FIELDS = ("address", "dusun", "rw", "rt")
Reason = HouseholdChange.Reason


class HouseholdRefused(Exception):
    """A change that would leave a family without sense; the message says which."""


def locked(household: Household) -> Household:
    """The family as it is stored, held until the transaction ends."""
    return Household.objects.unscoped("the caller's scope led here").select_for_update().get(pk=household.pk)


def person_for_update(resident: Resident) -> Resident:
    """A person as stored, held until the transaction ends, with what search words are made of."""
    return _with_words().select_for_update(of=("self",)).get(pk=resident.pk)


def people_of(household: Household) -> list[Resident]:
    """Everybody written in a family, also those who died or moved, held until the transaction ends."""
    rows = _with_words().select_for_update(of=("self",)).filter(household=household)
    return list(rows.order_by("birth_date", "pk"))


def as_member(person: Resident) -> Member:
    """What the rules of a family need to know of a resident."""
    return Member(
        id=person.pk,
        birth_date=person.birth_date,
        sex=person.sex,
        relation=person.relation,
        mother=person.mother_id,
        father=person.father_id,
        spouse=person.spouse_id,
    )


def lead(household: Household, head: Resident) -> None:
    """Make a member the head of a locked family. Raises HouseholdRefused for somebody who is no member."""
    people = people_of(household)
    chosen = next((one for one in people if one.pk == head.pk), None)
    if chosen is None:
        raise HouseholdRefused("Kepala keluarga harus salah satu anggotanya.")
    former = next((as_member(one) for one in people if one.pk == household.head_id), None)
    relations = under_new_head([as_member(one) for one in people], as_member(chosen), former)
    for one in people:
        write(one, relation=relations[one.pk])
    household.head = chosen
    household.save(update_fields=["head"])
    head.relation = chosen.relation


def replace_head(household: Household, gone: set[UUID]) -> None:
    """After members left: if the head is among them, the likeliest one of those still living here leads the family."""
    stored = locked(household)
    if stored.head_id not in gone:
        return
    former = as_member(person_for_update(Resident(pk=stored.head_id)))
    # Those who left carry no relation to this head any more, but are still the one the others were written against.
    rest = people_of(stored)
    present = set(stored.members.present().values_list("pk", flat=True))
    members = [as_member(one) for one in rest]
    follower = likely_head([one for one in members if one.id in present], former)
    relations = under_new_head(members, follower, former) if follower else {}
    for one in rest:
        write(one, relation=relations.get(one.pk, one.relation))
    stored.head = next((one for one in rest if follower and one.pk == follower.id), None)
    stored.save(update_fields=["head"])


def link_family(resident: Resident) -> None:
    """Fill the empty mother, father and spouse links between a person and the family, where exactly one member fits.

    Nothing that is known is overwritten. Safe to repeat.
    """
    if resident.household is None:
        return
    people = {one.pk: one for one in people_of(resident.household)}
    for owner, link, other in list(missing_links(as_kin(people.values()))):
        if resident.pk not in (owner.id, other.id):
            continue
        changes: dict[str, Any] = {link: people[other.id]}
        if not owner.names[link]:
            changes[f"{link}_name"] = other.name
        write(people[owner.id], **changes)
        if owner.id == resident.pk:
            for name, value in changes.items():
                setattr(resident, name, value)


def unlinked_children(woman: Resident) -> list[Resident]:
    """Members of her family whose mother nobody wrote down, and who can be no other woman's children."""
    if woman.household is None:
        return []
    rows = _with_words().filter(household=woman.household)
    people = {one.pk: one for one in rows}
    found = missing_links(as_kin(people.values()))
    return [people[one.id] for one, link, other in found if (link, other.id) == ("mother", woman.pk)]


def as_kin(people: Iterable[Resident]) -> list[Kin]:
    """What the rules of kinship need to know; who was registered by mistake is nobody's kin."""
    members = list(people)
    rows = Residency.objects.unscoped("of people the caller has").filter(resident__in=members)
    mistaken = set(rows.filter(end_reason=Residency.EndReason.ERROR).values_list("resident", flat=True))
    mistaken -= set(rows.filter(valid_until__isnull=True).values_list("resident", flat=True))
    deaths = Death.objects.unscoped("of people the caller has").filter(resident__in=members)
    died = dict(deaths.values_list("resident", "on"))
    return [
        Kin(
            id=one.pk,
            name=one.name,
            sex=one.sex,
            birth_date=one.birth_date,
            relation=one.relation,
            died_on=died.get(one.pk),
            links={link: getattr(one, f"{link}_id") for link in LINKS},
            names={link: getattr(one, f"{link}_name") for link in LINKS},
        )
        for one in members
        if one.pk not in mistaken
    ]


def move_people(
    people: Iterable[Resident],
    *,
    to: Household | None,
    reason: str,
    by: User | None,
    on: date | None,
    relations: dict[UUID, str] | None = None,
) -> None:
    """Write people into another family (or none) with their relations there, and record each one's change."""
    for person in people:
        former = person.household
        write(person, household=to, relation=(relations or {}).get(person.pk, ""))
        HouseholdChange.objects.create(
            resident=person,
            from_household=former,
            to_household=to,
            reason=reason,
            recorded_by=by,
            on=on or timezone.localdate(),
        )


def keep_past_kk(household: Household, kk: str, *, by: User | None = None, on: date | None = None) -> None:
    """Remember a number that a family has no more."""
    PastKk.objects.create(
        household=household,
        kk=kk,
        kk_hash=keyed_hash(kk),
        valid_until=on or timezone.localdate(),
        changed_by=by,
    )


def refresh_words(household: Household) -> None:
    """Derive again under which words the members are found."""
    people = people_of(household)
    for person in people:
        person.household = household
        person.derive_keys()
    Resident.objects.unscoped("members of one family").bulk_update(people, ["search_words"])


def place_of(household: Household) -> tuple[str, ...]:
    """What of a family's place is a search word of its members."""
    return tuple(getattr(household, name) for name in HOUSEHOLD_FIELDS)


def _with_words() -> QuerySet[Resident]:
    rows = Resident.objects.unscoped("members of a family that the caller's scope led to")
    return rows.select_related("household", "mother").defer(
        "nik", "phone", "mother__nik", "mother__phone", "household__kk", "household__phone"
    )


def write(person: Resident, **changes: Any) -> None:
    """Store what differs, and nothing where nothing does."""
    changed = {name: value for name, value in changes.items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    if changed:
        person.save(update_fields=changed.keys())
