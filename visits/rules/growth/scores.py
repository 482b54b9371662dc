"""From a measurement to z-scores, as WHO's own macros give them (ANT-01 to ANT-03, ANT-08 to ANT-10, ANT-14).

Lengths are whole thousandths of a centimetre inside: as floats, 103.1 - 0.7 falls below 102.4, and the last
rows of the tables are lost. Scores are whole hundredths inside, so that -0.00 cannot occur.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from math import exp, log
from typing import NamedTuple

from registry.rules.life_stage import Sex
from visits.rules.book import CURRENT
from visits.rules.growth.who import Row, Table, Tables, tables_for

Number = Decimal | float | int

# WHO's method is no setting: it is read once, so that a score costs no look-up.
_ROWS = CURRENT.rows("growth")
LAST_DAY_2006: int = _ROWS["last_day_2006"]
FIRST_STANDING_DAY: int = _ROWS["first_standing_day"]
DAYS_PER_MONTH: float = _ROWS["days_per_month"]
STANDING_NOTE_IGNORED_UNDER_MONTHS: int = _ROWS["standing_note_ignored_under_months"]
POSITION_CORRECTION: int = _ROWS["position_correction"]
EDGE_SD: int = _ROWS["edge_sd"]


class Position(StrEnum):
    """How length or height was measured."""

    LYING = "telentang"
    STANDING = "berdiri"


# Limits in hundredths of a z-score; strictly beyond them WHO calls a value implausible.
PLAUSIBLE: dict[str, tuple[int, int]] = dict(_ROWS["plausible"])


class Hundredths(NamedTuple):
    """The six z-scores x 100; None where WHO gives no value."""

    weight_for_age: int | None
    height_for_age: int | None
    weight_for_height: int | None
    bmi_for_age: int | None
    head_for_age: int | None
    muac_for_age: int | None


class Measured(NamedTuple):
    """One child's values as the formula needs them, length in thousandths of a centimetre; 0 = not measured."""

    weight_kg: float
    length: int
    head_cm: float
    muac_cm: float
    oedema: bool


@dataclass(frozen=True, slots=True)
class Growth:
    """z-scores to 2 decimals (None = no value) and the names of those that are implausible.

    The corrected height is for people, to 1 decimal; the scores use it unrounded.
    """

    corrected_height_cm: Decimal | None
    position_note_ignored: bool
    weight_for_age_z: Decimal | None
    height_for_age_z: Decimal | None
    weight_for_height_z: Decimal | None
    bmi_for_age_z: Decimal | None
    head_for_age_z: Decimal | None
    muac_for_age_z: Decimal | None
    implausible: frozenset[str]


_UNKNOWN = Hundredths(None, None, None, None, None, None)


def assess_growth(
    *,
    sex: Sex | None,
    age_days: int,
    weight_kg: Number | None = None,
    height_cm: Number | None = None,
    position: Position | None = None,
    head_cm: Number | None = None,
    muac_cm: Number | None = None,
    oedema: bool = False,
) -> Growth:
    """Score one measurement: weight in kg, the rest in cm, age in whole days.

    A missing or non-positive measure has no score, nor has anybody of unknown sex. Without a position, the one for
    the age is assumed.
    Raises ValueError for an age below 0 (ANT-01 to ANT-03, ANT-08 to ANT-10, ANT-14).
    """
    if age_days < 0:
        raise ValueError("Tanggal ukur sebelum tanggal lahir.")
    measured_length = to_length(height_cm)
    length = correct_length(measured_length, age_days, position)
    measured = Measured(_positive(weight_kg), length, _positive(head_cm), _positive(muac_cm), oedema)
    scores = (
        _UNKNOWN if sex is None else score(tables_for(sex), age_days, age_days / DAYS_PER_MONTH, measured)
    )
    z = [None if value is None else _as_decimal(value) for value in scores]
    ignored = bool(measured_length) and standing_note_ignored(age_days, position)
    return Growth(_centimetres(length), ignored, z[0], z[1], z[2], z[3], z[4], z[5], implausible(scores))


_NONE_BEYOND: frozenset[str] = frozenset()


def implausible(scores: Hundredths) -> frozenset[str]:
    """Names of the indices whose score lies beyond WHO's limits (ANT-08)."""
    beyond = [
        name
        for (name, (low, high)), value in zip(PLAUSIBLE.items(), scores, strict=True)
        if value is not None and not low <= value <= high
    ]
    return frozenset(beyond) if beyond else _NONE_BEYOND


def to_length(height_cm: Number | None) -> int:
    """Centimetres as thousandths of one; 0 when missing or not positive (ANT-01)."""
    return max(round(float(height_cm) * 1000), 0) if height_cm is not None else 0


def standing_note_ignored(age_days: int, position: Position | None) -> bool:
    """Whether 'standing' is noted for a child too young to stand, which WHO takes as an error (ANT-02)."""
    return position is Position.STANDING and age_days < STANDING_NOTE_IGNORED_UNDER_MONTHS * DAYS_PER_MONTH


