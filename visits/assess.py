"""Measures + rules = derived columns. The only place that writes them; works on objects in memory, saves nothing.

A result can depend on earlier visits (naik or tidak naik, 2T) and on later ones of the same month (the last value of
a month is the one that counts), so a person's visits are always assessed together, in the order of their dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models

from registry.models import Residency, Resident
from registry.rules.life_stage import Age, Sex, age_on, life_stage_on
from visits.episodes import NOBODY, Episodes
from visits.models import SIGNS, AdultCheck, ChildCheck, MotherCheck, SchoolAgeCheck, Setting, Visit
from visits.models.body import BodyCheck
from visits.rulebook import Shelf, shelf
from visits.rules import blood_pressure, blood_sugar, body_mass, nutrition, weight_gain
from visits.rules.anaemia import classify_haemoglobin
from visits.rules.book import Rules
from visits.rules.growth import Growth, Position, assess_growth
from visits.rules.growth_age import growth_age
from visits.rules.laboratory import classify_cholesterol
from visits.rules.maternal_risk import arm_colour, maternal_pressure, maternal_pressure_code
from visits.rules.tuberculosis import screen_tuberculosis, tuberculosis_answers


def derived_fields(model: type[models.Model]) -> list[str]:
    """Names of the columns that assessment writes: those nobody can type into."""
    fields = [f for f in model._meta.concrete_fields if not f.editable and not f.primary_key]
    return [f.attname for f in fields]


DAYS_PER_WEEK = 7
CARD_DERIVED = {
    model: derived_fields(model) for model in (ChildCheck, SchoolAgeCheck, AdultCheck, MotherCheck)
}
VISIT_DERIVED = ["home_posyandu_id", "life_stage", "mother", "last_of_month", "rules_version"]


def assess_person(
    person: Resident,
    visits: Iterable[Visit],
    residencies: Sequence[Residency],
    *,
    episodes: Episodes = NOBODY,
    books: Shelf | None = None,
) -> None:
    """Derive everything that follows from a person's visits: `visits` are all their active ones, cards attached.

    Each visit is judged by the rules of its own day at its own home, and as a mother's by the `episodes`
    (visits.episodes.episodes_of) of that day. `books` saves a look-up for every person.
    """
    books = books or shelf()
    ordered = sorted(visits, key=lambda visit: visit.date)
    opened: list[Rules] = []
    for visit in ordered:
        visit.home_posyandu_id = home_on(residencies, visit.date, person.posyandu_id)
        visit.life_stage = life_stage_on(person.birth_date, visit.date).value
        visit.mother = episodes.state_on(visit.date)
        rules = books.book_for(visit.home_posyandu_id or person.posyandu_id).on(visit.date)
        visit.rules_version = rules.version
        opened.append(rules)
        _assess_card(person, visit, rules, pregnant=episodes.pregnant_on(visit.date))
    cards = [(visit.card, rules) for visit, rules in zip(ordered, opened, strict=True)]
    _assess_weight_gain(person, [(card, rules) for card, rules in cards if isinstance(card, ChildCheck)])
    _mark_last_of_month(ordered)


def gestation_days(person: Resident) -> int | None:
    """Days of pregnancy at birth, from its completed weeks; None where nobody wrote them down."""
    return None if person.gestation_weeks is None else person.gestation_weeks * DAYS_PER_WEEK


def home_on(residencies: Sequence[Residency], day: date, otherwise: int) -> int | None:
    """The Posyandu at which a visit on `day` counts: where the person lived then, else where they live now.

    None for a guest who lives at no Posyandu of the register: such a visit counts as a visitor's, and at no home.
    """
    if not residencies:
        return None
    for residency in residencies:
        if residency.valid_from <= day and (residency.valid_until is None or day <= residency.valid_until):
            home: int = residency.posyandu_id
            return home
    return otherwise


@dataclass(frozen=True, slots=True)
class _Who:
    """What a card is judged by: the person on that day, the day at which WHO's tables are opened, the rules.

    Before the day a child was due, where its age is corrected, there is no day of the tables, and so no score.
    """

    sex: Sex
    age: Age
    known_day: int | None
    rules: Rules
    pregnant: bool

    @property
    def table_day(self) -> int:
        return self.known_day or 0

    @property
    def scored_as(self) -> Sex | None:
        return None if self.known_day is None else self.sex


def _assess_card(person: Resident, visit: Visit, rules: Rules, *, pregnant: bool) -> None:
    table_day = growth_age(person.birth_date, visit.date, gestation_days(person), rules=rules).table_day
    who = _Who(Sex(person.sex), age_on(person.birth_date, visit.date), table_day, rules, pregnant)
    card = visit.card
    if isinstance(card, ChildCheck):
        _assess_child(card, who)
    elif isinstance(card, SchoolAgeCheck):
        _assess_school_age(card, who)
    elif isinstance(card, AdultCheck):
        _assess_body(card, who)
        card.bmi_class = _adult_bmi_class(card, who)
    if card is not None:
        _assess_tuberculosis(card, rules)
    _assess_mother(visit, rules)


def _assess_tuberculosis(card: ChildCheck | BodyCheck, rules: Rules) -> None:
    cough, fever, weight, contact = (getattr(card, name) for name in SIGNS)
    answers = tuberculosis_answers(cough=cough, fever=fever, weight=weight, contact=contact, rules=rules)
    screened = screen_tuberculosis(answers, rules=rules)
    card.tb_count = screened.count if screened else None
    card.tb_suspected = screened.card_refers if screened else None


def _assess_mother(visit: Visit, rules: Rules) -> None:
    """What the mothers' card concludes from the measures on the card of her age."""
    mother, card = visit.mother_card, visit.card
    if mother is None:
        return
    body = card if isinstance(card, BodyCheck) else None
    mother.arm_colour = arm_colour(body.muac_cm if body else None, rules=rules) or ""
    reading = (body.systolic, body.diastolic) if body else (None, None)
    mother.pressure_colour = maternal_pressure(*reading, rules=rules) or ""


