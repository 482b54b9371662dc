"""What the questions about every card share: refusals, units that were mistaken, birth dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from registry.rules.life_stage import age_on
from registry.rules.wording import long_date
from visits.rules.book import CURRENT, Rules
from visits.rules.plausibility import Range, ranges_of
from visits.rules.wording import number_text


class Severity(StrEnum):
    """Whether the value may stay when it is confirmed."""

    ASK = "tanya"
    REFUSE = "tolak"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question about one field; `meant` is what was probably meant, in the field's unit."""

    field: str
    severity: Severity
    text: str
    meant: Decimal | None = None


def doubt_birth_date(birth_date: date, day: date, *, rules: Rules = CURRENT) -> Doubt | None:
    """Whether nobody born then can be measured on `day`: refused after it, asked above 120 years (RANGE-01)."""
    rows = rules.rows("plausibility")
    born = long_date(birth_date)
    if birth_date > day:
        return Doubt("birth_date", Severity.REFUSE, rows["texts"]["born_after"].format(born=born))
    years = age_on(birth_date, day).years
    if years > rows["oldest_years"]:
        return Doubt("birth_date", Severity.ASK, rows["texts"]["too_old"].format(born=born, years=years))
    return None


class Card:
    """Limits and sentences of one card."""

    def __init__(self, card: str, rules: Rules) -> None:
        self.rules, self.rows = rules, rules.rows("plausibility")
        self.ranges = ranges_of(card, rules=rules)

    def say(self, kind: str, **values: object) -> str:
        """A sentence of the table with its blanks filled in. LookupError for a kind that the table does not have."""
        text: str = self.rows["texts"][kind]
        return text.format(**values)

    def ask(self, field: str, kind: str, **values: object) -> Doubt:
        """A question about a field that its answer may keep, in the words of this kind."""
        return Doubt(field, Severity.ASK, self.say(kind, **values))

    def measure(self, field: str, value: Decimal | int) -> str:
        """A value with the name of its field and the field's unit, in words."""
        limits = self.ranges[field]
        return self.say("measured_value", name=limits.name, value=number_text(value), unit=limits.unit)

    def refusal(self, field: str, value: Decimal | int, usual: Range | None = None) -> Doubt | None:
        """A value, in the field's unit, that nobody can have: with the unit or the digit that was probably meant."""
        limits = self.ranges[field]
        if limits.allows(value):
            return None
        if value <= 0:
            return Doubt(field, Severity.REFUSE, self.say("not_positive", name=limits.name))
        inside = usual or limits
        # Rather another unit with an unusual value than no explanation.
        return (
            self._unit_meant(field, value, inside)
            or self._digit_meant(field, value, inside)
            or self._unit_meant(field, value, limits)
            or Doubt(field, Severity.REFUSE, limits.message)
        )

    def _unit_meant(self, field: str, value: Decimal | int, inside: Range) -> Doubt | None:
        for slip in self.rows["unit_slips"].get(field, ()):
            meant = value * Decimal(slip["times"])
            if inside.allows(meant):
                if "decimals" in slip:
                    meant = meant.quantize(Decimal(1).scaleb(-slip["decimals"]), ROUND_HALF_UP)
                text = self.say(
                    "unit_meant",
                    measure=self.measure(field, value),
                    unit=slip["unit"],
                    meant=number_text(meant),
                    right_unit=self.ranges[field].unit,
                )
                return Doubt(field, Severity.REFUSE, text, meant)
        return None

    def _digit_meant(self, field: str, value: Decimal | int, inside: Range) -> Doubt | None:
        meant = next(
            (each for slip in self.rows["slips"] if inside.allows(each := value * Decimal(slip))), None
        )
        if meant is None:
            return None
        text = self.say("digit_meant", measure=self.measure(field, value), meant=number_text(meant))
        return Doubt(field, Severity.REFUSE, text, meant)
