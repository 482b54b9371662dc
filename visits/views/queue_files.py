"""Bringing the file of a phone that cannot send any more."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from registry.http import AuthedRequest
from registry.permissions import Action, requires
from visits.brought import rows_of
from visits.forms.queue_files import QueueFileForm
from visits.models import SyncItem


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Action.REVOKE_DEVICES)
def queue_file_import(request: AuthedRequest) -> HttpResponse:
    """Upload a phone's file; then what became of each item. Loading the answer again stores nothing twice."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = QueueFileForm(*sent, officer=request.user)
    brought = form.bring() if form.is_valid() else None
    if brought is None:
        return render(request, "visits/devices/queue_file.html", {"form": form}, status=form.status)
    context = {
        "brought": brought,
        "device": brought.device,
        "rows": rows_of(brought, request.user),
        "stored": brought.count(SyncItem.State.STORED),
        "open": brought.count(SyncItem.State.REFUSED) + brought.count(SyncItem.State.CONFLICT),
    }
    return render(request, "visits/devices/queue_file_result.html", context)
