"""One person: what is known, and everything that happened, newest first."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from registry import merging
from registry.http import AuthedRequest
from registry.models import Resident
from registry.permissions import Action, requires
from visits.person import person_page

_RELATED = ("posyandu__unit", "household__head", "mother", "father", "spouse", "death")
_HIDDEN = tuple(
    f"{who}__{secret}"
    for who in ("mother", "father", "spouse", "household__head")
    for secret in ("nik", "phone")
)


@requires(Action.SEE_PEOPLE)
def resident_detail(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """A person's page: charts, one timeline across the life, what is due, the family, and what may be done.

    The address of somebody who was merged leads to the one who stays.
    """
    people = Resident.objects.visible_to(request.user).select_related(*_RELATED)
    resident = people.defer("household__kk", "household__phone", *_HIDDEN).filter(pk=resident_id).first()
    if resident is None:
        return _merged(request, resident_id)
    today = timezone.localdate()
    context = {
        "resident": resident,
        "stage": resident.life_stage_on(today),
        "page": person_page(resident, request.user, today),
        "may_change": request.user.may(Action.REGISTER, resident.posyandu.unit),
        "may_open": request.user.may(Action.OPEN_NIK, resident.posyandu.unit),
    }
    return render(request, "visits/resident_detail.html", context)


def _merged(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Send on to the person an old address stands for; 404 where it is nobody, or nobody of the user's."""
    kept = Resident.objects.visible_to(request.user).filter(pk=merging.current_id(resident_id)).first()
    if kept is None:
        raise Http404
    return redirect(kept)
