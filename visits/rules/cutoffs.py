"""How a table of cut-offs is read: a value on a boundary belongs to the milder class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

Class = TypeVar("Class")
Label = TypeVar("Label", bound=StrEnum)
Number = Decimal | int | float


@dataclass(frozen=True, slots=True)
class Cutoffs(Generic[Class]):
    """Classes on both sides of a middle one, outermost first on each side; limits in the unit of the table.

    `below` lists (limit, class) for values strictly under the limit, `above` for values strictly over it.
    """

    below: tuple[tuple[Number, Class], ...]
    middle: Class
    above: tuple[tuple[Number, Class], ...]

    def classify(self, value: Number) -> Class:
        """The class of one value in the unit of the limits."""
        for limit, label in self.below:
            if value < limit:
                return label
        for limit, label in self.above:
            if value > limit:
                return label
        return self.middle


@dataclass(frozen=True, slots=True)
class Steps(Generic[Class]):
    """Classes that begin at a limit (in the unit of the table), highest first.

    What lies under the last limit is `otherwise`.
    """

    steps: tuple[tuple[Number, Class], ...]
    otherwise: Class

    def classify(self, value: Number) -> Class:
        """The class of one value in the unit of the limits."""
        return next((label for limit, label in self.steps if value >= limit), self.otherwise)


def read_cutoffs(row: Mapping[str, Any], label: type[Label]) -> Cutoffs[Label]:
    """Cut-offs as a table writes them: below/under, middle, above/over. Source: named in the table.

    ValueError for a label no class has.
    """
    return Cutoffs(
        below=tuple((Decimal(step["under"]), label(step["label"])) for step in row["below"]),
        middle=label(row["middle"]),
        above=tuple((Decimal(step["over"]), label(step["label"])) for step in row["above"]),
    )


def read_steps(row: Mapping[str, Any], label: type[Label]) -> Steps[Label]:
    """Steps as a table writes them: classes/from, otherwise. Source: named in the table.

    ValueError for a label no class has.
    """
    return Steps(
        steps=tuple((Decimal(step["from"]), label(step["label"])) for step in row["classes"]),
        otherwise=label(row["otherwise"]),
    )
