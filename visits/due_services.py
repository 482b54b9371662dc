"""Which capsules, tablets and meals are due, after what a person was given before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from registry.models import Delivery, Pregnancy, Resident
from registry.rules.episodes import NIFAS_DAYS
from registry.rules.life_stage import Sex
from registry.rules.wording import long_date, short_date
from visits.due_screenings import Done
from visits.models import ServiceGiven
from visits.rules.book import Rules
from visits.rules.supplements import VitaminA, mother_vitamin_a, pregnancy_food_days_left, pregnancy_tablets

Kind = ServiceGiven.Kind
_HOURS_A_DAY, _DAYS_A_WEEK = 24, 7
# The ages of grade 7 to 12, in completed years.
_FIRST_GIRL, _LAST_GIRL = 12, 18
Line = tuple[str, str, str]


@dataclass(frozen=True)
class Services:
    """Day and quantity of each service a person was given, by kind, the oldest first."""

    by_kind: dict[str, list[tuple[date, int]]] = field(default_factory=dict)

    def days(self, kind: str) -> list[date]:
        """The days on which it was given."""
        return [on for on, _ in self.by_kind.get(kind, ())]

    def since(self, kind: str, first: date) -> list[tuple[date, int]]:
        """Day and quantity from a day on."""
        return [(on, quantity) for on, quantity in self.by_kind.get(kind, ()) if on >= first]


NOTHING = Services()


def given_to(people: Iterable[UUID], day: date) -> dict[UUID, Services]:
    """What each person was given until a day, in one query; people who got nothing are left out."""
    rows = ServiceGiven.objects.unscoped("of people whom the caller may see").counting()
    rows = rows.filter(resident__in=list(people), given_on__lte=day).order_by("given_on")
    found: dict[UUID, Services] = defaultdict(Services)
    for pk, kind, on, quantity in rows.values_list("resident", "kind", "given_on", "quantity"):
        found[pk].by_kind.setdefault(kind, []).append((on, quantity))
    return dict(found)


def mother_capsules_due(
    delivery: Delivery | None, day: date, given: Services, rules: Rules
) -> Iterator[Line]:
    """The two capsules of a mother within 42 days after the birth (NIFAS-02): title, when, level."""
    if delivery is None or not 0 <= (day - delivery.on).days <= NIFAS_DAYS:
        return
    wanted: int = rules.rows("supplements")["mother_vitamin_a"]["capsules"]
    got = given.since(Kind.VITAMIN_A_MOTHER, delivery.on)
    hours = [(on - delivery.on).days * _HOURS_A_DAY for on, _ in got]
    if sum(quantity for _, quantity in got) >= wanted:
        return
    first, second = (hours[0] if hours else None), (hours[1] if len(hours) > 1 else None)
    last = delivery.on + timedelta(days=NIFAS_DAYS)
    match mother_vitamin_a(first, second, rules=rules):
        case VitaminA.NONE:
            yield "Vitamin A ibu, kapsul 1", f"sekarang, sampai {long_date(last)}", "perhatian"
        case VitaminA.ONE_MISSING if got[0][0] < day:
            yield "Vitamin A ibu, kapsul 2", f"sekarang, sampai {long_date(last)}", "perhatian"


def tablets_due(
    person: Resident, day: date, pregnancy: Pregnancy | None, given: Services, rules: Rules
) -> Iterator[Line]:
    """Iron tablets once the last ones are used up: one a day for a pregnant woman, one a week for a girl (HML-06,
    TTDREM-01).
    """
    if pregnancy is not None:
        got = given.since(Kind.IRON, pregnancy.known_from)
        total = sum(quantity for _, quantity in got)
        judged = pregnancy_tablets(total, rules=rules)
        if judged is not None and not judged.meets_target and _used_up(got, 1) <= day:
            target = rules.rows("supplements")["pregnancy_tablets"]["target"]
            yield "Tablet tambah darah", f"sudah {total} dari {target} tablet", "perhatian"
        return
    if person.sex != Sex.FEMALE or not _FIRST_GIRL <= person.age_on(day).years <= _LAST_GIRL:
        return
    got = given.since(Kind.IRON, date.min)
    if _used_up(got, _DAYS_A_WEEK) <= day:
        since = f"terakhir {short_date(got[-1][0])}" if got else "belum tercatat diberikan"
        yield "Tablet tambah darah", f"seminggu satu, {since}", "info"


def pregnancy_food_due(
    pregnancy: Pregnancy | None, given: Services, done: Done, rules: Rules
) -> Iterator[Line]:
    """Food for a pregnant woman whose arm was red, or who began with it, until its days are full (LILA-02)."""
    if pregnancy is None:
        return
    got = given.since(Kind.PREGNANCY_FOOD, pregnancy.known_from)
    thin = done.thin_arm is not None and done.thin_arm >= pregnancy.known_from
    left = pregnancy_food_days_left(sum(quantity for _, quantity in got), rules=rules)
    if left and (got or thin):
        days = rules.rows("supplements")["pregnancy_food"]["days"]
        yield "MT bumil KEK", f"masih {left} dari {days} hari", "perhatian"


def _used_up(got: list[tuple[date, int]], days_each: int) -> date:
    """The day on which nothing is left, when each piece lasts so many days."""
    until = date.min
    for on, quantity in got:
        until = max(until, on) + timedelta(days=quantity * days_each)
    return until
