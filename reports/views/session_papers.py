"""What is printed of a session."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from registry.http import AuthedRequest
from registry.permissions import Action, requires
from reports.session_pdf import draw_summary
from visits.models import Session
from visits.session_summary import summary_of


@requires(Action.RECORD)
@require_safe
def session_summary_pdf(request: AuthedRequest, session_id: UUID) -> HttpResponse:
    """The summary with the names of those who were missed, so for those who work there."""
    sessions = Session.objects.visible_to(request.user, Action.RECORD)
    session = get_object_or_404(sessions.select_related("posyandu__unit__parent__region"), pk=session_id)
    name = f"ringkasan-{slugify(session.posyandu.unit.name)}-{session.date:%Y-%m-%d}.pdf"
    return HttpResponse(
        draw_summary(summary_of(session), request.user),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
