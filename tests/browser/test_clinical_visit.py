"""The phone's judgement of a whole card is the server's preview, for every card."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page

from registry.models import Resident
from registry.rules.life_stage import add_months
from tests.browser.clinical_page import caller, phone
from tests.browser.test_clinical_referral import told
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits.forms import CARD_FORMS, CardForm
from visits.models import CARD_OF_STAGE
from visits.phone import entry_data
from visits.preview import preview
from visits.results import Result
from visits.roster import previous_visit
from visits.rules.advice import say_child
from visits.rules.book import Book, Override
from visits.rules.export import bundle
from visits.rules.nutrition import classify_weight_for_age
from visits.rules.referral import shown_to

pytestmark = pytest.mark.browser
__all__ = ["phone"]  # a fixture

Values = dict[str, Any]
FLOATS = ("weight_kg", "height_cm", "head_cm", "muac_cm", "waist_cm")


def child(choose: random.Random) -> tuple[date, Values]:
    months = choose.choice([choose.randrange(60), choose.randrange(60, 72)])
    tall, heavy = 50 + months**0.6 * 4.8, 3.4 + months**0.75 * 0.75
    return add_months(OPENING_DAY, -months), {
        "weight_kg": f"{heavy * choose.uniform(0.7, 1.4):.2f}",
        "height_cm": choose.choice([None, f"{tall * choose.uniform(0.9, 1.1):.1f}"]),
        "position": choose.choice(["", "telentang", "berdiri"]),
        "head_cm": choose.choice([None, f"{choose.uniform(35, 52):.1f}"]),
        "muac_cm": choose.choice([None, f"{choose.uniform(10, 18):.1f}"]),
        "oedema": choose.random() < 0.1,
    }


def older(choose: random.Random, months: int) -> tuple[date, Values]:
    diastolic = choose.randrange(45, 115)
    reading = choose.choice([{}, {"systolic": diastolic + choose.randrange(20, 90), "diastolic": diastolic}])
    return add_months(OPENING_DAY, -months), reading | {
        "weight_kg": choose.choice([None, f"{choose.uniform(20, 110):.1f}"]),
        "height_cm": choose.choice([None, f"{choose.uniform(110, 185):.1f}"]),
        "waist_cm": choose.choice([None, f"{choose.uniform(55, 120):.1f}"]),
        "glucose_mg_dl": choose.choice([None, choose.randrange(50, 350)]),
    }


def school_age(choose: random.Random) -> tuple[date, Values]:
    return older(choose, choose.randrange(72, 228))


def adult(choose: random.Random) -> tuple[date, Values]:
    return older(choose, choose.randrange(228, 1000))


def form_of(person: Resident) -> CardForm:
    before = previous_visit(person, OPENING_DAY)
    return CARD_FORMS[CARD_OF_STAGE[person.life_stage_on(OPENING_DAY)]](
        resident=person, day=OPENING_DAY, visit=None, previous=before.card if before else None
    )


def on_server(result: Result) -> Values:
    return {
        "findings": [
            {"field": each.field, "level": each.level, "text": each.text} for each in result.findings
        ],
        "proposals": told(shown_to(result.proposals, sees_private=False)),
        "scores": [
            {
                "label": each.label,
                "z": None if each.z is None else float(each.z),
                "category": each.category,
                "implausible": each.implausible,
            }
            for each in result.scores
        ],
    }


# Reasons that the invented cards of each kind must reach, or the comparison says nothing about them.
EXPECTED_REASONS = {
    "child": {"T", "BB/TB", "IMT/U", "TB/U"},
    "school_age": {"TD", "TD anak"},
    "adult": {"TD", "gula darah"},
}


@pytest.mark.parametrize("invent", [child, school_age, adult])
def test_a_card_means_the_same(
    village: Village, phone: Page, invent: Callable[[random.Random], tuple[date, Values]]
) -> None:
    choose = random.Random(3)
    given, expected = [], []
    for _ in range(25):
        born, measures = invent(choose)
        person = make_resident(village.melati, sex=choose.choice("LP"), born=born, since=born)
        for months in (2, 1) if invent is child and born < date(2026, 8, 1) else ():
            heavy = f"{float(measures['weight_kg']) * choose.uniform(0.93, 1.02):.2f}"
            make_visit(person, add_months(OPENING_DAY, -months), weight_kg=heavy)
        exact = {name: Decimal(value) for name, value in measures.items() if name in FLOATS and value}
        form = form_of(person)
        asked = form.questions(measures | exact)
        expected.append(on_server(preview(person, OPENING_DAY, measures | exact, asked=asked)))
        given.append([entry_data(form) | {"measures": measures}])

    judged = caller(phone, "visit")("judgeVisit", given, bundle())

    codes = {proposal["code"] for one in expected for proposal in one["proposals"]}
    assert codes >= EXPECTED_REASONS[invent.__name__]

    assert [{name: one[name] for name in ("findings", "proposals", "scores")} for one in judged] == expected


def test_the_lines_of_the_kabupaten_are_said_alike(phone: Page) -> None:
    decided = (
        Override("nutrition", "red_line_z", "-2.5", OPENING_DAY),
        Override("nutrition", "orange_line_z", "2", OPENING_DAY),
    )
    rules = Book(decided).on(OPENING_DAY)
    scores = [Decimal(z) / 100 for z in range(-400, 301, 25)]
    classes = [classify_weight_for_age(z, rules=rules) for z in scores]
    given = [
        [{"weightForAge": label, "weightForAgeZ": float(z)}] for label, z in zip(classes, scores, strict=True)
    ]

    said = caller(phone, "advice")("sayChild", given, bundle(decided), OPENING_DAY.isoformat())

    assert said == [
        [
            {"field": each.field, "level": each.level, "text": each.text}
            for each in say_child(weight_for_age=label, weight_for_age_z=z, rules=rules)
        ]
        for label, z in zip(classes, scores, strict=True)
    ]
