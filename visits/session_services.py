"""Closing a Posyandu's day and opening it again, and who may still change what was recorded on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from auditlog.models import LogEntry
from django.db import transaction
from django.utils import timezone

from registry.models import User
from registry.permissions import Action
from visits.models import Session, Visit

_WHY = "a session whose caller was checked"
# The name under which the audit log keeps closing and opening.
_CHANGED = "ditutup"


@dataclass(frozen=True, slots=True)
class Change:
    """One closing or opening: what was done and why, by whom, when."""

    words: str
    actor: str
    at: datetime


@dataclass
class SessionClosed(Exception):
    """The day was closed: from then on a midwife or the Puskesmas corrects, and says why."""

    session: Session
    # Whether the user might, had there been a reason.
    lacks_reason: bool = False


@transaction.atomic
def close_session(*, session: Session, user: User, note: str = "") -> Session:
    """Close a day. What is unfinished stays so, and is for those who may correct. Closing again changes nothing."""
    locked = _locked(session)
    if locked.is_closed:
        return locked
    locked.closed_by, locked.closed_at, locked.note = user, timezone.now(), note
    locked.save(update_fields=["closed_by", "closed_at", "note"])
    _log(locked, user, ["", "hari buka ditutup"])
    return locked


@transaction.atomic
def reopen_session(*, session: Session, user: User, reason: str) -> Session:
    """Open a closed day again for everybody who works there; the reason is kept. Repeatable.

    Raises SessionClosed where the user may not, or gives no reason.
    """
    locked = _locked(session)
    if not locked.is_closed:
        return locked
    check_open(locked, user, reason)
    locked.closed_by, locked.closed_at = None, None
    locked.save(update_fields=["closed_by", "closed_at"])
    _log(locked, user, ["hari buka ditutup", f"dibuka lagi: {reason}"])
    return locked


def check_open(visit_or_session: Visit | Session | None, user: User | None, reason: str = "") -> None:
    """Raise SessionClosed where this user may not change what belongs to a day, or does not say why.

    A visit of no session can always be changed, and so can every one where no person asks (`user` is None).
    """
    session = visit_or_session.session if isinstance(visit_or_session, Visit) else visit_or_session
    if session is None or user is None or not session.is_closed:
        return
    may = may_correct(session, user)
    if not may or not reason.strip():
        raise SessionClosed(session, lacks_reason=may)


def may_correct(session: Session, user: User) -> bool:
    """Whether the user corrects what was recorded on closed days of this Posyandu."""
    return user.may(Action.CORRECT_CLOSED, session.posyandu.unit)


def closings(session: Session) -> list[Change]:
    """When the day was closed and opened again, by whom and why, the newest first."""
    entries = LogEntry.objects.get_for_object(session).filter(action=LogEntry.Action.UPDATE)
    return [
        Change(str(entry.changes[_CHANGED][1]), str(entry.actor or ""), entry.timestamp)
        for entry in entries.select_related("actor").order_by("-timestamp")
        if entry.changes and _CHANGED in entry.changes
    ]


def _locked(session: Session) -> Session:
    rows = Session.objects.unscoped(_WHY).select_for_update(of=("self",)).select_related("posyandu__unit")
    return rows.get(pk=session.pk)


def _log(session: Session, user: User, change: list[str]) -> None:
    LogEntry.objects.log_create(
        session, action=LogEntry.Action.UPDATE, actor=user, changes={_CHANGED: change}
    )
