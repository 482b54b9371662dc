"""A generated register in the database."""

from __future__ import annotations

from uuid import UUID

from bench.support.register import DESA_IN_A_KECAMATAN, POSYANDU_IN_A_DESA, Register, Row
from registry.ids import new_id
from registry.models import DuplicatePair, Household, OrgUnit, Posyandu, Resident

BATCH = 2_000


def fill(register: Register) -> None:
    """Store the rows as residents with their families, without the services that serve one person at a time."""
    places = _places(max(row.posyandu for row in register.rows) + 1)
    homes: dict[UUID, Household] = {}
    residents = []
    for row in register.rows:
        # Who was entered without the family has an address of their own.
        key = row.family or row.id
        if key not in homes:
            homes[key] = _home(row, places[row.posyandu])
        residents.append(_resident(row, homes[key], places[row.posyandu]))
    Household.objects.bulk_create(homes.values(), batch_size=BATCH)
    # Mothers before their children.
    residents.sort(key=lambda one: one.birth_date)
    Resident.objects.bulk_create(residents, batch_size=BATCH)


def empty() -> None:
    """Remove what `fill` stored and what was found in it."""
    for model in (DuplicatePair, Resident, Household, Posyandu, OrgUnit):
        rows = model._default_manager.all()
        rows._raw_delete(rows.db)


def _places(count: int) -> list[Posyandu]:
    kabupaten = OrgUnit.objects.create(kind="kabupaten", code="33.20", name="Jepara")
    places = []
    for number in range(count):
        if number % (POSYANDU_IN_A_DESA * DESA_IN_A_KECAMATAN) == 0:
            puskesmas = OrgUnit.objects.create(
                kind="puskesmas", code=f"P{number}", name=f"Puskesmas {number}", parent=kabupaten
            )
        if number % POSYANDU_IN_A_DESA == 0:
            desa = OrgUnit.objects.create(
                kind="desa", code=f"D{number}", name=f"Desa {number}", parent=puskesmas
            )
        unit = OrgUnit.objects.create(
            kind="posyandu", code=f"p{number}", name=f"Melati {number}", parent=desa
        )
        places.append(Posyandu.objects.create(unit=unit))
    return places


def _home(row: Row, place: Posyandu) -> Household:
    return Household(pk=row.family or new_id(), posyandu=place, dusun=row.dusun, rw=row.rw, rt=row.rt)


def _resident(row: Row, home: Household, place: Posyandu) -> Resident:
    resident = Resident(
        pk=row.id,
        posyandu=place,
        household=home,
        name=row.name,
        sex=row.sex.value,
        birth_date=row.birth_date,
        mother_id=row.mother,
        mother_name=row.mother_name,
        phone=row.phone,
        birth_order=row.birth_order,
    )
    resident.set_nik(row.nik)
    resident.derive_keys()
    return resident
