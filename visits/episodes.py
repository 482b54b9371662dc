"""What a woman's episodes say on the day of a visit: pregnant, in nifas, breastfeeding. Read once for many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from registry.models import Death, Delivery, Pregnancy, Resident, SexChoice
from registry.rules.episodes import (
    BirthSpan,
    PregnancySpan,
    is_breastfeeding,
    is_postpartum,
    is_pregnant,
    weeks_pregnant,
)
from visits.models import MotherState

_WHY = "of people the caller may see"


@dataclass(frozen=True, slots=True)
class Episodes:
    """All pregnancies and births of one person that are known; of most people there are none."""

    pregnancies: tuple[Pregnancy, ...] = ()
    births: tuple[BirthSpan, ...] = ()

    def pregnant_on(self, day: date) -> bool:
        """Whether a pregnancy was known on the day and not yet over."""
        return is_pregnant((_span(each) for each in self.pregnancies), day)

    def state_on(self, day: date) -> str:
        """Which side of the mothers' card is filled on the day: hamil before nifas before menyusui; "" for none."""
        if self.pregnant_on(day):
            return MotherState.PREGNANT.value
        if is_postpartum(self.births, day):
            return MotherState.POSTPARTUM.value
        return MotherState.BREASTFEEDING.value if is_breastfeeding(self.births, day) else ""

    def weeks_on(self, day: date) -> int | None:
        """Completed weeks of the pregnancy that is open on the day; None without one or without its dates."""
        for each in self.pregnancies:
            if is_pregnant([_span(each)], day):
                return weeks_pregnant(each.counted_from, day)
        return None


NOBODY = Episodes()


def _span(pregnancy: Pregnancy) -> PregnancySpan:
    mistake = pregnancy.outcome == Pregnancy.Outcome.ERROR
    return PregnancySpan(pregnancy.known_from, pregnancy.ended_on, by_mistake=mistake)


def episodes_of(people: Iterable[Resident]) -> dict[UUID, Episodes]:
    """The episodes of these people, in three queries at most; who has none has no entry.

    Raises nothing; the caller may see the people. Source: the register (registry.models.maternity).
    """
    women = [person.pk for person in people if person.sex == SexChoice.FEMALE]
    if not women:
        return {}
    rows = Pregnancy.objects.unscoped(_WHY).filter(resident__in=women).order_by("resident", "known_from")
    pregnancies = {pk: tuple(found) for pk, found in groupby(rows, lambda each: each.resident_id)}
    births = _births(women)
    return {pk: Episodes(pregnancies.get(pk, ()), births.get(pk, ())) for pk in {*pregnancies, *births}}


def _births(women: Sequence[UUID]) -> dict[UUID, tuple[BirthSpan, ...]]:
    deliveries = list(Delivery.objects.unscoped(_WHY).filter(resident__in=women).order_by("on"))
    deaths: dict[UUID, list[date]] = defaultdict(list)
    if deliveries:
        babies = Death.objects.unscoped(_WHY).filter(
            resident__born_at__in=deliveries, resident__merged_into__isnull=True
        )
        for delivery_id, on in babies.values_list("resident__born_at", "on"):
            deaths[delivery_id].append(on)
    found: dict[UUID, list[BirthSpan]] = defaultdict(list)
    for each in deliveries:
        span = BirthSpan(each.on, each.live_births, each.breastfeeding_ended_on, tuple(deaths[each.pk]))
        found[each.resident_id].append(span)
    return {pk: tuple(spans) for pk, spans in found.items()}
