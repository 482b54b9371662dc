"""What an indicator is: a declaration of which counts are divided by which, and what the result means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """Headings under which indicators are listed, in the order of the reports."""

    VISITS = "Kunjungan"
    LIFE = "Kelahiran & kematian"
    UNDER_FIVE = "Balita"
    SCHOOL_AGE = "Remaja"
    ADULT = "Dewasa & lansia"


class Better(StrEnum):
    """The direction in which the village is better off."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A percentage, or a plain count where there is no denominator.

    `numerator` and `denominator` name counts as "Model.field" of the monthly recap; several are added up.
    "Posyandu.active" and "Posyandu.reported" count the Posyandu themselves.
    """

    code: str
    label: str
    short: str
    group: Group
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] | None = None
    unit: str = "%"
    better: Better | None = None
    definition: str
    source: str
    # True where the figure is known even if nobody sent a visit, such as the number of sasaran.
    from_register: bool = False
    # The code that another system uses for the same figure.
    external_code: str = ""

    @property
    def is_share(self) -> bool:
        return self.denominator is not None

    @property
    def counts(self) -> tuple[str, ...]:
        """Every count this indicator reads."""
        return self.numerator + (self.denominator or ())
