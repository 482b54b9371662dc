"""The invitation list on paper: by RT or by kader, to walk from house to house with."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import timezone

from registry.models import User
from registry.rules.wording import long_date, weekday_date
from reports.pdf import write_pdf
from visits.invitations import BRING, By, Section, hour
from visits.schedule import DayRow


def draw_invitation(row: DayRow, sections: list[Section], by: By, user: User) -> bytes:
    """The list of a day as PDF, A4. No NIK, no address beyond the RT; each kader's part begins a page of its own."""
    posyandu = row.posyandu
    context = {
        "document_title": f"Undangan {posyandu} {long_date(row.day)}",
        "unit_name": posyandu.unit.full_name,
        "letterhead": [posyandu.unit.parent.full_name] if posyandu.unit.parent else [],
        "day": weekday_date(row.day),
        "hour": hour(row.starts_at),
        "place": row.place,
        "bring": BRING,
        "sections": sections,
        "total": sum(len(section.people) for section in sections),
        "by_kader": by is By.KADER,
        "printed_by": str(user),
        "printed_at": timezone.now(),
        "source": "register warga Posyandu ILP",
    }
    return write_pdf(render_to_string("pdf/invitation.html", context))
