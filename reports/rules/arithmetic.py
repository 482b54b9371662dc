"""Shares and changes as every report prints them: one decimal, halves rounded up."""

from __future__ import annotations

from decimal import Decimal


def share(numerator: int, denominator: int) -> Decimal | None:
    """`numerator` of `denominator` in percent to one decimal; None where nobody could be counted."""
    if not denominator:
        return None
    # Whole numbers all the way: a quotient rounded twice can end on the wrong side of a half.
    tenths = (2000 * numerator + denominator) // (2 * denominator)
    return Decimal(tenths).scaleb(-1)


def change(value: Decimal | None, previous: Decimal | None) -> Decimal | None:
    """How much a printed value differs from the printed value of the month before."""
    return None if value is None or previous is None else value - previous
