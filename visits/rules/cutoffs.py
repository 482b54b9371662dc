"""How a table of cut-offs is written down and read: a value on a boundary belongs to the milder class."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Class = TypeVar("Class")
Number = Decimal | int | float


@dataclass(frozen=True, slots=True)
class Cutoffs(Generic[Class]):
    """Classes on both sides of a middle one, outermost first on each side.

    `below` lists (limit, class) for values strictly under the limit, `above` for values strictly over it.
    """

    below: tuple[tuple[Number, Class], ...]
    middle: Class
    above: tuple[tuple[Number, Class], ...]

    def classify(self, value: Number) -> Class:
        """The class of one value."""
        for limit, label in self.below:
            if value < limit:
                return label
        for limit, label in self.above:
            if value > limit:
                return label
        return self.middle