def _assess_child(card: ChildCheck, who: _Who) -> None:
    growth = assess_growth(
        sex=who.scored_as,
        age_days=who.table_day,
        weight_kg=card.weight_kg,
        height_cm=card.height_cm,
        position=Position(card.position) if card.position else None,
        head_cm=card.head_cm,
        muac_cm=card.muac_cm,
        oedema=card.oedema,
    )
    card.corrected_height_cm = growth.corrected_height_cm
    for index in ChildCheck.INDICES:
        setattr(card, f"{index}_z", getattr(growth, f"{index}_z"))
        setattr(card, f"{index}_implausible", index in growth.implausible)
    _classify_child(card, growth, who)


def _classify_child(card: ChildCheck, growth: Growth, who: _Who) -> None:
    card.weight_for_age = nutrition.classify_weight_for_age(growth.weight_for_age_z, rules=who.rules) or ""
    card.height_for_age = nutrition.classify_height_for_age(growth.height_for_age_z, rules=who.rules) or ""
    card.weight_for_height = (
        nutrition.nutrition_status(
            nutrition.classify_weight_for_height(growth.weight_for_height_z, rules=who.rules),
            oedema=card.oedema,
            rules=who.rules,
        )
        or ""
    )
    card.bmi_for_age = (
        nutrition.classify_bmi_for_age(growth.bmi_for_age_z, who.table_day, rules=who.rules) or ""
    )
    card.head_circumference = nutrition.classify_head(growth.head_for_age_z, rules=who.rules) or ""
    card.muac = nutrition.classify_muac(card.muac_cm, who.age.months, rules=who.rules) or ""
    card.below_red_line = nutrition.below_red_line(
        growth.weight_for_age_z, oedema=card.oedema, rules=who.rules
    )


