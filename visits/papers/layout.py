"""How a card lies on the page: widths, the heads of its columns with the band of the steps, and rows to fill it.

Sizes are millimetres on A4 across; the smallest letter is 7 points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from visits.columns import STEPS
from visits.papers.column import CardColumn, Paper
from visits.papers.person import Stack

PAGE_WIDTH, PAGE_HEIGHT = 281.0, 190.0
# A letter of 7 points and a line of them, with the padding of a cell.
_LETTER, _LINE, _PADDING = 1.3, 2.75, 1.4
_SHORTEST, _TALLEST = 22.0, 50.0
BLANK_ROW = 6.65
# The head of the card, and the numbers with the band of the steps.
_HEAD, _BAND = 27.5, 8.4
_NOTE = 4.6


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell over the rows: a group over several columns, or the label of one, upright or turned."""

    text: str
    key: str = ""
    columns: int = 1
    rows: int = 1
    turned: bool = False
    width: float = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a card, ready for the template."""

    name: str
    widths: list[float]
    top: list[HeadCell]
    labels: list[HeadCell]
    numbers: list[tuple[str, int]]
    bands: list[HeadCell]
    turned_height: float
    rows: list[list[str]]
    first_blank: int


def side_of(paper: Paper, stack: Stack, foot: float = 0) -> Side:
    """A side with its rows and as many blank ones as the page holds; `foot` is kept free below the table."""
    widths = _widths(paper.columns)
    tall = _turned_height(paper.columns, widths)
    rows = _rows(paper, stack)
    top, labels = _heads(paper.columns, widths)
    over = _BAND + tall + _groups_height(paper.columns, widths)
    notes = _NOTE * (1 + len(paper.footnotes))
    blank = _blank_rows(rows, widths, PAGE_HEIGHT - _HEAD - over - notes - foot)
    return Side(
        name=" – ".join(part for part in (paper.side, stack.side) if part),
        widths=[round(width / PAGE_WIDTH * 100, 3) for width in widths],
        top=top,
        labels=labels,
        numbers=[(str(one.number or ""), one.step) for one in paper.columns],
        bands=_bands(paper.columns),
        turned_height=tall,
        rows=[*rows, *([""] * len(paper.columns) for _ in range(blank))],
        first_blank=len(rows),
    )


def _widths(columns: Sequence[CardColumn]) -> list[float]:
    """Millimetres of each column, so that together they are as wide as the page."""
    total = sum(column.width for column in columns)
    return [column.width / total * PAGE_WIDTH for column in columns]


def _turned_height(columns: Sequence[CardColumn], widths: Sequence[float]) -> float:
    """As tall as the longest turned label needs in the lines that its column has room for."""
    needed = [
        (len(column.label) + 0.9 * len(column.key)) * _LETTER * 1.12 / max(1, int(width / _LINE)) + 3
        for column, width in zip(columns, widths, strict=True)
        if column.turned
    ]
    words = [max(map(len, column.label.split())) * _LETTER + 3 for column in columns]
    return min(_TALLEST, max([_SHORTEST, *needed, *words]))


def _groups_height(columns: Sequence[CardColumn], widths: Sequence[float]) -> float:
    """The row of the groups is as tall as the longest of them in the width of its columns."""
    tall = 0.0
    sized = zip(columns, widths, strict=True)
    for group, members in groupby(sized, key=lambda pair: pair[0].group):
        room = sum(width for _, width in members) - _PADDING
        tall = max(tall, ceil(len(group) * _LETTER * 1.1 / room) * _LINE + 1.2) if group else tall
    return tall


def _heads(columns: Sequence[CardColumn], widths: Sequence[float]) -> tuple[list[HeadCell], list[HeadCell]]:
    """Groups over their columns, and the labels under them; a column of no group has one cell for both."""
    top, labels = [], []
    sized = list(zip(columns, widths, strict=True))
    for group, members in groupby(sized, key=lambda pair: pair[0].group):
        cells = [_label(column, width) for column, width in members]
        if not group:
            top += [HeadCell(c.text, c.key, 1, 2, c.turned, c.width, c.step) for c in cells]
            continue
        top.append(HeadCell(group, columns=len(cells)))
        labels += cells
    return top, labels


def _label(column: CardColumn, width: float) -> HeadCell:
    return HeadCell(column.label, column.key, 1, 1, column.turned, round(width, 2), column.step)


def _bands(columns: Sequence[CardColumn]) -> list[HeadCell]:
    """Neighbouring columns of one step share a band."""
    found = []
    for step, members in groupby(columns, key=lambda column: column.step):
        wide = list(members)
        room = sum(column.width for column in wide)
        full = f"Langkah {step}" if room < 45 else f"Langkah {step}: {STEPS[step]}"
        found.append(HeadCell(full if room >= 18 else str(step), columns=len(wide), step=step))
    return found


def _rows(paper: Paper, stack: Stack) -> list[list[str]]:
    """The visits, and among them the months that the form has printed."""
    written = [(row.age.months, [column.fill(row) for column in paper.columns]) for row in stack.rows]
    seen = {months for months, _ in written}
    width = len(paper.columns) - 1
    printed = [(month, [str(month), *[""] * width]) for month in stack.months if month not in seen]
    if not stack.months:
        return [cells for _, cells in written]
    return [cells for _, cells in sorted([*written, *printed], key=lambda pair: pair[0])]


def _blank_rows(rows: Sequence[Sequence[str]], widths: Sequence[float], room: float) -> int:
    """How many blank rows the last page still holds."""
    used = sum(_height(cells, widths) for cells in rows)
    if used <= room:
        return int((room - used) // BLANK_ROW)
    # Where the rows end on a later page is too uncertain to fill it to its foot.
    page = room + _HEAD
    return max(0, int((page - (used - room) % page) // BLANK_ROW) - 3)


def _height(cells: Sequence[str], widths: Sequence[float]) -> float:
    lines = max(
        ceil(len(text) * _LETTER / max(1.0, width - _PADDING)) if text else 1
        for text, width in zip(cells, widths, strict=True)
    )
    return max(BLANK_ROW, lines * _LINE + _PADDING)
