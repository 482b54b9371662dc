"""What the measures mean, in one short sentence each, and which of them call for a referral.

The sentences and their levels are in the table "advice", so that the Dinas can say them its own way. A class is a
proposal: the sentence asks or sends on, it never diagnoses (RUJUK-01, RUJUK-02).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from visits.rules import blood_pressure, body_mass, nutrition
from visits.rules.blood_sugar import GlucoseClass
from visits.rules.body_mass import BmiClass
from visits.rules.book import CURRENT, Rules
from visits.rules.card_code import CardCode
from visits.rules.maternal_risk import MaternalPressure, maternal_pressure
from visits.rules.nutrition import (
    BmiForAge,
    HeadCircumference,
    HeightForAge,
    Muac,
    WeightForAge,
    WeightForHeight,
)
from visits.rules.weight_gain import GainStatus, WeightGain
from visits.rules.wording import number_text


class Level(StrEnum):
    """How loud a finding is: quiet, asking, acting."""

    GOOD = "baik"
    ATTENTION = "perhatian"
    REFER = "rujuk"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one field."""

    field: str
    level: Level
    text: str


def say_child(
    *,
    gain: WeightGain | None = None,
    not_gained_run: int = 0,
    weight_for_age: WeightForAge | None = None,
    weight_for_age_z: Decimal | None = None,
    height_for_age: HeightForAge | None = None,
    weight_for_height: WeightForHeight | None = None,
    bmi_for_age: BmiForAge | None = None,
    head: HeadCircumference | None = None,
    muac: Muac | None = None,
    oedema: bool = False,
    implausible: frozenset[str] = frozenset(),
    rules: Rules = CURRENT,
) -> list[Finding]:
    """Findings of a child's check, in the order of the card. An implausible value keeps its referral (ANT-08).

    `not_gained_run` is the number of consecutive T up to and including this visit. `bmi_for_age` speaks where weight
    for height has no value by age (nutrition.bmi_tells_nutrition). Beyond the red or the orange line, which
    `weight_for_age_z` tells, the line speaks instead of the class (KMS-04).
    """
    rows = rules.rows("advice")
    found = list(_say_again(rows, implausible))
    if gain is not None and gain.status is not None:
        found += _say_gain(rows, gain, gain.status, not_gained_run, rules)
    if oedema:
        # Oedema speaks instead of weight for height.
        found.append(_finding("oedema", rows["oedema"]))
    line = None if weight_for_age is None else weight_line(weight_for_age_z, rules=rules)
    if line is not None:
        found.append(_finding("weight_for_age", rows["weight_lines"][line], label=weight_for_age))
    classes = {
        "weight_for_age": weight_for_age if line is None else None,
        "height_for_age": height_for_age,
        "weight_for_height": None if oedema else weight_for_height,
        "bmi_for_age": None if oedema else bmi_for_age,
        "head_cm": head,
        "muac_cm": muac,
    }
    return found + [
        _finding(field, rows[field][label]) for field, label in classes.items() if label is not None
    ]


def say_adult(
    *,
    bmi: Decimal | None = None,
    bmi_class: BmiClass | None = None,
    central_obesity: bool | None = None,
    systolic: int | None = None,
    diastolic: int | None = None,
    pressure_code: CardCode | None = None,
    child_exceeds: bool = False,
    adolescent_elevated: bool = False,
    glucose_mg_dl: Decimal | int | None = None,
    glucose_class: GlucoseClass | None = None,
    pregnant: bool = False,
    rules: Rules = CURRENT,
) -> list[Finding]:
    """Findings of a check from school age on, in the order of the card (RUJUK-01); kg/m2, mmHg and mg/dL.

    `child_exceeds` and `adolescent_elevated` are blood_pressure.child_exceeds and is_elevated: at 7 to 12 years a
    limit of the age is sent on, at 13 to 17 years the class under high is only told (TD-03, TD-04). A pregnant woman's
    high pressure is told in the words for mothers (TD-05).
    """
    rows = rules.rows("advice")
    found: list[Finding] = []
    if bmi_class is not None:
        value = f" {number_text(bmi)}" if bmi is not None else ""
        found.append(_finding("bmi", rows["bmi"][bmi_class], value=value))
    if central_obesity is not None:
        found.append(_finding("waist_cm", rows["waist_cm"]["large" if central_obesity else "normal"]))
    colour = maternal_pressure(systolic, diastolic, rules=rules) if pregnant else None
    if colour is not None and colour is not MaternalPressure.GREEN:
        said = rules.rows("maternal_advice")["findings"]["blood_pressure"][colour]
        found.append(_finding("blood_pressure", said, value=f"{systolic}/{diastolic}"))
    elif pressure_code is not None and systolic is not None and diastolic is not None:
        kind: str = pressure_code
        if blood_pressure.is_urgent(systolic, diastolic, rules=rules):
            kind = "urgent"
        elif pressure_code is not CardCode.HIGH and not pregnant and (child_exceeds or adolescent_elevated):
            kind = "child" if child_exceeds else "elevated"
        said = rows["blood_pressure"][kind]
        found.append(_finding("blood_pressure", said, systolic=systolic, diastolic=diastolic))
    if glucose_class is not None and glucose_mg_dl is not None:
        said = rows["glucose_mg_dl"][glucose_class]
        found.append(_finding("glucose_mg_dl", said, value=number_text(glucose_mg_dl)))
    return found


