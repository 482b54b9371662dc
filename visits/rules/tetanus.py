"""Td immunisation status of women (HML-07).

Source: Buku KIA 2024, table of the Td status; doses of school (DT, Td) count when there is proof of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from registry.rules.life_stage import add_months
from visits.rules.book import CURRENT, Rules

_TABLE = "tetanus"


class TetanusStatus(StrEnum):
    """How many valid doses there are, T0 to T5."""

    NONE = "T0"
    ONE = "T1"
    TWO = "T2"
    THREE = "T3"
    FOUR = "T4"
    FIVE = "T5"


@dataclass(frozen=True, slots=True)
class Tetanus:
    """Status, the last day of protection (None = not protected) and the first day on which the next dose counts."""

    status: TetanusStatus
    protected_until: date | None
    next_from: date | None


def tetanus_status(doses: Iterable[date] | None, *, rules: Rules = CURRENT) -> Tetanus:
    """Status by the dates of all doses, in any order (HML-07). No dose is T0.

    A dose before its interval (28 days, 6, 12 and 12 months after the last valid one) does not raise the status.
    """
    rows = rules.rows(_TABLE)
    steps = rows["doses"]
    valid: list[date] = []
    for dose in sorted(doses or ()):
        if len(valid) < len(steps) and (not valid or dose >= _earliest(steps[len(valid)], valid[-1])):
            valid.append(dose)
    if not valid:
        return Tetanus(TetanusStatus(rows["none"]), None, None)
    step = steps[len(valid) - 1]
    protected = step["protection_months"]
    return Tetanus(
        TetanusStatus(step["status"]),
        add_months(valid[-1], protected) if protected else None,
        _earliest(steps[len(valid)], valid[-1]) if len(valid) < len(steps) else None,
    )


def _earliest(step: Mapping[str, Any], before: date) -> date:
    return add_months(before, step["interval_months"]) + timedelta(days=step["interval_days"])
