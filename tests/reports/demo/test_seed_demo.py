"""The demonstration's data: the same for the same seed, believable, and counted from its visits."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Model

from registry.demo.tree import build_tree, create_logins
from registry.models import Household, Posyandu, Residency, Resident, User
from reports import recap
from reports.demo.fill import Plan, Scale, fill, part_of
from reports.models import ChildMonth, PopulationMonth
from visits.models import (
    AdultCheck,
    ChildCheck,
    MotherCheck,
    SchoolAgeCheck,
    Screening,
    ServiceGiven,
    Session,
    StockMovement,
    Visit,
)

pytestmark = pytest.mark.usefixtures("jepara")
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
PLAN = Plan(seed=1, until=OCTOBER, months=2, before=date(2026, 10, 13))


def run(*options: str) -> str:
    out = StringIO()
    call_command("seed_demo", *options, stdout=out)
    return out.getvalue()


def melati() -> Posyandu:
    return Posyandu.objects.select_related("unit").get(unit__path__endswith="/33.20.08.2010/melati-1/")


def fill_melati(plan: Plan = PLAN) -> None:
    build_tree()
    create_logins()
    list(fill(Posyandu.objects.filter(pk=melati().pk).select_related("unit"), plan))


def contents(models: Iterable[type[Model]]) -> list[list[dict[str, Any]]]:
    """All rows, without what differs by nature: database numbers and moments of writing."""
    changing = (
        *("registered_at", "opened_at", "opened_by_id", "closed_by_id", "recorded_by_id", "asked_by_id"),
        *("nik", "kk", "phone", "sealed_answers"),
    )
    rows = []
    for model in models:
        stored = model._default_manager.order_by("pk").values()
        rows.append(
            [{k: v for k, v in row.items() if k not in changing and "posyandu" not in k} for row in stored]
        )
    return rows


def count_between(low: float, part: int, whole: int, high: float) -> bool:
    return low * whole < part < high * whole


def total(field: str, month: date) -> int:
    return sum(ChildMonth.objects.filter(month=month).values_list(field, flat=True))


def test_the_small_scale_fills_jerukwangi_believably() -> None:
    printed = run("--months", "2", "--until", "2026-10")
    assert "kader.melati" in printed
    filled = part_of(Scale.SMALL)
    assert Resident.objects.unscoped("the whole demo").exclude(posyandu__in=filled).count() == 0
    assert Posyandu.objects.count() == 1_139
    assert count_between(0.04, total("stunted", OCTOBER), total("height_judged", OCTOBER), 0.08)
    assert count_between(0.02, total("wasted", OCTOBER), total("nutrition_judged", OCTOBER), 0.08)
    judged = total("gained", OCTOBER) + total("not_gained", OCTOBER)
    assert count_between(0.55, total("gained", OCTOBER), judged, 0.80)
    silent = filled.exclude(
        pk__in=Session.objects.unscoped("the whole demo").filter(date__gte=OCTOBER).values("posyandu")
    )
    assert silent.count() == 1
    assert set(PopulationMonth.objects.filter(month=OCTOBER).values_list("posyandu", flat=True)) >= {
        silent[0].pk
    }


def filled_and_forgotten(plan: Plan) -> list[list[dict[str, Any]]]:
    """What a plan stores, read before it is taken back."""
    with transaction.atomic():
        fill_melati(plan)
        people = (Household, Resident, Residency)
        cards = (ChildCheck, SchoolAgeCheck, AdultCheck, MotherCheck)
        stored = contents((*people, Session, Visit, *cards, ServiceGiven, Screening, StockMovement))
        transaction.set_rollback(True)
    return stored


def test_the_same_seed_and_month_give_the_same_data() -> None:
    first = filled_and_forgotten(PLAN)
    assert all(first)
    assert filled_and_forgotten(PLAN) == first


def test_another_seed_gives_other_people() -> None:
    ids = [{row["id"] for row in filled_and_forgotten(replace(PLAN, seed=seed))[1]} for seed in (1, 2)]
    assert ids[0] & ids[1] == set()


def test_the_counts_are_those_of_the_visits() -> None:
    fill_melati()
    for month in (SEPTEMBER, OCTOBER):
        assert list(recap.differences(month, [melati().pk])) == []
    assert (
        total("weighed", SEPTEMBER)
        == ChildCheck.objects.filter(
            visit__date__lt=OCTOBER, visit__life_stage__in=("bayi", "balita")
        ).count()
    )


def test_todays_session_is_left_for_the_kader_to_open() -> None:
    # Melati 1 opens on the 12th.
    fill_melati(replace(PLAN, before=date(2026, 10, 12)))
    assert [session.date for session in Session.objects.order_by("date")] == [date(2026, 9, 12)]


def test_what_the_kader_of_melati_recorded_carries_her_name() -> None:
    fill_melati()
    kader = User.objects.get(username="kader.melati")
    assert set(Visit.objects.values_list("recorded_by", flat=True)) == {kader.pk}


def test_nobody_is_visited_before_birth_or_after_leaving() -> None:
    fill_melati()
    ended = Residency.objects.filter(valid_until__isnull=False)
    ends = {one.resident_id: one.valid_until or one.valid_from for one in ended}
    assert ends
    for visit in Visit.objects.select_related("resident"):
        assert visit.resident.birth_date <= visit.date <= ends.get(visit.resident_id, visit.date)


def test_filling_again_leaves_a_filled_posyandu_alone() -> None:
    fill_melati()
    before = Visit.objects.count()
    fill_melati(replace(PLAN, seed=2))
    assert Visit.objects.count() == before


def test_if_empty_does_nothing_where_somebody_lives() -> None:
    fill_melati()
    assert run("--if-empty") == "Data contoh tidak diisi: sudah ada warga.\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--until", "2999-01"), "tidak boleh sesudah bulan ini"),
        (("--months", "0"), "paling sedikit 1"),
        (("--until", "Oktober"), "tulis bulan sebagai 2026-10"),
    ],
)
def test_an_impossible_period_is_explained(options: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run(*options)


@pytest.mark.parametrize(("scale", "count"), [(Scale.PUSKESMAS, 5), (Scale.REGENCY, 195)])
def test_a_scale_covers_its_desa(scale: Scale, count: int) -> None:
    build_tree()
    assert part_of(scale).values("unit__parent").distinct().count() == count
