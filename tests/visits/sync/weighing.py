"""Weights of one girl: what every phone at the table types."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from registry.models import Resident
from tests.visits.sync.conftest import item, visit_body
from visits.models import Visit
from visits.sync import Item


def weight(girl: Resident, kg: Any, seen: Any = None, *, visit: UUID | None = None, **more: Any) -> Item:
    """Somebody typed the girl's weight where `seen` stood."""
    # Who emptied the only measure was asked whether the girl only came.
    body = visit_body({"weight_kg": kg}, seen={"weight_kg": seen}, confirmed=["measures"])
    return item("visit", girl, body | ({"visit": str(visit)} if visit else {}), **more)


def stored(girl: Resident) -> Visit:
    return Visit.objects.unscoped("a test").with_cards().get(resident=girl)


def weight_of(girl: Resident) -> Decimal | None:
    return stored(girl).card.weight_kg  # type: ignore[union-attr, no-any-return]
