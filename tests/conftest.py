"""The village that every test happens in: two Posyandu of two desa, their people, and the neighbour's data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.test import Client

from registry import services as registry_services
from registry.ids import new_id
from registry.models import Membership, OrgUnit, Posyandu, Region, Resident, User
from registry.permissions import Role
from reports import recap
from visits import services as visit_services
from visits.models import Session, Visit


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--vectors FILE`: clinical acceptance vectors to run instead of the project's own."""
    parser.addoption("--vectors", metavar="FILE", help="file of clinical acceptance vectors (JSON)")


OCTOBER = date(2026, 10, 1)
OPENING_DAY = date(2026, 10, 12)
PASSWORD = "kata-sandi-uji-2026"


@dataclass(frozen=True)
class Village:
    """Units, one person for each role, and nothing else: each test adds the residents it talks about."""

    kabupaten: OrgUnit
    puskesmas: OrgUnit
    desa: OrgUnit
    other_desa: OrgUnit
    melati: Posyandu
    mawar: Posyandu
    kader: User
    neighbour: User
    bidan: User
    officer: User
    dinkes: User
    desa_officer: User
    admin: User

    @property
    def everyone(self) -> list[User]:
        return [
            self.kader,
            self.neighbour,
            self.bidan,
            self.officer,
            self.dinkes,
            self.desa_officer,
            self.admin,
        ]


def _unit(
    kind: str, code: str, name: str, parent: OrgUnit | None = None, region: Region | None = None
) -> OrgUnit:
    return OrgUnit.objects.create(kind=kind, code=code, name=name, parent=parent, region=region)


def _user(username: str, full_name: str, role: str, unit: OrgUnit) -> User:
    user = User(username=username, full_name=full_name, is_staff=role == Role.ADMIN)
    # A cheap hash: the suite logs in hundreds of times.
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, unit=unit, role=role, valid_from=date(2026, 1, 1))
    return user


@pytest.fixture
def village(db: None) -> Village:
    jepara = Region.objects.create(code="33.20", name="Kabupaten Jepara", level=Region.Level.DISTRICT)
    bangsri = Region.objects.create(
        code="33.20.08", name="Bangsri", level=Region.Level.SUBDISTRICT, parent=jepara
    )
    jerukwangi, kedungleper = (
        Region.objects.create(code=code, name=name, level=Region.Level.VILLAGE, parent=bangsri)
        for code, name in (("33.20.08.2005", "Jerukwangi"), ("33.20.08.2006", "Kedungleper"))
    )
    kabupaten = _unit("kabupaten", "33.20", "Jepara", region=jepara)
    puskesmas = _unit("puskesmas", "P3320080201", "Bangsri I", kabupaten)
    desa = _unit("desa", jerukwangi.code, "Jerukwangi", puskesmas, jerukwangi)
    other_desa = _unit("desa", kedungleper.code, "Kedungleper", puskesmas, kedungleper)
    melati = Posyandu.objects.create(
        unit=_unit("posyandu", "melati-1", "Melati 1", desa), place="rumah Bu Kasun"
    )
    mawar = Posyandu.objects.create(unit=_unit("posyandu", "mawar-2", "Mawar 2", other_desa))
    return Village(
        kabupaten=kabupaten, puskesmas=puskesmas, desa=desa, other_desa=other_desa, melati=melati, mawar=mawar,
        kader=_user("kader.melati", "Sri Wahyuni", Role.KADER, melati.unit),
        neighbour=_user("kader.mawar", "Endang Lestari", Role.KADER, mawar.unit),
        bidan=_user("bidan", "Ratna Dewi", Role.BIDAN, desa),
        officer=_user("puskesmas", "Agus Salim", Role.PUSKESMAS, puskesmas),
        dinkes=_user("dinkes", "Hartono", Role.DINKES, kabupaten),
        desa_officer=_user("desa", "Sutrisno", Role.DESA, desa),
        admin=_user("admin", "Admin", Role.ADMIN, kabupaten),
    )  # fmt: skip


_names = count(1)


def make_resident(
    posyandu: Posyandu,
    name: str = "",
    *,
    sex: str = "P",
    born: date = date(2025, 7, 1),
    since: date = date(2026, 1, 1),
    nik: str = "",
    home: dict[str, str] | None = None,
    **person: Any,
) -> Resident:
    """A resident of the Posyandu; a girl of 15 months on the opening day unless told otherwise."""
    person = {"name": name or f"Warga {next(_names)}", "sex": sex, "birth_date": born} | person
    return registry_services.register_resident(
        posyandu=posyandu, since=max(since, born), person=person, nik=nik, home=home
    )


def make_visit(
    resident: Resident,
    day: date = OPENING_DAY,
    *,
    at: Posyandu | None = None,
    by: User | None = None,
    **measures: Any,
) -> Visit:
    """A recorded visit; measures by the card's field names, numbers as text ("9.4") or Decimal."""
    values = {name: Decimal(value) if isinstance(value, str) and value[:1].isdigit() else value
              for name, value in measures.items()}  # fmt: skip
    return visit_services.record_visit(
        visit_id=new_id(),
        resident=resident,
        posyandu=at or resident.posyandu,
        day=day,
        user=by,
        measures=values,
    )


def make_session(posyandu: Posyandu, day: date = OPENING_DAY, *, by: User | None = None) -> Session:
    return visit_services.open_session(posyandu=posyandu, day=day, user=by)


def count_due() -> None:
    """What happens by itself after each commit; a test's transaction never commits."""
    recap.recount_due()


@pytest.fixture
def client_of(client: Client) -> Callable[[User], Client]:
    """A browser logged in as the given person."""

    def log_in(user: User) -> Client:
        fresh = Client()
        fresh.force_login(user)
        return fresh

    return log_in
