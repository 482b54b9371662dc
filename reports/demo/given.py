"""What the generated people were given on their visits, and what their Posyandu has in its cupboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from registry.demo.ids import seeded_id
from registry.models import Posyandu, User
from registry.rules.life_stage import add_months
from visits.columns import Who
from visits.columns.people import (
    capsule_month,
    is_girl,
    is_postpartum,
    is_pregnant,
    tablet_month,
    takes_capsules,
    takes_tablet,
)
from visits.models import ChildCheck, MethodChoice, ServiceGiven, StockMovement, Visit
from visits.rules.maternal_risk import ArmColour
from visits.rules.nutrition import WeightForHeight
from visits.services_given.warnings import detail_for
from visits.stock_items import ITEMS, item_of

Kind = ServiceGiven.Kind
SHARE_GIVEN = 0.94
TABLETS_OF_PREGNANCY, TABLETS_OF_GIRL = 30, 4
PORTIONS = 14
WASTED = (WeightForHeight.SEVERELY_WASTED, WeightForHeight.WASTED)
MEALS = ("nasi, telur, sayur bayam, pisang", "bubur ayam, wortel, jeruk", "nasi, ikan, tahu, sayur sop")
FROM_HAND = (MethodChoice.PILL, MethodChoice.CONDOM)
# What a cupboard holds beside what it gave out, in times of the amount below which one orders.
SPARE = (0.5, 1.5, 2, 3, 4)
STOCKED = (
    "vitamin_a_biru",
    "vitamin_a_merah",
    "obat_cacing",
    "ttd",
    "mt_bumil",
    "mt_lokal",
    "kb_pil",
    "kb_kondom",
    "buku_kia",
)
WITHOUT_BATCH = ("mt_bumil", "mt_lokal", "buku_kia")
# The tablets that are to be used first.
EXPIRES_FIRST = "ttd"
KEPT_MONTHS = 14
RECEIVED_AT = time(9)
SOON_DAYS = 45


def services_of(visit: Visit, who: Who, random: Random) -> Iterator[ServiceGiven]:
    """What was given on an assessed visit; what was due and not given says so."""
    for kind, quantity, detail in _wanted(visit, who, random):
        given = quantity if random.random() < SHARE_GIVEN else 0
        yield ServiceGiven(
            pk=seeded_id(random, visit.date),
            resident=visit.resident,
            visit=visit,
            posyandu_id=visit.posyandu_id,
            kind=kind,
            given_on=visit.date,
            quantity=given,
            detail=detail or detail_for(kind, who.birth_date, who.day, rules=who.rules),
            recorded_by=visit.recorded_by,
            recorded_at=visit.recorded_at,
        )


def _wanted(visit: Visit, who: Who, random: Random) -> Iterator[tuple[Kind, int, str]]:
    """Kind, amount and what it was, of what the card asks for."""
    card, mother = visit.card, visit.mother_card
    if isinstance(card, ChildCheck):
        if capsule_month(who) and takes_capsules(who):
            yield Kind.VITAMIN_A, 1, ""
        if tablet_month(who) and takes_tablet(who):
            yield Kind.DEWORMING, 1, ""
        if card.weight_for_height in WASTED:
            card.local_food_eaten = random.random() < 0.8
            yield Kind.LOCAL_FOOD, PORTIONS, random.choice(MEALS)
        return
    if is_pregnant(who):
        yield Kind.IRON, TABLETS_OF_PREGNANCY, ""
        if mother is not None and mother.arm_colour == ArmColour.RED:
            mother.extra_food_daily = random.random() < 0.7
            yield Kind.PREGNANCY_FOOD, PORTIONS, random.choice(MEALS)
        else:
            yield Kind.PREGNANCY_FOOD, 0, ""
    elif is_girl(who):
        yield Kind.IRON, TABLETS_OF_GIRL, ""
    elif is_postpartum(who) and mother is not None:
        mother.vitamin_a_taken = random.random() < 0.9
        yield Kind.VITAMIN_A_MOTHER, 2, ""
    method = getattr(card, "contraception_method", "")
    if method in FROM_HAND and random.random() < 0.5:
        yield Kind.CONTRACEPTION, 1 if method == MethodChoice.PILL else 12, method


def store_stock(
    posyandu: Posyandu,
    services: Iterable[ServiceGiven],
    period: tuple[date, date],
    random: Random,
    user: User | None,
) -> int:
    """Let the cupboard have received what was given from it and a little more; how many deliveries there were."""
    since, until = period
    used: Counter[str] = Counter()
    for service in services:
        if (item := item_of(service.kind, service.detail)) is not None:
            used[item.code] += service.quantity
    rows = []
    for code in STOCKED:
        amount = used[code] + round(ITEMS[code].minimum * random.choice(SPARE))
        has_batch = code not in WITHOUT_BATCH
        expires = (
            until + timedelta(days=SOON_DAYS) if code == EXPIRES_FIRST else add_months(until, KEPT_MONTHS)
        )
        rows.append(
            StockMovement(
                pk=seeded_id(random, since),
                posyandu=posyandu,
                item=code,
                on=since,
                change=amount,
                batch=f"{code[:2].upper()}{random.randrange(10_000):04d}" if has_batch else "",
                expires_on=expires if has_batch else None,
                recorded_by=user,
                recorded_at=datetime.combine(since, RECEIVED_AT, ZoneInfo(settings.TIME_ZONE)),
            )
        )
    StockMovement.objects.bulk_create(rows)
    return len(rows)
