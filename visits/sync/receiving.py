"""Items of a phone's queue, settled in their order: each stored exactly once however often it arrives.

The ledger row of an item and what the item stored are written in one transaction. Whatever was not stored is kept
sealed in the ledger, so that it outlives the phone.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from uuid import UUID

from django.core import exceptions
from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, transaction
from django.http import Http404
from django.utils import timezone
from rest_framework.exceptions import PermissionDenied

from registry import merging
from registry.models import Resident, User
from visits.devices import DeviceRevoked
from visits.models import Device, SyncItem
from visits.sync.codes import MESSAGES, WAITING, Code
from visits.sync.items import Answer, Item, Refused, Unreadable, digest_of
from visits.sync.kinds import HANDLERS
from visits.sync.mended import open_before
from visits.sync.together import store_together

log = logging.getLogger(__name__)
State = SyncItem.State
# Somebody still has to deal with these; the others are settled for good.
_OPEN = (State.REFUSED, State.CONFLICT)
_WHY = "the ledger of the phone that sends"
# What PostgreSQL says when the same transaction may well succeed the next time.
_BUSY = {"40001", "40P01", "55P03"}


@dataclass(slots=True)
class _Batch:
    """Who sends, and what the database holds of it: read once, kept up as the items are settled."""

    device: Device
    user: User
    # The ledger's rows of these items and of those they come after.
    rows: dict[UUID, SyncItem]
    # Where the people live whose ids exist.
    homes: dict[UUID, int]


@transaction.atomic
def receive(
    *, device: Device, user: User, items: Sequence[Item | Unreadable], even_revoked: bool = False
) -> list[Answer]:
    """Settle a batch in its order; one answer for each item. Safe to repeat, in whole, in part and in any order.

    Raises DeviceRevoked, unless somebody vouches for the items of a phone that was taken away (`even_revoked`), and
    OperationalError when the database wants the whole batch again: nothing is stored then.
    """
    if _lock_device(device).is_revoked and not even_revoked:
        raise DeviceRevoked(device)
    homes = _lock_people({item.person for item in items if item.person})
    batch = _Batch(device, user, _rows(items), homes)
    together = _store_together(batch, items)
    return [together.get(item.id) or _settle(batch, item) for item in items]


def _lock_device(device: Device) -> Device:
    """Two tabs of a phone wait for each other: of an item that both send, the second one finds the answer."""
    return Device.objects.select_for_update(of=("self",)).get(pk=device.pk)


def _lock_people(people: set[UUID]) -> dict[UUID, int]:
    """Take the people's rows in one order, so that two batches never wait for each other in a circle."""
    rows = Resident.objects.with_merged("rows to wait for; each item asks for its own person")
    merged = rows.filter(pk__in=people, merged_into__isnull=False).values_list("pk", flat=True)
    people = people | {merging.current_id(person) for person in merged}
    locked = rows.filter(pk__in=people).order_by("pk").select_for_update(of=("self",))
    return dict(locked.values_list("pk", "posyandu"))


def _rows(items: Sequence[Item | Unreadable]) -> dict[UUID, SyncItem]:
    wanted = {item.id for item in items} | {item.after for item in items if item.after}
    return SyncItem.objects.unscoped(_WHY).defer("content").in_bulk(wanted)


def _store_together(batch: _Batch, items: Sequence[Item | Unreadable]) -> dict[UUID, Answer]:
    """The plain first saves of many people at once; whatever is not among them is settled one by one."""
    try:
        with transaction.atomic():
            plain = [item for item in items if isinstance(item, Item)]
            rows = store_together(batch.device, batch.user, plain, batch.rows)
    except Exception as error:
        _stop_if_broken(error)
        log.exception("Items could not be stored together")
        return {}
    batch.rows |= {row.pk: row for row in rows}
    return {row.pk: _as_told(row) for row in rows}


