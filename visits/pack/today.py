"""What is stored of the day itself: each person's visit as a phone shows and merges it, letters, and who saved last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from visits import fields
from visits.models import DeclinedProposal, Referral, Session, Setting, Visit, VisitSave
from visits.phone import plain
from visits.proposals import proposals_of
from visits.referrals.reasons import OF_PRIVATE_FORMS, farthest, loudest, stored_reasons, version_of
from visits.rulebook import Shelf

_WHY = "of a session whose caller was checked"
Values = dict[str, Any]


@dataclass(frozen=True)
class Today:
    """What stands beside the visits of the day, by visit; `cancelled` by person."""

    letters: Mapping[UUID, Referral] = field(default_factory=dict)
    declined: Mapping[UUID, list[DeclinedProposal]] = field(default_factory=dict)
    saves: Mapping[UUID, tuple[str, datetime]] = field(default_factory=dict)
    cancelled: Mapping[UUID, list[Values]] = field(default_factory=dict)


def today_of(session: Session, visits: Collection[Visit]) -> Today:
    """Read for all visits together; five queries. The visits have their cards and screenings."""
    prefetch_related_objects(list(visits), "services")
    ids = [visit.pk for visit in visits]
    letters = Referral.objects.unscoped(_WHY).filter(visit__in=ids).exclude(status=Referral.Status.WITHDRAWN)
    declined: dict[UUID, list[DeclinedProposal]] = defaultdict(list)
    for row in DeclinedProposal.objects.unscoped(_WHY).filter(visit__in=ids).order_by("code"):
        declined[row.visit_id].append(row)
    saves = VisitSave.objects.unscoped(_WHY).filter(visit__in=ids).select_related("saved_by").defer("fields")
    return Today(
        letters={row.visit_id: row for row in letters if row.visit_id},
        declined=declined,
        saves={
            save.visit_id: (str(save.saved_by or ""), save.saved_at) for save in saves.order_by("revision")
        },
        cancelled=_cancelled(session),
    )


def _cancelled(session: Session) -> dict[UUID, list[Values]]:
    rows = Visit.objects.unscoped(_WHY).filter(date=session.date, cancelled_at__isnull=False)
    rows = rows.filter(Q(posyandu=session.posyandu_id) | Q(home_posyandu=session.posyandu_id))
    found: dict[UUID, list[Values]] = defaultdict(list)
    for row in rows.order_by("cancelled_at"):
        found[row.resident_id].append({"id": str(row.pk), "reason": row.cancel_reason})
    return found


def visit_content(visit: Visit, session: Session, today: Today, books: Shelf) -> Values:
    """A visit of the day. `values` are its filled fields, as an item of the queue sends them and names them in `seen`.

    Nothing in it comes from a private form, whoever asks: anybody may look at the phone.
    """
    by, at = today.saves.get(visit.pk, ("", visit.recorded_at))
    found: Values = {
        "id": str(visit.pk),
        "revision": visit.revision,
        "steps": list(visit.steps_done),
        "values": values_of(visit),
        "remeasured": visit.remeasured,
        "saved_by": by,
        "saved_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "setting": "" if visit.setting == Setting.POSYANDU else visit.setting,
        "at": "" if visit.posyandu_id == session.posyandu_id else str(visit.posyandu),
        "proposals": _proposals(visit, books),
        "declined": [
            [row.code, row.reason]
            for row in today.declined.get(visit.pk, ())
            if row.code not in OF_PRIVATE_FORMS
        ],
        "letter": _letter(today.letters.get(visit.pk)),
    }
    return {name: value for name, value in found.items() if value not in ("", None, [])}


def values_of(visit: Visit) -> Values:
    """The filled fields of a visit as plain values: decimals as text ("9.4"), all others as JSON has them."""
    stored = fields.read(visit)
    return {name: plain(value) for name, value in stored.items() if not fields.is_unfilled(name, value)}


def _proposals(visit: Visit, books: Shelf) -> list[list[str]]:
    rules = books.book_for(visit.home_posyandu_id or visit.posyandu_id).on(visit.date)
    return [
        [str(each.code), each.reason, each.urgency.value, each.destination.value]
        for each in proposals_of(visit, rules)
        if not each.private and each.code not in OF_PRIVATE_FORMS
    ]


def _letter(referral: Referral | None) -> Values | None:
    """A letter with the reasons that everybody may read; None where it has no other."""
    if referral is None:
        return None
    stored = stored_reasons(referral)
    reasons = [why for why in stored if not why.private and why.code not in OF_PRIVATE_FORMS]
    if not reasons:
        return None
    urgency, destination = referral.urgency, referral.destination
    if len(reasons) < len(stored):
        # As if it said nothing else.
        urgency = loudest([why.urgency for why in reasons])
        destination = farthest(why.destination for why in reasons)
    found = {
        "id": str(referral.pk),
        "number": referral.number,
        "status": referral.status,
        "urgency": urgency,
        "destination": destination,
        "place": referral.destination_name if destination == referral.destination else "",
        "reasons": [[why.code, why.text] for why in reasons],
    }
    # Whoever reads all of it may change where it goes.
    return found | ({"seen": version_of(referral)} if len(reasons) == len(stored) else {})
