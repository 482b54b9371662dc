"""The list that the proposals of one card are collected in, each with the words and limits of its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from registry.rules.life_stage import Sex
from visits.rules import blood_pressure, nutrition
from visits.rules.blood_sugar import classify_random_glucose, glucose_code
from visits.rules.book import Rules
from visits.rules.card_code import CardCode
from visits.rules.danger_signs import DangerSign, Urgency, worst_urgency
from visits.rules.maternal_referral import MaternalReferral
from visits.rules.referral.proposal import Destination, Elderly, Proposal, Reason, Senses, Tuberculosis
from visits.rules.senses import SenseResult
from visits.rules.weight_gain import GainStatus, WeightGain
from visits.rules.wording import number_text


class Proposals:
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
        """Add a proposal in the words of the table, which also says how urgent it is and where to, unless told here.

        LookupError for a reason that the table does not have.
        """
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
        """The z-score in words, to stand behind a reason; empty without one."""
        return "" if z is None else self.rows["z_value"].format(index=index, z=number_text(z))

    def value(self, kind: str, value: Decimal | None) -> str:
        """A measure in words, in the unit that the table's `kind` says; empty without one."""
        return "" if value is None else self.rows[kind].format(value=number_text(value))

    def unless(self, stays: str, index: Reason, label: str | None, z: Decimal | None) -> None:
        """The class of an index, unless it is the one that keeps the child here."""
        if label is not None and label != stays:
            self.add(index, label=label, z=self.z(index, z))

    def weight_lines(self, z: Decimal | None, *, oedema: bool) -> None:
        """Weight for age (z-score) below the red line or above the orange one (KMS-04)."""
        # Oedema stands in the list by its own name; its weight says nothing (ANT-14).
        if not oedema and nutrition.below_red_line(z, oedema=False, rules=self.rules):
            self.add(Reason.BELOW_RED_LINE, z=self.z("BB/U", z))
        if not oedema and nutrition.above_orange_line(z, rules=self.rules):
            self.add(Reason.ABOVE_ORANGE_LINE, z=self.z("BB/U", z))

    def danger(self, signs: Sequence[DangerSign]) -> None:
        """The danger signs in one proposal, as urgent as the worst of them (HML-08)."""
        urgency = worst_urgency(signs)
        if urgency is not None:
            destination = self.rows["destination_by_urgency"][urgency]
            text = "; ".join(sign.text for sign in signs)
            self.add(Reason.DANGER_SIGN, urgency=urgency, destination=destination, signs=text)

    def gain(self, gain: WeightGain | None, run: int) -> None:
        """A weight (grams) that did not rise enough; from a run of them on, in other words (KMS-03, KMS-04)."""
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
        """Signs of tuberculosis, or else a close contact (TBC-01)."""
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
        """A high blood pressure in mmHg (TD-01, TD-02, TD-03), or one over the child's own limit (TD-04)."""
        if systolic is None or diastolic is None:
            return
        code = blood_pressure.blood_pressure_code(systolic, diastolic, age_years, rules=self.rules)
        if code is CardCode.HIGH:
            is_crisis = blood_pressure.is_urgent(systolic, diastolic, rules=self.rules)
            reason = Reason.BLOOD_PRESSURE_CRISIS if is_crisis else Reason.BLOOD_PRESSURE
            self.add(reason, systolic=systolic, diastolic=diastolic)
        elif sex and blood_pressure.child_exceeds(sex, age_years, systolic, diastolic, rules=self.rules):
            self.add(Reason.BLOOD_PRESSURE_OF_CHILD, systolic=systolic, diastolic=diastolic)

    def maternal(self, referrals: Sequence[MaternalReferral]) -> None:
        """A mother's own reasons, each to where its urgency says (HML-08)."""
        for each in referrals:
            destination = Destination(self.rows["destination_by_urgency"][each.urgency])
            self.proposals.append(Proposal(each.reason, each.text, each.urgency, destination, each.rule))

    def glucose(self, mg_dl: Decimal | int | None) -> None:
        """A random blood glucose in mg/dL that the card calls T (GD-01)."""
        category = classify_random_glucose(mg_dl, rules=self.rules)
        if mg_dl is not None and glucose_code(category, rules=self.rules) is CardCode.HIGH:
            self.add(Reason.GLUCOSE, value=number_text(mg_dl))

    def senses(self, tested: Senses) -> None:
        """Eyes and ears with a disturbance, by side (MATA-01, TELINGA-01)."""
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

    def srq(self, score: int | None) -> None:
        """A SRQ-20 score that the table sends on, from 18 years, whichever card asks (SRQ-01)."""
        if score is not None and score >= self.rules.rows("srq20")["refer_from"]:
            self.add(Reason.SRQ, score=score)

    def elderly(self, elderly: Elderly) -> None:
        """Dependence (AKS-01) and domains of SKILAS with a problem (SKILAS-01)."""
        if elderly.aks_score is not None and elderly.aks_score < self.rules.rows("aks")["refer_below"]:
            self.add(Reason.INDEPENDENCE, score=elderly.aks_score, label=elderly.aks_label.lower())
        skilas = self.rules.rows("skilas")
        if len(elderly.skilas_problems) >= skilas["refer_from"]:
            # A domain by its code is told by its name; other words stay as they are.
            names = (skilas["group_labels"].get(each, each) for each in elderly.skilas_problems)
            self.add(Reason.SKILAS, domains=", ".join(name.lower() for name in names))
