"""What was given, in the words of the people who give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visits.models import MethodChoice, ServiceGiven

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = ServiceGiven.Kind
# The unit of a quantity; where there is none, it was done or not.
UNITS: Mapping[str, str] = {
    Kind.VITAMIN_A_MOTHER: "kapsul",
    Kind.IRON: "tablet",
    Kind.PREGNANCY_FOOD: "porsi",
    Kind.LOCAL_FOOD: "porsi",
}
_METHODS = dict(MethodChoice.choices)
_METHOD_UNITS = {MethodChoice.PILL: "strip", MethodChoice.CONDOM: "buah"}


def unit_of(kind: str, detail: str = "") -> str:
    """What the quantity counts; empty where there is nothing to count."""
    if kind == Kind.CONTRACEPTION:
        return next((unit for method, unit in _METHOD_UNITS.items() if method.value == detail), "")
    return UNITS.get(kind, "")


def service_words(row: ServiceGiven) -> str:
    """One service in a few words: "Vitamin A kapsul merah", "Tablet tambah darah, 30 tablet"."""
    unit = unit_of(row.kind, row.detail)
    amount = f", {row.quantity} {unit}" if unit else ""
    if row.quantity == 0:
        return f"{row.get_kind_display()}, tidak diberikan"
    match row.kind:
        case Kind.VITAMIN_A:
            return f"Vitamin A kapsul {row.detail}" if row.detail else "Vitamin A"
        case Kind.DEWORMING:
            return f"Obat cacing {row.detail}".rstrip()
        case Kind.CONTRACEPTION:
            return f"KB: {_METHODS.get(row.detail, row.detail).lower()}{amount}" if row.detail else "KB"
        case _:
            detail = f" ({row.detail})" if row.detail else ""
            return f"{row.get_kind_display()}{amount}{detail}"


def place_words(row: ServiceGiven) -> str:
    """Where it was given: the name of the place, the kind of place, or the Posyandu whose stock it came from."""
    if row.place_name or row.place:
        return row.place_name or row.get_place_display()
    if row.visit is not None:
        return str(row.visit.posyandu) if row.visit.setting == "posyandu" else row.visit.get_setting_display()
    return str(row.posyandu) if row.posyandu is not None else ""
