"""The generated children's doses: by the schedule, most in time, some missed, the same for the same seed."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from registry.demo.store import Registered
from registry.models import Residency
from registry.rules.life_stage import add_months
from reports.demo.immunisations import store_immunisations
from tests.conftest import Village, make_resident
from visits.models import Immunisation
from visits.rules.book import CURRENT
from visits.rules.immunisation import check_dose, missing_for_age

UNTIL = date(2026, 10, 1)


@pytest.fixture
def children(village: Village) -> list[Registered]:
    """Thirty children from birth to four years, and a grown-up."""
    births = [*(add_months(UNTIL, -months) for months in range(1, 60, 2)), date(1990, 1, 1)]
    people = [make_resident(village.melati, born=born, since=born) for born in births]
    return [Registered(person, Residency.objects.get(resident=person)) for person in people]


def test_doses_follow_the_schedule_and_its_intervals(children: list[Registered]) -> None:
    count = store_immunisations(children, UNTIL, Random(7), None)
    assert count == Immunisation.objects.count() > 300
    for child in children:
        given = dict(Immunisation.objects.filter(resident=child.resident).values_list("dose", "given_on"))
        birth = child.resident.birth_date
        unusual = [
            code
            for code, day in given.items()
            if day and check_dose(code, day, birth_date=birth, given=given)
        ]
        assert unusual == []


def test_most_children_have_what_belongs_to_their_age_and_some_do_not(children: list[Registered]) -> None:
    store_immunisations(children, UNTIL, Random(7), None)
    complete = 0
    for child in children[:-1]:
        given = dict(Immunisation.objects.filter(resident=child.resident).values_list("dose", "given_on"))
        late = missing_for_age(child.resident.birth_date, add_months(UNTIL, -1), given, rules=CURRENT)
        complete += not [dose for dose in late if dose.code not in given]
    assert len(children) / 2 < complete < len(children) - 1
    assert not Immunisation.objects.filter(resident=children[-1].resident).exists()


def test_the_same_seed_gives_the_same_doses(children: list[Registered]) -> None:
    found = []
    for _ in range(2):
        Immunisation.objects.all().delete()
        store_immunisations(children, UNTIL, Random(7), None)
        found.append(sorted(Immunisation.objects.values_list("pk", "dose", "given_on", "batch", "place")))
    assert found[0] == found[1]
