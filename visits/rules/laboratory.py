"""Total cholesterol and uric acid (KOL-01, AU-01). Values in mg/dL."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from registry.rules.life_stage import Sex
from visits.rules.book import CURRENT, Rules

Measure = Decimal | int


class CholesterolClass(StrEnum):
    """Class of total cholesterol."""

    NORMAL = "Normal"
    BORDERLINE = "Batas tinggi"
    HIGH = "Tinggi"


class UricAcidClass(StrEnum):
    """Class of uric acid."""

    NORMAL = "Normal"
    HIGH = "Tinggi"


def classify_cholesterol(mg_dl: Measure | None, *, rules: Rules = CURRENT) -> CholesterolClass | None:
    """Class of total cholesterol in mg/dL; a limit belongs to the higher class (KOL-01). None in, None out."""
    if mg_dl is None:
        return None
    classes = rules.rows("laboratory")["cholesterol"]
    return CholesterolClass(next(row for row in classes if mg_dl >= row["from"])["class"])


def classify_uric_acid(sex: Sex, mg_dl: Measure | None, *, rules: Rules = CURRENT) -> UricAcidClass | None:
    """Class of uric acid in mg/dL; high is strictly over the limit of the sex (AU-01). None in, None out."""
    if mg_dl is None:
        return None
    limit = Decimal(rules.rows("laboratory")["uric_acid_normal_to"][sex])
    return UricAcidClass.HIGH if mg_dl > limit else UricAcidClass.NORMAL
