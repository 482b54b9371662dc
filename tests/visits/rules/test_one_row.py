"""Changing one limit is changing one row of a table; every row can be read by the code that uses it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from registry.rules.life_stage import Sex
from visits.rules import blood_pressure, blood_sugar, body_mass, book, nutrition, weight_gain
from visits.rules.advice import Level, say_adult, say_child
from visits.rules.body_mass import BmiClass
from visits.rules.book import Book, Rules
from visits.rules.card_code import CardCode
from visits.rules.nutrition import HeightForAge, Muac
from visits.rules.plausibility import ranges_of
from visits.rules.referral import propose_adult

DAY = date(2026, 10, 12)
Change = Callable[..., Rules]


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Change]:
    """The rules of DAY after one value in one file was changed."""
    # CURRENT reads its tables when it is asked: it must have them before they change.
    assert book.CURRENT.version
    assert all(book.CURRENT.rows(table) for table in book.table_names())
    folder = shutil.copytree(book.TABLES, tmp_path / "tables")
    monkeypatch.setattr(book, "TABLES", folder)

    def change(table: str, path: list[str | int], value: Any) -> Rules:
        file = folder / f"{table}.json"
        content = json.loads(file.read_text(encoding="utf-8"))
        row = book.value_at(content["editions"][-1]["rows"], path[:-1])
        row[path[-1]] = value
        file.write_text(json.dumps(content), encoding="utf-8")
        book.read_table.cache_clear()
        return Book().on(DAY)

    yield change
    book.read_table.cache_clear()
    book.table_names.cache_clear()


def test_a_pressure_limit(changed: Change) -> None:
    rules = changed("blood_pressure", ["card", "high", 0, "systolic"], 135)

    assert blood_pressure.blood_pressure_code(136, 80, 40) is CardCode.NORMAL
    assert blood_pressure.blood_pressure_code(136, 80, 40, rules=rules) is CardCode.HIGH
    assert [found.code for found in propose_adult(age_years=40, systolic=136, diastolic=80, rules=rules)] == [
        "TD"
    ]


def test_a_class_of_children(changed: Change) -> None:
    rules = changed("nutrition", ["height_for_age", "below", 1, "under"], "-1.5")

    assert nutrition.classify_height_for_age(Decimal("-1.80"), rules=rules) is HeightForAge.STUNTED
    assert nutrition.classify_height_for_age(Decimal("-1.80")) is HeightForAge.NORMAL


def test_an_arm_limit(changed: Change) -> None:
    rules = changed("nutrition", ["muac", 1, "below", 0, "under"], "11.0")

    assert nutrition.classify_muac(Decimal("11.2"), 12, rules=rules) is Muac.WASTED
    assert nutrition.classify_muac(Decimal("11.2"), 12) is Muac.SEVERELY_WASTED


def test_a_minimum_gain(changed: Change) -> None:
    rules = changed("weight_gain", ["minimum_gain_g", "L", 2], 600)

    assert [weight_gain.minimum_gain_g(Sex.MALE, 3, rules=given) for given in (rules, book.CURRENT)] == [
        600,
        800,
    ]


def test_limits_of_adults(changed: Change) -> None:
    bmi = changed("body_mass", ["adult", "above", 1, "over"], "23.0")
    glucose = changed("blood_sugar", ["random", "classes", 0, "from"], 180)
    waist = changed("body_mass", ["waist_over_cm", "P"], 85)

    assert body_mass.classify_adult_bmi(Decimal("24.0"), rules=bmi) is BmiClass.FAT
    assert blood_sugar.classify_random_glucose(185, rules=glucose) is blood_sugar.GlucoseClass.DIABETES
    assert body_mass.central_obesity(Sex.FEMALE, Decimal(84), rules=waist) is False


def test_a_possible_range_and_its_words(changed: Change) -> None:
    rules = changed("plausibility", ["child", "weight_kg", "high"], "40")

    limits = ranges_of("child", rules=rules)["weight_kg"]
    assert (limits.allows(Decimal(41)), limits.message) == (False, "Berat badan harus antara 0,9 dan 40 kg.")


def test_a_sentence_and_its_level(changed: Change) -> None:
    said = {"level": "perhatian", "text": "Pendek. Ajak ke kelas balita."}
    rules = changed("advice", ["height_for_age", "Pendek"], said)

    found = say_child(height_for_age=HeightForAge.STUNTED, rules=rules)
    assert [(each.level, each.text) for each in found] == [(Level.ATTENTION, "Pendek. Ajak ke kelas balita.")]


def test_a_changed_row_gives_the_rules_another_version(changed: Change) -> None:
    assert changed("blood_pressure", ["urgent", "systolic"], 170).version != book.CURRENT.version


def test_the_urgent_limit(changed: Change) -> None:
    rules = changed("blood_pressure", ["urgent", "systolic"], 170)

    found = say_adult(systolic=172, diastolic=90, pressure_code=CardCode.HIGH, rules=rules)
    assert [each.text for each in found] == ["Tekanan darah 172/90: sangat tinggi. Rujuk hari ini."]


def test_every_label_in_the_rows_is_one_the_code_knows() -> None:
    rows = book.CURRENT.rows("blood_pressure")
    adult = [row["label"] for row in rows["adult"]["classes"]] + [rows["adult"]["otherwise"]]
    adolescent = [row["label"] for row in rows["adolescent"]["classes"]] + [rows["adolescent"]["otherwise"]]

    assert set(adult) == set(blood_pressure.AdultPressure)
    assert set(adolescent) == set(blood_pressure.AdolescentPressure)
    assert set(book.CURRENT.rows("blood_sugar")["codes"]) == set(blood_sugar.GlucoseClass)
    assert set(book.CURRENT.rows("body_mass")["words"]) == set(BmiClass)


def test_every_class_has_its_sentence() -> None:
    rows = book.CURRENT.rows("advice")

    assert set(rows["weight_for_age"]) == set(nutrition.WeightForAge)
    assert set(rows["height_for_age"]) == set(HeightForAge)
    assert set(rows["weight_for_height"]) == set(nutrition.WeightForHeight)
    assert set(rows["head_cm"]) == set(nutrition.HeadCircumference)
    assert set(rows["muac_cm"]) == set(Muac)
    assert set(rows["gain"]) == set(weight_gain.GainStatus)
    assert set(rows["bmi"]) == set(BmiClass)
    assert set(rows["blood_pressure"]) == {*CardCode, "urgent", "child", "elevated"}
    assert set(rows["glucose_mg_dl"]) == set(blood_sugar.GlucoseClass)
