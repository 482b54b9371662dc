"""Blood glucose classes and the card's code (GD-01, GD-02). Values in mg/dL.

Limits and their source are in the table "blood_sugar".
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from visits.rules.book import CURRENT, Rules
from visits.rules.card_code import CardCode
from visits.rules.cutoffs import Steps, read_steps

Glucose = Decimal | int


class GlucoseClass(StrEnum):
    """What a glucose value suggests; a diagnosis is not the Posyandu's."""

    LOW = "Rendah"
    NORMAL = "Normal"
    PREDIABETES = "Prediabetes"
    DIABETES = "Diabetes"


def classify_random_glucose(mg_dl: Glucose | None, *, rules: Rules = CURRENT) -> GlucoseClass | None:
    """Class of gula darah sewaktu in mg/dL; None in, None out (GD-01)."""
    return None if mg_dl is None else rules.once(_random).classify(mg_dl)


def classify_fasting_glucose(mg_dl: Glucose | None, *, rules: Rules = CURRENT) -> GlucoseClass | None:
    """Class of gula darah puasa in mg/dL; None in, None out (GD-02)."""
    return None if mg_dl is None else rules.once(_fasting).classify(mg_dl)


def glucose_code(glucose_class: GlucoseClass | None, *, rules: Rules = CURRENT) -> CardCode | None:
    """R, N or T of the card: only the diabetes class is T, prediabetes is N; None in, None out (GD-01)."""
    return None if glucose_class is None else CardCode(rules.rows("blood_sugar")["codes"][glucose_class])


def _random(rules: Rules) -> Steps[GlucoseClass]:
    return read_steps(rules.rows("blood_sugar")["random"], GlucoseClass)


def _fasting(rules: Rules) -> Steps[GlucoseClass]:
    return read_steps(rules.rows("blood_sugar")["fasting"], GlucoseClass)
