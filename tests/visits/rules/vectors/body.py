"""Blood pressure, body mass, waist, glucose, and what is possible at all (TD-*, IMT-*, LP-01, GD-*, RANGE-01)."""

from __future__ import annotations

from decimal import Decimal

from registry.rules.life_stage import Sex
from tests.visits.rules.vectors.values import Adapter, Values, decimal, number
from visits.rules import blood_pressure, blood_sugar, body_mass
from visits.rules.advice import Level, say_adult, worst_level
from visits.rules.card_code import CardCode
from visits.rules.plausibility import ADULT_RANGES, CHILD_RANGES

RANGES = {
    "bb_balita_kg": CHILD_RANGES["weight_kg"],
    "tb_balita_cm": CHILD_RANGES["height_cm"],
    "lk_cm": CHILD_RANGES["head_cm"],
    "gula": ADULT_RANGES["glucose_mg_dl"],
}


def adult_pressure(given: Values) -> Values | None:
    reading = blood_pressure.classify_adult(given["sistol"], given["diastol"])
    if reading is None:
        return None
    return {"kategori": reading.category, "sistolik_terisolasi": reading.isolated_systolic}


def pressure_code(given: Values) -> Values:
    systolic, diastolic = given["sistol"], given["diastol"]
    code = blood_pressure.blood_pressure_code(systolic, diastolic, 40)
    findings = say_adult(systolic=systolic, diastolic=diastolic, pressure_code=code)
    return {"kode": code, "rujuk": worst_level(findings) is Level.REFER}


def adolescent_pressure(given: Values) -> Values:
    systolic, diastolic = given["sistol"], given["diastol"]
    category = blood_pressure.classify_adolescent(systolic, diastolic)
    is_high = blood_pressure.blood_pressure_code(systolic, diastolic, 16) is CardCode.HIGH
    assert is_high == category.startswith("Hipertensi")
    return {"kategori": category}


def child_pressure(given: Values) -> Values:
    needed = blood_pressure.needs_evaluation(
        Sex(given["jk"]), given["umur_tahun"], given["sistol"], given["diastol"]
    )
    return {"perlu_evaluasi": needed}


def possible_pressure(given: Values) -> Values:
    return {"diterima": blood_pressure.is_possible(given["sistol"], given["diastol"])}


def adult_bmi(given: Values) -> Values:
    value = body_mass.bmi(decimal(given["bb_kg"]), decimal(given["tb_cm"]))
    return {"imt": number(value), "kode": body_mass.classify_adult_bmi(value)}


def asia_pacific(given: Values) -> Values:
    return {"kategori": body_mass.classify_asia_pacific(decimal(given["imt"]))}


def waist(given: Values) -> Values:
    is_large = body_mass.central_obesity(Sex(given["jk"]), decimal(given["lp_cm"]))
    if is_large is None:
        return {"kategori": None}
    return {"kategori": "Obesitas sentral" if is_large else "Normal"}


def glucose_word(category: blood_sugar.GlucoseClass | None) -> str | None:
    """The vectors write low glucose with the card's letter."""
    return "R" if category is blood_sugar.GlucoseClass.LOW else category


def random_glucose(given: Values) -> Values:
    category = blood_sugar.classify_random_glucose(given["gds"])
    return {
        "kategori": glucose_word(category),
        "rujuk": blood_sugar.glucose_code(category) is CardCode.HIGH,
    }


def fasting_glucose(given: Values) -> Values:
    return {"kategori": glucose_word(blood_sugar.classify_fasting_glucose(given["gdp"]))}


def possible(given: Values) -> Values:
    return {"diterima": RANGES[given["besaran"]].allows(Decimal(str(given["nilai"])))}


ADAPTERS: dict[str, Adapter] = {
    "TD-01": adult_pressure,
    "TD-02": pressure_code,
    "TD-03": adolescent_pressure,
    "TD-04": child_pressure,
    "TD-07": possible_pressure,
    "IMT-01": adult_bmi,
    "IMT-02": asia_pacific,
    "LP-01": waist,
    "GD-01": random_glucose,
    "GD-02": fasting_glucose,
    "RANGE-01": possible,
}
