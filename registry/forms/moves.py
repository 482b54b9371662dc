"""Asking for a move from either side, and answering it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Case, IntegerField, Value, When
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from registry import services
from registry.forms.fields import day_field
from registry.forms.people import area_field, digits_field, read_digits, text_field
from registry.forms.residency import not_in_future
from registry.models import MoveRequest, OrgUnit, Posyandu, Resident, User
from registry.models.moves import ADDRESS
from registry.models.org import PosyanduQuerySet
from registry.permissions import Action
from registry.rules.nik import read_nik
from registry.rules.wording import age

NEARBY = (OrgUnit.Kind.VILLAGE, OrgUnit.Kind.PUSKESMAS)


class _VillageByVillage(ModelChoiceIterator):
    """The desa in the order of the places, each a group of its own."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        for village, places in groupby(self.queryset or (), key=lambda place: place.unit.parent):
            above = village.parent if village else None
            yield (
                ", ".join(str(unit) for unit in (village, above) if unit),
                [self.choice(one) for one in places],
            )


class _WithVillage(forms.ModelChoiceField[Posyandu]):
    def label_from_instance(self, obj: Posyandu) -> str:
        return obj.with_village


class _ByVillage(_WithVillage):
    iterator = _VillageByVillage


class HomeFields(forms.Form):
    """Where somebody lives from now on, as far as it is known."""

    dusun = text_field("Dusun/lingkungan", 80)
    rt = area_field("RT")
    rw = area_field("RW")
    address = text_field("Alamat", 200)

    def home(self) -> dict[str, str]:
        """What was asked of it, by the field names of Household."""
        return {name: self.cleaned_data[name] for name in ADDRESS if self.add_prefix(name) in self.data}


class _WithAge(forms.ModelMultipleChoiceField[Resident]):
    def label_from_instance(self, obj: Resident) -> str:
        return f"{obj.name}, {age(obj.birth_date, timezone.localdate())}"


class MoveForm(HomeFields):
    """The old side: who of the family moves, to which Posyandu of the kabupaten, from when on."""

    people = _WithAge(
        Resident.objects.none(),
        label="Siapa yang pindah",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu orang."},
    )
    to = _ByVillage(
        Posyandu.objects.none(),
        label="Pindah ke Posyandu",
        empty_label="Pilih Posyandu",
        error_messages={"required": "Pilih Posyandu tujuannya."},
    )
    on = day_field("Tinggal di sana sejak")
    note = text_field("Catatan", 200)

    def __init__(
        self, data: Any = None, *, resident: Resident, family: Sequence[Resident], user: User
    ) -> None:
        initial = {"people": [resident.pk], "on": timezone.localdate()}
        super().__init__(data, initial=initial)
        self.user, self.asked = user, list[MoveRequest]()
        people, to = self.fields["people"], self.fields["to"]
        assert isinstance(people, forms.ModelMultipleChoiceField)
        assert isinstance(to, forms.ModelChoiceField)
        mine = Resident.objects.visible_to(user, Action.REGISTER)
        people.queryset = mine.filter(pk__in=[person.pk for person in family])
        to.queryset = destinations(resident.posyandu)

    def clean_on(self) -> date:
        return not_in_future(self.cleaned_data["on"])

    def saved(self) -> bool:
        """Whether it was asked for; else the reason stands beside the day."""
        data = self.cleaned_data
        try:
            self.asked = services.ask_move(
                residents=data["people"],
                to=data["to"],
                on=data["on"],
                user=self.user,
                note=data["note"],
                home=self.home(),
            )
        except services.ResidencyRefused as refused:
            self.add_error("on", str(refused))
        return not self.errors


class AskMoveForm(HomeFields):
    """The new side: the NIK of somebody who came to live here. Nothing of that person is told."""

    nik = digits_field("NIK orang yang pindah ke sini")
    to = _WithVillage(
        Posyandu.objects.none(),
        label="Sekarang tinggal di wilayah",
        empty_label=None,
        error_messages={"required": "Pilih Posyandunya."},
    )
    on = day_field("Tinggal di sini sejak")
    note = text_field("Catatan untuk Posyandu asal", 200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.known, self.move = user, True, None
        self.fields["nik"].required = True
        self.fields["nik"].error_messages["required"] = "Isi NIK-nya."
        self.fields["on"].initial = timezone.localdate()
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)
        to.queryset = Posyandu.objects.visible_to(user, Action.REGISTER).select_related("unit__parent")

    def clean_on(self) -> date:
        return not_in_future(self.cleaned_data["on"])

    def clean_nik(self) -> str:
        return read_digits(self.cleaned_data["nik"], lambda digits: read_nik(digits).messages)

    def saved(self) -> bool:
        """Whether the request was sent, or nobody has the NIK (`known`); else the reason stands beside the day."""
        data = self.cleaned_data
        try:
            self.known, self.move = services.ask_move_by_nik(
                nik=data["nik"],
                to=data["to"],
                on=data["on"],
                user=self.user,
                note=data["note"],
                home=self.home(),
            )
        except services.ResidencyRefused as refused:
            self.add_error("on", str(refused))
        return not self.errors

    move: MoveRequest | None


class AnswerForm(HomeFields):
    """Accepting may correct the day and the address; refusing may say why."""

    on = day_field("Pindah sejak", required=False)
    note = text_field("Catatan", 200)

    def clean_on(self) -> date | None:
        return not_in_future(day) if (day := self.cleaned_data["on"]) else None


def destinations(home: Posyandu) -> PosyanduQuerySet:
    """Every other Posyandu of the kabupaten of `home`: those of its desa first, then of its Puskesmas."""
    above = [home.unit.path[: at + 1] for at, letter in enumerate(home.unit.path) if letter == "/"]
    kabupaten = OrgUnit.objects.filter(kind=OrgUnit.Kind.DISTRICT, path__in=above).first()
    places = Posyandu.objects.filter(unit__is_active=True).exclude(pk=home.pk)
    if kabupaten is not None:
        places = places.at_or_below(kabupaten)
    near = [
        When(unit__path__startswith=unit.path, then=Value(rank))
        for rank, unit in enumerate(OrgUnit.objects.filter(kind__in=NEARBY, path__in=above).order_by("-path"))
    ]
    distance = Case(*near, default=Value(len(near)), output_field=IntegerField())
    return places.select_related("unit__parent__parent").order_by(distance, "unit__path")
