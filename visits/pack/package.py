"""The whole package of a session: what the phones of its kader keep to work the day without a network."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import Any

from django.utils import timezone

from registry.models import User
from visits.columns import STEPS
from visits.models import Session
from visits.pack import questions
from visits.pack.choices import choices
from visits.pack.mark import mark_of
from visits.pack.people import people_of
from visits.publication import published_for
from visits.rulebook import shelf
from visits.session_services import may_correct

PROTOCOL = 1
# How long a phone keeps a package: long enough for a day that is sent late, and no longer.
KEEP_DAYS = 7


def pack_of(session: Session, user: User) -> dict[str, Any]:
    """The package as one user may have it; the caller was checked for the session, whose Posyandu is loaded."""
    books, profiles = shelf(), questions.Profiles()
    rules = books.book_for(session.posyandu_id).on(session.date)
    people = people_of(session, user, books, profiles)
    defaults = [
        questions.newcomers_content(each, profiles) for each in questions.newcomers(session.date, rules)
    ]
    return {
        "protocol": PROTOCOL,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "keep_days": KEEP_DAYS,
        "session": {
            "id": str(session.pk),
            "date": session.date.isoformat(),
            "posyandu": session.posyandu_id,
            "posyandu_name": str(session.posyandu),
            "place": session.place,
            "closed": session.is_closed,
            "may_correct": may_correct(session, user),
        },
        "user": {"id": user.pk, "name": str(user)},
        "rules": published_for(session.posyandu_id).url,
        "steps": {str(step): title for step, title in STEPS.items()},
        "columns": questions.catalogue(),
        "topics": questions.topics(),
        "choices": choices(),
        "profiles": profiles.content(),
        "defaults": defaults,
        "forms": questions.questionnaires(session.date, rules),
        "people": people,
    }


def etag_of(session: Session, user: User) -> str:
    """The mark under which a phone asks whether its package is still the newest; a weak one, as JSON may be packed."""
    mark = mark_of(session, PROTOCOL, _declared(), user.pk, str(user), may_correct(session, user))
    return f'W/"{mark}"'


@cache
def _declared() -> str:
    """Names what this release asks, so that a phone fetches it anew after an update."""
    text = json.dumps([questions.catalogue(), questions.topics(), choices(), STEPS])
    return sha256(text.encode()).hexdigest()
