"""What was measured before the day: the last visit to compare with, and the points of the charts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from registry.rules.life_stage import LifeStage
from visits.columns.column import ADULT, CHILD, SCHOOL
from visits.fields import CARD_MODELS
from visits.forms import CARD_FORMS
from visits.forms.kinds import RECENT_DAYS
from visits.models import CARD_OF_STAGE, CARDS, Visit
from visits.phone import plain
from visits.roster import LOOKED_THROUGH

_WHY = "of people whom the caller may record"
Values = dict[str, Any]
_GROWTH = ("weight_kg", "height_cm", "position", "head_cm")
_PRESSURE = ("systolic", "diastolic")


@dataclass(frozen=True, slots=True)
class Card:
    """The measures of one card of one day, by field name."""

    day: date
    name: str
    values: Values


@dataclass(slots=True)
class Past:
    """The cards of a person before the day, the oldest first, and the last one to compare with."""

    cards: list[Card] = field(default_factory=list)
    previous: Card | None = None


def past_of(people: Collection[UUID], day: date) -> dict[UUID, Past]:
    """What each person's active visits before the day hold; four queries, however many people there are."""
    cards = {name: _cards(name, people, day) for name in CARDS}
    visits = Visit.objects.unscoped(_WHY).active().filter(resident__in=people, date__lt=day)
    found: dict[UUID, Past] = defaultdict(Past)
    dates: dict[UUID, list[date]] = defaultdict(list)
    rows = visits.order_by("date").values_list("pk", "resident", "date", "life_stage")
    for visit_id, person_id, on, stage in rows:
        dates[person_id].append(on)
        for name in (CARD_OF_STAGE[LifeStage(stage)], *CARDS):
            if values := cards[name].get(visit_id):
                found[person_id].cards.append(Card(on, name, values))
                break
    for person_id, past in found.items():
        last = past.cards[-1] if past.cards else None
        past.previous = last if last and last.day in dates[person_id][-LOOKED_THROUGH:] else None
    return dict(found)


def _cards(name: str, people: Collection[UUID], day: date) -> dict[UUID, Values]:
    model = CARD_MODELS[name]
    stored = {one.name for one in model._meta.get_fields()}
    wanted = [each for each in (*CARD_FORMS[name].RANGES, "position") if each in stored]
    rows = model.objects.unscoped(_WHY).filter(visit__resident__in=people, visit__date__lt=day)
    rows = rows.filter(visit__cancelled_at__isnull=True)
    return {pk: dict(zip(wanted, values, strict=True)) for pk, *values in rows.values_list("visit", *wanted)}


def previous_content(past: Past, card: str, measured: Collection[str], day: date) -> Values | None:
    """The last visit: its day, what the person's card shows of it, and whether new values are judged beside it.

    Of a child only last month's are, an older one says too little; measures of another card are shown alone.
    """
    last = past.previous
    if last is None:
        return None
    names = [*measured, *(("position",) if last.name == CHILD else ())]
    shown = {name: plain(last.values[name]) for name in names if last.values.get(name) not in (None, "")}
    recent = card != CHILD or (day - last.day).days <= RECENT_DAYS
    return {"day": last.day.isoformat(), "values": shown, "compare": last.name == card and recent}


def growth_content(past: Past, card: str) -> list[list[Any]]:
    """Points of the growth charts, the oldest first: day, kg, cm, how it was measured, head; what lacks is null."""
    if card == ADULT:
        return []
    names = (CHILD,) if card == CHILD else (CHILD, SCHOOL)
    return list(_points(past, names, _GROWTH))


def pressure_content(past: Past, card: str) -> list[list[Any]]:
    """Points of the chart of blood pressure, the oldest first: day, systolic, diastolic."""
    if card == CHILD:
        return []
    return [row for row in _points(past, (SCHOOL, ADULT), _PRESSURE) if None not in row and len(row) > 2]


def _points(past: Past, cards: Sequence[str], names: Sequence[str]) -> Iterator[list[Any]]:
    for card in past.cards:
        if card.name not in cards or all(
            card.values.get(name) is None for name in names if name != "position"
        ):
            continue
        values = [plain(card.values.get(name)) or None for name in names]
        while values[-1] is None:
            values.pop()
        yield [card.day.isoformat(), *values]
