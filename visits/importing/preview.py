"""What the preview and the result page show of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator

from visits.importing import batches
from visits.importing.outcome import Outcome, Status
from visits.importing.sheets import Kind
from visits.models import ImportBatch

REFUSED_ON_PAGE = 50
MOST_WARNINGS = 100
SAMPLE_ROWS = 8


@dataclass(frozen=True)
class FileCounts:
    """Counts of one file by what happens to its rows."""

    kind: Kind
    name: str
    new: int
    same: int
    updated: int
    skipped: int
    refused: int


@dataclass(frozen=True)
class SampleRow:
    """One good weighing as numbers again."""

    name: str
    day: date
    weight_kg: Decimal | None
    height_cm: Decimal | None
    weight_for_age_z: Decimal | None
    height_for_age_z: Decimal | None
    weight_for_height_z: Decimal | None


def context(batch: ImportBatch, page: str) -> dict[str, Any]:
    """Counts, refused rows by page, warnings, and a sample of the good rows."""
    found = batches.outcomes(batch)
    refused = [outcome for outcome in found if outcome.status == Status.REFUSED]
    odd = [outcome for outcome in found if outcome.status != Status.REFUSED and outcome.warnings]
    weighed = [outcome for outcome in found if outcome.is_good and outcome.shown.get("weight_kg")]
    counts = count_rows(batch)
    return {
        "batch": batch,
        "counts": counts,
        "totals": {name: sum(getattr(row, name) for row in counts) for name in _STATUS_NAMES.values()},
        "writable": batches.is_writable(batch),
        "page": Paginator(refused, REFUSED_ON_PAGE).get_page(page),
        "warned": odd[:MOST_WARNINGS],
        "more_warned": max(0, len(odd) - MOST_WARNINGS),
        "sample": [_sample(outcome) for outcome in weighed[:SAMPLE_ROWS]],
    }


_STATUS_NAMES = {
    Status.NEW: "new",
    Status.SAME: "same",
    Status.UPDATED: "updated",
    Status.SKIPPED: "skipped",
    Status.REFUSED: "refused",
}


def count_rows(batch: ImportBatch) -> list[FileCounts]:
    """Counts of the files that were uploaded."""
    names = {Kind.IDENTITY: batch.identity_name, Kind.MEASUREMENTS: batch.measurements_name}
    rows = []
    for kind in Kind:
        figures = batch.counts.get(kind.value, {})
        if any(figures.values()):
            by_name = {name: figures.get(status.value, 0) for status, name in _STATUS_NAMES.items()}
            rows.append(FileCounts(kind, names[kind], **by_name))
    return rows


def _sample(outcome: Outcome) -> SampleRow:
    numbers = {name: Decimal(value) if value else None for name, value in outcome.shown.items()}
    return SampleRow(outcome.name, date.fromisoformat(outcome.day), **numbers)
