"""A visit as it is stored: what it means, what it held before, and taking it out of the counts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from registry.http import AuthedRequest
from registry.permissions import Action, requires
from visits import services
from visits.charts import Chart, person_charts
from visits.columns import STEPS
from visits.forms import CancelForm
from visits.models import Visit
from visits.proposals import shown_to
from visits.results import result_of
from visits.roster import previous_visit
from visits.sheet import lines_of, person_of, words_of
from visits.views.entry import CLOSED, visit_for


@requires(Action.SEE_PEOPLE)
def visit_detail(request: AuthedRequest, visit_id: UUID) -> HttpResponse:
    """The result in colour and in words, everything that was written, and what the visit held before."""
    visit = visit_for(request, visit_id, Action.SEE_PEOPLE)
    result = result_of(visit)
    unit = visit.resident.posyandu.unit
    before = previous_visit(visit.resident, visit.date)
    closed = visit.session is not None and visit.session.is_closed
    who = person_of(visit)
    context = {
        "visit": visit,
        "resident": visit.resident,
        "result": result,
        "proposals": shown_to(result.proposals, request.user, visit),
        "is_new": "baru" in request.GET,
        "lines": lines_of(visit, before.card if before else None),
        "before": before,
        "charts": _charts(visit),
        "saves": [(save, words_of(save, who)) for save in visit.saves.select_related("saved_by")],
        "revisions": visit.revisions.select_related("changed_by"),
        "may_record": request.user.may(Action.RECORD, unit)
        and (not closed or request.user.may(Action.CORRECT_CLOSED, unit)),
        "closed": closed,
        "next_step": next((step for step in STEPS if step not in visit.steps_done), None),
    }
    return render(request, "visits/visit_detail.html", context)


def _charts(visit: Visit) -> list[Chart]:
    """The person's curves up to this visit: its value is their newest point."""
    if visit.cancelled_at is not None or visit.card is None:
        return []
    visits = Visit.objects.unscoped("of a person the caller may see").active().with_cards()
    until = visits.filter(resident=visit.resident, date__lte=visit.date)
    return person_charts(visit.resident, list(until)).shown


@requires(Action.CANCEL)
def visit_cancel(request: AuthedRequest, visit_id: UUID) -> HttpResponse:
    """Take a visit out of the counts, with a reason."""
    visit = visit_for(request, visit_id, Action.CANCEL)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        may = request.user.may(Action.CORRECT_CLOSED, visit.resident.posyandu.unit)
        try:
            services.cancel_visit(
                visit=visit, user=request.user, reason=form.cleaned_data["reason"], may_correct_closed=may
            )
        except services.SessionClosed:
            messages.error(request, CLOSED)
            return redirect(visit)
        messages.success(request, "Kunjungan dibatalkan dan tidak lagi dihitung. Isinya tetap bisa dilihat.")
        return redirect(visit)
    return render(request, "visits/visit_cancel.html", {"visit": visit, "form": form})
