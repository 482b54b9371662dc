"""What the phone says is due for a child, with and without decisions of the kabupaten: the same as the server."""

from __future__ import annotations

import random
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.clinical_page import caller, phone
from visits.rules.book import Book, Override
from visits.rules.child_services import ChildServices, child_services
from visits.rules.export import bundle
from visits.rules.growth_age import growth_age
from visits.rules.immunisation import PlannedDose, dose_codes, planned_doses

pytestmark = pytest.mark.browser
__all__ = ["phone"]  # a fixture

DAY = date(2026, 8, 12)
FROM = date(2026, 8, 1)
DECISIONS = [
    Override("immunisation", "je_area", "ya", FROM),
    Override("deworming", "times_a_year", 2, FROM),
    Override("growth_age", "method", "bulan_penuh", FROM),
    Override("growth_age", "correct_preterm", "ya", FROM),
]


def children(count: int) -> list[dict[str, Any]]:
    """Children of every age to six years with some doses, capsules and tablets, the same at every run."""
    generator = random.Random(20260812)
    codes = dose_codes()
    found = []
    for _ in range(count):
        lived = generator.randrange(generator.choice([60, 300, 800, 2200]))
        birth = DAY - timedelta(days=lived)
        given = {
            code: generator.choice([None, *[birth + timedelta(generator.randrange(lived + 3))] * 9])
            for code in codes
            if generator.random() < 0.6
        }
        earlier = [[DAY - timedelta(generator.randrange(400)) for _ in range(2)] for _ in range(2)]
        gestation = generator.choice([None, 200, 258, 259, 280])
        found.append({"birth": birth, "given": given, "earlier": earlier, "gestation": gestation})
    return found


def plain(value: Any) -> Any:
    """Days as the phone writes them."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def dose_on_phone(dose: PlannedDose) -> dict[str, Any]:
    answer: dict[str, Any] = plain(asdict(dose))
    return answer | {"canBeGiven": dose.can_be_given}


def services_on_phone(due: ChildServices) -> dict[str, Any]:
    return {
        "immunisations": [dose_on_phone(dose) for dose in due.immunisations],
        "vitaminA": due.vitamin_a,
        "dewormingMg": due.deworming_mg,
        "anything": due.anything,
    }


@pytest.mark.parametrize("decisions", [[], DECISIONS], ids=["as published", "as the kabupaten decided"])
def test_the_phone_and_the_server_call_the_same_children(phone: Page, decisions: list[Override]) -> None:
    rules = Book(decisions).on(DAY)
    village = children(400)
    asked = [
        {
            "birth": plain(child["birth"]),
            "day": plain(DAY),
            "doses": plain(child["given"]),
            "vitaminAOn": plain(child["earlier"][0]),
            "dewormedOn": plain(child["earlier"][1]),
        }
        for child in village
    ]

    said = caller(phone, "child-services")(
        "childServices", [[child] for child in asked], bundle(decisions), DAY.isoformat()
    )

    expected = [
        child_services(
            child["birth"],
            DAY,
            doses=child["given"],
            vitamin_a_on=child["earlier"][0],
            dewormed_on=child["earlier"][1],
            rules=rules,
        )
        for child in village
    ]
    assert said == [services_on_phone(due) for due in expected]


def test_the_phone_plans_each_dose_for_the_same_day(phone: Page) -> None:
    village = children(400)
    cases = [[plain(child["birth"]), DAY.isoformat(), plain(child["given"])] for child in village]

    planned = caller(phone, "immunisation")("plannedDoses", cases, bundle())

    assert planned == [
        [dose_on_phone(dose) for dose in planned_doses(child["birth"], DAY, child["given"])]
        for child in village
    ]


@pytest.mark.parametrize("decisions", [[], DECISIONS], ids=["as published", "as the kabupaten decided"])
def test_the_phone_opens_the_growth_tables_at_the_same_age(phone: Page, decisions: list[Override]) -> None:
    rules = Book(decisions).on(DAY)
    village = children(400)
    cases = [[plain(child["birth"]), DAY.isoformat(), child["gestation"]] for child in village]

    ages = caller(phone, "growth-age")("growthAge", cases, bundle(decisions), DAY.isoformat())

    expected = [growth_age(child["birth"], DAY, child["gestation"], rules=rules) for child in village]
    assert ages == [
        {
            "tableDay": age.table_day,
            "days": age.days,
            "correctedDays": age.corrected_days,
            "method": age.method,
        }
        for age in expected
    ]
