"""The phone's judgement of a whole card is the server's preview, for every card."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page

from registry.ids import new_id
from registry.models import Resident
from registry.rules.life_stage import add_months
from registry.services.maternity import open_pregnancy
from tests.browser.clinical_page import caller, phone
from tests.browser.test_clinical_referral import told
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits.entry import card_form
from visits.forms import CARD_FORMS, CardForm
from visits.models import CARD_OF_STAGE, RuleOverride
from visits.phone import entry_data
from visits.preview import preview, preview_form
from visits.results import Result
from visits.rules.advice import say_child
from visits.rules.book import Book, Override
from visits.rules.export import bundle
from visits.rules.nutrition import classify_weight_for_age
from visits.rules.referral import shown_to

pytestmark = pytest.mark.browser
__all__ = ["phone"]  # a fixture

Values = dict[str, Any]
COMPARED = ("findings", "proposals", "scores", "notes")
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
    """The page's form of somebody who has not come yet that day."""
    return card_form(None, resident=person, day=OPENING_DAY, visit=None)


def on_server(result: Result) -> Values:
    return {
        "findings": [
            {"field": each.field, "level": each.level, "text": each.text} for each in result.findings
        ],
        "proposals": told(shown_to(result.proposals, sees_private=False)),
        "notes": result.notes,
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

    assert [{name: one[name] for name in COMPARED} for one in judged] == expected
    assert red(judged) == [bool(one["proposals"]) for one in judged]


def red(judged: list[Values]) -> list[bool]:
    return [any(each["level"] == "rujuk" for each in one["findings"]) for one in judged]


@pytest.mark.parametrize("years", [16, 18, 30])
def test_a_pregnant_womans_card_means_the_same(village: Village, phone: Page, years: int) -> None:
    given, expected = [], []
    for systolic, diastolic in ((88, 58), (125, 82), (135, 88), (140, 80), (120, 90), (160, 95), (185, 112)):
        person = make_resident(village.melati, born=add_months(OPENING_DAY, -12 * years))
        open_pregnancy(resident=person, known_from=OPENING_DAY - timedelta(days=60))
        measures = {"weight_kg": "70.0", "height_cm": "155.0", "waist_cm": "95.0", "glucose_mg_dl": 100}
        measures |= {"systolic": systolic, "diastolic": diastolic}
        exact = {name: Decimal(str(value)) for name, value in measures.items() if name in FLOATS}
        expected.append(on_server(preview(person, OPENING_DAY, measures | exact)))
        given.append([entry_data(form_of(person)) | {"measures": measures}])

    judged = caller(phone, "visit")("judgeVisit", given, bundle())

    assert [{name: one[name] for name in COMPARED} for one in judged] == expected
    assert red(judged) == [False, False, False, True, True, True, True]


def test_a_pupils_pressure_is_red_where_it_is_proposed_and_nowhere_else(phone: Page) -> None:
    readings = [
        (95, 60),
        (106, 60),
        (112, 66),
        (119, 79),
        (120, 70),
        (129, 79),
        (130, 70),
        (112, 80),
        (185, 100),
    ]
    given: list[Values] = [
        {
            "card": "school_age",
            "person": {"sex": sex, "birth_date": add_months(OPENING_DAY, -12 * years).isoformat()},
            "day": OPENING_DAY.isoformat(),
            "measures": {"systolic": systolic, "diastolic": diastolic},
            "previous": None,
            "previous_day": None,
            "weighings": [],
        }
        for years in range(6, 19)
        for sex in "LP"
        for systolic, diastolic in readings
    ]

    judged = caller(phone, "visit")("judgeVisit", [[each] for each in given], bundle())

    assert red(judged) == [bool(one["proposals"]) for one in judged]


def test_a_child_born_early_means_the_same_where_its_age_is_corrected(village: Village, phone: Page) -> None:
    decision = Override("growth_age", "correct_preterm", "ya", date(2026, 1, 1))
    RuleOverride.objects.create(
        unit=village.kabupaten,
        setting="growth_age.correct_preterm",
        value=decision.value,
        valid_from=decision.valid_from,
        reason="SK",
    )
    given: list[list[Values]] = []
    expected: list[Values] = []
    for age_days, weeks in ((20, 32), (56, 32), (100, 32), (100, 36), (100, 40), (100, None)):
        born = OPENING_DAY - timedelta(days=age_days)
        person = make_resident(village.melati, born=born, since=born, gestation_weeks=weeks)
        measures = {"weight_kg": "4.20", "height_cm": "54.0", "head_cm": "38.0", "position": "telentang"}
        exact = {name: Decimal(value) for name, value in measures.items() if name in FLOATS}
        form = form_of(person)
        asked = form.questions(measures | exact)
        expected.append(on_server(preview(person, OPENING_DAY, measures | exact, asked=asked)))
        given.append([entry_data(form) | {"measures": measures}])

    judged = caller(phone, "visit")("judgeVisit", given, bundle([decision]), OPENING_DAY.isoformat())

    assert (judged[0]["scores"], judged[2]["scores"] == judged[5]["scores"]) == ([], False)
    assert [{name: one[name] for name in COMPARED} for one in judged] == expected


IMPOSSIBLE: list[tuple[date, Values]] = [
    (date(2025, 7, 1), {"weight_kg": "94"}),
    (date(2025, 7, 1), {"weight_kg": "9.4", "height_cm": "757", "muac_cm": "142"}),
    (date(2025, 7, 1), {"weight_kg": "75.7", "height_cm": "9.4", "head_cm": "4"}),
    (date(2025, 7, 1), {"weight_kg": "-1", "muac_cm": "4000", "height_cm": "75.7", "oedema": True}),
    (date(2010, 1, 1), {"weight_kg": "160", "height_cm": "45", "systolic": 80, "diastolic": 120}),
    (date(2010, 1, 1), {"systolic": 150, "waist_cm": "900"}),
    (date(1980, 1, 1), {"systolic": 150, "diastolic": 20, "glucose_mg_dl": 5000}),
    (date(1980, 1, 1), {"weight_kg": "600", "height_cm": "1.6", "diastolic": 80}),
]


def test_what_cannot_be_is_said_alike_and_judged_by_nobody(village: Village, phone: Page) -> None:
    given: list[list[Values]] = []
    expected: list[Values] = []
    for born, measures in IMPOSSIBLE:
        person = make_resident(village.melati, born=born, since=born)
        stage = person.life_stage_on(OPENING_DAY)
        form = CARD_FORMS[CARD_OF_STAGE[stage]](
            {name: f"{value}" for name, value in measures.items()} | {"visit_id": str(new_id())},
            resident=person,
            day=OPENING_DAY,
            visit=None,
        )
        doubts, result = preview_form(form)
        said = {"questions": [(each.field, each.severity.value, each.text) for each in doubts]}
        expected.append(said | on_server(result))
        given.append([entry_data(form) | {"measures": measures}])

    judged = caller(phone, "visit")("judgeVisit", given, bundle())

    for one in judged:
        one["questions"] = [(each["field"], each["severity"], each["text"]) for each in one["questions"]]
    assert judged == expected
    assert all("tolak" in [severity for _, severity, _ in one["questions"]] for one in expected)


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
