"""What the handlers share: the checked body of an item, and the person or the visit as far as the sender reaches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from registry import merging
from registry.api import StrictSerializer
from registry.models import Resident, User
from registry.permissions import Action
from visits import guests
from visits.models import SyncItem, Visit
from visits.services import SessionClosed
from visits.session_services import may_correct
from visits.sync.codes import Code
from visits.sync.items import Item, Problem, Refused

_RELATED = ("posyandu__unit", "resident__posyandu__unit", "session__posyandu__unit")
_OWN = "what this phone stored before"
VISIT_CANCELLED = "Kunjungan ini sudah dibatalkan."


class VisitPart(StrictSerializer):
    """Isi kiriman yang menyangkut satu kunjungan: id buatan perangkat, dan harinya bila HP lain lebih dulu."""

    visit = serializers.UUIDField()
    date = serializers.DateField()


def read(body: type[serializers.Serializer[Any]], item: Item) -> dict[str, Any]:
    """The checked body of an item. Raises Refused with the field that cannot be read."""
    given = body(data=dict(item.body))
    if not given.is_valid():
        raise Refused(Problem(Code.INVALID, text, name) for name, text in texts(given.errors))
    return dict(given.validated_data)


def texts(errors: Any, name: str = "") -> list[tuple[str, str]]:
    """Each message beside the innermost name it belongs to."""
    if isinstance(errors, dict):
        return [found for key, inner in errors.items() for found in texts(inner, str(key))]
    if isinstance(errors, list):
        return [found for inner in errors for found in texts(inner, name)]
    return [(name, str(errors))]


def text(most: int) -> serializers.CharField:
    """A text that may be left out."""
    return serializers.CharField(required=False, allow_blank=True, max_length=most, default="")


def check_role(user: User, action: Action) -> None:
    """Raise Refused where none of the user's roles may do this anywhere."""
    if not user.may(action):
        raise Refused.because(Code.NOT_ALLOWED)


def person_of(row: SyncItem, item: Item, action: Action) -> Resident:
    """Whom the item is about, as they are now. Raises Http404 for people outside the sender's area."""
    check_role(row.user, action)
    people = Resident.objects.visible_to(row.user, action).select_related("posyandu__unit")
    person = get_object_or_404(people, pk=merging.current_id(item.person))
    row.posyandu = person.posyandu
    return person


def visit_of(
    row: SyncItem, item: Item, given: Mapping[str, Any], action: Action, *, of_guests: bool = False
) -> Visit:
    """The visit by the id the phone made, or the one that another phone had begun for the person that day.

    Raises Http404 for visits outside the sender's area; with `of_guests` whoever works at a guest's session reaches it.
    """
    check_role(row.user, action)
    visit = _sent_visit(merging.current_id(item.person), given["visit"], given["date"])
    reached = Visit.objects.visible_to(row.user, action).filter(pk=visit.pk).exists()
    if not reached and not (of_guests and guests.may_see_visit(row.user, visit)):
        raise Http404
    row.posyandu = visit.posyandu
    return visit


def _sent_visit(person: UUID, visit_id: UUID, day: date) -> Visit:
    visits = Visit.objects.unscoped("whether the sender reaches it is asked below").with_cards()
    visits = visits.select_related(*_RELATED)
    known = visits.filter(pk=visit_id).first()
    if known is None:
        return get_object_or_404(visits.active(), resident=person, date=day)
    if known.resident_id != person:
        raise Http404
    return known


def own_results(row: SyncItem, visit: Visit, **told: str) -> list[dict[str, Any]]:
    """What the phone's earlier items stored in the visit, the newest last; of those that were answered with `told`."""
    rows = SyncItem.objects.unscoped(_OWN).filter(device=row.device, state=SyncItem.State.STORED)
    rows = rows.exclude(pk=row.pk).order_by("settled_at")
    answers = rows.filter(answer__result__visit=str(visit.pk)).values_list("answer", flat=True)
    results = [answer["result"] for answer in answers]
    return [result for result in results if told.items() <= result.items()]


def of_visit(visit: Visit) -> dict[str, object]:
    """The visit as an answer names it."""
    return {"visit": str(visit.pk), "revision": visit.revision}


def refuse_closed(error: SessionClosed, user: User) -> NoReturn:
    """Say that the day is closed, and that a reason is missing where one would do. Raises Refused."""
    asks = may_correct(error.session, user)
    told = "Hari buka ini sudah ditutup." + (" Tulis alasannya." if asks else "")
    raise Refused.because(Code.CLOSED, "reason", told) from error


def refuse_cancelled(visit: Visit) -> NoReturn:
    """Say that the visit no longer counts. Raises Refused."""
    raise Refused([Problem(Code.CANCELLED, VISIT_CANCELLED)], of_visit(visit))


def refuse(error: ValidationError, field: str = "", there: Mapping[str, Any] | None = None) -> NoReturn:
    """Put what a form or a service refused beside its fields. Raises Refused."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {field: error.messages}
    problems = [
        Problem(Code.REFUSED, message, "" if name == "__all__" else name)
        for name, messages in by_field.items()
        for message in messages
    ]
    raise Refused(problems, there) from error
