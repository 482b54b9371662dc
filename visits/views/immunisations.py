"""A child's immunisations: the schedule with what was given, filled in from the Buku KIA."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.http import AuthedRequest
from registry.models import Resident
from registry.permissions import Action, requires
from visits.forms.immunisations import ImmunisationForm
from visits.immunisations import status_on, warnings_of
from visits.models import Immunisation
from visits.rulebook import book_for
from visits.rules.immunisation import dose_label, known_codes
from visits.services_given import DoseGiven, remove_immunisation

_TAKEN_BACK = ("dihapus", "tanggal", "tempat", "nama", "batch")


@requires(Action.SEE_PEOPLE)
def immunisations(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Every dose by age with its state; whoever registers people fills in as many as the book shows."""
    resident = _person(request, resident_id, Action.SEE_PEOPLE)
    may_change = request.user.may(Action.REGISTER, resident.posyandu.unit)
    if request.method == "POST" and not may_change:
        resident = _person(request, resident_id, Action.REGISTER)
    today = timezone.localdate()
    rules = book_for(resident.posyandu_id).on(today)
    stored = list(Immunisation.objects.visible_to(request.user).filter(resident=resident))
    form = ImmunisationForm(request.POST or None, resident=resident, stored=stored, day=today, rules=rules)
    if request.method == "POST" and form.is_valid() and (changed := form.saved(request.user)) is not None:
        given = {row.dose: row.given_on for row in [*stored, *changed]}
        _say(request, changed)
        for row in changed:
            for text in warnings_of(row.dose, given, resident.birth_date, rules):
                messages.warning(request, text)
        return redirect("immunisations", resident.pk)
    given = {row.dose: row.given_on for row in stored}
    context = {
        "resident": resident,
        "form": form,
        "groups": form.rows(),
        "status": status_on(resident.birth_date, today, given, rules=rules),
        "may_change": may_change,
        "taken_back": _taken_back(request) if may_change else None,
    }
    return render(request, "visits/immunisations.html", context)


@require_POST
@requires(Action.REGISTER)
def immunisation_remove(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Take back a dose noted by mistake; the next page offers to bring it back."""
    resident = _person(request, resident_id, Action.REGISTER)
    was = remove_immunisation(resident=resident, code=request.POST.get("dose", ""))
    page = reverse("immunisations", args=[resident.pk])
    if was is None:
        return redirect(page)
    day = was.given_on.isoformat() if was.given_on else ""
    values = (was.code, day, was.place, was.place_name, was.batch)
    return redirect(f"{page}?{urlencode(dict(zip(_TAKEN_BACK, values, strict=True)))}")


def _person(request: AuthedRequest, resident_id: UUID, action: Action) -> Resident:
    people = Resident.objects.visible_to(request.user, action).without_secrets()
    return get_object_or_404(people.select_related("posyandu__unit"), pk=resident_id)


def _say(request: AuthedRequest, changed: list[Immunisation]) -> None:
    if not changed:
        messages.info(request, "Tidak ada yang berubah.")
    elif len(changed) == 1:
        messages.success(request, f"{changed[0].label} tersimpan.")
    else:
        messages.success(request, f"{len(changed)} imunisasi tersimpan.")


def _taken_back(request: AuthedRequest) -> tuple[str, DoseGiven, str] | None:
    """Name, values and written day of the dose that was just taken back."""
    code, day, place, place_name, batch = (request.GET.get(name, "") for name in _TAKEN_BACK)
    if code not in known_codes():
        return None
    return dose_label(code), DoseGiven(code, None, place, place_name, batch), day
