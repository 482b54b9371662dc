"""A part of the demonstration's kabupaten filled with people and visits, one Posyandu at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from registry.demo.ids import NumberRange
from registry.demo.jepara import DEMO_VILLAGE, REGENCY, kecamatan_of, puskesmas_of
from registry.demo.maternity import store_maternity
from registry.demo.people import populate
from registry.demo.plan import plan_posyandu, positions_in_kecamatan
from registry.demo.store import store_families
from registry.models import Membership, Posyandu, Region, Residency, Resident, User
from registry.permissions import Role
from reports.demo.calendar import months_until, session_days
from reports.demo.examples import store_letters, store_twin_row
from reports.demo.given import store_stock
from reports.demo.immunisations import store_immunisations
from reports.demo.schedule import store_schedule
from reports.demo.visits import store_visits
from reports.recap import recount
from visits.models import AdultCheck, ChildCheck, Referral, SchoolAgeCheck, ServiceGiven, Visit

# Of so many Posyandu, one has sent nothing in the last month.
ONE_SILENT_IN = 12
LAST_SILENT_IN_DEMO_VILLAGE = 5
NEVER_SILENT = ("melati-1", "mawar-2")


class Scale(StrEnum):
    """How much of the kabupaten gets people."""

    SMALL = "kecil"
    PUSKESMAS = "puskesmas"
    REGENCY = "kabupaten"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to generate: the same plan gives the same data. Sessions lie before the day `before`."""

    seed: int
    until: date
    months: int
    before: date

    @property
    def all_months(self) -> list[date]:
        return months_until(self.until, self.months)


def part_of(scale: Scale) -> QuerySet[Posyandu]:
    """The Posyandu that are filled at a scale, in the order of the tree."""
    centre = puskesmas_of(DEMO_VILLAGE).code
    within = {
        Scale.SMALL: f"/{centre}/{DEMO_VILLAGE}/",
        Scale.PUSKESMAS: f"/{centre}/",
        Scale.REGENCY: f"/{REGENCY}/",
    }[scale]
    return Posyandu.objects.filter(unit__path__contains=within).select_related("unit").order_by("unit__path")


def fill(posyandu: QuerySet[Posyandu], plan: Plan) -> Iterator[tuple[int, int]]:
    """Fill those Posyandu that have nobody yet; yields residents and visits of each one when it is stored."""
    regions = Region.objects.filter(level=Region.Level.VILLAGE, code__startswith=f"{REGENCY}.")
    positions = positions_in_kecamatan(plan_posyandu(regions.values_list("code", flat=True)))
    kader = {
        membership.unit_id: membership.user
        for membership in Membership.objects.filter(role=Role.KADER).select_related("user")
    }
    for number, one in enumerate(still_empty(posyandu)):
        yield _fill_one(
            one, plan, positions[one.official_number or ""], kader.get(one.pk), is_first=number == 0
        )


def still_empty(posyandu: QuerySet[Posyandu]) -> list[Posyandu]:
    """Those of the Posyandu in which nobody is registered."""
    people = Resident.objects.unscoped("whether there is anybody at all").filter(posyandu=OuterRef("pk"))
    return list(posyandu.filter(~Exists(people)))


@transaction.atomic
def _fill_one(
    posyandu: Posyandu, plan: Plan, position: int, kader: User | None, *, is_first: bool
) -> tuple[int, int]:
    village = str(posyandu.unit.region_id)
    seed = f"{plan.seed} {plan.until:%Y-%m} {posyandu.official_number}"
    random = Random(seed)
    numbers = NumberRange(kecamatan_of(village), position)
    # People are as on the first day of the last month, so that they are the same on each of its days.
    first, last = plan.all_months[0], plan.all_months[-1]
    people = store_families(posyandu, populate(random, numbers, last), random, (first, last))
    # A sequence of its own, so that whatever is added here leaves all other people and visits as they are.
    store_maternity(people, Random(f"{seed} ibu"), last, kader)
    is_silent = posyandu.unit.code not in NEVER_SILENT and _is_silent(
        plan.seed, village, str(posyandu.official_number)
    )
    months = plan.all_months[:-1] if is_silent else plan.all_months
    # Before the sessions: a day that was opened is no longer moved.
    store_schedule(posyandu, first, kader)
    days = session_days(posyandu.open_day or 1, months, before=plan.before)
    rows = store_visits(posyandu, people, days, random, kader, open_from=last)
    store_immunisations(people, last, Random(f"{seed} imunisasi"), kader)
    store_stock(posyandu, rows[ServiceGiven], (first, last), Random(f"{seed} persediaan"), kader)
    if is_first:
        _measure_tables()
    if kader is not None:
        store_letters(posyandu, days, kader)
        store_twin_row(people, last, Random(f"{seed} data ganda"))
    for month in plan.all_months:
        recount(month, [posyandu.pk])
    return len(people), len(rows[Visit])


def _measure_tables() -> None:
    """Let PostgreSQL see that its tables are no longer empty.

    It does so by itself a minute after a commit. Until then it would walk the whole of them for each letter.
    """
    if connection.vendor == "postgresql":
        models = (Resident, Residency, Visit, ChildCheck, SchoolAgeCheck, AdultCheck, Referral)
        tables = (model._meta.db_table for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")


def _is_silent(seed: int, village: str, official_number: str) -> bool:
    """Whether a Posyandu sent nothing in the last month: its number in the desa is the unlucky one."""
    fewest = 3
    most = LAST_SILENT_IN_DEMO_VILLAGE if village == DEMO_VILLAGE else ONE_SILENT_IN
    return int(official_number.rpartition(".")[2]) == Random(f"{seed} silent {village}").randint(fewest, most)
