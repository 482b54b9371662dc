"""Checks of what is stored against what the rules give; nothing here writes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from copy import copy
from itertools import groupby
from typing import Any
from uuid import UUID

from registry.models import Residency
from visits.assess import CARD_DERIVED, VISIT_DERIVED, assess_person
from visits.episodes import NOBODY, episodes_of
from visits.models import Visit
from visits.rulebook import shelf


def underived(posyandu_ids: Collection[int]) -> Iterator[tuple[UUID, list[str]]]:
    """Active visits of people at these Posyandu whose derived columns are not what the rules give, with their names."""
    visits = Visit.objects.unscoped("a check of everything").active().with_cards()
    ordered = visits.filter(resident__posyandu__in=posyandu_ids).order_by("resident", "date")
    books = shelf()
    for _, group in groupby(ordered.iterator(chunk_size=2000), lambda visit: visit.resident_id):
        own = list(group)
        before = [_derived(visit) for visit in own]
        person = own[0].resident
        homes = list(Residency.objects.unscoped("as above").filter(resident=person))
        episodes = episodes_of([person]).get(person.pk, NOBODY)
        assess_person(person, own, homes, episodes=episodes, books=books)
        for visit, stored in zip(own, before, strict=True):
            now = _derived(visit)
            if wrong := [name for name in stored if stored[name] != now[name]]:
                yield visit.pk, wrong


def _derived(visit: Visit) -> dict[str, Any]:
    card = visit.card
    values = {name: getattr(visit, name) for name in VISIT_DERIVED}
    return values | ({name: copy(getattr(card, name)) for name in CARD_DERIVED[type(card)]} if card else {})
