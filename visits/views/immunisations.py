"""A person's immunisations: the schedule with what was given, filled in from the Buku KIA or given here today."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.http import AuthedRequest
from registry.models import Resident
from registry.permissions import Action, requires
from visits import services
from visits.forms.immunisations import FIELDS, ImmunisationForm, values_of
from visits.immunisations import PlannedVisit, Status, catch_up, status_on, warnings_of
from visits.models import Immunisation
from visits.person_actions import SCHEDULE_YEARS
from visits.rulebook import book_for
from visits.rules.book import Rules
from visits.rules.immunisation import DoseStatus, Given, dose_label, known_codes, missing_for_age
from visits.services_given import remove_immunisation
from visits.stock import shortages
from visits.stock_items import item_of
from visits.tetanus import TETANUS_CODES, TetanusLine, needs_tetanus, tetanus_of

_CODE = "dihapus"


@requires(Action.SEE_PEOPLE)
def immunisations(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Every dose by age with its state; whoever registers people fills in as many as the book shows.

    Of a woman her Td doses and what protection they give.
    """
    resident = _person(request, resident_id, Action.SEE_PEOPLE)
    may_change = request.user.may(Action.REGISTER, resident.posyandu.unit)
    if request.method == "POST" and not may_change:
        resident = _person(request, resident_id, Action.REGISTER)
    today = timezone.localdate()
    rules = book_for(resident.posyandu_id).on(today)
    stored = list(Immunisation.objects.visible_to(request.user).filter(resident=resident))
    form = ImmunisationForm(
        request.POST or None, resident=resident, stored=stored, day=today, rules=rules, user=request.user
    )
    if request.method == "POST" and form.is_valid() and (changed := form.saved()) is not None:
        given = {row.dose: row.given_on for row in [*stored, *changed]}
        _say(request, changed)
        services.note_vaccinated(resident=resident, day=today, doses=changed, user=request.user)
        for row in changed:
            for text in warnings_of(row.dose, given, resident.birth_date, rules):
                messages.warning(request, text)
        return redirect("immunisations", resident.pk)
    given = {row.dose: row.given_on for row in stored}
    is_child = resident.age_on(today).years < SCHEDULE_YEARS
    context = {
        "resident": resident,
        "form": form,
        "groups": form.rows(),
        "status": _status(resident, given, today, rules) if is_child else None,
        "plan": _plan(resident, given, today, rules) if is_child else [],
        "tetanus": _tetanus(resident, stored, today, rules),
        "may_change": may_change,
        "taken_back": _taken_back(request) if may_change else None,
    }
    return render(request, "visits/immunisations.html", context)


@require_POST
@requires(Action.REGISTER)
def immunisation_remove(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Take back a dose noted by mistake; the next page offers to bring it back."""
    resident = _person(request, resident_id, Action.REGISTER)
    page, code = reverse("immunisations", args=[resident.pk]), request.POST.get("dose", "")
    try:
        was = remove_immunisation(resident=resident, code=code, user=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(page)
    if was is None:
        return redirect(page)
    return redirect(f"{page}?{urlencode({_CODE: was.code} | values_of(was))}")


def _status(resident: Resident, given: Given, day: date, rules: Rules) -> Status:
    return status_on(resident.birth_date, day, given, rules=rules)


def _plan(resident: Resident, given: Given, day: date, rules: Rules) -> list[PlannedVisit]:
    """How to catch up, for a child that is late with something that can still be given."""
    missing = missing_for_age(resident.birth_date, day, given, rules=rules)
    late = any(dose.status is DoseStatus.OVERDUE for dose in missing)
    return catch_up(resident.birth_date, day, given, rules=rules) if late else []


def _tetanus(resident: Resident, stored: list[Immunisation], day: date, rules: Rules) -> TetanusLine | None:
    return tetanus_of(stored, day, rules=rules) if needs_tetanus(resident, day) else None


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
    here = [row for row in changed if row.posyandu_id is not None]
    if here and here[0].posyandu is not None:
        for text in shortages(here[0].posyandu, [item_of(row.dose) for row in here]):
            messages.warning(request, text)


def _taken_back(request: AuthedRequest) -> tuple[str, dict[str, str]] | None:
    """Name and hidden fields of the dose that was just taken back."""
    code = request.GET.get(_CODE, "")
    if code not in known_codes() and code not in TETANUS_CODES:
        return None
    fields = {f"{name}_{code}": request.GET.get(f"{name}_{code}", "") for name in FIELDS}
    return dose_label(code), {name: value for name, value in fields.items() if value or name == f"on_{code}"}
