"""Cells that only e-PPGBM has, beside those that every file of people has."""

from __future__ import annotations

from registry.importing.cells import (
    CellError,
    day,
    digits,
    nik,
    number,
    phone,
    rounded,
    sex,
    short_text,
    text,
    whole,
    yes,
)
from registry.importing.files import Cell, plain
from visits.rules.growth import Position

__all__ = [
    "CellError",
    "day",
    "digits",
    "nik",
    "number",
    "oedema",
    "phone",
    "position",
    "rounded",
    "sex",
    "short_text",
    "text",
    "whole",
    "yes",
]


def oedema(cell: Cell) -> bool:
    """Pitting oedema: tidak, 0 and empty are no; ya and the degrees 1, 2, 3 are yes."""
    if isinstance(cell, bool):
        return cell
    words = text(cell).lower().strip("+")
    if words in {"", "-", "tidak", "tdk", "t", "0", "n"}:
        return False
    if words in {"ya", "y", "1", "2", "3"}:
        return True
    raise CellError(f"“{text(cell)}” tidak dikenal. Isi tidak, 1, 2 atau 3.")


def position(cell: Cell) -> str:
    """How the length or height was taken; empty where the file does not say."""
    words = plain(text(cell))
    if not words:
        return ""
    if words in {"terlentang", "telentang"}:
        return Position.LYING.value
    if words == "berdiri":
        return Position.STANDING.value
    # Other files of e-PPGBM number the two ways in opposite orders, so a number says nothing.
    raise CellError(f"“{text(cell)}” tidak dikenal. Isi terlentang atau berdiri.")
