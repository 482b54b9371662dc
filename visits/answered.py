"""What the answers and tests of a visit mean in sentences: everything on the cards beside growth and blood pressure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from visits.models import SIGNS, AdultCheck, ChildCheck, SchoolAgeCheck, Visit
from visits.models.visit import MotherState
from visits.rules.advice import Finding, Level
from visits.rules.book import Rules
from visits.rules.maternal_referral import say_mother
from visits.rules.senses import SenseResult
from visits.rules.tuberculosis import screen_tuberculosis, tuberculosis_answers
from visits.rules.wording import number_text

_EYES, _EARS = ("eye_right", "eye_left"), ("ear_right", "ear_left")
Card = ChildCheck | SchoolAgeCheck | AdultCheck


def answered_findings(visit: Visit, rules: Rules) -> list[Finding]:
    """Sentences about the answers of a visit whose cards are loaded, in the order of the day."""
    card = visit.card
    found: list[Finding] = []
    if visit.mother:
        found += _of_mother(visit, rules)
    if isinstance(card, ChildCheck):
        found += _of_child(card, rules)
    elif isinstance(card, SchoolAgeCheck | AdultCheck):
        found += _of_body(card, rules)
    if card is not None:
        found += _tuberculosis(card, rules)
    return found


def _of_child(card: ChildCheck, rules: Rules) -> Iterator[Finding]:
    said = rules.rows("advice")["answers"]
    for name in (
        "development_complete",
        "exclusive_breastfeeding",
        "feeding_suits_age",
        "immunisation_complete",
        "local_food_eaten",
        "sick",
    ):
        yield from _answer(said, name, getattr(card, name))


def _of_body(card: SchoolAgeCheck | AdultCheck, rules: Rules) -> Iterator[Finding]:
    if card.anaemia:
        row = rules.rows("anaemia")["advice"][card.anaemia]
        yield Finding("haemoglobin_g_dl", Level(row["level"]), row["text"])
    if card.cholesterol:
        row = rules.rows("laboratory")["cholesterol_advice"][card.cholesterol]
        yield Finding("cholesterol_mg_dl", Level(row["level"]), row["text"])
    for test, names in (("fingers", _EYES), ("whisper", _EARS)):
        yield from _sense(test, names, card, rules)
    if isinstance(card, SchoolAgeCheck):
        yield from _answer(rules.rows("advice")["answers"], "iron_weekly", card.iron_weekly)


def _sense(
    test: str, names: tuple[str, str], card: SchoolAgeCheck | AdultCheck, rules: Rules
) -> Iterator[Finding]:
    results = [getattr(card, name) for name in names]
    if not any(results):
        return
    disturbed = SenseResult.DISTURBED.value in results
    word = SenseResult.DISTURBED if disturbed else SenseResult.NORMAL
    level = Level.REFER if disturbed else Level.GOOD
    yield Finding(names[0], level, rules.rows("senses")["advice"][test][word])


def _tuberculosis(card: Card, rules: Rules) -> Iterator[Finding]:
    cough, fever, weight, contact = (getattr(card, name) for name in SIGNS)
    answers = tuberculosis_answers(cough=cough, fever=fever, weight=weight, contact=contact, rules=rules)
    screened = screen_tuberculosis(answers, rules=rules)
    if screened is None or screened.advice is None:
        return
    level = Level.REFER if screened.refer else Level.ATTENTION if screened.suspected else Level.GOOD
    yield Finding(SIGNS[0], level, screened.advice)


def _of_mother(visit: Visit, rules: Rules) -> list[Finding]:
    card, mother = visit.card, visit.mother_card
    body = card if isinstance(card, SchoolAgeCheck | AdultCheck) else None
    found = say_mother(
        follows_curve=mother.weight_on_curve if mother else None,
        muac_cm=body.muac_cm if body else None,
        takes_iron_daily=mother.iron_daily if mother else None,
        eats_extra_daily=mother.extra_food_daily if mother else None,
        attends_class=mother.mother_class if mother else None,
        breastfeeds=mother.breastfeeding if mother else None,
        # Whether she uses a method is told after a birth only.
        uses_contraception=body.contraception if body and visit.mother != MotherState.PREGNANT else None,
        rules=rules,
    )
    said = rules.rows("advice")["answers"]
    if mother is not None and mother.pressure_on_curve is False and mother.pressure_colour in ("", "hijau"):
        found += _answer(said, "pressure_on_curve", mother.pressure_on_curve)
    if mother is not None:
        found += _answer(said, "vitamin_a_taken", mother.vitamin_a_taken)
    if mother is not None and mother.gestation_weeks is not None:
        text = said["gestation_weeks"]["text"].format(weeks=number_text(mother.gestation_weeks))
        found.append(Finding("gestation_weeks", Level(said["gestation_weeks"]["level"]), text))
    return found


def _answer(said: Mapping[str, Any], name: str, answer: bool | None) -> Iterator[Finding]:
    """The sentence of one Ya or Tidak, where there is one for it."""
    row = None if answer is None else said[name].get("ya" if answer else "tidak")
    if row is not None:
        yield Finding(name, Level(row["level"]), row["text"])
