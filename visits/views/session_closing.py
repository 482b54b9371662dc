"""After the day: its summary, closing it, and opening it again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from registry.http import AuthedRequest
from registry.permissions import Action, requires
from visits import session_services
from visits.forms.closing import CloseForm, ReopenForm
from visits.models import Session
from visits.person_actions import link
from visits.session_open_ends import OpenEnds, open_ends_of
from visits.session_page import step_url
from visits.session_summary import summary_of
from visits.session_text import message_of


@requires(Action.RECORD)
def session_summary(request: AuthedRequest, session_id: UUID) -> HttpResponse:
    """The day on one page, to print and to copy."""
    session = _session(request, session_id, Action.RECORD)
    summary = summary_of(session)
    context = {
        "session": session,
        "summary": summary,
        "message": message_of(summary),
        "pdf_url": link("session_summary_pdf", session.pk),
        "may_close": not session.is_closed and request.user.may(Action.OPEN_SESSION, session.posyandu.unit),
        "may_correct": session_services.may_correct(session, request.user),
        "changes": session_services.closings(session),
    }
    return render(request, "visits/session_summary.html", context)


@requires(Action.OPEN_SESSION)
def session_close(request: AuthedRequest, session_id: UUID) -> HttpResponse:
    """What is unfinished, and closing all the same."""
    session = _session(request, session_id, Action.OPEN_SESSION)
    if session.is_closed:
        messages.info(request, "Hari buka ini sudah ditutup.")
        return redirect("session_summary", session_id=session.pk)
    form = CloseForm(request.POST or None, initial={"note": session.note})
    if request.method == "POST" and form.is_valid():
        session_services.close_session(session=session, user=request.user, note=form.cleaned_data["note"])
        messages.success(request, "Hari buka ditutup. Terima kasih, ini ringkasannya.")
        return redirect("session_summary", session_id=session.pk)
    context = {"session": session, "form": form, "parts": _parts(session, open_ends_of(session))}
    return render(request, "visits/session_close.html", context)


@requires(Action.CORRECT_CLOSED)
def session_reopen(request: AuthedRequest, session_id: UUID) -> HttpResponse:
    """Let the kader go on with a day that was closed, with a reason."""
    session = _session(request, session_id, Action.CORRECT_CLOSED)
    if not session.is_closed:
        return redirect(session)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        session_services.reopen_session(
            session=session, user=request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(request, "Hari buka dibuka lagi. Kader bisa mencatat dan memperbaiki.")
        return redirect(session)
    return render(request, "visits/session_reopen.html", {"session": session, "form": form})


def _session(request: AuthedRequest, session_id: UUID, action: Action) -> Session:
    sessions = Session.objects.visible_to(request.user, action).select_related("posyandu__unit", "closed_by")
    return get_object_or_404(sessions, pk=session_id)


def _parts(session: Session, ends: OpenEnds) -> list[dict[str, object]]:
    """The lists of the page; those with nothing in them are left out."""
    titles = (
        ("Datang, tetapi belum diukur", ends.not_measured),
        ("Langkahnya belum lengkap", ends.steps_open),
        ("Usul rujukan belum diputuskan", ends.undecided),
        ("Pelayanan belum dicatat", ends.not_answered),
    )
    return [
        {
            "title": title,
            "people": [(end, step_url(session, end.row, end.step)) for end in found],
        }
        for title, found in titles
        if found
    ]
