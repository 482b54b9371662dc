"""The monthly report on paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from registry.models import OrgUnit, SexChoice, User
from registry.rules import wording
from reports import charts
from reports.indicators import BY_CODE
from reports.rules import periods
from reports.tables import Figure, Table

_DINKES = "Dinas Kesehatan"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: the office; name and NIP are written by hand."""

    office: str
    name: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """A headline figure with its line."""

    figure: Figure
    drawing: SafeString


def report_pdf(table: Table, user: User) -> bytes:
    """The report of a unit and month as PDF."""
    return write_pdf(render_to_string("pdf/report.html", _context(table, user)))


def write_pdf(html: str) -> bytes:
    """A document of templates/pdf as PDF. Nothing is fetched: style, font and drawings are in the document."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # The font is a file; anything else would be a request that a server without internet waits for.
    paper = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"file", "data"}))
    content: bytes = paper.write_pdf()
    return content


def _context(table: Table, user: User) -> dict[str, object]:
    lines, unit_name = _letterhead(table)
    return {
        "table": table,
        "document_title": f"Laporan Posyandu ILP {table.unit_name} {wording.month_name(table.month)}",
        "letterhead": lines,
        "unit_name": unit_name,
        "people": SexChoice(table.sex).label.lower() if table.sex else "",
        "compared": wording.month_name(periods.month_before(table.month)),
        "trends": [_trend(table, code) for code in table.headline],
        "columns": [BY_CODE[code] for code in table.columns],
        "rows": [(row, [row.figures[code] for code in table.columns]) for row in table.rows],
        "totals": [table.figures[code] for code in table.columns],
        "printed_by": str(user),
        "printed_at": table.generated,
        "place": table.district,
        "signatories": _signatories(table),
        "sources": list(dict.fromkeys(indicator.source for indicator in table.indicators)),
    }


def _trend(table: Table, code: str) -> Trend:
    figure = table.figures[code]
    return Trend(figure, charts.trend(table.trends[code], figure.indicator.label, charts.PAPER))


def _letterhead(table: Table) -> tuple[list[str], str]:
    """Lines above and the name of the one who reports."""
    government = f"Pemerintah Kabupaten {table.district}" if table.district else "Pemerintah Provinsi"
    if table.unit_kind in (OrgUnit.Kind.PROVINCE, OrgUnit.Kind.DISTRICT):
        return [government], _DINKES
    # Kabupaten and what is above it are in the first line already.
    offices = [name for name in table.parents if name.startswith(("Puskesmas", "Desa", "Kelurahan"))]
    return [government, _DINKES, *offices], table.unit_name


def _signatories(table: Table) -> list[Signatory]:
    puskesmas = next((name for name in reversed(table.parents) if name.startswith("Puskesmas")), "Puskesmas")
    offices = {
        OrgUnit.Kind.PUSKESMAS: (f"Kepala {table.unit_name}", "Koordinator Posyandu ILP"),
        OrgUnit.Kind.VILLAGE: (f"Kepala {puskesmas}", f"Bidan {table.unit_name}"),
        OrgUnit.Kind.POSYANDU: ("Bidan desa", "Koordinator kader Posyandu"),
    }
    left, right = offices.get(
        OrgUnit.Kind(table.unit_kind), (f"Kepala {_DINKES}", "Kepala Bidang Kesehatan Masyarakat")
    )
    return [Signatory(f"Mengetahui, {left}"), Signatory(right)]
