"""What ends from a phone's queue: a visit that does not count, and an item that somebody gave up."""

from __future__ import annotations

from typing import Any

from auditlog.models import LogEntry
from django.http import Http404
from django.utils import timezone
from rest_framework import serializers

from registry.api import StrictSerializer
from registry.permissions import Action
from visits import services
from visits.models import SyncItem
from visits.referrals.writing import NEEDS_REASON
from visits.sync.codes import Code
from visits.sync.items import Item, Problem, Refused, digest_of
from visits.sync.mended import open_before, replaced_by
from visits.sync.reading import VisitPart, of_visit, own_results, read, refuse_closed, visit_of

_SENT = "an item of the phone that sends"
STORED = "Isian ini sudah tersimpan di server, jadi tidak bisa dibuang."


def _reason() -> serializers.CharField:
    return serializers.CharField(
        max_length=200, error_messages={"required": NEEDS_REASON, "blank": NEEDS_REASON}
    )


class CancelBody(VisitPart):
    """Isi kiriman `cancel`: mengapa kunjungan tidak dihitung."""

    reason = _reason()


class DiscardBody(StrictSerializer):
    """Isi kiriman `discard`; jenis dan isinya untuk kiriman yang belum pernah sampai."""

    item = serializers.UUIDField()
    reason = _reason()
    kind = serializers.CharField(required=False, max_length=16)
    content = serializers.DictField(required=False)
    replaces = serializers.UUIDField(required=False, allow_null=True, default=None)
    entered_at = serializers.DateTimeField(required=False)


def cancel(row: SyncItem, item: Item) -> dict[str, object]:
    """Take a visit out of the counts. Raises Refused, and Http404 for visits the sender may not cancel."""
    given = read(CancelBody, item)
    visit = visit_of(row, item, given, Action.CANCEL, of_guests=True)
    if visit.pk != given["visit"] and not own_results(row, visit):
        # Somebody else's visit, which this phone added nothing to.
        raise Http404
    may = row.user.may(Action.CORRECT_CLOSED, visit.resident.posyandu.unit)
    try:
        visit = services.cancel_visit(
            visit=visit, user=row.user, reason=given["reason"], may_correct_closed=may
        )
    except services.SessionClosed as error:
        refuse_closed(error, row.user)
    return of_visit(visit)


def discard(row: SyncItem, item: Item) -> dict[str, object]:
    """Give up an item that was not stored; its content stays sealed in the ledger, and the audit log names who and why.

    Raises Refused where it was stored, and Http404 for an item of another phone.
    """
    given = read(DiscardBody, item)
    rows = SyncItem.objects.unscoped(_SENT).select_for_update(of=("self",))
    thrown = rows.filter(pk=given["item"]).first() or _never_sent(row, item, given)
    if thrown.device_id != row.device_id:
        raise Http404
    row.posyandu = thrown.posyandu
    if thrown.state == SyncItem.State.STORED:
        there = thrown.answer.get("result", {})
        raise Refused([Problem(Code.REFUSED, STORED, "item")], there)
    if thrown._state.adding or thrown.state != SyncItem.State.DISCARDED:
        _throw_away(thrown, row, given["reason"])
        for older in open_before(row.device, replaced_by(thrown)):
            # What it was to mend is given up with it: nobody is left who could mend that.
            _throw_away(older, row, given["reason"])
    return {"item": str(thrown.pk)}


def _never_sent(row: SyncItem, item: Item, given: dict[str, Any]) -> SyncItem:
    """A ledger row for an item that the server never saw. Raises Refused without its content."""
    missing = [name for name in ("kind", "content") if name not in given]
    if missing:
        text = "Sertakan isi yang dibuang."
        raise Refused(Problem(Code.INVALID, text, name) for name in missing)
    at = min(given.get("entered_at") or row.entered_at, timezone.now())
    lost = Item(given["item"], given["kind"], item.person, at, given["content"], replaces=given["replaces"])
    # A stranger's Posyandu hears nothing of it.
    home = row.posyandu
    is_mine = home is not None and row.user.may(Action.SEE_PEOPLE, home.unit)
    return SyncItem(
        pk=lost.id,
        device=row.device,
        user=row.user,
        posyandu=home if is_mine else None,
        kind=lost.kind,
        person_id=lost.person,
        digest=digest_of(lost),
        content=lost.content,
        state=SyncItem.State.REFUSED,
        code=Code.REFUSED,
        entered_at=at,
    )


def _throw_away(thrown: SyncItem, row: SyncItem, reason: str) -> None:
    was = "" if thrown._state.adding else thrown.state
    thrown.state, thrown.settled_at = SyncItem.State.DISCARDED, timezone.now()
    thrown.save()
    changes = {"state": [was, thrown.state], "alasan": ["", reason]}
    LogEntry.objects.log_create(thrown, action=LogEntry.Action.UPDATE, actor=row.user, changes=changes)
