"""The phone proposes the same referrals, in the same words and order, as the server."""

from __future__ import annotations

import random
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page

from registry.rules.life_stage import Sex
from tests.browser.clinical_page import caller, phone
from visits.rules.anaemia import AnaemiaClass
from visits.rules.danger_signs import SignList, signs_of
from visits.rules.export import bundle
from visits.rules.nutrition import BmiForAge, HeadCircumference, HeightForAge, Muac, WeightForHeight
from visits.rules.referral import (
    Elderly,
    Proposal,
    Senses,
    Tuberculosis,
    propose_adult,
    propose_child,
    propose_mother,
    propose_school_age,
)
from visits.rules.senses import SenseResult
from visits.rules.weight_gain import GainStatus, WeightGain

pytestmark = pytest.mark.browser
__all__ = ["phone"]  # a fixture

CASES = 300
Given = dict[str, Any]


def told(proposals: list[Proposal]) -> list[Given]:
    names = {"rule_id": "ruleId", "private": "isPrivate"}
    return [{names.get(name, name): value for name, value in asdict(each).items()} for each in proposals]


def as_phone(value: Any) -> Any:
    """The same input with the phone's names and texts for decimals."""
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "__dataclass_fields__"):
        return as_phone({name: getattr(value, name) for name in value.__dataclass_fields__})
    if isinstance(value, dict):
        return {camel(name): as_phone(inner) for name, inner in value.items()}
    return [as_phone(inner) for inner in value] if isinstance(value, list | tuple) else value


def camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def measure(choose: random.Random, low: float, high: float, places: int = 1) -> Decimal | None:
    return choose.choice([None, Decimal(f"{choose.uniform(low, high):.{places}f}")])


def screened(choose: random.Random) -> Tuberculosis | None:
    return choose.choice(
        [None, Tuberculosis(choose.choice([None, 0, 1, 2, 4]), choose.choice([None, True, False]))]
    )


def child(choose: random.Random) -> Given:
    status, grams = choose.choice([*GainStatus, None]), choose.choice([None, -8800, -200, 0, 100, 900])
    return {
        "gain": choose.choice([None, WeightGain(status, grams, 300, None, close_warning=False)]),
        "not_gained_run": choose.randrange(4),
        "weight_for_age_z": measure(choose, -4, 4, 2),
        "oedema": choose.random() < 0.2,
        "weight_for_height": choose.choice([None, *WeightForHeight]),
        "weight_for_height_z": measure(choose, -4, 4, 2),
        "bmi_for_age": choose.choice([None, *BmiForAge]),
        "bmi_for_age_z": measure(choose, -4, 4, 2),
        "height_for_age": choose.choice([None, *HeightForAge]),
        "height_for_age_z": measure(choose, -4, 4, 2),
        "head": choose.choice([None, *HeadCircumference]),
        "head_cm": measure(choose, 30, 55),
        "muac": choose.choice([None, *Muac]),
        "muac_cm": measure(choose, 8, 20),
        "development_complete": choose.choice([None, True, False]),
        "tuberculosis": screened(choose),
        "signs": choose.sample(signs_of(SignList.CHILD), choose.choice([0, 0, 1, 2])),
    }


def reading(choose: random.Random) -> Given:
    return {
        "systolic": choose.choice([None, choose.randrange(80, 200)]),
        "diastolic": choose.choice([None, choose.randrange(50, 120)]),
        "tuberculosis": screened(choose),
    }


def senses(choose: random.Random) -> Senses | None:
    answers = [choose.choice([None, *SenseResult]) for _ in range(4)]
    return choose.choice([None, Senses(*answers)])


def school_age(choose: random.Random) -> Given:
    return reading(choose) | {
        "sex": choose.choice(list(Sex)),
        "age_years": choose.randrange(6, 19),
        "glucose_mg_dl": measure(choose, 60, 300, 0),
        "anaemia": choose.choice([None, *AnaemiaClass]),
        "haemoglobin_g_dl": measure(choose, 5, 16),
        "heeadsss_problems": choose.choice([None, 0, 1, 3]),
        "heeadsss_suicide": choose.choice([None, True, False]),
        "srq_score": choose.choice([None, 5, 6]),
        "srq_suicide": choose.choice([None, True, False]),
        "pregnant": choose.random() < 0.2,
        "senses": senses(choose),
    }


def adult(choose: random.Random) -> Given:
    problems = choose.choice([(), ("kognitif",), ("depresi", "lain")])
    elderly = Elderly(choose.choice([None, 20, 11]), "Ketergantungan Ringan", problems)
    return reading(choose) | {
        "age_years": choose.randrange(19, 90),
        "glucose_mg_dl": measure(choose, 60, 300, 0),
        "puma_score": choose.choice([None, 5, 6]),
        "srq_score": choose.choice([None, 5, 6]),
        "srq_suicide": choose.choice([None, True, False]),
        "pregnant": choose.random() < 0.2,
        "senses": senses(choose),
        "elderly": choose.choice([None, elderly]),
    }


def mother(choose: random.Random) -> Given:
    return reading(choose) | {
        "follows_curve": choose.choice([None, True, False]),
        "muac_cm": measure(choose, 20, 30),
        "signs": choose.sample(signs_of(SignList.PREGNANT_3), choose.choice([0, 0, 1, 2])),
    }


@pytest.mark.parametrize(
    ("function", "propose", "invent"),
    [
        ("proposeChild", propose_child, child),
        ("proposeSchoolAge", propose_school_age, school_age),
        ("proposeAdult", propose_adult, adult),
        ("proposeMother", propose_mother, mother),
    ],
)
def test_the_phone_sends_on_the_same_people(phone: Page, function: str, propose: Any, invent: Any) -> None:
    choose = random.Random(11)
    cases = [invent(choose) for _ in range(CASES)]

    proposed = caller(phone, "referral")(function, [[as_phone(case)] for case in cases], bundle())

    assert proposed == [told(propose(**case)) for case in cases]
    assert sum(map(bool, proposed)) > CASES / 4
