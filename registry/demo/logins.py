"""The people who log in to the demonstration: one for each role, and a neighbour."""

from __future__ import annotations

from typing import NamedTuple

from registry.demo.jepara import DEMO_VILLAGE, PROVINCE, REGENCY, puskesmas_of
from registry.permissions import Role

DEMO_PASSWORD = "posyandu-demo-2026"  # printed on the console and in the README: it protects nothing

_REGENCY = f"/{PROVINCE}/{REGENCY}/"
_PUSKESMAS = f"{_REGENCY}{puskesmas_of(DEMO_VILLAGE).code}/"
_VILLAGE = f"{_PUSKESMAS}{DEMO_VILLAGE}/"


class DemoLogin(NamedTuple):
    """A login and where it works: `unit` for people, `path` for the tree of units."""

    role_label: str
    username: str
    password: str
    unit: str
    role: Role
    full_name: str
    path: str


DEMO_LOGINS = tuple(
    DemoLogin(label, username, DEMO_PASSWORD, unit, role, full_name, path)
    for label, username, unit, role, full_name, path in (
        ("Kader", "kader.melati", "Posyandu Melati 1", Role.KADER, "Sulastri", f"{_VILLAGE}melati-1/"),
        (
            "Kader tetangga",
            "kader.mawar",
            "Posyandu Mawar 2",
            Role.KADER,
            "Nur Hidayati",
            f"{_VILLAGE}mawar-2/",
        ),
        ("Bidan desa", "bidan", "Desa Jerukwangi", Role.BIDAN, "Endang Wahyuningsih", _VILLAGE),
        (
            "Petugas Puskesmas",
            "puskesmas",
            "Puskesmas Bangsri II",
            Role.PUSKESMAS,
            "Agus Prasetyo",
            _PUSKESMAS,
        ),
        ("Petugas Dinkes", "dinkes", "Kabupaten Jepara", Role.DINKES, "Retno Kusumawati", _REGENCY),
        ("Perangkat desa", "desa", "Desa Jerukwangi", Role.DESA, "Sutrisno", _VILLAGE),
        ("Admin", "admin", "Kabupaten Jepara", Role.ADMIN, "Bambang Irawan", _REGENCY),
    )
)
