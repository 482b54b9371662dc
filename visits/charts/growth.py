"""A child's measurements on WHO's lines: one chart of growth, drawn and told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil, floor

from registry.models import Resident
from registry.rules.life_stage import Sex
from registry.rules.wording import DASH, age, long_date, measured, signed
from visits.charts.kinds import Ages, Card, GrowthKind, corrected_height, told, with_lines
from visits.charts.lines import Window, draw_growth
from visits.charts.readings import Chart, ChartRow, Reading, month_number
from visits.models import ChildCheck
from visits.rules.advice import Level, weight_line
from visits.rules.book import CURRENT, Rules
from visits.rules.growth import ChartIndex, sd_line
from visits.rules.growth.scores import DAYS_PER_MONTH

IMPLAUSIBLE = "Nilai tidak wajar"
SMALLEST_WINDOW_CM, WINDOW_STEP_CM = 25, 5


def growth_chart(
    kind: GrowthKind, resident: Resident, cards: Sequence[tuple[date, Card]], rules: Rules = CURRENT
) -> Chart | None:
    """The child's measurements on WHO's lines; None where nothing was measured within the curves.

    `cards` are oldest first; `rules` place the red and the orange line. The last value of a month is drawn, the
    table has them all; a birth weight or length is drawn at month 0.
    """
    kind, born, sex = with_lines(kind, rules), resident.birth_date, Sex(resident.sex)
    taken = [(day, card) for day, card in cards if (day - born).days in kind.days and kind.take(card)]
    # A later measurement of the same month replaces the earlier one.
    last = {month_number(day): _reading(kind, born, day, card) for day, card in taken}
    readings = list(last.values())
    curve = sd_line(kind.index, sex, 0)
    drawn = [reading for reading in readings if curve[0][0] <= reading.x <= curve[-1][0]]
    if not drawn:
        return None
    window = _window(kind, drawn, (curve[0][0], curve[-1][0]))
    at_birth = getattr(resident, kind.at_birth) if kind.at_birth else None
    if at_birth is not None and window.first == 0 and drawn[0].x > 0:
        drawn.insert(0, Reading(born, 0, float(at_birth), measured(at_birth, kind.unit)))
    rows = tuple(_row(kind, born, day, card, rules) for day, card in reversed(taken))
    # What is told beside the drawing is its newest point; what lies past the curves is in the table.
    newest = drawn[-1]
    card = next(card for day, card in reversed(taken) if day == newest.day)
    status, level = _status(kind, card, rules)
    description = _description(kind, born, newest, rows)
    child = "perempuan" if sex is Sex.FEMALE else "laki-laki"
    return Chart(
        title=kind.title,
        about=f"Anak {child}, {window.words}",
        description=description,
        note=_note(kind, drawn, readings),
        svg=draw_growth(kind, sex, window, drawn, description),
        columns=(kind.column, "Hasil", "Umur", "SD"),
        rows=rows,
        status=status,
        level=level,
        newest=f"{told(kind, card)}, {long_date(newest.day)}",
    )


def _reading(kind: GrowthKind, born: date, day: date, card: Card) -> Reading:
    value, words = kind.take(card) or (0.0, DASH)
    age_months = (day - born).days / DAYS_PER_MONTH
    x = age_months if isinstance(kind.axis, Ages) else float(corrected_height(card) or 0)
    return Reading(day=day, x=x, value=value, words=words, hollow=_is_implausible(kind, card))


def _is_implausible(kind: GrowthKind, card: Card) -> bool:
    # The card of school age keeps no such mark for height.
    return getattr(card, f"{kind.name}_implausible", False)


def _window(kind: GrowthKind, drawn: Sequence[Reading], ends: tuple[float, float]) -> Window:
    """The part of the axis that the readings need: the first window of ages that holds them, or their heights."""
    low, high = min(reading.x for reading in drawn), max(reading.x for reading in drawn)
    axis = kind.axis
    if isinstance(axis, Ages):
        fitting = [months for months in axis.windows if months[0] <= low and high <= months[1]]
        first, last = fitting[0]
        label, line = axis.windows[first, last]
        words = f"{first // axis.months_a_unit} sampai {last // axis.months_a_unit} {axis.unit}"
        return Window(first, last, label, line, axis.months_a_unit, words)
    first = floor((low - WINDOW_STEP_CM) / WINDOW_STEP_CM) * WINDOW_STEP_CM
    last = max(ceil((high + WINDOW_STEP_CM) / WINDOW_STEP_CM) * WINDOW_STEP_CM, first + SMALLEST_WINDOW_CM)
    first, last = max(first, int(ends[0])), min(last, int(ends[1]))
    first = max(min(first, last - SMALLEST_WINDOW_CM), int(ends[0]))
    return Window(first, last, WINDOW_STEP_CM, WINDOW_STEP_CM, 1, f"{first} sampai {last} cm")


def _row(kind: GrowthKind, born: date, day: date, card: Card, rules: Rules) -> ChartRow:
    z: Decimal | None = getattr(card, f"{kind.name}_z")
    return ChartRow(
        day, (told(kind, card), _status(kind, card, rules)[0] or DASH, age(born, day), signed(z, 2))
    )


def _status(kind: GrowthKind, card: Card, rules: Rules) -> tuple[str, str]:
    """The result of one measurement in words, and how loud it is."""
    if _is_implausible(kind, card):
        return IMPLAUSIBLE, Level.ATTENTION
    z: Decimal | None = getattr(card, f"{kind.name}_z")
    if not kind.said:
        return _between_lines(z), "info"
    result = _bmi_result(card) if kind.said == "bmi" else getattr(card, kind.result, "")
    line = weight_line(z, rules=rules) if result and kind.index is ChartIndex.WEIGHT_FOR_AGE else None
    if line is not None:
        return result, rules.rows("advice")["weight_lines"][line]["level"]
    advice = rules.rows("advice")[kind.said]
    code = CURRENT.rows("body_mass")["school_age_codes"].get(result) if kind.said == "bmi" else result
    return result, advice[code]["level"] if code in advice else "info"


def _bmi_result(card: Card) -> str:
    """IMT/U in the words of Permenkes 2/2020; the card of school age keeps the card's letter for it."""
    if isinstance(card, ChildCheck):
        return str(card.bmi_for_age)
    codes = CURRENT.rows("body_mass")["school_age_codes"]
    return next((label for label, code in codes.items() if code == card.bmi_class), "")


