"""What a person was given beside immunisations: the list, and services of other places written into it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry import merging
from registry.http import AuthedRequest
from registry.models import Resident
from registry.permissions import Action, requires
from visits.forms.services_given import ServiceForm
from visits.models import ServiceGiven
from visits.rulebook import book_for
from visits.services_given import OfAVisit, history_of, kinds_for, remove_service, service_words
from visits.stock import shortages
from visits.stock_items import item_of

Kind = ServiceGiven.Kind


@requires(Action.SEE_PEOPLE)
def services_given(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Everything a person was given, newest first, and what can be written down."""
    resident = _person(request, resident_id, Action.SEE_PEOPLE)
    may_change = request.user.may(Action.RECORD, resident.posyandu.unit)
    kinds = [(kind, Kind(kind).label) for kind in kinds_for(resident, timezone.localdate())]
    context = {
        "resident": resident,
        "lines": history_of(resident),
        "kinds": kinds if may_change else [],
        "may_change": may_change,
    }
    return render(request, "visits/services_given.html", context)


@requires(Action.RECORD)
def service_new(request: AuthedRequest, resident_id: UUID, kind: str) -> HttpResponse:
    """Write down a service that was given somewhere else, or at home from the Posyandu's stock."""
    resident = _person(request, resident_id)
    if kind not in Kind.values:
        raise Http404
    return _form_page(request, resident, kind, None, sent_for=resident_id)


@requires(Action.RECORD)
def service_edit(request: AuthedRequest, service_id: UUID) -> HttpResponse:
    """Correct a service that was written down here; one of a visit is corrected on the visit."""
    service = _service(request, service_id)
    if service.visit is not None:
        messages.info(request, "Pelayanan ini dicatat pada kunjungan. Perbaiki di sana.")
        return redirect(service.visit)
    return _form_page(request, service.resident, service.kind, service)


@require_POST
@requires(Action.RECORD)
def service_remove(request: AuthedRequest, service_id: UUID) -> HttpResponse:
    """Take back what was written down by mistake."""
    service = _service(request, service_id)
    try:
        if remove_service(resident=service.resident, service_id=service.pk) is not None:
            messages.success(request, f"{service_words(service)} dihapus dari catatan.")
    except OfAVisit:
        messages.info(request, "Pelayanan ini dicatat pada kunjungan. Perbaiki di sana.")
    return redirect("services_given", service.resident_id)


def _form_page(
    request: AuthedRequest,
    resident: Resident,
    kind: str,
    service: ServiceGiven | None,
    sent_for: UUID | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    form = ServiceForm(
        request.POST or None,
        resident=resident,
        kind=kind,
        day=today,
        rules=book_for(resident.posyandu_id).on(today),
        service=service,
        from_stock=item_of(kind) is not None or kind == Kind.CONTRACEPTION,
    )
    if request.method == "POST" and form.is_valid() and (row := form.saved(request.user, sent_for)):
        messages.success(request, f"{service_words(row)} tersimpan.")
        if row.posyandu is not None:
            for text in shortages(row.posyandu, [item_of(row.kind, row.detail)]):
                messages.warning(request, text)
        return redirect("services_given", row.resident_id)
    context = {"form": form, "resident": resident, "label": Kind(kind).label, "service": service}
    return render(request, "visits/service_form.html", context)


def _person(request: AuthedRequest, resident_id: UUID, action: Action = Action.RECORD) -> Resident:
    people = Resident.objects.visible_to(request.user, action).without_secrets()
    return get_object_or_404(people.select_related("posyandu__unit"), pk=merging.current_id(resident_id))


def _service(request: AuthedRequest, service_id: UUID) -> ServiceGiven:
    rows = ServiceGiven.objects.visible_to(request.user, Action.RECORD).select_related(
        "resident__posyandu__unit", "visit"
    )
    return get_object_or_404(rows.defer("resident__nik", "resident__phone"), pk=service_id)
