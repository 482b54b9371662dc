"""Recap rows of the Posyandu -> the table of any unit above them. A parent has no rows of its own: it is the sum."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum, Value
from django.db.models.functions import Left, StrIndex, Substr
from django.utils import timezone

from registry.models import OrgUnit, Posyandu, Residency
from reports import recap
from reports.indicators import ALL, COLUMNS, HEADLINE, Indicator
from reports.models import RECAPS, MonthCount, PopulationMonth
from reports.rules import periods
from reports.rules.arithmetic import share
from reports.tables import Figure, Point, Row, Table, natural
from reports.targets import targets_of

Counts = Counter[str]
# Counts of each month and child unit; the child is the part of the path just below the unit, "" for the unit itself.
Grid = dict[tuple[date, str], Counts]

ACTIVE, REPORTED = "Posyandu.active", "Posyandu.reported"

_KINDS_BELOW = {
    OrgUnit.Kind.PROVINCE: "Kabupaten",
    OrgUnit.Kind.DISTRICT: "Puskesmas",
    OrgUnit.Kind.PUSKESMAS: "Desa/kelurahan",
    OrgUnit.Kind.VILLAGE: "Posyandu",
}
# A single Posyandu either reports or does not, so a desa's table needs no column of shares.
REPORTING = "posyandu_melapor"
_KINDS_WITH_REPORTING = (OrgUnit.Kind.PROVINCE, OrgUnit.Kind.DISTRICT, OrgUnit.Kind.PUSKESMAS)


def build_table(unit: OrgUnit, month: date, sex: str | None = None) -> Table:
    """All indicators of a unit, its trend of twelve months, and the same for each unit directly below.

    `month` is the first day of the month; `sex` ("L" or "P") limits the people counted. The caller has made sure
    that the asker may see the unit. The number of queries is the same for one unit below and for a thousand.
    """
    months = periods.trend_months(month)
    _count_missing(unit, months)
    grid = _grid(unit, months, sex)
    totals = {shown: _total(grid, shown) for shown in months}
    before = periods.month_before(month)
    line = _line(unit)
    return Table(
        unit_id=unit.pk,
        unit_name=unit.full_name,
        unit_kind=unit.kind,
        parents=tuple(step.full_name for step in line[:-1]),
        district=next((step.name for step in line if step.kind == OrgUnit.Kind.DISTRICT), ""),
        month=month,
        sex=sex,
        figures=_figures(totals[month], totals[before]),
        headline=HEADLINE,
        columns=tuple(code for code in COLUMNS if code != REPORTING or unit.kind in _KINDS_WITH_REPORTING),
        rows=tuple(sorted(_rows(unit, grid, month, before), key=lambda row: natural(row.name))),
        row_kind=_KINDS_BELOW.get(OrgUnit.Kind(unit.kind), ""),
        trends={
            indicator.code: tuple(_point(indicator, shown, totals[shown]) for shown in months)
            for indicator in ALL
        },
        posyandu=totals[month][ACTIVE],
        reported=totals[month][REPORTED],
        generated=timezone.localtime(),
        targets=targets_of(unit, month, totals[month]) if sex is None else (),
    )


def _line(unit: OrgUnit) -> list[OrgUnit]:
    """The units from the root down to this one."""
    codes = unit.path.strip("/").split("/")
    paths = [f"/{'/'.join(codes[:end])}/" for end in range(1, len(codes) + 1)]
    return list(OrgUnit.objects.filter(path__in=paths).select_related("region").order_by("path"))


def _count_missing(unit: OrgUnit, months: tuple[date, ...]) -> None:
    """Count the Posyandu that sent nothing in months that others have worked in, so that their sasaran is known."""
    lived_in = Residency.objects.unscoped("where anybody lived, not who").filter(posyandu=OuterRef("pk"))
    # Where nobody ever lived there is nobody to count: rows of nothing would only cost time.
    posyandu = Posyandu.objects.at_or_below(unit).filter(Exists(lived_in)).order_by()
    here = Count("posyandu", distinct=True, filter=Q(posyandu__in=posyandu.values("pk")))
    rows = PopulationMonth.objects.filter(month__in=months).order_by().values("month").annotate(here=here)
    counted = {row["month"]: row["here"] for row in rows}
    current = timezone.localdate().replace(day=1)
    total = posyandu.count()
    for month in months:
        if (month in counted or month == current) and counted.get(month, 0) < total:
            recap.ensure_counted(month, posyandu)


def _grid(unit: OrgUnit, months: tuple[date, ...], sex: str | None) -> Grid:
    grid: Grid = defaultdict(Counter)
    for model in RECAPS:
        for shown, child, counts in _sums(model, unit, months, sex):
            grid[shown, child].update(counts)
    for shown, child, counts in _reported(unit, months):
        grid[shown, child].update(counts)
    active = Posyandu.objects.at_or_below(unit).filter(unit__is_active=True).order_by()
    by_child = active.annotate(child=_child_of(unit, "unit__path")).values("child")
    for row in by_child.annotate(posyandu=Count("pk")):
        for shown in months:
            grid[shown, row["child"]][ACTIVE] += row["posyandu"]
    return grid


def _child_of(unit: OrgUnit, path: str) -> Left:
    """The code of the unit directly below `unit` on the way to `path`."""
    rest = Substr(path, len(unit.path) + 1)
    # On PostgreSQL a negative length would cut from the end, so a path that ends here gets a slash to find.
    return Left(rest, StrIndex(rest, Value("/")))


def _sums(
    model: type[MonthCount], unit: OrgUnit, months: tuple[date, ...], sex: str | None
) -> Iterator[tuple[date, str, dict[str, int]]]:
    names = [field.name for field in model.count_fields()]
    rows = _rows_of(model, unit, months)
    if sex:
        rows = rows.filter(sex=sex)
    for row in rows.annotate(**{f"sum_{name}": Sum(name) for name in names}):
        counts = {f"{model.__name__}.{name}": row[f"sum_{name}"] for name in names}
        yield row["month"], row["child"], counts


def _reported(unit: OrgUnit, months: tuple[date, ...]) -> Iterator[tuple[date, str, dict[str, int]]]:
    names = [field.name for field in PopulationMonth.count_fields()]
    came = [name for name in names if name.startswith(("attended_", "visitors"))]
    somebody = reduce(or_, (Q(**{f"{name}__gt": 0}) for name in came))
    closed = Q(posyandu__unit__is_active=False)
    rows = _rows_of(PopulationMonth, unit, months).filter(somebody)
    counted = rows.annotate(
        reported=Count("posyandu", distinct=True), closed=Count("posyandu", distinct=True, filter=closed)
    )
    for row in counted:
        # A Posyandu closed since then was active while it worked.
        yield row["month"], row["child"], {REPORTED: row["reported"], ACTIVE: row["closed"]}


def _rows_of(model: type[MonthCount], unit: OrgUnit, months: tuple[date, ...]) -> Any:
    rows = model._default_manager.filter(month__in=months, posyandu__unit__path__startswith=unit.path)
    grouped = rows.annotate(child=_child_of(unit, "posyandu__unit__path"))
    return grouped.order_by().values("month", "child")


def _total(grid: Grid, month: date) -> Counts:
    total: Counts = Counter()
    for (shown, _), counts in grid.items():
        if shown == month:
            total.update(counts)
    return total


def _rows(unit: OrgUnit, grid: Grid, month: date, before: date) -> Iterator[Row]:
    nothing: Counts = Counter()
    for child in unit.children.select_related("region").order_by("pk"):
        key = f"{child.code}/"
        now, earlier = grid.get((month, key), nothing), grid.get((before, key), nothing)
        # A closed unit stays in the months that it worked in.
        if child.is_active or any(now.values()):
            yield Row(
                unit_id=child.pk,
                name=child.full_name,
                kind=child.kind,
                figures=_figures(now, earlier),
                posyandu=now[ACTIVE],
                reported=now[REPORTED],
            )


def _figures(now: Counts, before: Counts) -> dict[str, Figure]:
    return {
        indicator.code: Figure(
            indicator=indicator,
            numerator=_added(now, indicator.numerator),
            denominator=_added(now, indicator.denominator) if indicator.denominator is not None else None,
            value=_value(indicator, now),
            previous=_value(indicator, before),
        )
        for indicator in ALL
    }


def _point(indicator: Indicator, month: date, counts: Counts) -> Point:
    return Point(
        month=month,
        numerator=_added(counts, indicator.numerator),
        denominator=_added(counts, indicator.denominator) if indicator.denominator is not None else None,
        value=_value(indicator, counts),
        indicator=indicator,
    )


def _value(indicator: Indicator, counts: Counts) -> Decimal | None:
    if not counts[REPORTED] and not (indicator.from_register and _added(counts, indicator.numerator)):
        # Where nobody sent anything, nothing is known: that is a gap, not a zero.
        return None
    if indicator.denominator is None:
        return Decimal(_added(counts, indicator.numerator))
    return share(_added(counts, indicator.numerator), _added(counts, indicator.denominator))


def _added(counts: Counts, names: Iterable[str]) -> int:
    return sum(counts[name] for name in names)
