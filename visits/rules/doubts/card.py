"""What the questions about every card share: refusals, units that were mistaken, birth dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
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
        text: str = self.rows["texts"][kind]
        return text.format(**values)

    def ask(self, field: str, kind: str, **values: object) -> Doubt:
        return Doubt(field, Severity.ASK, self.say(kind, **values))

    def measure(self, field: str, value: Decimal | int) -> str:
        limits = self.ranges[field]
        return self.say("measured_value", name=limits.name, value=number_text(value), unit=limits.unit)

    def refusal(self, field: str, value: Decimal | int, usual: Range | None = None) -> Doubt | None:
        """A value that nobody can have: with the unit or the digit that was probably meant."""
        limits = self.ranges[field]
        if limits.allows(value):
            return None
        measure, inside = self.measure(field, value), usual or limits
        for slip in self.rows["unit_slips"].get(field, ()):
            meant = value * Decimal(slip["times"])
            if inside.allows(meant):
                text = self.say(
                    "unit_meant",
                    measure=measure,
                    unit=slip["unit"],
                    meant=number_text(meant),
                    right_unit=limits.unit,
                )
                return Doubt(field, Severity.REFUSE, text, meant)
        for slip in self.rows["slips"]:
            meant = value * Decimal(slip)
            if inside.allows(meant):
                text = self.say("digit_meant", measure=measure, meant=number_text(meant))
                return Doubt(field, Severity.REFUSE, text, meant)
        return Doubt(field, Severity.REFUSE, limits.message)
