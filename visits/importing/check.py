"""Rows against the register: what writing each one would do, and why some are refused. Reads, never writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from registry.models import Posyandu, User
from visits.importing.children import ChildChecker
from visits.importing.memory import Checked, Memory
from visits.importing.outcome import Outcome
from visits.importing.sheets import Kind, Row
from visits.importing.weighings import WeighingChecker


class Checker:
    """Checks the rows of one batch in their order, identity first; remembers what the files have said before."""

    def __init__(self, posyandu: Posyandu, user: User | None, today: date) -> None:
        self._memory = Memory(posyandu, user, today)
        self._children = ChildChecker(self._memory)
        self._weighings = WeighingChecker(self._memory)

    def resume(self, outcomes: Iterable[Outcome]) -> None:
        """Remember rows that an earlier step has checked."""
        for outcome in outcomes:
            self._memory.add(outcome)

    def check(self, rows: Sequence[Row]) -> list[Checked]:
        """Check the next rows."""
        identity = [row for row in rows if row.kind is Kind.IDENTITY]
        measurements = [row for row in rows if row.kind is Kind.MEASUREMENTS]
        return self._children.check(identity) + self._weighings.check(measurements)
