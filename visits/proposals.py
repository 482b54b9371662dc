"""Whom a stored check proposes to send on, and why: from its columns to the one list of proposals. Derives nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from registry.models import User
from registry.permissions import Action
from registry.rules.life_stage import Sex, age_on
from visits.models import AdultCheck, ChildCheck, SchoolAgeCheck, Visit
from visits.rules import referral
from visits.rules.book import Rules
from visits.rules.growth_age import growth_age
from visits.rules.nutrition import (
    BmiForAge,
    HeadCircumference,
    HeightForAge,
    Muac,
    WeightForHeight,
    bmi_tells_nutrition,
)
from visits.rules.referral import Proposal, propose_adult, propose_child, propose_school_age
from visits.rules.weight_gain import GainStatus, WeightGain

Label = TypeVar("Label", BmiForAge, HeadCircumference, HeightForAge, Muac, WeightForHeight)


def proposals_of(visit: Visit, rules: Rules) -> list[Proposal]:
    """Proposals of a visit whose card and person are loaded; empty without a card."""
    card = visit.card
    if isinstance(card, ChildCheck):
        return _of_child(card, bmi_for_age_of(visit, card, rules), rules)
    years = age_on(visit.resident.birth_date, visit.date).years
    if isinstance(card, SchoolAgeCheck):
        return propose_school_age(
            sex=Sex(visit.resident.sex),
            age_years=years,
            systolic=card.systolic,
            diastolic=card.diastolic,
            glucose_mg_dl=card.glucose_mg_dl,
            pregnant=card.pregnant,
            rules=rules,
        )
    if isinstance(card, AdultCheck):
        return propose_adult(
            age_years=years,
            systolic=card.systolic,
            diastolic=card.diastolic,
            glucose_mg_dl=card.glucose_mg_dl,
            pregnant=card.pregnant,
            rules=rules,
        )
    return []


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
        rules=rules,
    )


def _label(kind: type[Label], text: str) -> Label | None:
    return kind(text) if text else None
