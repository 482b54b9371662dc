"""What the form of a newcomer already knows: the mother of a newborn, the family that somebody joins."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from registry.http import AuthedRequest
from registry.models import Household, Resident
from registry.permissions import Action
from registry.rules.background import Relation
from registry.rules.life_stage import Sex

# What the child of somebody is to the head of the same family.
CHILD_OF: dict[str, Relation] = {
    Relation.HEAD: Relation.CHILD,
    Relation.SPOUSE: Relation.CHILD,
    Relation.CHILD: Relation.GRANDCHILD,
}


def newborns_mother(request: AuthedRequest) -> Resident | None:
    """The mother named by ?ibu=; 404 where she is none of the user's."""
    mothers = Resident.objects.visible_to(request.user, Action.REGISTER).filter(sex=Sex.FEMALE)
    if (asked := _id(request, "ibu")) is None:
        return None
    return get_object_or_404(mothers.select_related("household__head", "posyandu__unit", "spouse"), pk=asked)


def household_asked_for(request: AuthedRequest) -> Household | None:
    """The family named by ?keluarga=; 404 where it is none of the user's."""
    families = Household.objects.visible_to(request.user, Action.REGISTER)
    if (asked := _id(request, "keluarga")) is None:
        return None
    return get_object_or_404(families.select_related("head", "posyandu__unit"), pk=asked)


def of_mother(mother: Resident | None) -> dict[str, Any]:
    """What a newborn takes from her: the link, the father, the Posyandu, the place in the family."""
    if mother is None:
        return {}
    relation = CHILD_OF.get(mother.relation)
    known: dict[str, Any] = {
        "mother": mother.pk,
        "mother_name": mother.name,
        "father_name": mother.spouse.name if mother.spouse else mother.spouse_name,
        "posyandu": mother.posyandu_id,
        "relation": relation.value if relation else "",
    }
    if mother.spouse is not None and mother.spouse.sex == Sex.MALE:
        known["father"] = mother.spouse.pk
    return known


def of_household(household: Household | None, relation: str) -> dict[str, Any]:
    """The family, its Posyandu, and what the newcomer is to its head."""
    if household is None:
        return {}
    known: dict[str, Any] = {"household": household.pk, "posyandu": household.posyandu_id}
    return known | ({"relation": relation} if relation in list(Relation) else {})


def _id(request: AuthedRequest, key: str) -> UUID | None:
    """The id in the address; 404 for what is none."""
    text = request.GET.get(key, "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error
