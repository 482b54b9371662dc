"""Changing many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Model

_Row = TypeVar("_Row", bound=Model)


def store_changes(rows: Sequence[_Row], fields: Iterable[str], *, batch_size: int = 250) -> None:
    """Write these fields of rows that exist, were read whole, and are locked by the caller.

    As an insert that meets its own row and changes it: some ten times quicker than Django's bulk_update, which writes
    a condition for every value.
    """
    names = sorted(fields)
    if rows and names:
        model = type(rows[0])
        model._base_manager.bulk_create(
            rows, batch_size=batch_size, update_conflicts=True, unique_fields=["id"], update_fields=names
        )
