"""The boxes of each register that are written at step 2, and the few of step 4 that are asked of many.

The paper and the grid read the same list, so that both have them in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.rules.target_groups import Register
from visits.columns import Column, Kind
from visits.fields import COLUMNS

# Names of visits.columns, in the order in which people walk through the room.
_NAMES: dict[Register, tuple[str, ...]] = {
    Register.MOTHERS: (
        "weight_kg",
        "muac_cm",
        "systolic",
        "diastolic",
        "iron_tablets",
        "pregnancy_food_portions",
        "vitamin_a_mother",
    ),
    Register.CHILDREN: (
        "weight_kg",
        "height_cm",
        "position",
        "head_cm",
        "muac_cm",
        "oedema",
        "immunisation_complete",
        "vitamin_a",
        "deworming",
        "sick",
    ),
    Register.SCHOOL: (
        "weight_kg",
        "height_cm",
        "waist_cm",
        "systolic",
        "diastolic",
        "glucose_mg_dl",
        "haemoglobin_g_dl",
        "iron_tablets",
    ),
    Register.ADULTS: (
        "weight_kg",
        "height_cm",
        "waist_cm",
        "muac_cm",
        "systolic",
        "diastolic",
        "glucose_mg_dl",
        "cholesterol_mg_dl",
    ),
}
SHORT = {
    "weight_kg": "BB",
    "height_cm": "TB",
    "position": "Cara ukur",
    "head_cm": "LK",
    "waist_cm": "LP",
    "muac_cm": "LiLA",
    "systolic": "Sistole",
    "diastolic": "Diastole",
    "oedema": "Kaki bengkak",
    "immunisation_complete": "Imun. lengkap",
    "vitamin_a": "Vit. A",
    "deworming": "Obat cacing",
    "sick": "Sakit",
    "iron_tablets": "TTD",
    "pregnancy_food_portions": "MT bumil",
    "vitamin_a_mother": "Vit. A nifas",
    "glucose_mg_dl": "Gula darah",
    "cholesterol_mg_dl": "Kolesterol",
    "haemoglobin_g_dl": "Hb",
}
_TICKED = (Kind.TICK, Kind.ANSWER)


@dataclass(frozen=True, slots=True)
class Box:
    """One box to write in: the column with a short name for narrow heads."""

    column: Column
    short: str

    @property
    def name(self) -> str:
        """The field's name."""
        return self.column.name

    @property
    def is_ticked(self) -> bool:
        """Whether Ya or Tidak is written into it."""
        return self.column.kind in _TICKED

    @property
    def is_number(self) -> bool:
        """Whether a number is written into it."""
        return self.column.kind in (Kind.DECIMAL, Kind.WHOLE)

    @property
    def choices(self) -> dict[str, str]:
        """What may stand in it, by the stored value; empty for numbers."""
        if self.is_ticked:
            return {"true": self.column.yes, "false": self.column.no}
        return dict(self.column.choices)


def boxes_of(register: Register) -> list[Box]:
    """The boxes of a register, in their order."""
    short = SHORT | ({"height_cm": "PB/TB"} if register is Register.CHILDREN else {})
    return [Box(COLUMNS[name], short[name]) for name in _NAMES[register]]
