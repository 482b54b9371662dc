"""One Posyandu with people of all ages, its kader logged in, and a session of today."""

from __future__ import annotations

from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from registry.models import Membership, OrgUnit, Posyandu, Resident, User
from registry.permissions import Role
from registry.services.residents import register_resident
from visits.models import Session
from visits.services import open_session

# Ages in years of the model day, over and over: bayi, balita, apras, sekolah, remaja, dewasa, lansia.
AGES = (0.5, 1.2, 2.5, 4.0, 5.5, 8.0, 14.0, 17.0, 28.0, 45.0, 63.0, 71.0)
MEASURES = {
    "child_check": {"weight_kg": "9,4", "height_cm": "75,7", "head_cm": "45,1", "position": "telentang"},
    "school_age_check": {"weight_kg": "41", "height_cm": "148"},
    "adult_check": {"weight_kg": "58", "height_cm": "157", "systolic": "122", "diastolic": "78"},
}


def model_day(size: int) -> tuple[Session, list[Resident], Client]:
    """The session, `size` people and the kader's browser."""
    units: dict[str, OrgUnit] = {}
    parent = None
    for kind, code, name in (
        (OrgUnit.Kind.PROVINCE, "33", "Jawa Tengah"),
        (OrgUnit.Kind.DISTRICT, "33.20", "Jepara"),
        (OrgUnit.Kind.PUSKESMAS, "P1", "Puskesmas Uji"),
        (OrgUnit.Kind.VILLAGE, "33.20.01.2001", "Desa Uji"),
        (OrgUnit.Kind.POSYANDU, "uji-1", "Posyandu Uji 1"),
    ):
        parent = OrgUnit.objects.create(kind=kind, code=code, name=name, parent=parent)
        units[kind] = parent
    posyandu = Posyandu.objects.create(unit=units[OrgUnit.Kind.POSYANDU])
    kader = User.objects.create_user("kader.uji", full_name="Kader Uji")
    Membership.objects.create(user=kader, unit=posyandu.unit, role=Role.KADER, valid_from=date(2020, 1, 1))
    today = timezone.localdate()
    people = []
    for number in range(size):
        born = today - timedelta(days=round(AGES[number % len(AGES)] * 365.25) + number)
        person = {"name": f"Warga Uji {number}", "sex": "LP"[number % 2], "birth_date": born}
        people.append(register_resident(posyandu=posyandu, since=max(born, date(2026, 1, 1)), person=person))
    client = Client()
    client.force_login(kader)
    return open_session(posyandu=posyandu, day=today, user=kader), people, client
