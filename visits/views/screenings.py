"""The questionnaires of a visit: what is due, one form at a time, its result, and the form that a person fills alone.

No page with answers is kept by the browser, and no answer stands in an address.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.http import AuthedRequest
from registry.permissions import Action, requires
from visits import screenings, services
from visits.forms.screenings import CLOSED, PostponeForm, ScreeningForm
from visits.models import Screening, Visit
from visits.rules.book import Rules
from visits.rules.questionnaire import AnswersRefused
from visits.screenings import storing
from visits.views.entry import visit_for

_OTHERS_DAY = "Hari ini sudah ditutup. Bidan atau Puskesmas dapat memperbaiki."
_ALONE = "Tidak bersedia menjawab sendiri"


@require_safe
@requires(Action.RECORD)
@never_cache
def screening_list(request: AuthedRequest, visit_id: UUID) -> HttpResponse:
    """The forms that belong to the person of a visit, what is due first."""
    visit = visit_for(request, visit_id, Action.RECORD)
    rules = storing.rules_of(visit)
    rows = []
    for one in screenings.forms_for(visit.resident, visit.date, rules):
        shown = one.today or one.last
        rows.append({"form": one, "outcome": _outcome(request, visit, shown, rules) if shown else None})
    context = {"visit": visit, "resident": visit.resident, "rows": rows, "closed": _is_shut(request, visit)}
    return render(request, "visits/screenings/list.html", context)


@requires(Action.RECORD)
@never_cache
def screening_form(request: AuthedRequest, visit_id: UUID, form_code: str) -> HttpResponse:
    """The questions of a form; where it is filled, its result until somebody asks for the questions again."""
    visit = visit_for(request, visit_id, Action.RECORD)
    _known(form_code)
    stored = _stored(visit, form_code)
    if request.method != "POST" and "isi" not in request.GET and stored is not None:
        return _result_page(request, visit, stored)
    if _is_refused(request, visit):
        return redirect("screening_list", visit.pk)
    form = _form(request, visit, form_code, stored)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, visit, form, by_self=False)
        if saved is not None:
            return redirect("screening_form", visit.pk, form_code)
    return render(
        request, "visits/screenings/form.html", _form_context(request, visit, form_code, form, stored)
    )


@require_POST
@requires(Action.RECORD)
def screening_postpone(request: AuthedRequest, visit_id: UUID, form_code: str) -> HttpResponse:
    """Put a form off, with the reason."""
    visit = visit_for(request, visit_id, Action.RECORD)
    _known(form_code)
    if _is_refused(request, visit):
        return redirect("screening_list", visit.pk)
    form = PostponeForm(request.POST)
    if not form.is_valid():
        for found in form.errors.values():
            messages.error(request, str(found[0]))
        return redirect("screening_form", visit.pk, form_code)
    row = _postponed(
        request, visit, form_code, form.cleaned_data["because"], seen=form.cleaned_data["revision"] or 0
    )
    if row is None:
        return redirect("screening_list", visit.pk)
    if row.is_postponed:
        messages.success(request, f"{screenings.title_of(form_code)} ditunda.")
    else:
        messages.info(request, "Lembar ini sudah diisi, jadi tidak ditunda.")
    return redirect("screening_list", visit.pk)


@require_http_methods(["GET", "POST"])
@requires(Action.SEE_PEOPLE)
@never_cache
def screening_answers(request: AuthedRequest, visit_id: UUID, form_code: str) -> HttpResponse:
    """The answers, for those who may read them; of a private form the audit log keeps who looked.

    They are opened by a button: whoever comes by the address, as after going back, is led to the form.
    """
    visit = visit_for(request, visit_id, Action.SEE_PEOPLE)
    if request.method == "GET":
        return redirect("screening_list", visit.pk)
    row = get_object_or_404(_rows(visit), form=form_code)
    try:
        told = storing.open_answers(screening=row, visit=visit, user=request.user)
    except PermissionDenied as error:
        raise Http404 from error
    context = {
        "visit": visit,
        "resident": visit.resident,
        "title": screenings.title_of(form_code),
        "screening": row,
        "answers": told,
        "outcome": _outcome(request, visit, row),
        "alarm_title": screenings.ALARM,
    }
    return render(request, "visits/screenings/answers.html", context)


@requires(Action.RECORD)
@never_cache
def screening_alone(request: AuthedRequest, visit_id: UUID, form_code: str) -> HttpResponse:
    """The form for the person alone: nothing leads elsewhere, and nothing that was answered comes back."""
    visit = visit_for(request, visit_id, Action.RECORD)
    _known(form_code)
    if form_code not in Screening.PRIVATE:
        return redirect("screening_form", visit.pk, form_code)
    if _is_refused(request, visit):
        return redirect("screening_list", visit.pk)
    if request.method == "POST" and "tolak" in request.POST:
        _postponed(request, visit, form_code, _ALONE, seen=0, by_self=True)
        return redirect("screening_thanks", visit.pk, form_code)
    form = _form(request, visit, form_code, None, alone=True)
    if request.method == "POST" and form.is_valid() and _save(request, visit, form, by_self=True) is not None:
        return redirect("screening_thanks", visit.pk, form_code)
    context = {"visit": visit, "resident": visit.resident, "form": form, "questions": form.questions()}
    return render(request, "visits/screenings/alone.html", context)


@require_safe
@requires(Action.RECORD)
@never_cache
def screening_thanks(request: AuthedRequest, visit_id: UUID, form_code: str) -> HttpResponse:
    """The phone goes back to its owner."""
    visit = visit_for(request, visit_id, Action.RECORD)
    _known(form_code)
    return render(request, "visits/screenings/thanks.html", {"visit": visit, "resident": visit.resident})


def _known(form_code: str) -> None:
    if form_code not in Screening.Form.values:
        raise Http404


def _rows(visit: Visit) -> Any:
    return Screening.objects.unscoped("of a visit the caller may see").filter(visit=visit)


def _stored(visit: Visit, form_code: str) -> Screening | None:
    row: Screening | None = _rows(visit).select_related("asked_by").filter(form=form_code).first()
    return row


def _is_shut(request: AuthedRequest, visit: Visit) -> bool:
    """Whether the day was closed for this user."""
    may_correct = request.user.may(Action.CORRECT_CLOSED, visit.resident.posyandu.unit)
    return storing.is_closed(visit) and not may_correct


def _is_refused(request: AuthedRequest, visit: Visit) -> bool:
    """Whether nothing can be stored on this visit, with the reason told."""
    if visit.cancelled_at is not None:
        messages.error(request, "Kunjungan ini sudah dibatalkan, jadi tidak bisa diisi.")
        return True
    if _is_shut(request, visit):
        messages.error(request, _OTHERS_DAY)
        return True
    return False


def _outcome(
    request: AuthedRequest, visit: Visit, row: Screening, rules: Rules | None = None
) -> screenings.Outcome:
    in_full = screenings.may_read(row, request.user, visit.resident.posyandu.unit)
    return screenings.outcome_of(row, rules or storing.rules_of(visit), in_full=in_full)


def _form(
    request: AuthedRequest, visit: Visit, form_code: str, stored: Screening | None, *, alone: bool = False
) -> ScreeningForm:
    """The form of the visit's day. Private answers that were stored do not stand in it again."""
    rules, birth_date = storing.rules_of(visit), visit.resident.birth_date
    questionnaire = screenings.declaration(form_code, birth_date, visit.date, rules)
    if questionnaire is None or form_code not in screenings.forms_of(birth_date, visit.date, rules):
        raise Http404
    again = stored is not None and not stored.is_private
    return ScreeningForm(
        request.POST if request.method == "POST" else None,
        form=form_code,
        questionnaire=questionnaire,
        visit=visit,
        rules=rules,
        stored=stored.answers if stored and again else None,
        revision=stored.revision if stored else 0,
        alone=alone,
        closed=storing.is_closed(visit),
    )


