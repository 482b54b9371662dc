"""The phone asks "Apakah benar?" about the same values, in the same words, as the server."""

from __future__ import annotations

import random
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import Page

from registry.rules.life_stage import Sex
from tests.browser.clinical_page import caller, phone
from visits.rules.doubts import BodyMeasures, ChildMeasures, Doubt, doubt_body, doubt_child
from visits.rules.export import bundle
from visits.rules.growth import Position

pytestmark = pytest.mark.browser
__all__ = ["phone"]  # a fixture

SERVICE_DAY = date(2026, 10, 12)
CHILDREN = [
    date(2026, 10, 13),
    date(2026, 10, 12),
    date(2026, 9, 20),
    date(2026, 3, 2),
    date(2024, 10, 12),
    date(2021, 1, 31),
]
OTHERS = [date(1900, 1, 1), date(1966, 5, 5), date(2007, 10, 13), date(2015, 2, 3), date(2020, 10, 1)]
EARLIER = [None, date(2026, 10, 2), date(2026, 9, 12), date(2026, 8, 30)]
Given = dict[str, Any]


def typed(choose: random.Random, usual: float, unusual: tuple[str, ...]) -> str | None:
    """Nothing, something usual, or a slip."""
    return choose.choice([None, f"{usual * choose.uniform(0.85, 1.15):.1f}", choose.choice(unusual)])


def children(count: int) -> list[tuple[date, Given, Given | None]]:
    choose = random.Random(7)

    def measures() -> Given:
        return {
            "weightKg": typed(
                choose, 9, ("0.94", "45", "94", "940", "9400", "75.5", "12.8", "3.4", "0.004", "1")
            ),
            "heightCm": typed(
                choose, 75, ("7.6", "760", "0.76", "9.4", "9.2", "48", "102", "151", "37.9", "0.8")
            ),
            "position": choose.choice([None, "telentang", "berdiri"]),
            "headCm": typed(choose, 44, ("440", "4.4", "60", "25", "24.9")),
            "muacCm": typed(choose, 14, ("140", "1.4", "30", "36")),
        }

    nothing = {"weightKg": "0", "heightCm": "-1", "position": None, "headCm": "0", "muacCm": "0"}
    cases = [(choose.choice(CHILDREN), measures(), choose.choice([None, measures()])) for _ in range(count)]
    return [*cases, (CHILDREN[3], nothing, None)]


def others(count: int) -> list[tuple[date, Given, Given | None]]:
    choose = random.Random(8)

    def whole(low: int, high: int, *slips: float) -> float | None:
        return choose.choice([None, choose.randrange(low, high), choose.choice(slips)])

    def measures() -> Given:
        return {
            "weightKg": typed(choose, 60, ("6", "600", "160", "19", "301", "60000")),
            "heightCm": typed(choose, 155, ("15.5", "1550", "1.55", "60", "200", "231", "1210", "1.2")),
            "waistCm": typed(choose, 80, ("8", "800", "0.8", "155", "201")),
            "muacCm": typed(choose, 25, ("2.5", "250", "12", "61")),
            "systolic": whole(90, 180, 12, 1200, 59, 230, 60, 120, 12.5, 0.5, 120.5),
            "diastolic": whole(60, 100, 8, 800, 29, 150, 180, 120, 8.2, 80.5),
            "glucoseMgDl": whole(70, 250, 5, 11, 701, 45, 1200, 5.6, 11.25, 120.5),
            "cholesterolMgDl": whole(120, 300, 5, 49, 601, 90, 5.2, 6.75),
            "uricAcidMgDl": typed(choose, 5, ("55", "0.5", "16", "26", "0.35", "350")),
            "haemoglobinGDl": typed(choose, 12, ("120", "1.2", "4", "26")),
        }

    return [(choose.choice(OTHERS), measures(), choose.choice([None, measures()])) for _ in range(count)]


def on_phone(doubts: list[Given]) -> list[Given]:
    return [
        {**doubt, "meant": None if doubt["meant"] is None else Decimal(doubt["meant"])} for doubt in doubts
    ]


def on_server(doubts: list[Doubt]) -> list[Given]:
    return [asdict(doubt) for doubt in doubts]


def snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def child(given: Given | None) -> ChildMeasures | None:
    if given is None:
        return None
    position = given["position"] and Position(given["position"])
    numbers = {snake(name): value and Decimal(value) for name, value in given.items() if name != "position"}
    return ChildMeasures(position=position, **numbers)


def body(given: Given | None) -> BodyMeasures | None:
    if given is None:
        return None
    plain: Given = {snake(name): value for name, value in given.items()}
    exact = {name: Decimal(str(value)) for name, value in plain.items() if isinstance(value, str | float)}
    return BodyMeasures(**(plain | exact))


def test_about_children(phone: Page) -> None:
    cases = children(400)
    day = SERVICE_DAY.isoformat()
    given = [
        {
            "sex": "P",
            "birthDate": born.isoformat(),
            "day": day,
            "now": now,
            "previous": before,
            "previousDay": earlier and earlier.isoformat(),
        }
        for (born, now, before), earlier in zip(cases, cycle(EARLIER), strict=False)
    ]

    asked = caller(phone, "doubts-child")("doubtChild", [[one] for one in given], bundle())

    assert [on_phone(doubts) for doubts in asked] == [
        on_server(
            doubt_child(
                sex=Sex.FEMALE,
                birth_date=born,
                day=SERVICE_DAY,
                now=child(now) or ChildMeasures(),
                previous=child(before),
                previous_day=earlier,
            )
        )
        for (born, now, before), earlier in zip(cases, cycle(EARLIER), strict=False)
    ]


@pytest.mark.parametrize(
    ("typed_value", "unit"),
    [
        ({"systolic": 12.5, "diastolic": 8.2}, "cmHg"),
        ({"systolic": 13.5, "diastolic": 80}, "cmHg"),
        ({"glucoseMgDl": 5.6}, "mmol/L"),
    ],
)
def test_a_fraction_of_another_unit_is_explained_on_the_phone_too(
    phone: Page, typed_value: Given, unit: str
) -> None:
    born, day = date(1980, 1, 1), SERVICE_DAY
    given = {"birthDate": born.isoformat(), "day": day.isoformat(), "now": typed_value}

    asked = caller(phone, "doubts-body")("doubtBody", [[given]], bundle())[0]

    assert on_phone(asked) == on_server(
        doubt_body(birth_date=born, day=day, now=body(typed_value) or BodyMeasures())
    )
    assert all(unit in doubt["text"] for doubt in asked)
    assert asked != []


def test_from_school_age_on(phone: Page) -> None:
    cases = others(400)
    day = SERVICE_DAY.isoformat()
    given = [
        {"birthDate": born.isoformat(), "day": day, "now": now, "previous": before}
        for born, now, before in cases
    ]

    asked = caller(phone, "doubts-body")("doubtBody", [[one] for one in given], bundle())

    assert [on_phone(doubts) for doubts in asked] == [
        on_server(
            doubt_body(
                birth_date=born, day=SERVICE_DAY, now=body(now) or BodyMeasures(), previous=body(before)
            )
        )
        for born, now, before in cases
    ]
