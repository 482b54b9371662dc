"""The forms of the cards by age, with what each doubts about its measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.rules.life_stage import Sex
from visits.forms.cards import CardForm
from visits.models import AdultCheck, ChildCheck, PositionChoice, SchoolAgeCheck
from visits.rules.book import Rules
from visits.rules.doubts import BodyMeasures, ChildMeasures, Doubt, doubt_body, doubt_child
from visits.rules.growth import FIRST_STANDING_DAY, Position
from visits.rules.plausibility import ADULT_RANGES, CHILD_RANGES, SCHOOL_RANGES

RECENT_DAYS = 45


class ChildForm(CardForm):
    """Bayi, balita, apras."""

    MODEL = ChildCheck
    RANGES = CHILD_RANGES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields and not self.stored.get("position"):
            # What is usual at the age: lying to two years, standing from then on.
            lying = self.age.days < FIRST_STANDING_DAY
            self.initial["position"] = PositionChoice.LYING if lying else PositionChoice.STANDING

    def doubts(self, data: Mapping[str, Any], rules: Rules) -> list[Doubt]:
        previous = self.previous
        # Last month's values only: older ones say too little about what may change.
        is_recent = isinstance(previous, ChildCheck) and (self.day - previous.visit.date).days <= RECENT_DAYS
        return doubt_child(
            sex=Sex(self.resident.sex),
            birth_date=self.resident.birth_date,
            day=self.day,
            now=self._measures(data),
            previous=self._measures(vars(previous)) if previous and is_recent else None,
            previous_day=previous.visit.date if previous and is_recent else None,
            rules=rules,
        )

    def _measures(self, data: Mapping[str, Any]) -> ChildMeasures:
        position = data.get("position")
        return ChildMeasures(
            position=Position(position) if position else None,
            **{name: data.get(name) for name in self.RANGES},
        )


class BodyForm(CardForm):
    """What school age and adults are asked alike."""

    def doubts(self, data: Mapping[str, Any], rules: Rules) -> list[Doubt]:
        previous = self.previous
        found = doubt_body(
            birth_date=self.resident.birth_date,
            day=self.day,
            now=self._measures(data),
            previous=None if isinstance(previous, ChildCheck | None) else self._measures(vars(previous)),
            rules=rules,
        )
        # A number that could not be read is not a missing one.
        return [doubt for doubt in found if doubt.field not in self.errors]

    def _measures(self, data: Mapping[str, Any]) -> BodyMeasures:
        return BodyMeasures(**{name: data.get(name) for name in self.RANGES})


class SchoolAgeForm(BodyForm):
    """Usia sekolah dan remaja."""

    MODEL = SchoolAgeCheck
    RANGES = SCHOOL_RANGES


class AdultForm(BodyForm):
    """Dewasa dan lansia."""

    MODEL = AdultCheck
    RANGES = ADULT_RANGES


CARD_FORMS: dict[str, type[CardForm]] = {
    "child_check": ChildForm,
    "school_age_check": SchoolAgeForm,
    "adult_check": AdultForm,
}
