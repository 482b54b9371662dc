"""The invitation list of a planned day on paper."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from registry.http import AuthedRequest
from registry.permissions import Action, requires
from reports.invitation_pdf import draw_invitation
from visits.invitations import Asked, everybody_on, sections_of
from visits.schedule import day_of
from visits.views.schedule import day_in, posyandu_of


@requires(Action.SEE_PEOPLE)
def invitation_pdf(request: AuthedRequest, unit_id: int, day: str) -> HttpResponse:
    """Whom to call on a day, as the page shows it; 404 for a day on which the Posyandu does not open."""
    on, asked = day_in(day), Asked.read(request.GET)
    row = day_of(posyandu_of(request, unit_id), on, timezone.localdate())
    if not row.is_open_day:
        raise Http404
    people = [one for one in everybody_on(row.posyandu, on) if asked.fits(one)]
    sections = sections_of(row.posyandu, people, on, asked.by)
    name = f"undangan-{slugify(row.posyandu.unit.name)}-{on.isoformat()}.pdf"
    return HttpResponse(
        draw_invitation(row, sections, asked.by, request.user),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
