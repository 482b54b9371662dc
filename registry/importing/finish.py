"""What follows when all rows of an import are in, or out again: months, the audit log, look-alikes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from auditlog.models import LogEntry
from django.db import transaction

from registry import duplicates, months
from registry.models import PeopleImport, User


def settle(batch: PeopleImport, user: User | None, what: str) -> None:
    """Mark the months once, write the batch into the audit log, and have look-alikes searched after the commit."""
    mark_months(batch)
    log(
        batch, user, {"impor": ["", what], **{name: ["", str(count)] for name, count in batch.counts.items()}}
    )
    ids = [int(pk) for pk in batch.since]
    # The import is in, whatever becomes of the search.
    transaction.on_commit(partial(refresh_duplicates, ids), robust=True)


def mark_months(batch: PeopleImport) -> None:
    """Have every month since the first arrival counted again, for each Posyandu that got or lost people."""
    months.mark_due(
        [(int(pk), date.fromisoformat(since)) for pk, since in batch.since.items()], and_later=True
    )


def log(batch: PeopleImport, user: User | None, changes: dict[str, Any]) -> None:
    """One entry of the audit log about the import as a whole."""
    LogEntry.objects.log_create(batch, action=LogEntry.Action.UPDATE, actor=user, changes=changes)


def refresh_duplicates(posyandu_ids: Sequence[int]) -> None:
    """Search look-alikes among the people of these Posyandu again: the one place where an import asks for it."""
    if posyandu_ids:
        duplicates.scan_places(posyandu_ids)
