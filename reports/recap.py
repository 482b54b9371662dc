"""Visits of one month -> recap rows. The only SQL that counts.

Every function counts any number of Posyandu at once: one for a visit just saved, all of them for a check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from registry.models import MonthDue, Posyandu, Residency, SexChoice
from registry.rules.deaths import DeathGroup
from registry.rules.life_stage import LifeStage, birth_bounds, last_day_of
from reports.models import RECAPS, MonthCount, PopulationMonth
from visits.models import Visit

# The deaths that are reported on, by the recap's names.
DEATHS = {
    "mother": DeathGroup.MATERNAL,
    "neonate": DeathGroup.NEONATAL,
    "infant": DeathGroup.INFANT,
    "toddler": DeathGroup.TODDLER,
}
Key = tuple[int, str]
Counts = dict[Key, dict[str, int]]


def count_month(model: type[MonthCount], month: date, posyandu_ids: Collection[int]) -> Counts:
    """Counts of one recap and month by (posyandu id, sex), from the visits; all zeros where there are none."""
    names = [field.name for field in model.count_fields()]
    counts: Counts = {(pk, sex): dict.fromkeys(names, 0) for pk in posyandu_ids for sex in SexChoice.values}
    for key, figures in _visit_counts(model, month, posyandu_ids):
        counts[key] |= figures
    if model is PopulationMonth:
        for key, figures in _absent_counts(month, posyandu_ids):
            counts[key] |= figures
        for key, visitors in _visitor_counts(month, posyandu_ids):
            counts[key]["visitors"] = visitors
        for key, figures in _life_counts(month, posyandu_ids):
            counts[key] |= figures
    return counts


def recount(month: date, posyandu_ids: Collection[int]) -> None:
    """Count a month again for some Posyandu and store the rows."""
    for model in RECAPS:
        names = [field.name for field in model.count_fields()]
        rows = [
            model(posyandu_id=pk, month=month, sex=sex, **figures)
            for (pk, sex), figures in count_month(model, month, posyandu_ids).items()
        ]
        model._default_manager.bulk_create(
            rows,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["posyandu", "month", "sex"],
            update_fields=names,
        )


def recount_due(posyandu_ids: Collection[int] | None = None) -> int:
    """Count what writes have marked as due, one Posyandu at a time under its lock; how many months were counted."""
    due = (
        MonthDue.objects.all() if posyandu_ids is None else MonthDue.objects.filter(posyandu__in=posyandu_ids)
    )
    return sum(_recount_posyandu(pk) for pk in sorted(set(due.values_list("posyandu", flat=True))))


def ensure_counted(month: date, posyandu: QuerySet[Posyandu]) -> None:
    """Count a month for those Posyandu that have no rows of it yet, such as one in which nobody came."""
    counted = PopulationMonth.objects.filter(month=month).values("posyandu")
    missing = list(posyandu.exclude(pk__in=counted).values_list("pk", flat=True))
    if missing:
        with transaction.atomic():
            recount(month, missing)


def differences(month: date, posyandu_ids: Collection[int]) -> Iterator[tuple[str, int, str, str, int, int]]:
    """What is stored but would be counted otherwise: (recap, posyandu id, sex, field, stored, counted)."""
    checked = counted_or_visited(month, posyandu_ids)
    for model in RECAPS:
        names = [field.name for field in model.count_fields()]
        rows = model._default_manager.filter(month=month, posyandu__in=checked)
        stored = {(row.posyandu_id, row.sex): row for row in rows}
        for (pk, sex), figures in sorted(count_month(model, month, checked).items()):
            row = stored.get((pk, sex))
            for name in names:
                before = getattr(row, name) if row else 0
                if before != figures[name]:
                    yield model._meta.model_name or "", pk, sex, name, before, figures[name]


def counted_or_visited(month: date, posyandu_ids: Collection[int]) -> set[int]:
    """Where a month must have rows: it was counted once, or somebody came. Other months are counted when first read."""
    visits = Visit.objects.unscoped("every month is checked").active().in_month(month)
    counted = PopulationMonth.objects.filter(month=month, posyandu__in=posyandu_ids).values_list(
        "posyandu", flat=True
    )
    places = (
        visits.filter(**{f"{place}__in": posyandu_ids}).values_list(place, flat=True)
        for place in ("home_posyandu", "posyandu")
    )
    return set(counted).union(*places)


def months_with_data() -> list[date]:
    """Every month that has a recap row or an active visit, oldest first."""
    visits = Visit.objects.unscoped("every month is checked").active()
    visited = visits.annotate(month=TruncMonth("date")).values_list("month", flat=True).distinct().order_by()
    counted = PopulationMonth.objects.values_list("month", flat=True).distinct().order_by()
    return sorted(set(visited) | set(counted))


@transaction.atomic
def _recount_posyandu(pk: int) -> int:
    # Not a full lock: new visits may still refer to the Posyandu while it is counted.
    Posyandu.objects.select_for_update(no_key=True).get(pk=pk)
    due = list(MonthDue.objects.filter(posyandu=pk))
    months = {row.month for row in due}
    since = min((row.month for row in due if row.and_later), default=None)
    if since:
        later = PopulationMonth.objects.filter(posyandu=pk, month__gte=since)
        months |= set(later.values_list("month", flat=True))
    for month in months:
        recount(month, [pk])
    MonthDue.objects.filter(pk__in=[row.pk for row in due]).delete()
    return len(months)


def _visit_counts(
    model: type[MonthCount], month: date, posyandu_ids: Collection[int]
) -> Iterator[tuple[Key, dict[str, int]]]:
    declared = {name: Count("pk", filter=where) for name, where in model.conditions().items()}
    visits = Visit.objects.unscoped("counts, not rows").active().in_month(month)
    grouped = (
        visits.filter(home_posyandu__in=posyandu_ids).order_by().values("home_posyandu", "resident__sex")
    )
    for row in grouped.annotate(**declared):
        yield (row["home_posyandu"], row["resident__sex"]), {name: row[name] for name in declared}


def _absent_counts(month: date, posyandu_ids: Collection[int]) -> Iterator[tuple[Key, dict[str, int]]]:
    last_day = last_day_of(month)
    came = Visit.objects.unscoped("counts, not rows").active().in_month(month).filter(last_of_month=True)
    here = Residency.objects.unscoped("counts, not rows").covering(last_day).filter(posyandu__in=posyandu_ids)
    stages = {
        f"absent_{stage.name.lower()}": Count("pk", filter=_born_into(stage, last_day)) for stage in LifeStage
    }
    grouped = (
        here.exclude(resident__in=came.values("resident")).order_by().values("posyandu", "resident__sex")
    )
    for row in grouped.annotate(**stages):
        yield (row["posyandu"], row["resident__sex"]), {name: row[name] for name in stages}


def _born_into(stage: LifeStage, day: date) -> Q:
    earliest, latest = birth_bounds(stage, day)
    bounds: dict[str, Any] = {"resident__birth_date__gte": earliest, "resident__birth_date__lte": latest}
    return Q(**{lookup: bound for lookup, bound in bounds.items() if bound is not None})


def _life_counts(month: date, posyandu_ids: Collection[int]) -> Iterator[tuple[Key, dict[str, int]]]:
    """Births by the residency that began with them, deaths by the one that ended with them."""
    why, last_day = "counts, not rows", last_day_of(month)
    residencies = Residency.objects.unscoped(why).of_people().filter(posyandu__in=posyandu_ids)
    births = residencies.filter(valid_from=F("resident__birth_date"), valid_from__range=(month, last_day))
    for row in births.order_by().values("posyandu", "resident__sex").annotate(born=Count("pk")):
        yield (row["posyandu"], row["resident__sex"]), {"born": row["born"]}
    deaths = residencies.filter(
        end_reason=Residency.EndReason.DIED,
        resident__death__on=F("valid_until"),
        valid_until__range=(month, last_day),
    )
    groups = {
        f"died_{name}": Count("pk", filter=Q(resident__death__group=group.value))
        for name, group in DEATHS.items()
    }
    for row in deaths.order_by().values("posyandu", "resident__sex").annotate(**groups):
        yield (row["posyandu"], row["resident__sex"]), {name: row[name] for name in groups}


def _visitor_counts(month: date, posyandu_ids: Collection[int]) -> Iterator[tuple[Key, int]]:
    visits = (
        Visit.objects.unscoped("counts, not rows").active().in_month(month).filter(posyandu__in=posyandu_ids)
    )
    elsewhere = visits.exclude(home_posyandu=F("posyandu")).order_by().values("posyandu", "resident__sex")
    for row in elsewhere.annotate(people=Count("resident", distinct=True)):
        yield (row["posyandu"], row["resident__sex"]), row["people"]
