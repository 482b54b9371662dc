"""Whom to send on, why, how soon and where to: one list for every card and every home visit.

A proposal is never a diagnosis: the midwife or the nurse decides. Sentences, urgency and destination are in the table
"referral"; the limits are those of the screenings' own tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from registry.rules.life_stage import Sex
from visits.rules import blood_pressure, nutrition
from visits.rules.anaemia import AnaemiaClass
from visits.rules.blood_sugar import classify_random_glucose, glucose_code
from visits.rules.book import CURRENT, Rules
from visits.rules.card_code import CardCode
from visits.rules.danger_signs import DangerSign, Urgency, worst_urgency
from visits.rules.maternal_referral import maternal_referrals
from visits.rules.nutrition import BmiForAge, HeadCircumference, HeightForAge, Muac, WeightForHeight
from visits.rules.senses import SenseResult
from visits.rules.weight_gain import GainStatus, WeightGain
from visits.rules.wording import number_text

__all__ = ["Destination", "Proposal", "Reason", "Urgency"]


class Destination(StrEnum):
    """Where the card sends to."""

    PUSTU = "Pustu"
    PUSKESMAS = "Puskesmas"
    HOSPITAL = "RS"


class Reason(StrEnum):
    """Why somebody is sent on, as it is stored and counted; a mother's reasons are MaternalReason."""

    NOT_GAINED = "T"
    NOT_GAINED_TWICE = "2T"
    BELOW_RED_LINE = "BGM"
    ABOVE_ORANGE_LINE = "di atas garis oranye"
    OEDEMA = "edema"
    WEIGHT_FOR_HEIGHT = "BB/TB"
    BMI_FOR_AGE = "IMT/U"
    HEIGHT_FOR_AGE = "TB/U"
    HEAD = "LK/U"
    ARM = "LiLA"
    DEVELOPMENT = "ceklis"
    TUBERCULOSIS = "TBC"
    TUBERCULOSIS_CONTACT = "kontak TBC"
    BLOOD_PRESSURE = "TD"
    BLOOD_PRESSURE_OF_CHILD = "TD anak"
    BLOOD_PRESSURE_CRISIS = "TD sangat tinggi"
    GLUCOSE = "gula darah"
    ANAEMIA = "anemia"
    PUMA = "PUMA"
    SRQ = "SRQ-20"
    SRQ_SUICIDE = "SRQ-20 nomor 17"
    HEEADSSS = "HEEADSSS"
    HEEADSSS_SUICIDE = "HEEADSSS bunuh diri"
    EYES = "mata"
    EARS = "telinga"
    INDEPENDENCE = "AKS"
    SKILAS = "SKILAS"
    DANGER_SIGN = "tanda bahaya"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One reason to send somebody on; `private` ones are shown only to those who may see them."""

    code: str
    reason: str
    urgency: Urgency
    destination: Destination
    rule_id: str
    private: bool = False

    @property
    def heading(self) -> str:
        """Where to and how soon: "Puskesmas, segera"; nothing is added to an ordinary one."""
        return self.destination if self.urgency is Urgency.ORDINARY else f"{self.destination}, {self.urgency}"


@dataclass(frozen=True, slots=True)
class Tuberculosis:
    """The four questions of every card: how many were answered Ya, and whether close contact was one of them."""

    count: int | None = None
    close_contact: bool | None = None


@dataclass(frozen=True, slots=True)
class Senses:
    """Finger counting and whispering, right and left; None = not tested."""

    right_eye: SenseResult | None = None
    left_eye: SenseResult | None = None
    right_ear: SenseResult | None = None
    left_ear: SenseResult | None = None


@dataclass(frozen=True, slots=True)
class Elderly:
    """AKS score 0 to 20 with its level in words, and the domains of SKILAS that have a problem."""

    aks_score: int | None = None
    aks_label: str = ""
    skilas_problems: Sequence[str] = ()


def propose_child(
    *,
    gain: WeightGain | None = None,
    not_gained_run: int = 0,
    weight_for_age_z: Decimal | None = None,
    oedema: bool = False,
    weight_for_height: WeightForHeight | None = None,
    weight_for_height_z: Decimal | None = None,
    bmi_for_age: BmiForAge | None = None,
    bmi_for_age_z: Decimal | None = None,
    height_for_age: HeightForAge | None = None,
    height_for_age_z: Decimal | None = None,
    head: HeadCircumference | None = None,
    head_cm: Decimal | None = None,
    muac: Muac | None = None,
    muac_cm: Decimal | None = None,
    development_complete: bool | None = None,
    tuberculosis: Tuberculosis | None = None,
    signs: Sequence[DangerSign] = (),
    rules: Rules = CURRENT,
) -> list[Proposal]:
    """Proposals of the card for bayi, balita and apras (RUJUK-02, KMS-04); what was not measured proposes nothing.

    Lengths in cm, z-scores to 2 decimals. `not_gained_run` counts the consecutive T up to this visit. `bmi_for_age`
    is given where weight for height has no value by age (nutrition.bmi_tells_nutrition).
    """
    found = _Proposals(rules)
    rows = found.rows
    found.danger(signs)
    if oedema:
        found.add(Reason.OEDEMA)
    else:
        found.unless(
            rows["weight_for_height_stays"], Reason.WEIGHT_FOR_HEIGHT, weight_for_height, weight_for_height_z
        )
        found.unless(rows["bmi_for_age_stays"], Reason.BMI_FOR_AGE, bmi_for_age, bmi_for_age_z)
    if muac is not None and muac in rows["muac_refers"]:
        found.add(Reason.ARM, label=muac, value=found.value("centimetres", muac_cm))
    found.gain(gain, not_gained_run)
    found.weight_lines(weight_for_age_z, oedema=oedema)
    if height_for_age is not None and height_for_age in rows["height_refers"]:
        found.add(Reason.HEIGHT_FOR_AGE, label=height_for_age, z=found.z("TB/U", height_for_age_z))
    if head is not None and head != rows["head_stays"]:
        found.add(Reason.HEAD, label=head.lower(), value=found.value("centimetres", head_cm))
    found.tuberculosis(tuberculosis)
    if development_complete is False:
        found.add(Reason.DEVELOPMENT)
    return found.sorted()


def propose_school_age(
    *,
    sex: Sex,
    age_years: int,
    systolic: int | None = None,
    diastolic: int | None = None,
    glucose_mg_dl: Decimal | int | None = None,
    anaemia: AnaemiaClass | None = None,
    haemoglobin_g_dl: Decimal | None = None,
    heeadsss_problems: int | None = None,
    heeadsss_suicide: bool | None = None,
    tuberculosis: Tuberculosis | None = None,
    senses: Senses | None = None,
    rules: Rules = CURRENT,
) -> list[Proposal]:
    """Proposals of the card for 6 to 18 years; mmHg, mg/dL, g/dL, completed years (RUJUK-01, limits of the age).

    `heeadsss_problems` counts the domains with a problem; the wish to die is a private proposal of its own.
    """
    found = _Proposals(rules)
    if heeadsss_suicide:
        found.add(Reason.HEEADSSS_SUICIDE)
    found.pressure(systolic, diastolic, age_years, sex)
    found.glucose(glucose_mg_dl)
    if anaemia is not None and anaemia is not AnaemiaClass.NONE:
        found.add(Reason.ANAEMIA, label=anaemia, value=found.value("haemoglobin", haemoglobin_g_dl))
    # The suicide item alone must not show through as "1 problem".
    others = (heeadsss_problems or 0) - bool(heeadsss_suicide)
    if others >= rules.rows("heeadsss")["refer_from"]:
        found.add(Reason.HEEADSSS, count=others)
    found.tuberculosis(tuberculosis)
    found.senses(senses or Senses())
    return found.sorted()


def propose_adult(
    *,
    age_years: int,
    systolic: int | None = None,
    diastolic: int | None = None,
    glucose_mg_dl: Decimal | int | None = None,
    tuberculosis: Tuberculosis | None = None,
    puma_score: int | None = None,
    srq_score: int | None = None,
    srq_suicide: bool | None = None,
    senses: Senses | None = None,
    elderly: Elderly | None = None,
    rules: Rules = CURRENT,
) -> list[Proposal]:
    """Proposals of the card for dewasa and lansia; mmHg, mg/dL, completed years (RUJUK-01).

    `srq_suicide` is item 17 of SRQ-20, a private proposal of its own whatever the score.
    """
    found = _Proposals(rules)
    if srq_suicide:
        found.add(Reason.SRQ_SUICIDE)
    found.pressure(systolic, diastolic, age_years)
    found.glucose(glucose_mg_dl)
    found.tuberculosis(tuberculosis)
    if puma_score is not None and puma_score >= rules.rows("puma")["refer_from"]:
        found.add(Reason.PUMA, score=puma_score)
    if srq_score is not None and srq_score >= rules.rows("srq20")["refer_from"]:
        found.add(Reason.SRQ, score=srq_score)
    found.senses(senses or Senses())
    found.elderly(elderly or Elderly())
    return found.sorted()


def propose_mother(
    *,
    follows_curve: bool | None = None,
    muac_cm: Decimal | None = None,
    systolic: int | None = None,
    diastolic: int | None = None,
    tuberculosis: Tuberculosis | None = None,
    signs: Sequence[DangerSign] = (),
    rules: Rules = CURRENT,
) -> list[Proposal]:
    """Proposals of the cards for pregnant and postpartum women; cm and mmHg (HML-08)."""
    screened = tuberculosis or Tuberculosis()
    found = _Proposals(rules)
    for referral in maternal_referrals(
        follows_curve=follows_curve,
        muac_cm=muac_cm,
        systolic=systolic,
        diastolic=diastolic,
        tuberculosis_signs=screened.count,
        close_contact=bool(screened.close_contact),
        signs=signs,
        rules=rules,
    ):
        destination = found.rows["destination_by_urgency"][referral.urgency]
        found.proposals.append(
            Proposal(
                referral.reason, referral.text, referral.urgency, Destination(destination), referral.rule
            )
        )
    return found.sorted()


def propose_at_home(signs: Sequence[DangerSign], *, rules: Rules = CURRENT) -> list[Proposal]:
    """Proposals of a home visit: the danger signs that the kader saw or was told of (HML-08)."""
    found = _Proposals(rules)
    found.danger(signs)
    return found.proposals


def shown_to(proposals: Sequence[Proposal], *, sees_private: bool) -> list[Proposal]:
    """What a person may read of a list: private reasons only with the right to see them (SRQ-01, REMAJA-01)."""
    return [proposal for proposal in proposals if sees_private or not proposal.private]


class _Proposals:
    """Collects the proposals of one card in the order of the card."""

    def __init__(self, rules: Rules) -> None:
        self.rules, self.rows = rules, rules.rows("referral")
        self.proposals: list[Proposal] = []

    def add(
        self,
        reason: Reason,
        *,
        urgency: Urgency | None = None,
        destination: str | None = None,
        **values: object,
    ) -> None:
        row: Mapping[str, Any] = self.rows["reasons"][reason]
        by_label = self.rows["urgency_by_label"].get(values.get("label"))
        self.proposals.append(
            Proposal(
                code=reason,
                reason=row["text"].format(**values),
                urgency=urgency or Urgency(by_label or row["urgency"]),
                destination=Destination(destination or row["destination"]),
                rule_id=row["rule"],
                private=row.get("private", False),
            )
        )

    def sorted(self) -> list[Proposal]:
        """The loudest first, otherwise in the order of the card."""
        loudness = tuple(Urgency)
        return sorted(self.proposals, key=lambda proposal: -loudness.index(proposal.urgency))

    def z(self, index: str, z: Decimal | None) -> str:
        return "" if z is None else self.rows["z_value"].format(index=index, z=number_text(z))

    def value(self, kind: str, value: Decimal | None) -> str:
        return "" if value is None else self.rows[kind].format(value=number_text(value))

    def unless(self, stays: str, index: Reason, label: str | None, z: Decimal | None) -> None:
        """The class of an index, unless it is the one that keeps the child here."""
        if label is not None and label != stays:
            self.add(index, label=label, z=self.z(index, z))

    def weight_lines(self, z: Decimal | None, *, oedema: bool) -> None:
        # Oedema stands in the list by its own name; its weight says nothing (ANT-14).
        if not oedema and nutrition.below_red_line(z, oedema=False, rules=self.rules):
            self.add(Reason.BELOW_RED_LINE, z=self.z("BB/U", z))
        if nutrition.above_orange_line(z, rules=self.rules):
            self.add(Reason.ABOVE_ORANGE_LINE, z=self.z("BB/U", z))

    def danger(self, signs: Sequence[DangerSign]) -> None:
        urgency = worst_urgency(signs)
        if urgency is not None:
            destination = self.rows["destination_by_urgency"][urgency]
            text = "; ".join(sign.text for sign in signs)
            self.add(Reason.DANGER_SIGN, urgency=urgency, destination=destination, signs=text)

    def gain(self, gain: WeightGain | None, run: int) -> None:
        if gain is None or gain.status is not GainStatus.NOT_GAINED:
            return
        grams = ""
        if gain.gain_g is not None:
            kind = "lost_value" if gain.gain_g < 0 else "grams_value"
            minimum = number_text(gain.minimum_gain_g or 0)
            grams = self.rows[kind].format(grams=number_text(abs(gain.gain_g)), minimum=minimum)
        is_run = run >= self.rules.rows("weight_gain")["run_that_refers"]
        self.add(Reason.NOT_GAINED_TWICE if is_run else Reason.NOT_GAINED, run=run, grams=grams)

    def tuberculosis(self, screened: Tuberculosis | None) -> None:
        if screened is None:
            return
        limits = self.rules.rows("tuberculosis")
        if screened.count is not None and screened.count >= limits["refer_from"]:
            self.add(Reason.TUBERCULOSIS, count=screened.count)
        elif screened.close_contact and limits["contact_refers"] == "ya":
            self.add(Reason.TUBERCULOSIS_CONTACT)

    def pressure(
        self, systolic: int | None, diastolic: int | None, age_years: int, sex: Sex | None = None
    ) -> None:
        if systolic is None or diastolic is None:
            return
        code = blood_pressure.blood_pressure_code(systolic, diastolic, age_years, rules=self.rules)
        if code is CardCode.HIGH:
            is_crisis = blood_pressure.is_urgent(systolic, diastolic, rules=self.rules)
            reason = Reason.BLOOD_PRESSURE_CRISIS if is_crisis else Reason.BLOOD_PRESSURE
            self.add(reason, systolic=systolic, diastolic=diastolic)
        elif sex and blood_pressure.child_exceeds(sex, age_years, systolic, diastolic, rules=self.rules):
            self.add(Reason.BLOOD_PRESSURE_OF_CHILD, systolic=systolic, diastolic=diastolic)

    def glucose(self, mg_dl: Decimal | int | None) -> None:
        category = classify_random_glucose(mg_dl, rules=self.rules)
        if mg_dl is not None and glucose_code(category, rules=self.rules) is CardCode.HIGH:
            self.add(Reason.GLUCOSE, value=number_text(mg_dl))

    def senses(self, tested: Senses) -> None:
        pairs = {
            Reason.EYES: {"right": tested.right_eye, "left": tested.left_eye},
            Reason.EARS: {"right": tested.right_ear, "left": tested.left_ear},
        }
        for reason, results in pairs.items():
            sides = [
                self.rows["sides"][side]
                for side, result in results.items()
                if result is SenseResult.DISTURBED
            ]
            if sides:
                self.add(reason, sides=self.rows["and"].join(sides))

    def elderly(self, elderly: Elderly) -> None:
        if elderly.aks_score is not None and elderly.aks_score < self.rules.rows("aks")["refer_below"]:
            self.add(Reason.INDEPENDENCE, score=elderly.aks_score, label=elderly.aks_label.lower())
        skilas = self.rules.rows("skilas")
        if len(elderly.skilas_problems) >= skilas["refer_from"]:
            # A domain by its code is told by its name; other words stay as they are.
            names = (skilas["group_labels"].get(each, each) for each in elderly.skilas_problems)
            self.add(Reason.SKILAS, domains=", ".join(name.lower() for name in names))
