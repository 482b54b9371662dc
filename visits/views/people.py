"""One person: what is known, and everything that happened, newest first."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from registry.http import AuthedRequest
from registry.models import Resident
from registry.permissions import Action, requires
from visits.charts import person_charts
from visits.models import Session, Visit
from visits.results import result_of
from visits.rulebook import shelf


@requires(Action.SEE_PEOPLE)
def resident_detail(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """A person's page: head, growth chart for children, timeline, and what is registered."""
    people = Resident.objects.visible_to(request.user).select_related("posyandu__unit", "household", "mother")
    resident = get_object_or_404(people, pk=resident_id)
    visits = list(Visit.objects.visible_to(request.user).filter(resident=resident).for_history())
    today, books = timezone.localdate(), shelf()
    sessions = Session.objects.visible_to(request.user, Action.RECORD).filter(
        posyandu=resident.posyandu, date=today
    )
    context = {
        "resident": resident,
        "stage": resident.life_stage_on(today),
        "entries": [(visit, None if visit.cancelled_at else result_of(visit, books)) for visit in visits],
        "charts": person_charts(resident, [visit for visit in visits if not visit.cancelled_at], books),
        "residency": resident.residencies.order_by("-valid_from").first(),
        "session": sessions.first(),
        "may_change": request.user.may(Action.REGISTER, resident.posyandu.unit),
    }
    return render(request, "visits/resident_detail.html", context)
