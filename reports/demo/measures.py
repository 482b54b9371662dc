"""What the scale and the tape might show for one generated person, month after month.

Each person has a track of their own (how tall, how heavy, what pressure); a visit adds what changes from month to month
and what a scale at a Posyandu adds to it. The spreads were chosen so that the prevalences come out near those of
Central Java: stunting 6%, wasting 4%, two of three children gaining, hypertension in three of ten from 40 years.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from registry.rules.life_stage import CHILD_CARD, SCHOOL_CARD, LifeStage, Sex, life_stage_on
from visits.rules.growth.scores import DAYS_PER_MONTH, FIRST_STANDING_DAY, LAST_DAY_2006
from visits.rules.growth.who import Row, Table, tables_for

Measures = dict[str, Any]

# Mean share of a group that comes in a month, as the two parameters of a beta distribution over people: some come
# nearly always, others hardly ever.
ATTENDANCE = {
    LifeStage.INFANT: (4.0, 1.0),
    LifeStage.TODDLER: (2.6, 0.8),
    LifeStage.PRESCHOOL: (3.0, 2.0),
    LifeStage.SCHOOL: (1.5, 4.5),
    LifeStage.TEEN: (1.8, 3.3),
    LifeStage.ADULT: (1.0, 4.0),
    LifeStage.ELDERLY: (1.8, 2.2),
}
WIDEST_Z = 3.7
SHORTEST_IN_TABLE_CM = 45.0
WEIGHT_WOBBLE_Z = 0.07
WEIGHT_DRIFT_Z_A_MONTH = 0.025
MUAC_FROM_MONTH = 6
HEAD_UNTIL_MONTH = 36
GLUCOSE_FROM_YEARS = 15
WAIST_FROM_YEARS = 15
PRESSURE_FROM_YEARS = 7
ADULT_PRESSURE = 113


class Track:
    """One person's body and habits."""

    def __init__(self, random: Random, sex: Sex, birth_date: date, start: date) -> None:
        self._random = random
        self._sex = sex
        self._birth_date = birth_date
        self._start = start
        self._height_z = _bounded(random.gauss(-0.50, 0.96))
        self._weight_z = _bounded(random.gauss(-0.28, 1.0))
        self._head_z = _bounded(random.gauss(-0.3, 0.9))
        self._bmi = min(max(random.gauss(23.9, 3.9), 15.5), 40)
        self._height_cm = random.gauss(164, 6) if sex is Sex.MALE else random.gauss(152.5, 5.5)
        self._pressure = random.gauss(0, 14)
        self._glucose = _glucose_level(random)
        self._habits: dict[LifeStage, float] = {}

    def comes_on(self, day: date) -> bool:
        """Whether the person comes to the Posyandu on `day`."""
        stage = life_stage_on(self._birth_date, day)
        if stage not in self._habits:
            self._habits[stage] = self._random.betavariate(*ATTENDANCE[stage])
        return self._random.random() < self._habits[stage]

    def measure(self, day: date) -> Measures:
        """Values for the fields of the card that belongs to the person's life stage on `day`."""
        stage = life_stage_on(self._birth_date, day)
        if stage in CHILD_CARD:
            return self._child(day)
        return self._school_age(day) if stage in SCHOOL_CARD else self._adult(day)

    def _child(self, day: date) -> Measures:
        age_days = (day - self._birth_date).days
        height, weight = self._child_body(day, age_days)
        is_lying = age_days < FIRST_STANDING_DAY
        is_measured = self._random.random() < 0.97
        return {
            "weight_kg": _tenths(weight),
            "height_cm": _tenths(height + self._random.gauss(0, 0.2)) if is_measured else None,
            "position": ("telentang" if is_lying else "berdiri") if is_measured else "",
            "head_cm": self._head(age_days),
            "muac_cm": self._muac(age_days),
        }

    def _child_body(self, day: date, age_days: int) -> tuple[float, float]:
        """Height in cm and weight in kg."""
        tables = tables_for(self._sex)
        months_on = (day - self._start).days / DAYS_PER_MONTH
        weight_z = (
            self._weight_z + WEIGHT_DRIFT_Z_A_MONTH * months_on + self._random.gauss(0, WEIGHT_WOBBLE_Z)
        )
        if age_days > LAST_DAY_2006:
            months = age_days / DAYS_PER_MONTH
            height = _at(_nearest(tables.hfa07, months), self._height_z)
            return height, _at(_nearest(tables.bfa07, months), weight_z) * (height / 100) ** 2
        height = max(_at(tables.lhfa.rows[age_days], self._height_z), SHORTEST_IN_TABLE_CM)
        table = tables.wfl if age_days < FIRST_STANDING_DAY else tables.wfh
        return height, _at(_nearest(table, height * 10), weight_z)

    def _head(self, age_days: int) -> Decimal | None:
        if age_days > HEAD_UNTIL_MONTH * DAYS_PER_MONTH or self._random.random() < 0.15:
            return None
        row = tables_for(self._sex).hcfa.rows[age_days]
        return _tenths(_at(row, self._head_z) + self._random.gauss(0, 0.2))

    def _muac(self, age_days: int) -> Decimal | None:
        if not MUAC_FROM_MONTH * DAYS_PER_MONTH <= age_days <= LAST_DAY_2006 or self._random.random() < 0.1:
            return None
        row = _nearest(tables_for(self._sex).acfa, age_days)
        return _tenths(_at(row, _bounded(0.75 * self._weight_z + self._random.gauss(0.1, 0.25))))

    def _school_age(self, day: date) -> Measures:
        months = (day - self._birth_date).days / DAYS_PER_MONTH
        tables = tables_for(self._sex)
        height = _at(_nearest(tables.hfa07, months), self._height_z)
        bmi = _at(
            _nearest(tables.bfa07, months), _bounded(self._weight_z * 1.15 + self._random.gauss(0, 0.05))
        )
        years = months / 12
        systolic, diastolic = self._blood_pressure(88 + years * 1.5, bmi - 19)
        return {
            "weight_kg": _tenths(bmi * (height / 100) ** 2),
            "height_cm": _tenths(height),
            "waist_cm": self._waist(bmi) if years >= WAIST_FROM_YEARS else None,
            "systolic": systolic if years >= PRESSURE_FROM_YEARS else None,
            "diastolic": diastolic if years >= PRESSURE_FROM_YEARS else None,
            "glucose_mg_dl": self._glucose_reading(0.3) if years >= GLUCOSE_FROM_YEARS else None,
        }

    def _adult(self, day: date) -> Measures:
        years = (day - self._birth_date).days / DAYS_PER_MONTH / 12
        height = self._height_cm - max(years - 50, 0) * 0.1
        bmi = self._bmi - max(years - 60, 0) * 0.08
        systolic, diastolic = self._blood_pressure(ADULT_PRESSURE + max(years - 30, 0) * 0.55, bmi - 23)
        return {
            "weight_kg": _tenths(bmi * (height / 100) ** 2 + self._random.gauss(0, 0.6)),
            "height_cm": _tenths(height),
            "waist_cm": self._waist(bmi),
            "systolic": systolic,
            "diastolic": diastolic,
            "glucose_mg_dl": self._glucose_reading(0.7 if years >= 60 else 0.5),
        }

    def _blood_pressure(self, usual: float, over: float) -> tuple[int, int]:
        spread = 1.0 if usual >= ADULT_PRESSURE else 0.4
        systolic = usual + 0.5 * over + self._pressure * spread + self._random.gauss(0, 5)
        systolic = min(max(systolic, 82), 235)
        diastolic = min(max(0.45 * systolic + 22 + self._random.gauss(0, 5), 48), systolic - 18, 135)
        return round(systolic), round(diastolic)

    def _waist(self, bmi: float) -> Decimal:
        return _tenths(max(2.1 * bmi + (33 if self._sex is Sex.MALE else 29) + self._random.gauss(0, 3), 45))

    def _glucose_reading(self, share: float) -> int | None:
        if self._random.random() > share:
            return None
        return round(min(max(self._random.gauss(self._glucose, 10), 58), 480))


def _glucose_level(random: Random) -> float:
    """Usual random glucose in mg/dL: most people, those at risk, those with diabetes."""
    mean, spread = random.choices(((104, 13), (158, 15), (248, 48)), (85, 8, 7))[0]
    return random.gauss(mean, spread)


def _nearest(table: Table, x: float) -> Row:
    return table.rows[min(max(round(x) - table.first, 0), len(table.rows) - 1)]


def _at(row: Row, z: float) -> float:
    """The measure at any z, where the rules need whole ones only."""
    power, median, variation = row
    return float(median * (1 + power * variation * z) ** (1 / power))


def _bounded(z: float) -> float:
    return min(max(z, -WIDEST_Z), WIDEST_Z)


def _tenths(value: float) -> Decimal:
    return Decimal(f"{value:.1f}")
