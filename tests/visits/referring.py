"""Visits that propose a referral, and people who read of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from registry.models import Membership, User
from registry.permissions import Role
from tests.conftest import Village, make_resident, make_visit
from tests.visits.screenings.people import filled, srq
from visits.models import Visit

BORN_1970 = date(1970, 1, 1)
# Two proposals: TD and gula darah.
BOTH: dict[str, Any] = {"systolic": 150, "diastolic": 95, "glucose_mg_dl": 230}
PRIVATE = "SRQ-20 nomor 17"
NEUTRAL = "SRQ-20: perlu berbicara dengan petugas kesehatan."


def adult_visit(village: Village, name: str = "Sarmi", *, by: User | None = None, **measures: Any) -> Visit:
    """A grown-up of Melati with a high pressure and too much sugar, unless told otherwise."""
    person = make_resident(village.melati, name, born=BORN_1970)
    return make_visit(person, by=by or village.kader, **(measures or BOTH))


def visit_of_dying(village: Village) -> Visit:
    """A visit of the bidan: SRQ-20 is answered with six times Ya and a thought of dying."""
    visit = adult_visit(village, by=village.bidan, systolic=120, diastolic=80)
    filled(visit, "srq20", srq(1, 2, 3, 4, 5, 17), village.bidan)
    return Visit.objects.unscoped("a test").with_cards().get(pk=visit.pk)


def second_kader(village: Village) -> User:
    """A colleague at Melati, who recorded nothing."""
    user = User.objects.create(username="kader.melati.2", full_name="Tutik Handayani")
    Membership.objects.create(
        user=user, unit=village.melati.unit, role=Role.KADER, valid_from=date(2026, 1, 1)
    )
    return user
