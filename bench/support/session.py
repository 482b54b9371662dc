"""A Posyandu's day of generated people of all ages with a year behind them, as the demonstration generates them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from registry.demo.ids import NumberRange
from registry.demo.maternity import store_maternity
from registry.demo.people import Family, populate
from registry.demo.store import store_families
from registry.models import Posyandu, User
from registry.rules.life_stage import add_months
from reports.demo.immunisations import store_immunisations
from reports.demo.visits import store_visits
from visits.models import Session

SEED = 6
KECAMATAN = "33.20.08"
# Who comes to a Posyandu is younger and older than a village: two of three live with the smallest children.
SHARE_OF_YOUNG_FAMILIES = 2 / 3


def fill_session(
    posyandu: Posyandu, kader: User, day: date, *, people: int | None = 150, months: int = 12
) -> Session:
    """The Posyandu with so many people (None: a whole one), their monthly visits of a year, and the day half done."""
    # Each Posyandu has people and numbers of its own.
    seed = f"{SEED} {posyandu.unit.code}"
    random = Random(seed)
    families = populate(random, NumberRange(KECAMATAN, posyandu.pk), day)
    if people is not None:
        families = list(_some(families, people))
    first = add_months(day, -months)
    # Nobody leaves: the dates of leaving lie before everybody's first day.
    stored = store_families(posyandu, families, random, (date.min, date.min))
    store_maternity(stored, Random(seed), day, kader)
    days = [add_months(first, number) for number in range(months + 1)]
    store_visits(posyandu, stored, days, random, kader, open_from=day)
    store_immunisations(stored, day, Random(seed), kader)
    return Session.objects.select_related("posyandu__unit").get(posyandu=posyandu, date=day)


def _some(families: list[Family], people: int) -> Iterator[Family]:
    """Families with small children, then those with the oldest; the last one without the members too many."""
    ordered = sorted(families, key=lambda family: max(one.birth_date for one in family.members), reverse=True)
    left = people
    while left:
        is_young = left > people * (1 - SHARE_OF_YOUNG_FAMILIES)
        family = ordered.pop(0 if is_young else -1)
        if len(family.members) > left:
            continue
        left -= len(family.members)
        yield family
