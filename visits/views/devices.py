"""Phones: the Puskesmas' list, taking one away, what was sent and not settled, and one's own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from registry.http import AuthedRequest
from registry.permissions import Action, requires
from visits import device_list as lists
from visits import devices
from visits.forms.devices import RevokeForm
from visits.models import Device


@requires(Action.REVOKE_DEVICES)
def device_list(request: AuthedRequest) -> HttpResponse:
    """The phones of the people in the officer's area, by name and by what needs somebody."""
    return render(request, "visits/devices/list.html", {"list": lists.listed(request.user, request.GET)})


@requires(Action.REVOKE_DEVICES)
def device_revoke(request: AuthedRequest, phone_id: UUID) -> HttpResponse:
    """Take a phone away, with a reason; it forgets everything at its next contact."""
    phones = Device.objects.manageable_by(request.user).select_related("user")
    device = get_object_or_404(phones, pk=phone_id)
    if device.is_revoked:
        messages.info(request, f"HP {device.user} sudah dicabut.")
        return redirect("device_list")
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        devices.revoke(device=device, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"HP {device.user} dicabut. Isinya hilang begitu HP itu terhubung lagi.")
        return redirect("device_list")
    return render(
        request, "visits/devices/revoke.html", {"device": device, "phone": lists.Phone(device), "form": form}
    )


@requires(Action.REVOKE_DEVICES)
def device_items(request: AuthedRequest) -> HttpResponse:
    """What phones sent and nobody has mended yet: for whom, of which kind, and why it was not stored."""
    device = _asked_device(request)
    page, rows = lists.unsettled_page(request.user, device.pk if device else None, request.GET.get("page"))
    context = {"page": page, "rows": rows, "device": device}
    return render(request, "visits/devices/items.html", context)


@requires(Action.RECORD)
def own_devices(request: AuthedRequest) -> HttpResponse:
    """The phones of whoever is logged in."""
    return render(request, "visits/devices/own.html", {"phones": lists.own_phones(request.user)})


def _asked_device(request: AuthedRequest) -> Device | None:
    """The phone that the address narrows the list to. Raises Http404 for one the officer does not look after."""
    text = request.GET.get("hp", "")
    if not text:
        return None
    try:
        device_id = UUID(text)
    except ValueError:
        return None
    return get_object_or_404(Device.objects.manageable_by(request.user).select_related("user"), pk=device_id)
