"""Building blocks of the cards: a measure with its unit and its possible range, and choices from a rule's enum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import F, Q

from visits.rules.plausibility import Range


def possible(card: str, ranges: Mapping[str, Range], *fields: str) -> list[models.BaseConstraint]:
    """Named constraints that refuse what no scale can show, in words for the person who typed it."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{field}__isnull": True})
            | Q(**{f"{field}__gte": ranges[field].low, f"{field}__lte": ranges[field].high}),
            name=f"{card}_{field}_is_possible",
            violation_error_message=ranges[field].message,
        )
        for field in fields
    ]


def systolic_above_diastolic(card: str) -> models.CheckConstraint:
    """Blood pressure comes in pairs, the larger number first."""
    return models.CheckConstraint(
        # Said in full, because SQL lets a comparison with an empty value pass.
        condition=Q(systolic__isnull=True, diastolic__isnull=True)
        | Q(systolic__isnull=False, diastolic__isnull=False, systolic__gt=F("diastolic")),
        name=f"{card}_systolic_is_above_diastolic",
        violation_error_message="Isi sistole dan diastole; sistole lebih besar daripada diastole.",
    )


def measure(label: str, *, max_digits: int = 4, decimal_places: int = 1) -> models.DecimalField[Any, Any]:
    """A measured value, empty where it was not measured."""
    return models.DecimalField(
        label, max_digits=max_digits, decimal_places=decimal_places, null=True, blank=True
    )


def z_score(label: str) -> models.DecimalField[Any, Any]:
    """A z-score with two decimals; wide enough for the implausible ones, which are kept and flagged."""
    return models.DecimalField(label, max_digits=6, decimal_places=2, null=True, editable=False)


def category(label: str, values: Iterable[StrEnum]) -> models.CharField[Any, Any]:
    """A derived category, empty where there is none; stored as the label or code the paper card uses."""
    choices = [(value.value, value.value) for value in values]
    return models.CharField(label, max_length=40, blank=True, choices=choices, editable=False)


def answer(label: str) -> models.BooleanField[Any, Any]:
    """A Ya/Tidak column of a card; None where nobody asked, which is neither."""
    return models.BooleanField(label, null=True, blank=True)
