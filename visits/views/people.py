"""One person: what is known, and everything that happened, newest first."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from registry import merging
from registry.http import AuthedRequest
from registry.models import Household, Resident
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
    resident = people.defer("household__kk", *_HIDDEN).filter(pk=resident_id).first()
    if resident is None:
        return _merged(request, resident_id)
    today = timezone.localdate()
    context = {
        "resident": resident,
        "stage": resident.life_stage_on(today),
        "address_url": _address_url(resident),
        "family_phone": "" if resident.phone else _family_phone(resident),
        "page": person_page(resident, request.user, today),
        "may_change": request.user.may(Action.REGISTER, resident.posyandu.unit),
        "may_open": request.user.may(Action.OPEN_NIK, resident.posyandu.unit),
    }
    return render(request, "visits/resident_detail.html", context)


def _address_url(resident: Resident) -> str:
    """Where the address is written: the family's page, or the person's own while they have none here."""
    home = _home_here(resident)
    return reverse("household_edit", args=[home.pk]) if home else reverse("resident_edit", args=[resident.pk])


def _family_phone(resident: Resident) -> str:
    home = _home_here(resident)
    return home.masked_phone if home else ""


def _home_here(resident: Resident) -> Household | None:
    """The family, unless another Posyandu looks after it."""
    home = resident.household
    return home if home is not None and home.posyandu_id == resident.posyandu_id else None


def _merged(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Send on to the person an old address stands for; 404 where it is nobody, or nobody of the user's."""
    kept = Resident.objects.visible_to(request.user).filter(pk=merging.current_id(resident_id)).first()
    if kept is None:
        raise Http404
    return redirect(kept)
