"""Pregnancies and births of generated women: the births of their small children, and who is pregnant now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from registry.demo.ids import seeded_id
from registry.demo.store import BATCH, Registered
from registry.models import Delivery, Pregnancy, Resident, User
from registry.rules.life_stage import Sex, add_months

# Births of so many months back are known: whoever breastfeeds was delivered in this time.
BIRTHS_MONTHS = 24
# One woman in so many who may be is pregnant: about 12 in a Posyandu of 1,050 residents with 17 births a year.
SHARE_PREGNANT = 0.09
SHARE_LOST = 0.012
SHARE_STILLBORN_OF_LOST = 0.05
SHARE_STOPPED_BREASTFEEDING = 0.35
SHARE_BY_USG = 0.3
SHARE_DATED = 0.95
PREGNANT_YEARS = (20, 40)
AFTER_BIRTH_DAYS = 420
PLACES = (("puskesmas", 40), ("rs", 30), ("bidan", 20), ("klinik", 7), ("rumah", 3))
_WEEK = 7


@dataclass(slots=True)
class _Episodes:
    """What is stored at once."""

    pregnancies: list[Pregnancy] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    babies: list[Resident] = field(default_factory=list)


@transaction.atomic
def store_maternity(people: list[Registered], random: Random, until: date, user: User | None = None) -> int:
    """Store pregnancies and births of one Posyandu's people as they are on `until`; how many pregnancies there are."""
    women = {one.resident.pk: one for one in people if one.resident.sex == Sex.FEMALE}
    found, last_births = _Episodes(), _last_births(people)
    for one in people:
        mother = women.get(one.resident.mother_id) if one.resident.mother_id else None
        if mother is not None and _was_here(mother, one.resident.birth_date, until):
            _birth(found, mother.resident, one.resident, random, until)
    for woman in women.values():
        if _may_be_pregnant(woman, last_births, until):
            _perhaps_pregnant(found, woman.resident, last_births, random, until)
    for pregnancy in found.pregnancies:
        pregnancy.recorded_by = user
    for delivery in found.deliveries:
        delivery.recorded_by = user
    Pregnancy.objects.bulk_create(found.pregnancies, batch_size=BATCH)
    Delivery.objects.bulk_create(found.deliveries, batch_size=BATCH)
    Resident.objects.bulk_update(found.babies, ["born_at", "gestation_weeks"], batch_size=BATCH)
    return len(found.pregnancies)


def _last_births(people: Iterable[Registered]) -> dict[UUID, list[date]]:
    births: dict[UUID, list[date]] = {}
    for one in people:
        if one.resident.mother_id:
            births.setdefault(one.resident.mother_id, []).append(one.resident.birth_date)
    return births


def _was_here(mother: Registered, born: date, until: date) -> bool:
    """Whether the birth is recent enough to be known, and the mother still lived here."""
    left = mother.residency.valid_until
    return add_months(until, -BIRTHS_MONTHS) < born <= until and (left is None or left >= born)


def _birth(found: _Episodes, mother: Resident, baby: Resident, random: Random, until: date) -> None:
    days = min(max(round(random.gauss(275, 9)), 238), 293)
    pregnancy = _pregnancy(mother, baby.birth_date - timedelta(days=days), random, baby.birth_order or 1)
    pregnancy.ended_on, pregnancy.outcome = baby.birth_date, Pregnancy.Outcome.BIRTH
    delivery = _delivery(pregnancy, baby.birth_date, random)
    delivery.live_births, delivery.gestation_weeks = 1, days // _WEEK
    stopped = baby.birth_date + timedelta(days=random.randint(120, 700))
    if random.random() < SHARE_STOPPED_BREASTFEEDING and stopped <= until:
        delivery.breastfeeding_ended_on = stopped
    baby.born_at, baby.gestation_weeks = delivery, days // _WEEK
    found.pregnancies.append(pregnancy)
    found.deliveries.append(delivery)
    found.babies.append(baby)


