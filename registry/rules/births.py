"""What a birth is measured by, and which of it is unlikely enough to ask about.

Sources: Buku KIA 2024 (grams, classes); the limits of what is asked about are a proposal of the application.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from types import MappingProxyType

from registry.rules.background import Relation
from registry.rules.wording import measured, read_number, whole

MOTHER_YEARS = (10, 60)
USUAL_MOTHER_YEARS = (15, 49)
GRAMS_FROM = 100
USUAL_WEIGHT_KG = (Decimal("1.5"), Decimal("5"))
USUAL_LENGTH_CM = (Decimal(40), Decimal(58))
_GRAMS_IN_KG = 1000
_STORED = Decimal("0.01")

# What a newborn is to the head of the family, by what the mother is.
_BABY_OF: Mapping[str, Relation] = MappingProxyType(
    {
        Relation.HEAD: Relation.CHILD,
        Relation.SPOUSE: Relation.CHILD,
        Relation.CHILD: Relation.GRANDCHILD,
        Relation.CHILD_IN_LAW: Relation.GRANDCHILD,
    }
)


def relation_of_baby(mother_relation: str) -> Relation:
    """Relation of a newborn to the head of the family (codes of Data Keluarga): child, or grandchild, or other kin.

    Source: Data Keluarga. Where the mother's relation was never asked, the child is taken for the head's.
    """
    if not mother_relation:
        return Relation.CHILD
    return _BABY_OF.get(mother_relation, Relation.KIN)


def read_birth_weight(text: str) -> Decimal:
    """A birth weight in kg from what was typed: "2,9", "2,9 kg", "2900", "2900 g" and "2.900" are one.

    Kept to 10 g, rounded down, so that no class of the Buku KIA is left by rounding: 2495 g stays under 2500 g.
    Source: written Indonesian. Raises ValueError where no number can be read.
    """
    number = read_number(text.strip().lower().removesuffix("ram").removesuffix("r"))
    kilograms = number / _GRAMS_IN_KG if number >= GRAMS_FROM else number
    return kilograms.quantize(_STORED, ROUND_FLOOR)


def weight_question(weight_kg: Decimal | None) -> str:
    """What to ask about an unlikely birth weight in kg; empty for a usual one. Source: proposal of the application."""
    if weight_kg is None or USUAL_WEIGHT_KG[0] <= weight_kg <= USUAL_WEIGHT_KG[1]:
        return ""
    grams = f"{whole(weight_kg * _GRAMS_IN_KG)} gram"
    return f"Berat lahir {measured(weight_kg, 'kg')} ({grams}) jarang terjadi. Apakah benar?"


def length_question(length_cm: Decimal | None) -> str:
    """What to ask about an unlikely birth length in cm; empty for a usual one. Source: proposal of the application."""
    if length_cm is None or USUAL_LENGTH_CM[0] <= length_cm <= USUAL_LENGTH_CM[1]:
        return ""
    return f"Panjang lahir {measured(length_cm, 'cm')} jarang terjadi. Apakah benar?"


def mother_age_question(years: int) -> str:
    """What to ask about a pregnancy at an unusual age in years; empty from 15 to 49. Source: PUS of the programme."""
    if USUAL_MOTHER_YEARS[0] <= years <= USUAL_MOTHER_YEARS[1]:
        return ""
    return f"Umur ibu {years} tahun. Apakah benar ibu ini hamil?"


def baby_name(mother_name: str, position: int = 1, of: int = 1) -> str:
    """What a newborn without a name is called: "Bayi Ny. Siti", twins by number. Source: custom of the registers."""
    return f"Bayi Ny. {mother_name}" if of == 1 else f"Bayi Ny. {mother_name} {position}"
