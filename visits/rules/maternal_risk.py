"""Arm, blood pressure and risks of pregnant and postpartum women (LILA-02, TD-05, TD-06, RISTI-01).

Sources: Posyandu card 2023; PPK FKTP KMK 1186/2022 and 1936/2022; Buku KIA 2024; KMK HK.01.07/MENKES/2015/2023.
Everything here is a suspicion of the kader; a health worker decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from visits.rules.blood_pressure import is_low
from visits.rules.book import CURRENT, Rules
from visits.rules.card_code import CardCode

_TABLE = "maternal_risk"
_TENTH = Decimal("0.1")


class ArmColour(StrEnum):
    """LiLA on the card; red is KEK."""

    RED = "merah"
    GREEN = "hijau"


class MaternalPressure(StrEnum):
    """Blood pressure on the card; the last one is an emergency."""

    GREEN = "hijau"
    RED = "merah"
    RED_AT_ONCE = "merah_segera"


class Preeclampsia(StrEnum):
    """What a reading from 20 weeks on makes likely."""

    SUSPECTED = "Curiga preeklampsia"
    SEVERE = "Curiga preeklampsia berat"
    ECLAMPSIA = "Curiga eklampsia"


class FourT(StrEnum):
    """The four kinds of "too" (4T)."""

    YOUNG = "terlalu muda"
    OLD = "terlalu tua"
    MANY = "terlalu banyak"
    CLOSE = "terlalu dekat"


class BodyRisk(StrEnum):
    """What else speaks against a pregnancy now."""

    BODY_MASS = "IMT di luar batas"
    ARM = "LiLA kurang"
    HEIGHT = "tinggi kurang"


@dataclass(frozen=True, slots=True)
class MeanPressure:
    """Mean arterial pressure in mmHg to 1 decimal; `is_positive` compares the exact value."""

    value: Decimal
    is_positive: bool


def arm_colour(muac_cm: Decimal | None, *, rules: Rules = CURRENT) -> ArmColour | None:
    """Red under 23.5 cm (KEK, refer), green from there; pregnant and postpartum (LILA-02)."""
    if muac_cm is None:
        return None
    arm = rules.rows(_TABLE)["arm"]
    return ArmColour(arm["below"] if muac_cm < Decimal(arm["limit_cm"]) else arm["from"])


def needs_food(
    muac_cm: Decimal | None, first_trimester_bmi: Decimal | None, *, rules: Rules = CURRENT
) -> bool | None:
    """Whether extra food is due: KEK, or under 18.5 kg/m2 in the first trimester (LILA-02).

    None when neither was measured.
    """
    if muac_cm is None and first_trimester_bmi is None:
        return None
    limit = Decimal(rules.rows(_TABLE)["first_trimester_bmi_limit"])
    thin = first_trimester_bmi is not None and first_trimester_bmi < limit
    return thin or arm_colour(muac_cm, rules=rules) is ArmColour.RED


def maternal_pressure(
    systolic: int | None, diastolic: int | None, *, rules: Rules = CURRENT
) -> MaternalPressure | None:
    """Colour of a blood pressure in mmHg: red from 140 or 90, at once from 160 or 110 (TD-05)."""
    if systolic is None or diastolic is None:
        return None
    rows = rules.rows(_TABLE)
    codes = (
        row["code"]
        for row in rows["pressure"]
        if systolic >= row["systolic"] or diastolic >= row["diastolic"]
    )
    return MaternalPressure(next(codes, rows["pressure_otherwise"]))


def maternal_pressure_code(
    systolic: int | None, diastolic: int | None, *, rules: Rules = CURRENT
) -> CardCode | None:
    """R, N or T of the card for a mother's mmHg: T is red (TD-05), R as of any adult (TD-02).

    None when a value is missing.
    """
    colour = maternal_pressure(systolic, diastolic, rules=rules)
    if colour is None or systolic is None or diastolic is None:
        return None
    if colour is not MaternalPressure.GREEN:
        return CardCode.HIGH
    return CardCode.LOW if is_low(systolic, diastolic, rules=rules) else CardCode.NORMAL


def suspected_preeclampsia(
    pressure: MaternalPressure | None,
    gestation_days: int | None,
    proteinuria_plus: int | None,
    *,
    convulsion: bool = False,
    rules: Rules = CURRENT,
) -> Preeclampsia | None:
    """What to tell the hospital (TD-05): a red pressure after 20 weeks with proteinuria of +1, +2 or a convulsion.

    `gestation_days` None means after delivery. A pressure at or over 160/110 is severe by itself.
    """
    rows = rules.rows(_TABLE)["preeclampsia"]
    if convulsion:
        return Preeclampsia(rows["convulsion"])
    late = gestation_days is None or gestation_days > rows["after_days"]
    if not late or pressure in (None, MaternalPressure.GREEN):
        return None
    plus = proteinuria_plus or 0
    if pressure is MaternalPressure.RED_AT_ONCE or plus >= rows["severe_proteinuria_plus"]:
        return Preeclampsia(rows["severe"])
    return Preeclampsia(rows["suspected"]) if plus >= rows["proteinuria_plus"] else None


def mean_pressure(
    systolic: int | None, diastolic: int | None, *, rules: Rules = CURRENT
) -> MeanPressure | None:
    """(2 x diastolic + systolic) / 3 in mmHg; positive over 90, asked under 20 weeks (TD-06)."""
    if systolic is None or diastolic is None:
        return None
    row = rules.rows(_TABLE)["mean_arterial_pressure"]
    parts = row["systolic_weight"] + row["diastolic_weight"]
    total = systolic * row["systolic_weight"] + diastolic * row["diastolic_weight"]
    value = (Decimal(total) / parts).quantize(_TENTH, ROUND_HALF_UP)
    return MeanPressure(value, is_positive=total > row["limit"] * parts)


def preeclampsia_factors(
    *,
    answers: Collection[str] = (),
    age_years: int | None = None,
    spacing_months: int | None = None,
    bmi_before: Decimal | None = None,
    is_first_pregnancy: bool = False,
    rules: Rules = CURRENT,
) -> dict[str, tuple[str, ...]]:
    """Risk factors by degree ("sedang", "tinggi"), as words; the book refers from one on, the nakes decides (TD-06).

    `answers` are codes of the list that were answered yes; age, spacing, body mass index (kg/m2) and a first
    pregnancy are found by themselves.
    """

    def applies(row: Mapping[str, Any]) -> bool:
        return (
            row["code"] in answers
            or (age_years is not None and "age_from" in row and age_years >= row["age_from"])
            or (
                spacing_months is not None
                and "spacing_over_months" in row
                and spacing_months > row["spacing_over_months"]
            )
            or (bmi_before is not None and "bmi_over" in row and bmi_before > Decimal(row["bmi_over"]))
            or (is_first_pregnancy and "first_pregnancy" in row)
        )

    degrees = rules.rows(_TABLE)["preeclampsia_factors"]
    return {degree: tuple(row["text"] for row in rows if applies(row)) for degree, rows in degrees.items()}


def four_t(
    age_years: int | None,
    living_children: int | None,
    spacing_months: int | None,
    *,
    rules: Rules = CURRENT,
) -> tuple[FourT, ...]:
    """Which of the 4T apply (RISTI-01): under 20 or over 35 years, 3 children or more, spacing under 24 months.

    What is not known (no earlier child: no spacing) raises nothing.
    """
    limits = rules.rows(_TABLE)["four_t"]
    found = {
        FourT.YOUNG: age_years is not None and age_years < limits["young_under_years"],
        FourT.OLD: age_years is not None and age_years > limits["old_over_years"],
        FourT.MANY: living_children is not None and living_children >= limits["many_from_children"],
        FourT.CLOSE: spacing_months is not None and spacing_months < limits["close_under_months"],
    }
    return tuple(risk for risk, applies in found.items() if applies)


def body_risks(
    bmi: Decimal | None, muac_cm: Decimal | None, *, rules: Rules = CURRENT
) -> tuple[BodyRisk, ...]:
    """What else speaks against a pregnancy now (RISTI-01): IMT outside 18.5-24.9 kg/m2, LiLA under 23.5 cm."""
    fit = rules.rows(_TABLE)["fit_bmi"]
    found = []
    if bmi is not None and not Decimal(fit["from"]) <= bmi < Decimal(fit["below"]):
        found.append(BodyRisk.BODY_MASS)
    if arm_colour(muac_cm, rules=rules) is ArmColour.RED:
        found.append(BodyRisk.ARM)
    return tuple(found)


def height_risk(height_cm: Decimal | None, *, rules: Rules = CURRENT) -> BodyRisk | None:
    """A height under 145 cm: giving birth may be hard. None from there, and where it was not measured.

    Source: common practice of antenatal care, not on the Posyandu card.
    """
    limit = Decimal(rules.rows(_TABLE)["height_limit_cm"])
    return BodyRisk.HEIGHT if height_cm is not None and height_cm < limit else None
