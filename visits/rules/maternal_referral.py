"""Why a pregnant or postpartum woman is sent on, and what is said to her (HML-08).

Sources: triggers and education of the Posyandu card for mothers 2023; danger signs of the Buku KIA 2024.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from visits.rules.advice import Finding, Level
from visits.rules.book import CURRENT, Rules
from visits.rules.danger_signs import DangerSign, Urgency, worst_urgency
from visits.rules.maternal_risk import ArmColour, FourT, MaternalPressure, arm_colour, maternal_pressure
from visits.rules.supplements import VitaminA
from visits.rules.wording import number_text

_TABLE = "maternal_advice"


class MaternalReason(StrEnum):
    """What the card sends on for."""

    WEIGHT = "kurva BB"
    ARM = "LiLA merah"
    PRESSURE = "TD merah"
    PRESSURE_AT_ONCE = "TD merah segera"
    PRESSURE_CURVE = "kurva TD"
    TUBERCULOSIS = "TBC"
    TUBERCULOSIS_CONTACT = "kontak TBC"
    DANGER_SIGN = "tanda bahaya"


_PRESSURES: Mapping[MaternalPressure | None, MaternalReason] = {
    MaternalPressure.RED: MaternalReason.PRESSURE,
    MaternalPressure.RED_AT_ONCE: MaternalReason.PRESSURE_AT_ONCE,
}


@dataclass(frozen=True, slots=True)
class MaternalReferral:
    """One reason with the value that raised it, how soon, and the id of the rule."""

    reason: MaternalReason
    text: str
    urgency: Urgency
    rule: str


def maternal_referrals(
    *,
    follows_curve: bool | None = None,
    muac_cm: Decimal | None = None,
    systolic: int | None = None,
    diastolic: int | None = None,
    pressure_follows_curve: bool | None = None,
    tuberculosis_signs: int | None = None,
    close_contact: bool = False,
    signs: Sequence[DangerSign] = (),
    rules: Rules = CURRENT,
) -> list[MaternalReferral]:
    """All reasons to refer, in the order of the card; what was not measured raises none (HML-08).

    LiLA in cm, blood pressure in mmHg, `tuberculosis_signs` = Ya out of the four questions, `follows_curve` = the
    card's reading of the weight curve. One danger sign is enough. `pressure_follows_curve` is what a person read off
    the curve of the blood pressure: Tidak is a reason where the reading is not, Ya takes none away.
    """
    raised: dict[MaternalReason, str] = {}
    if follows_curve is False:
        raised[MaternalReason.WEIGHT] = ""
    if muac_cm is not None and arm_colour(muac_cm, rules=rules) is ArmColour.RED:
        raised[MaternalReason.ARM] = number_text(muac_cm)
    pressure = _PRESSURES.get(maternal_pressure(systolic, diastolic, rules=rules))
    if pressure is None and pressure_follows_curve is False:
        raised[MaternalReason.PRESSURE_CURVE] = ""
    if pressure is not None:
        raised[pressure] = f"{systolic}/{diastolic}"
    tuberculosis = rules.rows("tuberculosis")
    if tuberculosis_signs is not None and tuberculosis_signs >= tuberculosis["refer_from"]:
        raised[MaternalReason.TUBERCULOSIS] = str(tuberculosis_signs)
    elif close_contact and tuberculosis["contact_refers"] == "ya":
        raised[MaternalReason.TUBERCULOSIS_CONTACT] = ""
    if signs:
        raised[MaternalReason.DANGER_SIGN] = "; ".join(sign.text for sign in signs)
    rows = rules.rows(_TABLE)["referrals"]
    return [_referral(reason, rows[reason], value, worst_urgency(signs)) for reason, value in raised.items()]


def maternal_finding(
    field: str, label: str | None, value: str = "", *, rules: Rules = CURRENT
) -> Finding | None:
    """The sentence about one result, e.g. ("tetanus", "T2"), with `value` in it (HML-08); None without one."""
    said = None if label is None else rules.rows(_TABLE)["findings"][field].get(label)
    return None if said is None else Finding(field, Level(said["level"]), said["text"].format(value=value))


def say_mother(
    *,
    follows_curve: bool | None = None,
    muac_cm: Decimal | None = None,
    systolic: int | None = None,
    diastolic: int | None = None,
    takes_iron_daily: bool | None = None,
    eats_extra_daily: bool | None = None,
    attends_class: bool | None = None,
    vitamin_a: VitaminA | None = None,
    breastfeeds: bool | None = None,
    uses_contraception: bool | None = None,
    risks: Iterable[FourT] = (),
    rules: Rules = CURRENT,
) -> list[Finding]:
    """One sentence for each answer of the card, in its order (HML-08); None = not asked. Units: cm, mmHg."""
    arm = "" if muac_cm is None else number_text(muac_cm)
    pressure = maternal_pressure(systolic, diastolic, rules=rules)
    results: tuple[tuple[str, str | None, str], ...] = (
        ("weight_curve", _yes_no(follows_curve), ""),
        ("muac_cm", arm_colour(muac_cm, rules=rules), arm),
        ("blood_pressure", pressure, f"{systolic}/{diastolic}"),
        ("iron_tablets", _yes_no(takes_iron_daily), ""),
        ("extra_food", _yes_no(eats_extra_daily), ""),
        ("mother_class", _yes_no(attends_class), ""),
        ("vitamin_a", vitamin_a, ""),
        ("breastfeeding", _yes_no(breastfeeds), ""),
        ("contraception", _yes_no(uses_contraception), ""),
        *(("four_t", risk, "") for risk in risks),
    )
    findings = (maternal_finding(*result, rules=rules) for result in results)
    return [finding for finding in findings if finding is not None]


def _referral(
    reason: MaternalReason, row: Mapping[str, Any], value: str, sign_urgency: Urgency | None
) -> MaternalReferral:
    urgency = sign_urgency if reason is MaternalReason.DANGER_SIGN else None
    return MaternalReferral(
        reason, row["text"].format(value=value), urgency or Urgency(row["urgency"]), row["rule"]
    )


def _yes_no(answer: bool | None) -> str | None:
    return None if answer is None else ("ya" if answer else "tidak")
