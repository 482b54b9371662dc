"""The seam between merging people and the apps above: whom an id stands for, and what more than a new owner is needed.

The register moves every row that refers to a merged person by itself. An app whose rows cannot simply stand side by
side afterwards, such as two visits on one day, subscribes here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from django.db import models, transaction

from registry.models import Merge, Resident, User

_WHY = "whom an id stands for; the caller checks the scope"


class Part(Protocol):
    """What an app does when two people become one, or two again; a module with these functions is one."""

    def watched(self, people: Collection[UUID]) -> Iterable[models.QuerySet[Any]]:
        """Rows that may change with these people and do not refer to them directly."""

    def warnings(self, kept: Resident, absorbed: Resident) -> list[str]:
        """What will happen beside the moving, in sentences, before anybody decides."""

    def settle(self, kept: Resident, absorbed: Resident, user: User | None) -> list[str]:
        """Make room before the rows of `absorbed` become those of `kept`; what was done, in sentences."""

    def mark(self, people: Collection[UUID]) -> None:
        """Mark the months as due in which rows of these people are counted."""

    def derived(self) -> Mapping[str, Collection[str]]:
        """Columns nobody types, by the label of their model: that they changed meanwhile is no news."""


_parts: list[Part] = []


class _Stale(Exception):
    """The person was merged, or separated again, while we waited for the lock."""


def subscribe(part: Part) -> None:
    """Let an app take part in every merge."""
    if part not in _parts:
        _parts.append(part)


def parts() -> tuple[Part, ...]:
    """Those who take part."""
    return tuple(_parts)


def current_id(resident_id: UUID) -> UUID:
    """Whom an id stands for: the person it was merged into, over any number of merges, or itself."""
    rows = Resident.objects.with_merged(_WHY)
    while (into := rows.filter(pk=resident_id).values_list("merged_into", flat=True).first()) is not None:
        resident_id = into
    return resident_id


def locked(resident_id: UUID) -> Resident:
    """The person an id stands for, locked until the caller's transaction ends: the one to write to.

    Raises Resident.DoesNotExist.
    """
    while True:
        try:
            # Given back where it turns out to be the wrong row: nobody waits for a lock while holding another one.
            with transaction.atomic():
                return _lock(resident_id)
        except _Stale:
            continue


def _lock(resident_id: UUID) -> Resident:
    rows = Resident.objects.with_merged(_WHY).select_for_update(of=("self",))
    person = rows.get(pk=current_id(resident_id))
    if person.merged_into_id is not None:
        raise _Stale
    if person.pk != resident_id and current_id(resident_id) != person.pk:
        raise _Stale
    return person


def note_arrival(sent_for: UUID, row: models.Model) -> None:
    """Remember that a new row came for somebody who is merged: undoing the merge gives it to them.

    Called in the transaction that writes the row, while the current person is locked; repeatable.
    """
    entry = [row._meta.label_lower, str(row.pk)]
    merges = Merge.objects.unscoped(_WHY).filter(undone_at__isnull=True).select_for_update(of=("self",))
    while (merge := merges.filter(absorbed=sent_for).first()) is not None:
        if entry not in merge.arrived_later:
            merge.arrived_later.append(entry)
            merge.save(update_fields=["arrived_later"])
        sent_for = merge.kept_id