def _form_context(
    request: AuthedRequest, visit: Visit, form_code: str, form: ScreeningForm, stored: Screening | None
) -> dict[str, Any]:
    return {
        "visit": visit,
        "resident": visit.resident,
        "form": form,
        "questions": form.questions(),
        "form_code": form_code,
        "title": screenings.title_of(form_code),
        "postpone": PostponeForm(initial={"revision": stored.revision if stored else 0}),
        "is_private": form_code in Screening.PRIVATE,
        "smoking": _smoking(visit) if form_code == Screening.Form.PUMA else None,
        "conflict": form.conflict,
    }


def _smoking(visit: Visit) -> dict[str, Any]:
    """What the phone needs to turn years and cigarettes into an answer."""
    rules = storing.rules_of(visit)
    smoking, limits = rules.rows("smoking"), rules.rows("puma")["smoking"]
    names = ("cigarettes_per_pack", "days_per_year")
    own = {name: smoking[name] for name in names} | {"never_below": dict(smoking["never_below"])}
    return {"smoking": own, "puma": {"smoking": dict(limits)}}


def _save(request: AuthedRequest, visit: Visit, form: ScreeningForm, *, by_self: bool) -> Screening | None:
    """The stored screening, or None with the reason put on the form."""
    seen = form.cleaned_data.get("revision") or 0
    try:
        return storing.record_screening(
            visit=visit,
            form=form.form,
            answers=form.answers(),
            user=request.user,
            by_self=by_self,
            # What the person says alone is the newest word; what was there before is kept with the visit.
            base_revision=None if by_self else seen,
            reason=form.cleaned_data.get("reason", ""),
        )
    except storing.ScreeningChanged as error:
        _compare(request, visit, form, error.screening)
    except AnswersRefused as error:
        form.add_error(None, list(error.problems))
    except services.SessionClosed:
        form.add_error(None, CLOSED)
    except services.VisitCancelled:
        form.add_error(None, "Kunjungan ini sudah dibatalkan.")
    return None


