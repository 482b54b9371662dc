"""Questions about a card from school age on, beside the visit before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.rules.life_stage import Age, age_on
from visits.rules.blood_pressure import blood_pressure_question, is_possible
from visits.rules.body_mass import bmi
from visits.rules.book import CURRENT, Rules
from visits.rules.doubts.card import Card, Doubt, Severity, doubt_birth_date
from visits.rules.plausibility import Range
from visits.rules.wording import number_text


@dataclass(frozen=True, slots=True)
class BodyMeasures:
    """What the cards from school age on hold: kg, cm, mmHg, mg/dL, g/dL; None = not measured."""

    weight_kg: Decimal | None = None
    height_cm: Decimal | None = None
    waist_cm: Decimal | None = None
    muac_cm: Decimal | None = None
    systolic: Decimal | int | None = None
    diastolic: Decimal | int | None = None
    glucose_mg_dl: Decimal | int | None = None
    cholesterol_mg_dl: Decimal | int | None = None
    uric_acid_mg_dl: Decimal | None = None
    haemoglobin_g_dl: Decimal | None = None


def doubt_body(
    *,
    birth_date: date,
    day: date,
    now: BodyMeasures,
    previous: BodyMeasures | None = None,
    rules: Rules = CURRENT,
) -> list[Doubt]:
    """Everything to ask about a card from school age on; `previous` is the visit before, None without (RANGE-01).

    kg, cm, mmHg, mg/dL and g/dL, as BodyMeasures says. A birth date after `day` is the only answer then.
    """
    birth = doubt_birth_date(birth_date, day, rules=rules)
    if birth is not None and birth.severity is Severity.REFUSE:
        return [birth]
    card = _BodyCard(age_on(birth_date, day), now, previous or BodyMeasures(), rules)
    return [*([birth] if birth else []), *card.doubts()]


class _BodyCard(Card):
    def __init__(self, age: Age, now: BodyMeasures, before: BodyMeasures, rules: Rules) -> None:
        is_adult = age.years >= rules.rows("plausibility")["adult_from_years"]
        super().__init__("adult" if is_adult else "school_age", rules)
        self.is_adult, self.now, self.before = is_adult, now, before
        usual = {**self.rows["usual"], **(self.rows["usual_adult"] if is_adult else {})}
        self.usual = {
            field: Range(Decimal(row["low"]), Decimal(row["high"]), "", "", "")
            for field, row in usual.items()
        }

    def doubts(self) -> Iterator[Doubt]:
        weight, height = self.now.weight_kg, self.now.height_cm
        if weight is not None and height is not None and self._is_swapped(weight, height):
            text = self.say("swapped", weight=number_text(height), height=number_text(weight))
            possible = self.ranges["weight_kg"].allows(weight) and self.ranges["height_cm"].allows(height)
            yield Doubt("weight_kg", Severity.ASK if possible else Severity.REFUSE, text)
        else:
            yield from self._weight_and_height()
        for field in ("waist_cm", "muac_cm"):
            yield from self._single(field)
        yield from self._pressure()
        for field in ("glucose_mg_dl", "cholesterol_mg_dl", "uric_acid_mg_dl", "haemoglobin_g_dl"):
            yield from self._single(field)

    def _single(self, field: str) -> Iterator[Doubt]:
        value: Decimal | int | None = getattr(self.now, field)
        if value is None:
            return
        usual = self.usual.get(field)
        refusal = self.refusal(field, value, usual)
        if refusal:
            yield refusal
        elif usual is not None and not usual.allows(value):
            yield self.ask(field, "unusual", measure=self.measure(field, value))

    def _weight_and_height(self) -> Iterator[Doubt]:
        found = [*self._single("weight_kg"), *self._single("height_cm")]
        weight, height = self.now.weight_kg, self.now.height_cm
        if not found and weight is not None and height is not None and not self._fit(weight, height):
            values = {"weight": number_text(weight), "height": number_text(height)}
            found.append(self.ask("weight_kg", "unlike_each_other", **values))
        yield from found or self._changes()

    def _changes(self) -> Iterator[Doubt]:
        weight, weight_before = self.now.weight_kg, self.before.weight_kg
        if weight is not None and weight_before:
            change = weight - weight_before
            if abs(change) / weight_before > Decimal(self.rows["body_weight_change_share"]):
                direction = self.say("gained" if change > 0 else "lost")
                values = {"change": number_text(abs(change)), "before": number_text(weight_before)}
                yield self.ask("weight_kg", "body_weight_change", direction=direction, **values)
        height, height_before = self.now.height_cm, self.before.height_cm
        if height is not None and height_before is not None:
            yield from self._height_change(height, height_before)

    def _height_change(self, height: Decimal, before: Decimal) -> Iterator[Doubt]:
        # A child grows; only a loss is odd. An adult stays.
        change = abs(height - before) if self.is_adult else before - height
        most = self.rows["adult_height_change_cm"] if self.is_adult else self.rows["length_loss_cm"]
        if change > Decimal(most):
            values = {"change": number_text(change), "before": number_text(before)}
            yield self.ask("height_cm", "adult_height_change", **values)

    def _is_swapped(self, weight: Decimal, height: Decimal) -> bool:
        return not self._fit(weight, height) and self._fit(height, weight)

    def _fit(self, weight: Decimal, height: Decimal) -> bool:
        possible = self.ranges["weight_kg"].allows(weight) and self.ranges["height_cm"].allows(height)
        value, usual = bmi(weight, height), self.rows["usual_bmi"]
        return possible and value is not None and Decimal(usual["low"]) <= value <= Decimal(usual["high"])

    def _pressure(self) -> Iterator[Doubt]:
        systolic, diastolic = self.now.systolic, self.now.diastolic
        if systolic is None and diastolic is None:
            return
        if systolic is None or diastolic is None:
            missing = "systolic" if systolic is None else "diastolic"
            yield Doubt(missing, Severity.REFUSE, self.say("one_pressure_missing"))
            return
        slips = (self.refusal("systolic", systolic), self.refusal("diastolic", diastolic))
        meant = [slip for slip in slips if slip and slip.meant is not None]
        upper, lower = (
            slip.meant if slip and slip.meant is not None else value
            for slip, value in zip(slips, (systolic, diastolic), strict=True)
        )
        text = blood_pressure_question(systolic, diastolic, rules=self.rules)
        # Explained, they must be in their places: 13,5 over 80 was 135 over 80.
        if meant and upper > lower:
            yield from meant
        elif text:
            possible = is_possible(systolic, diastolic, rules=self.rules)
            yield Doubt("systolic", Severity.ASK if possible else Severity.REFUSE, text)
