"""Pages of a pregnancy: recorded on few fields, shown with what is due, ended kindly."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.forms.maternity import PregnancyEndForm, PregnancyForm
from registry.http import AuthedRequest
from registry.models import Pregnancy, Resident
from registry.permissions import Action, requires
from registry.services import maternity
from visits.maternity import due_words, pregnancy_page


@requires(Action.REGISTER)
def pregnancy_new(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Record that a woman is pregnant."""
    resident = woman_of(request, resident_id)
    today = timezone.localdate()
    known = resident.pregnancies.filter(ended_on__isnull=True).first()
    if known is not None:
        messages.info(request, f"{resident.name} sudah tercatat hamil.")
        return redirect(known)
    try:
        maternity.check_mother(resident, today)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(resident)
    form = PregnancyForm(request.POST or None, resident=resident)
    if request.method == "POST" and form.is_valid() and (pregnancy := form.saved(request.user)):
        messages.success(request, f"Kehamilan {resident.name} tercatat.")
        return redirect(pregnancy)
    return render(request, "visits/pregnancy_form.html", {"form": form, "resident": resident})


@requires(Action.SEE_PEOPLE)
def pregnancy_detail(request: AuthedRequest, pregnancy_id: UUID) -> HttpResponse:
    """Weeks, expected birth, risks, and which contacts are due."""
    pregnancy = _pregnancy(request, pregnancy_id, Action.SEE_PEOPLE)
    today = timezone.localdate()
    context = {
        "pregnancy": pregnancy,
        "resident": pregnancy.resident,
        "page": pregnancy_page(pregnancy, today),
        "due": due_words(pregnancy, today),
        "delivery": getattr(pregnancy, "delivery", None),
        "may_change": request.user.may(Action.REGISTER, pregnancy.resident.posyandu.unit),
    }
    return render(request, "visits/pregnancy_detail.html", context)


@requires(Action.REGISTER)
def pregnancy_edit(request: AuthedRequest, pregnancy_id: UUID) -> HttpResponse:
    """Complete or correct a pregnancy."""
    pregnancy = _pregnancy(request, pregnancy_id)
    form = PregnancyForm(request.POST or None, resident=pregnancy.resident, pregnancy=pregnancy)
    if request.method == "POST" and form.is_valid() and form.saved(request.user):
        messages.success(request, "Perubahan tersimpan.")
        return redirect(pregnancy)
    context = {"form": form, "resident": pregnancy.resident, "pregnancy": pregnancy}
    return render(request, "visits/pregnancy_form.html", context)


@requires(Action.REGISTER)
def pregnancy_end(request: AuthedRequest, pregnancy_id: UUID) -> HttpResponse:
    """A miscarriage, or a record that was a mistake; the woman's other records stay as they are."""
    pregnancy = _pregnancy(request, pregnancy_id)
    if not pregnancy.is_open:
        messages.info(request, "Kehamilan ini sudah berakhir.")
        return redirect(pregnancy)
    form = PregnancyEndForm(request.POST or None, pregnancy=pregnancy)
    if request.method == "POST" and form.is_valid() and form.saved():
        messages.success(request, "Tercatat. Bila keliru, buka lagi di halaman ini.")
        return redirect(pregnancy)
    context = {"form": form, "resident": pregnancy.resident, "pregnancy": pregnancy}
    return render(request, "visits/pregnancy_end.html", context)


@require_POST
@requires(Action.REGISTER)
def pregnancy_reopen(request: AuthedRequest, pregnancy_id: UUID) -> HttpResponse:
    """Take back an end that was a mistake."""
    pregnancy = _pregnancy(request, pregnancy_id)
    try:
        maternity.reopen_pregnancy(pregnancy=pregnancy)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Kehamilan dilanjutkan.")
    return redirect(pregnancy)


def woman_of(request: AuthedRequest, resident_id: UUID) -> Resident:
    """The woman of an address, within the units where the user may register."""
    people = Resident.objects.visible_to(request.user, Action.REGISTER)
    return get_object_or_404(people.select_related("posyandu__unit", "household", "spouse"), pk=resident_id)


def _pregnancy(request: AuthedRequest, pregnancy_id: UUID, action: Action = Action.REGISTER) -> Pregnancy:
    rows = Pregnancy.objects.visible_to(request.user, action).filter(resident__merged_into__isnull=True)
    related = rows.select_related("resident__posyandu__unit", "delivery")
    return get_object_or_404(related, pk=pregnancy_id)
