"""What the walk needs: a row of Melati 1 for each parameter of an address, and strangers of every role."""

from __future__ import annotations

from datetime import date

import pytest

from registry.models import Membership, OrgUnit, Posyandu, User
from registry.permissions import Role
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from visits.importing import batches

Samples = dict[str, object]
# Parameters that name no row of anybody, with a value to put there.
NEUTRAL: Samples = {"day": OPENING_DAY.isoformat(), "version": "0123456789abcdef"}


def rows_of(posyandu: Posyandu, officer: User) -> Samples:
    """A row of the Posyandu for each parameter of an address: a child, her visit, the session, the unit, an import."""
    session = make_session(posyandu)
    batch = batches.start(posyandu=posyandu, user=officer, sheets=[], names={})
    visit = make_visit(make_resident(posyandu), weight_kg="9.4", height_cm="76")
    return {
        "resident_id": visit.resident_id,
        "visit_id": visit.pk,
        "session_id": session.pk,
        "unit_id": posyandu.pk,
        "pk": batch.pk,  # the only address that says "pk" is the import's
    }


@pytest.fixture
def melati_rows(village: Village) -> Samples:
    return rows_of(village.melati, village.officer)


@pytest.fixture
def mawar_rows(village: Village) -> Samples:
    return rows_of(village.mawar, village.officer)


def _member(role: Role, unit: OrgUnit) -> User:
    user = User.objects.create(username=f"asing.{role}", full_name=f"Asing {role}")
    Membership.objects.create(user=user, unit=unit, role=role, valid_from=date(2026, 1, 1))
    return user


@pytest.fixture
def strangers(village: Village) -> dict[Role, User]:
    """For each role somebody who has it, but nowhere near Melati 1."""
    kudus = OrgUnit.objects.create(kind="kabupaten", code="33.19", name="Kudus")
    kaliwungu = OrgUnit.objects.create(kind="puskesmas", code="P3319010101", name="Kaliwungu", parent=kudus)
    return {
        Role.KADER: village.neighbour,
        Role.BIDAN: _member(Role.BIDAN, village.other_desa),
        Role.PUSKESMAS: _member(Role.PUSKESMAS, kaliwungu),
        Role.DINKES: _member(Role.DINKES, kudus),
        Role.DESA: _member(Role.DESA, village.other_desa),
        Role.ADMIN: _member(Role.ADMIN, kudus),
    }
