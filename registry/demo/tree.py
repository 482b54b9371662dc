"""The demonstration's tree of units and its logins, written to the database. Safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from registry.demo.jepara import PROVINCE, PUSKESMAS, REGENCY, puskesmas_of
from registry.demo.logins import DEMO_LOGINS, DEMO_PASSWORD
from registry.demo.plan import PlannedPosyandu, plan_posyandu
from registry.models import Membership, OrgUnit, Posyandu, Region, User
from registry.permissions import Role

Kind = OrgUnit.Kind
Units = dict[str, OrgUnit]  # by code


@transaction.atomic
def build_tree() -> None:
    """Provinsi, kabupaten, 21 Puskesmas, 195 desa and 1,139 Posyandu; what is there already stays as it is."""
    areas = Region.objects.filter(level=Region.Level.VILLAGE, code__startswith=f"{REGENCY}.")
    villages = dict(areas.values_list("code", "name"))
    regency = _regency()
    centres = _by_code(
        _save(
            OrgUnit(
                kind=Kind.PUSKESMAS, code=one.code, name=one.name, parent=regency, region_id=one.kecamatan
            )
            for one in PUSKESMAS
        )
    )
    village_units = _by_code(
        _save(
            OrgUnit(
                kind=Kind.VILLAGE,
                code=code,
                name=name,
                parent=centres[puskesmas_of(code).code],
                region_id=code,
            )
            for code, name in villages.items()
        )
    )
    _save_posyandu(plan_posyandu(villages), village_units)


@transaction.atomic
def create_logins() -> None:
    """The users of DEMO_LOGINS with their memberships; an existing user keeps password and roles."""
    # One hash for all: they share the password, and hashing is slow on purpose.
    hashed = make_password(DEMO_PASSWORD)
    since = timezone.localdate().replace(month=1, day=1)
    for login in DEMO_LOGINS:
        is_admin = login.role == Role.ADMIN
        defaults = {"full_name": login.full_name, "password": hashed, "is_staff": is_admin}
        user, is_new = User.objects.get_or_create(username=login.username, defaults=defaults)
        if is_new:
            unit = OrgUnit.objects.get(path=login.path)
            Membership.objects.create(user=user, unit=unit, role=login.role, valid_from=since)


def _regency() -> OrgUnit:
    names = dict(Region.objects.filter(code__in=(PROVINCE, REGENCY)).values_list("code", "name"))
    root = OrgUnit(kind=Kind.PROVINCE, code=PROVINCE, name=names[PROVINCE], region_id=PROVINCE)
    province = _by_code(_save([root]))[PROVINCE]
    name = names[REGENCY].removeprefix("Kabupaten ")
    regency = OrgUnit(kind=Kind.DISTRICT, code=REGENCY, name=name, region_id=REGENCY, parent=province)
    return _by_code(_save([regency]))[REGENCY]


def _save_posyandu(planned: list[PlannedPosyandu], villages: Units) -> None:
    units = _save(
        OrgUnit(
            kind=Kind.POSYANDU,
            code=one.slug,
            name=one.name,
            parent=villages[one.village],
            region_id=one.village,
        )
        for one in planned
    )
    by_path = {unit.path: unit for unit in units}
    Posyandu.objects.bulk_create(
        [_posyandu(one, by_path[f"{villages[one.village].path}{one.slug}/"]) for one in planned],
        batch_size=1_000,
        ignore_conflicts=True,
    )


def _posyandu(one: PlannedPosyandu, unit: OrgUnit) -> Posyandu:
    return Posyandu(
        unit=unit,
        dusun=f"Dukuh {one.dusun}",
        rw=one.rw,
        place=f"Rumah kader, RW {one.rw}",
        open_day=one.open_day,
        ilp_status=Posyandu.IlpStatus.YES if one.is_ilp else Posyandu.IlpStatus.NO,
        strata=one.strata,
        official_number=one.official_number,
    )


def _save(units: Iterable[OrgUnit]) -> list[OrgUnit]:
    """Store the units of one kind that are new, and return all of that kind as stored."""
    planned = list(units)
    for unit in planned:
        unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.code}/"
    # The unique path lets a second run pass over what the first one stored.
    OrgUnit.objects.bulk_create(planned, batch_size=1_000, ignore_conflicts=True)
    return list(OrgUnit.objects.filter(kind=planned[0].kind))


def _by_code(units: list[OrgUnit]) -> Units:
    return {unit.code: unit for unit in units}
