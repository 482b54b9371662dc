"""Blood pressure over time, with the limits from which the card calls it high."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from registry.models import Resident
from registry.rules.life_stage import Sex, add_months, age_on
from registry.rules.wording import DASH, long_date, short_month
from visits.charts.drawing import (
    Axis,
    Curve,
    Drawing,
    Plane,
    across_axis,
    at_end,
    rounded_range,
    under,
    value_axis,
)
from visits.charts.readings import Chart, ChartRow, Reading, join, month_number
from visits.models import Visit
from visits.models.body import BodyCheck
from visits.rules.blood_pressure import card_high_from, child_exceeds, child_limits
from visits.rules.book import Book, Rules
from visits.rules.card_code import CardCode

FEWEST_READINGS = 2
LONGEST_GAP_MONTHS = 12
MOST_MONTH_LABELS = 3
# Empty right of the newest reading, as a share of the time shown: its values and names stand there.
SPACE_FOR_NAMES = 0.3


@dataclass(frozen=True, slots=True)
class Limits:
    """Systolic and diastolic in mmHg from which a reading is not left alone, and what the lines say."""

    pair: tuple[int, int]
    note: str


def limits_at(sex: Sex, years: int, rules: Rules) -> Limits:
    """The limits drawn for an age: from 7 to 12 years the child's own (TD-04), otherwise those of the card."""
    is_child = years < rules.rows("blood_pressure")["adolescent_from_years"]
    own = child_limits(sex, years, rules=rules) if is_child else None
    if own is not None:
        return Limits(
            own, f"Garis putus-putus: mulai {own[0]}/{own[1]} perlu evaluasi pada umur {years} tahun."
        )
    pair = card_high_from(years, rules=rules)
    return Limits(pair, f"Garis putus-putus: mulai {pair[0]}/{pair[1]} termasuk tinggi.")


def pressure_chart(resident: Resident, ordered: Iterable[Visit], book: Book) -> Chart | None:
    """Systolic and diastolic in mmHg over the months; None with fewer than two readings.

    `ordered` are the person's visits with their cards, oldest first. The limits are those of the newest reading: of
    the age and of the rules of that day; each row of the table is judged by its own.
    """
    cards = [(visit.date, visit.card) for visit in ordered]
    taken = [
        (day, card.systolic, card.diastolic, card.blood_pressure)
        for day, card in cards
        if isinstance(card, BodyCheck) and card.systolic is not None and card.diastolic is not None
    ]
    if len(taken) < FEWEST_READINGS:
        return None
    newest = taken[-1]
    years = age_on(resident.birth_date, newest[0]).years
    limits = limits_at(Sex(resident.sex), years, book.on(newest[0]))
    description = (
        f"Tekanan darah dari {len(taken)} kali ukur sejak {long_date(taken[0][0])}; "
        f"terakhir {newest[1]}/{newest[2]} mmHg pada {long_date(newest[0])}."
    )
    readings = [
        [Reading(day, day.toordinal(), pair[i], f"{pair[i]}") for day, *pair, _ in taken] for i in (0, 1)
    ]
    return Chart(
        title="Tekanan darah",
        about="Angka atas (sistole) dan angka bawah (diastole)",
        description=description,
        note=limits.note,
        svg=_draw_pressure(readings[0], readings[1], limits.pair, description),
        columns=("Tekanan darah", "Kode kartu"),
        rows=tuple(
            ChartRow(
                day, (f"{systolic}/{diastolic} mmHg", _code(resident, day, (systolic, diastolic), code, book))
            )
            for day, systolic, diastolic, code in reversed(taken)
        ),
    )


def _code(resident: Resident, day: date, reading: tuple[int, int], code: str, book: Book) -> str:
    """The card's letter; a child of 7 to 12 years above its own limits is told so beside it."""
    years = age_on(resident.birth_date, day).years
    exceeds = child_exceeds(Sex(resident.sex), years, *reading, rules=book.on(day))
    above = code != CardCode.HIGH and exceeds
    return f"{code or DASH}, perlu evaluasi" if above else code or DASH


def _draw_pressure(
    systolic: Sequence[Reading], diastolic: Sequence[Reading], limits: tuple[int, int], description: str
) -> SafeString:
    values = [reading.value for reading in (*systolic, *diastolic)]
    y, label, grid = rounded_range(min(60, *values), max(160, *values) + 5)
    first = systolic[0].day.replace(day=1)
    last = add_months(systolic[-1].day.replace(day=1), 1)
    days = last.toordinal() - first.toordinal()
    plane = Plane((first.toordinal(), last.toordinal() + days * SPACE_FOR_NAMES), y)
    return Drawing(
        key="td",
        title="Tekanan darah",
        description=description,
        unit="mmHg",
        across="Bulan",
        x=_calendar_axis(plane, first, last),
        y=value_axis(plane, label, grid),
        curves=[
            Curve(
                "limit",
                plane.points([(plane.x[0], limit), (plane.x[1], limit)]),
                at_end(plane, limit, f"{limit}"),
            )
            for limit in limits
        ],
        series=[
            join("systolic", plane, systolic, LONGEST_GAP_MONTHS),
            join("diastolic", plane, diastolic, LONGEST_GAP_MONTHS),
        ],
        notes=[
            under(plane.place(readings[-1].x, readings[-1].value), word)
            for word, readings in (("sistole", systolic), ("diastole", diastolic))
        ],
    ).svg()


def _calendar_axis(plane: Plane, first: date, last: date) -> Axis:
    """A line for each labelled month; as many labels as there is room for."""
    span = month_number(last) - month_number(first)
    step = next((months for months in (1, 2, 3, 6, 12, 24) if span / months <= MOST_MONTH_LABELS), 60)
    months = [add_months(first, offset) for offset in range(0, span + 1, step)]
    return across_axis(
        plane,
        [month.toordinal() for month in months],
        [(month.toordinal(), short_month(month)) for month in months],
    )
