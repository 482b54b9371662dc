"""What the frame around every page needs: where the user may go, and which unit they work in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from registry.permissions import Action


@dataclass(frozen=True)
class Destination:
    """One entry of the side bar and of the bottom bar."""

    url: str
    label: str
    icon: str
    active: bool


# url name, label, icon, what a role needs, and the beginning of the paths at which the entry is marked.
_DESTINATIONS = (
    ("today", "Hari Ini", "calendar2-check", Action.RECORD, "/hari-ini/"),
    ("resident_list", "Warga", "people", Action.SEE_PEOPLE, "/warga/"),
    ("dashboard", "Laporan", "bar-chart-line", Action.SEE_REPORTS, "/laporan/"),
    ("household_list", "Keluarga", "house", Action.SEE_PEOPLE, "/keluarga/"),
    ("schedule", "Jadwal", "calendar-event", Action.SEE_PEOPLE, "/jadwal/"),
    ("referral_list", "Rujukan", "box-arrow-up-right", Action.SEE_PEOPLE, "/rujukan/"),
    ("stock_list", "Persediaan", "box-seam", Action.SEE_PEOPLE, "/persediaan/"),
    ("sasaran", "Sasaran", "list-check", Action.SEE_PEOPLE, "/sasaran/"),
    ("duplicate_list", "Data ganda", "person-vcard", Action.DECIDE_DUPLICATES, "/ganda/"),
    ("device_list", "Perangkat", "phone", Action.REVOKE_DEVICES, "/perangkat/"),
    ("import_new", "Impor", "file-earmark-arrow-up", Action.IMPORT, "/impor/"),
    ("admin:index", "Pengaturan", "gear", Action.MANAGE, "/kelola/"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation` by role, the way to one's phones, and the user's widest unit with the role."""
    user = request.user
    if not user.is_authenticated:
        return {"navigation": []}
    memberships = user.current_memberships
    return {
        "navigation": [
            Destination(reverse(name), label, icon, request.path.startswith(prefix))
            for name, label, icon, action, prefix in _DESTINATIONS
            if user.may(action)
        ],
        "own_devices_url": reverse("own_devices") if user.may(Action.RECORD) else "",
        "current_unit": memberships[0].unit if memberships else None,
        "current_role": memberships[0].get_role_display() if memberships else "",
    }
