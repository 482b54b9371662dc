"""Recording a visit, seeing its result at once, correcting and cancelling it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry import merging
from registry.http import AuthedRequest
from registry.models import Posyandu, Resident
from registry.permissions import Action, requires
from visits import phone, preview, services
from visits.forms import CARD_FORMS, CancelForm, CardForm
from visits.models import CARD_OF_STAGE, Session, Visit
from visits.proposals import by_heading, shown_to
from visits.results import result_of
from visits.roster import previous_visit
from visits.rules import referral


@requires(Action.RECORD)
def visit_entry(request: AuthedRequest, session_id: UUID, resident_id: UUID) -> HttpResponse:
    """Step 2 for one person of a session."""
    session = get_object_or_404(
        Session.objects.visible_to(request.user, Action.RECORD).select_related("posyandu__unit"),
        pk=session_id,
    )
    resident = _resident(request, resident_id)
    if resident.birth_date > session.date:
        messages.error(request, f"{resident.name} belum lahir pada hari itu. Periksa tanggal lahirnya.")
        return redirect(resident)
    visits = Visit.objects.visible_to(request.user, Action.RECORD).active().with_cards()
    visit = visits.filter(resident=resident, date=session.date).first()
    form = _form(request, resident, session.date, visit)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, resident, session.posyandu, session, sent_for=resident_id)
        if saved is not None:
            return redirect(f"{saved.get_absolute_url()}?baru=1")
    context = {"form": form, "resident": resident, "session": session, "visit": visit, "day": session.date}
    return render(request, "visits/entry.html", context | {"phone": phone.entry_data(form)})


@requires(Action.RECORD)
def visit_edit(request: AuthedRequest, visit_id: UUID) -> HttpResponse:
    """Correct a visit of any day; what it held before is kept."""
    visit = _visit(request, visit_id, Action.RECORD)
    if visit.cancelled_at:
        messages.error(request, "Kunjungan ini sudah dibatalkan, jadi tidak bisa diperbaiki.")
        return redirect(visit)
    form = _form(request, visit.resident, visit.date, visit)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, visit.resident, visit.posyandu, visit.session)
        if saved is not None:
            messages.success(request, "Perbaikan tersimpan. Nilai sebelumnya tetap bisa dilihat di bawah.")
            return redirect(saved)
    context = {"form": form, "resident": visit.resident, "session": None, "visit": visit, "day": visit.date}
    return render(request, "visits/entry.html", context | {"phone": phone.entry_data(form)})


@requires(Action.SEE_PEOPLE)
def visit_detail(request: AuthedRequest, visit_id: UUID) -> HttpResponse:
    """The result in colour and in words, and what the visit held before."""
    visit = _visit(request, visit_id, Action.SEE_PEOPLE)
    result = result_of(visit)
    context = {
        "visit": visit,
        "resident": visit.resident,
        "result": result,
        "proposals": shown_to(result.proposals, request.user, visit),
        "is_new": "baru" in request.GET,
        "revisions": visit.revisions.select_related("changed_by"),
        "may_record": request.user.may(Action.RECORD, visit.resident.posyandu.unit),
    }
    return render(request, "visits/visit_detail.html", context)


@requires(Action.CANCEL)
def visit_cancel(request: AuthedRequest, visit_id: UUID) -> HttpResponse:
    """Take a visit out of the counts, with a reason."""
    visit = _visit(request, visit_id, Action.CANCEL)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.cancel_visit(visit=visit, user=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Kunjungan dibatalkan dan tidak lagi dihitung. Isinya tetap bisa dilihat.")
        return redirect(visit)
    return render(request, "visits/visit_cancel.html", {"visit": visit, "form": form})


@require_POST
@requires(Action.RECORD)
def visit_preview(request: AuthedRequest, resident_id: UUID, day: str) -> HttpResponse:
    """What the values typed so far mean, before they are saved. Stores nothing."""
    resident = _resident(request, resident_id)
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    if not resident.birth_date <= on <= timezone.localdate():
        raise Http404
    doubts, result = preview.preview_form(_form(request, resident, on, None))
    # Anybody may look at the screen while it is typed on.
    lines = by_heading(referral.shown_to(result.proposals, sees_private=False))
    context = {"result": result, "doubts": doubts, "proposal_lines": lines}
    return render(request, "visits/preview.html", context)


def _resident(request: AuthedRequest, resident_id: UUID) -> Resident:
    people = Resident.objects.visible_to(request.user, Action.RECORD).select_related(
        "posyandu__unit", "mother"
    )
    # Who opened the page before the person was merged still saves what was typed.
    known = merging.current_id(resident_id) if request.method == "POST" else resident_id
    return get_object_or_404(people, pk=known)


def _visit(request: AuthedRequest, visit_id: UUID, action: Action) -> Visit:
    visits = Visit.objects.visible_to(request.user, action).with_cards()
    related = (
        "posyandu__unit",
        "resident__posyandu__unit",
        "resident__mother",
        "session",
        "recorded_by",
        "cancelled_by",
    )
    return get_object_or_404(visits.select_related(*related), pk=visit_id)


def _form(request: AuthedRequest, resident: Resident, day: date, visit: Visit | None) -> CardForm:
    card_name = CARD_OF_STAGE[resident.life_stage_on(day)]
    before = previous_visit(resident, day)
    return CARD_FORMS[card_name](
        request.POST if request.method == "POST" else None,
        resident=resident,
        day=day,
        visit=visit,
        previous=before.card if before else None,
    )


def _save(
    request: AuthedRequest,
    form: CardForm,
    resident: Resident,
    posyandu: Posyandu,
    session: Session | None,
    *,
    sent_for: UUID | None = None,
) -> Visit | None:
    """The stored visit, or None with the reason put on the form."""
    try:
        return services.record_visit(
            visit_id=form.cleaned_visit_id,
            resident=resident,
            posyandu=posyandu,
            day=form.day,
            user=request.user,
            measures=form.measures(),
            confirmed=form.confirmed,
            session=session,
            # A page that names no revision has seen none.
            base_revision=form.cleaned_data.get("revision") or 0,
            sent_for=sent_for,
        )
    except services.ForeignVisit as error:
        raise Http404 from error
    except services.VisitCancelled:
        form.add_error(
            None, "Kunjungan ini sudah dibatalkan. Buka lagi orangnya dari daftar untuk mencatat yang baru."
        )
    except services.AlreadyVisited as error:
        form.add_error(
            None, f"Sudah dicatat oleh {error.visit.recorded_by or 'orang lain'}. Buka lagi dari daftar."
        )
    except services.ChangedMeanwhile as error:
        form.compare_with(error.visit)
    except ValidationError as error:
        form.add_error(None, error.messages[0])
    return None
