"""A woman's Td doses: their codes, and her status by the days that are known (HML-07).

The codes are the order in which her card has them; the status counts only doses that kept their interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.models import Resident
from registry.rules.life_stage import Sex
from registry.rules.wording import long_date
from visits.models import Immunisation
from visits.rules.book import Rules
from visits.rules.tetanus import Tetanus, TetanusStatus, tetanus_status

TETANUS_CODES = ("Td1", "Td2", "Td3", "Td4", "Td5")
# Women who may become mothers (WUS), in completed years.
FIRST_YEARS, LAST_YEARS = 15, 49
# From two valid doses on a mother's child is protected; before that the next dose is what matters.
_PROTECTING = (TetanusStatus.TWO, TetanusStatus.THREE, TetanusStatus.FOUR, TetanusStatus.FIVE)


@dataclass(frozen=True, slots=True)
class TetanusLine:
    """Her status on a day, in words."""

    found: Tetanus
    day: date
    unknown_days: int = 0

    @property
    def is_protected(self) -> bool:
        """Whether the last valid dose still protects."""
        until = self.found.protected_until
        return self.found.status in _PROTECTING and until is not None and self.day <= until

    @property
    def is_due(self) -> bool:
        """Whether the next dose may be given now."""
        if self.found.status is TetanusStatus.NONE:
            return True
        return self.found.next_from is not None and self.found.next_from <= self.day

    @property
    def level(self) -> str:
        return "baik" if self.is_protected else "perhatian"

    @property
    def title(self) -> str:
        """The status: "Status tetanus T2"."""
        return f"Status tetanus {self.found.status.value}"

    @property
    def text(self) -> str:
        """Until when she is protected, and when the next dose counts."""
        if self.is_protected:
            words = [f"Terlindungi sampai {long_date(self.found.protected_until)}."]
        else:
            words = ["Belum terlindungi."]
        if self.found.status is TetanusStatus.NONE:
            words.append("Dosis pertama bisa diberikan sekarang.")
        elif self.found.next_from is not None:
            words.append(f"Dosis berikutnya dihitung mulai {long_date(self.found.next_from)}.")
        if self.unknown_days:
            words.append("Dosis yang tanggalnya tidak diketahui tidak dihitung.")
        return " ".join(words)


def needs_tetanus(resident: Resident, day: date) -> bool:
    """Whether her Td status is asked about: a woman of 15 to 49 years."""
    return resident.sex == Sex.FEMALE and FIRST_YEARS <= resident.age_on(day).years <= LAST_YEARS


def tetanus_of(stored: Sequence[Immunisation], day: date, *, rules: Rules) -> TetanusLine:
    """Her status on a day by the doses that are noted; those of an unknown day do not count (HML-07)."""
    doses = [row for row in stored if row.dose in TETANUS_CODES]
    days = [row.given_on for row in doses if row.given_on is not None and row.given_on <= day]
    unknown = sum(row.given_on is None for row in doses)
    return TetanusLine(tetanus_status(days, rules=rules), day, unknown)