def _between_lines(z: Decimal | None) -> str:
    """Where a score lies among the lines drawn, -3 to +3 SD; for ages that have no class of their own."""
    if z is None:
        return ""
    lines = list(range(-3, 4))
    if z < lines[0]:
        return f"Di bawah garis {signed(lines[0], 0)}"
    if z > lines[-1]:
        return f"Di atas garis {signed(lines[-1], 0)}"
    below = min(floor(z), lines[-2])
    return f"Di antara garis {signed(below, 0)} dan {signed(below + 1, 0)}"


def _description(kind: GrowthKind, born: date, newest: Reading, rows: Sequence[ChartRow]) -> str:
    result = next((row.cells[1] for row in rows if row.day == newest.day), DASH)
    return (
        f"{kind.what} dari {len(rows)} kali ukur dibanding kurva WHO; terakhir {newest.words} "
        f"pada umur {age(born, newest.day)} ({long_date(newest.day)}): {result}."
    )


def _note(kind: GrowthKind, drawn: Sequence[Reading], readings: Sequence[Reading]) -> str:
    notes = [kind.note]
    if any(reading.hollow for reading in drawn):
        notes.append("Titik kosong: nilai tidak wajar, ukur ulang.")
    if readings[-1] not in drawn:
        until = "Kurva sampai 60 bulan; ukuran sesudahnya ada di tabel."
        notes.append(until if isinstance(kind.axis, Ages) else "Ukuran di luar kurva ada di tabel.")
    return " ".join(notes)