def _compare(request: AuthedRequest, visit: Visit, form: ScreeningForm, stored: Screening) -> None:
    """Show what somebody else stored beside what was just filled in; saving again chooses the latter."""
    who = stored.asked_by or "orang lain"
    form.add_error(
        None, f"Baru saja diisi oleh {who}. Bandingkan, lalu simpan lagi bila isian ini yang benar."
    )
    told: list[screenings.Answered] = []
    if screenings.may_read(stored, request.user, visit.resident.posyandu.unit):
        told = storing.open_answers(screening=stored, visit=visit, user=request.user)
    form.conflict = {"screening": stored, "outcome": _outcome(request, visit, stored), "answers": told}
    form.see(stored.revision)


def _postponed(
    request: AuthedRequest, visit: Visit, form_code: str, because: str, *, seen: int, by_self: bool = False
) -> Screening | None:
    """The form that was put off, or as it is stored; None with the reason told."""
    try:
        return storing.postpone_screening(
            visit=visit,
            form=form_code,
            because=because,
            user=request.user,
            by_self=by_self,
            base_revision=seen,
            reason=request.POST.get("reason", "")[:200],
        )
    except storing.NotForThisPerson as error:
        raise Http404 from error
    except storing.ScreeningChanged as error:
        return error.screening
    except services.SessionClosed:
        messages.error(request, CLOSED)
    except services.VisitCancelled:
        messages.error(request, "Kunjungan ini sudah dibatalkan.")
    return None


def _result_page(request: AuthedRequest, visit: Visit, row: Screening) -> HttpResponse:
    rules = storing.rules_of(visit)
    others = [one for one in screenings.forms_for(visit.resident, visit.date, rules) if one.is_open]
    context = {
        "visit": visit,
        "resident": visit.resident,
        "screening": row,
        "form_code": row.form,
        "title": screenings.title_of(row.form),
        "outcome": _outcome(request, visit, row, rules),
        "alarm_title": screenings.ALARM,
        "may_read": screenings.may_read(row, request.user, visit.resident.posyandu.unit),
        "next_form": next((one for one in others if one.form != row.form), None),
        "closed": _is_shut(request, visit),
    }
    return render(request, "visits/screenings/result.html", context)
