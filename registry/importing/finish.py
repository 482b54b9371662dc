"""What follows when all rows of an import are in, or out again: months, the audit log, the search of look-alikes."""

from __future__ import annotations

from datetime import date
from typing import Any

from auditlog.models import LogEntry

from registry import duplicates, months
from registry.models import PeopleImport, User


def settle(batch: PeopleImport, user: User | None, what: str) -> None:
    """Mark the months once, write the batch into the audit log; look-alikes are searched in further steps."""
    mark_months(batch)
    log(
        batch, user, {"impor": ["", what], **{name: ["", str(count)] for name, count in batch.counts.items()}}
    )
    batch.to_search = sorted(int(pk) for pk in batch.since)


def mark_months(batch: PeopleImport) -> None:
    """Have every month since the first arrival counted again, for each Posyandu that got or lost people."""
    months.mark_due(
        [(int(pk), date.fromisoformat(since)) for pk, since in batch.since.items()], and_later=True
    )


def log(batch: PeopleImport, user: User | None, changes: dict[str, Any]) -> None:
    """One entry of the audit log about the import as a whole."""
    LogEntry.objects.log_create(batch, action=LogEntry.Action.UPDATE, actor=user, changes=changes)


def search_next(batch: PeopleImport) -> None:
    """Search look-alikes among the people of the next Posyandu that the import touched."""
    place, *batch.to_search = batch.to_search
    duplicates.scan_places([place])
    batch.save(update_fields=["to_search"])
