"""Target populations: entering figures of a source, and choosing once a year which source the reports use."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from registry.models import Denominator, DenominatorChoice, OrgUnit, Source, User
from registry.rules.target_groups import TargetGroup


class AlreadyChosen(Exception):
    """For this group and year another source was chosen before, and it stays for the year."""

    def __init__(self, choice: DenominatorChoice) -> None:
        super().__init__(
            f"Sumber {choice.get_group_display()} {choice.year} sudah dipilih: {choice.get_source_display()}."
        )
        self.choice = choice


class NoFigures(Exception):
    """The source says nothing of the group in that year, so that a report by it would stay empty."""

    def __init__(self, group: TargetGroup, source: Source, year: int, unit: OrgUnit) -> None:
        super().__init__(
            f"{source.label} belum punya angka {group.label.lower()} {year} untuk seluruh {unit}. "
            "Isi dulu angkanya."
        )


@transaction.atomic
def record_denominators(
    *,
    year: int,
    group: TargetGroup,
    source: Source,
    people: Mapping[OrgUnit, int],
    document: str = "",
    user: User,
) -> list[Denominator]:
    """Keep the figures of one source, group and year. A figure that is already so is not written again.

    Earlier figures stay: the newest one counts. The register's own figures are counted, never typed: ValueError.
    """
    if source == Source.REGISTER:
        raise ValueError("Angka register dihitung sendiri.")
    stored = newest_denominators(year=year, group=group, source=source, unit_ids=[unit.pk for unit in people])
    rows = [
        Denominator(
            unit=unit,
            year=year,
            group=group,
            source=source,
            people=number,
            document=document,
            entered_by=user,
        )
        for unit, number in people.items()
        if stored.get(unit.pk) != number
    ]
    for row in rows:
        row.full_clean()
        row.save()
    return rows


def newest_denominators(
    *, year: int, group: TargetGroup, source: Source, unit_ids: list[int]
) -> dict[int, int]:
    """The newest figure of each of these units that has one."""
    rows = Denominator.objects.filter(year=year, group=group, source=source, unit__in=unit_ids)
    return dict(rows.order_by("entered_at", "pk").values_list("unit", "people"))


@transaction.atomic
def choose_source(
    *, unit: OrgUnit, year: int, group: TargetGroup, source: Source, user: User
) -> DenominatorChoice:
    """Choose for a kabupaten, a year and a group, once. The same choice again is no error.

    Raises AlreadyChosen, or NoFigures where nobody entered a figure of the source at or below the unit.
    """
    if source != Source.REGISTER and not _is_chosen(unit, year, group):
        figures = Denominator.objects.filter(year=year, group=group, source=source)
        if not figures.filter(unit__path__startswith=unit.path).exists():
            raise NoFigures(group, source, year, unit)
    try:
        with transaction.atomic():
            return DenominatorChoice.objects.create(
                unit=unit, year=year, group=group, source=source, chosen_by=user
            )
    except IntegrityError:
        choice = DenominatorChoice.objects.get(unit=unit, year=year, group=group)
        if choice.source == source:
            return choice
        raise AlreadyChosen(choice) from None


def _is_chosen(unit: OrgUnit, year: int, group: TargetGroup) -> bool:
    return DenominatorChoice.objects.filter(unit=unit, year=year, group=group).exists()
