"""Every model that holds something about a person is read through the gate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from registry.models import Household, Resident
from registry.models.fields import EncryptedTextField
from registry.scoping import ScopedQuerySet

OWN_APPS = ("registry", "visits", "reports")
# Read only through a row that is scoped itself, with the reason.
EXCUSED = {
    "visits.VisitRevision": "reached by visit.revisions alone, and the visit is scoped",
    "visits.Device": "a phone of a user and no resident: asked for by `of` or `manageable_by`",
}


def is_personal(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Whether a row is a person, points to one over any number of relations, or holds free or encrypted content."""
    if model in (Resident, Household):
        return True
    for field in model._meta.concrete_fields:
        if isinstance(field, (EncryptedTextField, models.JSONField, models.FileField)):
            return True
        target = field.related_model if isinstance(field, models.ForeignKey) else None
        if isinstance(target, type) and target not in seen | {model} and is_personal(target, seen | {model}):
            return True
    return False


def ungated(found: Iterable[type[models.Model]]) -> list[str]:
    """Personal models whose default manager has no visible_to and that are not excused."""
    return [
        model._meta.label
        for model in found
        if is_personal(model)
        and not hasattr(model._default_manager, "visible_to")
        and model._meta.label not in EXCUSED
    ]


def own_models() -> list[type[models.Model]]:
    return [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]


def test_every_personal_model_is_scoped() -> None:
    assert ungated(own_models()) == []


def test_the_search_finds_the_people_and_what_hangs_on_them() -> None:
    personal = {model._meta.label for model in own_models() if is_personal(model)}
    assert personal >= {
        "registry.Household",
        "registry.Residency",
        "registry.Resident",
        "visits.AdultCheck",
        "visits.ChildCheck",
        "visits.SchoolAgeCheck",
        "visits.Visit",
        "visits.VisitRevision",
    }
    assert personal.isdisjoint(
        {"registry.Region", "registry.OrgUnit", "registry.Posyandu", "reports.ChildMonth"}
    )


def test_who_is_excused_exists_and_needs_it() -> None:
    labels = {model._meta.label for model in own_models() if is_personal(model)}
    assert [label for label in EXCUSED if label not in labels] == []


def test_the_gate_is_the_same_everywhere() -> None:
    homemade = [
        model._meta.label
        for model in own_models()
        if is_personal(model)
        and hasattr(model._default_manager, "visible_to")
        and not isinstance(model._default_manager.get_queryset(), ScopedQuerySet)
    ]
    assert homemade == []


def new_model(name: str, **attributes: Any) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": "registry"})
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **attributes})


@isolate_apps("registry")
def test_a_new_model_without_a_gate_is_noticed() -> None:
    def to(target: type[models.Model]) -> Any:
        return models.ForeignKey(target, models.CASCADE, related_name="+")

    allergy = new_model("Allergy", resident=to(Resident))
    reaction = new_model("Reaction", allergy=to(allergy))
    letter = new_model("Letter", phone=EncryptedTextField())
    tray = new_model("Tray", label=models.CharField(max_length=10))
    vaccine = new_model("Vaccine", resident=to(Resident), objects=ScopedQuerySet.as_manager())
    assert ungated([allergy, reaction, letter, tray, vaccine]) == [
        "registry.Allergy",
        "registry.Reaction",
        "registry.Letter",
    ]


def test_unscoped_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        Resident.objects.unscoped("")
