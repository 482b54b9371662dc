"""What a month's weighing comes to: S, K, D, N, their shares, and the age groups of the form F1 (KMS-06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from visits.rules.book import CURRENT, Rules


@dataclass(frozen=True, slots=True)
class Counts:
    """Children of one area and month: registered, with KMS, and weighed by status. Whole numbers of children."""

    registered: int
    with_card: int
    gained: int
    not_gained: int
    absent_last_month: int
    first: int

    @property
    def weighed(self) -> int:
        """D = N + T + O + B."""
        return self.gained + self.not_gained + self.absent_last_month + self.first

    @property
    def judged(self) -> int:
        """D' = N + T: those whose gain could be judged."""
        return self.gained + self.not_gained

    @property
    def absent(self) -> int:
        """S - D; negative when more were weighed than are registered, a sign of an incomplete register."""
        return self.registered - self.weighed


def shares(counts: Counts, *, rules: Rules = CURRENT) -> Mapping[str, Decimal | None]:
    """Per cent by indicator (K/S, D/S, N/D, N/D', N/S, D/K), 1 decimal half up; None where the whole is 0 (KMS-06).

    Raises ValueError for a negative count.
    """
    figures = _figures(counts)
    if min(figures.values()) < 0:
        raise ValueError("Jumlah anak tidak boleh kurang dari nol.")
    rows = rules.rows("skdn")
    step = Decimal(1).scaleb(-rows["percent_decimals"])
    return {
        row["code"]: _percent(figures[row["part"]], figures[row["whole"]], step) for row in rows["indicators"]
    }


def age_group(months: int, *, rules: Rules = CURRENT) -> str | None:
    """Label of the F1 age group for completed months; None from 61 months (KMS-06)."""
    groups = rules.rows("skdn")["age_groups"]
    return next((row["label"] for row in groups if row["from_month"] <= months <= row["to_month"]), None)


def _figures(counts: Counts) -> dict[str, int]:
    return {
        "S": counts.registered,
        "K": counts.with_card,
        "D": counts.weighed,
        "D'": counts.judged,
        "N": counts.gained,
        "T": counts.not_gained,
        "O": counts.absent_last_month,
        "B": counts.first,
    }


def _percent(part: int, whole: int, step: Decimal) -> Decimal | None:
    return (Decimal(part * 100) / whole).quantize(step, ROUND_HALF_UP) if whole else None
