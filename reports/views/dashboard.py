"""The page of any unit and month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from registry.http import AuthedRequest
from registry.models import OrgUnit, SexChoice
from registry.permissions import Action, requires
from registry.rules import wording
from reports import charts
from reports.indicators import BY_CODE
from reports.rollup import REPORTING, build_table
from reports.rules import periods
from reports.tables import Figure, Table
from reports.views import query
from reports.views.query import BY_NAME, Query


@dataclass(frozen=True, slots=True)
class Link:
    """A step of the breadcrumb, or a filter."""

    url: str
    label: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A headline figure with its trend."""

    figure: Figure
    url: str
    trend: SafeString
    is_selected: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A head of the table of units, with the link that sorts by it."""

    key: str
    label: str
    unit: str
    url: str


@requires(Action.SEE_REPORTS)
def dashboard(request: AuthedRequest) -> HttpResponse:
    """To the widest unit of the one who asks."""
    units = OrgUnit.objects.visible_to(request.user)
    # A path that begins others sorts before them, so the first one is the widest.
    unit = get_object_or_404(units.order_by("path")[:1])
    parameters = request.GET.urlencode()
    return redirect(f"{unit.get_absolute_url()}{'?' if parameters else ''}{parameters}")


@requires(Action.SEE_REPORTS)
def dashboard_unit(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """All figures of one unit and month, with the units below."""
    units = OrgUnit.objects.visible_to(request.user)
    unit = get_object_or_404(units.select_related("region"), pk=unit_id)
    state = query.read(request.GET)
    table = build_table(unit, state.month, state.sex or None)
    return render(
        request,
        "reports/dashboard.html",
        {
            "unit": unit,
            "table": table,
            "state": state,
            "rows": _rows(table, state),
            "cards": _cards(table, state),
            "columns": _columns(table, state),
            "totals": [table.figures[code] for code in table.columns],
            "unit_query": state.link(),
            "figure_query": state.link(indikator=""),
            "crumbs": _crumbs(request, unit, state),
            "sexes": _sexes(state),
            "definitions": _definitions(table),
            "people_url": _people_url(request, unit),
            "compared": wording.MONTHS[periods.month_before(state.month).month - 1],
            "pdf_url": state.link(reverse("report_pdf", args=[unit.pk]), indikator="", urut=""),
            "xlsx_url": state.link(reverse("report_xlsx", args=[unit.pk]), indikator="", urut=""),
        }
        | _selected(table, state)
        | _months(state),
    )


def _cards(table: Table, state: Query) -> list[Card]:
    return [
        Card(
            figure=table.figures[code],
            url=f"{state.link(indikator=code)}#tren",
            trend=charts.sparkline(table.trends[code], f"Tren {BY_CODE[code].short} dua belas bulan"),
            is_selected=code == state.indicator.code,
        )
        for code in table.headline
    ]


def _selected(table: Table, state: Query) -> dict[str, Any]:
    """The chosen indicator: its line through the months, and the units below by its size."""
    code = state.indicator.code
    title = f"{state.indicator.label}, {table.unit_name}"
    bars = charts.bars(table.sorted_by(code, descending=True), code)
    return {
        "selected": table.figures[code],
        "points": table.trends[code],
        "trend": charts.trend(table.trends[code], title),
        "trend_phone": charts.trend(table.trends[code], title, charts.PHONE),
        "bars": bars,
        "without_value": len(table.rows) - len(bars),
    }


def _rows(table: Table, state: Query) -> list[Any]:
    """Rows of the table of units in the chosen order, each with the figures of the shown columns."""
    ordered = table.sorted_by(state.sort_key, descending=state.is_descending)
    return [(row, [row.figures[code] for code in table.columns]) for row in ordered]


def _columns(table: Table, state: Query) -> list[Column]:
    named = Column(BY_NAME, table.row_kind, "", state.sort_link(BY_NAME))
    return [named] + [
        Column(code, BY_CODE[code].short, _head_unit(code), state.sort_link(code)) for code in table.columns
    ]


def _head_unit(code: str) -> str:
    # How many have reported is written as "7/9".
    return "" if code == REPORTING else BY_CODE[code].unit


def _crumbs(request: AuthedRequest, unit: OrgUnit, state: Query) -> list[Link]:
    codes = unit.path.strip("/").split("/")
    paths = [f"/{'/'.join(codes[:end])}/" for end in range(1, len(codes) + 1)]
    above = OrgUnit.objects.visible_to(request.user).filter(path__in=paths).select_related("region")
    return [
        Link(state.link(step.get_absolute_url(), urut=""), step.full_name) for step in above.order_by("path")
    ]


def _sexes(state: Query) -> list[Link]:
    choices = [("", "Semua"), *((value, label) for value, label in SexChoice.choices)]
    return [Link(state.link(jk=value), str(label), value == state.sex) for value, label in choices]


def _months(state: Query) -> dict[str, Any]:
    current = timezone.localdate().replace(day=1)
    earlier, later = periods.month_before(state.month), periods.month_before(state.month, -1)
    return {
        "previous_url": state.link(bulan=periods.written(earlier)),
        "next_url": state.link(bulan=periods.written(later)) if later <= current else "",
    }


def _definitions(table: Table) -> list[dict[str, str]]:
    return [
        {"term": indicator.label, "text": indicator.definition, "source": indicator.source}
        for indicator in table.indicators
    ]


def _people_url(request: AuthedRequest, unit: OrgUnit) -> str:
    if unit.kind == OrgUnit.Kind.POSYANDU and request.user.may(Action.SEE_PEOPLE, unit):
        return f"{reverse('resident_list')}?posyandu={unit.pk}"
    return ""
