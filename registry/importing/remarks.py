"""What is said about one row of a file, column by column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from registry.importing.cells import CellError
from registry.importing.files import Cell

# Column and reason.
Remark = tuple[str, str]
T = TypeVar("T")


@dataclass
class Remarks:
    """What is wrong with a row (it is refused) and what is odd about it (it is not)."""

    cells: dict[str, Cell]
    problems: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def take(self, column: str, read: Callable[..., T], *args: Any) -> T | None:
        """The column's value, or None with the problem noted."""
        return self._read(self.problems, column, read, *args)

    def take_gently(self, column: str, read: Callable[..., T], *args: Any) -> T | None:
        """The column's value, or None with a warning: the row is good without it."""
        return self._read(self.warnings, column, read, *args)

    def refuse(self, column: str, reason: str) -> None:
        self.problems.append((column, reason))

    def warn(self, column: str, reason: str) -> None:
        self.warnings.append((column, reason))

    def _read(self, notes: list[Remark], column: str, read: Callable[..., T], *args: Any) -> T | None:
        try:
            return read(self.cells.get(column), *args)
        except CellError as error:
            notes.append((column, str(error)))
            return None
