"""What an item was to mend: a chain of refused items, each with the next in the place of the one before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from visits.models import Device, SyncItem

_WHY = "the ledger of the phone that sends"
_OPEN = (SyncItem.State.REFUSED, SyncItem.State.CONFLICT)


def open_before(device: Device, replaced: UUID | None) -> Iterator[SyncItem]:
    """The unsettled items that were to be mended, the last one first; the caller may settle each as it comes."""
    while replaced is not None:
        rows = SyncItem.objects.unscoped(_WHY).filter(pk=replaced, device=device, state__in=_OPEN)
        if (row := rows.first()) is None:
            return
        # Before the caller empties it.
        replaced = replaced_by(row)
        yield row


def replaced_by(row: SyncItem) -> UUID | None:
    """Which item an unsettled one was to mend, by its sealed content."""
    with suppress(ValueError, TypeError, AttributeError):
        return UUID(json.loads(row.content)["replaces"])
    return None
