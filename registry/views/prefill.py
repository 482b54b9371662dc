"""What the form of a newcomer already knows: the mother of a newborn, the family that somebody joins."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from registry.http import AuthedRequest
from registry.models import Household, Resident
from registry.permissions import Action
from registry.rules.background import Relation
from registry.rules.kinship import Kin, parents_by_relation, partners_by_relation, spouse_by_relation
from registry.rules.life_stage import Sex
from registry.services.family import as_kin

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


def of_household(request: AuthedRequest, household: Household | None) -> dict[str, Any]:
    """The family, its Posyandu, what the newcomer is to its head by ?hubungan=, and who is kin by that."""
    if household is None:
        return {}
    known: dict[str, Any] = {"household": household.pk, "posyandu": household.posyandu_id}
    relation = request.GET.get("hubungan", "")
    if relation not in list(Relation):
        return known
    kin = {} if "ibu" in request.GET else _kin_of(request, household, relation)
    return known | {"relation": relation} | kin


def _kin_of(request: AuthedRequest, household: Household, relation: str) -> dict[str, Any]:
    """Mother and father, or the spouse, among those of the family whom the user sees and who live here."""
    people = Resident.objects.visible_to(request.user).present().filter(household=household)
    family = as_kin(people.without_secrets())
    # Whoever comes as the head has no parents here that the family's page could know.
    kin = {} if relation == Relation.HEAD else parents_by_relation(relation, family)
    if relation == Relation.SPOUSE and (head := spouse_by_relation(family)):
        kin = {"spouse": head}
    if relation == Relation.CHILD_IN_LAW and (partner := _partner(request, family)):
        kin = {"spouse": partner}
    return {name: one.id for name, one in kin.items()} | {
        f"{name}_name": one.name for name, one in kin.items()
    }


def partners(request: AuthedRequest, household: Household | None) -> list[Kin]:
    """Of whom ?hubungan=menantu may be the husband or wife, where that is for people to say; else nobody."""
    if household is None or request.GET.get("hubungan") != Relation.CHILD_IN_LAW:
        return []
    people = Resident.objects.visible_to(request.user).present().filter(household=household)
    found = partners_by_relation(as_kin(people.without_secrets()), timezone.localdate())
    return found if len(found) > 1 else []


def _partner(request: AuthedRequest, family: list[Kin]) -> Kin | None:
    """The only one who fits, or the one of them named by ?pasangan=."""
    found = partners_by_relation(family, timezone.localdate())
    asked = _id(request, "pasangan")
    if asked is None:
        return found[0] if len(found) == 1 else None
    return next((one for one in found if one.id == asked), None)


def _id(request: AuthedRequest, key: str) -> UUID | None:
    """The id in the address; 404 for what is none."""
    text = request.GET.get(key, "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error
