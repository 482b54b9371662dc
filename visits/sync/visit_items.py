"""Visits from a phone's queue: the same form and the same merge by field as on the pages."""

from __future__ import annotations

from uuid import UUID

from rest_framework import serializers

from registry.api import StrictSerializer
from visits import api_entry
from visits.models import SyncItem
from visits.sync.codes import Code
from visits.sync.items import Item, Problem, Refused
from visits.sync.reading import of_visit, read

_CODES = {
    api_entry.Code.NEEDS_CONFIRMATION: Code.NEEDS_CONFIRMATION,
    api_entry.Code.REFUSED: Code.REFUSED,
    api_entry.Code.NOT_ON_CARD: Code.NOT_ON_CARD,
    api_entry.Code.CHANGED_MEANWHILE: Code.CHANGED_MEANWHILE,
    api_entry.Code.CANCELLED: Code.CANCELLED,
    api_entry.Code.CLOSED: Code.CLOSED,
}


class VisitBody(api_entry.EntrySerializer, StrictSerializer):
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
        there = of_visit(error.visit) if error.visit is not None else {}
        raise Refused(map(_problem, error.problems), there) from error
    row.posyandu = visit.posyandu
    return of_visit(visit)


def _problem(problem: api_entry.Problem) -> Problem:
    code, conflict = _CODES[problem.code], problem.conflict
    if conflict is None:
        return Problem(code, problem.message, problem.field)
    by = str(conflict.saved_by or "")
    return Problem(code, problem.message, problem.field, conflict.stored, by, conflict.saved_at)
