"""Rujukan: deciding about proposals, the letter, taking it back, and the list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify

from registry.http import AuthedRequest
from registry.permissions import Action, requires
from visits import referral_list as lists
from visits.forms.referrals import ReferForm, WithdrawForm
from visits.models import Visit
from visits.referral_pdf import draw_letter
from visits.referrals import Letter, changes_since, decisions_of, letter_for, letter_of, readable, withdraw
from visits.referrals.reading import RELATED, SECRETS
from visits.referrals.writing import CANCELLED, OTHERS, withdrawn_by

_PRINTED = ("resident__household", "resident__mother", "posyandu__unit__parent__region__parent")


@requires(Action.RECORD)
def visit_refer(request: AuthedRequest, visit_id: UUID) -> HttpResponse:
    """Decide about the proposals of a visit, or send on for a reason in own words."""
    visits = Visit.objects.visible_to(request.user, Action.RECORD).with_cards().prefetch_related("screenings")
    visit = get_object_or_404(
        visits.select_related("resident__posyandu__unit", "posyandu__unit"), pk=visit_id
    )
    if visit.cancelled_at is not None:
        messages.error(request, CANCELLED)
        return redirect(visit)
    letter = letter_of(visit, request.user)
    form = ReferForm(
        request.POST or None,
        visit=visit,
        decisions=decisions_of(visit, request.user),
        letter=letter,
        user=request.user,
    )
    if request.method == "POST" and form.is_valid() and form.saved():
        if form.referral is not None:
            messages.success(request, f"Dirujuk dengan surat {form.referral.number}.")
            return redirect(form.referral)
        messages.success(request, "Keputusan tersimpan.")
        return redirect(visit)
    context = {"form": form, "visit": visit, "resident": visit.resident, "letter": letter}
    return render(request, "visits/referrals/refer.html", context)


@requires(Action.SEE_PEOPLE)
def referral_list(request: AuthedRequest) -> HttpResponse:
    """Letters of the user's Posyandu by status, Posyandu and month, the newest first."""
    return render(request, "visits/referrals/list.html", {"list": lists.listed(request.user, request.GET)})


@requires(Action.SEE_PEOPLE)
def referral_detail(request: AuthedRequest, referral_id: UUID) -> HttpResponse:
    """One letter: reasons, findings, what changed since, and its state."""
    letter = _letter(request, referral_id)
    referral = letter.referral
    is_withdrawn = referral.status == referral.Status.WITHDRAWN
    context = {
        "letter": letter,
        "referral": referral,
        "resident": referral.resident,
        "visit": referral.visit,
        "changes": [] if is_withdrawn else changes_since(letter, request.user),
        "withdrawn_by": withdrawn_by(referral) if is_withdrawn else None,
        "may_withdraw": letter.may_withdraw and _may(request, letter, Action.CANCEL),
        "may_add": letter.may_change
        and referral.visit is not None
        and not letter.is_of_cancelled_visit
        and _may(request, letter, Action.RECORD),
    }
    return render(request, "visits/referrals/detail.html", context)


@requires(Action.SEE_PEOPLE)
def referral_letter(request: AuthedRequest, referral_id: UUID) -> HttpResponse:
    """The letter on A5 paper, with a code that opens its page here."""
    letter = _letter(request, referral_id, *_PRINTED)
    address = request.build_absolute_uri(letter.referral.get_absolute_url())
    name = f"rujukan-{slugify(letter.referral.number.replace('/', '-'))}.pdf"
    return HttpResponse(
        draw_letter(letter, request.user, address),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"},
    )


@requires(Action.CANCEL)
def referral_withdraw(request: AuthedRequest, referral_id: UUID) -> HttpResponse:
    """Take a letter back, with a reason."""
    letter = _letter(request, referral_id, action=Action.CANCEL)
    if not letter.may_change:
        messages.info(request, f"Surat ini sudah berstatus {letter.referral.get_status_display().lower()}.")
        return redirect(letter.referral)
    if not letter.may_withdraw:
        messages.info(request, OTHERS)
        return redirect(letter.referral)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(referral=letter.referral, reason=form.cleaned_data["reason"], user=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            messages.success(request, "Rujukan dibatalkan. Suratnya tetap bisa dilihat.")
            return redirect(letter.referral)
    return render(request, "visits/referrals/withdraw.html", {"letter": letter, "form": form})


def _letter(
    request: AuthedRequest, referral_id: UUID, *related: str, action: Action = Action.SEE_PEOPLE
) -> Letter:
    rows: Any = readable(request.user, action).select_related(*RELATED, *related).defer(*SECRETS)
    letter = letter_for(get_object_or_404(rows, pk=referral_id), request.user)
    if letter is None:
        raise Http404
    return letter


def _may(request: AuthedRequest, letter: Letter, action: Action) -> bool:
    return request.user.may(action, letter.referral.resident.posyandu.unit)
