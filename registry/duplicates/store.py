"""Pairs as the work list keeps them: what was decided stays decided, what is open is brought up to date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from registry.duplicates.nearby import alike_to
from registry.duplicates.rows import COLUMNS, person_of
from registry.duplicates.scan import Progress, find_pairs
from registry.models import DuplicatePair, Resident
from registry.rules.duplicates import Likeness, Person

WHY = "pairs are kept for whoever may see them later"
BATCH = 500
_T = TypeVar("_T")


@dataclass
class Stored:
    """What storing did: pairs that are new, changed in score or reasons, and gone because they look alike no more."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@transaction.atomic
def store_pairs(
    pairs: Iterable[tuple[Person, Person, Likeness]], posyandu_ids: Collection[int] | None = None
) -> Stored:
    """Keep the pairs that a scan of these Posyandu (None: of all) found. Repeatable.

    A decided pair stays as it is; an open one that the scan did not find, both of whose people it saw, is removed.
    """
    known = DuplicatePair.objects.unscoped(WHY)
    if posyandu_ids is not None:
        known = known.filter(first__posyandu__in=posyandu_ids, second__posyandu__in=posyandu_ids)
    return _keep(pairs, known)


@transaction.atomic
def refresh_for(resident: Resident) -> Stored:
    """Bring the pairs of one person up to date, after registering or changing them. Repeatable."""
    known = DuplicatePair.objects.unscoped(WHY).filter(Q(first=resident) | Q(second=resident))
    row = Resident.objects.unscoped(WHY).filter(pk=resident.pk).values_list(*COLUMNS).first()
    if row is None:
        return _keep((), known)
    person = person_of(row)
    return _keep(
        (
            (person, other, likeness) if person.id < other.id else (other, person, likeness)
            for other, likeness in alike_to(person)
        ),
        known,
    )


def scan_places(posyandu_ids: Collection[int] | None = None, *, progress: Progress | None = None) -> Stored:
    """Find and keep all pairs of these Posyandu, or of the whole register."""
    return store_pairs(find_pairs(posyandu_ids, progress=progress), posyandu_ids)


def _keep(pairs: Iterable[tuple[Person, Person, Likeness]], known: QuerySet[DuplicatePair]) -> Stored:
    stored = Stored()
    before = {(one.first_id, one.second_id): one for one in known}
    found: set[tuple[UUID, UUID]] = set()
    for batch in _batches(pairs):
        found |= {(first.id, second.id) for first, second, _ in batch}
        stored.added += _add([pair for pair in batch if (pair[0].id, pair[1].id) not in before])
        stored.changed += _change(
            [(before[key], pair[2]) for pair in batch if (key := (pair[0].id, pair[1].id)) in before]
        )
    # A pair without points was put side by side by a person, whatever we think of it.
    gone = [
        one.pk
        for key, one in before.items()
        if key not in found and one.score and one.state == DuplicatePair.State.OPEN
    ]
    for batch_gone in _batches(gone):
        still_open = DuplicatePair.objects.unscoped(WHY).filter(pk__in=batch_gone)
        stored.removed += still_open.filter(state=DuplicatePair.State.OPEN).delete()[0]
    return stored


def _add(pairs: list[tuple[Person, Person, Likeness]]) -> int:
    rows = [
        DuplicatePair(
            first_id=first.id, second_id=second.id, score=likeness.score, reasons=list(likeness.reasons)
        )
        for first, second, likeness in pairs
    ]
    # Somebody else may find the same pair at the same moment.
    return len(DuplicatePair.objects.bulk_create(rows, ignore_conflicts=True))


def _change(pairs: list[tuple[DuplicatePair, Likeness]]) -> int:
    changed = []
    for pair, likeness in pairs:
        reasons = [reason.value for reason in likeness.reasons]
        if pair.state == DuplicatePair.State.OPEN and (pair.score, pair.reasons) != (likeness.score, reasons):
            pair.score, pair.reasons = likeness.score, reasons
            changed.append(pair)
    return DuplicatePair.objects.bulk_update(changed, ["score", "reasons"]) if changed else 0


def _batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