def _assess_school_age(card: SchoolAgeCheck, who: _Who) -> None:
    # The weight of a pregnant girl is not hers alone.
    weight_kg = None if who.pregnant else card.weight_kg
    growth = assess_growth(sex=who.sex, age_days=who.table_day, weight_kg=weight_kg, height_cm=card.height_cm)
    card.bmi_for_age_z = growth.bmi_for_age_z
    card.height_for_age_z = growth.height_for_age_z
    card.bmi_for_age_implausible = "bmi_for_age" in growth.implausible
    _assess_body(card, who)
    if who.age.years >= blood_pressure.ADULT_YEARS:
        card.bmi_class = _adult_bmi_class(card, who)
    else:
        bmi_for_age = nutrition.classify_bmi_for_age(growth.bmi_for_age_z, who.table_day, rules=who.rules)
        card.bmi_class = body_mass.school_age_code(bmi_for_age, rules=who.rules) or ""


def _adult_bmi_class(card: BodyCheck, who: _Who) -> str:
    return "" if who.pregnant else body_mass.classify_adult_bmi(card.bmi, rules=who.rules) or ""


def _assess_body(card: BodyCheck, who: _Who) -> None:
    card.pregnant = who.pregnant
    card.bmi = body_mass.bmi(card.weight_kg, card.height_cm)
    waist_cm = None if who.pregnant else card.waist_cm
    card.central_obesity = body_mass.central_obesity(who.sex, waist_cm, rules=who.rules)
    reading = (card.systolic, card.diastolic)
    code = (
        maternal_pressure_code(*reading, rules=who.rules)
        if who.pregnant
        else blood_pressure.blood_pressure_code(*reading, who.age.years, rules=who.rules)
    )
    card.blood_pressure = code or ""
    glucose = blood_sugar.classify_random_glucose(card.glucose_mg_dl, rules=who.rules)
    card.glucose = blood_sugar.glucose_code(glucose, rules=who.rules) or ""
    card.cholesterol = classify_cholesterol(card.cholesterol_mg_dl, rules=who.rules) or ""
    anaemia = classify_haemoglobin(
        sex=who.sex,
        months=who.age.months,
        pregnant=who.pregnant,
        g_dl=card.haemoglobin_g_dl,
        rules=who.rules,
    )
    card.anaemia = anaemia.category if anaemia else ""


def _assess_weight_gain(person: Resident, cards: Sequence[tuple[ChildCheck, Rules]]) -> None:
    history: list[tuple[date, Decimal]] = []
    statuses: dict[date, weight_gain.GainStatus] = {}
    for card, rules in cards:
        day = card.visit.date
        gain = None
        if card.weight_kg is not None:
            gain = weight_gain.weight_gain(
                sex=Sex(person.sex),
                birth_date=person.birth_date,
                history=history,
                day=day,
                weight_kg=card.weight_kg,
                rules=rules,
            )
            history.append((day, card.weight_kg))
        status = gain.status if gain else None
        card.gain_status = status or ""
        card.gain_g = gain.gain_g if gain else None
        card.minimum_gain_g = gain.minimum_gain_g if gain else None
        if status:
            # A second weighing in a month replaces the first: the run counts months, not weighings.
            statuses[day.replace(day=1)] = status
        card.not_gained_run = weight_gain.not_gained_run(list(statuses.values())) if status else 0


_LAST_FLAGS: dict[type, dict[str, tuple[str, ...]]] = {
    ChildCheck: {"last_weighing": ("weight_kg",), "last_height": ("height_cm",)},
    SchoolAgeCheck: {
        "last_bmi": ("bmi",),
        "last_waist": ("waist_cm",),
        "last_blood_pressure": ("systolic",),
        "last_glucose": ("glucose_mg_dl",),
    },
}
_LAST_FLAGS[AdultCheck] = _LAST_FLAGS[SchoolAgeCheck]


def _mark_last_of_month(ordered: Sequence[Visit]) -> None:
    seen: set[tuple[date, str]] = set()

    def is_last(month: date, what: str) -> bool:
        if (month, what) in seen:
            return False
        seen.add((month, what))
        return True

    for visit in reversed(ordered):
        month = visit.date.replace(day=1)
        # Who was served at home or at school was measured, and did not come.
        came = visit.setting == Setting.POSYANDU
        visit.last_of_month = came and is_last(month, "visit")
        card = visit.card
        for flag, needed in _LAST_FLAGS.get(type(card), {}).items():
            measured = all(getattr(card, name) is not None for name in needed)
            setattr(card, flag, measured and is_last(month, flag))
