"""The sheet for a day without a phone: who is expected, what they weighed last time, and empty boxes to write in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone

from registry.models import Posyandu, User
from registry.rules.target_groups import Register
from registry.rules.wording import age, short_date, weekday_date
from visits import fields
from visits.papers.boxes import Box, boxes_of
from visits.papers.column import number_of
from visits.papers.drawing import write_pdf
from visits.papers.heads import place_head
from visits.papers.sheet_lines import SheetLine, lines_on

# Room for those who come and are on no list yet.
NEWCOMERS = 5
_BEFORE: dict[Register, tuple[str, ...]] = {
    Register.MOTHERS: ("weight_kg", "muac_cm", "pressure"),
    Register.CHILDREN: ("weight_kg", "height_cm"),
    Register.SCHOOL: ("weight_kg", "height_cm"),
    Register.ADULTS: ("weight_kg", "pressure"),
}
_BEFORE_WORDS = {"weight_kg": "BB", "height_cm": "TB", "muac_cm": "LiLA", "pressure": "TD"}
_PARENT = {Register.MOTHERS: "Suami", Register.CHILDREN: "Ibu", Register.SCHOOL: "Ibu"}


@dataclass(frozen=True, slots=True)
class PrintedBox:
    """A head over empty boxes; sistole and diastole share one."""

    label: str
    unit: str
    step: int
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One person; `open` tells for each box whether it belongs to them."""

    number: str
    name: str
    note: str
    sex: str
    age: str
    parent: str
    before: str
    open: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The sheet of one register."""

    register: Register
    parent: str
    before: str
    boxes: list[PrintedBox]
    lines: list[PrintedLine]
    expected: int


def draw_sheet(
    posyandu: Posyandu,
    day: date,
    place: str,
    user: User,
    register: Register | None = None,
    *,
    only_known: bool = False,
) -> bytes:
    """The sheets of a day as PDF: all registers, or one; `only_known` leaves out whoever was never measured here.

    The numbers stay those of the whole register.
    """
    lines = [line for line in lines_on(posyandu, day) if line.previous or not only_known]
    wanted = [register] if register else list(Register)
    tables = [_table(each, [line for line in lines if line.register is each], day) for each in wanted]
    context = {
        "document_title": f"Lembar {posyandu.unit.name} {short_date(day)}",
        "day": weekday_date(day),
        "place_name": place,
        "place": place_head(posyandu),
        "tables": tables,
        "printed_by": str(user),
        "printed_at": timezone.now(),
        "source": "register warga dan kunjungan Posyandu ILP",
    }
    return write_pdf(render_to_string("pdf/day_sheet.html", context))


def _table(register: Register, lines: Sequence[SheetLine], day: date) -> Table:
    boxes = boxes_of(register)
    names = [box.name for box in boxes if box.name != "diastolic"]
    printed = [_line(line, names, day) for line in lines]
    blank = PrintedLine("", "", "", "", "", "", "", (True,) * len(names))
    return Table(
        register,
        _PARENT.get(register, ""),
        ", ".join(_BEFORE_WORDS[name] for name in _BEFORE[register]),
        [_printed(box) for box in boxes if box.name != "diastolic"],
        [*printed, *([blank] * NEWCOMERS)],
        len(lines),
    )


def _printed(box: Box) -> PrintedBox:
    if box.name == "systolic":
        return PrintedBox("TD", "mmHg", 2, is_ticked=False)
    return PrintedBox(box.short, box.column.unit, box.column.step, box.is_ticked)


def _line(line: SheetLine, names: Sequence[str], day: date) -> PrintedLine:
    from visits.papers.grid import who_of

    who = who_of(line, day)
    person = line.resident
    return PrintedLine(
        str(line.number),
        person.name,
        " · ".join(part for part in (line.mark, line.place) if part),
        person.sex,
        _age(person.birth_date, day),
        line.parent,
        _last_time(line),
        tuple(fields.COLUMNS[name].on(who) for name in names),
    )


def _age(birth: date, day: date) -> str:
    """The age in a narrow column: "4 th 5 bl", "63 th"."""
    return age(birth, day).replace("tahun", "th").replace("bulan", "bl")


def _last_time(line: SheetLine) -> str:
    """What was measured last, with the month: "9,4 · 75,7 (Okt)"."""
    card = line.previous.card if line.previous else None
    if card is None or line.previous is None:
        return ""
    values = []
    for name in _BEFORE[line.register]:
        if name == "pressure":
            upper, lower = getattr(card, "systolic", None), getattr(card, "diastolic", None)
            values.append(f"{upper}/{lower}" if upper and lower else "")
        else:
            values.append(number_of(getattr(card, name, None)))
    known = " · ".join(value or "–" for value in values)
    return f"{known} ({short_date(line.previous.date).split()[1]})" if any(values) else ""
