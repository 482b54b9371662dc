"""A visit line by line, in the words of the cards: what pages and paper show of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from registry.rules.wording import measured
from visits import fields
from visits.columns import STEPS, Column, Kind, Who, columns_for, who_is
from visits.education import topic_label
from visits.models import Visit, VisitSave


@dataclass(frozen=True, slots=True)
class Line:
    """One filled column: its name and words, and the value as people read it."""

    name: str
    label: str
    value: str
    step: int
    group: str = ""
    # The value of the visit before, where it was a measure.
    before: str = ""

    @property
    def step_title(self) -> str:
        """The step at which it is filled."""
        return STEPS[self.step]


def person_of(visit: Visit) -> Who:
    """The person as the visit's columns ask, on its day."""
    card = visit.card
    name = next((name for name, model in fields.CARD_MODELS.items() if isinstance(card, model)), "")
    return who_is(visit.resident, visit.date, mother=visit.mother, card=name)


def lines_of(visit: Visit, before: object | None = None) -> list[Line]:
    """What was filled, in the order of the day; a field that the card no longer has stands at its end.

    `before` is the card of an earlier visit to compare the measures with.
    """
    values, who = fields.read(visit), person_of(visit)
    known = {column.name: column for column in columns_for(who)}
    rest = {name: column for name, column in fields.COLUMNS.items() if name not in known}
    return [
        Line(
            name,
            column.label_for(who),
            in_words(column, values[name]),
            column.step,
            column.group,
            _compared(column, before),
        )
        for name, column in {**known, **rest}.items()
        if not fields.is_unfilled(name, values[name])
    ]


def _compared(column: Column, before: object | None) -> str:
    value = getattr(before, column.name, None) if column.kind in (Kind.DECIMAL, Kind.WHOLE) else None
    return "" if value is None else in_words(column, value)


def words_of(save: VisitSave, who: Who) -> str:
    """Which columns a save wrote, by the words that fit the person."""
    known = [fields.COLUMNS[name] for name in save.fields if name in fields.COLUMNS]
    return ", ".join(column.label_for(who) for column in known)


def in_words(column: Column, value: Any) -> str:
    """A value of a column as people read it: "9,4 kg", "Tidak setiap hari"; empty for none."""
    if fields.is_unfilled(column.name, value):
        return ""
    match column.kind:
        case Kind.ANSWER:
            return column.yes if value else column.no
        case Kind.TICK:
            return "ya"
        case Kind.CHOICE:
            return str(dict(column.choices).get(value, value))
        case Kind.TOPICS:
            return "; ".join(topic_label(code) for code in value)
        case Kind.WHOLE:
            return f"{value} {column.unit}".strip()
        case Kind.DECIMAL:
            return measured(Decimal(str(value)), column.unit)
        case Kind.TEXT:
            return str(value)
