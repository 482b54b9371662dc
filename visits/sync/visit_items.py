"""Visits from a phone's queue: the same form and the same merge by field as on the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers

from visits import api_entry
from visits.models import SyncItem
from visits.sync.codes import Code
from visits.sync.items import Item, Problem, Refused

_CODES = {
    api_entry.Code.NEEDS_CONFIRMATION: Code.NEEDS_CONFIRMATION,
    api_entry.Code.REFUSED: Code.REFUSED,
    api_entry.Code.NOT_ON_CARD: Code.NOT_ON_CARD,
    api_entry.Code.CHANGED_MEANWHILE: Code.CHANGED_MEANWHILE,
    api_entry.Code.CANCELLED: Code.CANCELLED,
    api_entry.Code.CLOSED: Code.CLOSED,
}


class VisitBody(api_entry.EntrySerializer):
    """Isi kiriman `visit`: seperti kunjungan pada API, dengan id kunjungan buatan perangkat."""

    visit = serializers.UUIDField()
    resident = None  # type: ignore[assignment]  # the item names the person


def save_visit(row: SyncItem, item: Item) -> dict[str, object]:
    """Store what one save on the phone changed. Raises Refused, and Http404 for what the sender may not record."""
    given = read(VisitBody, item)
    visit_id: UUID = given.pop("visit")
    given["resident"] = item.person
    try:
        visit, _ = api_entry.record(row.user, visit_id, given, row)
    except api_entry.NotStored as error:
        there: dict[str, Any] = {}
        if error.visit is not None:
            there = {"visit": str(error.visit.pk), "revision": error.visit.revision}
        raise Refused(map(_problem, error.problems), there) from error
    row.posyandu = visit.posyandu
    return {"visit": str(visit.pk), "revision": visit.revision}


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


def _problem(problem: api_entry.Problem) -> Problem:
    code, conflict = _CODES[problem.code], problem.conflict
    if conflict is None:
        return Problem(code, problem.message, problem.field)
    by = str(conflict.saved_by or "")
    return Problem(code, problem.message, problem.field, conflict.stored, by, conflict.saved_at)
