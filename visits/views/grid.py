"""Typing a day at a desk: the grid for spreadsheets, and the same rows in the order of the paper sheet."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from registry.http import AuthedRequest
from registry.permissions import Action, requires
from registry.rules.target_groups import Register
from visits.models import Session
from visits.papers.grid import grid_of
from visits.session_services import may_correct


@requires(Action.RECORD)
@gzip_page
@require_safe
def session_grid(request: AuthedRequest, session_id: UUID) -> HttpResponse:
    """One row a person, one column a measure; Enter goes down, a spreadsheet can be pasted."""
    return _page(request, session_id, is_typing=False)


@requires(Action.RECORD)
@gzip_page
@require_safe
def session_typing(request: AuthedRequest, session_id: UUID) -> HttpResponse:
    """The rows of the paper sheet; Enter goes to the next box."""
    return _page(request, session_id, is_typing=True)


def _page(request: AuthedRequest, session_id: UUID, *, is_typing: bool) -> HttpResponse:
    sessions = Session.objects.visible_to(request.user, Action.RECORD).select_related("posyandu__unit")
    session = get_object_or_404(sessions, pk=session_id)
    wanted = request.GET.get("kelompok", "")
    grid = grid_of(session, Register(wanted) if wanted in list(Register) else None)
    is_ahead = session.date > timezone.localdate()
    context = {
        "session": session,
        "grid": grid,
        "is_typing": is_typing,
        "is_ahead": is_ahead,
        "needs_reason": session.is_closed and may_correct(session, request.user),
        "may_write": not is_ahead and (not session.is_closed or may_correct(session, request.user)),
    }
    return render(request, "visits/papers/grid.html", context)
