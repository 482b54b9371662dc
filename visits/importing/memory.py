"""What one import knows while it checks: for whom, on which day, and what its files have said so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.models import Posyandu, Resident, User
from registry.models.fields import keyed_hash
from registry.rules.names import search_key
from visits.importing.outcome import Outcome, Status
from visits.importing.rows import Child, PersonKey, Remarks, Weighing
from visits.importing.sheets import Kind, Row


@dataclass
class Checked:
    """One checked row with what writing it needs."""

    outcome: Outcome
    child: Child | None = None
    weighing: Weighing | None = None
    resident: Resident | None = None
    # Empty fields of known residents and their households that this row fills.
    person_fills: dict[str, Any] = field(default_factory=dict)
    home_fills: dict[str, str] = field(default_factory=dict)


class Memory:
    """The Posyandu, the importer and the day; and, row by row, who was named and weighed."""

    def __init__(self, posyandu: Posyandu, user: User | None, today: date) -> None:
        self.posyandu, self.user, self.today = posyandu, user, today
        self.children: dict[str, Outcome] = {}
        self.people: dict[PersonKey, Outcome] = {}
        # Ids of known residents whom a row has spoken of.
        self.claimed: set[str] = set()
        self.weighed: dict[tuple[str, str], int] = {}
        self._visible: set[int] | None = None

    def add(self, outcome: Outcome) -> None:
        """Remember a checked row, because later ones may repeat it or refer to it."""
        if outcome.kind == Kind.MEASUREMENTS:
            if outcome.nik and outcome.is_good:
                self.weighed.setdefault((outcome.nik, outcome.day), outcome.line)
            return
        before = self.children.get(outcome.nik)
        if outcome.nik and (before is None or not before.is_good):
            self.children[outcome.nik] = outcome
        if outcome.is_good:
            key = (search_key(outcome.name), date.fromisoformat(outcome.born), outcome.sex)
            self.people.setdefault(key, outcome)
            self.claimed.add(outcome.resident)

    def whereabouts(self, resident: Resident) -> str:
        """The Posyandu's name for those who may know it; others learn only that the NIK is taken."""
        if self.user is None:
            return str(resident.posyandu)
        if self._visible is None:
            self._visible = set(Posyandu.objects.visible_to(self.user).values_list("pk", flat=True))
        return str(resident.posyandu) if resident.posyandu_id in self._visible else "wilayah lain"


def refused(row: Row, remarks: Remarks) -> Outcome:
    """A refused row until something better is known; it shares its lists with `remarks`, which grow."""
    return Outcome(
        kind=row.kind.value,
        line=row.line,
        status=Status.REFUSED,
        name=" ".join(str(row.cells.get("nama_anak", "")).split())[:120],
        problems=remarks.problems,
        warnings=remarks.warnings,
    )


def residents_by_nik(niks: Iterable[str]) -> dict[str, Resident]:
    """Residents anywhere by the hash of their NIK: a NIK is unique in the whole register."""
    hashes = {keyed_hash(nik) for nik in niks if nik}
    found = Resident.objects.unscoped("a NIK is unique everywhere").filter(nik_hash__in=hashes)
    return {str(r.nik_hash): r for r in found.select_related("posyandu__unit", "household", "mother")}
