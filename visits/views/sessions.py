"""Hari Ini: opening the day, and the roster of a session."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from registry.http import AuthedRequest
from registry.models import MoveRequest, Posyandu
from registry.permissions import Action, requires
from registry.rules.life_stage import LifeStage
from registry.rules.wording import whole
from visits.forms import OpenSessionForm
from visits.models import Session
from visits.roster import Roster, roster_of

RECENT_SESSIONS = 20


@requires(Action.RECORD)
def today(request: AuthedRequest) -> HttpResponse:
    """Open today's session, or go on with one; straight into it where there is only one to go to."""
    day = timezone.localdate()
    sessions = Session.objects.visible_to(request.user, Action.RECORD).select_related("posyandu__unit")
    places = Posyandu.objects.visible_to(request.user, Action.OPEN_SESSION).select_related("unit")
    open_now = list(sessions.filter(date=day))
    only_place = places[0] if len(places[:2]) == 1 else None
    if only_place and open_now and "semua" not in request.GET:
        return redirect("session_detail", session_id=open_now[0].pk)
    form = OpenSessionForm(
        request.POST or None, user=request.user, initial={"posyandu": only_place, "date": day}
    )
    if request.method == "POST" and form.is_valid():
        session = form.save()
        return redirect("session_detail", session_id=session.pk)
    context = {
        "form": form,
        "day": day,
        "only_place": only_place,
        "open_now": open_now,
        "earlier": sessions.exclude(date=day).order_by("-date", "posyandu")[:RECENT_SESSIONS],
        "moves_waiting": MoveRequest.objects.visible_to(request.user).answerable_by(request.user).count(),
    }
    return render(request, "visits/today.html", context)


@requires(Action.RECORD)
def session_detail(request: AuthedRequest, session_id: UUID) -> HttpResponse:
    """The morning on one screen: who has come, who is missing, search as you type."""
    sessions = Session.objects.visible_to(request.user, Action.RECORD).select_related("posyandu__unit")
    session = get_object_or_404(sessions, pk=session_id)
    text, stage, only = (request.GET.get(key, "").strip() for key in ("q", "kelompok", "hanya"))
    roster = roster_of(session, text=text, stage=stage if stage in list(LifeStage) else "", only=only)
    context = {
        "session": session,
        "roster": roster,
        "query": text,
        "chips": _chips(request, roster, stage),
        "only_chips": _only_chips(request, only),
        "new_url": f"{reverse('resident_new')}?posyandu={session.posyandu_id}"
        f"&lanjut={reverse('session_detail', args=[session.pk])}",
    }
    part = "visits/session_rows.html" if request.headers.get("HX-Request") else "visits/session_detail.html"
    return render(request, part, context)


def _chips(request: HttpRequest, roster: Roster, current: str) -> list[dict[str, object]]:
    everybody = [("", "Semua", roster.came, roster.expected)]
    groups = [(group.stage.value, group.stage.label, group.came, group.expected) for group in roster.groups]
    return [
        {
            "url": _with(request, kelompok=value),
            "label": label,
            "active": value == current,
            "count": f"{whole(came)}/{whole(expected)}",
        }
        for value, label, came, expected in everybody + groups
    ]


def _only_chips(request: HttpRequest, current: str) -> list[dict[str, object]]:
    choices = (("", "Semua"), ("datang", "Sudah datang"), ("belum", "Belum datang"))
    return [
        {"url": _with(request, hanya=value), "label": label, "active": value == current}
        for value, label in choices
    ]


def _with(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for key, value in changes.items():
        query[key] = value
    return f"?{query.urlencode()}"
