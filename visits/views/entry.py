"""Filling a person's visit, step by step or whole, seeing its result at once, correcting and cancelling it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry import merging
from registry.http import AuthedRequest
from registry.models import Posyandu, Resident
from registry.permissions import Action, requires
from visits import guests, phone, preview, services, stock
from visits.columns import STEPS
from visits.entry import card_form
from visits.forms import CardForm
from visits.forms.days import OutsideForm
from visits.forms.senses import senses_for_phone
from visits.models import Session, Setting, Visit
from visits.proposals import by_heading
from visits.results import result_of
from visits.rules import referral
from visits.stock_items import item_of

RECORDING = 3
CLOSED = "Hari buka ini sudah ditutup. Mintalah bidan atau Puskesmas untuk memperbaikinya."


@requires(Action.RECORD)
def visit_entry(request: AuthedRequest, session_id: UUID, resident_id: UUID) -> HttpResponse:
    """All five steps of one person of a session on one page."""
    return _enter(request, session_id, resident_id, None)


@requires(Action.RECORD)
def visit_step(request: AuthedRequest, session_id: UUID, resident_id: UUID, step: int) -> HttpResponse:
    """One of the five steps for one person of a session."""
    if step not in STEPS:
        raise Http404
    return _enter(request, session_id, resident_id, step)


@requires(Action.RECORD)
def visit_outside(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """What was done at home, at school or at the Pustu: first the day and the place, then the card."""
    resident = _resident(request, resident_id)
    where = OutsideForm(request.GET if "date" in request.GET else None, resident=resident)
    if not where.is_valid():
        return render(request, "visits/outside.html", {"form": where, "resident": resident})
    day = where.cleaned_data["date"]
    visit = _visit_of(resident, day)
    form = card_form(_posted(request), resident=resident, day=day, visit=visit)
    if request.method == "POST" and form.is_valid():
        setting = where.cleaned_data["setting"]
        saved = _save(request, form, resident.posyandu, None, sent_for=resident_id, setting=setting)
        if saved is not None:
            return redirect(f"{saved.get_absolute_url()}?baru=1")
    return _page(request, form, visit, None, lead=Setting(where.cleaned_data["setting"]).label)


@requires(Action.RECORD)
def visit_edit(request: AuthedRequest, visit_id: UUID) -> HttpResponse:
    """Correct a visit of any day; what it held before is kept."""
    visit = visit_for(request, visit_id, Action.RECORD)
    if visit.cancelled_at:
        messages.error(request, "Kunjungan ini sudah dibatalkan, jadi tidak bisa diperbaiki.")
        return redirect(visit)
    if not _may_correct(request, visit.session, visit.resident):
        messages.error(request, CLOSED)
        return redirect(visit)
    form = card_form(_posted(request), resident=visit.resident, day=visit.date, visit=visit)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, visit.posyandu, visit.session)
        if saved is not None:
            messages.success(request, "Perbaikan tersimpan. Nilai sebelumnya tetap bisa dilihat di bawah.")
            return redirect(saved)
    return _page(request, form, visit, None)


@require_POST
@requires(Action.RECORD)
def visit_preview(request: AuthedRequest, resident_id: UUID, day: str) -> HttpResponse:
    """What the values typed so far mean, before they are saved. Stores nothing."""
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    session = _session_or_none(request)
    resident = _resident(request, resident_id, session)
    if not resident.birth_date <= on <= timezone.localdate():
        raise Http404
    step = request.GET.get("langkah", "")
    form = card_form(
        request.POST,
        resident=resident,
        day=on,
        visit=_visit_of(resident, on),
        step=int(step) if step.isdecimal() and int(step) in STEPS else None,
    )
    doubts, result = preview.preview_form(form)
    # Anybody may look at the screen while it is typed on.
    lines = by_heading(referral.shown_to(result.proposals, sees_private=False))
    context = {"result": result, "doubts": doubts, "proposal_lines": lines}
    return render(request, "visits/preview.html", context)


def visit_for(request: AuthedRequest, visit_id: UUID, action: Action) -> Visit:
    """The visit with all its page shows; 404 for strangers. Who works at a guest's session sees that visit."""
    related = (
        "posyandu__unit",
        "resident__posyandu__unit",
        "resident__mother",
        "session",
        "recorded_by",
        "cancelled_by",
    )
    visits = Visit.objects.visible_to(request.user, action).with_cards().select_related(*related)
    visit = visits.filter(pk=visit_id).first()
    if visit is None:
        every = Visit.objects.unscoped("a guest's visit; asked about below").with_cards()
        visit = every.select_related(*related).filter(pk=visit_id).first()
        if visit is None or not guests.may_see_visit(request.user, visit):
            raise Http404
    return visit


def _enter(request: AuthedRequest, session_id: UUID, resident_id: UUID, step: int | None) -> HttpResponse:
    session = get_object_or_404(
        Session.objects.visible_to(request.user, Action.RECORD).select_related("posyandu__unit"),
        pk=session_id,
    )
    resident = _resident(request, resident_id, session)
    if resident.birth_date > session.date:
        messages.error(request, f"{resident.name} belum lahir pada hari itu. Periksa tanggal lahirnya.")
        return redirect(resident)
    visit = _visit_of(resident, session.date)
    if not _may_correct(request, session, resident):
        messages.error(request, CLOSED)
        return redirect(visit or session)
    form = card_form(_posted(request), resident=resident, day=session.date, visit=visit, step=step)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, session.posyandu, session, sent_for=resident_id)
        if saved is not None:
            _warn_of_shortage(request, saved)
            return redirect(_next(request, saved, session, step))
    return _page(request, form, visit, session)


