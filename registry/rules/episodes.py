"""Pregnancy, nifas and breastfeeding on a day: how far, and which group a woman stands in.

Sources: KMK HK.01.07/MENKES/2015/2023 (nifas 0-42 days; 280 days of pregnancy as in the Buku KIA 2024); register of the
Posyandu 2023 (a mother leaves it when she no longer breastfeeds).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.rules.life_stage import completed_months, life_stage_on
from registry.rules.target_groups import TargetGroup, target_group

NIFAS_DAYS = 42
PREGNANCY_DAYS = 280
LAST_PREGNANT_DAY = 308
# Weeks at which a baby is born rather than lost; earlier than that it is a miscarriage.
GESTATION_WEEKS = (20, 45)
# A child is breastfed until two years or beyond; the programme follows a mother for two years. Whoever was never asked
# again would otherwise be a breastfeeding mother for ever.
BREASTFEEDING_MONTHS = 24
_WEEK = 7


@dataclass(frozen=True, slots=True)
class PregnancySpan:
    """A pregnancy as it is counted: from the first record until birth or loss; one recorded by mistake never was."""

    known_from: date
    ended_on: date | None = None
    by_mistake: bool = False


@dataclass(frozen=True, slots=True)
class BirthSpan:
    """A delivery as it is counted; `deaths` are those of its live babies."""

    on: date
    live_births: int
    stopped_on: date | None = None
    deaths: tuple[date, ...] = ()


def weeks_pregnant(counted_from: date | None, day: date) -> int | None:
    """Completed weeks on a day; None without a date, before it, or after 44 weeks. Source: HML-02."""
    days = None if counted_from is None else (day - counted_from).days
    return None if days is None or not 0 <= days <= LAST_PREGNANT_DAY else days // _WEEK


def is_pregnant(spans: Iterable[PregnancySpan], day: date) -> bool:
    """Whether a pregnancy is known and not over on a day. Source: register of 2023."""
    return any(
        not span.by_mistake and span.known_from <= day and (span.ended_on is None or day < span.ended_on)
        for span in spans
    )


def is_postpartum(births: Iterable[BirthSpan], day: date) -> bool:
    """Whether a day is one of the 0 to 42 days after a birth, also of a stillborn child. Source: NIFAS-01."""
    return any(0 <= (day - birth.on).days <= NIFAS_DAYS for birth in births)


def is_breastfeeding(births: Iterable[BirthSpan], day: date) -> bool:
    """Whether a living baby under two years is still breastfed on a day. Source: register of 2023."""
    return any(
        birth.on <= day
        and completed_months(birth.on, day) < BREASTFEEDING_MONTHS
        and (birth.stopped_on is None or day < birth.stopped_on)
        and sum(died <= day for died in birth.deaths) < birth.live_births
        for birth in births
    )


def group_on(
    birth_date: date, day: date, pregnancies: Iterable[PregnancySpan], births: Iterable[BirthSpan]
) -> TargetGroup:
    """The group of one person by everything that is known. Source: KMK 2015/2023.

    The definition that lists and counts must agree with. Raises ValueError when `day` is before birth.
    """
    births = tuple(births)
    return target_group(
        life_stage_on(birth_date, day),
        pregnant=is_pregnant(pregnancies, day),
        postpartum=is_postpartum(births, day),
        breastfeeding=is_breastfeeding(births, day),
    )


def episode_words(group: TargetGroup, since: date | None, day: date) -> str:
    """Where a mother stands in a few words: "hamil 24 minggu", "nifas hari ke-5", "menyusui"; else nothing.

    `since` is the day weeks are counted from, or that of the birth. Source: written Indonesian.
    """
    if group is TargetGroup.PREGNANT:
        weeks = weeks_pregnant(since, day)
        return "hamil" if weeks is None else f"hamil {weeks} minggu"
    if group is TargetGroup.POSTPARTUM and since is not None:
        return f"nifas hari ke-{(day - since).days}"
    return "menyusui" if group is TargetGroup.BREASTFEEDING else ""
