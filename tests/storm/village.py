"""The village that the storm comes over: two Posyandu, people of every group, and those who work there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connections
from django.test import Client
from django.utils import timezone

from registry.ids import new_id
from registry.models import Membership, OrgUnit, Posyandu, Region, Resident, User
from registry.permissions import Role
from registry.rules.life_stage import add_months
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import open_pregnancy
from tests.conftest import make_resident, make_session, make_visit

# Group, sex, months of age, kg, cm, cm around the head; near the median of the age.
_PEOPLE = """
bayi P 2 5.1 57.1 38.3; bayi L 4 7.0 63.9 41.6; bayi P 6 7.3 65.7 42.2; bayi L 8 8.6 70.6 44.5
balita P 13 9.2 75.2 45.2; balita L 18 10.9 82.3 47.4; balita P 25 11.7 86.1 47.3; balita L 31 13.3 92.2 48.7
balita L 52 17.1 105.2 49.9; apras P 61 18.3 109.6 50.1; apras L 70 19.8 114.2 50.9
sekolah L 76 20.8 117.1; sekolah P 105 27.5 130.5; remaja P 182 50.2 158.2; remaja L 188 56.3 169.4
dewasa P 300 54.1 155.2; dewasa L 360 63.2 166.1; dewasa L 576 66.3 167.4; lansia L 732 60.1 162.2
lansia P 792 52.4 150.1; hamil P 270 56.1 156.2; hamil P 372 60.3 158.4; nifas P 280 55.1 154.2; nifas P 400 56.2 155.1
"""


@dataclass(frozen=True)
class Body:
    """What somebody is measured as, give or take a little."""

    weight_kg: float
    height_cm: float
    head_cm: float
    months: int


@dataclass(frozen=True)
class Site:
    """One opening day: `bodies` by the id of the person."""

    session: str
    posyandu: int
    day: date
    bodies: dict[str, Body]


@dataclass(frozen=True)
class Village:
    """`users` by a short name: three cadres of the first Posyandu, one of the second, and the midwife of both."""

    sites: list[Site]
    users: dict[str, str]


def build(people: int) -> Village:
    """Make the village, with about so many people at each Posyandu. The database is empty before."""
    jepara = Region.objects.create(code="33.20", name="Kabupaten Jepara", level=Region.Level.DISTRICT)
    bangsri = Region.objects.create(
        code="33.20.08", name="Bangsri", level=Region.Level.SUBDISTRICT, parent=jepara
    )
    jerukwangi = Region.objects.create(
        code="33.20.08.2005", name="Jerukwangi", level=Region.Level.VILLAGE, parent=bangsri
    )
    kabupaten = _unit("kabupaten", "33.20", "Jepara", region=jepara)
    puskesmas = _unit("puskesmas", "P3320080201", "Bangsri I", kabupaten)
    desa = _unit("desa", jerukwangi.code, "Jerukwangi", puskesmas, jerukwangi)
    places = [
        Posyandu.objects.create(unit=_unit("posyandu", f"tempat-{number}", name, desa))
        for number, name in enumerate(("Melati 1", "Mawar 2"), start=1)
    ]
    users = {
        "sri": _user("sri", Role.KADER, places[0].unit),
        "endang": _user("endang", Role.KADER, places[0].unit),
        "wahyu": _user("wahyu", Role.KADER, places[0].unit),
        "lestari": _user("lestari", Role.KADER, places[1].unit),
        "ratna": _user("ratna", Role.BIDAN, desa),
    }
    today = timezone.localdate()
    sites = [_site(place, today, people, users["ratna"]) for place in places]
    return Village(sites, {name: str(user.pk) for name, user in users.items()})


def _unit(
    kind: str, code: str, name: str, parent: OrgUnit | None = None, region: Region | None = None
) -> OrgUnit:
    return OrgUnit.objects.create(kind=kind, code=code, name=name, parent=parent, region=region)


def _user(name: str, role: str, unit: OrgUnit) -> User:
    user = User(username=name, full_name=name.capitalize())
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, unit=unit, role=role, valid_from=date(2020, 1, 1))
    return user


def _site(place: Posyandu, today: date, people: int, midwife: User) -> Site:
    session = make_session(place, today, by=midwife)
    lines = [each.split() for line in _PEOPLE.strip().splitlines() for each in line.split(";")]
    bodies = {}
    for number in range(people):
        group, sex, months, weight, height, *head = lines[number % len(lines)]
        born = add_months(today, -int(months))
        resident = make_resident(place, f"{group.capitalize()} {place.pk}-{number:03}", sex=sex, born=born)
        _become(resident, group, today)
        if number % 6 == 0 and int(months) > 2:
            make_visit(resident, today - timedelta(days=30), weight_kg=f"{float(weight) - 0.3:.1f}")
        bodies[str(resident.pk)] = Body(
            float(weight), float(height), float(head[0]) if head else 52.0, int(months)
        )
    return Site(str(session.pk), place.pk, today, bodies)


def _become(resident: Resident, group: str, today: date) -> None:
    if group == "hamil":
        details = {"last_period": today - timedelta(days=140)}
        open_pregnancy(resident=resident, known_from=today - timedelta(days=60), details=details)
    if group == "nifas":
        baby = Baby(id=new_id(), sex="L", name=f"Anak {resident.name}")
        born = today - timedelta(days=20)
        record_delivery(resident=resident, delivery_id=new_id(), on=born, babies=[baby], details={})


def log_in(user: str) -> str:
    """A new login of the user; the value of its cookie."""
    client = Client()
    client.force_login(User.objects.get(pk=int(user)))
    connections.close_all()
    return client.cookies["sessionid"].value


def expire(cookie: str) -> None:
    """The login runs out."""
    client = Client()
    client.cookies["sessionid"] = cookie
    client.session.flush()
    connections.close_all()
