"""What became of one row: what the preview shows, what a restart continues from, what the download lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from visits.importing.sheets import Kind


class Status(StrEnum):
    """What writing would do with a row."""

    NEW = "baru"
    SAME = "sudah ada"
    UPDATED = "diperbarui"
    SKIPPED = "dilewati"
    REFUSED = "ditolak"


# Rows that writing turns into rows of the database.
WRITES = (Status.NEW, Status.UPDATED)


@dataclass
class Outcome:
    """The result of checking one row, as it is stored between the steps."""

    kind: str
    line: int
    status: str
    name: str = ""
    nik: str = ""
    born: str = ""
    sex: str = ""
    # The resident who is already known, by id.
    resident: str = ""
    day: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    # For the sample of the preview: measures and z-scores as text.
    shown: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def load(cls, stored: dict[str, Any]) -> Outcome:
        return cls(**stored)

    def dump(self) -> dict[str, Any]:
        """What is not empty, ready for JSON."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def file(self) -> str:
        return Kind(self.kind).label

    @property
    def is_good(self) -> bool:
        return self.status in WRITES or self.status == Status.SAME


Counts = dict[str, dict[str, int]]


def count(outcomes: Iterable[Outcome]) -> Counts:
    """Rows by file and status, zeros included."""
    found = Counter((outcome.kind, outcome.status) for outcome in outcomes)
    return {kind.value: {status.value: found[kind.value, status.value] for status in Status} for kind in Kind}
