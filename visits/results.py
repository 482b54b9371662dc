"""What a stored check says: from its derived columns to sentences with a level. Reads, never derives."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from registry.rules.life_stage import LifeStage, Sex, age_on
from visits.answered import answered_findings
from visits.models import AdultCheck, ChildCheck, SchoolAgeCheck, Visit
from visits.proposals import bmi_for_age_of, gain_of, proposals_of
from visits.rulebook import Shelf, shelf
from visits.rules.advice import Finding, Level, note_body, say_adult, say_child, worst_level
from visits.rules.blood_pressure import child_exceeds, is_elevated
from visits.rules.blood_sugar import classify_random_glucose
from visits.rules.body_mass import BmiClass
from visits.rules.book import Rules
from visits.rules.card_code import CardCode
from visits.rules.growth import LAST_DAY_2006
from visits.rules.nutrition import HeadCircumference, HeightForAge, Muac, WeightForAge, WeightForHeight
from visits.rules.referral import Proposal
from visits.screenings import screening_findings

_WORDS = {Level.GOOD: "Baik", Level.ATTENTION: "Perhatian", Level.REFER: "Rujuk"}


@dataclass(frozen=True)
class Score:
    """One z-score for the table under the sentences."""

    label: str
    z: Decimal | None
    category: str
    implausible: bool


@dataclass(frozen=True)
class Result:
    """Everything a page shows of one visit's outcome; private proposals only to those who may see them.

    `notes` are small print: a second class beside the card's own.
    """

    findings: list[Finding]
    scores: list[Score]
    level: str
    word: str
    proposals: list[Proposal]
    notes: list[str] = field(default_factory=list)


def result_of(visit: Visit, books: Shelf | None = None) -> Result:
    """Findings, loudest level and z-scores of a visit whose cards are loaded, in the words of its day.

    Pages with several visits pass `books`, which saves a look-up for each.
    """
    home = visit.home_posyandu_id or visit.posyandu_id
    rules = (books or shelf()).book_for(home).on(visit.date)
    findings = _findings(visit, rules)
    level = worst_level(findings)
    return Result(
        findings=sorted(findings, key=lambda finding: -list(Level).index(finding.level)),
        scores=[score for score in _scores(visit) if score.z is not None],
        level=level.value if level else "kosong",
        word=_WORDS[level] if level else ("Hadir" if visit.card is None else "Tercatat"),
        proposals=proposals_of(visit, rules),
        notes=_notes(visit, rules),
    )


def _findings(visit: Visit, rules: Rules) -> list[Finding]:
    card = visit.card
    found: list[Finding] = []
    if isinstance(card, ChildCheck):
        found = _child_findings(visit, card, rules)
    elif isinstance(card, SchoolAgeCheck | AdultCheck):
        found = _body_findings(visit, card, rules)
    return [*found, *answered_findings(visit, rules), *screening_findings(visit, rules)]


def _child_findings(visit: Visit, card: ChildCheck, rules: Rules) -> list[Finding]:
    return say_child(
        gain=gain_of(card),
        not_gained_run=card.not_gained_run,
        weight_for_age=WeightForAge(card.weight_for_age) if card.weight_for_age else None,
        weight_for_age_z=card.weight_for_age_z,
        height_for_age=HeightForAge(card.height_for_age) if card.height_for_age else None,
        weight_for_height=WeightForHeight(card.weight_for_height) if card.weight_for_height else None,
        bmi_for_age=bmi_for_age_of(visit, card, rules),
        head=HeadCircumference(card.head_circumference) if card.head_circumference else None,
        muac=Muac(card.muac) if card.muac else None,
        oedema=card.oedema,
        implausible=frozenset(index for index in card.INDICES if getattr(card, f"{index}_implausible")),
        rules=rules,
    )


def _body_findings(visit: Visit, card: SchoolAgeCheck | AdultCheck, rules: Rules) -> list[Finding]:
    person = visit.resident
    age = age_on(person.birth_date, visit.date)
    sex, reading = Sex(person.sex), (card.systolic or 0, card.diastolic or 0)
    return say_adult(
        bmi=card.bmi,
        bmi_class=BmiClass(card.bmi_class) if card.bmi_class else None,
        central_obesity=card.central_obesity,
        systolic=card.systolic,
        diastolic=card.diastolic,
        pressure_code=CardCode(card.blood_pressure) if card.blood_pressure else None,
        child_exceeds=child_exceeds(sex, age.years, *reading, rules=rules),
        adolescent_elevated=is_elevated(age.years, *reading, rules=rules),
        glucose_mg_dl=card.glucose_mg_dl,
        glucose_class=classify_random_glucose(card.glucose_mg_dl, rules=rules),
        pregnant=card.pregnant,
        rules=rules,
    )


def _notes(visit: Visit, rules: Rules) -> list[str]:
    card = visit.card
    if not isinstance(card, SchoolAgeCheck | AdultCheck):
        return []
    return note_body(
        age_years=age_on(visit.resident.birth_date, visit.date).years,
        bmi=card.bmi,
        waist_cm=card.waist_cm,
        systolic=card.systolic,
        diastolic=card.diastolic,
        pregnant=card.pregnant,
        rules=rules,
    )


def _scores(visit: Visit) -> list[Score]:
    card = visit.card
    if isinstance(card, ChildCheck):
        days = age_on(visit.resident.birth_date, visit.date).days
        lying = days <= 730
        labels = {
            "weight_for_age": ("BB/U", card.weight_for_age),
            "height_for_age": ("PB/U" if lying else "TB/U", card.height_for_age),
            "weight_for_height": ("BB/PB" if lying else "BB/TB", card.weight_for_height),
            "bmi_for_age": ("IMT/U", card.bmi_for_age),
            "head_for_age": ("LK/U", card.head_circumference),
            "muac_for_age": ("LiLA/U", card.muac),
        }
        shown = [
            name
            for name in labels
            if days <= LAST_DAY_2006 or name in ("weight_for_age", "height_for_age", "bmi_for_age")
        ]
        return [
            Score(
                labels[name][0],
                getattr(card, f"{name}_z"),
                labels[name][1],
                getattr(card, f"{name}_implausible"),
            )
            for name in shown
        ]
    if isinstance(card, SchoolAgeCheck):
        bmi_word = BmiClass(card.bmi_class).label if card.bmi_class else ""
        return [
            Score("IMT/U", card.bmi_for_age_z, bmi_word, card.bmi_for_age_implausible),
            Score("TB/U", card.height_for_age_z, "", implausible=False),
        ]
    return []


def stage_label(stage: str) -> str:
    """The word for a stored life stage."""
    return LifeStage(stage).label
