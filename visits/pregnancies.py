"""Who is pregnant on the day of a visit: read once for many people, then decided in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from registry.models import Pregnancy, Resident, SexChoice


def pregnancies_of(people: Iterable[Resident]) -> dict[UUID, list[Pregnancy]]:
    """The pregnancies of these people, in one query; who never had one has no entry. Records by mistake are left out.

    Raises nothing; the caller may see the people. Source: the register (registry.models.Pregnancy).
    """
    women = [person.pk for person in people if person.sex == SexChoice.FEMALE]
    if not women:
        return {}
    found = Pregnancy.objects.unscoped("of people the caller may see").filter(resident__in=women)
    known = found.exclude(outcome=Pregnancy.Outcome.ERROR).order_by("resident", "known_from")
    return {pk: list(rows) for pk, rows in groupby(known, lambda pregnancy: pregnancy.resident_id)}


def pregnant_on(pregnancies: Sequence[Pregnancy], day: date) -> bool:
    """Whether one of a woman's pregnancies was known on the day and not yet ended, as `open_on` asks the database."""
    return any(
        each.known_from <= day
        and (each.ended_on is None or each.ended_on > day)
        and each.outcome != Pregnancy.Outcome.ERROR
        for each in pregnancies
    )
