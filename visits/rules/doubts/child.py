"""Questions about a child's card, beside last month's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.rules.life_stage import Age, Sex, age_on
from registry.rules.wording import long_date
from visits.rules.book import CURRENT, Rules
from visits.rules.doubts.card import Card, Doubt, Severity, doubt_birth_date
from visits.rules.growth import FIRST_STANDING_DAY, Position, assess_growth
from visits.rules.growth.scores import POSITION_CORRECTION
from visits.rules.plausibility import (
    Question,
    are_swapped,
    earlier_text,
    height_warning,
    weight_warning,
)
from visits.rules.wording import child_text, number_text

# Lengths are corrected in thousandths of a centimetre.
_STANDING_IS_SHORTER_CM = Decimal(POSITION_CORRECTION) / 1000


@dataclass(frozen=True, slots=True)
class ChildMeasures:
    """What a child's card holds: kg and cm; None = not measured."""

    weight_kg: Decimal | None = None
    height_cm: Decimal | None = None
    position: Position | None = None
    head_cm: Decimal | None = None
    muac_cm: Decimal | None = None


def doubt_child(
    *,
    sex: Sex,
    birth_date: date,
    day: date,
    now: ChildMeasures,
    previous: ChildMeasures | None = None,
    previous_day: date | None = None,
    rules: Rules = CURRENT,
) -> list[Doubt]:
    """Everything to ask about a child's card; `previous` is last month's, None when that is missing (RANGE-01).

    `previous_day` is when that was measured: the words name the day where it was not in the month before.
    A birth date after `day` is the only answer then, because nothing can be compared with it.
    """
    birth = doubt_birth_date(birth_date, day, rules=rules)
    if birth is not None and birth.severity is Severity.REFUSE:
        return [birth]
    before, earlier = previous or ChildMeasures(), earlier_text(day, previous_day, rules=rules)
    then = age_on(birth_date, previous_day) if previous_day and previous_day >= birth_date else None
    age = age_on(birth_date, day)
    card = _ChildCard(sex, birth_date, age, now, before, earlier, then or age, rules)
    return [*([birth] if birth else []), *card.doubts()]


class _ChildCard(Card):
    def __init__(
        self,
        sex: Sex,
        birth_date: date,
        age: Age,
        now: ChildMeasures,
        before: ChildMeasures,
        earlier: str,
        age_before: Age,
        rules: Rules,
    ) -> None:
        super().__init__("child", rules)
        self.sex, self.birth_date, self.age, self.now, self.before = sex, birth_date, age, now, before
        self.earlier, self.age_before = earlier, age_before
        self.growth = assess_growth(
            sex=sex,
            age_days=age.days,
            weight_kg=now.weight_kg,
            height_cm=now.height_cm,
            position=now.position,
            head_cm=now.head_cm,
            muac_cm=now.muac_cm,
        )

    def doubts(self) -> Iterator[Doubt]:
        if self._is_other_age():
            born = long_date(self.birth_date)
            yield self.ask("birth_date", "both_unlike_age", person=child_text(self.age), born=born)
        else:
            yield from self._weight_and_height()
        yield from self._position()
        yield from self._head_and_arm()

    def _is_other_age(self) -> bool:
        """Weight and height fit each other but not the age: the birth date is wrong rather than both."""
        beyond = {"weight_for_age", "height_for_age"} <= self.growth.implausible
        z = self.growth.weight_for_height_z
        return beyond and z is not None and abs(z) <= self.rows["ordinary_z"]

    def _weight_and_height(self) -> Iterator[Doubt]:
        weight, height = self.now.weight_kg, self.now.height_cm
        if weight is not None:
            question = weight_warning(
                sex=self.sex, age=self.age, weight_kg=weight, height_cm=height,
                previous_kg=self.before.weight_kg, earlier=self.earlier, rules=self.rules,
            )  # fmt: skip
            if question:
                yield _doubt("weight_kg", question)
        if height is not None and not self._is_swapped(weight, height):
            yield from self._height(height)

    def _is_swapped(self, weight: Decimal | None, height: Decimal) -> bool:
        return weight is not None and are_swapped(weight, height, self.sex, self.age, rules=self.rules)

    def _height(self, height: Decimal) -> Iterator[Doubt]:
        before = self._height_before()
        question = height_warning(
            sex=self.sex, age=self.age, height_cm=height,
            previous_cm=before, earlier=self.earlier, rules=self.rules,
        )  # fmt: skip
        if question:
            yield _doubt("height_cm", question)
        elif before is not None and height - before > self._most_growth():
            yield self.ask(
                "height_cm",
                "grew_too_fast",
                measure=self.ranges["height_cm"].name,
                change=number_text(height - before),
                before=number_text(before),
                earlier=self.earlier,
            )

    def _height_before(self) -> Decimal | None:
        """Last month's length as it would have been measured today's way."""
        before = self.before.height_cm
        if before is None:
            return None
        was = self._standing(self.before.position, self.age_before)
        now = self._standing(self.now.position, self.age)
        return before + _STANDING_IS_SHORTER_CM * (int(was) - int(now))

    def _standing(self, position: Position | None, age: Age) -> bool:
        """Unknown, the position is the one of the age on that day (ANT-02)."""
        if position is None:
            return age.days >= FIRST_STANDING_DAY
        return position is Position.STANDING

    def _most_growth(self) -> Decimal:
        steps = self.rows["length_gain_cm"]
        return Decimal(next((row for row in steps if self.age.months < row["until_months"]), steps[-1])["cm"])

    def _position(self) -> Iterator[Doubt]:
        if self.now.height_cm is None or self.now.position is None:
            return
        is_young = self.age.months < self.rows["lying_under_months"]
        person = child_text(self.age)
        if self.growth.position_note_ignored:
            yield self.ask("position", "too_young_to_stand", person=person)
        elif is_young and self.now.position is Position.STANDING:
            yield self.ask("position", "usually_lying", person=person)
        elif not is_young and self.now.position is Position.LYING:
            yield self.ask("position", "usually_standing", person=person)

    def _head_and_arm(self) -> Iterator[Doubt]:
        for field, index in (("head_cm", "head_for_age"), ("muac_cm", "muac_for_age")):
            value: Decimal | None = getattr(self.now, field)
            if value is None:
                continue
            refusal = self.refusal(field, value)
            if refusal:
                yield refusal
            elif index in self.growth.implausible:
                text = self.say(
                    "rare",
                    measure=self.measure(field, value),
                    person=child_text(self.age),
                    again=self.say("measure_again"),
                )
                yield Doubt(field, Severity.ASK, text)
            elif field == "head_cm":
                yield from self._head_change(value)

    def _head_change(self, value: Decimal) -> Iterator[Doubt]:
        before = self.before.head_cm
        if before is not None and before - value > Decimal(self.rows["head_loss_cm"]):
            measure = self.measure("head_cm", value)
            values = {"before": number_text(before), "earlier": self.earlier}
            yield self.ask("head_cm", "head_smaller", measure=measure, **values)


def _doubt(field: str, question: Question) -> Doubt:
    return Doubt(field, Severity.REFUSE if question.is_refused else Severity.ASK, question.text)
