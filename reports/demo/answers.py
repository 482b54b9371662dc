"""What the generated people were asked beside being measured: the columns of steps 1 and 3 to 5 of their cards.

Shares are rounded from provincial surveys where there are any; they only have to look like a village's.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from visits.columns import Who, topic_choices
from visits.columns.column import ELDERLY_YEARS
from visits.columns.people import eats, has_sheet, is_after_birth, is_fertile, is_girl, is_grown, is_pregnant
from visits.models import SIGNS, AdultCheck, ChildCheck, MethodChoice, MotherCheck, SchoolAgeCheck, Visit
from visits.models.mother import LAST_WEEK
from visits.rules.senses import SenseResult

Card = ChildCheck | SchoolAgeCheck | AdultCheck

ALL_STEPS = "12345"
SHARE_ASKED = 0.9
SHARE_TAUGHT = 0.85
SHARE_SENSES_TESTED = 0.6
SHARE_DISTURBED, SHARE_DISTURBED_OLD = 0.02, 0.14
SHARE_USING_METHOD = 0.62
# In the order of `SIGNS`.
SHARES_TB = (0.012, 0.005, 0.012, 0.005)
# How much heavier a woman is for each week of her pregnancy.
KG_A_WEEK = Decimal("0.3")
METHODS = (
    (MethodChoice.INJECTION, 52),
    (MethodChoice.PILL, 15),
    (MethodChoice.IMPLANT, 14),
    (MethodChoice.IUD, 11),
    (MethodChoice.FEMALE_STERILISATION, 5),
    (MethodChoice.CONDOM, 3),
)
ILLNESSES = ("batuk pilek", "demam", "mencret", "ruam kulit")


def answer(visit: Visit, card: Card, who: Who, random: Random, *, is_first: bool, weeks: int | None) -> None:
    """Fill in what was asked on a visit; `is_first` where yearly tests are still due, `weeks` of a pregnancy."""
    visit.steps = ALL_STEPS
    if random.random() < SHARE_TAUGHT:
        topics = [code for code, _ in topic_choices(who)]
        visit.education_topics = sorted(random.sample(topics, min(random.randint(1, 2), len(topics))))
    if random.random() < SHARE_ASKED:
        for name, share in zip(SIGNS, SHARES_TB, strict=True):
            setattr(card, name, random.random() < share)
    if isinstance(card, ChildCheck):
        _of_child(card, who, random)
        return
    if who.is_mother:
        _body_of_mother(card, who, random, weeks)
    _of_body(card, who, random, is_first=is_first)


def mother_check(visit: Visit, who: Who, random: Random, weeks: int | None) -> MotherCheck:
    """The mothers' card of a visit."""
    card = MotherCheck(visit=visit, pressure_on_curve=_yes(random, 0.93))
    if is_pregnant(who):
        card.gestation_weeks = weeks if weeks and weeks <= LAST_WEEK else None
        card.weight_on_curve = _yes(random, 0.86)
        card.iron_daily = _yes(random, 0.72)
        card.mother_class = _yes(random, 0.45)
    else:
        card.breastfeeding = _yes(random, 0.94)
    return card


def _of_child(card: ChildCheck, who: Who, random: Random) -> None:
    if has_sheet(who):
        card.development_complete = _yes(random, 0.94)
    if eats(who):
        card.feeding_suits_age = _yes(random, 0.84)
    else:
        card.exclusive_breastfeeding = _yes(random, 0.76)
    card.immunisation_complete = _yes(random, 0.88)
    card.sick = _yes(random, 0.08)
    card.sick_note = random.choice(ILLNESSES) if card.sick else ""


def _body_of_mother(card: SchoolAgeCheck | AdultCheck, who: Who, random: Random, weeks: int | None) -> None:
    # The same arm each month, but for what the tape adds.
    usual = Random(str(card.visit.resident_id)).gauss(26.3, 2.5)
    card.muac_cm = Decimal(f"{min(max(usual + random.gauss(0, 0.2), 20), 36):.1f}")
    if is_pregnant(who):
        card.waist_cm = None
        if card.weight_kg is not None:
            card.weight_kg += KG_A_WEEK * (weeks or 0)


def _of_body(card: SchoolAgeCheck | AdultCheck, who: Who, random: Random, *, is_first: bool) -> None:
    if is_first and is_grown(who) and not who.is_mother and random.random() < SHARE_SENSES_TESTED:
        share = SHARE_DISTURBED_OLD if who.years >= ELDERLY_YEARS else SHARE_DISTURBED
        for name in ("eye_right", "eye_left", "ear_right", "ear_left"):
            setattr(card, name, _sense(random, share))
    if isinstance(card, SchoolAgeCheck):
        if is_girl(who):
            card.iron_weekly = _yes(random, 0.55)
            if random.random() < 0.3:
                card.haemoglobin_g_dl = Decimal(f"{min(max(random.gauss(12.6, 1.1), 7), 16):.1f}")
        return
    if who.years >= ELDERLY_YEARS:
        card.covid_vaccinated = _yes(random, 0.87)
        if random.random() < 0.4:
            card.cholesterol_mg_dl = round(min(max(random.gauss(196, 34), 110), 350))
    if not is_pregnant(who) and (is_after_birth(who) or is_fertile(who)):
        card.contraception = _yes(random, SHARE_USING_METHOD)
        if card.contraception:
            methods, shares = zip(*METHODS, strict=True)
            card.contraception_method = random.choices(methods, shares)[0].value


def _sense(random: Random, share: float) -> str:
    return (SenseResult.DISTURBED if random.random() < share else SenseResult.NORMAL).value


def _yes(random: Random, share: float) -> bool:
    return random.random() < share
