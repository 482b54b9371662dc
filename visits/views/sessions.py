"""Hari Ini: opening the day, and the roster of a session."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from registry.http import AuthedRequest
from registry.models import MoveRequest, Posyandu
from registry.permissions import Action, requires
from visits import session_page, session_state
from visits.columns import STEPS
from visits.forms import OpenSessionForm
from visits.models import Session
from visits.roster import Wish, roster_of
from visits.schedule import next_days
from visits.session_services import may_correct

RECENT_SESSIONS = 20
# The element that fetches itself anew, as htmx names it.
LIST_ID = "daftar"
# Where the browser session keeps the step: of one day only.
STEP_KEY = "langkah"


@requires(Action.RECORD)
def today(request: AuthedRequest) -> HttpResponse:
    """Open today's session, or go on with one; straight into it where there is only one to go to."""
    day = timezone.localdate()
    sessions = Session.objects.visible_to(request.user, Action.RECORD).select_related("posyandu__unit")
    places = list(Posyandu.objects.visible_to(request.user, Action.OPEN_SESSION).select_related("unit"))
    open_now = list(sessions.filter(date=day))
    only_place = places[0] if len(places) == 1 else None
    if only_place and open_now and "semua" not in request.GET:
        return redirect("session_detail", session_id=open_now[0].pk)
    upcoming = next_days(places, day)
    planned_now = [row for row in upcoming if row.day == day]
    initial: dict[str, object] = {"posyandu": only_place, "date": day}
    if only_place and planned_now:
        initial["place"] = planned_now[0].place
    form = OpenSessionForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        session = form.save()
        return redirect("session_detail", session_id=session.pk)
    context = {
        "form": form,
        "day": day,
        "only_place": only_place,
        "open_now": open_now,
        "planned_now": planned_now,
        "upcoming": [row for row in upcoming if row.day != day],
        "earlier": sessions.exclude(date=day).order_by("-date", "posyandu")[:RECENT_SESSIONS],
        "moves_waiting": MoveRequest.objects.visible_to(request.user).answerable_by(request.user).count(),
    }
    return render(request, "visits/today.html", context)


@requires(Action.RECORD)
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def session_detail(request: AuthedRequest, session_id: UUID) -> HttpResponseBase:
    """The morning on one screen: who has come, how far each is, who is missing; it stays current by itself.

    A POST keeps at which step the user serves. The list alone is asked for by htmx, and answered with 304 where
    nothing changed since the mark that the browser names.
    """
    sessions = Session.objects.visible_to(request.user, Action.RECORD).select_related(
        "posyandu__unit", "closed_by"
    )
    session = get_object_or_404(sessions, pk=session_id)
    if request.method == "POST":
        return _choose_step(request, session)
    wish = session_page.read_wish(request.GET, _step(request, session))
    # The mark first: what is saved while the rows are read is fetched again, not missed.
    mark = session_state.version_of(session, wish, request.user.pk)
    if not _wants_list(request):
        return render(request, "visits/session_detail.html", _whole_page(request, session, wish, mark))
    etag = f'W/"{mark}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = render(request, "visits/session_rows.html", _list(request, session, wish, mark))
    answer["ETag"], answer["Cache-Control"] = etag, "no-store"
    patch_vary_headers(answer, ["HX-Request"])
    if request.headers.get("HX-Trigger") != LIST_ID:
        # What was searched for or chosen stands in the address, without a step back for each letter.
        answer.headers["HX-Replace-Url"] = request.path + session_page.query_of(wish)
    return answer


def _wants_list(request: AuthedRequest) -> bool:
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def _whole_page(request: AuthedRequest, session: Session, wish: Wish, mark: str) -> dict[str, object]:
    return _list(request, session, wish, mark) | {
        "steps": session_page.step_choices(wish.step),
        "step": wish.step,
        "step_name": STEPS.get(wish.step or 0, ""),
        "query": session_page.query_of(wish),
        "may_correct": may_correct(session, request.user),
        "ways_on": session_page.ways_on(session, request.user),
        "list_id": LIST_ID,
    }


def _list(request: AuthedRequest, session: Session, wish: Wish, mark: str) -> dict[str, object]:
    roster = roster_of(session, wish)
    return {
        "session": session,
        "roster": roster,
        "lines": list(session_page.lines_of(roster, session, wish, request.user)),
        "wish": wish,
        "mark": mark,
        "chips": session_page.group_chips(roster, wish),
        "filters": session_page.filters(wish),
        "new_url": session_page.new_person_url(session),
    }


def _step(request: AuthedRequest, session: Session) -> int | None:
    """The step that was chosen at this browser for this day, else the one the user has duty at."""
    chosen = request.session.get(STEP_KEY)
    if chosen and chosen[0] == str(session.pk):
        return session_state.read_step(str(chosen[1]))
    return session_state.duty_step(session, request.user)


def _choose_step(request: AuthedRequest, session: Session) -> HttpResponse:
    step = session_state.read_step(request.POST.get("langkah", ""))
    request.session[STEP_KEY] = [str(session.pk), step]
    wish = session_page.read_wish(request.GET, step)
    return redirect(session.get_absolute_url() + session_page.query_of(wish))
