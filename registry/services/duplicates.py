"""What people decide about pairs that look like one person. Merging is registry.services.merging."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from registry.models import DuplicatePair, User

WHY = "lock of a row its caller may decide about"


class DecidedMeanwhile(Exception):
    """The two were merged meanwhile: there is no pair to decide about any more."""


@transaction.atomic
def decide_different(*, pair: DuplicatePair, user: User) -> DuplicatePair:
    """Two people: the pair leaves the work list and no search brings it back. Repeatable. Raises DecidedMeanwhile."""
    return _set_state(pair, DuplicatePair.State.DIFFERENT, user)


@transaction.atomic
def undo_decision(*, pair: DuplicatePair, user: User) -> DuplicatePair:
    """Back to the work list, as if nobody had decided. Repeatable. Raises DecidedMeanwhile."""
    return _set_state(pair, DuplicatePair.State.OPEN, user)


def _set_state(pair: DuplicatePair, state: DuplicatePair.State, user: User) -> DuplicatePair:
    locked = DuplicatePair.objects.unscoped(WHY).select_for_update().get(pk=pair.pk)
    if locked.state == DuplicatePair.State.MERGED:
        raise DecidedMeanwhile
    if locked.state == state:
        return locked
    locked.state = state
    is_open = state == DuplicatePair.State.OPEN
    locked.decided_by = None if is_open else user
    locked.decided_at = None if is_open else timezone.now()
    locked.save(update_fields=["state", "decided_by", "decided_at"])
    return locked
