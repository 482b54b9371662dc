"""What every adapter needs: the vectors' numbers and days as the code's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

Values = dict[str, Any]
# None is the expected answer of a vector that must be refused.
Adapter = Callable[[Values], Values | None]


def decimal(value: float | str | None) -> Decimal | None:
    """A measure as the code takes it; None stays None."""
    return None if value is None else Decimal(str(value))


def number(value: Decimal | None) -> float | None:
    """A result as the vectors write it; None stays None."""
    return None if value is None else float(value)


def day(text: str) -> date:
    """A date of a vector."""
    return date.fromisoformat(text)


def optional_day(text: str | None) -> date | None:
    """A date that a vector may leave empty."""
    return None if text is None else day(text)