def _warn_of_shortage(request: AuthedRequest, saved: Visit) -> None:
    """Say what runs out in the cupboard that something was just taken from."""
    taken = [each for each in saved.services.all() if each.posyandu_id == saved.posyandu_id and each.quantity]
    if taken:
        items = [item_of(each.kind, each.detail) for each in taken]
        for text in stock.shortages(saved.posyandu, items):
            messages.warning(request, text)


def _next(request: AuthedRequest, saved: Visit, session: Session, step: int | None) -> str:
    """Where the button that was pressed leads: the person's next step, the list, or what the measures mean."""
    if "checklist" in request.POST:
        return reverse("screening_form", args=[saved.pk, "development"])
    if step is not None and "lanjut" in request.POST and step + 1 in STEPS:
        return reverse("visit_step", args=[session.pk, saved.resident_id, step + 1])
    if step is None or step in (2, 3):
        return f"{saved.get_absolute_url()}?baru=1"
    messages.success(request, f"{saved.resident.name}: {STEPS[step].lower()} tersimpan.")
    return session.get_absolute_url()


def _page(
    request: AuthedRequest, form: CardForm, visit: Visit | None, session: Session | None, *, lead: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "sections": form.sections(),
        "resident": form.resident,
        "session": session,
        "visit": visit,
        "day": form.day,
        "step": form.step,
        "steps": _step_links(form, visit, session),
        "lead": lead,
        "senses": senses_for_phone(form.who.rules) if "eye_right" in form.fields else None,
        "result": result_of(visit) if form.step == RECORDING and visit else None,
        "closed": bool(session and session.is_closed)
        or bool(visit and visit.session and visit.session.is_closed),
        # On the phone the measures are judged at once; what a mother's card adds to them, the server knows.
        "phone": phone.entry_data(form) if form.step in (None, 2) and not form.who.is_mother else None,
    }
    return render(request, "visits/entry.html", context)


def _step_links(form: CardForm, visit: Visit | None, session: Session | None) -> list[dict[str, Any]]:
    if session is None:
        return []
    done = visit.steps_done if visit else ()
    return [
        {
            "number": number,
            "title": title,
            "url": reverse("visit_step", args=[session.pk, form.resident.pk, number]),
            "is_done": number in done,
            "is_current": number == form.step,
        }
        for number, title in STEPS.items()
    ]


def _posted(request: AuthedRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _session_or_none(request: AuthedRequest) -> Session | None:
    try:
        wanted = UUID(request.GET.get("hari_buka", ""))
    except ValueError:
        return None
    return Session.objects.visible_to(request.user, Action.RECORD).filter(pk=wanted).first()


def _resident(request: AuthedRequest, resident_id: UUID, session: Session | None = None) -> Resident:
    people = Resident.objects.visible_to(request.user, Action.RECORD)
    if session is not None and not session.is_closed:
        people = guests.recordable(request.user, session)
    # Who opened the page before the person was merged still saves what was typed.
    known = merging.current_id(resident_id) if request.method == "POST" else resident_id
    return get_object_or_404(people.select_related("posyandu__unit", "mother"), pk=known)


def _visit_of(resident: Resident, day: date) -> Visit | None:
    visits = Visit.objects.unscoped("the resident's caller was checked").active().with_cards()
    return visits.select_related("session").filter(resident=resident, date=day).first()


def _may_correct(request: AuthedRequest, session: Session | None, resident: Resident) -> bool:
    """Until its day is closed everybody at the table; after that a midwife or the Puskesmas."""
    if session is None or not session.is_closed:
        return True
    return request.user.may(Action.CORRECT_CLOSED, resident.posyandu.unit)


def _save(
    request: AuthedRequest,
    form: CardForm,
    posyandu: Posyandu,
    session: Session | None,
    *,
    sent_for: UUID | None = None,
    setting: str = Setting.POSYANDU,
) -> Visit | None:
    """The stored visit, or None with the reason put on the form."""
    try:
        return services.record_visit(
            visit_id=form.cleaned_visit_id,
            resident=form.resident,
            posyandu=posyandu,
            day=form.day,
            user=request.user,
            measures=form.measures(),
            confirmed=form.confirmed,
            session=session,
            # A page that names no revision has seen none.
            base_revision=form.cleaned_data.get("revision") or 0,
            reason=request.POST.get("reason", "").strip()[:200],
            sent_for=sent_for,
            step=form.step,
            setting=setting,
            may_correct_closed=_may_correct(request, session, form.resident),
        )
    except services.ForeignVisit as error:
        raise Http404 from error
    except services.VisitCancelled:
        form.add_error(
            None, "Kunjungan ini sudah dibatalkan. Buka lagi orangnya dari daftar untuk mencatat yang baru."
        )
    except services.SessionClosed:
        form.add_error(None, "Hari buka ini sudah ditutup. Tulis alasan memperbaikinya di bawah.")
    except services.ChangedMeanwhile as error:
        form.compare_with(error.visit, error.conflicts)
    except ValidationError as error:
        form.add_error(None, error.messages[0])
    return None
