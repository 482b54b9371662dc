"""The doses that the generated children got: most of them in time, some late, a few never."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from registry.demo.ids import seeded_id
from registry.demo.store import Registered
from registry.models import User
from registry.rules.life_stage import add_months
from visits.models import Immunisation
from visits.rules.book import CURRENT
from visits.rules.immunisation import DoseStatus, planned_doses

BATCH = 500
UNTIL_MONTH = 72
# Of a hundred children: how many never miss, and how often the others do.
SHARE_FAITHFUL = 0.7
SHARE_MISSED = 0.18
SHARE_DAY_UNKNOWN = 0.02
LATEST_DAYS = 24
# The midwife gives the next doses four weeks later at the earliest.
BETWEEN_DAYS = 28
NOTED_AT = time(10)
Place = Immunisation.Place


def store_immunisations(people: Sequence[Registered], until: date, random: Random, kader: User | None) -> int:
    """Store the doses of the children among these people until a day; how many there were."""
    born_after = add_months(until, -UNTIL_MONTH)
    rows = [
        row
        for person in people
        if born_after < person.resident.birth_date <= until
        for row in _of_child(person, until, random, kader)
    ]
    Immunisation.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _of_child(person: Registered, until: date, random: Random, kader: User | None) -> Iterator[Immunisation]:
    """One appointment after the other: what is due on a day is given on it, unless the family does not come."""
    birth = person.resident.birth_date
    faithful = random.random() < SHARE_FAITHFUL
    last = min(until, person.residency.valid_until or until)
    given: dict[str, date | None] = {}
    earliest = birth
    for month in sorted({row["month"] for row in CURRENT.rows("immunisation")["doses"]}):
        # The first dose is given within hours of the birth.
        late = timedelta(days=random.randint(0, LATEST_DAYS) if month else 0)
        day = max(add_months(birth, month) + late, earliest)
        stays_away = not faithful and random.random() < SHARE_MISSED
        if day > last or stays_away:
            continue
        earliest = day + timedelta(days=BETWEEN_DAYS) if month else birth
        for dose in planned_doses(birth, day, given, rules=CURRENT):
            if dose.status in (DoseStatus.DUE, DoseStatus.OVERDUE):
                given[dose.code] = day
                yield _row(person, dose.code, day, month, random, kader)


def _row(
    person: Registered, code: str, day: date, month: int, random: Random, kader: User | None
) -> Immunisation:
    unknown = month > 0 and random.random() < SHARE_DAY_UNKNOWN
    place = random.choice((Place.HOSPITAL, Place.MIDWIFE)) if month == 0 else Place.POSYANDU
    return Immunisation(
        pk=seeded_id(random, day),
        resident=person.resident,
        dose=code,
        given_on=None if unknown else day,
        place=place.value,
        batch="" if unknown else f"{code[:3].upper()}{random.randrange(10_000):04d}",
        recorded_by=kader,
        recorded_at=datetime.combine(day, NOTED_AT, ZoneInfo(settings.TIME_ZONE)),
    )
