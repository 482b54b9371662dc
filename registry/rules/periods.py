"""Periods of days, and what is left of one when others take precedence. Source: this project's own arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From a first to a last day, both included; `last` None goes on."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError("a period ends after it starts")

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day. Source: arithmetic."""
        return (other.last is None or self.first <= other.last) and (
            self.last is None or other.first <= self.last
        )


def without(period: Period, taken: Iterable[Period]) -> list[Period]:
    """The parts of a period that none of `taken` covers, from the earliest on. Source: arithmetic."""
    left = [period]
    for other in taken:
        left = [part for piece in left for part in _cut(piece, other)]
    return sorted(left, key=lambda piece: piece.first)


def _cut(piece: Period, other: Period) -> list[Period]:
    if not piece.overlaps(other):
        return [piece]
    parts = []
    if piece.first < other.first:
        parts.append(Period(piece.first, other.first - ONE_DAY))
    if other.last is not None and (piece.last is None or piece.last > other.last):
        parts.append(Period(other.last + ONE_DAY, piece.last))
    return parts
