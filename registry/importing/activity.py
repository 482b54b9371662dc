"""What has happened to people and households since: found over every table that points to them, whoever owns it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import models

from registry.models import DuplicatePair, Household, HouseholdChange, PeopleImportRow, Residency, Resident

# What an import itself leaves, or what only says that two rows look alike.
_OWN_OF_PERSON = (PeopleImportRow, DuplicatePair, Residency, Household)
_OWN_OF_HOME = (PeopleImportRow, HouseholdChange)


def of_people(ids: Iterable[UUID], gone: set[UUID]) -> dict[UUID, str]:
    """Person -> in words what hangs on them by now; relatives in `gone` do not count, for they go too."""
    wanted = set(ids)
    found: dict[UUID, str] = {}
    for model, name in _pointing_to(Resident):
        if model in _OWN_OF_PERSON:
            continue
        rows = model._base_manager.filter(**{f"{name}__in": wanted})
        if model is Resident:
            rows = rows.exclude(pk__in=gone)
        words = "keluarga yang dicatat sesudahnya" if model is Resident else str(model._meta.verbose_name)
        found |= {pk: words for pk in rows.values_list(name, flat=True).distinct() if pk not in found}
    return found


def of_homes(ids: Iterable[UUID]) -> set[UUID]:
    """Households that somebody lives in, or that something else hangs on."""
    wanted = set(ids)
    found: set[UUID] = set()
    for model, name in _pointing_to(Household):
        if model not in _OWN_OF_HOME:
            rows = model._base_manager.filter(**{f"{name}__in": wanted})
            found |= set(rows.values_list(name, flat=True).distinct())
    return found


def _pointing_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for relation in target._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            reverse: Any = relation
            yield reverse.related_model, reverse.field.name
