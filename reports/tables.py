"""The one table that page, PDF, Excel and API draw. They compute nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from registry.rules import wording
from reports.indicators.attendance import LINES, STATES
from reports.indicators.base import Group, Indicator
from reports.rules.arithmetic import change, share

_NUMBERS = re.compile(r"(\d+)")
_DIRECTIONS = {"up": "naik", "down": "turun"}


def natural(name: str) -> list[tuple[int, str]]:
    """Sort key of names with numbers: Melati 2 before Melati 10."""
    return [(int(part), "") if part.isdecimal() else (0, part.casefold()) for part in _NUMBERS.split(name)]


def printed(indicator: Indicator, value: Decimal | None) -> str:
    """A value of an indicator in Indonesian figures."""
    return wording.percent(value) if indicator.is_share else wording.whole(value)


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one unit and month.

    `value` is a percentage to one decimal, or the count itself; None where nobody could be counted or nothing was
    sent. `previous` is the value of the month before.
    """

    indicator: Indicator
    numerator: int
    denominator: int | None
    value: Decimal | None
    previous: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """Difference from the month before, in percentage points or in the unit of the count."""
        return change(self.value, self.previous)

    @property
    def direction(self) -> str:
        """The word up, down or same; empty where there is nothing to compare with."""
        if self.change is None:
            return ""
        return "up" if self.change > 0 else "down" if self.change < 0 else "same"

    @property
    def text(self) -> str:
        """The value as it is printed: "6,1%", "1.139", or a dash."""
        return printed(self.indicator, self.value)

    @property
    def distance(self) -> str:
        """How far the value is from the month before, without its sign: "2,1 poin", "14 anak"."""
        if self.change is None:
            return ""
        if self.indicator.is_share:
            return f"{wording.decimal(abs(self.change))} poin"
        return f"{wording.whole(abs(self.change))} {self.indicator.unit}"

    @property
    def change_text(self) -> str:
        """The change in words: "naik 2,1 poin", "tetap", or a dash."""
        if not self.direction:
            return wording.DASH
        return f"{_DIRECTIONS[self.direction]} {self.distance}" if self.direction in _DIRECTIONS else "tetap"

    @property
    def verdict(self) -> str:
        """What the change means: "membaik", "memburuk", or nothing where neither way is better."""
        return (
            {True: "membaik", False: "memburuk"}.get(self.is_better, "") if self.is_better is not None else ""
        )

    @property
    def is_better(self) -> bool | None:
        """Whether the change is for the better; None where there is none, or where neither way is better."""
        if self.indicator.better is None or self.direction not in _DIRECTIONS:
            return None
        return self.direction == self.indicator.better.value


@dataclass(frozen=True, slots=True)
class Point:
    """One month of a trend; without a value it is a gap, never a zero."""

    month: date
    numerator: int
    denominator: int | None
    value: Decimal | None
    indicator: Indicator

    @property
    def text(self) -> str:
        """The value as it is printed."""
        return printed(self.indicator, self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit below, with the same indicators as the whole."""

    unit_id: int
    name: str
    kind: str
    figures: Mapping[str, Figure]
    posyandu: int
    reported: int

    @property
    def is_silent(self) -> bool:
        """Whether no Posyandu of the unit sent anything in the month."""
        return self.reported == 0


@dataclass(frozen=True, slots=True)
class Target:
    """How many people a group should have by the source chosen for the year, beside the register and who came."""

    group: str
    source: str
    # None where the chosen source says nothing of this unit.
    people: int | None
    register: int
    attended: int
    is_chosen: bool

    @property
    def difference(self) -> int | None:
        """The register's count less the source's."""
        return None if self.people is None else self.register - self.people

    @property
    def coverage(self) -> Decimal | None:
        """Those who came as a percentage of the source's figure."""
        return share(self.attended, self.people) if self.people else None

    @property
    def texts(self) -> tuple[str, str, str, str, str]:
        """As printed: the source's figure, the register's, the difference with its sign, who came, coverage."""
        difference = wording.whole(self.difference)
        if self.difference and self.difference > 0:
            difference = f"+{difference}"
        return (
            wording.whole(self.people),
            wording.whole(self.register),
            difference,
            wording.whole(self.attended),
            wording.percent(self.coverage),
        )


@dataclass(frozen=True)
class Table:
    """Everything that is reported about one unit and month; `figures` are the totals, by indicator code."""

    unit_id: int
    unit_name: str
    unit_kind: str
    # Full names of the units above, the widest first.
    parents: tuple[str, ...]
    # The kabupaten's own name, "Jepara"; empty above it.
    district: str
    month: date
    sex: str | None
    figures: Mapping[str, Figure]
    headline: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    row_kind: str
    trends: Mapping[str, tuple[Point, ...]]
    posyandu: int
    reported: int
    generated: datetime
    # Age groups with the source of their target population; empty where only one sex is shown.
    targets: tuple[Target, ...] = ()

    @property
    def target_sources(self) -> str:
        """Where the year's target populations come from, in one sentence."""
        chosen: dict[str, list[str]] = {}
        for target in self.targets:
            chosen.setdefault(target.source, []).append(target.group.lower())
        parts = [
            f"{source} ({', '.join(groups)})" if len(chosen) > 1 else source
            for source, groups in chosen.items()
        ]
        return f"Sumber sasaran {self.month.year}: {'; '.join(parts)}." if parts else ""

    @property
    def chosen_targets(self) -> tuple[Target, ...]:
        """The groups whose target population does not come from the register itself."""
        return tuple(target for target in self.targets if target.is_chosen)

    @property
    def silent(self) -> int:
        """How many Posyandu have sent nothing in the month."""
        return self.posyandu - self.reported

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(figure.indicator for figure in self.figures.values())

    @cached_property
    def attendance(self) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
        """Lines of age groups: their name, then sasaran, datang, tidak datang and kunjungan."""
        return tuple((name, tuple(self.figures[f"{state}{age}"] for state in STATES)) for age, name in LINES)

    @cached_property
    def others(self) -> tuple[tuple[Group, tuple[Figure, ...]], ...]:
        """All figures that are not in `attendance`, under their headings."""
        lines = {figure.indicator.code for _, figures in self.attendance for figure in figures}
        rest = (
            (group, [f for f in figures if f.indicator.code not in lines]) for group, figures in self.groups
        )
        return tuple((group, tuple(figures)) for group, figures in rest if figures)

    @cached_property
    def groups(self) -> tuple[tuple[Group, tuple[Figure, ...]], ...]:
        """All figures under their headings, in the order of declaration."""
        grouped = groupby(self.figures.values(), key=lambda figure: figure.indicator.group)
        return tuple((group, tuple(figures)) for group, figures in grouped)

    @property
    def has_data(self) -> bool:
        """Whether any month of the trend, the shown one included, has something to show."""
        return any(point.value is not None for points in self.trends.values() for point in points)

    def sorted_by(self, key: str, *, descending: bool = False) -> tuple[Row, ...]:
        """Rows in the order of an indicator; those without a value come last either way. Any other key: by name."""
        if key not in self.figures:
            return tuple(sorted(self.rows, key=lambda row: natural(row.name), reverse=descending))
        known = [row for row in self.rows if row.figures[key].value is not None]
        unknown = [row for row in self.rows if row.figures[key].value is None]
        known.sort(key=lambda row: row.figures[key].value or Decimal(0), reverse=descending)
        return (*known, *unknown)
