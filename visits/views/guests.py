"""Serving somebody at a session who does not live there: finding exactly that person, or registering them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from registry.http import AuthedRequest
from registry.models import Resident
from registry.permissions import Action, requires
from visits import guests
from visits.forms.guests import GuestSearchForm, NewGuestForm
from visits.models import Session
from visits.session_services import SessionClosed

TOO_MANY = "Sudah terlalu banyak pencarian dalam satu jam. Tunggu sebentar, atau minta bidan mencarinya."
CLOSED = "Hari buka ini sudah ditutup, jadi tamu tidak bisa ditambahkan lagi."


@requires(Action.RECORD)
@never_cache
def guest_search(request: AuthedRequest, session_id: UUID) -> HttpResponse:
    """Find one person by NIK or by whole name and birth date, and serve them today. What is typed is posted."""
    session = _session(request, session_id)
    if request.method == "POST" and "ticket" in request.POST:
        return _admitted(request, session)
    form = GuestSearchForm(request.POST or None)
    found: list[guests.Found] | None = None
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            found = guests.find(session=session, user=request.user, wanted=form.wanted())
        except guests.TooManySearches:
            form.add_error(None, TOO_MANY)
            status = 429
        except SessionClosed:
            form.add_error(None, CLOSED)
    context = {"session": session, "form": form, "found": found, "guests": guests.guests_of(session)}
    return render(request, "visits/guests/search.html", context, status=status)


@requires(Action.RECORD)
@never_cache
def guest_new(request: AuthedRequest, session_id: UUID) -> HttpResponse:
    """Register somebody from elsewhere whom nobody knows, and go straight on to the entry."""
    session = _session(request, session_id)
    form = NewGuestForm(request.POST or None, session=session, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            resident = form.saved()
        except SessionClosed:
            messages.error(request, CLOSED)
            return redirect("guest_search", session_id=session.pk)
        if resident is not None:
            messages.success(request, f"{resident.name} dicatat sebagai tamu, bukan sasaran di sini.")
            return redirect(_entry(session, resident))
    return render(request, "visits/guests/new.html", {"session": session, "form": form})


def _admitted(request: AuthedRequest, session: Session) -> HttpResponse:
    try:
        person = guests.admit(session=session, user=request.user, ticket=request.POST["ticket"])
    except guests.NotFoundBefore:
        messages.error(request, "Pencarian tadi sudah terlalu lama. Cari sekali lagi orangnya.")
    except SessionClosed:
        messages.error(request, CLOSED)
    else:
        return redirect(_entry(session, person))
    return redirect("guest_search", session_id=session.pk)


def _entry(session: Session, resident: Resident) -> str:
    return reverse("visit_entry", args=[session.pk, resident.pk])


def _session(request: AuthedRequest, session_id: UUID) -> Session:
    sessions = Session.objects.visible_to(request.user, Action.RECORD).select_related("posyandu__unit")
    return get_object_or_404(sessions, pk=session_id)
