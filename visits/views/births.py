"""Pages of a birth: mother and babies recorded in one go, the visits after it, and the end of breastfeeding."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.forms.births import DeliveryEntry
from registry.forms.maternity import BreastfeedingEndForm
from registry.http import AuthedRequest
from registry.models import Delivery, Pregnancy, Resident
from registry.models.people import ResidentQuerySet
from registry.permissions import Action, requires
from registry.services import deliveries, maternity
from visits.maternity import delivery_page
from visits.views.pregnancies import woman_of


@requires(Action.REGISTER)
def delivery_new(request: AuthedRequest, pregnancy_id: UUID) -> HttpResponse:
    """Record the birth that ends a pregnancy."""
    rows = Pregnancy.objects.visible_to(request.user, Action.REGISTER)
    pregnancy = get_object_or_404(rows.filter(resident__merged_into__isnull=True), pk=pregnancy_id)
    known = Delivery.objects.visible_to(request.user, Action.REGISTER).filter(pregnancy=pregnancy).first()
    if known is not None:
        messages.info(request, "Persalinan ini sudah tercatat.")
        return redirect(known)
    if pregnancy.outcome not in ("", Pregnancy.Outcome.DIED):
        messages.info(request, "Kehamilan ini sudah berakhir.")
        return redirect(pregnancy)
    return _record(request, woman_of(request, pregnancy.resident_id), pregnancy)


@requires(Action.REGISTER)
def delivery_direct(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Record the birth of a woman whose pregnancy nobody recorded."""
    resident = woman_of(request, resident_id)
    open_now = resident.pregnancies.filter(ended_on__isnull=True).first()
    if open_now is not None:
        return redirect("delivery_new", pregnancy_id=open_now.pk)
    try:
        maternity.check_mother(resident, timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(resident)
    return _record(request, resident, None)


@requires(Action.SEE_PEOPLE)
def delivery_detail(request: AuthedRequest, delivery_id: UUID) -> HttpResponse:
    """A birth with its babies, and the visits that mother and babies should get."""
    delivery = _delivery(request, delivery_id, Action.SEE_PEOPLE)
    babies = list(_babies(Resident.objects.visible_to(request.user), delivery))
    # A baby that died stays where it lived; whoever cares for the mother now has to know of it.
    dead = _babies(Resident.objects.unscoped("of a birth the caller may see"), delivery).filter(
        death__isnull=False
    )
    lost = list(dead.exclude(pk__in=[baby.pk for baby in babies]))
    context = {
        "delivery": delivery,
        "resident": delivery.resident,
        "page": delivery_page(delivery, babies, timezone.localdate(), lost),
        "may_change": request.user.may(Action.REGISTER, delivery.resident.posyandu.unit),
    }
    return render(request, "visits/delivery_detail.html", context)


@requires(Action.REGISTER)
def delivery_edit(request: AuthedRequest, delivery_id: UUID) -> HttpResponse:
    """Correct a birth, or add a baby that was forgotten."""
    delivery = _delivery(request, delivery_id)
    entry = DeliveryEntry(request.POST or None, resident=delivery.resident, delivery=delivery)
    if request.method == "POST" and entry.is_valid() and entry.saved(request.user):
        messages.success(request, "Perubahan tersimpan.")
        return redirect(delivery)
    context = {"entry": entry, "form": entry.form, "resident": delivery.resident, "delivery": delivery}
    return render(request, "visits/delivery_form.html", context)


@require_POST
@requires(Action.REGISTER)
def delivery_undo(request: AuthedRequest, delivery_id: UUID) -> HttpResponse:
    """Take a birth back that was recorded by mistake."""
    delivery = _delivery(request, delivery_id)
    try:
        deliveries.undo_delivery(delivery=delivery)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(delivery)
    messages.success(request, "Catatan persalinan dibatalkan.")
    return redirect(delivery.pregnancy or delivery.resident)


@requires(Action.REGISTER)
def breastfeeding_end(request: AuthedRequest, delivery_id: UUID) -> HttpResponse:
    """The mother no longer breastfeeds."""
    delivery = _delivery(request, delivery_id)
    form = BreastfeedingEndForm(request.POST or None, delivery=delivery)
    if request.method == "POST" and form.is_valid() and form.saved():
        messages.success(request, "Tercatat. Bila keliru, batalkan di halaman ini.")
        return redirect(delivery)
    context = {"form": form, "resident": delivery.resident, "delivery": delivery}
    return render(request, "visits/breastfeeding_end.html", context)


@require_POST
@requires(Action.REGISTER)
def breastfeeding_resume(request: AuthedRequest, delivery_id: UUID) -> HttpResponse:
    """Take the end of breastfeeding back."""
    delivery = _delivery(request, delivery_id)
    deliveries.end_breastfeeding(delivery=delivery, on=None)
    messages.success(request, "Tercatat masih menyusui.")
    return redirect(delivery)


def _babies(people: ResidentQuerySet, delivery: Delivery) -> ResidentQuerySet:
    rows = people.filter(born_at=delivery).select_related("death")
    return rows.without_secrets().order_by("birth_order", "pk")


def _record(request: AuthedRequest, resident: Resident, pregnancy: Pregnancy | None) -> HttpResponse:
    entry = DeliveryEntry(request.POST or None, resident=resident)
    if request.method == "POST" and entry.is_valid() and (delivery := entry.saved(request.user)):
        messages.success(request, f"Persalinan {resident.name} tercatat.")
        return redirect(_after(delivery))
    context = {"entry": entry, "form": entry.form, "resident": resident, "pregnancy": pregnancy}
    return render(request, "visits/delivery_form.html", context)


def _after(delivery: Delivery) -> str:
    """The birth's own page; the page of a death where the mother did not survive and nobody recorded it yet."""
    if delivery.mother_condition == Delivery.Condition.DIED and not hasattr(delivery.resident, "death"):
        return f"{reverse('resident_death', args=[delivery.resident_id])}?tanggal={delivery.on}"
    return delivery.get_absolute_url()


def _delivery(request: AuthedRequest, delivery_id: UUID, action: Action = Action.REGISTER) -> Delivery:
    rows = Delivery.objects.visible_to(request.user, action).filter(resident__merged_into__isnull=True)
    related = rows.select_related("resident__posyandu__unit", "resident__household", "pregnancy")
    return get_object_or_404(related, pk=delivery_id)
