"""What the walk needs: a row of Melati 1 for each parameter of an address, and strangers of every role."""

from __future__ import annotations

from datetime import date

import pytest

from registry import services as registry_services
from registry.forms.people_import import unit_for
from registry.ids import new_id
from registry.importing import batches as people_batches
from registry.importing.upload import read
from registry.models import (
    Delivery,
    Household,
    Membership,
    Merge,
    MoveRequest,
    OrgUnit,
    PeopleImport,
    PeopleMapping,
    Posyandu,
    User,
    WorkArea,
)
from registry.permissions import Role
from registry.services import deliveries, maternity, merging
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from visits.importing import batches
from visits.models import Device, Immunisation, ServiceGiven
from visits.referrals import refer
from visits.screenings.storing import record_screening

Samples = dict[str, object]
# Parameters that name no row of anybody, with a value to put there.
NEUTRAL: Samples = {
    "day": OPENING_DAY.isoformat(),
    "version": "0123456789abcdef",
    "form_code": "development",
    "card": "bayi-balita-apras",
    "kind": "ttd",
    "item": "ttd",
    "step": 2,
}


def rows_of(posyandu: Posyandu, officer: User) -> Samples:
    """A row of the Posyandu for each parameter of an address: a child, her visit, the session, the unit, an import."""
    session = make_session(posyandu)
    batch = batches.start(posyandu=posyandu, user=officer, sheets=[], names={})
    visit = make_visit(make_resident(posyandu), weight_kg="9.4", height_cm="76")
    record_screening(visit=visit, form="development", answers={"12-18bl.1": "ya"}, user=officer)
    return {
        "resident_id": visit.resident_id,
        "visit_id": visit.pk,
        "session_id": session.pk,
        "referral_id": refer(visit=visit, own_reason="Lemas", user=officer).pk,
        "immunisation_id": Immunisation.objects.create(resident=visit.resident, dose="BCG").pk,
        "service_id": ServiceGiven.objects.create(
            resident=visit.resident, kind="ttd", given_on=OPENING_DAY, place="sekolah"
        ).pk,
        "unit_id": posyandu.pk,
        "move_id": _move_of(posyandu).pk,
        "death_id": registry_services.record_death(resident=make_resident(posyandu), on=OPENING_DAY).pk,
        "household_id": (
            household := Household.objects.create(posyandu=posyandu, dusun="Krajan", rt="02")
        ).pk,
        "area_id": WorkArea.objects.create(posyandu=posyandu, household=household, kader=officer).pk,
        "pair_id": merging.pair_of(make_resident(posyandu), make_resident(posyandu)).pk,
        "merge_id": _merge_of(posyandu).pk,
        "delivery_id": (delivery := _delivery_of(posyandu)).pk,
        "pregnancy_id": delivery.pregnancy_id,
        "phone_id": (phone := _phone_at(posyandu)).pk,
        "device_id": phone.pk,
        "people_import_id": _people_import_of(posyandu, officer).pk,
        "people_mapping_id": PeopleMapping.objects.create(
            unit=unit_for(posyandu, officer),
            name=f"OpenSID {posyandu.pk}",
        ).pk,
        "pk": batch.pk,  # the only address that says "pk" is the import's
    }


def _phone_at(posyandu: Posyandu) -> Device:
    """The phone of the kader of the Posyandu; over the API it is her own alone."""
    kader = Membership.objects.get(unit=posyandu.unit, role=Role.KADER).user
    return Device.objects.create(pk=new_id(), user=kader)


def _people_import_of(posyandu: Posyandu, officer: User) -> PeopleImport:
    """A file of people for the Posyandu, waiting for its columns."""
    lines = "siapa;kapan;apa\nSiti Aminah;10/03/1988;P\n"
    return people_batches.start(
        unit=unit_for(posyandu, officer), posyandu=posyandu, user=officer, upload=read(lines.encode())
    )


def _delivery_of(posyandu: Posyandu) -> Delivery:
    """A birth at the Posyandu that ended a pregnancy."""
    mother = make_resident(posyandu, born=date(1998, 3, 4))
    maternity.open_pregnancy(resident=mother, known_from=date(2026, 6, 1))
    baby = deliveries.Baby(id=new_id(), sex="P")
    return deliveries.record_delivery(resident=mother, delivery_id=new_id(), on=OPENING_DAY, babies=[baby])


def _merge_of(posyandu: Posyandu) -> Merge:
    kept, absorbed = make_resident(posyandu), make_resident(posyandu)
    return merging.merge_residents(kept=kept, absorbed=absorbed, choices={}, user=None)


def _move_of(posyandu: Posyandu) -> MoveRequest:
    """Somebody of the Posyandu who is to move to another one of the same desa."""
    desa = posyandu.unit.parent
    unit = OrgUnit.objects.create(kind="posyandu", code=f"seruni-{posyandu.pk}", name="Seruni", parent=desa)
    seruni = Posyandu.objects.create(unit=unit)
    person = make_resident(posyandu)
    return MoveRequest.objects.create(resident=person, from_posyandu=posyandu, to_posyandu=seruni)


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
