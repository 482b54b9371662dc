"""A session's summary on paper: one page, for the file of the Posyandu and for the midwife."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone

from registry.models import OrgUnit, User
from registry.rules.wording import long_date
from reports.pdf import Signatory
from visits.session_summary import MissedBy, Summary

# Names of those who were missed, at most so many of one RT: fewer until everything stands on one page.
_NAMES = (24, 12, 5, 0)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One RT with the names that have room, and how many have none."""

    place: str
    names: str
    more: int
    total: int


def draw_summary(summary: Summary, user: User) -> bytes:
    """The summary as PDF, A4 upright, one page. The session's unit with those above it is loaded."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    context = _context(summary, user)
    document = None
    for most in _NAMES:
        html = render_to_string("pdf/session.html", context | {"missed": _missed(summary.missed, most)})
        # The font is a file; anything else would be a request that a server without internet waits for.
        document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"file", "data"})).render()
        if len(document.pages) == 1:
            break
    assert document is not None
    content: bytes = document.write_pdf()
    return content


def _context(summary: Summary, user: User) -> dict[str, object]:
    session = summary.session
    unit = session.posyandu.unit
    return {
        "document_title": f"Ringkasan {session.posyandu} {long_date(session.date)}",
        "letterhead": [unit.parent.full_name] if unit.parent else [],
        "unit_name": unit.full_name,
        "summary": summary,
        "session": session,
        "printed_by": str(user),
        "printed_at": timezone.now(),
        "place": _village(unit),
        "signatories": [Signatory("Mengetahui, Bidan desa"), Signatory("Koordinator kader Posyandu")],
        "source": "kunjungan hari buka Posyandu ILP",
    }


def _village(unit: OrgUnit) -> str:
    return unit.parent.name if unit.parent else ""


def _missed(missed: list[MissedBy], most: int) -> list[tuple[MissedBy, list[PlaceLine]]]:
    return [
        (
            by,
            [
                PlaceLine(
                    place=place.place,
                    names=", ".join(row.resident.name for row in place.people[:most]),
                    more=max(0, len(place.people) - most),
                    total=len(place.people),
                )
                for place in by.places
            ],
        )
        for by in missed
    ]
