"""Weight and height for age on the curves of the Buku KIA (KMS-04; lines and labels of Permenkes 2/2020)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString

from registry.models import Resident
from registry.rules.life_stage import Sex
from registry.rules.wording import DASH, age, long_date, measured, signed
from visits.charts.drawing import (
    PLOT_BOTTOM,
    Curve,
    Drawing,
    Plane,
    Point,
    Text,
    across_axis,
    at_end,
    multiples,
    rounded_range,
    value_axis,
)
from visits.charts.readings import Chart, ChartRow, Reading, join
from visits.models import ChildCheck
from visits.rules.growth import ChartIndex, sd_line
from visits.rules.growth.scores import DAYS_PER_MONTH

STEP_MONTH = 24
LAST_MONTH = 60
LONGEST_GAP_MONTHS = 2
SDS = range(-3, 4)
# First and last month of the axis -> months between labels and between grid lines.
_AGE_STEPS = {(0, STEP_MONTH): (3, 1), (STEP_MONTH, LAST_MONTH): (6, 2), (0, LAST_MONTH): (6, 3)}
IMPLAUSIBLE = "Nilai tidak wajar"


@dataclass(frozen=True, slots=True)
class GrowthKind:
    """What differs between the charts of growth; band names go from below -2 SD up to +3 SD."""

    key: str
    index: ChartIndex
    title: str
    unit: str
    measure: str
    drawn: str
    name: str
    last: str
    at_birth: str
    bands: tuple[str, ...]
    line_names: dict[int, str]
    note: str
    steps: bool


# Bands between -3 and -2, -2 and -1, ... +2 and +3 SD; red and orange line as KMS and Permenkes 2/2020 place them.
KINDS = (
    GrowthKind(
        key="bbu",
        index=ChartIndex.WEIGHT_FOR_AGE,
        title="Berat menurut umur (BB/U)",
        unit="kg",
        measure="weight_kg",
        drawn="weight_kg",
        name="weight_for_age",
        last="last_weighing",
        at_birth="birth_weight_kg",
        bands=("yellow", "light", "green", "green", "pale", "yellow"),
        line_names={-3: "red", 1: "orange"},
        note="Rujuk bila di bawah garis merah (−3) atau di atas garis oranye (+1).",
        steps=False,
    ),
    GrowthKind(
        key="tbu",
        index=ChartIndex.HEIGHT_FOR_AGE,
        title="Panjang/tinggi menurut umur (PB/U, TB/U)",
        unit="cm",
        measure="height_cm",
        drawn="corrected_height_cm",
        name="height_for_age",
        last="last_height",
        at_birth="birth_length_cm",
        bands=("yellow", "light", "green", "green", "light", "light"),
        line_names={-3: "red", -2: "short"},
        note="Di bawah garis −2: pendek. Di bawah garis merah (−3): sangat pendek.",
        steps=True,
    ),
)


def growth_chart(
    kind: GrowthKind, resident: Resident, cards: Sequence[tuple[date, ChildCheck]]
) -> Chart | None:
    """The child's measurements on WHO's lines; None where nothing was measured up to 60 months.

    `cards` are oldest first. The last value of a month is drawn, the table has them all; a birth weight or
    length is drawn at month 0.
    """
    taken = [(day, card) for day, card in cards if getattr(card, kind.measure) is not None]
    readings = [_reading(kind, resident, day, card) for day, card in taken if getattr(card, kind.last)]
    drawn = [reading for reading in readings if reading.x <= LAST_MONTH]
    if not drawn:
        return None
    months = _age_range(drawn)
    at_birth = getattr(resident, kind.at_birth)
    if at_birth is not None and months[0] == 0 and drawn[0].x > 0:
        drawn.insert(0, Reading(resident.birth_date, 0, float(at_birth), measured(at_birth, kind.unit)))
    rows = tuple(_growth_row(kind, resident.birth_date, day, card) for day, card in reversed(taken))
    description = _growth_description(kind, resident.birth_date, readings[-1], rows)
    child = "perempuan" if resident.sex == Sex.FEMALE else "laki-laki"
    return Chart(
        title=kind.title,
        about=f"Anak {child}, {months[0]} sampai {months[1]} bulan",
        description=description,
        note=_growth_note(kind, drawn, readings),
        svg=_draw_growth(kind, Sex(resident.sex), months, drawn, description),
        columns=("Berat" if kind.unit == "kg" else "Panjang/tinggi", "Hasil", "Umur", "SD"),
        rows=rows,
    )


def _reading(kind: GrowthKind, resident: Resident, day: date, card: ChildCheck) -> Reading:
    typed = getattr(card, kind.measure)
    value = getattr(card, kind.drawn)
    return Reading(
        day=day,
        x=(day - resident.birth_date).days / DAYS_PER_MONTH,
        value=float(typed if value is None else value),
        words=measured(typed, kind.unit),
        hollow=getattr(card, f"{kind.name}_implausible"),
    )


def _age_range(readings: Sequence[Reading]) -> tuple[int, int]:
    """The axis that the readings fill: under two years, from two to five, or all of it."""
    if readings[-1].x <= STEP_MONTH:
        return 0, STEP_MONTH
    return (STEP_MONTH if readings[0].x >= STEP_MONTH else 0), LAST_MONTH


def _growth_row(kind: GrowthKind, born: date, day: date, card: ChildCheck) -> ChartRow:
    z: Decimal | None = getattr(card, f"{kind.name}_z")
    result = IMPLAUSIBLE if getattr(card, f"{kind.name}_implausible") else getattr(card, kind.name)
    words = measured(getattr(card, kind.measure), kind.unit)
    return ChartRow(day, (words, result or DASH, age(born, day), signed(z, 2)))


def _growth_description(kind: GrowthKind, born: date, newest: Reading, rows: Sequence[ChartRow]) -> str:
    what = "Berat" if kind.unit == "kg" else "Panjang atau tinggi"
    result = next((row.cells[1] for row in rows if row.day == newest.day), DASH)
    return (
        f"{what} anak dari {len(rows)} kali ukur dibanding kurva WHO; terakhir {newest.words} "
        f"pada umur {age(born, newest.day)} ({long_date(newest.day)}): {result}."
    )


def _growth_note(kind: GrowthKind, drawn: Sequence[Reading], readings: Sequence[Reading]) -> str:
    notes = [kind.note]
    if any(reading.hollow for reading in drawn):
        notes.append("Titik kosong: nilai tidak wajar, ukur ulang.")
    if readings[-1].x > LAST_MONTH:
        notes.append("Kurva sampai 60 bulan; ukuran sesudahnya ada di tabel.")
    return " ".join(notes)


def _draw_growth(
    kind: GrowthKind, sex: Sex, months: tuple[int, int], readings: Sequence[Reading], description: str
) -> SafeString:
    lines = {k: _line(kind, sex, k, months) for k in SDS}
    kept = [reading.value for reading in readings if not reading.hollow]
    lowest, highest = min([lines[-3][0][1], *kept]), max([lines[3][-1][1], *kept])
    y, label, grid = rounded_range(lowest, highest)
    plane = Plane(months, y)
    between_labels, between_lines = _AGE_STEPS[months]
    across = across_axis(
        plane,
        multiples(months, between_lines),
        [(month, f"{month}") for month in multiples(months, between_labels)],
    )
    step = kind.steps and months == (0, LAST_MONTH)
    return Drawing(
        key=kind.key,
        title=kind.title,
        description=description,
        unit=kind.unit,
        across="Umur (bulan)",
        x=across,
        y=value_axis(plane, label, grid),
        areas=_bands(kind, plane, lines),
        curves=[_sd_curve(kind, plane, k, lines[k]) for k in SDS],
        series=[join("child", plane, readings, LONGEST_GAP_MONTHS)],
        notes=_step_notes(plane) if step else (),
        frame="girl" if sex is Sex.FEMALE else "boy",
        divide=f"{plane.place(STEP_MONTH, 0)[0]:.1f}" if step else "",
    ).svg()


def _line(kind: GrowthKind, sex: Sex, k: int, months: tuple[int, int]) -> list[Point]:
    points = [point for point in sd_line(kind.index, sex, k) if months[0] <= point[0] <= months[1]]
    # From 24 months on, the first of the two points there is still the length lying down.
    return points[1:] if kind.steps and months[0] == STEP_MONTH else points


def _bands(kind: GrowthKind, plane: Plane, lines: dict[int, list[Point]]) -> list[Curve]:
    """Areas from each line down to the bottom, painted from the top line on, so that each hides the one above."""
    low = plane.y[0]
    names = ("below", *kind.bands)
    return [
        Curve(f"band-{name}", plane.points([*lines[k], (plane.x[1], low), (plane.x[0], low)]))
        for k, name in reversed(list(zip(SDS, names, strict=True)))
    ]


def _sd_curve(kind: GrowthKind, plane: Plane, k: int, line: list[Point]) -> Curve:
    name = f"sd-{abs(k)}" + (f" chart-{kind.line_names[k]}" if k in kind.line_names else "")
    return Curve(name, plane.points(line), at_end(plane, line[-1][1], signed(k, 0)))


def _step_notes(plane: Plane) -> list[Text]:
    x, y = plane.place(STEP_MONTH, 0)[0], f"{PLOT_BOTTOM - 8}"
    return [Text("panjang", f"{x - 6:.1f}", y, "end"), Text("tinggi", f"{x + 6:.1f}", y, "start")]
