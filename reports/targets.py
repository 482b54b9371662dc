"""Target populations of a unit: what each source says, which one a year's reports use, and the register beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from registry.models import Delivery, Denominator, DenominatorChoice, OrgUnit, Pregnancy, Source
from registry.rules.target_groups import Register, TargetGroup
from reports.models import PopulationMonth
from reports.tables import Target

# The age groups as the monthly recap names them; mothers are counted from their episodes.
STAGES = {
    TargetGroup.INFANT: "infant",
    TargetGroup.TODDLER: "toddler",
    TargetGroup.PRESCHOOL: "preschool",
    TargetGroup.SCHOOL: "school",
    TargetGroup.TEEN: "teen",
    TargetGroup.ADULT: "adult",
    TargetGroup.ELDERLY: "elderly",
}
MOTHERS = Register.MOTHERS.groups
ENTERED = (Source.PUSDATIN, Source.DUKCAPIL, Source.KADER)


@dataclass(frozen=True)
class Said:
    """What one source says of one unit and group: its own figure, or the sum of all units below, or nothing."""

    people: int | None
    is_own: bool = False
    below: int | None = None

    @property
    def missing(self) -> int | None:
        """The sum of the units below less the unit's own figure; None without one of them."""
        if not self.is_own or self.people is None or self.below is None:
            return None
        return self.below - self.people


class Figures:
    """All figures of a year at and below a unit; a unit without one has the sum of its children, if all have one."""

    def __init__(self, unit: OrgUnit, year: int) -> None:
        self.unit, self.year = unit, year

    @cached_property
    def _children(self) -> Mapping[int | None, list[int]]:
        below: dict[int | None, list[int]] = defaultdict(list)
        units = OrgUnit.objects.at_or_below(self.unit).filter(is_active=True).order_by()
        for pk, parent in units.values_list("pk", "parent"):
            below[parent].append(pk)
        return below

    @cached_property
    def _own(self) -> Mapping[tuple[int, str, str], int]:
        rows = Denominator.objects.filter(year=self.year, unit__path__startswith=self.unit.path)
        newest_last = rows.order_by("entered_at", "pk")
        return {
            (unit, group, source): people
            for unit, group, source, people in newest_last.values_list("unit", "group", "source", "people")
        }

    def said(self, unit_id: int, group: TargetGroup, source: Source) -> Said:
        """What the source says of the unit."""
        own = self._own.get((unit_id, group.value, source.value))
        parts = [self.said(child, group, source).people for child in self._children.get(unit_id, ())]
        known = [part for part in parts if part is not None]
        below = sum(known) if parts and len(known) == len(parts) else None
        return Said(own if own is not None else below, own is not None, below)


def choices_for(unit: OrgUnit, year: int) -> dict[TargetGroup, Source]:
    """The sources chosen for a unit's kabupaten and year; what is not named is counted from the register."""
    codes = unit.path.strip("/").split("/")
    paths = [f"/{'/'.join(codes[:end])}/" for end in range(1, len(codes) + 1)]
    chosen = DenominatorChoice.objects.filter(unit__path__in=paths, year=year).order_by("unit__path")
    return {TargetGroup(row.group): Source(row.source) for row in chosen}


def targets_of(unit: OrgUnit, month: date, counts: Counter[str]) -> tuple[Target, ...]:
    """A line for each age group: source, its figure, the register's, and how many came. Three queries at most."""
    chosen = choices_for(unit, month.year)
    figures = Figures(unit, month.year)
    lines = []
    for group, stage in STAGES.items():
        came = counts[f"PopulationMonth.attended_{stage}"]
        register = came + counts[f"PopulationMonth.absent_{stage}"]
        source = chosen.get(group, Source.REGISTER)
        people = register if source == Source.REGISTER else figures.said(unit.pk, group, source).people
        lines.append(Target(group.label, source.label, people, register, came, source != Source.REGISTER))
    return tuple(lines)


def register_counts(unit: OrgUnit) -> dict[TargetGroup, int]:
    """How many people of each group the register holds now: ages by this month's recap, mothers by their episodes."""
    today = timezone.localdate()
    rows = PopulationMonth.objects.filter(
        month=today.replace(day=1), posyandu__unit__path__startswith=unit.path
    )
    counts: Counter[TargetGroup] = Counter()
    for row in rows:
        for group, stage in STAGES.items():
            counts[group] += getattr(row, f"attended_{stage}") + getattr(row, f"absent_{stage}")
    return dict(counts) | _mothers(unit, today)


def _mothers(unit: OrgUnit, day: date) -> dict[TargetGroup, int]:
    why = "counts of a unit, not rows"
    here = {"resident__posyandu__unit__path__startswith": unit.path}
    pregnant = set(
        Pregnancy.objects.unscoped(why).open_on(day).filter(**here).values_list("resident", flat=True)
    )
    deliveries = Delivery.objects.unscoped(why).filter(**here)
    nifas = set(deliveries.in_nifas_on(day).values_list("resident", flat=True)) - pregnant
    nursing = set(deliveries.breastfeeding_on(day).values_list("resident", flat=True)) - nifas - pregnant
    return dict(zip(MOTHERS, map(len, (pregnant, nifas, nursing)), strict=True))


def compared(
    figures: Figures, unit: OrgUnit, register: Mapping[TargetGroup, int], groups: Iterable[TargetGroup]
) -> list[tuple[TargetGroup, list[Said], int]]:
    """For each group what every entered source says of the unit, and the register's count."""
    return [
        (group, [figures.said(unit.pk, group, source) for source in ENTERED], register.get(group, 0))
        for group in groups
    ]