def _settle(batch: _Batch, item: Item | Unreadable) -> Answer:
    row = batch.rows.get(item.id)
    if row is not None and row.state in _OPEN:
        # An item before it in this batch may have dealt with it.
        row.refresh_from_db(fields=["state", "code", "answer"], from_queryset=SyncItem.objects.unscoped(_WHY))
    if row is None:
        if item.after is not None and item.after not in batch.rows:
            return Answer(item.id, Code.WAITS, WAITING, [_problem(Code.WAITS)])
    elif row.device_id != batch.device.pk or row.digest != digest_of(item):
        return _refusal(item, Refused.because(Code.OTHER_CONTENT))
    elif row.state not in _OPEN:
        row.attempts += 1
        row.save(update_fields=["attempts"])
        return _as_told(row)
    try:
        return _enter(batch, item)
    except Exception as error:
        # One item that the server trips over must not hold up the others; it stays on the phone.
        _stop_if_broken(error)
        log.exception("An item of kind %s could not be settled", item.kind)
        return Answer(item.id, Code.FAILED, WAITING, [_problem(Code.FAILED)])


def _stop_if_broken(error: Exception) -> None:
    """Raise again what takes the whole batch back: then no answer may say that anything was stored."""
    if transaction.get_rollback() or _is_busy(error):
        raise error


def _is_busy(error: Exception) -> bool:
    """Whether somebody else held the rows, or SQLite's file, that were needed."""
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "pgcode", None)
    return state in _BUSY if state else "locked" in str(error)


def _enter(batch: _Batch, item: Item | Unreadable) -> Answer:
    """Store what the item says and note in the ledger what became of it, or keep it there for somebody to mend."""
    row = _row_for(batch, item)
    is_new = row._state.adding
    try:
        with transaction.atomic():
            # First the ledger: what is stored points to it.
            _write(row, item, Answer(item.id, Code.STORED, State.STORED), is_new=is_new)
            stored = Answer(item.id, Code.STORED, State.STORED, result=_handle(row, item))
            _write(row, item, stored, is_new=False)
            replaced = _settle_replaced(row, item.replaces)
    except Refused as refused:
        if refused.code is Code.NOT_FOUND:
            row.posyandu = None
        replaced = []
        with transaction.atomic():
            _write(row, item, _refusal(item, refused), is_new=is_new)
    batch.rows[item.id] = row
    for old in replaced:
        batch.rows[old.pk] = old
    return _as_told(row)


def _row_for(batch: _Batch, item: Item | Unreadable) -> SyncItem:
    """The item's row, to be kept in the batch only once it is written: until then nobody has been answered."""
    known = batch.rows.get(item.id)
    row = copy(known) if known else SyncItem(pk=item.id, attempts=0)
    row.device, row.user, row.digest = batch.device, batch.user, digest_of(item)
    row.kind, row.person_id = item.kind, item.person
    row.posyandu_id = batch.homes.get(item.person) if item.person else None
    row.settled_at = timezone.now()
    row.entered_at = min(item.entered_at, row.settled_at)
    row.attempts += 1
    return row


def _handle(row: SyncItem, item: Item | Unreadable) -> dict[str, object]:
    if isinstance(item, Unreadable):
        raise Refused(item.problems)
    if (handler := HANDLERS.get(item.kind)) is None:
        raise Refused.because(Code.UNKNOWN_KIND)
    try:
        return handler(row, item)
    except Http404 as error:
        raise Refused.because(Code.NOT_FOUND) from error
    except (exceptions.PermissionDenied, PermissionDenied) as error:
        raise Refused.because(Code.NOT_ALLOWED) from error


def _write(row: SyncItem, item: Item | Unreadable, answer: Answer, *, is_new: bool) -> None:
    row.state, row.code = answer.state, answer.code
    row.answer = json.loads(json.dumps(answer.told, cls=DjangoJSONEncoder))
    row.content = "" if answer.state == State.STORED else item.content
    row.save(force_insert=is_new, force_update=not is_new)


def _settle_replaced(row: SyncItem, replaced: UUID | None) -> list[SyncItem]:
    """What was mended is done with, however many times it took, and its sealed content no longer needed."""
    done: list[SyncItem] = []
    for old in open_before(row.device, replaced):
        old.state, old.content, old.settled_at = State.DISCARDED, "", row.settled_at
        old.save(update_fields=["state", "content", "settled_at"])
        done.append(old)
    return done


def _refusal(item: Item | Unreadable, refused: Refused) -> Answer:
    problems = [problem.told for problem in refused.problems]
    return Answer(item.id, refused.code, refused.code.state, problems, refused.there)


def _as_told(row: SyncItem) -> Answer:
    told = row.answer
    return Answer(row.pk, Code(row.code), row.state, told.get("errors", []), told.get("result", {}))


def _problem(code: Code) -> dict[str, object]:
    return {"code": int(code), "field": "", "message": MESSAGES[code]}
