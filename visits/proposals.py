"""Whom a stored check proposes to send on, and why: from its columns to the one list of proposals. Derives nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from registry.models import User
from registry.permissions import Action
from registry.rules.life_stage import Sex, age_on
from visits import screenings
from visits.models import AdultCheck, ChildCheck, SchoolAgeCheck, Visit
from visits.rules import referral
from visits.rules.anaemia import AnaemiaClass
from visits.rules.book import Rules
from visits.rules.danger_signs import Urgency
from visits.rules.growth_age import growth_age
from visits.rules.maternal_referral import MaternalReason
from visits.rules.nutrition import (
    BmiForAge,
    HeadCircumference,
    HeightForAge,
    Muac,
    WeightForHeight,
    bmi_tells_nutrition,
)
from visits.rules.referral import (
    Proposal,
    Reason,
    Senses,
    Tuberculosis,
    propose_adult,
    propose_child,
    propose_mother,
    propose_school_age,
)
from visits.rules.senses import SenseResult
from visits.rules.weight_gain import GainStatus, WeightGain

Label = TypeVar("Label", BmiForAge, HeadCircumference, HeightForAge, Muac, SenseResult, WeightForHeight)
# Which results of the questionnaires each card sends on for.
_SCHOOL_ASKS = frozenset({"heeadsss_problems", "heeadsss_suicide", "srq_score", "srq_suicide"})
_ADULT_ASKS = frozenset({"puma_score", "srq_score", "srq_suicide", "elderly"})
# What the mothers' card judges by its own limits, so that the card of her age is silent about it.
_SAID_BY_MOTHER = frozenset(
    {
        Reason.BLOOD_PRESSURE,
        Reason.BLOOD_PRESSURE_CRISIS,
        Reason.BLOOD_PRESSURE_OF_CHILD,
        Reason.TUBERCULOSIS,
        Reason.TUBERCULOSIS_CONTACT,
        *MaternalReason,
    }
)


def proposals_of(visit: Visit, rules: Rules) -> list[Proposal]:
    """Proposals of a visit whose cards, screenings and person are loaded, the loudest first; empty without any.

    What the mothers' card sends on for stands beside what the card of her age does, each reason once.
    """
    found = _of_card(visit, rules)
    if visit.mother:
        found = [*_of_mother(visit, rules), *(each for each in found if each.code not in _SAID_BY_MOTHER)]
    loudness = tuple(Urgency)
    return sorted(found, key=lambda each: -loudness.index(each.urgency))


def _of_card(visit: Visit, rules: Rules) -> list[Proposal]:
    card, asked = visit.card, screenings.screening_inputs(visit, rules)
    if isinstance(card, ChildCheck):
        return _of_child(card, bmi_for_age_of(visit, card, rules), rules)
    years = age_on(visit.resident.birth_date, visit.date).years
    body = card if isinstance(card, SchoolAgeCheck | AdultCheck) else None
    measured: dict[str, Any] = {} if body is None else _measured(body)
    if visit.card_name == "school_age_check" or isinstance(card, SchoolAgeCheck):
        if body is not None and body.anaemia:
            measured |= {
                "anaemia": AnaemiaClass(body.anaemia),
                "haemoglobin_g_dl": body.haemoglobin_g_dl,
            }
        return propose_school_age(
            sex=Sex(visit.resident.sex),
            age_years=years,
            **measured,
            **_some(asked, _SCHOOL_ASKS),
            rules=rules,
        )
    if visit.card_name == "adult_check" or body is not None:
        return propose_adult(age_years=years, **measured, **_some(asked, _ADULT_ASKS), rules=rules)
    return []


def _some(values: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


def _measured(card: SchoolAgeCheck | AdultCheck) -> dict[str, Any]:
    """What both cards from school age on send on for, as the rules name it."""
    return {
        "systolic": card.systolic,
        "diastolic": card.diastolic,
        "glucose_mg_dl": card.glucose_mg_dl,
        "tuberculosis": _tuberculosis(card),
        "senses": Senses(
            right_eye=_label(SenseResult, card.eye_right),
            left_eye=_label(SenseResult, card.eye_left),
            right_ear=_label(SenseResult, card.ear_right),
            left_ear=_label(SenseResult, card.ear_left),
        ),
        "pregnant": card.pregnant,
    }


def _tuberculosis(card: ChildCheck | SchoolAgeCheck | AdultCheck) -> Tuberculosis:
    return Tuberculosis(card.tb_count, card.tb_contact)


def _of_mother(visit: Visit, rules: Rules) -> list[Proposal]:
    card, mother = visit.card, visit.mother_card
    body = card if isinstance(card, SchoolAgeCheck | AdultCheck) else None
    return propose_mother(
        follows_curve=mother.weight_on_curve if mother else None,
        pressure_follows_curve=mother.pressure_on_curve if mother else None,
        muac_cm=body.muac_cm if body else None,
        systolic=body.systolic if body else None,
        diastolic=body.diastolic if body else None,
        tuberculosis=_tuberculosis(body) if body else None,
        rules=rules,
    )


def bmi_for_age_of(visit: Visit, card: ChildCheck, rules: Rules) -> BmiForAge | None:
    """The IMT/U class where it tells the nutrition status: past the age of BB/TB, None before (ANT-07)."""
    table_day = growth_age(visit.resident.birth_date, visit.date, rules=rules).table_day or 0
    return _label(BmiForAge, card.bmi_for_age) if bmi_tells_nutrition(table_day, rules=rules) else None


def shown_to(proposals: Sequence[Proposal], user: User, visit: Visit) -> list[Proposal]:
    """What the user may read of a visit's proposals (SRQ-01, REMAJA-01).

    Private reasons are for those who may see them where the person lives, and for whoever recorded the visit. Nothing
    tells the others that there is one: each private reason is a thought of dying, so that a hint would say it.
    """
    recorded = visit.recorded_by_id == user.pk
    sees_private = recorded or user.may(Action.SEE_PRIVATE, visit.resident.posyandu.unit)
    if visit.screenings.all():
        # Who asked reads what was asked, also on a visit that somebody else began.
        return screenings.shown_to(proposals, visit, user)
    return referral.shown_to(proposals, sees_private=sees_private)


def by_heading(proposals: Sequence[Proposal]) -> dict[str, list[str]]:
    """Where to and how soon, each with the reasons for it, in the order of the list."""
    lines: dict[str, list[str]] = {}
    for proposal in proposals:
        lines.setdefault(proposal.heading, []).append(proposal.reason)
    return lines


def gain_of(card: ChildCheck) -> WeightGain | None:
    """The stored judgement of a weighing; None without one."""
    if not card.gain_status:
        return None
    return WeightGain(
        GainStatus(card.gain_status), card.gain_g, card.minimum_gain_g, None, close_warning=False
    )


def _of_child(card: ChildCheck, bmi_for_age: BmiForAge | None, rules: Rules) -> list[Proposal]:
    return propose_child(
        gain=gain_of(card),
        not_gained_run=card.not_gained_run,
        weight_for_age_z=card.weight_for_age_z,
        oedema=card.oedema,
        weight_for_height=_label(WeightForHeight, card.weight_for_height),
        weight_for_height_z=card.weight_for_height_z,
        bmi_for_age=bmi_for_age,
        bmi_for_age_z=card.bmi_for_age_z,
        height_for_age=_label(HeightForAge, card.height_for_age),
        height_for_age_z=card.height_for_age_z,
        head=_label(HeadCircumference, card.head_circumference),
        head_cm=card.head_cm,
        muac=_label(Muac, card.muac),
        muac_cm=card.muac_cm,
        development_complete=card.development_complete,
        tuberculosis=_tuberculosis(card),
        rules=rules,
    )


def _label(kind: type[Label], text: str) -> Label | None:
    return kind(text) if text else None
