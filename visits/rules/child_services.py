"""Who is due for what: immunisation, vitamin A and deworming of a child on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from visits.rules.book import CURRENT, Rules
from visits.rules.deworming import deworming_due
from visits.rules.immunisation import Given, PlannedDose, doses_due
from visits.rules.vitamin_a import Capsule, capsule_due


@dataclass(frozen=True, slots=True)
class ChildServices:
    """What a child may get on a day. Deworming is a dose of albendazole in mg."""

    immunisations: tuple[PlannedDose, ...]
    vitamin_a: Capsule | None
    deworming_mg: int | None

    @property
    def anything(self) -> bool:
        """Whether the child should be called for one of them."""
        return bool(self.immunisations or self.vitamin_a or self.deworming_mg)


def child_services(
    birth_date: date,
    day: date,
    *,
    doses: Given,
    vitamin_a_on: Sequence[date] = (),
    dewormed_on: Sequence[date] = (),
    rules: Rules = CURRENT,
) -> ChildServices:
    """What is due on `day` after what was given before (IMU-01, IMU-02, VITA-01, CACING-01).

    Raises ValueError when `day` is before birth.
    """
    if day < birth_date:
        raise ValueError("Tanggal ini sebelum tanggal lahir.")
    return ChildServices(
        doses_due(birth_date, day, doses, rules=rules),
        capsule_due(birth_date, day, vitamin_a_on, rules=rules),
        deworming_due(birth_date, day, dewormed_on, rules=rules),
    )
