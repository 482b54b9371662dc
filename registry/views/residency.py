"""Leaving the kabupaten, and coming back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from registry import services
from registry.forms import EndResidencyForm, ReturnForm
from registry.http import AuthedRequest
from registry.models import Resident
from registry.permissions import Action, requires


def person_to_change(request: AuthedRequest, resident_id: UUID) -> Resident:
    """A resident whom the user may change; 404 otherwise."""
    people = Resident.objects.visible_to(request.user, Action.REGISTER).select_related("posyandu__unit")
    return get_object_or_404(people, pk=resident_id)


@requires(Action.REGISTER)
def resident_end(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Somebody left the kabupaten or was registered by mistake: they are no sasaran here any more."""
    resident = person_to_change(request, resident_id)
    if services.open_residency(resident) is None:
        messages.info(request, f"{resident.name} memang sudah tidak menjadi sasaran di sini.")
        return redirect("resident_return", resident.pk)
    form = EndResidencyForm(
        request.POST or None, resident=resident, user=request.user, initial={"on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid() and form.saved():
        messages.success(request, f"{resident.name} tidak lagi menjadi sasaran di {resident.posyandu}.")
        return redirect("resident_return", resident.pk)
    return render(request, "registry/resident_end.html", {"form": form, "resident": resident})


@requires(Action.REGISTER)
def resident_return(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Take back that somebody left, or record that they live here again."""
    resident = person_to_change(request, resident_id)
    if services.open_residency(resident) is not None:
        return redirect(resident)
    if services.death_of(resident) is not None:
        return redirect("resident_death", resident.pk)
    if request.method == "POST" and "undo" in request.POST:
        services.undo_end(resident=resident)
        messages.success(request, f"{resident.name} kembali menjadi sasaran di {resident.posyandu}.")
        return redirect(resident)
    form = ReturnForm(request.POST or None, resident=resident, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and form.saved():
        messages.success(request, f"{resident.name} tercatat tinggal lagi di {resident.posyandu}.")
        return redirect(resident)
    context = {"form": form, "resident": resident, "residency": services.last_residency(resident)}
    return render(request, "registry/resident_return.html", context)
