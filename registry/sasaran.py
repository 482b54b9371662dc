"""Target groups (sasaran) of many people at once: a few queries, the same answer as `rules.episodes.group_on`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from registry.models import Delivery, Pregnancy, Residency, Resident
from registry.rules.episodes import NIFAS_DAYS, episode_words
from registry.rules.life_stage import LifeStage, Sex, birth_bounds, last_day_of, life_stage_on
from registry.rules.target_groups import Register, TargetGroup

_WHY = "groups of people whom the caller may see"
MOTHERS = Register.MOTHERS.groups


@dataclass(frozen=True, slots=True)
class Episode:
    """Why a woman stands in the mothers' register; `since` is the day weeks are counted from, or that of the birth."""

    group: TargetGroup
    since: date | None
    delivery_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Sasaran:
    """One person of a list of sasaran; `babies` are those a mother in nifas or breastfeeding gave birth to."""

    resident: Resident
    group: TargetGroup
    episode: Episode | None = None
    babies: tuple[Resident, ...] = ()

    @property
    def husband(self) -> str:
        """The husband's name, as the mothers' register asks for it."""
        spouse = self.resident.spouse
        return spouse.name if spouse else self.resident.spouse_name


def groups_on(residents: Iterable[Resident], day: date) -> dict[UUID, TargetGroup]:
    """The group each one stands in on a day, in two queries; those not born then are left out."""
    people = [person for person in residents if person.birth_date <= day]
    episodes = episodes_of(people, day)
    return {
        person.pk: episodes[person.pk].group
        if person.pk in episodes
        else TargetGroup(life_stage_on(person.birth_date, day).value)
        for person in people
    }


def episode_marks(residents: Iterable[Resident], day: date) -> dict[UUID, str]:
    """What stands beside a mother's name where people are listed: "hamil 24 minggu", "nifas hari ke-5", "menyusui"."""
    return {pk: episode_words(one.group, one.since, day) for pk, one in episodes_of(residents, day).items()}


def episodes_of(residents: Iterable[Resident], day: date) -> dict[UUID, Episode]:
    """The episode each woman among the residents is in on a day."""
    women = [person.pk for person in residents if person.sex == Sex.FEMALE]
    return _episodes(Q(resident__in=women), day) if women else {}


def sasaran(
    posyandu_ids: Collection[int],
    month: date,
    *,
    register: Register | None = None,
    group: TargetGroup | None = None,
) -> list[Sasaran]:
    """The sasaran of a month by their state on its last day, as the recaps count; narrowed by register or group."""
    return sasaran_on(posyandu_ids, last_day_of(month), register=register, group=group)


def sasaran_on(
    posyandu_ids: Collection[int],
    day: date,
    *,
    register: Register | None = None,
    group: TargetGroup | None = None,
) -> list[Sasaran]:
    """The people who belong to the Posyandu on a day with the group they stand in, by name.

    Merged people and those who left before the day are no sasaran. Five queries at most, however many there are.
    """
    wanted = frozenset([group] if group else register.groups if register else TargetGroup)
    here = Residency.objects.unscoped(_WHY).covering(day).filter(posyandu__in=posyandu_ids)
    episodes = _episodes(Q(resident__in=here.filter(resident__sex=Sex.FEMALE).values("resident")), day)
    rows = [
        Sasaran(person, found, episodes.get(person.pk))
        for person, found in _with_groups(_asked(here, wanted, episodes, day), episodes, day)
        if found in wanted
    ]
    return _with_babies(rows) if wanted & set(MOTHERS) else rows


def _asked(
    here: QuerySet[Residency], wanted: frozenset[TargetGroup], episodes: dict[UUID, Episode], day: date
) -> QuerySet[Resident]:
    """The residents who may stand in one of the groups: mothers by id, all others by birth date."""
    people = Resident.objects.unscoped(_WHY).filter(pk__in=here.values("resident"), birth_date__lte=day)
    ages = Q(pk__in=[pk for pk, one in episodes.items() if one.group in wanted])
    for stage in LifeStage:
        if TargetGroup(stage.value) in wanted:
            earliest, latest = birth_bounds(stage, day)
            born = Q(birth_date__lte=latest or day)
            ages |= born & Q(birth_date__gte=earliest) if earliest else born
    hidden = [f"{who}__{secret}" for who in ("mother", "father", "spouse") for secret in ("nik", "phone")]
    relations = ("household", "mother", "father", "spouse", "posyandu__unit")
    return (
        people.filter(ages)
        .select_related(*relations)
        .without_secrets()
        .defer("household__kk", "household__phone", *hidden)
        .order_by("name_key", "pk")
    )


def _with_groups(
    people: Iterable[Resident], episodes: dict[UUID, Episode], day: date
) -> Iterator[tuple[Resident, TargetGroup]]:
    for person in people:
        episode = episodes.get(person.pk)
        yield person, episode.group if episode else TargetGroup(life_stage_on(person.birth_date, day).value)


def _with_babies(rows: list[Sasaran]) -> list[Sasaran]:
    deliveries = {row.episode.delivery_id for row in rows if row.episode and row.episode.delivery_id}
    if not deliveries:
        return rows
    # A pregnant woman has no delivery yet: nobody stands under None.
    babies: dict[UUID | None, list[Resident]] = defaultdict(list)
    born = Resident.objects.unscoped(_WHY).filter(born_at__in=deliveries).without_secrets()
    for baby in born.order_by("birth_order", "name_key", "pk"):
        babies[baby.born_at_id].append(baby)
    return [
        replace(row, babies=tuple(babies[row.episode.delivery_id])) if row.episode else row for row in rows
    ]


def _episodes(women: Q, day: date) -> dict[UUID, Episode]:
    """Episodes by woman: pregnancy before nifas before breastfeeding (KMK 2015/2023), the newest birth first."""
    found: dict[UUID, Episode] = {}
    births = Delivery.objects.unscoped(_WHY).deciding_on(day).filter(women)
    for pk, resident_id, on in births.order_by("on", "pk").values_list("pk", "resident_id", "on"):
        in_nifas = (day - on).days <= NIFAS_DAYS
        group = TargetGroup.POSTPARTUM if in_nifas else TargetGroup.BREASTFEEDING
        found[resident_id] = Episode(group, on, pk)
    for pregnancy in Pregnancy.objects.unscoped(_WHY).open_on(day).filter(women):
        found[pregnancy.resident_id] = Episode(TargetGroup.PREGNANT, pregnancy.counted_from)
    return found
