"""The day as a grid: one row a person, one box a measure, filled with what is stored and numbered as on paper."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.ids import new_id
from registry.rules.target_groups import Register, TargetGroup
from visits import fields
from visits.columns import Who, who_is
from visits.models import MotherState, Session, Visit
from visits.papers.boxes import Box, boxes_of
from visits.papers.column import number_of
from visits.papers.sheet_lines import SheetLine, lines_of_session
from visits.rulebook import shelf
from visits.rules.book import CURRENT, Rules

_WHY = "visits of a session's people; the caller was checked for the session"
_STATES = {
    TargetGroup.PREGNANT: MotherState.PREGNANT,
    TargetGroup.POSTPARTUM: MotherState.POSTPARTUM,
    TargetGroup.BREASTFEEDING: MotherState.BREASTFEEDING,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of one person: what is stored as it is read, and whether the person has this column at all."""

    box: Box
    text: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One person with the visit of the day, or the id that a new one will have."""

    line: SheetLine
    visit_id: UUID
    revision: int
    cells: list[Cell]
    came: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A register of a session."""

    register: Register
    boxes: list[Box]
    rows: list[GridRow]
    counts: list[tuple[Register, int]]


def grid_of(session: Session, register: Register | None) -> Grid:
    """The grid of a register; without one, that of the first register that has people."""
    lines = lines_of_session(session)
    counts = [(each, sum(line.register is each for line in lines)) for each in Register]
    chosen = register or next((each for each, count in counts if count), Register.CHILDREN)
    mine = [line for line in lines if line.register is chosen]
    visits = _visits([line.resident.pk for line in mine], session.date)
    boxes, books = boxes_of(chosen), shelf()
    rows = []
    for line in mine:
        rules = books.book_for(line.resident.posyandu_id).on(session.date)
        rows.append(_row(line, visits.get(line.resident.pk), boxes, session.date, rules))
    return Grid(chosen, boxes, rows, counts)


def who_of(line: SheetLine, day: date, visit: Visit | None = None, rules: Rules = CURRENT) -> Who:
    """The person as the columns ask, without a look at the database."""
    card = visit.card if visit else None
    own = next((name for name, model in fields.CARD_MODELS.items() if isinstance(card, model)), "")
    return who_is(line.resident, day, mother=_STATES.get(line.group, ""), card=own, rules=rules)


def _row(line: SheetLine, visit: Visit | None, boxes: Collection[Box], day: date, rules: Rules) -> GridRow:
    who = who_of(line, day, visit, rules)
    values = fields.read(visit) if visit else {}
    cells = [Cell(box, text_of(box, values.get(box.name)), box.column.on(who)) for box in boxes]
    return GridRow(
        line,
        visit.pk if visit else new_id(),
        visit.revision if visit else 0,
        cells,
        came=visit is not None,
    )


def text_of(box: Box, value: Any) -> str:
    """A stored value as it is typed: 9,4; Ya; Berdiri."""
    if value is None or value == "":
        return ""
    if box.is_ticked:
        # An unticked box says nothing.
        if value is False and box.column.kind == "tick":
            return ""
        return box.choices["true" if value else "false"]
    return box.choices.get(str(value), str(value)) if box.choices else number_of(value)


def _visits(ids: list[UUID], day: date) -> dict[UUID, Visit]:
    visits = Visit.objects.unscoped(_WHY).active().with_cards().filter(resident__in=ids, date=day)
    return {visit.resident_id: visit for visit in visits.prefetch_related("services")}
