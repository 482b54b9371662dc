"""Giving families to a kader: who, which place or family, since when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.forms.fields import day_field
from registry.models import Household, Posyandu, User, WorkArea
from registry.permissions import Action
from registry.rules.work_place import Place
from registry.services.work_areas import assign_kader

WHOLE = Place()


class AssignForm(forms.Form):
    """A kader of the Posyandu for a family, an RT, an RW, a dusun, or all of it."""

    kader = forms.ChoiceField(label="Kader", error_messages={"required": "Pilih kadernya."})
    dusun = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    rw = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)
    rt = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)
    household = forms.ModelChoiceField(Household.objects.none(), required=False, widget=forms.HiddenInput)
    since = day_field("Mulai", required=False)

    def __init__(
        self, data: Any = None, *, user: User, posyandu: Posyandu, kader: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.posyandu = posyandu
        self.choosable = {str(one.pk): one for one in kader}
        choice, family = self.fields["kader"], self.fields["household"]
        assert isinstance(choice, forms.ChoiceField)
        assert isinstance(family, forms.ModelChoiceField)
        choice.choices = [(key, str(one)) for key, one in self.choosable.items()]
        family.queryset = Household.objects.visible_to(user, Action.REGISTER).filter(posyandu=posyandu)
        self.fields["since"].initial = timezone.localdate()

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"] or timezone.localdate()
        if since > timezone.localdate():
            raise ValidationError("Tanggal ini belum terjadi.")
        return since

    def save(self) -> WorkArea:
        data = self.cleaned_data
        return assign_kader(
            posyandu=self.posyandu,
            kader=self.choosable[data["kader"]],
            since=data["since"],
            place=Place(data["dusun"], data["rw"], data["rt"]),
            household=data["household"],
        )


def wider_places(places: Iterable[Place]) -> list[tuple[str, Place]]:
    """The places wider than an RT in which families live, with their words, widest first."""
    found: dict[Place, str] = {WHOLE: "Seluruh wilayah Posyandu"}
    for place in places:
        if place.dusun:
            found[Place(place.dusun)] = f"Seluruh {place.dusun}"
        if place.rw:
            found[Place(place.dusun, place.rw)] = f"{place.dusun} RW {place.rw}".strip()
    return [(words, place) for place, words in sorted(found.items())]