def _may_be_pregnant(woman: Registered, births: dict[UUID, list[date]], until: date) -> bool:
    person = woman.resident
    if person.spouse_id is None or woman.residency.valid_until is not None or person.birth_date > until:
        return False
    if not PREGNANT_YEARS[0] <= person.age_on(until).years <= PREGNANT_YEARS[1]:
        return False
    last = max(births.get(person.pk, []), default=None)
    return last is None or (until - last).days > AFTER_BIRTH_DAYS


def _perhaps_pregnant(
    found: _Episodes, woman: Resident, births: dict[UUID, list[date]], random: Random, until: date
) -> None:
    """Some are pregnant, a few have lost a child in the last year."""
    drawn = random.random()
    earlier = sorted(births.get(woman.pk, []))
    if drawn < SHARE_PREGNANT:
        start = until - timedelta(days=random.randint(7 * _WEEK, 33 * _WEEK))
        pregnancy = _pregnancy(woman, start, random, len(earlier) + 1)
        # Known at the latest on the day the village is shown as.
        pregnancy.known_from = min(pregnancy.known_from, until)
        found.pregnancies.append(_with_earlier(pregnancy, earlier, start))
    elif drawn < SHARE_PREGNANT + SHARE_LOST:
        _lost(found, woman, earlier, random, until)


def _lost(found: _Episodes, woman: Resident, earlier: list[date], random: Random, until: date) -> None:
    stillborn = random.random() < SHARE_STILLBORN_OF_LOST
    days = random.randint(24 * _WEEK, 38 * _WEEK) if stillborn else random.randint(6 * _WEEK, 15 * _WEEK)
    ended = until - timedelta(days=random.randint(1, AFTER_BIRTH_DAYS - 300))
    start = ended - timedelta(days=days)
    pregnancy = _with_earlier(_pregnancy(woman, start, random, len(earlier) + 1), earlier, start)
    pregnancy.known_from = min(pregnancy.known_from, ended)
    pregnancy.ended_on = ended
    pregnancy.outcome = Pregnancy.Outcome.BIRTH if stillborn else Pregnancy.Outcome.MISCARRIAGE
    found.pregnancies.append(pregnancy)
    if stillborn:
        delivery = _delivery(pregnancy, ended, random)
        delivery.stillbirths, delivery.gestation_weeks = 1, days // _WEEK
        found.deliveries.append(delivery)


def _pregnancy(woman: Resident, start: date, random: Random, gravida: int) -> Pregnancy:
    known = start + timedelta(days=random.randint(35, 110))
    is_dated = random.random() < SHARE_DATED
    shift = timedelta(days=random.randint(-6, 6))
    by_usg = is_dated and random.random() < SHARE_BY_USG
    height = round(random.gauss(152, 5.2), 1)
    weight = round(min(max(random.gauss(22.6, 3.2), 16.5), 34) * (height / 100) ** 2, 1)
    return Pregnancy(
        pk=seeded_id(random, known),
        resident=woman,
        known_from=known,
        last_period=start if is_dated else None,
        due_date_by_usg=start + timedelta(days=280) + shift if by_usg else None,
        gravida=gravida,
        living_children=gravida - 1,
        start_weight_kg=weight,
        height_cm=height,
    )


def _with_earlier(pregnancy: Pregnancy, earlier: list[date], start: date) -> Pregnancy:
    """The spacing from the last child."""
    if earlier:
        last = earlier[-1]
        pregnancy.spacing_months = max((start.year - last.year) * 12 + start.month - last.month, 0)
    return pregnancy


def _delivery(pregnancy: Pregnancy, on: date, random: Random) -> Delivery:
    place = random.choices([code for code, _ in PLACES], [share for _, share in PLACES])[0]
    assisted = place == Delivery.Place.HOSPITAL and random.random() < 0.5
    return Delivery(
        pk=seeded_id(random, on),
        resident=pregnancy.resident,
        pregnancy=pregnancy,
        on=on,
        place=place,
        helper=Delivery.Helper.SPECIALIST if assisted else Delivery.Helper.MIDWIFE,
        manner=Delivery.Manner.ASSISTED if assisted else Delivery.Manner.NORMAL,
        mother_condition=Delivery.Condition.WELL,
        early_breastfeeding=random.random() < 0.8,
    )
