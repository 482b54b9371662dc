"""WHO's example survey of 498 children, scored by WHO's own macro (licence and origin in NOTICE)."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from registry.rules.life_stage import Sex
from visits.rules.growth import Position, assess_growth

SURVEY = Path(__file__).parents[3] / "golden" / "who-survey.csv"
SEXES = {"1": Sex.MALE, "2": Sex.FEMALE}
POSITIONS = {"l": Position.LYING, "h": Position.STANDING, "": None}
SCORES = {
    "zlen": "height_for_age_z",
    "zwei": "weight_for_age_z",
    "zwfl": "weight_for_height_z",
    "zbmi": "bmi_for_age_z",
    "zhc": "head_for_age_z",
    "zac": "muac_for_age_z",
}


def number(cell: str) -> float | None:
    return float(cell) if cell not in {"", "NA"} else None


@pytest.fixture(scope="module")
def children() -> list[dict[str, str]]:
    with SURVEY.open(encoding="utf-8", newline="") as file:
        # The oedema column stands twice under one name, with the same content.
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("column", "field"), SCORES.items())
def test_every_score_of_the_survey_equals_whos(
    children: list[dict[str, str]], column: str, field: str
) -> None:
    expected = {child["id"]: None if child[column] == "" else Decimal(child[column]) for child in children}

    computed = {
        child["id"]: getattr(
            assess_growth(
                sex=SEXES[child["GENDER"]],
                age_days=int(child["age.days"]),
                weight_kg=number(child["WEIGHT"]),
                height_cm=number(child["HEIGHT"]),
                position=POSITIONS[child["measure"]],
                head_cm=number(child["HEAD"]),
                muac_cm=number(child["MUAC"]),
                oedema=child["oedema"] == "y",
            ),
            field,
        )
        for child in children
    }

    assert len(expected) == 498
    assert computed == expected
