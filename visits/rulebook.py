"""The book of rules with what the kabupaten decided: kept in each process, read again when a decision changed.

Every answer of `shelf()` asks the database once whether anything changed; whoever judges many visits asks once and
passes the shelf on.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Max

from registry.models import OrgUnit
from visits.models import RuleOverride
from visits.rules.book import Book, Override

_Stamp = tuple[int, datetime | None]
_log = logging.getLogger(__name__)
# One book for each set of decisions: what was converted for it is used again after a reload.
_book = lru_cache(maxsize=64)(Book)


class Shelf:
    """The books of all kabupaten as stored at one moment."""

    def __init__(self, rows: Iterable[RuleOverride] = ()) -> None:
        found: dict[str, list[Override]] = defaultdict(list)
        for row in rows:
            override = _usable(row)
            if override is not None:
                found[row.unit.path].append(override)
        self._overrides = {path: tuple(overrides) for path, overrides in found.items()}
        self._paths: dict[int, str] = {}

    def book_for(self, unit_id: int | None) -> Book:
        """The book that holds at a unit, e.g. a Posyandu; None = decided nowhere."""
        return _book(self.overrides_for(unit_id))

    def overrides_for(self, unit_id: int | None) -> tuple[Override, ...]:
        """What the kabupaten of a unit decided, for the phone's copy of the rules too."""
        if not self._overrides or unit_id is None:
            return ()
        path = self._path(unit_id)
        return next((found for above, found in self._overrides.items() if path.startswith(above)), ())

    def _path(self, unit_id: int) -> str:
        if unit_id not in self._paths:
            # A Posyandu has the key of its unit. Which kabupaten it lies in is no secret.
            self._paths[unit_id] = OrgUnit.objects.values_list("path", flat=True).get(pk=unit_id)
        return self._paths[unit_id]


class _Kept:
    """The newest shelf of this process and the state of the table it was read from."""

    stamp: _Stamp | None = None
    shelf = Shelf()


def shelf() -> Shelf:
    """The shelf as the database has it now."""
    state = RuleOverride.objects.aggregate(count=Count("pk"), newest=Max("changed_at"))
    stamp = (state["count"], state["newest"])
    if stamp != _Kept.stamp:
        _Kept.shelf = Shelf(RuleOverride.objects.select_related("unit")) if state["count"] else Shelf()
        _Kept.stamp = stamp
    return _Kept.shelf


def book_for(unit_id: int | None) -> Book:
    """The book that holds at a unit now."""
    return shelf().book_for(unit_id)


def _usable(row: RuleOverride) -> Override | None:
    """A decision about a setting that a later release no longer has must not stop the service."""
    override = row.as_override()
    try:
        Book([override])
    except (ValueError, LookupError):
        _log.exception("Aturan setempat %s tidak dikenal lagi dan tidak dipakai.", row)
        return None
    return override
