"""Decisions about proposals from a phone's queue: sending on, and deciding against it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from rest_framework import serializers

from registry.models import User
from registry.permissions import Action
from visits.models import Referral, SyncItem, Visit
from visits.referrals import LetterChanged, decline, letter_for, refer
from visits.referrals.reasons import version_of
from visits.referrals.writing import NEEDS_REASON, NOT_PROPOSED, NOTHING
from visits.rules.danger_signs import Urgency
from visits.rules.referral import Destination
from visits.sync.codes import Code
from visits.sync.items import Item, Problem, Refused
from visits.sync.reading import (
    VisitPart,
    of_visit,
    own_results,
    read,
    refuse,
    refuse_cancelled,
    text,
    visit_of,
)


def _one_of(choices: type[Destination] | type[Urgency]) -> serializers.ChoiceField:
    return serializers.ChoiceField([each.value for each in choices], required=False)


class ReferralBody(VisitPart):
    """Isi kiriman `referral`; yang tidak dikirim tetap seperti di surat."""

    codes = serializers.ListField(child=serializers.CharField(), required=False, default=list)
    own_reason = text(200)
    destination = _one_of(Destination)
    destination_name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    urgency = _one_of(Urgency)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)
    seen = text(64)


class DeclineBody(VisitPart):
    """Isi kiriman `decline`: mengapa satu usul tidak diikuti."""

    code = serializers.CharField(max_length=40)
    reason = text(200)


def save_referral(row: SyncItem, item: Item) -> dict[str, object]:
    """Send somebody on for what a visit proposes, or for a reason in own words. Raises Refused, and Http404."""
    given = read(ReferralBody, item)
    visit = visit_of(row, item, given, Action.RECORD)
    if visit.cancelled_at is not None:
        refuse_cancelled(visit)
    # What the phone itself put on the letter, it has seen.
    own = [result["seen"] for result in own_results(row, visit) if "referral" in result]
    try:
        letter = refer(
            visit=visit,
            user=row.user,
            codes=given["codes"],
            own_reason=given["own_reason"],
            destination=given.get("destination"),
            destination_name=given.get("destination_name"),
            urgency=given.get("urgency"),
            note=given.get("note"),
            seen=given["seen"] or (own[-1] if own else ""),
            on=max(visit.date, timezone.localdate(row.entered_at)),
        )
    except LetterChanged as error:
        raise _changed(error.referral, visit, row.user) from error
    except ValidationError as error:
        refuse(error, {NOT_PROPOSED: "codes", NOTHING: "own_reason"}.get(error.messages[0], ""))
    return of_visit(visit) | _told(letter)


def save_decline(row: SyncItem, item: Item) -> dict[str, object]:
    """Note why a proposal is not followed. Raises Refused, and Http404 for what the sender may not record."""
    given = read(DeclineBody, item)
    visit = visit_of(row, item, given, Action.RECORD)
    if visit.cancelled_at is not None:
        refuse_cancelled(visit)
    try:
        decline(visit=visit, code=given["code"], reason=given["reason"], user=row.user)
    except ValidationError as error:
        refuse(error, {NOT_PROPOSED: "code", NEEDS_REASON: "reason"}.get(error.messages[0], ""))
    return of_visit(visit)


def _changed(referral: Referral, visit: Visit, user: User) -> Refused:
    """What somebody else decided about the letter meanwhile, as far as the sender may read it."""
    letter = letter_for(referral, user)
    stored = None
    if letter is not None:
        stored = {
            "destination": letter.destination.value,
            "destination_name": letter.place,
            "urgency": letter.urgency.value,
        }
    told = f"Surat {referral.number} baru saja diubah. Periksa lagi."
    return Refused([Problem(Code.CHANGED_MEANWHILE, told, "", stored)], of_visit(visit) | _told(referral))


def _told(referral: Referral) -> dict[str, object]:
    return {"referral": str(referral.pk), "number": referral.number, "seen": version_of(referral)}
