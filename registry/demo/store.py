"""Generated families as rows of the registry: many at once, without the services that serve one person at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import transaction

from registry.demo.ids import seeded_id
from registry.demo.people import ELDERLY_FROM, Family, Person
from registry.demo.work_areas import share_work
from registry.models import Household, Posyandu, Residency, Resident

BATCH = 500
SHARE_WHO_LEAVE = 0.004


@dataclass(slots=True)
class Registered:
    """A stored resident with the one residency of theirs."""

    resident: Resident
    residency: Residency


@transaction.atomic
def store_families(
    posyandu: Posyandu, families: list[Family], random: Random, leaving: tuple[date, date]
) -> list[Registered]:
    """Store families as residents of a Posyandu. A few leave or die between the two dates of `leaving`."""
    households = {family.id: _household(posyandu, family) for family in families}
    registered = [
        _register(posyandu, households[family.id], person, random, leaving)
        for family in families
        for person in family.members
    ]
    Household.objects.bulk_create(households.values(), batch_size=BATCH)
    Resident.objects.bulk_create([one.resident for one in registered], batch_size=BATCH)
    Residency.objects.bulk_create([one.residency for one in registered], batch_size=BATCH)
    share_work(posyandu, {(one.dusun, one.rw, one.rt) for one in households.values()}, leaving[0])
    return registered


def _household(posyandu: Posyandu, family: Family) -> Household:
    household = Household(
        pk=family.id,
        posyandu=posyandu,
        address=f"{posyandu.dusun} RT {family.rt} RW {posyandu.rw}",
        dusun=posyandu.dusun,
        rw=posyandu.rw,
        rt=family.rt,
        # The head is stored after the household, in the same transaction.
        head_id=family.head.id if family.head else None,
        surveyed_on=family.surveyed_on,
        **family.answers,
    )
    household.set_kk(family.kk)
    return household


def _register(
    posyandu: Posyandu, household: Household, person: Person, random: Random, leaving: tuple[date, date]
) -> Registered:
    resident = Resident(
        pk=person.id,
        posyandu=posyandu,
        household=household,
        name=person.name,
        sex=person.sex.value,
        birth_date=person.birth_date,
        mother_id=person.mother.id if person.mother else None,
        mother_name=person.mother.name if person.mother else "",
        father_id=person.father.id if person.father else None,
        father_name=person.father_name,
        spouse_id=person.spouse.id if person.spouse else None,
        spouse_name=person.spouse.name if person.spouse else "",
        relation=person.relation,
        phone=person.phone,
        birth_weight_kg=person.birth_weight_kg,
        birth_length_cm=person.birth_length_cm,
        birth_order=person.birth_order,
    )
    resident.set_nik(person.nik)
    # Stored in bulk, so nothing calls save(), which would do this.
    resident.derive_keys()
    return Registered(resident, _residency(posyandu, resident, random, leaving))


def _residency(
    posyandu: Posyandu, resident: Resident, random: Random, leaving: tuple[date, date]
) -> Residency:
    residency = Residency(
        pk=seeded_id(random, resident.birth_date),
        resident=resident,
        posyandu=posyandu,
        valid_from=resident.birth_date,
    )
    first, last = leaving
    if random.random() < SHARE_WHO_LEAVE and resident.birth_date < first:
        residency.valid_until = date.fromordinal(random.randint(first.toordinal(), last.toordinal()))
        is_old = resident.age_on(first).years >= ELDERLY_FROM
        residency.end_reason = Residency.EndReason.DIED if is_old else Residency.EndReason.MOVED
    return residency
