"""Blood glucose classes and the card's code (GD-01, GD-02). Values in mg/dL.

Source: KMK HK.01.07/MENKES/2015/2023 table 23; normal random glucose is under 140, low is under 70.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from visits.rules.card_code import CardCode

Glucose = Decimal | int


class GlucoseClass(StrEnum):
    """What a glucose value suggests; a diagnosis is not the Posyandu's."""

    LOW = "Rendah"
    NORMAL = "Normal"
    PREDIABETES = "Prediabetes"
    DIABETES = "Diabetes"


# Lower limits, worst first; anything below the last is low.
_RANDOM = ((200, GlucoseClass.DIABETES), (140, GlucoseClass.PREDIABETES), (70, GlucoseClass.NORMAL))
_FASTING = ((126, GlucoseClass.DIABETES), (100, GlucoseClass.PREDIABETES), (70, GlucoseClass.NORMAL))
_CODES = {GlucoseClass.LOW: CardCode.LOW, GlucoseClass.DIABETES: CardCode.HIGH}


def classify_random_glucose(mg_dl: Glucose | None) -> GlucoseClass | None:
    """Class of gula darah sewaktu; None in, None out."""
    return _classify(_RANDOM, mg_dl)


def classify_fasting_glucose(mg_dl: Glucose | None) -> GlucoseClass | None:
    """Class of gula darah puasa; None in, None out."""
    return _classify(_FASTING, mg_dl)


def glucose_code(glucose_class: GlucoseClass | None) -> CardCode | None:
    """R, N or T of the card: only the diabetes class is T, prediabetes is N."""
    return None if glucose_class is None else _CODES.get(glucose_class, CardCode.NORMAL)


def _classify(limits: tuple[tuple[int, GlucoseClass], ...], mg_dl: Glucose | None) -> GlucoseClass | None:
    if mg_dl is None:
        return None
    return next((label for limit, label in limits if mg_dl >= limit), GlucoseClass.LOW)