def note_body(
    *,
    age_years: int,
    bmi: Decimal | None = None,
    waist_cm: Decimal | None = None,
    systolic: int | None = None,
    diastolic: int | None = None,
    pregnant: bool = False,
    rules: Rules = CURRENT,
) -> list[str]:
    """Small print beside the findings, kg/m2, cm and mmHg: from 18 years the pressure's class and the Asia-Pacific one.

    TD-01, IMT-02. For a pregnant woman, that her body is not judged as another's (IMT-01, TD-05).
    """
    texts = rules.rows("advice")["notes"]
    if pregnant:
        measured = bmi is not None or waist_cm is not None or systolic is not None
        return [texts["pregnant"]] if measured else []
    if age_years < rules.rows("blood_pressure")["adult_from_years"]:
        return []
    notes: list[str] = []
    reading = blood_pressure.classify_adult(systolic, diastolic, rules=rules)
    if reading is not None:
        isolated = texts["isolated_systolic"] if reading.isolated_systolic else ""
        values = {"systolic": systolic, "diastolic": diastolic, "label": reading.category.lower()}
        notes.append(texts["pressure_class"].format(**values, isolated=isolated))
    label = body_mass.classify_asia_pacific(bmi, rules=rules)
    if label is not None and bmi is not None:
        notes.append(texts["asia_pacific"].format(value=number_text(bmi), label=label))
    return notes


def weight_line(weight_for_age_z: Decimal | None, *, rules: Rules = CURRENT) -> str | None:
    """The row of "weight_lines" for a z-score beyond the red or the orange line; None between them (KMS-04)."""
    if nutrition.below_red_line(weight_for_age_z, oedema=False, rules=rules):
        return "below_red"
    return "above_orange" if nutrition.above_orange_line(weight_for_age_z, rules=rules) else None


def beside_questions(
    findings: Sequence[Finding], asked: Collection[str], *, rules: Rules = CURRENT
) -> list[Finding]:
    """Findings to show while these fields are asked about: nothing good is said about a doubted value (RANGE-01)."""
    about = rules.rows("plausibility")["findings_about"]
    doubted = {field for name in asked for field in about.get(name, (name,))}
    return [each for each in findings if each.level is not Level.GOOD or each.field not in doubted]


def worst_level(findings: Sequence[Finding]) -> Level | None:
    """The loudest level; None without findings (RUJUK-01, RUJUK-02: one trigger is enough)."""
    return max((finding.level for finding in findings), key=tuple(Level).index, default=None)


def _finding(field: str, said: Mapping[str, str], **values: object) -> Finding:
    return Finding(field, Level(said["level"]), said["text"].format(**values))


def _say_again(rows: Mapping[str, Any], implausible: frozenset[str]) -> Iterator[Finding]:
    level = Level(rows["measure_again_level"])
    for index, again in rows["measure_again"].items():
        if index in implausible:
            yield Finding(again["field"], level, again["text"])


def _say_gain(
    rows: Mapping[str, Any], gain: WeightGain, status: GainStatus, run: int, rules: Rules
) -> Iterator[Finding]:
    limits, said = rules.rows("weight_gain"), rows["gain"][status]
    if status is GainStatus.NOT_GAINED:
        texts = rows["not_gained"]
        months = texts["run"].format(run=run) if run >= limits["run_that_refers"] else ""
        yield _finding("weight_kg", said, what=_not_gained(texts, gain), months=months)
    else:
        yield _finding("weight_kg", said, grams=number_text(gain.gain_g or 0))
    if gain.close_warning:
        yield _finding("weight_kg", rows["close_weighings"], days=limits["close_days"])


def _not_gained(texts: Mapping[str, str], gain: WeightGain) -> str:
    grams = gain.gain_g or 0
    kind = "too_little" if grams > 0 else "lost" if grams < 0 else "same"
    return texts[kind].format(grams=number_text(abs(grams)), minimum=number_text(gain.minimum_gain_g or 0))
