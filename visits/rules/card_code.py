"""The three letters that the Posyandu card uses for blood pressure and blood sugar."""

from __future__ import annotations

from enum import StrEnum


class CardCode(StrEnum):
    """R (rendah), N (normal), T (tinggi)."""

    LOW = "R"
    NORMAL = "N"
    HIGH = "T"

    @property
    def label(self) -> str:
        """Word for screens."""
        return _LABELS[self]


_LABELS = {CardCode.LOW: "Rendah", CardCode.NORMAL: "Normal", CardCode.HIGH: "Tinggi"}
