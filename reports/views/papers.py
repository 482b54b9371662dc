"""The same table to print and to calculate with."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from registry.http import AuthedRequest
from registry.models import OrgUnit
from registry.permissions import Action, requires
from reports.excel import report_xlsx as draw_xlsx
from reports.pdf import report_pdf as draw_pdf
from reports.rollup import build_table
from reports.rules import periods
from reports.tables import Table
from reports.views import query

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Action.SEE_REPORTS)
def report_pdf(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """The monthly report of a unit on paper."""
    table = _table(request, unit_id)
    return _file(draw_pdf(table, request.user), "application/pdf", table, "pdf")


@requires(Action.SEE_REPORTS)
def report_xlsx(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """The monthly report of a unit as an Excel workbook."""
    table = _table(request, unit_id)
    return _file(draw_xlsx(table, request.user), XLSX, table, "xlsx")


def _table(request: AuthedRequest, unit_id: int) -> Table:
    units = OrgUnit.objects.visible_to(request.user)
    unit = get_object_or_404(units.select_related("region"), pk=unit_id)
    state = query.read(request.GET)
    return build_table(unit, state.month, state.sex or None)


def _file(content: bytes, kind: str, table: Table, ending: str) -> HttpResponse:
    sex = f"-{table.sex.lower()}" if table.sex else ""
    name = f"laporan-posyandu-ilp-{slugify(table.unit_name)}-{periods.written(table.month)}{sex}.{ending}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