def correct_length(length: int, age_days: int, position: Position | None) -> int:
    """Length lying below 731 days, height standing from there (ANT-02), in thousandths of a centimetre."""
    if not length:
        return 0
    if age_days < FIRST_STANDING_DAY:
        corrected = position is Position.STANDING and not standing_note_ignored(age_days, position)
        return length + POSITION_CORRECTION if corrected else length
    return max(length - POSITION_CORRECTION, 0) if position is Position.LYING else length


def score(tables: Tables, age_days: int, age_months: float, measured: Measured) -> Hundredths:
    """All scores of one child; the months count from day 1857 only, where WHO's reference is by month (ANT-10)."""
    if age_days > LAST_DAY_2006:
        return _score_2007(tables, age_months, measured)
    return _score_2006(tables, age_days, measured)


def _score_2006(tables: Tables, day: int, measured: Measured) -> Hundredths:
    weight, length, head, muac, oedema = measured
    for_weight = for_length = for_height = for_bmi = None
    heavy = weight > 0 and not oedema
    if heavy:
        for_weight = edged_z(tables.wfa.rows[day], weight)
    if length:
        height_cm = length / 1000
        for_length = plain_z(tables.lhfa.rows[day], height_cm)
        if heavy:
            table = tables.wfl if day < FIRST_STANDING_DAY else tables.wfh
            for_height = edged_z(between(table, length // 100, length % 100 / 100), weight)
            for_bmi = edged_z(tables.bfa.rows[day], _bmi(weight, height_cm))
    armed = muac > 0 and day >= tables.acfa.first
    return Hundredths(
        for_weight,
        for_length,
        for_height,
        for_bmi,
        plain_z(tables.hcfa.rows[day], head) if head > 0 else None,
        edged_z(tables.acfa.rows[day - tables.acfa.first], muac) if armed else None,
    )


def _score_2007(tables: Tables, months: float, measured: Measured) -> Hundredths:
    weight, length, _, _, oedema = measured
    height_cm = length / 1000
    heavy = weight > 0 and not oedema
    whole = int(months)
    part = months - whole
    return Hundredths(
        edged_z(between(tables.wfa07, whole, part), weight) if heavy else None,
        plain_z(between(tables.hfa07, whole, part), height_cm) if length else None,
        None,
        edged_z(between(tables.bfa07, whole, part), _bmi(weight, height_cm)) if heavy and length else None,
        None,
        None,
    )


def between(table: Table, whole: int, part: float) -> Row | None:
    """The row at x = whole + part, L, M and S interpolated linearly; None outside the table (ANT-09, ANT-10).

    x is in the unit of the table: days, months or tenths of a centimetre.
    """
    index = whole - table.first
    rows = table.rows
    if index < 0 or index >= len(rows):
        return None
    if not part:
        return rows[index]
    if index + 1 == len(rows):
        return None
    low, high = rows[index], rows[index + 1]
    return Row(
        low.power + (high.power - low.power) * part,
        low.median + (high.median - low.median) * part,
        low.variation + (high.variation - low.variation) * part,
    )


def value_at(row: Row, z: float) -> float:
    """The measure that has this z-score, in the unit of the row's table: an SD line (ANT-03)."""
    power, median, variation = row
    if not power:
        return float(median * exp(variation * z))
    return float(median * (1 + power * variation * z) ** (1 / power))


def plain_z(row: Row | None, value: float) -> int | None:
    """Hundredths of z for length, height and head circumference in cm: never adjusted at the edges (ANT-03).

    None without a row.
    """
    return None if row is None else round(_z(row, value) * 100)


def edged_z(row: Row | None, value: float) -> int | None:
    """Hundredths of z for indices with weight or arm: past 3 SD in steps of the outermost SD (ANT-03).

    kg, kg per square metre or cm. None without a row, and for a value beyond all arithmetic.
    """
    if row is None:
        return None
    try:
        z = _z(row, value)
        if -EDGE_SD <= z <= EDGE_SD:
            return round(z * 100)
        if z > 0:
            edge = value_at(row, EDGE_SD)
            z = EDGE_SD + (value - edge) / (edge - value_at(row, EDGE_SD - 1))
        else:
            edge = value_at(row, -EDGE_SD)
            z = -EDGE_SD + (value - edge) / (value_at(row, 1 - EDGE_SD) - edge)
        return round(z * 100)
    except OverflowError:
        return None


def _z(row: Row, value: float) -> float:
    power, median, variation = row
    if power:
        z: float = ((value / median) ** power - 1) / (power * variation)
        return z
    return log(value / median) / variation


def _bmi(weight_kg: float, height_cm: float) -> float:
    return weight_kg / (height_cm / 100) ** 2


def _positive(value: Number | None) -> float:
    return max(float(value), 0.0) if value is not None else 0.0


# Children share few hundred scores and heights; making their Decimals anew would cost more than the formula.
@lru_cache(4096)
def _as_decimal(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


@lru_cache(4096)
def _centimetres(length: int) -> Decimal | None:
    if not length:
        return None
    return Decimal(length).scaleb(-3).quantize(Decimal("0.1"), ROUND_HALF_UP)
